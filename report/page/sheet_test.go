package page_test

import (
	"bytes"
	"regexp"
	"testing"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/examples"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/units"
)

// made is the report of a real offer.
func made(t *testing.T, e examples.Example) []byte {
	t.Helper()
	o, _, err := offer.Parse(e.Name, e.Data)
	if err != nil {
		t.Fatal(err)
	}
	evidence := assay.Evidence{Offer: o, History: market.Embedded(), Choices: assay.Choices{Paths: 256}}
	v, err := assay.Evaluate(evidence)
	if err != nil {
		t.Fatal(err)
	}
	grid, err := assay.BreakEvenMap(t.Context(), evidence)
	if err != nil {
		t.Fatal(err)
	}
	sheet, err := page.Sheet(report.Verdict(o, v, grid, units.Shown{}), page.Seal{Link: "https://assay.example/evaluate?o=a"})
	if err != nil {
		t.Fatal(err)
	}
	return sheet
}

var loads = regexp.MustCompile(`(?i)<script|<link|<img|<iframe|@import|url\(|src=`)

// A report holds everything itself and says what it was judged on.
func TestHTMLStandsAlone(t *testing.T) {
	all, err := examples.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		page := made(t, e)
		if found := loads.Find(page); found != nil {
			t.Errorf("%s: the report loads something: %s", e.Name, found)
		}
		for _, want := range []string{"Economics", "Contract risk", "Trust", "sha256:", "Judged on",
			"https://assay.example/evaluate?o=a"} {
			if !bytes.Contains(page, []byte(want)) {
				t.Errorf("%s: the report does not say %q", e.Name, want)
			}
		}
	}
}
