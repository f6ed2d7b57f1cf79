package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/paid"
	"github.com/assaymining/assay/audit"
)

// papersOf are the papers of a form: a file counts before what is pasted.
func papersOf(r *http.Request) (p paid.Papers, err error) {
	if p.Statement, err = document(r); err != nil {
		return p, err
	}
	p.Contract = []byte(r.PostForm.Get("contract"))
	p.Trace = []byte(r.PostForm.Get("provenance"))
	p.Counts = []byte(r.PostForm.Get("counts"))
	p.Tidy()
	return p, nil
}

// audited judges what the fields and papers say; an error of a field is a *paid.FieldError.
func (s *Server) audited(ctx context.Context, q url.Values, p paid.Papers) (*audit.Result, error) {
	fields := url.Values{}
	for name := range q {
		if name == "counts" {
			continue // lines, and not a field to be cut short
		}
		fields.Set(name, clip(q.Get(name)))
	}
	a, err := paid.Read(fields)
	var r *audit.Result
	if err == nil {
		r, err = paid.Judge(ctx, s.History, a, p)
	}
	if err != nil && !errors.As(err, new(*paid.FieldError)) {
		err = refused(err)
	}
	return r, err
}

// askedOf is the page of what was asked.
func askedOf(r *http.Request) (*paid.Page, error) {
	if r.Method != http.MethodPost {
		q := r.URL.Query()
		return paid.PageOf(q, paid.Papers{Counts: []byte(q.Get("counts"))}, false), nil
	}
	sent, err := papersOf(r)
	return paid.PageOf(r.Form, sent, true), err
}

// audit is the form, and above it the answer where the address or the form asks for one.
func (s *Server) audit(w http.ResponseWriter, r *http.Request) error {
	p, err := askedOf(r)
	if err != nil {
		return err
	}
	status := http.StatusOK
	if p.Given {
		err = s.work(r, 1, func(ctx context.Context) error {
			result, err := s.audited(ctx, paid.Filled(p.Fields), p.Papers())
			if err == nil {
				p.Show(result, s.Base+"/api/v1/audit")
			}
			return err
		})
		switch f := failureOf(err); {
		case err == nil:
		case p.Blame(err):
			status = http.StatusUnprocessableEntity
		case f.status == http.StatusUnprocessableEntity:
			status = f.status
			p.Wrong = capital(f.says)
		default:
			return err
		}
	}
	return s.show(w, r, status, framed("audit", "Was it paid as owed?", content("audit", p)))
}

// auditFile judges what the form says again, for a file to keep.
func (s *Server) auditFile(r *http.Request, name string, cost int) (body []byte, kind string, err error) {
	p, err := askedOf(r)
	if err != nil {
		return nil, "", err
	}
	err = s.work(r, cost, func(ctx context.Context) error {
		result, err := s.audited(ctx, paid.Filled(p.Fields), p.Papers())
		if err == nil {
			body, kind, err = paid.File(name, result)
		}
		return ofField(err)
	})
	return body, kind, err
}

// ofField is an error of a field as one that can be told without the form.
func ofField(err error) error {
	if field := (*paid.FieldError)(nil); errors.As(err, &field) {
		return &ChoiceError{field.Name, field.Err}
	}
	return err
}

// downloadAudit answers with a file to keep.
func (s *Server) downloadAudit(w http.ResponseWriter, r *http.Request) error {
	name := r.PathValue("file")
	if !slices.Contains(paid.Files[:], name) {
		return &failure{status: http.StatusNotFound, says: "An audit has no such file."}
	}
	body, kind, err := s.auditFile(r, name, 1)
	if err == nil {
		attach(w, r, name, kind, body)
	}
	return err
}

func (s *Server) auditPDF(w http.ResponseWriter, r *http.Request) error {
	return s.printed(w, r, func(r *http.Request) ([]byte, string, error) {
		body, _, err := s.auditFile(r, "report.html", pdfCost)
		return body, "audit.pdf", err
	})
}

// apiAudit answers with the bytes that `assay audit --json` prints. The body is a statement, or a form with a
// statement, a contract, a trace and counts.
func (s *Server) apiAudit(w http.ResponseWriter, r *http.Request) error {
	var sent paid.Papers
	var err error
	if kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		sent, err = papersOf(r)
	} else if sent.Statement, err = io.ReadAll(r.Body); err != nil && !errors.As(err, new(*http.MaxBytesError)) {
		err = &failure{status: http.StatusBadRequest, says: "the body ended early"}
	}
	if err != nil {
		return err
	}
	sent.Tidy()
	if len(sent.Counts) == 0 {
		sent.Counts = []byte(r.URL.Query().Get("counts"))
	}
	return s.computed(w, r, 1, "application/json", func(ctx context.Context) ([]byte, error) {
		result, err := s.audited(ctx, r.URL.Query(), sent)
		if err != nil {
			return nil, ofField(err)
		}
		return assay.JSON(result)
	})
}
