package audit

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/audit/mixture"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/units"
)

// The names of the tests, as in the result.
const (
	testUnderpaid = "underpaid"
	testBase      = "underpaid_base"
	testChanged   = "changed"
	testFollows   = "does_not_follow"
	testNoisy     = "too_noisy"
)

// shares of Alpha: each test alarms at 1/(Alpha x share), and the shares sum to 1, so that the chance of any
// false alarm is at most Alpha whatever hangs together (union bound; K equal tests would have K/Alpha each).
// The level has most: it is what holders ask. Where base parts are tested too they take half of that, and
// tests of counts take equal parts of what K equal tests would give them.
const (
	shareLevel   = 0.5
	shareChanged = 0.2
	shareFollows = 0.15
	shareNoisy   = 0.15
)

// feeTolerance times fees over subsidy is forgiven where the payer's fee formula is its own affair: a
// median or trimmed mean of the fees is a lasting 0.07 to 0.3 % (docs/audit.md).
const feeTolerance = 0.2

// byLuck times fees over subsidy may be missing, or scatter, where fees are paid by the blocks that were
// found.
const byLuck = 1

// overpaidBeyond is how much more than owed, beside what fee formulas make, is called overpaid: daily means
// of
// the chain tell what is owed by another day boundary to some 0.02 % only.
const overpaidBeyond = 0.001

// suite runs all tests over a series.
type suite struct {
	s         *series
	forgive   float64 // times a period's fees over subsidy is forgiven
	noise     float64 // times them is the least ceiling of the scatter
	tolerance float64 // the mean of what is forgiven
	above     float64 // beyond which more than is owed is worth a word
	floor     float64
	scale     float64 // of Alpha for the main tests
	level     *level
	base      *level
	changed   *blocked
	follows   *blocked
	noisy     *noisier
	ci        *confidence
	index     []int  // of list, for each value added
	taken     string // back: why nobody is accused; empty: who is, is
	noisyAt   []int
	limit     float64 // the last period's ceiling

	onlyCounts bool   // payments are in order, and counts alone show a shortfall
	kept       string // days whose blocks paid less than their subsidy owes
}

func (u *suite) threshold(share float64) float64 { return math.Log(1 / (alpha * share * u.scale)) }

// newSuite prepares the tests for what the series can carry.
func newSuite(s *series) *suite {
	u := &suite{s: s, scale: 4 / (4 + float64(len(s.in.Counts)))}
	if s.in.Scheme != payout.PPS && s.in.Terms.Fixed == 0 && !s.in.Terms.SubsidyOnly && !s.boundary.Stated {
		u.forgive = feeTolerance
	}
	u.noise = feeCeiling
	if s.in.Scheme == payout.PPSPlus {
		// The fees of the blocks that the pool found: of a small pool's days some hold none, some twice.
		u.forgive, u.noise = byLuck, byLuck
	}
	u.floor = rounding(s.list)
	share := shareLevel
	if s.split() {
		share /= 2
		u.base = newLevel(u.threshold(share), u.floor, sharesSD)
	}
	u.level = newLevel(u.threshold(share), u.floor, usualSD)
	u.changed = newChanged(u.threshold(shareChanged))
	u.follows = newFollows(u.threshold(shareFollows))
	u.noisy = &noisier{threshold: u.threshold(shareNoisy)}
	u.ci = newConfidence(math.Log(1 / alpha))
	return u
}

// rounding is the scatter that whole satoshi make, 0.29 of one, as a share of the middle payment.
func rounding(list []judged) float64 {
	paid := make([]int, 0, len(list))
	for _, j := range list {
		if j.paid > 0 {
			paid = append(paid, int(j.paid))
		}
	}
	middle := medianInt(paid)
	if middle == 0 {
		return 1e-6
	}
	return max(0.29*1000/float64(middle), 1e-7)
}

// The ceiling of the scatter: a pool's averaging of fees makes 0.2 to 0.3 times the share of fees in the
// subsidy, 3.3 % in the winter of 2017 (docs/audit.md); about twice that is allowed, and 0.5 % at least.
const (
	feeCeiling   = 0.5
	leastCeiling = 0.005
	mostCeiling  = 0.066
)

// byZone is a period's residual r by each boundary that the payer's day may have: the part of a change of
// difficulty that falls on another day is no noise.
func (u *suite) byZone(j *judged, r float64) (list [len(zones)]float64) {
	for z, hours := range zones {
		list[z] = r
		if j.retarget != 0 && !u.s.boundary.Stated {
			here := u.s.calendar.difficultyOf(j.period, u.s.boundary.hours)
			list[z] += (u.s.calendar.difficultyOf(j.period, hours)/here - 1) * j.leverage()
		}
	}
	return list
}

// pricePart is twice the scatter of a price within a day, by which fees in dollars are converted: 1.2 %
// (docs/audit.md).
const pricePart = 0.024

// ceiling is the scatter that a period may have: of fees, and of the price at which fees in dollars are
// converted.
func (u *suite) ceiling(j *judged) float64 {
	gross := min(max(u.noise*j.feeShare, leastCeiling), mostCeiling)
	c := gross * j.leverage()
	if feesInDollars(u.s.in.Terms) {
		c += pricePart * (j.leverage() - 1)
	}
	return c
}

// split reports whether the payer tells the subsidy's part of most periods, and the fee of the contract lets
// it be recomputed.
func (s *series) split() bool {
	n := 0
	for i := range s.list {
		j := &s.list[i]
		if _, ok := baseShare(s.in, j.from); ok && j.split && j.base > 0 && j.th > 0 {
			n++
		}
	}
	return n > 0 && n*2 >= len(s.list)
}

// run feeds all periods to all tests, in order, as a daily look would.
func (u *suite) run() {
	for i := range u.s.list {
		j := &u.s.list[i]
		if u.s.in.ended() {
			return
		}
		if !j.tested() {
			continue
		}
		r := j.residual()
		tolerance := u.forgive * j.feeShare * j.leverage()
		u.tolerance += (tolerance - u.tolerance) / float64(len(u.index)+1)
		over := max(u.forgive, feeTolerance)*j.feeShare*j.leverage() + overpaidBeyond
		u.above += (over - u.above) / float64(len(u.index)+1)
		u.level.add(r, tolerance)
		u.index = append(u.index, i)
		u.changed.add(r, 0)
		if j.paid > 0 {
			perDay := float64(j.owed) / float64(j.days())
			u.follows.add(math.Log1p(r), math.Log(perDay))
		}
		if !j.paused {
			u.limit = u.ceiling(j)
			u.noisy.add(u.byZone(j, r), u.limit)
			u.noisyAt = append(u.noisyAt, i)
		}
		if u.base != nil {
			u.addBase(j)
		}
		u.interval()
	}
}

// interval narrows the confidence sequence by the blocks that the past asks for.
func (u *suite) interval() {
	at := 0
	if len(u.level.values) >= 3 {
		last := u.level.values[max(0, len(u.level.values)-400):] // a long series costs no more each day
		at = blockFor(lag1(last), len(u.level.values))
	}
	if n := len(u.level.values); n > 16 && n%4 != 0 || n > 128 && n%16 != 0 {
		return // each look narrows it a little; fewer looks are as valid
	}
	u.ci.see(&u.level.blocks[at])
}

func (u *suite) addBase(j *judged) {
	left, ok := baseShare(u.s.in, j.from)
	f, err := u.s.calendar.facts(j.from, boundary(u.s.boundary.hours, FeeDay))
	if !ok || err != nil || !j.split || j.base <= 0 || j.th <= 0 {
		return
	}
	owed := float64(units.RoundMilliSat(float64(f.Subsidy)*j.th)) * left
	paid := float64(j.base)
	if j.base%1000 == 0 {
		paid += 500
	}
	if owed > 0 {
		u.base.add(paid/owed-1, 0)
	}
}

// sigma is the scatter of a day about its mean, as the tests see it.
func (u *suite) sigma() float64 { return u.level.blocks[0].SD() }

// results are the tests as reported.
func (u *suite) results() []Test {
	list := []Test{u.report(testUnderpaid, &u.level.best, u.threshold(shareLevel), u.index, u.tolerance)}
	if u.base != nil {
		list[0].Threshold = math.Exp(u.threshold(shareLevel / 2))
		base := u.report(testBase, &u.base.best, u.threshold(shareLevel/2), u.index, 0)
		base.Sigma = round(u.base.blocks[0].SD())
		base.Power = power(u.base.blocks[0].SD(), u.threshold(shareLevel/2))
		list = append(list, base)
	}
	list[0].BlockDays = u.level.blockDays()
	changed := u.report(testChanged, &u.changed.best, u.threshold(shareChanged), u.index, 0)
	if changed.Alarm {
		changed.Since = u.since()
	}
	list = append(list, changed,
		u.report(testFollows, &u.follows.best, u.threshold(shareFollows), u.index, 0),
		u.report(testNoisy, &u.noisy.best, u.threshold(shareNoisy), u.noisyAt, u.limit))
	return append(list, countTests(u.s.in.Counts)...)
}

// since dates the change by all values up to now.
func (u *suite) since() *Since {
	daily := u.changed.runs[0].(*mixture.Start)
	at, from, to := daily.Since(daily.Values())
	date := func(i int) string { return u.s.list[u.index[min(max(i, 0), len(u.index)-1)]].from.String() }
	return &Since{Date: date(at), From: date(from), To: date(to)}
}

// report is a test from its peak.
func (u *suite) report(name string, p *peak, threshold float64, index []int, tolerance float64) Test {
	t := Test{
		Name: name, EValue: eValue(p.log), Alarm: p.alarm > 0, Threshold: round(math.Exp(threshold)),
		Odds: odds(p.log), Sigma: round(u.sigma()), Tolerance: round(tolerance), BlockDays: 1,
		Power: power(u.sigma(), threshold),
	}
	if p.alarm > 0 && p.alarm <= len(index) {
		t.AlarmOn = u.s.list[index[p.alarm-1]].to.String()
	}
	if name == testNoisy || name == testFollows {
		t.Power = ""
	}
	return t
}

// maxE is the largest e-value that is printed: beyond it the model of the noise is what is in doubt.
const maxE = 1e9

func eValue(log float64) float64 { return round(math.Min(math.Exp(log), maxE)) }

// odds says how rare such payments would be from an honest payer. It is no probability of guilt.
func odds(log float64) string {
	e := math.Min(math.Exp(log), maxE)
	if e < 2 {
		return "nothing unusual"
	}
	return "1 in " + units.Group(fmt.Sprintf("%.0f", e))
}

// power says within how many days a skim of 1 % would be seen at a scatter: the days after which the mean
// e-value reaches the threshold, half as many again for bad luck.
func power(sd, threshold float64) string {
	if !(sd > 0) {
		return ""
	}
	for _, skim := range []float64{0.0005, 0.0025, 0.01, 0.05, 0.2} {
		if n := daysToSee(skim, sd, threshold); n > 0 && n <= 60 {
			return fmt.Sprintf("at this scatter a shortfall of %s from the first day is seen within about "+
				"%d payments", units.Fraction(skim), n)
		}
	}
	return "at this scatter even a shortfall of 20 % takes more than 60 payments to see"
}

func daysToSee(skim, sd, threshold float64) int {
	for n := 3; n <= 60; n++ {
		t := mixture.Student{N: float64(n), Mean: -skim, M2: float64(n-1) * sd * sd}
		if t.TwoSided(skim)+math.Ln2 >= threshold {
			return n + n/2
		}
	}
	return 0
}

// round keeps four significant digits, so that results read well and equal bytes do not hang on the last.
func round(v float64) float64 {
	if v == 0 || math.IsInf(v, 0) || math.IsNaN(v) {
		return 0
	}
	scale := math.Pow(10, 3-math.Floor(math.Log10(math.Abs(v))))
	return math.Round(v*scale) / scale
}
