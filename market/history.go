package market

import (
	"fmt"
	"slices"
	"sort"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/units"
)

// History is a run of days without holes, and the difficulty epochs known at its end. It is
// immutable and safe for concurrent use. Get one from Embedded, Parse or New.
type History struct {
	days     []Day // never empty
	epochs   []Epoch
	known    []units.Date // known[i]: the day at whose end epochs[i] was known; ascending
	derived  bool         // the epochs are derived from daily difficulties
	hash     string
	sources  []cite.Source
	warnings []string

	fees, blocks int // index of the first day with its own fees, count of blocks; len(days) or more if none
}

// feesKnown reports whether days[i] has fees of its own.
func (h *History) feesKnown(i int) bool { return i >= h.fees && h.days[i].Carried.Fees == 0 }

// blocksKnown reports whether days[i] has a count of blocks of its own.
func (h *History) blocksKnown(i int) bool { return i >= h.blocks && h.days[i].Carried.Blocks == 0 }

// First is the first day.
func (h *History) First() units.Date { return h.days[0].Date }

// Last is the last day.
func (h *History) Last() units.Date { return h.days[len(h.days)-1].Date }

// At is the day at date. Outside First to Last the error says what is covered.
func (h *History) At(date units.Date) (Day, error) {
	if date < h.First() || date > h.Last() {
		return Day{}, fmt.Errorf(
			"%s is outside the history (%s to %s); choose a day inside, or give a longer one with %s",
			date,
			h.First(),
			h.Last(),
			need.History.As("FILE"),
		)
	}
	return h.days[date-h.First()], nil
}

// Days is the days from from to before to, as far as the history has them. The slice is shared:
// read only.
func (h *History) Days(from, to units.Date) []Day {
	n := units.Date(len(h.days))
	i := min(max(from-h.First(), 0), n)
	j := min(max(to-h.First(), i), n)
	return h.days[i:j:j]
}

// Epochs is the difficulty epochs begun by the end of Last, oldest first. The slice is shared:
// read only.
func (h *History) Epochs() []Epoch { return h.epochs }

// CutAt is what was known at the end of day date: the days up to it and the epochs begun by then,
// each figure the same as in h. It costs no copy. It panics on a date before First; one from Last
// on gives h itself.
func (h *History) CutAt(date units.Date) *History {
	if date >= h.Last() {
		return h
	}
	if date < h.First() {
		panic(fmt.Sprintf("market: cut at %s, before the first day %s", date, h.First()))
	}
	cut := *h
	n := int(date-h.First()) + 1
	cut.days = h.days[:n:n]
	k := sort.Search(len(h.known), func(i int) bool { return h.known[i] > date })
	cut.epochs, cut.known = h.epochs[:k:k], h.known[:k:k]
	return &cut
}

// Hash is cite.Hash of the CSV that the history was read from, or of its own; empty if it was built with
// New. A cut keeps the hash of the whole.
func (h *History) Hash() string { return h.hash }

// Sources is where the figures come from, the bytes themselves first. The slice is the caller's.
func (h *History) Sources() []cite.Source { return slices.Clone(h.sources) }

// Warnings is what the reader of a file should know: columns not used, figures not there.
func (h *History) Warnings() []string { return slices.Clone(h.warnings) }

// Cutoffs is, for each kind of figure, the last day that has its own; 0 if no day has.
type Cutoffs struct {
	Difficulty, Price, Fees, Blocks units.Date
}

// Cutoffs looks back from Last; on days after a cut-off the figure is carried forward.
func (h *History) Cutoffs() Cutoffs {
	last := h.days[len(h.days)-1]
	own := func(carried units.Date, known bool) units.Date {
		if carried != 0 {
			return carried
		}
		if known {
			return last.Date
		}
		return 0
	}
	return Cutoffs{
		Difficulty: own(last.Carried.Difficulty, true),
		Price:      own(last.Carried.Price, last.PriceUSD > 0),
		Fees:       own(last.Carried.Fees, h.feesKnown(len(h.days)-1)),
		Blocks:     own(last.Carried.Blocks, h.blocksKnown(len(h.days)-1)),
	}
}

// EpochAt is the epoch in force at a Unix time; false before the first and without epochs.
func (h *History) EpochAt(unix int64) (Epoch, bool) {
	k := sort.Search(len(h.epochs), func(i int) bool { return h.epochs[i].Time > unix })
	if k == 0 {
		return Epoch{}, false
	}
	return h.epochs[k-1], true
}

// DifficultyGrowth is the difficulty of day date over that of n days earlier, minus 1: 0.2 is
// 20 % more. False if either day is outside the history.
func (h *History) DifficultyGrowth(date units.Date, n units.Days) (units.Fraction, bool) {
	now, err := h.At(date)
	if err != nil {
		return 0, false
	}
	then, err := h.At(date - units.Date(n))
	if err != nil {
		return 0, false
	}
	return units.Fraction(now.Difficulty/then.Difficulty - 1), true
}

// Stale says which facts are older than a day that is judged; for one after the last, that it is.
func (h *History) Stale(asOf units.Date) []string {
	var out []string
	known := min(asOf, h.Last())
	if asOf > known {
		out = append(out, fmt.Sprintf("the market is known to %s only: conditions are %d days older than %s",
			known, asOf-known, asOf))
	}
	day, err := h.At(known)
	if err != nil {
		return out
	}
	for _, f := range []struct {
		what string
		from units.Date
	}{
		{"transaction fees", day.Carried.Fees},
		{"the price", day.Carried.Price},
		{"the difficulty", day.Carried.Difficulty},
	} {
		if f.from != 0 && f.from < known {
			out = append(out, fmt.Sprintf("%s of %s are carried forward from %s (%d days old)",
				f.what, known, f.from, known-f.from))
		}
	}
	return out
}
