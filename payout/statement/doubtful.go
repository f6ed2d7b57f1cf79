package statement

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/assaymining/assay/units"
)

// unlike is how many times the amounts about it a row may be: a thousand is the distance of bitcoin and
// millibitcoin, a hundred million that of bitcoin and satoshi.
const unlike = 500

// unlikeCredit is the same of credits, of which several may make a day: a thousand times a fifth of the
// middle one is another unit too. A payout may be of many days.
const unlikeCredit = 200

// Rows about a row: so many before and behind it, and so many seconds away. In years difficulty and halvings
// make honest amounts as far apart as units are.
const (
	nearRows    = 10
	nearSeconds = 200 * 86_400
)

// sizes are amounts of a class of rows: of a kind, or fees that are rows of their own.
type sizes [4]int64

// class is the place of a row's amount in sizes.
func (r *Row) class() int {
	if r.Kind == Credit && r.Amount < 0 {
		return 3
	}
	return int(r.Kind)
}

// middles are the middle amounts of the rows held by class; 0 where there are too few to tell.
func (b *builder) middles() (middle sizes) {
	for k := range middle {
		list := b.amounts[:0] // a long file asks often
		for i := range b.s.Rows {
			if r := &b.s.Rows[i]; r.class() == k {
				list = append(list, abs(int64(r.Amount)))
			}
		}
		if len(list) >= 5 {
			slices.Sort(list)
			middle[k] = list[len(list)/2]
		}
		b.amounts = list
	}
	return middle
}

// series are the rows of each class, by their places in s.Rows, in order of time.
func (b *builder) series() (list [len(sizes{})][]int) {
	for i := range b.s.Rows {
		k := b.s.Rows[i].class()
		list[k] = append(list[k], i)
	}
	for _, at := range list {
		slices.SortStableFunc(at, func(x, y int) int {
			return cmp.Compare(b.s.Rows[x].Time, b.s.Rows[y].Time)
		})
	}
	return list
}

// around is the middle amount of the rows at[from:to] that are near in time to row p of them; false where
// there are too few.
func (b *builder) around(at []int, from, to, p int) (int64, bool) {
	list := b.amounts[:0]
	for _, i := range at[max(from, 0):min(to, len(at))] {
		if r := &b.s.Rows[i]; abs(r.Time-b.s.Rows[at[p]].Time) <= nearSeconds {
			list = append(list, abs(int64(r.Amount)))
		}
	}
	b.amounts = list
	if len(list) < 5 {
		return 0, false
	}
	slices.Sort(list)
	return list[len(list)/2], true
}

// alike reports whether no two of the rows are apart as units are: most files, and no more work.
func (b *builder) alike(at []int) bool {
	low, high := int64(math.MaxInt64), int64(0)
	for _, i := range at {
		if v := abs(int64(b.s.Rows[i].Amount)); v > 0 {
			low, high = min(low, v), max(high, v)
		}
	}
	return high/unlikeCredit < low
}

// odd is a row whose amount is so many times that of the rows about it, or less: that part of it.
type odd struct {
	times int64
	less  bool
}

// odds are the rows that must be in another unit than those about them, by line. Less is only what has parts
// of a satoshi, as an amount in bitcoin has that was written as one in millibitcoin.
func (b *builder) odds(middle sizes) map[int]odd {
	found := map[int]odd{}
	for k, at := range b.series() {
		if middle[k] == 0 || b.alike(at) {
			continue
		}
		for p, i := range at {
			m, most := middle[k], int64(unlike)
			if near, ok := b.around(at, p-nearRows, p+nearRows+1, p); ok {
				m = near
				if k == int(Credit) {
					most = unlikeCredit
				}
			}
			if o, is := oddBeside(b.s.Rows[i].Amount, m, most); is {
				found[b.s.Rows[i].Line] = o
			}
		}
	}
	return found
}

func oddBeside(amount units.MilliSat, middle, most int64) (odd, bool) {
	v := abs(int64(amount))
	switch {
	case middle <= 0 || v == 0:
		return odd{}, false
	case v/middle >= most:
		return odd{v / middle, false}, true
	case amount%1000 == 0:
		return odd{}, false
	}
	for _, apart := range [...]int64{1000, 100_000, 1_000_000, 100_000_000} {
		if times := middle / v; 2*times >= apart && times <= 2*apart {
			return odd{times, true}, true
		}
	}
	return odd{}, false
}

// outliers refuses rows that must be in another unit than the rest, whose middle amounts are told. Those that
// are refused raised the middle of the others: what is left is looked at again.
func (b *builder) outliers(middle sizes) {
	for range 5 {
		found := b.odds(middle)
		if len(found) == 0 {
			return
		}
		b.refuseOdds(found)
		middle = b.middles()
	}
}

func (b *builder) refuseOdds(found map[int]odd) {
	type entry struct {
		time int64
		kind Kind
	}
	bad := map[entry]bool{}   // a row of it cannot be meant
	taken := map[entry]bool{} // and one takes from the others, as a fee does
	for _, r := range b.s.Rows {
		if _, is := found[r.Line]; is {
			bad[entry{r.Time, r.Kind}] = true
		}
	}
	for _, r := range b.s.Rows {
		if e := (entry{r.Time, r.Kind}); r.Amount < 0 && bad[e] {
			taken[e] = true
		}
	}
	b.s.Rows = slices.DeleteFunc(b.s.Rows, func(r Row) bool {
		o, is := found[r.Line]
		switch e := (entry{r.Time, r.Kind}); {
		case !is && bad[e] && taken[e]:
			b.refuse(r.Line, "another row of the same entry is not used, so that its sum is not known")
		case !is:
			return false
		case o.less:
			b.refuse(r.Line, "%s BTC is 1/%d of the middle %s about it; is it in another unit, such as "+
				"millibitcoin?", r.Amount.FloorSat(), o.times, r.Kind)
		default:
			b.refuse(r.Line, "%s BTC is %d times the middle %s about it; is it in another unit, such as "+
				"satoshi?", r.Amount.FloorSat(), o.times, r.Kind)
		}
		return true
	})
}

const twoSizes = "from about here on amounts are of another size by a factor of 500 or more: two units " +
	"stand in one file; give it in parts"

// twoUnits refuses a file whose amounts are of another size from some row on.
func (b *builder) twoUnits(middle sizes) *Error {
	for k, at := range b.series() {
		if middle[k] == 0 || b.alike(at) {
			continue
		}
		for p := 5; p+5 <= len(at); p++ {
			before, known := b.around(at, p-nearRows, p, p)
			after, also := b.around(at, p, p+nearRows, p)
			before, after = max(before, 1), max(after, 1)
			if known && also && (after/before >= unlike || before/after >= unlike) {
				return &Error{b.s.Name, b.s.Rows[at[p]].Line, twoSizes}
			}
		}
	}
	return nil
}

// Rounded amounts: a file of which half the last digit is more than a part of roundedFile of its middle
// amount is not used, nor a row of which it is more than a part of roundedRow among others that are finer.
const (
	roundedFile = 1000
	roundedRow  = 100
)

// rounded refuses amounts that were rounded, as a spreadsheet saves them; a saved answer no hand has touched.
// The error refuses the whole file.
func (b *builder) rounded(middle sizes) *Error {
	if err := b.twoUnits(middle); err != nil {
		return err
	}
	if !b.inTable {
		return nil
	}
	var finest sizes
	var rows [4]int
	for i := range b.s.Rows {
		r := &b.s.Rows[i]
		k := r.class()
		if rows[k]++; rows[k] == 1 || int64(r.step) < finest[k] {
			finest[k] = int64(r.step)
		}
	}
	for k, step := range finest {
		// Nothing at all, as 0.00, may have been anything smaller; a plain 0 is nothing.
		nothing := middle[k] == 0 && step <= 1e9
		if rows[k] >= 5 && step >= 10_000 && step/2 > middle[k]/roundedFile && (middle[k] > 0 || nothing) {
			return &Error{b.s.Name, 0, fmt.Sprintf("every %s is written to %s BTC and no finer: they "+
				"were rounded, as a spreadsheet does, and what was paid is not known. Export them with "+
				"eight decimals; exact ones write in satoshi; or give their sum as one amount", Kind(k%3),
				inBitcoin(step))}
		}
	}
	b.s.Rows = slices.DeleteFunc(b.s.Rows, func(r Row) bool {
		m := middle[r.class()]
		coarse := m > 0 && r.Amount != 0 && r.step >= 10_000_000 && int64(r.step)/2 > m/roundedRow
		if coarse {
			b.refuse(r.Line, "it is written to %s BTC only, where others are finer: it was rounded",
				inBitcoin(int64(r.step)))
		}
		return coarse
	})
	return nil
}

// inBitcoin is so many thousandths of a satoshi in bitcoin.
func inBitcoin(step int64) string { return strconv.FormatFloat(float64(step)/1e11, 'f', -1, 64) }

// farAstray is how many seconds a row must be away from both of its neighbours to be out of order.
const farAstray = 20 * 86_400

// astray refuses the few rows that stand far out of order in a file that is in order, either way, without
// them: their year, or the order of day and month, is wrong. Those at its ends may have been added by hand.
func (b *builder) astray() {
	for kind := Credit; kind <= Payout; kind++ {
		var at []int
		for i := range b.s.Rows {
			if b.s.Rows[i].Kind == kind {
				at = append(at, i)
			}
		}
		if len(at) < 10 {
			continue
		}
		up, down := b.inOrder(at, 1), b.inOrder(at, -1)
		if len(down) > len(up) {
			up = down
		}
		if strays := len(at) - len(up); strays > 0 && strays <= len(at)/10 {
			b.refuseAstray(at, up)
		}
	}
}

// inOrder is the longest run of rows, others between them left out, whose times rise, or fall for a sign
// of -1.
func (b *builder) inOrder(at []int, sign int64) []int {
	ends := make([]int, 0, len(at)) // the places in at of the last row of the best run of each length
	before := make([]int, len(at))
	time := func(i int) int64 { return sign * b.s.Rows[at[i]].Time }
	for i := range at {
		n, _ := slices.BinarySearchFunc(ends, time(i), func(e int, t int64) int {
			if time(e) <= t {
				return -1
			}
			return 1
		})
		before[i] = -1
		if n > 0 {
			before[i] = ends[n-1]
		}
		if n == len(ends) {
			ends = append(ends, i)
		}
		ends[n] = i
	}
	run := make([]int, len(ends))
	for i, n := ends[len(ends)-1], len(ends)-1; n >= 0; i, n = before[i], n-1 {
		run[n] = i
	}
	return run
}

// refuseAstray refuses the rows at between two of the run that are far from both; and with a charge what else
// stands on its day, of which nobody could say any more what was left.
func (b *builder) refuseAstray(at, run []int) {
	gone, charged := map[int]bool{}, map[units.Date]int{}
	for n := 1; n < len(run); n++ {
		low, high := b.s.Rows[at[run[n-1]]].Time, b.s.Rows[at[run[n]]].Time
		if low > high {
			low, high = high, low
		}
		for i := run[n-1] + 1; i < run[n]; i++ {
			r := &b.s.Rows[at[i]]
			if r.Time >= low-farAstray && r.Time <= high+farAstray {
				continue
			}
			gone[r.Line] = true
			if r.Amount < 0 {
				charged[units.DateOf(r.Time)] = r.Line
			}
			b.refuse(r.Line, "its date, %s, stands among rows of %s to %s: is its year right, and which is "+
				"the day and which the month?", units.DateOf(r.Time), units.DateOf(low), units.DateOf(high))
		}
	}
	b.s.Rows = slices.DeleteFunc(b.s.Rows, func(r Row) bool {
		charge, of := charged[units.DateOf(r.Time)]
		if of && !gone[r.Line] {
			gone[r.Line] = true
			b.refuse(r.Line, "row %d, a charge of its day, is refused", charge)
		}
		return gone[r.Line]
	})
}
