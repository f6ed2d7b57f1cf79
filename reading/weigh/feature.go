package weigh

import (
	"cmp"
	"slices"
	"sort"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// Feature is one thing that a clause has: a word, a figure, two that stand together, how large a share is,
// how often something comes, that it is asked. Its name is what the table says.
type Feature uint32

// A feature is a sort of feature (4 bits), the kind of statement that it counts for (4 bits; anyKind: all),
// and two numbers of 12 bits.
const (
	ofItem     Feature = iota << 28 // a: the item
	ofPair                          // a, b: two items that stand together, in this order
	ofShare                         // a: how large a share, its place among sizes
	ofEvery                         // a: the unit of time, b: the kind of figure
	ofQuestion                      // somebody asks
	ofKind                          // the kind of statement itself
	ofSpan                          // a, b: two items with one between them

	sorts   = Feature(15) << 28
	anyKind = 15
)

func feature(sort, a, b Feature) Feature { return sort | anyKind<<24 | a<<12 | b }

// For is a feature where it counts for one kind of statement.
func (f Feature) For(k Kind) Feature { return f&^(anyKind<<24) | Feature(k)<<24 }

// together is how many letters may stand between two words for them to stand together.
const together = 12

// item is a word or a figure of a clause by what it stands for: a concept, or figures and what it is.
type item struct {
	from, to int
	what     Feature
}

// figures is where the items that are figures begin, above all concepts. Beside its kind a figure may come
// again in a time, be per hashrate, and per kilowatt-hour.
const (
	figures = 1 << 10
	timed   = 1 << 4
	hashed  = 1 << 5
	powered = 1 << 6
)

// sizes is where shares are told apart, as fractions.
var sizes = []float64{0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 10}

var stop = language.Must("stop")

// words adds the words of a clause near a stretch.
func words(items []item, c *phrase.Clause, from, to int) []item {
	all := c.Tokens
	at := sort.Search(len(all), func(i int) bool { return all[i].From >= from })
	end := sort.Search(len(all), func(i int) bool { return all[i].From >= to })
	for _, k := range all[max(0, at-window):min(len(all), min(end, at+window)+window)] {
		if k.Concept != stop {
			items = append(items, item{k.From, k.To, Feature(k.Concept)})
		}
	}
	return items
}

// valuesNear is the figures of a clause near a stretch.
func valuesNear(c *phrase.Clause, from int) []phrase.Value {
	at := sort.Search(len(c.Values), func(i int) bool { return c.Values[i].From >= from })
	return c.Values[max(0, at-few):min(len(c.Values), at+few)]
}

// figureOf is what a figure is, and the unit of time in which it comes again; 0: in none.
func figureOf(d *phrase.Doc, c *phrase.Clause, v phrase.Value) (what, every Feature) {
	what = Feature(v.Kind)
	if unit, _, _ := d.TimeOf(c, v); unit != "" {
		what |= timed
		every = unitOf(unit)
	}
	if v.PerHash > 0 {
		what |= hashed
	}
	if v.PerKWh {
		what |= powered
	}
	return what, every
}

// unitOf is the place of a unit of time among phrase.TimeUnits, from 1; one of several days is past them.
func unitOf(unit string) Feature {
	for i, u := range phrase.TimeUnits {
		if u.Name == unit {
			return Feature(i + 1)
		}
	}
	return Feature(len(phrase.TimeUnits) + 1)
}

// sizeOf is the place of a share among sizes.
func sizeOf(share float64) Feature { return Feature(sort.SearchFloat64s(sizes, share)) }

// Clauses is the clauses that a stretch of the folded text touches, the first few of them.
func Clauses(d *phrase.Doc, from, to int) []phrase.Clause {
	first := sort.Search(len(d.Clauses), func(i int) bool { return d.Clauses[i].To > from })
	end := first
	for end < len(d.Clauses) && end < first+most && (end == first || d.Clauses[end].From < to) {
		end++
	}
	return d.Clauses[first:end]
}

// Features is what the clauses that a stretch of the folded text touches are made of, each thing once.
func Features(d *phrase.Doc, from, to int) []Feature {
	var items []item
	var out []Feature
	scale := 1.0
	touched := Clauses(d, from, to)
	for i := range touched {
		c := &touched[i]
		scale = max(scale, c.Scale)
		items = words(items, c, from, to)
		for _, v := range valuesNear(c, from) {
			what, every := figureOf(d, c, v)
			items = append(items, item{v.From, v.To, figures | what})
			if every > 0 {
				out = append(out, feature(ofEvery, every, Feature(v.Kind)))
			}
			if v.Kind == phrase.Percent {
				out = append(out, feature(ofShare, sizeOf(v.Num), 0))
			}
		}
		if c.Question {
			out = append(out, feature(ofQuestion, 0, 0))
		}
	}
	slices.SortStableFunc(items, func(a, b item) int { return cmp.Compare(a.from, b.from) })
	for i, k := range items {
		out = append(out, feature(ofItem, k.what, 0))
		if i > 0 && float64(k.from-items[i-1].to) < together*scale {
			out = append(out, feature(ofPair, items[i-1].what, k.what))
		}
		if i > 1 && float64(k.from-items[i-2].to) < 2*together*scale {
			out = append(out, feature(ofSpan, items[i-2].what, k.what))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// window is how many words on each side of a statement are looked at, few how many figures, most how many
// clauses: a clause may be a megabyte long.
const window, few, most = 24, 6, 4
