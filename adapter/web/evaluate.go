package web

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"io"
	"net/http"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/view"
	"github.com/assaymining/assay/offer"
)

// content is the body of a frame: a template by name and its data.
func content(name string, data any) any { return map[string]any{"Name": name, "Data": data} }

// startPage is the page that an offer is begun on.
type startPage struct {
	Form     *form
	Examples []exampleGroup
	Document string
	Errors   []offer.Error
}

// start shows an empty form and the examples.
func (s *Server) start(w http.ResponseWriter, r *http.Request) error {
	return s.show(w, r, http.StatusOK, "evaluate", "Judge an offer of Bitcoin hashrate",
		content("start", startPage{Form: s.formOf(offer.Offer{}, "", nil), Examples: grouped(s.Examples)}))
}

// evaluatePage is an offer with its verdict, or with what is wrong with it.
type evaluatePage struct {
	Form     *form
	Verdict  *view.Verdict
	Errors   []offer.Error // that belong to no field
	Bad      []*field      // fields that cannot be read
	Document string
	Link     string       // reproduces this page; empty where the offer is too long for a link
	Query    template.URL // of the link; made by url.Values.Encode
	Choices  map[string]string
	ChoiceError,
	ChoiceName string
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
		doc, err := unpack(packed)
		if err != nil {
			return &failure{status: http.StatusBadRequest, says: capital(err.Error())}
		}
		if base, _, err = offer.Parse("offer", doc); err != nil {
			return s.startOver(w, r, string(doc), err)
		}
	}
	p := &evaluatePage{Choices: s.choices(q)}
	p.Form = s.formOf(base, q.Get("o"), p.Choices)
	doc, touched := p.Form.apply(base, q)
	if !touched && q.Get("o") == "" {
		http.Redirect(w, r, s.Base+"/", http.StatusSeeOther)
		return nil
	}
	offered, warnings, err := offer.Parse("offer", doc)
	live := r.Header.Get("HX-Request") == "true"
	if errs := (offer.Errors)(nil); errors.As(err, &errs) {
		p.Errors = p.Form.blame(errs)
		for _, one := range p.Form.all() {
			if one.Error != "" {
				p.Bad = append(p.Bad, one)
			}
		}
		return s.showEvaluation(w, r, http.StatusUnprocessableEntity, live, p)
	}
	p.Document = string(offer.Format(offered))
	link, short := s.link("/evaluate", []byte(p.Document), p.Choices)
	p.Link = link
	_, query, _ := strings.Cut(link, "?")
	p.Query = template.URL(query)
	if touched && !live && short {
		http.Redirect(w, r, link, http.StatusSeeOther)
		return nil
	}
	status := http.StatusOK
	if err := s.judge(r, offered, warnings, p); err != nil {
		return err
	}
	if p.ChoiceError != "" {
		status = http.StatusUnprocessableEntity
	}
	if live && short {
		w.Header().Set("HX-Replace-Url", link)
	}
	return s.showEvaluation(w, r, status, live, p)
}

// judge fills the verdict of a page.
func (s *Server) judge(r *http.Request, o offer.Offer, warnings []offer.Warning, p *evaluatePage) error {
	err := s.work(r, 1, func(ctx context.Context) error {
		e, err := s.Evidence(o, warnings, p.Choices)
		if err != nil {
			return err
		}
		v, err := s.verdict(ctx, e)
		if err != nil {
			return err
		}
		grid, err := assay.BreakEvenMap(e)
		if err == nil {
			p.Verdict = view.New(o, v, grid)
		}
		return err
	})
	var wrong *ChoiceError
	var refused *failure
	switch {
	case errors.As(err, &wrong):
		p.ChoiceName, p.ChoiceError = wrong.Name, wrong.Err.Error()
		for i := range p.Form.Choices {
			if p.Form.Choices[i].Path == wrong.Name {
				p.Form.Choices[i].Error = p.ChoiceError
			}
		}
	case errors.As(err, &refused) && refused.status == http.StatusUnprocessableEntity:
		p.ChoiceError = refused.says
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

func (s *Server) showEvaluation(w http.ResponseWriter, r *http.Request, status int, live bool, p *evaluatePage) error {
	if live {
		return s.write(w, r, status, "verdict-part", p)
	}
	title := "An offer that cannot be read yet"
	if p.Verdict != nil {
		title = p.Verdict.Title
	}
	return s.show(w, r, status, "evaluate", title, content("evaluate", p))
}

// choices are what the address says about the judging.
func (s *Server) choices(q map[string][]string) map[string]string {
	out := map[string]string{}
	for _, o := range s.Options {
		if v := q[o.Name]; len(v) > 0 && v[0] != "" {
			out[o.Name] = withUnit(clip(v[0]), o.Unit)
		}
	}
	return out
}

// openExample leads to the page of an example, changed by the fields beside its name.
func (s *Server) openExample(w http.ResponseWriter, r *http.Request, name string) error {
	for _, e := range s.Examples {
		if e.Name == name {
			fields, chosen := r.URL.Query(), s.choices(r.URL.Query())
			link, ok := s.link("/evaluate", offer.Format(e.Offer), chosen)
			if !ok {
				return fmt.Errorf("example %s is too long for a link", name)
			}
			fields.Del("example")
			fields.Del("o")
			for choice := range chosen {
				fields.Del(choice)
			}
			if len(fields) > 0 {
				link += "&" + fields.Encode()
			}
			http.Redirect(w, r, link, http.StatusSeeOther)
			return nil
		}
	}
	return &failure{status: http.StatusNotFound, says: "There is no example of this name."}
}

// post takes a document, pasted or uploaded, and leads to its page.
func (s *Server) post(w http.ResponseWriter, r *http.Request) error {
	doc, err := document(r)
	if err != nil {
		return err
	}
	offered, _, err := offer.Parse("offer", doc)
	if err != nil {
		return s.startOver(w, r, string(doc), err)
	}
	link, ok := s.link("/evaluate", offer.Format(offered), s.choices(r.PostForm))
	if ok {
		http.Redirect(w, r, link, http.StatusSeeOther)
		return nil
	}
	// too long for a link: judged here, without one
	p := &evaluatePage{Choices: s.choices(r.PostForm), Document: string(offer.Format(offered))}
	p.Form = s.formOf(offered, "", p.Choices)
	if err := s.judge(r, offered, nil, p); err != nil {
		return err
	}
	return s.showEvaluation(w, r, http.StatusOK, false, p)
}

// document is the uploaded file, or else the pasted text.
func document(r *http.Request) ([]byte, error) {
	err := r.ParseForm() // first: ParseMultipartForm forgets its error
	if err == nil {
		err = r.ParseMultipartForm(MaxBody)
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		var tooLong *http.MaxBytesError
		if errors.As(err, &tooLong) {
			return nil, err
		}
		return nil, &failure{status: http.StatusBadRequest, says: "What was sent is not a form that can be read."}
	}
	if r.MultipartForm != nil {
		defer r.MultipartForm.RemoveAll()
		if files := r.MultipartForm.File["file"]; len(files) > 0 && files[0].Size > 0 {
			f, err := files[0].Open()
			if err != nil {
				return nil, err
			}
			defer f.Close()
			return io.ReadAll(io.LimitReader(f, MaxBody))
		}
	}
	return []byte(r.PostForm.Get("document")), nil
}

// startOver shows a document that cannot be read, with place and repair of each error.
func (s *Server) startOver(w http.ResponseWriter, r *http.Request, doc string, err error) error {
	p := startPage{Form: s.formOf(offer.Offer{}, "", nil), Examples: grouped(s.Examples), Document: doc}
	var errs offer.Errors
	if errors.As(err, &errs) {
		p.Errors = errs
	} else {
		p.Errors = []offer.Error{{Msg: err.Error()}}
	}
	return s.show(w, r, http.StatusUnprocessableEntity, "evaluate", "A document that cannot be read yet", content("start", p))
}

func capital(s string) string {
	if s == "" {
		return s
	}
	return strings.ToUpper(s[:1]) + s[1:]
}
