package reading

import (
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed language/*.txt
var languageFiles embed.FS

// names is every concept, as language files call it; language/README.md says what each one means.
var names = strings.Fields(
	`stop pct permille pctpre num frac hour day week month quarter year hourly daily weekly monthly
	quarterly yearly weekday per months cur cents hash kwh kw jth basis poolname times mult to upto atleast
	return stake give constant whatever market guar protect norisk fail lossmay release due need first excuse
	back whole atend fee keep power host uptime refer level neg notneg other unlike past hedge may change
	nochange terminate pause unprofit row notice cap virtual pressure bond setup minpay pool choice price
	term open life unpaid breach law site majeure either output revenue proof secret free us you solo
	own_token service discount question loan once wantreturn appraised machine vary`,
)

// concept is an index into names.
type concept uint8

// conceptOf is the concept of a name; an unknown name is our own mistake, or that of a language file.
func conceptOf(name string) (concept, error) {
	i := slices.Index(names, name)
	if i < 0 {
		return 0, fmt.Errorf("reading: no concept %q", name)
	}
	return concept(i), nil
}

// must is a concept that the source names.
func must(name string) concept {
	c, err := conceptOf(name)
	if err != nil {
		panic(err)
	}
	return c
}

// set is concepts as bits.
type set [2]uint64

func (s *set) add(c concept)     { s[c>>6] |= 1 << (c & 63) }
func (s set) has(c concept) bool { return s[c>>6]>>(c&63)&1 == 1 }
func (s set) any(o set) bool     { return s[0]&o[0]|s[1]&o[1] != 0 }

// setOf is the concepts named in a text.
func setOf(text string) (s set) {
	for _, name := range strings.Fields(text) {
		s.add(must(name))
	}
	return s
}

// word is an entry of a language file.
type word struct {
	concept  concept
	language uint8 // index into table.languages
	open     bool  // a stem: the word may go on
	inner    bool  // an ending: a word may stand before it
	value    float64
	code     string
}

// node is a node of the trie over folded bytes; next is sorted by its byte.
type node struct {
	next  []edge
	words []word
}

type edge struct {
	b  byte
	to int32
}

// table is all languages in one trie.
type table struct {
	languages []string
	nodes     []node
	roots     [256]int32 // by the first byte of a word
	inner     [256]int32 // the same of the endings of words
	lines     []line
}

// line is a line of a language file, kept for the test of its example.
type line struct {
	language, concept, example string
}

// words is the table, read when the first text is.
var words = sync.OnceValue(func() *table {
	t := &table{nodes: make([]node, 2, 1<<16)}
	files, err := languageFiles.ReadDir("language")
	if err != nil {
		panic(err)
	}
	for _, f := range files {
		data, err := languageFiles.ReadFile("language/" + f.Name())
		if err != nil {
			panic(err)
		}
		if err := t.load(strings.TrimSuffix(f.Name(), ".txt"), string(data)); err != nil {
			panic(err)
		}
	}
	for _, e := range t.nodes[0].next {
		t.roots[e.b] = e.to
	}
	for _, e := range t.nodes[1].next {
		t.inner[e.b] = e.to
	}
	return t
})

// load adds the lines of a language file.
func (t *table) load(language, data string) error {
	t.languages = append(t.languages, language)
	for i, text := range strings.Split(data, "\n") {
		if text == "" || text[0] == '#' {
			continue
		}
		head, example, _ := strings.Cut(text, " | ")
		name, list, ok := strings.Cut(head, ": ")
		if !ok {
			return fmt.Errorf(
				"reading: %s.txt line %d: want \"concept: word, word | example\"",
				language,
				i+1,
			)
		}
		c, err := conceptOf(name)
		if err != nil {
			return fmt.Errorf("%w (%s.txt line %d)", err, language, i+1)
		}
		t.lines = append(t.lines, line{language, name, example})
		for k, entry := range strings.Split(list, ", ") {
			t.add(entry, word{concept: c, language: uint8(len(t.languages) - 1), value: float64(k + 1)})
		}
	}
	return nil
}

// add enters one word: "word*" is a stem, "*word" an ending, "word=1" has a value, "word=USD" a code.
func (t *table) add(entry string, w word) {
	entry = strings.TrimSpace(entry)
	if head, value, ok := strings.Cut(entry, "="); ok {
		entry, w.code = head, value
		if v, err := strconv.ParseFloat(value, 64); err == nil {
			w.value = v
		}
	}
	entry, w.open = strings.CutSuffix(entry, "*")
	entry, w.inner = strings.CutPrefix(entry, "*")
	at := int32(boolInt(w.inner))
	for _, b := range foldAs(entry, t.languages[w.language] == "vi").text {
		at = t.child(at, b)
	}
	if at > 1 {
		t.nodes[at].words = append(t.nodes[at].words, w)
	}
}

func (t *table) child(at int32, b byte) int32 {
	i, found := slices.BinarySearchFunc(
		t.nodes[at].next,
		b,
		func(e edge, b byte) int { return int(e.b) - int(b) },
	)
	if found {
		return t.nodes[at].next[i].to
	}
	t.nodes = append(t.nodes, node{})
	to := int32(len(t.nodes) - 1)
	t.nodes[at].next = slices.Insert(t.nodes[at].next, i, edge{b, to})
	return to
}

// step is the node behind b, 0 where there is none.
func (n *node) step(b byte) int32 {
	if len(n.next) == 1 {
		if n.next[0].b == b {
			return n.next[0].to
		}
		return 0
	}
	for _, e := range n.next {
		if e.b == b {
			return e.to
		}
	}
	return 0
}

// token is a word of the text that a language file knows.
type token struct {
	*word
	from, to int // in the folded text
}

// tokens is every word found, by its place; a word inside a longer one is not.
func (t *table) tokens(text []byte) []token {
	all := make([]token, 0, len(text)/6)
	last := ' '
	for i := 0; i < len(text); {
		r, n := rune(text[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRune(text[i:])
		}
		midword := spaced(last) && spaced(r)
		if root := t.roots[text[i]]; root != 0 && (!midword || clitic(text, i)) {
			all = t.walk(all, text, i, root)
		}
		if root := t.inner[text[i]]; root != 0 {
			all = t.walk(all, text, i, root)
		}
		last, i = r, i+n
	}
	return all
}

// walk adds the words that start at i.
func (t *table) walk(all []token, text []byte, i int, at int32) []token {
	for k := i + 1; ; k++ {
		for j := range t.nodes[at].words {
			if w := &t.nodes[at].words[j]; bounded(w, text, i, k) {
				all = append(all, token{w, i, wordEnd(*w, text, k)})
			}
		}
		if k == len(text) {
			return all
		}
		if at = t.nodes[at].step(text[k]); at == 0 {
			return all
		}
	}
}

// wordEnd is the end of the word that a stem at an end of k begins: a stem is not less than its word.
func wordEnd(w word, text []byte, k int) int {
	if !w.open {
		return k
	}
	for end := k; end < len(text) && end < k+40; {
		r, n := utf8.DecodeRune(text[end:])
		if !spaced(r) {
			return end
		}
		end += n
	}
	return k
}

// bounded reports whether a word ends where words do.
func bounded(w *word, text []byte, from, to int) bool {
	if to == len(text) || w.open {
		return true
	}
	last, _ := utf8.DecodeLastRune(text[:to])
	next, _ := utf8.DecodeRune(text[to:])
	if arabic(last) && to-from > 4 {
		return true // endings are written on, but not on to particles
	}
	return !(spaced(last) && spaced(next)) && !(digit(last) && digit(next))
}

// clitic reports whether what stands before an Arabic word at from, in the same word, is only the
// particles that are written on to it.
func clitic(text []byte, from int) bool {
	if r, _ := utf8.DecodeRune(text[from:]); !arabic(r) {
		return false
	}
	for n := 0; n < 4; n++ {
		r, size := utf8.DecodeLastRune(text[:from])
		if !arabic(r) {
			return true
		}
		if !strings.ContainsRune("والبفكلسيتنأم", r) {
			return false
		}
		from -= size
	}
	return false
}

func arabic(r rune) bool { return r >= 0x600 && r <= 0x6FF && unicode.IsLetter(r) }
func digit(r rune) bool  { return r >= '0' && r <= '9' }

// spaced reports a letter of a script that sets words apart by blanks.
func spaced(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r >= 'a' && r <= 'z'
	case r >= 0x2E80 && r < 0xFB00: // Han, Kana, Hangul
		return false
	}
	return unicode.IsLetter(r) || unicode.Is(unicode.M, r)
}
