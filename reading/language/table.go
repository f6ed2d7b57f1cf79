package language

import (
	_ "embed"
	"math"
	"strings"
	"sync"
)

// The words of all languages are a trie over folded bytes, read where it lies in the program: looking a word
// up allocates nothing, and a run that reads no text never touches it. Compile makes it. Numbers in it are
// little-endian.
//
//	roots    512 x 4 bytes, the node of each first byte: of words, then of endings; 0 where there is none
//	places   3 x 4 bytes, of the word records, the codes and the names of languages, which end the table
//	nodes    the bytes that all words below it go on with (length, bytes), the numbers of the records of
//	         the words that end here (how many, 2 bytes each), the ways on (how many, their bytes, 4 bytes
//	         each for their nodes)
//	records  16 bytes each: concept, language, flags, length of the code and its place among them (4 bytes),
//	         value (8 bytes)
//
//go:embed words.bin
var table string

// The parts of the table before its nodes, and the length of a record.
const (
	endingRoots = 256 * 4
	places      = 2 * endingRoots
	nodes       = places + 3*4
	recordSize  = 16
)

// gap is the byte of a key where other words may stand; no text holds it.
const gap = 1

// Word is what the table tells of a word.
type Word struct {
	Concept  Concept
	Language uint8   // index into Names
	Value    float64 // of "word=2"; of a month its number
	Code     string  // of "word=EUR"
	flags    uint8
}

// The flags of a word.
const (
	foreignWord  = 1 << iota // written in another script than the Latin one
	borrowedWord             // Latin letters in a language that has letters of its own
	stem                     // the word may go on
	partedWord               // other words may stand inside
	singleWord               // one word of a script that sets words apart
)

// Foreign reports a word written in another script than the Latin one.
func (w *Word) Foreign() bool { return w.flags&foreignWord != 0 }

// Borrowed reports a word of Latin letters in a language that has letters of its own.
func (w *Word) Borrowed() bool { return w.flags&borrowedWord != 0 }

// number is the four bytes at a place of the table.
func number(at int) int {
	b := table[at : at+4]
	return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 | int(b[3])<<24
}

// Names is the languages that Word.Language counts, the signs of all languages ("any") among them.
func Names() []string { return loaded().names }

// known is the parts of the table that words point to.
type known struct {
	names []string
	words []Word
}

// loaded is made when a text is first read. Many words share a record, so that they are few.
var loaded = sync.OnceValue(func() known {
	records, codes, names := number(places), number(places+4), number(places+8)
	k := known{strings.Fields(table[names:]), make([]Word, (codes-records)/recordSize)}
	for i := range k.words {
		at := records + i*recordSize
		code := codes + number(at+4)
		bits := uint64(number(at+8)) | uint64(number(at+12))<<32
		k.words[i] = Word{Concept(table[at]), table[at+1], math.Float64frombits(bits),
			table[code : code+int(table[at+3])], table[at+2]}
	}
	return k
})

// node is a place in the trie.
type node struct {
	rest  string // the bytes that all words below go on with
	words string // the numbers of its words, two bytes each
	ways  string // the first bytes of its children
	next  int    // where the places of the children stand
}

// nodeAt reads the node at a place of the table.
func nodeAt(at int) (n node) {
	n.rest, at = counted(at, 1)
	n.words, at = counted(at, 2)
	n.ways, n.next = counted(at, 1)
	return n
}

// counted is a list at a place of the table that begins with how many items it has, and the place behind it.
func counted(at, size int) (string, int) {
	end := at + 1 + int(table[at])*size
	return table[at+1 : end], end
}

// step is the place of the child behind a byte, 0 where there is none.
func (n node) step(b byte) int {
	if k := strings.IndexByte(n.ways, b); k >= 0 {
		return number(n.next + 4*k)
	}
	return 0
}
