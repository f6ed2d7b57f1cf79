package web

import (
	"bytes"
	"context"
	"encoding/csv"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/preview"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/evidence"
	"github.com/assaymining/assay/internal/cells"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
)

// judged is the offer of a link with its verdict, for downloads.
type judged struct {
	offer   offer.Offer
	verdict *assay.Verdict
	shown   *page.Shown
	link    string
}

// judgeLink judges the offer in "o" as its page does.
func (s *Server) judgeLink(r *http.Request, cost int) (*judged, error) {
	o, warnings, err := s.offerOf(r)
	if err != nil {
		return nil, &failure{status: http.StatusBadRequest, says: capital(err.Error())}
	}
	j := &judged{offer: o}
	chosen := choices(r.URL.Query())
	j.link, _ = s.link("/evaluate", offer.Format(o), chosen)
	err = s.work(r, cost, func(ctx context.Context) error {
		e, err := s.evidence(ctx, o, warnings, chosen)
		if err != nil {
			return err
		}
		if j.verdict, err = s.verdict(ctx, e); err != nil {
			return err
		}
		grid, err := assay.BreakEvenMap(ctx, e)
		if err == nil {
			j.shown = shown(o, j.verdict, grid)
		}
		return err
	})
	return j, err
}

// shown is a verdict in the order of a page.
func shown(o offer.Offer, v *assay.Verdict, grid *valuation.Grid) *page.Shown {
	return page.Of(report.Verdict(o, v.Said(InFields), grid), report.VerdictOnPage())
}

// attach answers with a file to keep.
func attach(w http.ResponseWriter, r *http.Request, name, kind string, body []byte) {
	w.Header().Set("Content-Type", kind)
	w.Header().Set("Content-Disposition", `attachment; filename="`+name+`"`)
	answer(w, r, http.StatusOK, body)
}

// fileName is a name made of letters, digits and dashes of the offer's own.
func fileName(o offer.Offer, suffix string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(o.Provider.Name + " " + o.Product) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			b.WriteRune(c)
		case b.Len() > 0 && !strings.HasSuffix(b.String(), "-"):
			b.WriteByte('-')
		}
		if b.Len() > 40 {
			break
		}
	}
	name := strings.Trim(b.String(), "-")
	if name == "" {
		name = "offer"
	}
	return name + suffix
}

func (s *Server) downloadOffer(w http.ResponseWriter, r *http.Request) error {
	o, _, err := s.offerOf(r)
	if err != nil {
		return &failure{status: http.StatusBadRequest, says: capital(err.Error())}
	}
	attach(w, r, fileName(o, ".yaml"), "application/yaml", offer.Format(o))
	return nil
}

func (s *Server) downloadJSON(w http.ResponseWriter, r *http.Request) error {
	j, err := s.judgeLink(r, 1)
	if err != nil {
		return err
	}
	body, err := assay.JSON(j.verdict)
	if err != nil {
		return err
	}
	attach(w, r, fileName(j.offer, "-verdict.json"), "application/json", body)
	return nil
}

// downloadEvidence freezes what the offer is judged on, as "assay evaluate --evidence" does.
func (s *Server) downloadEvidence(w http.ResponseWriter, r *http.Request) error {
	o, warnings, err := s.offerOf(r)
	if err != nil {
		return &failure{status: http.StatusBadRequest, says: capital(err.Error())}
	}
	var body []byte
	err = s.work(r, replayCost, func(ctx context.Context) error {
		e, err := s.evidence(ctx, o, warnings, choices(r.URL.Query()))
		if err != nil {
			return err
		}
		body, _, err = evidence.Write(e, func(e assay.Evidence) (*assay.Verdict, error) {
			// a history of its own: its markets are nobody else's
			v, err := assay.EvaluateWith(ctx, e, s.shelf.Apart(ctx, e.History))
			if err != nil && ctx.Err() == nil {
				err = refused(err)
			}
			return v, err
		})
		return err
	})
	if err != nil {
		return err
	}
	attach(w, r, fileName(o, ".evidence"), "application/json", body)
	return nil
}

// downloadCSV is the fan and the scenarios as tables one below the other.
func (s *Server) downloadCSV(w http.ResponseWriter, r *http.Request) error {
	j, err := s.judgeLink(r, 1)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	c := csv.NewWriter(&b)
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	known := func(v *float64) string { // blank where it is not known
		if v == nil {
			return ""
		}
		return number(*v)
	}
	if len(j.verdict.Scenarios) == 0 {
		v := j.verdict.Said(InFields).Verdict
		c.Write([]string{"not computed", cells.Text(v.Sentence), cells.Text(v.Because.Economics)})
		c.Write(nil)
	}
	c.Write([]string{"scenario", "gross_usd", "fees_usd", "net_usd", "net_btc", "btc_efficiency"})
	for _, x := range j.verdict.Scenarios {
		c.Write([]string{cells.Text(x.Name), number(x.GrossUSD), known(x.FeesUSD), known(x.NetUSD),
			known(x.NetBTC),
			known(x.BTCEfficiency)})
	}
	c.Write(nil)
	c.Write([]string{"day", "p05_btc", "p25_btc", "p50_btc", "p75_btc", "p95_btc", "bought_btc"})
	for _, f := range j.verdict.Economics.Fan {
		c.Write([]string{strconv.Itoa(f.Day), number(f.P05), number(f.P25), number(f.P50), number(f.P75),
			number(f.P95), known(f.Bought)})
	}
	c.Flush()
	if err := c.Error(); err != nil {
		return err
	}
	attach(w, r, fileName(j.offer, "-verdict.csv"), "text/csv; charset=utf-8", b.Bytes())
	return nil
}

// downloadSVG is one picture of the page as a file of its own.
func (s *Server) downloadSVG(w http.ResponseWriter, r *http.Request) error {
	j, err := s.judgeLink(r, 1)
	if err != nil {
		return err
	}
	key, _ := strings.CutSuffix(r.PathValue("file"), ".svg")
	p := j.shown.Picture(key)
	if p == nil {
		return &failure{status: http.StatusNotFound, says: "This verdict has no such picture."}
	}
	attach(w, r, fileName(j.offer, "-"+key+".svg"), "image/svg+xml", p.File())
	return nil
}

func (s *Server) downloadHTML(w http.ResponseWriter, r *http.Request) error {
	body, j, err := s.reportOf(r, 1)
	if err != nil {
		return err
	}
	attach(w, r, fileName(j.offer, "-report.html"), "text/html; charset=utf-8", body)
	return nil
}

// pdfCost is what a PDF takes from a client's allowance: it starts a browser.
const pdfCost = 20

func (s *Server) downloadPDF(w http.ResponseWriter, r *http.Request) error {
	return s.printed(w, r, func(r *http.Request) ([]byte, string, error) {
		body, j, err := s.reportOf(r, pdfCost)
		if err != nil {
			return nil, "", err
		}
		return body, fileName(j.offer, "-report.pdf"), nil
	})
}

// printed answers with a report as a PDF: make gives it and a name for the file.
func (s *Server) printed(w http.ResponseWriter, r *http.Request,
	make func(*http.Request) ([]byte, string, error)) error {
	if s.PDF == nil {
		return &failure{status: http.StatusNotImplemented,
			says: "This server has no browser to print a PDF with. Take the report as HTML and print it."}
	}
	var body []byte
	var name string
	err := s.inTurn(r, func(r *http.Request) (err error) { // the browser prints after it
		body, name, err = make(r)
		return err
	})
	if err != nil {
		return err
	}
	select {
	case s.printing <- struct{}{}:
		defer func() { <-s.printing }()
	default:
		return &failure{
			http.StatusServiceUnavailable,
			"Another report is being printed; try again in a moment.",
			3,
		}
	}
	pdf, err := s.PDF(r.Context(), body)
	if err != nil {
		return fmt.Errorf("print a report: %w", err)
	}
	attach(w, r, name, "application/pdf", pdf)
	return nil
}

// reportOf is the report with a link to the page, where the host is known.
func (s *Server) reportOf(r *http.Request, cost int) ([]byte, *judged, error) {
	j, err := s.judgeLink(r, cost)
	if err != nil {
		return nil, nil, err
	}
	seal := page.Seal{}
	if j.link != "" {
		seal.Link = preview.Site(r) + j.link
	}
	body, err := page.Sheet(j.shown.Document, seal)
	return body, j, err
}
