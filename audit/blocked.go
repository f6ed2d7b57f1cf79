package audit

import (
	"slices"

	"github.com/assaymining/assay/audit/mixture"
)

// evidence is a sequential test that takes a value and, where it needs one, a regressor.
type evidence interface {
	Add(x, o float64)
	Log() float64
}

// blocked runs a test on days and beside it on means of blocks of days. An alarm of the days must be shared
// by
// the blocks that the correlation of the past asks for.
type blocked struct {
	threshold float64
	runs      [len(blockLengths)]evidence
	sums      [len(blockLengths)][2]float64
	values    []float64
	others    []float64        // the regressor of each value
	past      func() []float64 // the values whose correlation counts
	without   func() float64   // the least log e-value without one of the values; nil: not asked
	at        int              // index into blockLengths by the past, as last looked at
	look      looks
	best      peak
}

// looks says when what costs as much as the past is long is looked at again: at each value of the first 64,
// then less and less often. Fewer looks than one a day are as valid.
type looks struct{ next int }

// due reports whether n values are enough for another look.
func (l *looks) due(n int) bool {
	if n < l.next {
		return false
	}
	l.next = n + 1 + n/64
	return true
}

// newBlocked takes what makes one more run of the test.
func newBlocked(threshold float64, run func() evidence) *blocked {
	b := &blocked{threshold: threshold}
	b.past = func() []float64 { return b.values }
	for i := range b.runs {
		b.runs[i] = run()
	}
	return b
}

func (b *blocked) add(x, o float64) {
	b.values = append(b.values, x)
	b.others = append(b.others, o)
	n := len(b.values)
	for i, days := range blockLengths {
		b.sums[i][0] += x
		b.sums[i][1] += o
		if n%days == 0 {
			b.runs[i].Add(b.sums[i][0]/float64(days), b.sums[i][1]/float64(days))
			b.sums[i] = [2]float64{}
		}
	}
	if b.best.settled() {
		return
	}
	log := b.runs[0].Log()
	if log <= b.best.log {
		return
	}
	if b.look.due(n) {
		past := b.past()
		b.at = blockFor(lag1(past), len(past))
	}
	if b.at > 0 {
		log = min(log, b.runs[b.at].Log())
	}
	if log >= b.threshold && b.without != nil {
		log = min(log, 2*b.without()) // half of it at least must not hang on one day
	}
	b.best.see(log, n, b.threshold)
}

// newChanged is the test of a change against the payer's own past. The correlation that counts is about the
// mean of each side of the likely change: the change itself makes days alike.
func newChanged(threshold float64) *blocked {
	b := newBlocked(threshold, func() evidence { return mixture.NewStart() })
	daily := b.runs[0].(*mixture.Start)
	b.past = func() []float64 {
		at, _, _ := daily.Since(daily.Values())
		rest := slices.Clone(b.values)
		for _, side := range [][]float64{rest[:at], rest[at:]} {
			mean := 0.0
			if len(side) > 0 {
				mean = meanOf(side)
			}
			for i := range side {
				side[i] -= mean
			}
		}
		return rest
	}
	return b
}

// newFollows is the test of payments that do not follow what is owed. Of the values as they are and less
// the slope found the less correlated count: the noise of a payer who does not follow is what is left
// when the slope is taken out, and that of one who follows is what is there.
func newFollows(threshold float64) *blocked {
	b := newBlocked(threshold, func() evidence { return &mixture.Slope{} })
	daily := b.runs[0].(*mixture.Slope)
	b.without = daily.LogWithoutOne
	b.past = func() []float64 {
		rest := make([]float64, len(b.values))
		for i, x := range b.values {
			rest[i] = x + daily.Best()*b.others[i]
		}
		if lag1(rest) < lag1(b.values) {
			return rest
		}
		return b.values
	}
	return b
}
