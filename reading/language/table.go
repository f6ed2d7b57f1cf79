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
//	places   3 x 4 bytes, of the measures, the codes and the names of languages, which end the table
//	nodes    the bytes that all words below it go on with (length, bytes), the words that end here (how
//	         many, 5 bytes each: concept, language, flags, 2 for the number of the measure), the ways on
//	         (how many, their bytes, 4 bytes each for their nodes)
//	measures 16 bytes each: value (8), place of the code among the codes (4) and its length (4)
//
//go:embed words.bin
var table string

// The parts of the table before its nodes, and the length of what it lists.
const (
	endingRoots = 256 * 4
	places      = 2 * endingRoots
	nodes       = places + 3*4
	wordSize    = 5
	measureSize = 16
)

// gap is the byte of a key where other words may stand; no text holds it.
const gap = 1

// Word is what the table tells of a word.
type Word struct {
	Concept  Concept
	Language uint8 // index into Names
	flags    uint8
	measure  uint16 // its number; the first is that of no value and no code
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
func (w Word) Foreign() bool { return w.flags&foreignWord != 0 }

// Borrowed reports a word of Latin letters in a language that has letters of its own.
func (w Word) Borrowed() bool { return w.flags&borrowedWord != 0 }

// Value is that of "word=2", of a month its number, 0 where the word has none.
func (w Word) Value() float64 {
	at := number(places) + int(w.measure)*measureSize
	return math.Float64frombits(uint64(number(at)) | uint64(number(at+4))<<32)
}

// Code is that of "word=EUR".
func (w Word) Code() string {
	at := number(places) + int(w.measure)*measureSize
	from := number(places+4) + number(at+8)
	return table[from : from+number(at+12)]
}

// Names is the languages that Word.Language counts, the signs of all languages ("any") among them.
func Names() []string { return languages() }

var languages = sync.OnceValue(func() []string { return strings.Fields(table[number(places+8):]) })

// number is the four bytes at a place of the table.
func number(at int) int {
	b := table[at : at+4]
	return int(b[0]) | int(b[1])<<8 | int(b[2])<<16 | int(b[3])<<24
}

// node is a place in the trie.
type node struct {
	rest  string // the bytes that all words below go on with
	words string // that end here, wordSize bytes each
	ways  string // the first bytes of its children
	next  int    // where the places of the children stand
}

// nodeAt reads the node at a place of the table.
func nodeAt(at int) (n node) {
	n.rest, at = counted(at, 1)
	n.words, at = counted(at, wordSize)
	n.ways, n.next = counted(at, 1)
	return n
}

// counted is a list at a place of the table that begins with how many items it has, and the place behind it.
func counted(at, size int) (string, int) {
	end := at + 1 + int(table[at])*size
	return table[at+1 : end], end
}

// wordOf is the word that begins a list.
func wordOf(s string) Word {
	return Word{Concept(s[0]), s[1], s[2], uint16(s[3]) | uint16(s[4])<<8}
}

// step is the place of the child behind a byte, 0 where there is none.
func (n node) step(b byte) int {
	if k := strings.IndexByte(n.ways, b); k >= 0 {
		return number(n.next + 4*k)
	}
	return 0
}
