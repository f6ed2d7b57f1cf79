// Package glossary explains the words of mining, as docs/terms.md does.
//
// Nothing in it is promised to other modules.
package glossary

import (
	"strings"

	"github.com/assaymining/assay/docs"
)

// Term is an entry of the glossary: the words that it explains, and what they mean.
type Term struct {
	Words []string // in small letters, without those behind a colon
	Title string
	Says  string
}

// ID is the entry's place on a page.
func (t Term) ID() string { return strings.ReplaceAll(t.Words[0], " ", "-") }

// Entries are "Mining in a few words" of docs/terms.md, in its order.
func Entries() []Term {
	_, text, _ := strings.Cut(string(docs.Terms()), "## Mining in a few words\n")
	text, _, _ = strings.Cut(text, "\n## ")
	var out []Term
	for entry := range strings.SplitSeq(text, "\n- **") {
		title, says, found := strings.Cut(strings.TrimPrefix(strings.TrimSpace(entry), "- **"), ".**")
		if !found {
			continue
		}
		says = strings.NewReplacer("*", "", "`", "", "\n", " ").Replace(says)
		t := Term{Title: title, Says: strings.Join(strings.Fields(says), " ")}
		apart := func(r rune) bool { return r == ',' || r == ';' || r == '.' }
		for word := range strings.FieldsFuncSeq(title, apart) {
			t.Words = append(t.Words, strings.ToLower(strings.TrimSpace(word)))
		}
		out = append(out, t)
	}
	return out
}

// Explain is the entry that explains a word of a text, or nil.
func Explain(text string) *Term {
	text = " " + strings.ToLower(text) + " "
	for _, t := range Entries() {
		for _, w := range t.Words {
			if strings.Contains(text, " "+w+" ") {
				return &t
			}
		}
	}
	return nil
}
