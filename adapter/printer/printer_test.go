package printer_test

import (
	"context"
	"html"
	"os"
	"os/exec"
	"regexp"
	"strings"
	"testing"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/printer"
	"github.com/assaymining/assay/examples"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
)

// judged is the document of a real offer.
func judged(t *testing.T, e examples.Example) *report.Document {
	t.Helper()
	o, _, err := offer.Parse(e.Name, e.Data)
	if err != nil {
		t.Fatal(err)
	}
	v, err := assay.Evaluate(assay.Evidence{Offer: o, History: market.Embedded(),
		Choices: assay.Choices{Paths: 256}})
	if err != nil {
		t.Fatal(err)
	}
	return report.Verdict(o, v, nil)
}

// browser skips where there is none, unless CI=true.
func browser(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes seconds")
	}
	if _, err := printer.FindBrowser(); err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
}

// The fullest reports fit on two sheets, and hold every word and figure of the page that was printed.
func TestPDF(t *testing.T) {
	browser(t)
	all, err := examples.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		if !strings.Contains("gomining-15w-2026-07-30.yaml bitfufu-s21-hosting-2024.yaml "+
			"hashnest-pacmic-v1-2015.yaml teaching.yaml", e.Name) {
			continue
		}
		sheet, err := page.Sheet(judged(t, e), page.Seal{Link: "https://assay.example/evaluate?o=a"})
		if err != nil {
			t.Fatal(err)
		}
		pdf, err := printer.PDF(context.Background(), sheet)
		if err != nil {
			t.Fatal(err)
		}
		if n := len(regexp.MustCompile(`/Type\s*/Page\b[^s]`).FindAll(pdf, -1)); n < 1 || n > 2 {
			t.Errorf("%s: %d pages", e.Name, n)
		}
		printed(t, e.Name, pdf, string(sheet))
	}
}

// A page that says how many sheets of paper it fits is made smaller until it does; another has as many as it
// needs.
func TestFittedPages(t *testing.T) {
	browser(t)
	long := "<main>" + strings.Repeat("<p style='height:9mm;margin:0'>a line</p>", 72) + "</main>" // 648 mm of A4's 297
	for _, c := range []struct {
		head string
		want int
	}{{`<meta name="pages" content="2">`, 2}, {"", 3}} {
		pdf, err := printer.PDF(t.Context(), []byte("<!doctype html><html><head><style>@page{size:A4;margin:7mm}"+
			"body{margin:0}</style>"+c.head+"</head><body>"+long+"</body></html>"))
		if err != nil {
			t.Fatal(err)
		}
		if n := printer.Pages(pdf); n != c.want {
			t.Errorf("%q: %d pages, want %d", c.head, n, c.want)
		}
	}
}

// printed looks for each word of the sheet's text in what pdftotext (poppler) reads; without it nothing
// is compared.
func printed(t *testing.T, name string, pdf []byte, sheet string) {
	t.Helper()
	if _, err := exec.LookPath("pdftotext"); err != nil {
		t.Logf("%v: the words of the PDF are not compared", err)
		return
	}
	cmd := exec.Command("pdftotext", "-", "-")
	cmd.Stdin = strings.NewReader(string(pdf))
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]int{}
	for _, w := range words(string(out)) {
		there[w]++
	}
	_, body, _ := strings.Cut(sheet, "<body>")
	body = heard.ReplaceAllString(body, " ")
	missing := 0
	for _, w := range words(regexp.MustCompile(`(?s)<[^>]*>`).ReplaceAllString(body, " ")) {
		if there[w]--; there[w] < 0 {
			if missing++; missing < 10 {
				t.Errorf("%s: the PDF lacks %q", name, w)
			}
		}
	}
}

var (
	address = regexp.MustCompile(`https?://\S+`) // a line may break it anywhere
	heard   = regexp.MustCompile(`(?s)<desc.*?</desc>|<title.*?</title>`)
	word    = regexp.MustCompile(`[\pL\d][\pL\d.,]*[\pL\d]|[\pL\d]`)
)

// words are runs of letters and digits with what stands inside of figures. What a line break may part is
// left out: a hyphen, an address, and a long hash.
func words(s string) []string {
	var out []string
	s = html.UnescapeString(address.ReplaceAllString(s, " "))
	for _, w := range word.FindAllString(strings.NewReplacer("-\n", "", "-", "").Replace(s), -1) {
		if len(w) < 30 {
			out = append(out, w)
		}
	}
	return out
}

// Without a browser the error says what to install.
func TestNoBrowser(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	if _, err := printer.PDF(context.Background(), nil); err != printer.ErrNoBrowser ||
		!strings.Contains(err.Error(), "apt install chromium") {
		t.Errorf("the error is %v", err)
	}
}
