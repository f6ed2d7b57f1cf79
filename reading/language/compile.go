package language

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Compile makes the table of the language files (*.txt) in a folder, in the form that table.go tells.
func Compile(folder fs.FS) ([]byte, error) {
	files, err := fs.Glob(folder, "*.txt")
	if err != nil || len(files) == 0 {
		return nil, errors.New("no language files: run this at the top of the repository")
	}
	var c compiler
	for _, name := range files {
		text, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		c.names = append(c.names, strings.TrimSuffix(name, ".txt"))
		for i, line := range strings.Split(string(text), "\n") {
			if line == "" || line[0] == '#' {
				continue
			}
			if err := c.line(line); err != nil {
				return nil, fmt.Errorf("%s line %d: %w", name, i+1, err)
			}
		}
	}
	return c.table()
}

// compiler is the words of language files, until the table is made of them.
type compiler struct {
	names   []string
	entries []entry
}

// entry is a word of a language file.
type entry struct {
	key   []byte // folded
	inner bool   // an ending: a word may stand before it
	Word
	value float64
	code  string
}

// Concepts whose words stand for numbers, and those whose words are numbered as they stand.
var valued, numbered = SetOf("num frac mult hash"), SetOf("months")

// line adds the words of a line "concept: word, word | example".
func (c *compiler) line(line string) error {
	head, _, _ := strings.Cut(line, " | ")
	name, list, ok := strings.Cut(head, ": ")
	if !ok {
		return errors.New(`want "concept: word, word | example"`)
	}
	concept, err := Named(name)
	if err != nil {
		return err
	}
	for i, text := range strings.Split(list, ",") {
		text = strings.TrimSpace(text)
		word, value, ok := strings.Cut(text, "=")
		e := c.entry(word)
		if len(e.key) == 0 {
			continue
		}
		e.Concept = concept
		e.value, err = strconv.ParseFloat(value, 64)
		switch {
		case err == nil:
		case numbered.Has(concept):
			e.value = float64(i + 1)
		case valued.Has(concept):
			return fmt.Errorf("%q has no value: write \"%s=2\"", text, word)
		case ok:
			e.code = value
		}
		c.entries = append(c.entries, e)
	}
	return nil
}

// entry reads one word: "word*" is a stem, "*word" an ending, "put _ in" may hold other words.
func (c *compiler) entry(word string) (e entry) {
	of := len(c.names) - 1
	e.Language = uint8(of)
	word, open := strings.CutSuffix(word, "*")
	word, e.inner = strings.CutPrefix(word, "*")
	e.key = bytes.ReplaceAll(foldAs(word, c.names[of] == "vi").Text, []byte(" _ "), []byte{gap})
	latin := !bytes.ContainsFunc(e.key, foreign)
	for flag, is := range map[uint8]bool{
		foreignWord:  !latin,
		borrowedWord: latin && slices.Contains([]string{"ar", "hi", "ru"}, c.names[of]),
		stem:         open,
		partedWord:   bytes.IndexByte(e.key, gap) >= 0,
		singleWord:   !bytes.ContainsFunc(e.key, func(r rune) bool { return !Spaced(r) }),
	} {
		if is {
			e.flags |= flag
		}
	}
	return e
}

// table writes the table. Nodes are written after their children, so that these have places.
func (c *compiler) table() ([]byte, error) {
	slices.SortStableFunc(c.entries, func(a, b entry) int { return bytes.Compare(a.key, b.key) })
	w := writer{out: make([]byte, nodes), seen: map[measure]int{}}
	w.measure(measure{})
	for i, endings := range []bool{false, true} {
		var some []entry
		for _, e := range c.entries {
			if e.inner == endings {
				some = append(some, e)
			}
		}
		for len(some) > 0 {
			n := alike(some, 0)
			w.put(i*endingRoots+4*int(some[0].key[0]), w.node(some[:n], 1))
			some = some[n:]
		}
	}
	w.put(places, len(w.out))
	w.out = append(w.out, w.measures...)
	w.put(places+4, len(w.out))
	w.out = append(w.out, w.codes...)
	w.put(places+8, len(w.out))
	return append(w.out, strings.Join(c.names, " ")...), w.err
}

// alike is how many of the first entries have the same byte at a depth.
func alike(some []entry, depth int) int {
	n := 1
	for n < len(some) && some[n].key[depth] == some[0].key[depth] {
		n++
	}
	return n
}

// measure is the value and the code of a word.
type measure struct {
	value float64
	code  string
}

// writer is a table while it is written.
type writer struct {
	out, measures, codes []byte
	seen                 map[measure]int // the number of each
	err                  error
}

// put writes a number at a place.
func (w *writer) put(at, n int) { binary.LittleEndian.PutUint32(w.out[at:], uint32(n)) }

// node writes the node of sorted entries whose first bytes, depth of them, lead to it, and is its place.
func (w *writer) node(some []entry, depth int) int {
	first, last := some[0].key, some[len(some)-1].key
	end := depth // words go on alike to here; a gap has a node of its own
	for first[depth-1] != gap && end < len(first) && first[end] == last[end] && first[end] != gap {
		end++
	}
	var words, ways, children []byte
	for len(some) > 0 && len(some[0].key) == end {
		e := some[0]
		words = append(words, byte(e.Concept), e.Language, e.flags)
		words = binary.LittleEndian.AppendUint16(words, w.measure(measure{e.value, e.code}))
		some = some[1:]
	}
	for len(some) > 0 {
		n := alike(some, end)
		ways = append(ways, some[0].key[end])
		children = binary.LittleEndian.AppendUint32(children, uint32(w.node(some[:n], end+1)))
		some = some[n:]
	}
	at := len(w.out)
	w.list(first[depth:end], 1)
	w.list(words, wordSize)
	w.list(ways, 1)
	w.out = append(w.out, children...)
	return at
}

// list writes a list of items of a size behind how many they are.
func (w *writer) list(items []byte, size int) {
	n := len(items) / size
	if n > math.MaxUint8 {
		w.err = cmp.Or(w.err, fmt.Errorf("no room in the table for %d items: %q", n, items))
	}
	w.out = append(append(w.out, byte(n)), items...)
}

// measure is the number of a measure, which is written when it is first met.
func (w *writer) measure(m measure) uint16 {
	n, ok := w.seen[m]
	if ok {
		return uint16(n)
	}
	n = len(w.seen)
	w.seen[m] = n
	if n > math.MaxUint16 {
		w.err = cmp.Or(w.err, errors.New("no room in the table for so many values"))
	}
	w.measures = binary.LittleEndian.AppendUint64(w.measures, math.Float64bits(m.value))
	w.measures = binary.LittleEndian.AppendUint32(w.measures, uint32(len(w.codes)))
	w.measures = binary.LittleEndian.AppendUint32(w.measures, uint32(len(m.code)))
	w.codes = append(w.codes, m.code...)
	return uint16(n)
}
