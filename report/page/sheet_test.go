package page_test

import (
	"bytes"
	"regexp"
	"strings"
	"testing"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/examples"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
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
	sheet, err := page.Sheet(report.Verdict(o, v, grid),
		page.Seal{Link: "https://assay.example/evaluate?o=a"})
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

// However long an offer's terms are, a sheet shows so many, each so long, and says how many were left out; it
// asks to be printed on two pages.
func TestSheetOfLongTerms(t *testing.T) {
	e, err := examples.All()
	if err != nil {
		t.Fatal(err)
	}
	o, _, err := offer.Parse(e[0].Name, e[0].Data)
	if err != nil {
		t.Fatal(err)
	}
	for range 60 {
		o.Claims = append(o.Claims, offer.Claim{Guaranteed: strings.Repeat("whatever it may say ", 60)})
	}
	evidence := assay.Evidence{Offer: o, History: market.Embedded(), Choices: assay.Choices{Paths: 64}}
	v, err := assay.Evaluate(evidence)
	if err != nil {
		t.Fatal(err)
	}
	link := "https://assay.example/evaluate?o=" + strings.Repeat("x", 20_000)
	sheet, err := page.Sheet(report.Verdict(o, v, nil), page.Seal{Link: link})
	if err != nil {
		t.Fatal(err)
	}
	_, terms, _ := strings.Cut(string(sheet), `<ul class="said">`)
	terms, _, _ = strings.Cut(terms, "</ul>")
	if rows := strings.Count(terms, "<li>"); rows > 33 || len(terms) > 33*300 ||
		!strings.Contains(terms, "more terms, in") {
		t.Errorf("%d terms of %d bytes: %.300s", rows, len(terms), terms)
	}
	if n := strings.Count(string(sheet), "x…"); n != 1 || !strings.Contains(string(sheet), `href="`+link) {
		t.Errorf("the long address is shown clipped %d times, or leads elsewhere", n)
	}
	if !strings.Contains(string(sheet), `<meta name="pages" content="2">`) {
		t.Error("it does not ask for two pages")
	}
}
