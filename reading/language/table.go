package language

import (
	"bytes"
	"cmp"
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed *.txt
var files embed.FS

// Word is an entry of a language file.
type Word struct {
	Concept  Concept
	Language uint8   // index into Languages
	Value    float64 // of "word=2"; else its place in the line
	Code     string  // of "word=EUR"
	Foreign  bool    // written in another script than the Latin one
	Borrowed bool    // Latin letters in a language that has letters of its own
	open     bool    // a stem: the word may go on
	inner    bool    // an ending: a word may stand before it
	parted   bool    // other words may stand inside
	single   bool    // one word of a script that sets words apart
}

// table is words of all languages in a trie over folded bytes. Nodes are numbered by their depth, so that the
// children of one stand side by side. Where one way is left, its node holds all of it.
type table struct {
	far       bool
	languages []string
	label     []byte   // the first byte of each node
	rest      []string // the others; of most nodes none
	child     []int32  // its first child
	children  []uint8
	word      []int32 // its words are words[word[n]:last[n]]
	last      []int32
	words     []Word
	roots     [2][256]int32 // the nodes of first bytes: of words, and of endings
	lines     []line
}

// line is a line of a language file, kept for the test of its example.
type line struct {
	language, concept, example string
}

// entry is a word while the table is made.
type entry struct {
	key   []byte
	start uint64 // the first eight bytes of the key, to sort by
	Word
}

// The table has two parts, each read when a text first needs it: most texts hold no letter of a far script.
var (
	nearWords = sync.OnceValue(func() *table { return read(false) })
	farWords  = sync.OnceValue(func() *table { return read(true) })
)

// part is the part of the table that holds the words which begin with a byte.
func part(b byte) *table {
	if far(b) {
		return farWords()
	}
	return nearWords()
}

// far reports the first bytes of scripts beyond the Latin one and its signs: Cyrillic to Thaana, those of
// India and South-East Asia, Han, Kana and Hangul.
func far(b byte) bool { return b >= 0xD0 && b <= 0xE0 || b >= 0xE3 && b <= 0xED }

// read makes one part of the table of the language files.
func read(distant bool) *table {
	t := &table{far: distant}
	list, err := files.ReadDir(".")
	if err != nil {
		panic(err)
	}
	all := make([]entry, 0, 1<<15)
	for _, f := range list {
		data, err := files.ReadFile(f.Name())
		if err != nil {
			panic(err)
		}
		all, err = t.load(strings.TrimSuffix(f.Name(), ".txt"), string(data), all)
		if err != nil {
			panic(err)
		}
	}
	t.build(all)
	return t
}

// Names is the languages that Word.Language counts, the signs of all languages ("any") among them.
func Names() []string { return nearWords().languages }

// load adds the words of a language file to all.
func (t *table) load(language, data string, all []entry) ([]entry, error) {
	t.languages = append(t.languages, language)
	keys := make([]byte, 0, len(data)+len(data)/8)
	for i, text := range strings.Split(data, "\n") {
		if text == "" || text[0] == '#' {
			continue
		}
		head, example, _ := strings.Cut(text, " | ")
		name, list, ok := strings.Cut(head, ": ")
		if !ok {
			return nil, fmt.Errorf("reading: %s.txt line %d: want \"concept: word | example\"", language, i+1)
		}
		c, err := conceptOf(name)
		if err != nil {
			return nil, fmt.Errorf("%w (%s.txt line %d)", err, language, i+1)
		}
		t.lines = append(t.lines, line{language, name, example})
		k := -1
		for text := range strings.SplitSeq(list, ",") {
			k++
			if text = strings.TrimSpace(text); startsFar(text) != t.far && known(text) {
				continue // it is in the other part
			}
			var e entry
			e, keys = entryOf(text, language == "vi", keys)
			if e.Concept, e.Language = c, uint8(len(t.languages)-1); e.Code == "" {
				e.Value = float64(k + 1)
			}
			e.Borrowed = !e.Foreign && (language == "hi" || language == "ru" || language == "ar")
			if len(e.key) > 0 && far(e.key[0]) == t.far {
				all = append(all, e)
			}
		}
	}
	return all, nil
}

// gap is the byte in a key where other words may stand; no text holds it.
const gap = 1

// entryOf reads one word: "word*" is a stem, "*word" an ending, "word=1" has a value, "word=USD" a code,
// "put _ in" may hold other words. Its key is added to keys, which are returned.
func entryOf(text string, marks bool, keys []byte) (e entry, _ []byte) {
	if head, value, ok := strings.Cut(text, "="); ok {
		text, e.Code = head, value
		if v, err := strconv.ParseFloat(value, 64); err == nil {
			e.Value = v
		}
	}
	text, e.open = strings.CutSuffix(text, "*")
	text, e.inner = strings.CutPrefix(text, "*")
	from := len(keys)
	if plainWord(text) {
		keys = append(keys, text...)
	} else {
		keys = append(keys, keyOf(text, marks)...)
		e.Foreign = bytes.ContainsFunc(keys[from:], foreign)
	}
	e.key = keys[from:len(keys):len(keys)]
	if bytes.IndexByte(e.key, '_') >= 0 {
		parted := bytes.ReplaceAll(e.key, []byte(" _ "), []byte{gap})
		e.key = append(e.key[:0], parted...)
		e.parted = bytes.IndexByte(e.key, gap) >= 0
	}
	e.single = bytes.IndexByte(e.key, ' ') < 0 &&
		!bytes.ContainsFunc(e.key, func(r rune) bool { return !Spaced(r) })
	for k, b := range e.key[:min(len(e.key), 8)] {
		e.start |= uint64(b) << (56 - 8*k)
	}
	return e, keys
}

// known reports that folding leaves an entry in the part that startsFar tells.
func known(text string) bool {
	text = strings.TrimPrefix(text, "*")
	if text == "" {
		return false
	}
	if !startsFar(text) {
		return text[0] >= 'a' && text[0] <= 'z'
	}
	r, _ := utf8.DecodeRuneInString(text)
	near := func(r rune) bool { return r < 0x370 && unicode.IsLetter(r) } // they may change their likes
	return unicode.IsLetter(r) && !strings.ContainsFunc(text, near)
}

// startsFar reports that an entry begins as those of the far part do.
func startsFar(text string) bool {
	text = strings.TrimPrefix(text, "*")
	return text != "" && far(text[0])
}

// plainWord reports a text that folding leaves as it is: most words are.
func plainWord(text string) bool {
	for i := range len(text) {
		if b := text[i]; (b < 'a' || b > 'z') && (b < '0' || b > '9') && b != '_' && b != '-' && b != '\'' &&
			(b != ' ' || i == 0 || text[i-1] == ' ') {
			return false
		}
	}
	return true
}

// place is where an entry stands, by which it is sorted.
type place struct {
	start uint64
	at    int32
	inner bool
}

// sorted is the places of entries: words before endings, by their keys, those of one key as they stand.
func sorted(all []entry) []place {
	order := make([]place, len(all))
	for i := range all {
		order[i] = place{all[i].start, int32(i), all[i].inner}
	}
	slices.SortFunc(order, func(a, b place) int {
		switch {
		case a.inner != b.inner && b.inner:
			return -1
		case a.inner != b.inner:
			return 1
		case a.start != b.start:
			return cmp.Compare(a.start, b.start)
		}
		return cmp.Or(bytes.Compare(all[a.at].key, all[b.at].key), cmp.Compare(a.at, b.at))
	})
	return order
}

// build makes the trie of the words and that of the endings, level by level.
func (t *table) build(all []entry) {
	order := sorted(all)
	keys := make([][]byte, len(order))
	t.words = make([]Word, len(order))
	endings := len(order)
	for i, o := range order {
		keys[i], t.words[i] = all[o.at].key, all[o.at].Word
		if o.inner {
			endings = min(endings, i)
		}
	}
	nodes := 2 * len(keys) // about
	t.label, t.rest = make([]byte, 2, nodes), make([]string, 2, nodes)
	t.child, t.children = make([]int32, 0, nodes), make([]uint8, 0, nodes)
	t.word, t.last = make([]int32, 0, nodes), make([]int32, 0, nodes)
	level := []span{{0, int32(endings), 0}, {int32(endings), int32(len(keys)), 0}}
	for top := true; len(level) > 0; top = false {
		var next []span
		behind := int32(len(t.label)) // number of the next level's first node
		for n, s := range level {
			t.word = append(t.word, s.from)
			for s.from < s.to && len(keys[s.from]) == int(s.depth) {
				s.from++
			}
			t.last = append(t.last, s.from)
			first := len(next)
			t.child = append(t.child, behind+int32(first))
			for s.from < s.to {
				child := s.child(keys)
				b := keys[s.from][s.depth]
				if top {
					t.roots[n][b] = behind + int32(len(next))
				}
				t.label = append(t.label, b)
				t.rest = append(t.rest, string(keys[s.from][s.depth+1:child.depth]))
				next, s.from = append(next, child), child.to
			}
			t.children = append(t.children, uint8(len(next)-first))
		}
		level = next
	}
}

// span is sorted keys that share their first bytes, which lead to a node.
type span struct{ from, to, depth int32 }

// child is the keys that share one byte more. Where they are one key, without a gap, it leads to its end.
func (s span) child(keys [][]byte) span {
	first := keys[s.from]
	k := s.from + 1
	for k < s.to && keys[k][s.depth] == first[s.depth] {
		k++
	}
	depth := s.depth + 1
	rest := first[depth:]
	whole := first[s.depth] != gap && bytes.IndexByte(rest, gap) < 0
	if s.depth > 0 && whole && bytes.Equal(first, keys[k-1]) {
		depth = int32(len(first))
	}
	return span{s.from, k, depth}
}

// step is the child of node n behind b, 0 where there is none.
func (t *table) step(n int32, b byte) int32 {
	first := t.child[n]
	for k := first; k < first+int32(t.children[n]); k++ {
		if t.label[k] == b {
			return k
		}
	}
	return 0
}
