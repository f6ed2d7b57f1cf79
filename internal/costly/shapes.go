package costly

import "strings"

// Shapes are documents of a size, as nobody writes them: each is long, dense or deep in one way. Few can be
// read as offers; what is looked at is how long it takes to say so.
func Shapes(size int) map[string]string {
	all := map[string]string{}
	of := func(name, head, part, tail string) {
		n := max(0, size-len(head)-len(tail))
		all[name] = head + strings.Repeat(part, n/len(part)) + tail
	}
	const line = "Payouts are made daily, fees: 0.05 USD; "
	of("text in double quotes", `a: "`, "b ", "\"\n")
	of("double quotes over lines", `a: "`, line+line+"\n  ", "\"\n")
	of("escapes", `a: "`, `\u00e9`, "\"\n")
	of("escaped line ends", `a: "`, "\\\n", "\"\n")
	of("quotes that never end", `a: "`, "b\n ", "")
	of("single quotes that never end", `a: '`, "b\n ", "")
	of("single quotes doubled", `a: '`, "''", "'\n")
	of("plain", "a: ", "b ", "\n")
	of("plain over lines", "a: b\n", "  "+line[:20]+"\n", "")
	of("plain, one word", "a: ", "bcdefgh", "\n")
	of("a block", "a: |\n", "  "+line+"\n", "")
	of("a block of short lines", "a: |\n", "  b\n", "")
	of("a block of one line", "a: |\n  ", line, "\n")
	of("a folded block", "a: >\n", "   b\n  c\n", "")
	of("a block with gaps", "a: |\n", "  b\n"+strings.Repeat("\n", 15), "")
	of("many blocks", "a:\n", "- |\n  "+line+"\n", "")
	of("comments", "", "# b\n", "a: 1\n")
	of("comments behind values", "", "a: 1 # b\n", "")
	of("one comment", "# ", line, "\na: 1\n")
	of("keys", "", "a: 1\n", "")
	of("keys with long values", "", "a: \""+strings.Repeat("b", 150)+"\"\n", "")
	of("plain keys with long values", "", "a: "+strings.Repeat("b", 150)+"\n", "")
	of("a long key", "", "a ", ": 1\n")
	of("a list", "a:\n", "- b\n", "")
	of("a list on one line", "a: [", "1,", "]\n")
	of("a list on many lines", "a: [", "\n b,", "]\n")
	of("pairs on one line", "a: {", "b: 1,", "}\n")
	of("open lists", "a: ", "[", "")
	of("open pairs", "", "{", "")
	of("empty lists", "a: ", "[]", "")
	of("dashes", "", "- ", "a\n")
	of("anchors", "", "a: &b c\n", "")
	of("aliases", "", "a: *b\n", "")
	of("merge keys", "", "<<: *b\n", "")
	of("tags", "a: ", "!b ", "\n")
	of("complex keys", "", "? ", "")
	of("documents", "", "---\n", "")
	of("documents with ends", "", "a: 1\n...\n", "")
	of("empty lines", "a: 1\n", strings.Repeat("\n", 49)+"# b\n", "")
	of("spaces", "a:", " ", "b\n")
	of("digits", "a: ", "1", "\n")
	of("decimals", "a: 1.", "1", "\n")
	of("an exponent", "a: 1e", "1", "\n")
	of("a block's width", "a: |", "9", "\n")
	of("json, a list", `{"a": [`, "1,", "1]}")
	of("json, pairs", `{"a": [`, `{"b":1},`, "{}]}")
	of("json, text", `{"a": "`, "b ", `"}`)
	of("json, broken at its end", `{"a": "`, "b ", `",}`)
	of("json, digits", `{"a": `, "1", "}")
	of("json, open lists", `{"a": `, "[", "")
	of("json, deep", strings.Repeat(`{"a":`, 900), "[],", "")
	of("letters of another script", `a: "`, "我们保证", "\"\n")
	var steps strings.Builder
	for n := 0; steps.Len()+n < size-8; n++ {
		steps.WriteString(strings.Repeat(" ", n) + "a:\n")
	}
	all["steps"] = steps.String()
	return all
}
