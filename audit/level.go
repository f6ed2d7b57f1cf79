package audit

import (
	"math"

	"github.com/assaymining/assay/audit/mixture"
)

// level is the test "less is paid than owed, by more than the tolerance", run on day after day.
//
// It tests the mean against zero and counts only where the mean is below the tolerance, by a quarter of a
// standard error of it. Where the past is surely correlated, the e-value of blocks of days must agree.
// Besides, the past must speak against lasting noise: of any scale, and of the scale that payouts have.
type level struct {
	threshold float64
	clip      mixture.Clipper
	values    []float64
	lag       mixture.Lagged // of values
	blocks    [len(blockLengths)]mixture.Student
	sums      [len(blockLengths)]float64
	usual     float64         // the sd that such values have
	excess    mixture.Student // values with the tolerance added
	forgiving bool            // some tolerance was given
	best      peak
}

// beyondTolerance is how many standard errors of the mean the shortfall must lie beyond the tolerance: a
// payer whose lasting difference is just inside it, as by a median of fees, is beyond it by chance now and
// then.
const beyondTolerance = 0.25

// peak follows an e-value: the largest so far and the first crossing of a threshold.
type peak struct {
	log   float64 // largest log e-value that counts
	at    int     // values seen when it was reached
	alarm int     // values seen at the first crossing, 0 none
}

// settled reports whether nothing that is told can change any more: it alarmed, and more than maxE is not
// printed.
func (p *peak) settled() bool { return p.alarm > 0 && p.log >= logMaxE }

// logMaxE is the log of maxE: 9 ln 10.
const logMaxE = 9 * math.Ln10

// see notes a log e-value after n values.
func (p *peak) see(log float64, n int, threshold float64) {
	if log > p.log {
		p.log = log
		p.at = n
	}
	if p.alarm == 0 && log >= threshold {
		p.alarm = n
	}
}

// newLevel takes the log of the e-value at which it alarms, the least sd, that of rounding, and the sd that
// such values have.
func newLevel(threshold, floor, usual float64) *level {
	l := &level{threshold: threshold, usual: usual}
	l.excess.Floor = floor
	l.clip.Floor = floor
	for i, days := range blockLengths {
		l.blocks[i].Floor = floor / math.Sqrt(float64(days))
	}
	return l
}

// add takes the residual of one more day or period, and what is forgiven of it.
func (l *level) add(r, tolerance float64) {
	x := l.clip.Clip(r)
	l.excess.Add(x + tolerance)
	l.forgiving = l.forgiving || tolerance > 0
	l.values = append(l.values, x)
	l.lag.Add(x)
	n := len(l.values)
	for i, days := range blockLengths {
		l.sums[i] += x
		if n%days == 0 {
			l.blocks[i].Add(l.sums[i] / float64(days))
			l.sums[i] = 0
		}
	}
	if l.best.settled() {
		return
	}
	if log := l.log(); log > 0 {
		l.best.see(log, n, l.threshold)
	}
}

// log is the log e-value as it stands; 0 where the mean is within the tolerance.
func (l *level) log() float64 {
	daily := &l.blocks[0]
	if daily.N < 2 || l.excess.Mean >= 0 {
		return 0
	}
	if bound := daily.TwoSided(daily.Mean) + math.Ln2; bound <= l.best.log {
		return 0 // no more than was seen before: spare the work
	}
	if l.forgiving && -l.excess.Mean*math.Sqrt(l.excess.N) < beyondTolerance*l.excess.SD() {
		return 0
	}
	log := daily.Below()
	if log <= l.best.log {
		return log
	}
	n := len(l.values)
	log = min(log, l.againstNoise(log, n))
	r := l.lag.Lag1()
	if i := blockFor(r, n); i > 0 && log > l.best.log {
		block := &l.blocks[i]
		if block.N < 2 || block.Mean >= 0 {
			return 0
		}
		log = min(log, block.Below())
	}
	return log
}

// againstNoise is how far a log e-value of n values counts, seeing that lasting noise about what is owed may
// have made them: it reaches the threshold where they are as much likelier by less pay as is asked.
func (l *level) againstNoise(log float64, n int) float64 {
	counts := l.lag.AgainstUsual(lasting[0], l.usual, mixture.Scales[:], mixture.Weights[:]) - usualOdds
	if n < lastingAfter {
		return l.threshold + min(counts, log+l.lag.AgainstLasting(lasting[0])-lastingEarly)
	}
	for _, rho := range lasting {
		counts = min(counts, log+l.lag.AgainstLasting(rho)-lastingOdds)
	}
	return l.threshold + counts
}

// blockDays is the number of days of a block that the past asks for.
func (l *level) blockDays() int {
	if len(l.values) < 3 {
		return 1
	}
	return blockLengths[blockFor(l.lag.Lag1(), len(l.values))]
}

// confidence is a sequence of intervals for the mean that holds at all times together: the part that
// no day's two-sided test rejects. It only ever shrinks.
type confidence struct {
	low, high float64
	log       float64 // of the e-value at which a value is rejected
}

func newConfidence(log float64) *confidence {
	return &confidence{low: math.Inf(-1), high: math.Inf(1), log: log}
}

// see narrows the interval by what t knows.
func (c *confidence) see(t *mixture.Student) {
	half := t.HalfWidth(c.log)
	if math.IsInf(half, 1) {
		return
	}
	c.low = max(c.low, t.Mean-half)
	c.high = min(c.high, t.Mean+half)
}
