package web

import (
	"context"
	"errors"
	"fmt"
	"github.com/assaymining/assay/adapter/web/example"
	"github.com/assaymining/assay/adapter/web/link"
	"net/http"
	"net/url"
	"slices"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
)

// maxCompared bounds the offers of one comparison.
const maxCompared = 8

// comparePage is several offers side by side with what else the money could do.
type comparePage struct {
	Offers   []comparedOffer
	Table    *page.Shown
	Examples []example.Offer
	Choices  []field
	Wrong    string
	Errors   []offer.Error // of a document that was pasted
	Document string
	Full     bool
}

// comparedOffer is one of them, with the links that concern it.
type comparedOffer struct {
	Title, Packed, Evaluate, Remove string
}

// compare shows the offers of the address. "add" is the name of an example to add.
func (s *Server) compare(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	packed := q["o"]
	if name := q.Get("add"); name != "" {
		e, err := s.example(name)
		if err != nil {
			return err
		}
		one, err := link.Pack(offer.Format(e.Terms))
		if err != nil {
			return err
		}
		return s.toComparison(w, r, append(packed, one), q)
	}
	p := &comparePage{Examples: s.Examples, Full: len(packed) >= maxCompared}
	return s.showComparison(w, r, packed, q, p)
}

// addCompared adds a pasted document to the offers of the form.
func (s *Server) addCompared(w http.ResponseWriter, r *http.Request) error {
	doc, err := document(r)
	if err != nil {
		return err
	}
	return s.addDocument(w, r, doc)
}

// addDocument adds the offer of a document to those of the form.
func (s *Server) addDocument(w http.ResponseWriter, r *http.Request, doc []byte) error {
	o, _, err := s.parse(r, doc)
	var errs offer.Errors
	if errors.As(err, &errs) {
		p := &comparePage{Examples: s.Examples, Errors: errs, Document: string(doc)}
		return s.showComparison(w, r, r.PostForm["o"], r.PostForm, p)
	}
	return s.addOffer(w, r, o)
}

// addOffer adds an offer to those of the form.
func (s *Server) addOffer(w http.ResponseWriter, r *http.Request, o offer.Offer) error {
	one, err := link.Pack(offer.Format(o))
	if err != nil || len(one) > link.Max {
		return refusedWords("This offer is too long for the link of a comparison: shorten what it " +
			"quotes, or send it to the API, which compares offers of any length.")
	}
	return s.toComparison(w, r, append(r.PostForm["o"], one), r.PostForm)
}

// toComparison leads to the page of these offers.
func (s *Server) toComparison(w http.ResponseWriter, r *http.Request, packed []string, q url.Values) error {
	if len(packed) > maxCompared {
		return refusedWords(fmt.Sprintf("At most %d offers are compared at once.", maxCompared))
	}
	to := url.Values{"o": packed}
	for name, v := range choices(q) {
		to.Set(string(name), v)
	}
	http.Redirect(w, r, s.Base+"/compare?"+to.Encode(), http.StatusSeeOther)
	return nil
}

func (s *Server) showComparison(w http.ResponseWriter, r *http.Request, packed []string, q url.Values,
	p *comparePage) error {
	packed = packed[:min(len(packed), maxCompared)]
	chosen := choices(q)
	p.Choices = formOf(offer.Offer{}, "", chosen, "").Choices
	var all []assay.Evidence
	var names []string
	for i := range packed {
		e, err := s.compared(r, packed, i, chosen, p)
		if err != nil {
			return err
		}
		all, names = append(all, e), append(names, e.Offer.Summary())
	}
	if len(all) > 0 && p.Wrong == "" {
		rank := func(ctx context.Context) error { return s.rank(ctx, all, names, p) }
		if err := s.work(r, len(all), rank); err != nil {
			return err
		}
	}
	status := http.StatusOK
	if p.Wrong != "" || len(p.Errors) > 0 {
		status = http.StatusUnprocessableEntity
	}
	return s.show(w, r, status, framed("compare", "Compare offers", content("compare", p)))
}

// compared adds one of the packed offers to a page, and gives the evidence it is judged on. A choice that
// makes no sense is told by the page.
func (s *Server) compared(r *http.Request, packed []string, i int, chosen map[need.Setting]string,
	p *comparePage) (assay.Evidence, error) {
	doc, err := link.Unpack(packed[i])
	if err != nil {
		return assay.Evidence{}, &failure{status: http.StatusBadRequest, says: capital(err.Error())}
	}
	o, warnings, err := s.parse(r, doc)
	if err != nil {
		return assay.Evidence{}, &failure{status: http.StatusBadRequest, says: capital(err.Error())}
	}
	e, err := s.evidence(r.Context(), o, warnings, chosen)
	var wrong *ChoiceError
	if errors.As(err, &wrong) {
		p.Wrong = capital(inFields(err.Error()))
	} else if err != nil {
		return e, err
	}
	link, _ := s.link("/evaluate", doc, chosen)
	others := slices.Concat(packed[:i], packed[i+1:])
	p.Offers = append(p.Offers, comparedOffer{Title: o.Summary(), Packed: packed[i], Evaluate: link,
		Remove: s.Base + "/compare?" + url.Values{"o": others}.Encode()})
	return e, nil
}

// rank fills the page with the comparison.
func (s *Server) rank(ctx context.Context, all []assay.Evidence, names []string, p *comparePage) error {
	c, err := s.ranked(ctx, all, names)
	if f := (*failure)(nil); errors.As(err, &f) {
		p.Wrong = capital(inFields(f.says))
		return nil
	}
	if err != nil {
		return err
	}
	p.Table = page.Of(report.Comparison(c.Said(InFields)), nil)
	return nil
}
