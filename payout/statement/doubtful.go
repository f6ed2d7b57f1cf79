package statement

import (
	"fmt"
	"slices"
	"strconv"

	"github.com/assaymining/assay/units"
)

// unlike is how many times the middle amount of its kind a row may be: a thousand is the distance of
// bitcoin and millibitcoin, a hundred million that of bitcoin and satoshi.
const unlike = 500

// unlikeCredit is the same of credits: no day earns a hundred times another, while a payout may be of many.
const unlikeCredit = 100

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

// anotherUnit says how many times a row's amount is the middle one of its kind, or less says it of the
// reverse, where they are apart as two units are; 0: they are not. Less is only what has parts of a satoshi,
// as an amount in bitcoin has that was written as one in millibitcoin.
func anotherUnit(r Row, middle int64) (times int64, less bool) {
	v := abs(int64(r.Amount))
	most := int64(unlike)
	if r.Kind == Credit {
		most = unlikeCredit
	}
	switch {
	case middle <= 0 || v == 0:
		return 0, false
	case v/middle >= most:
		return v / middle, false
	case r.Amount%1000 == 0:
		return 0, false
	}
	for _, apart := range [...]int64{1000, 100_000, 1_000_000, 100_000_000} {
		if times := middle / v; 2*times >= apart && times <= 2*apart {
			return times, true
		}
	}
	return 0, false
}

// outliers refuses rows that must be in another unit than the rest, whose middle amounts are told.
func (b *builder) outliers(middle sizes) {
	type entry struct {
		time int64
		kind Kind
	}
	bad := map[entry]bool{}   // a row of it cannot be meant
	taken := map[entry]bool{} // and one takes from the others, as a fee does
	for _, r := range b.s.Rows {
		if times, _ := anotherUnit(r, middle[r.class()]); times > 0 {
			bad[entry{r.Time, r.Kind}] = true
		}
	}
	for _, r := range b.s.Rows {
		if e := (entry{r.Time, r.Kind}); r.Amount < 0 && bad[e] {
			taken[e] = true
		}
	}
	b.s.Rows = slices.DeleteFunc(b.s.Rows, func(r Row) bool {
		times, less := anotherUnit(r, middle[r.class()])
		switch e := (entry{r.Time, r.Kind}); {
		case times == 0 && bad[e] && taken[e]:
			b.refuse(r.Line, "another row of the same entry is not used, so that its sum is not known")
		case times == 0:
			return false
		case less:
			b.refuse(r.Line, "%s BTC is 1/%d of the middle %s of this file; is it in another unit, such as "+
				"millibitcoin?", r.Amount.FloorSat(), times, r.Kind)
		default:
			b.refuse(r.Line, "%s BTC is %d times the middle %s of this file; is it in another unit, such as "+
				"satoshi?", r.Amount.FloorSat(), times, r.Kind)
		}
		return true
	})
}

// Rounded amounts: a file of which half the last digit is more than a part of roundedFile of its middle
// amount is not used, nor a row of which it is more than a part of roundedRow among others that are finer.
const (
	roundedFile = 1000
	roundedRow  = 100
)

// rounded refuses amounts that were rounded, as a spreadsheet saves them. The error refuses the whole file.
func (b *builder) rounded(middle sizes) *Error {
	var finest sizes
	var rows, first [4]int
	for i := range b.s.Rows {
		r := &b.s.Rows[i]
		k := r.class()
		if rows[k]++; rows[k] == 1 || int64(r.step) < finest[k] {
			finest[k], first[k] = int64(r.step), r.Line
		}
	}
	for k, step := range finest {
		// Nothing at all, as 0.00, may have been anything smaller; a plain 0 is nothing.
		nothing := middle[k] == 0 && step <= 1e9
		if rows[k] >= 5 && step >= 10_000 && step/2 > middle[k]/roundedFile && (middle[k] > 0 || nothing) {
			return &Error{b.s.Name, first[k], fmt.Sprintf("every %s is written to %s BTC and no finer: they "+
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

// refuseAstray refuses the rows at between two of the run that are far from both.
func (b *builder) refuseAstray(at, run []int) {
	gone := map[int]bool{}
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
			b.refuse(r.Line, "its date, %s, stands among rows of %s to %s: is its year right, and which is "+
				"the day and which the month?", units.DateOf(r.Time), units.DateOf(low), units.DateOf(high))
		}
	}
	b.s.Rows = slices.DeleteFunc(b.s.Rows, func(r Row) bool { return gone[r.Line] })
}
