package report_test

import (
	"bytes"
	"context"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/report"
	"github.com/assaymining/assay/adapter/web/view"
	"github.com/assaymining/assay/examples"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
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
	grid, err := assay.BreakEvenMap(evidence)
	if err != nil {
		t.Fatal(err)
	}
	page, err := report.HTML(view.New(o, v, grid), "https://assay.example/evaluate?o=a")
	if err != nil {
		t.Fatal(err)
	}
	return page
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
		for _, want := range []string{"Economics", "Contract risk", "Trust", "sha256:", "Judged on", "https://assay.example/evaluate?o=a"} {
			if !bytes.Contains(page, []byte(want)) {
				t.Errorf("%s: the report does not say %q", e.Name, want)
			}
		}
	}
}

// The fullest reports fit on two sheets. Needs a browser; without one it is skipped, unless CI=true.
func TestPDFHasTwoPages(t *testing.T) {
	if testing.Short() {
		t.Skip("a browser takes seconds")
	}
	if _, err := report.FindBrowser(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	all, err := examples.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if !strings.Contains("gomining-15w-2026-07-30.yaml bitfufu-s21-hosting-2024.yaml hashnest-pacmic-v1-2015.yaml teaching.yaml", e.Name) {
			continue
		}
		pdf, err := report.PDF(context.Background(), made(t, e))
		if err != nil {
			t.Fatal(err)
		}
		if n := len(regexp.MustCompile(`/Type\s*/Page\b[^s]`).FindAll(pdf, -1)); n < 1 || n > 2 {
			t.Errorf("%s: %d pages", e.Name, n)
		}
	}
}

// Without a browser the error says what to install.
func TestNoBrowser(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := report.PDF(context.Background(), nil); err != report.ErrNoBrowser || !strings.Contains(err.Error(), "apt install chromium") {
		t.Errorf("the error is %v", err)
	}
}
