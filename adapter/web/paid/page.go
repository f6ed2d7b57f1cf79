package paid

import (
	"errors"
	"net/url"

	"github.com/assaymining/assay/adapter/web/form"
	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/audit/stated"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/report/payouts"
)

// Page asks for the five fields that holders have, or for payments one by one, and shows what they come to.
type Page struct {
	Fields    []form.Field // of the form of one sum
	Beside    []form.Field // of the form of payments
	Statement string
	Contract  string
	Trace     string
	Counts    form.Field
	Result    *page.Shown
	Wrong     string
	Days      bool   // it has days, for a table
	Sent      bool   // by the form of payments
	JSON      string // the same for programs; empty where a statement was sent
	Given     bool   // there is anything to judge
	papers    Papers
}

// PageOf is the page of what fields and papers say; sent says that they are of the form of payments.
func PageOf(q url.Values, papers Papers, sent bool) *Page {
	p := &Page{Fields: Fields(), Sent: sent, papers: papers, Statement: string(papers.Statement),
		Contract: string(papers.Contract), Trace: string(papers.Trace),
		Given: !papers.none() || len(papers.Counts) > 0,
		Counts: form.Field{Path: "counts", Label: "Counts of shares or blocks, a line a day",
			Hint: stated.CountsHeader + "\n2026-03-01,machine,8612,8640", Value: string(papers.Counts)}}
	for i := range p.Fields {
		f := &p.Fields[i]
		f.Value = form.Clip(q.Get(f.Path))
		p.Given = p.Given || f.Value != ""
		if ofBoth(f.Path) {
			p.Beside = append(p.Beside, *f)
		}
	}
	return p
}

// ofBoth reports whether a field counts beside a statement; a sum does not.
func ofBoth(path string) bool { return path != "to" && path != "received" && path != "uptime" }

// Papers are those that were sent.
func (p *Page) Papers() Papers { return p.papers }

// Show takes the answer; api is the address at which programs have it.
func (p *Page) Show(r *audit.Result, api string) {
	p.Result, p.Days = page.Of(payouts.Audit(r), report.AuditOnPage()), len(r.EachDay) > 0
	if p.papers.none() {
		ask := Filled(p.Fields)
		if len(p.papers.Counts) > 0 {
			ask.Set("counts", string(p.papers.Counts))
		}
		p.JSON = api + "?" + ask.Encode()
	}
}

// Blame puts an error beside its field, in the form that was used; false where it is of none.
func (p *Page) Blame(err error) bool {
	var e *FieldError
	if !errors.As(err, &e) {
		return false
	}
	says := report.Capital(e.Err.Error())
	p.Wrong = "One thing to mend below."
	if e.Name == "counts" {
		p.Counts.Error = says
		return true
	}
	fields := p.Fields
	if p.Sent {
		fields = p.Beside
	}
	for i := range fields {
		if f := &fields[i]; f.Path == string(e.Name) {
			f.Error = says
			return true
		}
	}
	p.Wrong = report.Capital(e.Error())
	return true
}
