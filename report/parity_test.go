package report_test

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/examples"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/report/terminal"
)

// everyExample calls a function with the evidence and the document of each real offer.
func everyExample(t *testing.T, test func(t *testing.T, o offer.Offer, v *assay.Verdict,
	d *report.Document)) {
	t.Helper()
	all, err := examples.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		t.Run(e.Name, func(t *testing.T) {
			o, _, err := offer.Parse(e.Name, e.Data)
			if err != nil {
				t.Fatal(err)
			}
			evidence := assay.Evidence{Offer: o, History: market.Embedded(),
				Choices: assay.Choices{Paths: 256}}
			v, err := assay.Evaluate(evidence)
			if err != nil {
				t.Fatal(err)
			}
			grid, err := assay.BreakEvenMap(t.Context(), evidence)
			if err != nil {
				t.Fatal(err)
			}
			test(t, o, v, report.Verdict(o, v, grid))
		})
	}
}

// The terminal, the page and the sheet of each example show the same figures and the same words: what one
// of them shows in a section, the others show in theirs. Drawings and what the document calls details
// (sources, reasons, what would settle a question) are a page's alone.
func TestParity(t *testing.T) {
	everyExample(t, func(t *testing.T, _ offer.Offer, _ *assay.Verdict, d *report.Document) {
		sheet, err := page.Sheet(d, page.Seal{})
		if err != nil {
			t.Fatal(err)
		}
		onPage := shown(t, d)
		if missing := difference(report.VerdictOnTerminal(), report.VerdictOnPage()); len(missing) > 0 {
			t.Errorf("the page lacks the sections %v", missing)
		}
		for _, f := range d.Figures {
			if all := string(terminal.Screen{Width: 120}.Document(d,
				report.VerdictOnTerminal())); !contains(all,
				words(f.Value)[0]) {
				t.Errorf("%s is %s on the page, which stands nowhere in the terminal", f.Name, f.Value)
			}
		}
		head := terminal.Screen{Width: 4000}.Document(&report.Document{Title: d.Title,
			Lead: d.Lead, Axes: d.Axes},
			nil)
		compare(t, "head on the page", string(head), headOf(onPage))
		compare(t, "head on the sheet", string(head), headOf(string(sheet)))
		for _, key := range report.VerdictOnTerminal() {
			s := d.Section(key)
			if s == nil {
				continue
			}
			text := said(*s)
			compare(t, key+" on the page", text, between(onPage, `<section id="`+key+`"`))
			if part := between(string(sheet), `<section class="`+key+`"`); part != "" {
				compare(t, key+" on the sheet", shortened(text, part), part)
			}
		}
	})
}

// shown is the page of a document without its frame.
func shown(t *testing.T, d *report.Document) string {
	t.Helper()
	var b strings.Builder
	p := page.Of(d, report.VerdictOnPage())
	b.WriteString("<h1>" + html.EscapeString(d.Title+" "+d.Lead) + "</h1>")
	for _, name := range []string{"axes", "sections"} {
		if err := page.Templates().ExecuteTemplate(&b, name, p); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

// said is what a wide terminal shows of a section, without drawings.
func said(s report.Section) string {
	text := string(terminal.Screen{Width: 4000,
		ASCII: true}.Document(&report.Document{Sections: []report.Section{s}}, nil))
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, "  nine of ten simulated markets lie in") || drawing.MatchString(line) {
			continue // how a drawing is to be read, and a drawing
		}
		lines = append(lines, line)
	}
	return strings.Join(lines, "\n")
}

var drawing = regexp.MustCompile(`^ *[\d.,]+ *[|+]`)

// shortened leaves out what a sheet has no room for: it says itself how much that is.
func shortened(text, part string) string {
	if !strings.Contains(part, " more, in the ") {
		return text
	}
	lines := strings.Split(strings.TrimSpace(text), "\n")
	shown := strings.Count(part, "<li>") - len(leftOut.FindAllString(part, -1))
	return strings.Join(lines[:min(len(lines), 1+shown)], "\n") // with the heading
}

// compare wants each word of a text, as often as it says it, in a part of a page, and each figure of the
// part's tables and lists in the text.
func compare(t *testing.T, where, text, part string) {
	t.Helper()
	if w := lacking(text, part); w != "" {
		t.Errorf("%s lacks %q of %.200q; it is %.300q", where, w, strings.TrimSpace(text), visible(part))
	}
	if strings.HasPrefix(where, "flags") {
		return // a finding's figures and sources are details
	}
	for _, entry := range entries.FindAllString(leftOut.ReplaceAllString(part, ""), -1) {
		for _, w := range words(visible(entry)) {
			if strings.ContainsAny(w, "0123456789") && !contains(text, w) {
				t.Errorf("%s shows %q, which stands nowhere in %.200q", where, w, strings.TrimSpace(text))
			}
		}
	}
}

// lacking is a word of a text that a part of a page does not say, or not so often; else nothing.
func lacking(text, part string) string {
	there := map[string]int{}
	for _, w := range words(visible(part)) {
		there[w]++
	}
	for _, w := range words(naming.ReplaceAllString(text, "")) {
		if there[w]--; there[w] < 0 {
			return w
		}
	}
	return ""
}

func contains(text, w string) bool {
	for _, one := range words(text) {
		if one == w {
			return true
		}
	}
	return false
}

// A figure or a word that another medium does not show is found.
func TestParityCanFail(t *testing.T) {
	everyExample(t, func(t *testing.T, _ offer.Offer, _ *assay.Verdict, d *report.Document) {
		onPage := shown(t, d)
		for _, key := range []string{"scenarios", "questions", "judged"} {
			s := d.Section(key)
			if s == nil {
				continue
			}
			text, part := said(*s), between(onPage, `<section id="`+key+`"`)
			for _, w := range words(text) {
				if changed := wordIn(w).ReplaceAllString(part, ">another<"); changed != part && lacking(text,
					changed) == "" {
					t.Errorf("%s: a page without %q is taken for the same", key, w)
				}
			}
		}
	})
}

// wordIn finds a word that fills an element.
func wordIn(w string) *regexp.Regexp {
	return regexp.MustCompile(`(?i)>\$?` + regexp.QuoteMeta(w) + `<`)
}

// visible is what a reader sees of HTML.
func visible(part string) string {
	part = leading.ReplaceAllString(unseen.ReplaceAllString(part, " "), "$1 ")
	return html.UnescapeString(tags.ReplaceAllString(part, " "))
}

var (
	leading = regexp.MustCompile(`<li><a href="([^"]+)" rel="noreferrer nofollow external">`) // a link says its address
	unseen  = regexp.MustCompile(`(?s)<svg class="mark.*?</svg>|<title.*?</title>|<desc.*?</desc>|` +
		`<style.*?</style>|<div class="narrow">.*?</div>`)
	// a message may name a flag, which has a field of its own on a page
	naming = regexp.MustCompile(`(?m)[;,] --[a-z-]+ gives (another|one)|` +
		`: --[a-z-]+ \S+$|: assay [a-z ]+, then --[a-z-]+$|` +
		// or a key of the document, which has a box of its own
		` \([^()]*\b(?:provider|price|fees|payout|stops|uptime|resale|referral|proof|claims|hardware|terms|sources)` +
		`\.[a-z_]+[^()]*\)|\b\d+:\d+: |[;,] (?:add the day you saw it, as in|write|as in) "[a-z_]+: [^"]*"|, in the JSON$`)
	leftOut = regexp.MustCompile(`<li>[Aa]nd \d+ more, in the [^<]*</li>`)
	entries = regexp.MustCompile(`(?s)<t[dh].*?</t[dh]>|<li>.*?</li>`)
	tags    = regexp.MustCompile(`(?s)<[^>]*>`)
	word    = regexp.MustCompile(`[\pL\d][\pL\d.,]*[\pL\d]|[\pL\d]|[-−+±]\$?\d[\d.,]*`)
)

// words are the words and figures of a text, without regard to capitals.
func words(s string) []string { return word.FindAllString(strings.ToLower(s), -1) }

// between is a section of a page, or nothing.
func between(s, from string) string {
	_, rest, found := strings.Cut(s, from)
	if !found {
		return ""
	}
	part, _, _ := strings.Cut(rest, "</section>")
	_, part, _ = strings.Cut(part, ">")
	return part
}

// headOf is a page from its title to its first section.
func headOf(s string) string {
	if _, body, found := strings.Cut(s, "<body>"); found {
		s = body
	}
	head, _, _ := strings.Cut(s, "<section")
	return head
}

// difference are the sections of one order that another does not name.
func difference(a, b report.Order) (out []string) {
	named := map[string]bool{}
	for _, key := range b {
		named[key] = true
	}
	for _, key := range a {
		if !named[key] {
			out = append(out, key)
		}
	}
	return out
}
