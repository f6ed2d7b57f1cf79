package web

import (
	"context"
	"errors"
	"fmt"
	"github.com/assaymining/assay/adapter/web/example"
	"github.com/assaymining/assay/adapter/web/link"
	"html/template"
	"net/http"
	"net/url"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/form"
	"github.com/assaymining/assay/adapter/web/paste"
	"github.com/assaymining/assay/adapter/web/preview"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
)

// content is the body of a frame: a template by name and its data.
func content(name string, data any) any { return map[string]any{"Name": name, "Data": data} }

// startPage is the page that an offer is begun on.
type startPage struct {
	Form     *formShown
	Examples []example.Group
	Document string
	Words    string // of a seller, in the box that they are pasted into
	Wrong    string // why nothing was read in them
	Errors   []offer.Error
}

// start shows an empty form and the examples.
func (s *Server) start(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, framed("evaluate", "Judge an offer of Bitcoin hashrate",
		content("start", startPage{Form: s.blank(r.URL.Query().Get("kind")), Examples: example.Grouped(s.Examples)})))
}

// evaluatePage is an offer with its verdict, or with what is wrong with it.
type evaluatePage struct {
	Form     *formShown
	Verdict  *page.Shown
	Kept     *page.Shown   // the verdict from before a change that cannot be read
	Errors   []offer.Error // that belong to no field
	Bad      []*form.Field // fields that cannot be read
	Document string
	Link     string       // reproduces this page; empty where the offer is too long for a link
	Query    template.URL // of the link; made by url.Values.Encode
	Choices  map[need.Setting]string
	ChoiceError,
	ChoiceName string

	offer    offer.Offer // as its document says
	warnings []offer.Warning
}

// evaluate judges the offer in the address. Fields beside it change the offer first; the answer to a
// browser is then a redirection to the address of the changed offer.
func (s *Server) evaluate(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	if name := q.Get("example"); name != "" {
		return s.openExample(w, r, name)
	}
	var base offer.Offer
	if packed := q.Get("o"); packed != "" {
		doc, err := link.Unpack(packed)
		if err != nil {
			return &failure{status: http.StatusBadRequest, says: capital(err.Error())}
		}
		if base, _, err = s.parse(r, doc); err != nil {
			return s.startOver(w, r, string(doc), err)
		}
	}
	p := &evaluatePage{Choices: choices(q)}
	kind := q.Get("kind")
	if q.Get(form.Own) == form.Yes {
		kind = form.Owned
	}
	p.Form = formOf(base, q.Get("o"), p.Choices, kind)
	doc, touched := p.Form.Apply(base, q)
	if !touched && q.Get("o") == "" {
		http.Redirect(w, r, s.Base+"/", http.StatusSeeOther)
		return nil
	}
	var err error
	p.offer, p.warnings, err = s.parse(r, doc)
	if errs := (offer.Errors)(nil); errors.As(err, &errs) {
		p.blame(errs)
		if err := s.keep(r, p); err != nil {
			return err
		}
		return s.showEvaluation(w, r, http.StatusUnprocessableEntity, p)
	}
	return s.evaluateOffer(w, r, p, touched)
}

// evaluateOffer judges the offer of a page, or leads to the address that holds it.
func (s *Server) evaluateOffer(w http.ResponseWriter, r *http.Request, p *evaluatePage, touched bool) error {
	p.Document = string(offer.Format(p.offer))
	link, short := s.link("/evaluate", []byte(p.Document), p.Choices)
	p.Link = link
	_, query, _ := strings.Cut(link, "?")
	p.Query = template.URL(query)
	if touched && short && !live(r) {
		http.Redirect(w, r, link, http.StatusSeeOther)
		return nil
	}
	if err := s.judge(r, p); err != nil {
		return err
	}
	status := http.StatusOK
	if p.ChoiceError != "" {
		status = http.StatusUnprocessableEntity
		if err := s.keep(r, p); err != nil {
			return err
		}
	} else if short && live(r) {
		w.Header().Set("HX-Replace-Url", link)
	}
	return s.showEvaluation(w, r, status, p)
}

// keep judges the offer from before a change that cannot be read: that of the page which is shown, or else
// the one that the form was made for. Where it cannot be judged either there is nothing to keep.
func (s *Server) keep(r *http.Request, p *evaluatePage) error {
	before := url.Values{"o": {r.URL.Query().Get("o")}}
	if at, err := url.Parse(r.Header.Get("HX-Current-URL")); err == nil && at.Query().Has("o") {
		before = at.Query()
	}
	doc, err := link.Unpack(before.Get("o"))
	if err != nil {
		return nil
	}
	was := &evaluatePage{Choices: choices(before)}
	if was.offer, was.warnings, err = s.parse(r, doc); err != nil {
		return nil
	}
	was.Form = formOf(was.offer, "", was.Choices, "")
	if err := s.judge(r, was); err != nil {
		return err
	}
	p.Kept = was.Verdict
	return nil
}

// live reports whether a page asks for the part of itself that changed.
func live(r *http.Request) bool { return r.Header.Get("HX-Request") == "true" }

// blame puts what is wrong with the document at the fields that it belongs to.
func (p *evaluatePage) blame(errs offer.Errors) {
	p.Errors = p.Form.Blame(errs)
	for _, one := range p.Form.All() {
		if one.Error != "" {
			p.Bad = append(p.Bad, one)
		}
	}
}

// judge fills the verdict of a page.
func (s *Server) judge(r *http.Request, p *evaluatePage) error {
	err := s.work(r, 1, func(ctx context.Context) error {
		e, err := s.evidence(ctx, p.offer, p.warnings, p.Choices)
		if err != nil {
			return err
		}
		v, err := s.verdict(ctx, e)
		if err != nil {
			return err
		}
		grid, err := assay.BreakEvenMap(ctx, e)
		if err == nil {
			p.Verdict = shown(p.offer, v, grid)
		}
		return err
	})
	var wrong *ChoiceError
	var refused *failure
	switch {
	case errors.As(err, &wrong):
		p.ChoiceName, p.ChoiceError = string(wrong.Name), inFields(wrong.Err.Error())
		for i := range p.Form.Choices {
			if p.Form.Choices[i].Path == p.ChoiceName {
				p.Form.Choices[i].Error = p.ChoiceError
			}
		}
	case errors.As(err, &refused) && refused.status == http.StatusUnprocessableEntity:
		p.ChoiceError = inFields(refused.says)
	default:
		return err
	}
	return nil
}

// verdict judges evidence on the kept markets, as long as the context lasts. Evidence that makes no
// sense is the reader's to mend.
func (s *Server) verdict(ctx context.Context, e assay.Evidence) (*assay.Verdict, error) {
	v, err := assay.EvaluateWithin(ctx, s.shelf, e)
	if err != nil && ctx.Err() == nil {
		err = refused(err)
	}
	return v, err
}

func (s *Server) showEvaluation(w http.ResponseWriter, r *http.Request, status int, p *evaluatePage) error {
	if live(r) {
		return s.write(w, r, status, "verdict-part", p)
	}
	title := "An offer that cannot be read yet"
	if p.Verdict != nil {
		title = p.Verdict.Name
	}
	shown := framed("evaluate", title, content("evaluate", p))
	if p.Verdict != nil {
		shown.Says, shown.Picture = p.Verdict.Lead, preview.Of(p.Verdict.Axes)
	}
	return s.show(w, r, status, shown)
}

// openExample leads to the page of an example, changed by the fields beside its name.
func (s *Server) openExample(w http.ResponseWriter, r *http.Request, name string) error {
	e, err := s.example(name)
	if err != nil {
		return err
	}
	fields, chosen := r.URL.Query(), choices(r.URL.Query())
	link, ok := s.link("/evaluate", offer.Format(e.Terms), chosen)
	if !ok {
		return fmt.Errorf("example %s is too long for a link", name)
	}
	fields.Del("example")
	fields.Del("o")
	for choice := range chosen {
		fields.Del(string(choice))
	}
	if len(fields) > 0 {
		link += "&" + fields.Encode()
	}
	http.Redirect(w, r, link, http.StatusSeeOther)
	return nil
}

// post takes a document, pasted or uploaded, and leads to its page.
func (s *Server) post(w http.ResponseWriter, r *http.Request) error {
	doc, err := document(r)
	if err != nil {
		return err
	}
	return s.judgeDocument(w, r, doc)
}

// judgeDocument leads to the page of the offer that a document holds.
func (s *Server) judgeDocument(w http.ResponseWriter, r *http.Request, doc []byte) error {
	offered, _, err := s.parse(r, doc)
	if err != nil {
		return s.startOver(w, r, string(doc), err)
	}
	return s.judgeOffer(w, r, offered)
}

// document is the uploaded file, or else the pasted text.
func document(r *http.Request) ([]byte, error) {
	doc, err := paste.Document(r, maxBody)
	if err != nil {
		return nil, badForm(err)
	}
	return doc, nil
}

// badForm is what to tell of a form that cannot be read.
func badForm(err error) error {
	if errors.As(err, new(*http.MaxBytesError)) {
		return err
	}
	return &failure{status: http.StatusBadRequest, says: "What was sent is not a form that can be read."}
}

// startOver shows a document that cannot be read, with place and repair of each error.
func (s *Server) startOver(w http.ResponseWriter, r *http.Request, doc string, err error) error {
	p := startPage{Form: s.blank(""), Examples: example.Grouped(s.Examples), Document: doc}
	var errs offer.Errors
	if errors.As(err, &errs) {
		p.Errors = errs
	} else {
		p.Errors = []offer.Error{{Msg: err.Error()}}
	}
	shown := framed("evaluate", "A document that cannot be read yet", content("start", p))
	return s.show(w, r, http.StatusUnprocessableEntity, shown)
}

func capital(s string) string { return report.Capital(s) }

// example is the one of a name.
func (s *Server) example(name string) (example.Offer, error) {
	for _, e := range s.Examples {
		if e.Name == name {
			return e, nil
		}
	}
	return example.Offer{}, &failure{status: http.StatusNotFound, says: "There is no example of this name."}
}
