package reading

import (
	"os"
	"strings"
	"testing"
)

// entries is the text behind each title of a file: lines "lang<tab>text", or pages behind "## title".
func entries(t *testing.T, file, between, behind string) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for part := range strings.SplitSeq("\n"+string(text), between) {
		if title, body, ok := strings.Cut(part, behind); ok {
			if behind == "\t" {
				title = part
			}
			all[title] = strings.TrimSpace(body)
		}
	}
	if len(all) == 0 {
		t.Fatal("nothing in", file)
	}
	return all
}

// What people write of bills, wages, warranties, prices, losses and frauds is no promise.
func TestHonestLines(t *testing.T) {
	for title, line := range entries(t, "honest.txt", "\n", "\t") {
		grave(t, title, line, false)
	}
}

// Nor are whole pages: agreements, invoices, shops with tables of profit, newspapers, forums, letters.
// A plan at the end of one is still found, in its own paragraph.
func TestHonestPages(t *testing.T) {
	plans := map[string]string{
		"en": "Starter plan: deposit $200 and we pay you 2% every day for 60 days, guaranteed.",
		"de": "Starterpaket: Sie zahlen 200 Euro, wir zahlen Ihnen täglich 2 % für 60 Tage, garantiert.",
		"es": "Plan inicial: usted deposita 200 dólares y le pagamos el 2 % diario 60 días, garantizado.",
		"zh": "入门套餐:您存入200美元,我们每天支付2%,共60天,保证收益。",
	}
	for title, page := range entries(t, "pages.txt", "\n## ", "\n") {
		grave(t, title, page, false)
		for lang, plan := range plans {
			if lang == "en" || strings.HasPrefix(title, lang) {
				grave(t, title+" and a plan in "+lang, page+"\n\n"+plan, true)
				grave(t, "a plan in "+lang+" and "+title, plan+"\n\n"+page, true)
			}
		}
	}
}
