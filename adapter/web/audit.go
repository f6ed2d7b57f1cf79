package web

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/paid"
	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/audit/stated"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/report/payouts"
)

// auditPage asks for the five fields that holders have, and shows what they come to.
type auditPage struct {
	Fields    []field
	Statement string
	Contract  string
	Trace     string
	Counts    field
	Result    *page.Shown
	Wrong     string
	JSON      string // the same for programs; empty where a statement was sent
}

// auditFields are the fields of the form, which are the parameters of the API.
func auditFields() []field {
	return []field{
		{Path: "hashrate", Label: "Hashrate", Hint: "30 TH/s", Unit: "TH/s"},
		{Path: "from", Label: "First day paid for", Hint: "2026-03-01", Day: true},
		{Path: "to", Label: "Last day paid for", Hint: "2026-03-31", Day: true},
		{Path: "received", Label: "Received", Hint: "0.0004 BTC, or 40000 sat"},
		{Path: "fee", Label: "Fee of the pool or seller", Hint: "2%"},
		{Path: "uptime", Label: "Share of the time that it ran", Hint: "100%"},
		{Path: "scheme", Label: "How it pays", Choices: []choice{
			{Value: "fpps", Label: "FPPS: every share, with transaction fees"}, {Value: "pps", Label: "PPS: every share, without them"},
			{Value: "pps+", Label: "PPS+"}, {Value: "pplns", Label: "PPLNS: by blocks found"}, {Value: "tides", Label: "TIDES"}, {Value: "solo", Label: "solo"}}},
	}
}

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

// audited judges what the fields and papers say.
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
	var field *paid.FieldError
	if errors.As(err, &field) {
		return nil, &ChoiceError{field.Name, field.Err}
	}
	if err != nil {
		return nil, refused(err)
	}
	return r, nil
}

// audit is the form, and below it the answer where the address or the form asks for one.
func (s *Server) audit(w http.ResponseWriter, r *http.Request) error {
	p := &auditPage{Fields: auditFields(), Counts: field{Path: "counts",
		Label: "Counts of shares or blocks, a line a day",
		Hint:  stated.CountsHeader + "\n2026-03-01,machine,8612,8640"}}
	q := r.URL.Query()
	var sent paid.Papers
	if r.Method == http.MethodPost {
		var err error
		if sent, err = papersOf(r); err != nil {
			return err
		}
		q = r.Form
	} else {
		sent.Counts = []byte(q.Get("counts"))
	}
	p.Counts.Value = string(sent.Counts)
	given := !sent.None() || len(sent.Counts) > 0
	for i := range p.Fields {
		p.Fields[i].Value = clip(q.Get(p.Fields[i].Path))
		given = given || p.Fields[i].Value != ""
	}
	p.Statement, p.Contract, p.Trace = string(sent.Statement), string(sent.Contract), string(sent.Trace)
	status := http.StatusOK
	if given {
		err := s.work(r, 1, func(ctx context.Context) error { return s.fillAudit(ctx, p, sent) })
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
func (s *Server) fillAudit(ctx context.Context, p *auditPage, sent paid.Papers) error {
	ask := url.Values{}
	for _, f := range p.Fields {
		text := f.Value
		if _, err := strconv.ParseFloat(text, 64); err == nil && f.Unit != "" {
			text += " " + f.Unit // a bare number, in the unit that the label names
		}
		ask.Set(f.Path, text)
	}
	result, err := s.audited(ctx, ask, sent)
	if err != nil {
		return err
	}
	p.Result = page.Of(payouts.Audit(result), report.AuditOnPage())
	if len(sent.Counts) > 0 {
		ask.Set("counts", string(sent.Counts))
	}
	if sent.None() {
		p.JSON = s.Base + "/api/v1/audit?" + ask.Encode()
	}
	return nil
}

// blame puts an error beside its field.
func (p *auditPage) blame(e *ChoiceError) {
	p.Wrong = "One thing to mend below."
	if e.Name == "counts" {
		p.Counts.Error = capital(e.Err.Error())
		return
	}
	for i := range p.Fields {
		if f := &p.Fields[i]; f.Path == string(e.Name) {
			f.Error = capital(e.Err.Error())
			return
		}
	}
	p.Wrong = capital(e.Error())
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
			return nil, err
		}
		return assay.JSON(result)
	})
}
