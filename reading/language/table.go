package language

import (
	"bytes"
	"embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
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

// table is the words of all languages in a trie over folded bytes. Nodes are numbered by their depth, so that
// the children of one stand side by side.
type table struct {
	languages []string
	label     []byte  // the last byte of each node
	child     []int32 // its first child
	children  []uint8
	word      []int32 // its words are words[word[n]:word[n+1]]
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
	key []byte
	Word
}

// words is the table, read when the first text is.
var words = sync.OnceValue(func() *table {
	t := &table{}
	list, err := files.ReadDir(".")
	if err != nil {
		panic(err)
	}
	var roots [2][]entry
	for _, f := range list {
		data, err := files.ReadFile(f.Name())
		if err != nil {
			panic(err)
		}
		if err := t.load(strings.TrimSuffix(f.Name(), ".txt"), string(data), &roots); err != nil {
			panic(err)
		}
	}
	t.build(roots)
	return t
})

// Names is the languages that Word.Language counts, the signs of all languages ("any") among them.
func Names() []string { return words().languages }

// load reads the lines of a language file: words into the first of roots, endings into the second.
func (t *table) load(language, data string, roots *[2][]entry) error {
	t.languages = append(t.languages, language)
	for i, text := range strings.Split(data, "\n") {
		if text == "" || text[0] == '#' {
			continue
		}
		head, example, _ := strings.Cut(text, " | ")
		name, list, ok := strings.Cut(head, ": ")
		if !ok {
			return fmt.Errorf("reading: %s.txt line %d: want \"concept: word | example\"", language, i+1)
		}
		c, err := conceptOf(name)
		if err != nil {
			return fmt.Errorf("%w (%s.txt line %d)", err, language, i+1)
		}
		t.lines = append(t.lines, line{language, name, example})
		for k, text := range strings.Split(list, ",") {
			e := entryOf(text, language == "vi")
			if e.Concept, e.Language = c, uint8(len(t.languages)-1); e.Code == "" {
				e.Value = float64(k + 1)
			}
			e.Borrowed = !e.Foreign && (language == "hi" || language == "ru" || language == "ar")
			n := 0
			if e.inner {
				n = 1
			}
			if len(e.key) > 0 {
				roots[n] = append(roots[n], e)
			}
		}
	}
	return nil
}

// gap is the byte in a key where other words may stand; no text holds it.
const gap = 1

// entryOf reads one word: "word*" is a stem, "*word" an ending, "word=1" has a value, "word=USD" a code, "put _ in"
// may hold other words.
func entryOf(text string, marks bool) (e entry) {
	text = strings.TrimSpace(text)
	if head, value, ok := strings.Cut(text, "="); ok {
		text, e.Code = head, value
		if v, err := strconv.ParseFloat(value, 64); err == nil {
			e.Value = v
		}
	}
	text, e.open = strings.CutSuffix(text, "*")
	text, e.inner = strings.CutPrefix(text, "*")
	e.key = bytes.ReplaceAll(foldAs(text, marks).Text, []byte(" _ "), []byte{gap})
	e.parted = bytes.IndexByte(e.key, gap) >= 0
	e.single = bytes.IndexByte(e.key, ' ') < 0 && !bytes.ContainsFunc(e.key, func(r rune) bool { return !Spaced(r) })
	e.Foreign = slices.ContainsFunc([]rune(string(e.key)), foreign)
	return e
}

// build makes the trie of the words and that of the endings.
func (t *table) build(roots [2][]entry) {
	type span struct {
		all   []entry
		depth int
	}
	var queue []span
	for _, all := range roots {
		slices.SortStableFunc(all, func(a, b entry) int { return bytes.Compare(a.key, b.key) })
		queue = append(queue, span{all, 0})
	}
	t.label = make([]byte, len(queue), 1<<17)
	for n := 0; n < len(queue); n++ {
		all, depth := queue[n].all, queue[n].depth
		t.word = append(t.word, int32(len(t.words)))
		for len(all) > 0 && len(all[0].key) == depth {
			t.words, all = append(t.words, all[0].Word), all[1:]
		}
		t.child, t.children = append(t.child, int32(len(queue))), append(t.children, 0)
		for len(all) > 0 {
			b, k := all[0].key[depth], 1
			for k < len(all) && all[k].key[depth] == b {
				k++
			}
			if n < len(t.roots) {
				t.roots[n][b] = int32(len(queue))
			}
			t.label, queue = append(t.label, b), append(queue, span{all[:k], depth + 1})
			t.children[n]++
			all = all[k:]
		}
	}
	t.word = append(t.word, int32(len(t.words)))
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
