package page

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/report"
)

func TestPlainly(t *testing.T) {
	for in, want := range map[string]string{
		"the last day is taken, 2026-10-03; --as-of gives another": "the last day is taken, 2026-10-03",
		"add the rate, as in --fx EUR=1.08":                        "add the rate, as in “fx” EUR=1.08",
		"what you pay for power: --my-power 0.08USD/kWh":           "what you pay for power",
		"today's price: assay data update, then --live":            "today's price",
		"20 % a month - or less":                                   "20 % a month - or less",
		"12:3: fees[1].notice: it changes nothing here":            "Notice before a change (fee 2): it changes nothing here",
		"hardware.model: several have that name":                   "The machine: several have that name",
		"hosted: an Antminer at $11.00 per TH/s":                   "hosted: an Antminer at $11.00 per TH/s",
		"price: two are stated":                                    "price: two are stated",
		"fees[1].nothing: a key that no document has":              "fees[1].nothing: a key that no document has",
	} {
		if got := plainly(in); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A stranger's words are escaped wherever they stand, and only addresses of the web become links.
func TestNothingOfADocumentIsMarkup(t *testing.T) {
	const evil = `<script>alert(1)</script>"'>`
	d := &report.Document{Title: evil, Lead: evil, Axes: []report.Axis{{Name: evil, Word: evil, Says: evil}},
		Figures: []report.Figure{{Name: evil, Value: evil, Note: evil}},
		Sections: []report.Section{{Key: "flags", Title: evil, Blocks: []report.Block{
			report.Paragraph{Text: evil}, report.List{Items: []string{evil}},
			report.Table{Label: evil, Head: []string{evil, evil}, Rows: []report.Row{{Name: evil,
				Cells: []string{evil}}}},
			report.Bars{Picture: report.Picture{Key: "bars", Title: evil, Desc: evil}, Ref: 1, RefName: evil, Top: 1,
				Rows: []report.Bar{{Name: evil, Says: evil, Value: 1, Known: true, Notes: []string{evil}}}},
			report.Findings{Items: []report.Finding{{ID: evil, Title: evil, Says: evil, Word: evil,
				Figures: []string{evil}, Why: evil,
				Question: evil, Missing: []string{evil}, Sources: []report.Source{{What: evil,
					URL: "javascript:alert(1)", Read: evil}}}}},
			report.Sources{Lead: evil, Items: []report.Source{{What: "read", URL: "https://example.com/?a=1&b=2"}}},
		}}}}
	var page strings.Builder
	for _, name := range []string{"axes", "figures", "sections"} {
		if err := Templates().ExecuteTemplate(&page, name, Of(d, nil)); err != nil {
			t.Fatal(err)
		}
	}
	sheet, err := Sheet(d, Seal{})
	if err != nil {
		t.Fatal(err)
	}
	for name, body := range map[string]string{"page": page.String(), "sheet": string(sheet)} {
		if strings.Contains(strings.ToLower(body), "<script") || strings.Contains(body, `href="javascript`) {
			t.Errorf("the %s holds markup of a stranger", name)
		}
		if !strings.Contains(body, "&lt;") || !strings.Contains(strings.ToLower(body), "script&gt;alert(1)") {
			t.Errorf("the %s does not show the words", name)
		}
	}
	if !strings.Contains(page.String(), `href="https://example.com/?a=1&amp;b=2"`) {
		t.Error("an address is no link")
	}
}
