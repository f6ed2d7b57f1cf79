package page

import (
	"bytes"
	"html/template"
	"slices"

	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/chart"
)

// sheet is what the template shows.
type sheet struct {
	*report.Document
	Style template.CSS
	Rows  [][][]report.Section // columns of sections
	Seal
	Code template.HTML // of the link
	// NoRecommendation stands on each page
	NoRecommendation string
}

// Seal is what a sheet carries for those who check it: the address that reproduces it, and a signed note that
// names what was judged. Each may be empty.
type Seal struct{ Link, Signed string }

// The room of two pages, found by trial on the longest real offers.
const (
	mostFlags  = 5
	mostListed = 6
	mostTerms  = 32  // rows, more than any real offer has
	mostOfText = 160 // characters of a term or an address
)

// Audit is an audit as one file, to be sent on or printed. Same document, same bytes.
func Audit(d *report.Document) ([]byte, error) { return sheetIn(d, report.AuditOnSheet(), Seal{}) }

// Trace is a trace as one file, to be sent on or printed.
func Trace(d *report.Document) ([]byte, error) { return sheetIn(d, nil, Seal{}) }

// Sheet is a verdict as one file, to be sent on or printed on two pages. Same document and seal, same bytes.
func Sheet(d *report.Document, seal Seal) ([]byte, error) {
	return sheetIn(d, report.VerdictOnSheet(), seal)
}

func sheetIn(d *report.Document, o report.Order, seal Seal) ([]byte, error) {
	style, err := files.ReadFile("sheet.css")
	if err != nil {
		return nil, err
	}
	s := sheet{Document: d, Style: template.CSS(chart.Style + string(style)),
		Seal: seal, Code: code(seal.Link),
		NoRecommendation: report.NoRecommendation}
	sections := d.In(o)
	for i := range sections {
		sections[i] = shorter(sections[i])
	}
	s.Rows = rows(sections)
	var b bytes.Buffer
	err = Templates().ExecuteTemplate(&b, "sheet", s)
	return b.Bytes(), err
}

// clipped is a text that leaves room for others: an address or a term of any length could fill a page alone.
func clipped(s string) string {
	if all := []rune(s); len(all) > mostOfText {
		return string(all[:mostOfText]) + "…"
	}
	return s
}

// shorter is a section with as much of its lists as two pages hold.
func shorter(s report.Section) report.Section {
	var out []report.Block
	for _, b := range s.Blocks {
		switch full := b.(type) {
		case report.List:
			if more := len(full.Items) - mostListed; more > 0 {
				b = report.List{Items: full.Items[:mostListed], More: full.More + more}
			}
		case report.Table:
			if more := len(full.Rows) - mostTerms; s.Key == "terms" && more > 0 {
				full.Rows = append(slices.Clone(full.Rows[:mostTerms]),
					report.Row{Name: report.Count(more, "more term") + ", in the whole verdict"})
				b = full
			}
		case report.Findings:
			if more := len(full.Items) - mostFlags; more > 0 {
				b = report.Findings{Items: full.Items[:mostFlags], More: full.More + more}
			}
		}
		out = append(out, b)
	}
	s.Blocks = out
	return s
}

// rows puts beside a section what is narrow and belongs to it: each row has one column of sections or two.
func rows(all []report.Section) [][][]report.Section {
	var out [][][]report.Section
	for i := 0; i < len(all); {
		n := i + 1
		for n < len(all) && beside(all[i].Key, all[n].Key) {
			n++
		}
		row := [][]report.Section{all[i : i+1]}
		if n > i+1 {
			row = append(row, all[i+1:n])
		}
		out, i = append(out, row), n
	}
	return out
}

// beside reports whether b stands beside a.
func beside(a, b string) bool {
	switch a {
	case "simulated":
		return b == "back" || b == "worth" || b == "bid" || b == "sizing" || b == "breakeven"
	case "parts":
		return b == "explained"
	case "waterfall":
		return b == "assumed" || b == "care"
	case "judged":
		return b == "made"
	}
	return false
}
