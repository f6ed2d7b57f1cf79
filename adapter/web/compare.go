package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/view"
	"github.com/assaymining/assay/offer"
)

// maxCompared bounds the offers of one comparison.
const maxCompared = 8

// comparePage is several offers side by side with what else the money could do.
type comparePage struct {
	Offers   []comparedOffer
	Table    *view.Comparison
	Examples []Example
	Choices  []field
	Wrong    string
	Errors   []offer.Error // of a document that was pasted
	Document string
	Full     bool
	JSON     string
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
		for _, e := range s.Examples {
			if e.Name == name {
				one, err := pack(offer.Format(e.Offer))
				if err != nil {
					return err
				}
				return s.toComparison(w, r, append(packed, one), q)
			}
		}
		return &failure{status: http.StatusNotFound, says: "There is no example of this name."}
	}
	p := &comparePage{Examples: s.Examples, Full: len(packed) >= maxCompared}
	return s.showComparison(w, r, http.StatusOK, packed, q, p)
}

// addCompared adds a pasted document to the offers of the form.
func (s *Server) addCompared(w http.ResponseWriter, r *http.Request) error {
	doc, err := document(r)
	if err != nil {
		return err
	}
	o, _, err := offer.Parse("offer", doc)
	var errs offer.Errors
	if errors.As(err, &errs) {
		p := &comparePage{Examples: s.Examples, Errors: errs, Document: string(doc)}
		return s.showComparison(w, r, http.StatusUnprocessableEntity, r.PostForm["o"], r.PostForm, p)
	}
	one, err := pack(offer.Format(o))
	if err != nil {
		return err
	}
	return s.toComparison(w, r, append(r.PostForm["o"], one), r.PostForm)
}

// toComparison leads to the page of these offers.
func (s *Server) toComparison(w http.ResponseWriter, r *http.Request, packed []string, q url.Values) error {
	if len(packed) > maxCompared {
		return &failure{status: http.StatusUnprocessableEntity, says: fmt.Sprintf("At most %d offers are compared at once.", maxCompared)}
	}
	to := url.Values{"o": packed}
	for name, v := range s.choices(q) {
		to.Set(name, v)
	}
	http.Redirect(w, r, s.Base+"/compare?"+to.Encode(), http.StatusSeeOther)
	return nil
}

func (s *Server) showComparison(w http.ResponseWriter, r *http.Request, status int, packed []string, q url.Values, p *comparePage) error {
	if len(packed) > maxCompared {
		packed = packed[:maxCompared]
	}
	choices := s.choices(q)
	p.Choices = s.formOf(offer.Offer{}, "", choices).Choices
	var all []assay.Evidence
	var names []string
	for i, one := range packed {
		doc, err := unpack(one)
		if err != nil {
			return &failure{status: http.StatusBadRequest, says: capital(err.Error())}
		}
		o, warnings, err := offer.Parse("offer", doc)
		if err != nil {
			return &failure{status: http.StatusBadRequest, says: capital(err.Error())}
		}
		e, err := s.Evidence(o, warnings, choices)
		var wrong *ChoiceError
		if errors.As(err, &wrong) {
			p.Wrong = capital(err.Error())
		} else if err != nil {
			return err
		}
		others := append(append([]string{}, packed[:i]...), packed[i+1:]...)
		link, _ := s.link("/evaluate", doc, choices)
		p.Offers = append(p.Offers, comparedOffer{Title: o.Summary(), Packed: one, Evaluate: link,
			Remove: s.Base + "/compare?" + url.Values{"o": others}.Encode()})
		all, names = append(all, e), append(names, o.Summary())
	}
	if len(all) > 0 && p.Wrong == "" {
		if err := s.work(r, len(all), func(ctx context.Context) error { return s.rank(ctx, all, names, p) }); err != nil {
			return err
		}
	}
	if p.Wrong != "" {
		status = http.StatusUnprocessableEntity
	}
	return s.show(w, r, status, "compare", "Compare offers", content("compare", p))
}

// rank compares on the common day of the offers.
func (s *Server) rank(ctx context.Context, all []assay.Evidence, names []string, p *comparePage) error {
	day := assay.CommonDay(all)
	for i := range all {
		if all[i].AsOf == nil {
			all[i].AsOf = &day
		}
	}
	c, err := assay.Compare(all, names, s.shelf.Within(ctx))
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		p.Wrong = capital(err.Error())
		return nil
	}
	p.Table = view.Compared(c)
	return nil
}
