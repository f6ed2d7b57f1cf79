package statement

import (
	"fmt"
	"slices"

	"github.com/assaymining/assay/units"
)

// A file that is two copies of one lists each entry twice. One that stands alone there was damaged in one of
// the copies: its twin is another row of the same moment, or is gone.

// twiceShare is the share of the rows used that must have a twin for a file to be two copies of one,
// partlyTwice for one that repeats enough of them that what is damaged in it may stand elsewhere. Both are
// judgements: an export that overlaps the one before repeats less.
const twiceShare, partlyTwice = 0.75, 0.2

// fewUsed is how many rows for each that is used may be refused, for a file to say anything; a judgement too.
const fewUsed = 20

// muddled refuses a file of which hardly a row is used, and one that repeats rows and has others that are
// damaged.
func (b *builder) muddled() error {
	if b.days != nil { // rows are days then, and twins are those of its beginning
		return nil
	}
	if n := len(b.s.Rows); n > 0 && b.s.Lost > fewUsed*n {
		return &Error{b.s.Name, b.s.Refused[0].Row, fmt.Sprintf("%s; so are %d rows refused, and what the "+
			"other %d sum to says nothing", b.s.Refused[0].Why, b.s.Lost, n)}
	}
	if b.s.Lost == 0 || float64(len(b.twins)) < partlyTwice*float64(len(b.s.Rows)) || len(b.twins) == 0 {
		return nil
	}
	return &Error{b.s.Name, 0, fmt.Sprintf("the file repeats %d rows and has %d that cannot be used, "+
		"which may stand elsewhere in it: give one whole copy", len(b.twins), b.s.Lost)}
}

// twin notes that a row stood before.
func (b *builder) twin(first int32) {
	if b.days != nil { // of so many rows which ones stood twice is not known any more
		return
	}
	if b.twins == nil {
		b.twins = map[int32]bool{}
	}
	b.twins[first] = true
}

// unlikeTwins refuses the rows of a doubled file that have no twin and share their moment: the later one or,
// where their amounts differ, all of that moment, of which they are a part.
func (b *builder) unlikeTwins() {
	if len(b.twins) == 0 || len(b.s.Rows) == 0 {
		return
	}
	b.cutShort()
	if float64(len(b.twins)) < twiceShare*float64(len(b.s.Rows)) {
		return
	}
	type moment struct {
		time int64
		kind Kind
	}
	alone := map[moment][]Row{}
	for _, r := range b.s.Rows {
		if m := (moment{r.Time, r.Kind}); !b.twins[int32(r.Line)] {
			alone[m] = append(alone[m], r)
		}
	}
	b.s.Rows = slices.DeleteFunc(b.s.Rows, func(r Row) bool {
		rows := alone[moment{r.Time, r.Kind}]
		differ := slices.ContainsFunc(rows, func(o Row) bool { return o.Amount != rows[0].Amount })
		kept := !differ && (b.twins[int32(r.Line)] || r.Line == rows[0].Line)
		if len(rows) < 2 || kept {
			return false
		}
		b.refuse(r.Line, "the file lists each entry twice, and this one in two ways (rows %d and %d): which "+
			"is right?", rows[0].Line, rows[1].Line)
		return true
	})
}

// cutShort refuses the first and the last line of a file that repeats some of its rows where it shares its
// day and amount with another: it may be one of them, cut.
func (b *builder) cutShort() {
	byLine := func(x, y Row) int { return x.Line - y.Line }
	ends := []Row{slices.MinFunc(b.s.Rows, byLine), slices.MaxFunc(b.s.Rows, byLine)}
	cut := map[int]bool{}
	for _, r := range ends {
		cut[r.Line] = !b.twins[int32(r.Line)] && slices.ContainsFunc(b.s.Rows, func(o Row) bool {
			return o.Line != r.Line && o.Kind == r.Kind && o.Amount == r.Amount && !cut[o.Line] &&
				units.DateOf(o.Time) == units.DateOf(r.Time)
		})
	}
	b.s.Rows = slices.DeleteFunc(b.s.Rows, func(r Row) bool {
		if cut[r.Line] {
			b.refuse(r.Line, "the file repeats rows, and this line at its end may be one of them, cut: is "+
				"it another payment?")
		}
		return cut[r.Line]
	})
}
