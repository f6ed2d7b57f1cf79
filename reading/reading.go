// Package reading turns what a seller wrote into statements: what is promised, asked, charged,
// permitted or denied, each with the exact words it rests on and their place in the text.
//
// It reads in four passes, each linear in the length: Fold (one spelling for one word), words and
// figures (language/*.txt, one table of concepts for each language), clauses, statements.
// Main types: Reading, Statement, Asked. It judges nothing: what a statement means for trust is the
// business of redflag; Grave only says that the words alone would make a careful buyer doubt.
//
// Conventions: offsets are bytes of the text as given; shares are fractions; the form of a value is in
// docs/reading.md. What holds a figure or a promise and is placed nowhere is asked about, not guessed.
//
// Nothing in it is promised to other modules.
package reading

import (
	"context"
	"slices"
)

// MaxText is the bytes of a text that are read; what stands behind is reported as not understood.
const MaxText = 1 << 20

// Statement is one thing that the text says.
type Statement struct {
	What   string `json:"what"`            // the name, as in docs/reading.md
	Value  string `json:"value,omitempty"` // in the form of that page; empty where there is none
	Quote  string `json:"quote"`           // the words it rests on, exactly as they stand
	From   int    `json:"from"`            // their place: byte offsets
	To     int    `json:"to"`
	Hedged bool   `json:"hedged,omitempty"` // called an estimate, typical or past where it stands
	Grave  bool   `json:"grave,omitempty"`  // on these words alone a careful buyer would doubt

	// Fixed: a promised return that is said to be constant or guaranteed, or a share of the stake for a term.
	Fixed bool `json:"fixed,omitempty"`

	// Of is what a denial is of where it is no income: "payment" that nobody asks for, "refund" that is
	// not made.
	Of string `json:"of,omitempty"`

	// Each: an amount or a hashrate that is of one machine, of several.
	Each bool `json:"each,omitempty"`

	from   int // its place in the folded text
	to     int
	share  bool // the text gives Value as a share
	own    int  // the place of the one figure that it takes, plus one; 0: it takes all that it quotes
	clause int  // the clause it stands in
}

// Asked is a clause that was read and not understood, and what to ask the seller about it.
type Asked struct {
	Quote string `json:"quote"`
	From  int    `json:"from"`
	To    int    `json:"to"`
	Ask   string `json:"ask"`

	// MayBe is the name of a grave statement that the words may be, though they are more like those of honest
	// texts; empty: of none.
	MayBe string `json:"may_be,omitempty"`
}

// Reading is all that was read in a text.
type Reading struct {
	Language      string      `json:"language,omitempty"` // ISO 639-1, of most of the text; empty: not known
	Statements    []Statement `json:"statements"`
	NotUnderstood []Asked     `json:"not_understood"`
}

// Read reads a text. It never fails: what cannot be read is in NotUnderstood.
func Read(text string) Reading { return ReadUntil(context.Background(), text) }

// ReadUntil is Read as long as the context lasts: it ends soon after, with part of what stands there.
func ReadUntil(ctx context.Context, text string) Reading {
	d := parse(ctx, text)
	r := Reading{Language: d.Language}
	for i := 0; i < len(d.clauses) && ctx.Err() == nil; i++ {
		d.read(i)
	}
	r.Statements = d.settle()
	r.NotUnderstood = d.asked
	if len(text) > MaxText {
		r.NotUnderstood = append(r.NotUnderstood, Asked{Quote: text[MaxText:], From: MaxText, To: len(text),
			Ask: "this text is longer than is read: paste the part that matters"})
	}
	return r
}

// Grave is the statements that on their words alone would make a careful buyer doubt.
func (r Reading) Grave() []Statement {
	return slices.DeleteFunc(slices.Clone(r.Statements), func(s Statement) bool { return !s.Grave })
}
