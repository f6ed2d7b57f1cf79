package offer

import (
	"fmt"
	"slices"
	"strings"
)

// Reference is the documentation of the offer document as Markdown, made from the same table.
func Reference() []byte {
	var b strings.Builder
	fmt.Fprintf(&b,
		"# The offer document\n\nSchema `%s`, as YAML or JSON. "+
			"Everything but `schema` may be left out, and what is left out,\n"+
			"null or `unknown` is unknown, never a default that flatters; "+
			"an offer without `hashrate` is judged on\n"+
			"its terms and evidence alone, and a fee may be named without its amount. "+
			"Quantities carry their unit. Unknown keys, bare numbers, anchors, tags and\n"+
			"second documents are refused with line, column and repair. "+
			"`assay offer new` asks for the keys one by one.\n", Schema)
	fmt.Fprintf(&b,
		"\n| key | written as | meaning |\n|---|---|---|\n"+
			"| `schema` | `%s` | the version of this form |\n", Schema)
	done := []string{}
	var later []entry
	rows := func(fields []entry) {
		for _, f := range fields {
			fmt.Fprintf(&b, "| `%s` | %s | %s |\n", f.key, f.shape.written(), f.doc)
			if f.shape.object != "" && !slices.Contains(done, f.shape.object) {
				done = append(done, f.shape.object)
				later = append(later, f)
			}
		}
	}
	rows(offerObject.entries())
	for len(later) > 0 {
		f := later[0]
		later = later[1:]
		fmt.Fprintf(&b, "\n## %s\n\n",
			strings.ToUpper(f.shape.object[:1])+strings.ReplaceAll(f.shape.object[1:], "_", " "))
		fmt.Fprintf(&b, "Under `%s`: %s.\n\n| key | written as | meaning |\n|---|---|---|\n", f.key, f.doc)
		rows(f.shape.children)
		b.WriteString(shown[f.shape.object])
	}
	return []byte(b.String())
}

// shown are examples where a table leaves a question.
var shown = map[string]string{
	"payout": `
A seller that promises 1.2 % a day and calls it safe; where its documents say that nothing is guaranteed,
the last would be false:

` + "```yaml" + `
payout: {basis: fixed, currency: USD, every: 1d, fixed_return: 1.2 %/day, guaranteed: true}
` + "```" + `
`,
	"claim": `
One statement in each entry. What is a figure is held against the protocol on its day; the words of a
guarantee, and all other words, are quoted as the seller writes them:

` + "```yaml" + `
claims:
  - {daily_revenue: 0.07 USD/TH/day, date: 2026-03-12}
  - {total_return: 180%, source: {url: https://www.example.com/plan, quote: "180% after one year"}}
  - {guaranteed: "always profitable, whatever the difficulty"}
  - {says: "Our farm runs on hydro power."}
` + "```" + `
`,
}

// written is how a value is written, for the reference.
func (s shape) written() string {
	switch {
	case s.object != "" && s.list:
		return "list of " + link(s.object)
	case s.object != "":
		return link(s.object)
	case s.schemaType == "boolean":
		return "`true`, `false` or `unknown`"
	case s.enum != nil:
		return "`" + strings.Join(s.enum, "`, `") + "`"
	case s.list:
		return "list of " + s.want + ": `[" + s.example + "]`"
	}
	return s.want + ": `" + s.example + "`"
}

func link(object string) string {
	return fmt.Sprintf("[%s](#%s)", strings.ReplaceAll(object, "_", " "),
		strings.ReplaceAll(object, "_", "-"))
}
