package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strconv"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/units"
)

// auditPage asks for the five fields that holders have, and shows what they come to.
type auditPage struct {
	Fields    []field
	Statement string
	Result    *page.Shown
	Wrong     string
	JSON      string // the same for programs; empty where a statement was sent
}

// auditFields are the fields of the form, which are the parameters of the API.
func auditFields() []field {
	return []field{
		{Path: "hashrate", Label: "Hashrate", Hint: "30 TH/s", Unit: "TH/s"},
		{Path: "from", Label: "First day paid for", Hint: "2026-03-01"},
		{Path: "to", Label: "Last day paid for", Hint: "2026-03-31"},
		{Path: "received", Label: "Received", Hint: "0.0004 BTC, or 40000 sat"},
		{Path: "fee", Label: "Fee of the pool or seller", Hint: "2%"},
		{Path: "uptime", Label: "Share of the time that it ran", Hint: "100%"},
		{Path: "scheme", Label: "How it pays", Choices: []choice{
			{Value: "fpps", Label: "FPPS: every share, with transaction fees"}, {Value: "pps", Label: "PPS: every share, without them"},
			{Value: "pps+", Label: "PPS+"}, {Value: "pplns", Label: "PPLNS: by blocks found"}, {Value: "tides", Label: "TIDES"}, {Value: "solo", Label: "solo"}}},
	}
}

// asked is what the fields say.
type asked struct {
	five audit.FiveFields
	seen map[string]bool
}

// askedOf reads the fields; a *ChoiceError names the one that cannot be read.
func askedOf(q url.Values) (asked, error) {
	a := asked{seen: map[string]bool{}}
	for _, one := range []struct {
		name string
		read func(string) error
	}{
		{"hashrate", into(units.ParseHashrate, &a.five.Hashrate)},
		{"from", into(units.ParseDate, &a.five.From)},
		{"to", into(units.ParseDate, &a.five.To)},
		{"received", into(bitcoin, &a.five.Received)},
		{"fee", into(units.ParseFraction, &a.five.Fee)},
		{"uptime", into(units.ParseFraction, &a.five.Uptime)},
		{"minimum", into(bitcoin, &a.five.Minimum)}, {"scheme", into(payout.ParseScheme, &a.five.Scheme)},
	} {
		text := clip(q.Get(one.name))
		if text == "" {
			continue
		}
		a.seen[one.name] = true
		if err := one.read(text); err != nil {
			return a, &ChoiceError{need.Setting(one.name), err}
		}
	}
	return a, nil
}

// into reads a value to where it belongs.
func into[T any](parse func(string) (T, error), to *T) func(string) error {
	return func(s string) (err error) {
		*to, err = parse(s)
		return err
	}
}

// bitcoin reads an amount of bitcoin.
func bitcoin(s string) (units.MilliSat, error) {
	m, err := units.ParseMoney(s)
	if err == nil && m.Currency != units.BTC {
		err = &units.Error{Text: s, Want: "an amount of bitcoin", Hint: `write "0.0004 BTC" or "40000 sat"`}
	}
	if err != nil {
		return 0, err
	}
	return units.RoundMilliSat(m.Float()), nil
}

// audited judges one sum, or the payments of a statement where there is one.
func (s *Server) audited(a asked, document []byte) (*audit.Result, error) {
	if len(bytes.TrimSpace(document)) == 0 {
		for _, name := range []string{"hashrate", "from", "to", "received"} {
			if !a.seen[name] {
				return nil, &ChoiceError{need.Setting(name),
					errors.New("is needed, unless a statement is given")}
			}
		}
		r, err := audit.Five(a.five, s.History)
		if err != nil {
			return nil, refused(err)
		}
		return r, nil
	}
	if !a.seen["hashrate"] {
		return nil, &ChoiceError{"hashrate", errors.New("is needed")}
	}
	paid, err := statement.Read("statement", bytes.NewReader(document), statement.Options{})
	if err != nil {
		return nil, refused(err)
	}
	f := a.five
	r, err := audit.Statements(audit.Input{
		Terms: audit.AccountTerms(f.Hashrate, f.Fee, f.Scheme, f.Minimum),
		Start: f.From, From: f.From, To: f.To, Scheme: f.Scheme, Uptime: f.Uptime,
		History: s.History}, []*statement.Statement{paid})
	if err != nil {
		return nil, refused(err)
	}
	return r, nil
}

// audit is the form, and below it the answer where the address or the form asks for one.
func (s *Server) audit(w http.ResponseWriter, r *http.Request) error {
	p := &auditPage{Fields: auditFields()}
	q := r.URL.Query()
	var paid []byte
	if r.Method == http.MethodPost {
		var err error
		if paid, err = document(r); err != nil {
			return err
		}
		q = r.Form
	}
	given := len(paid) > 0
	for i := range p.Fields {
		p.Fields[i].Value = clip(q.Get(p.Fields[i].Path))
		given = given || p.Fields[i].Value != ""
	}
	p.Statement = string(paid)
	status := http.StatusOK
	if given {
		err := s.work(r, 1, func(context.Context) error { return s.fillAudit(p, paid) })
		var choice *ChoiceError
		switch f := failureOf(err); {
		case err == nil:
		case errors.As(err, &choice):
			status = http.StatusUnprocessableEntity
			p.blame(choice)
		case f.status == http.StatusUnprocessableEntity:
			status = f.status
			p.Wrong = capital(f.says)
		default:
			return err
		}
	}
	return s.show(w, r, status, framed("audit", "Was it paid as owed?", content("audit", p)))
}

// fillAudit judges and makes the document of it.
func (s *Server) fillAudit(p *auditPage, paid []byte) error {
	ask := url.Values{}
	for _, f := range p.Fields {
		text := f.Value
		if _, err := strconv.ParseFloat(text, 64); err == nil && f.Unit != "" {
			text += " " + f.Unit // a bare number, in the unit that the label names
		}
		ask.Set(f.Path, text)
	}
	a, err := askedOf(ask)
	if err != nil {
		return err
	}
	result, err := s.audited(a, paid)
	if err != nil {
		return err
	}
	p.Result = page.Of(report.Audit(result), report.AuditOnPage())
	if len(paid) == 0 {
		p.JSON = s.Base + "/api/v1/audit?" + ask.Encode()
	}
	return nil
}

// blame puts an error beside its field.
func (p *auditPage) blame(e *ChoiceError) {
	p.Wrong = "One thing to mend below."
	for i := range p.Fields {
		if f := &p.Fields[i]; f.Path == string(e.Name) {
			f.Error = capital(e.Err.Error())
			return
		}
	}
	p.Wrong = capital(e.Error())
}

// apiAudit answers with the bytes that `assay audit --json` prints.
func (s *Server) apiAudit(w http.ResponseWriter, r *http.Request) error {
	paid, err := io.ReadAll(r.Body)
	if err != nil {
		var tooLong *http.MaxBytesError
		if errors.As(err, &tooLong) {
			return err
		}
		return &failure{status: http.StatusBadRequest, says: "the body ended early"}
	}
	return s.computed(w, r, 1, "application/json", func(context.Context) ([]byte, error) {
		a, err := askedOf(r.URL.Query())
		if err != nil {
			return nil, err
		}
		result, err := s.audited(a, paid)
		if err != nil {
			return nil, err
		}
		return assay.JSON(result)
	})
}
