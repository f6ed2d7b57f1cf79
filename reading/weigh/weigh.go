// Package weigh says how a passage reads on the whole: as an offer that promises, or as what so often
// holds the same words, a warning, a report, a rule, a bill.
//
// A statement rests on a few words; those of its block, up to a blank line, tell who speaks of what. Each
// concept there adds its weight of evidence (I. J. Good, Probability and the Weighing of Evidence, 1950),
// a part of the log odds. weights.txt holds them, a line each, to be read and doubted; command readscore
// learns them from labelled texts by logistic regression. Where they speak against a promise it is asked
// about, and held against nobody. What stands behind a blank line weighs nothing, so that no honest text
// beside an offer clears it.
//
// Main types: Passage. Nothing in it is promised to other modules.
package weigh

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// Reach is how many clauses before and behind one are its passage, at most.
const Reach = 10

// Least is the log odds below which a passage is none that promises: odds of one to seven. On the texts of
// the ninth author, which nobody had read, it left the 42 of 45 grave sentences and 5 of 6 pages that were
// found without it, and slandered 4 of 60 honest sentences and 3 of 14 pages in place of 6 and 6.
const Least = -2.0

// Several is how many clauses a passage has, at least, that can speak against a promise in one of them.
const Several = 3

// Bias is the name of the weight that every passage has.
const Bias = "bias"

// Passage is what stands around a clause: the concepts, and the kinds of figures.
type Passage struct {
	has     language.Set
	figures uint // bits of figures
	clauses int
}

// figures is the kinds of figures that are told apart, and whether they come again and again.
var figures = []string{"plain", "percent", "money", "hashrate", "span", "multiple", "else", "asks"}

const again = "-again"

// Around is the passage of clause i: its block.
func Around(all []phrase.Clause, i int) (p Passage) {
	from, to := i, i
	for from > max(0, i-Reach) && all[from].Line-all[from-1].Line <= 1 {
		from--
	}
	for to < min(len(all)-1, i+Reach) && all[to+1].Line-all[to].Line <= 1 {
		to++
	}
	p.clauses = to - from + 1
	for k := from; k <= to; k++ {
		c := &all[k]
		p.has.AddAll(c.Has)
		if c.Question {
			p.figures |= 1 << 7
		}
		for _, v := range c.Values {
			bit := kind(v.Kind)
			if v.Every != "" {
				bit += 8
			}
			p.figures |= 1 << bit
		}
	}
	return p
}

// kind is the place of a kind of figure in figures.
func kind(k phrase.Kind) int {
	switch k {
	case phrase.PlainNumber:
		return 0
	case phrase.Percent:
		return 1
	case phrase.Money:
		return 2
	case phrase.Hashrate:
		return 3
	case phrase.Span:
		return 4
	case phrase.Multiple:
		return 5
	}
	return 6
}

// Names are what a passage holds, as weights.txt calls it.
func (p Passage) Names() (names []string) {
	for k := range language.Concepts() {
		if p.has.Has(k) {
			names = append(names, k.String())
		}
	}
	for bit := range 16 {
		if p.figures>>bit&1 == 1 {
			names = append(names, "figure-"+figures[bit%8]+strings.Repeat(again, bit/8))
		}
	}
	return names
}

// Told reports a passage of several clauses that speaks against a promise.
func (p Passage) Told() bool { return p.clauses >= Several && p.Odds() < Least }

// Odds is the natural logarithm of the odds that a passage promises.
func (p Passage) Odds() float64 {
	w := weights()
	sum := w[Bias]
	for _, name := range p.Names() {
		sum += w[name]
	}
	return sum
}

//go:embed weights.txt
var table string

// weights is the table, read once.
var weights = sync.OnceValue(func() map[string]float64 {
	w, err := read(table)
	if err != nil {
		panic(err) // a test reads the table that is built in
	}
	return w
})

// read reads lines of a name and a weight; what follows "#" is said to the reader.
func read(text string) (map[string]float64, error) {
	w := map[string]float64{}
	for n, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(line, "#")
		f := strings.Fields(line)
		if len(f) == 0 {
			continue
		}
		if len(f) != 2 {
			return nil, fmt.Errorf("weights.txt line %d: %q is no name and weight", n+1, line)
		}
		v, err := strconv.ParseFloat(f[1], 64)
		if err != nil {
			return nil, fmt.Errorf("weights.txt line %d: %w", n+1, err)
		}
		w[f[0]] = v
	}
	return w, nil
}
