package audit

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/units"
)

// FiveFields are what a holder has at hand without any file.
type FiveFields struct {
	Hashrate units.Hashrate
	From, To units.Date // both included
	Received units.MilliSat
	Step     units.MilliSat // what one of the last digit of Received is worth; 0: it is exact
	Fee      units.Fraction
	Scheme   payout.Scheme  // empty: FPPS
	Boundary *Boundary      // where it is known; nil: every one that payers use is allowed for
	Uptime   units.Fraction // of the hashrate; 0: all the time
	Minimum  units.MilliSat // least that is paid out: as much may wait
	Counts   []Counts       // of shares or blocks, by test
}

// Five sets a sum that was received against what was owed over the days. One sum is no series: no test runs,
// and the answer is only whether the sum lies within what every day boundary, fee average, a shift of a day
// and rounding could make of an honest payment. The error says which field is at fault.
func Five(f FiveFields, h *market.History) (*Result, error) {
	if err := f.check(h); err != nil {
		return nil, err
	}
	in := Input{
		Terms:   AccountTerms(f.Hashrate, f.Fee, f.Scheme, 0),
		Uptime:  f.Uptime,
		Scheme:  f.Scheme,
		History: h,
		Start:   f.From,
	}
	if in.Scheme == "" {
		in.Scheme = payout.FPPS
	}
	in.Rows = []statement.Row{{Line: 1, Time: f.To.Unix(), Kind: statement.Payout, Amount: f.Received}}
	full := f.owed(&in, calendar{h: h}, utcBoundary(), 0, 1)
	low, high, own := f.bounds(&in)
	r := &Result{Schema: Schema, Scheme: string(in.Scheme), Boundary: utcBoundary(), From: f.From.String(),
		To:   f.To.String(),
		Days: int(f.To-f.From) + 1, Tier: "C", Gaps: []Span{}, Tests: []Test{}, EachDay: []Day{},
		Explanations: []Explanation{}, Rows: Rows{Refused: []refused{}},
		Evidence: Evidence{Hashes: []string{h.Hash()}}}
	r.Boundary.Days = "assumed"
	if f.Boundary != nil {
		r.Boundary = *f.Boundary
	}
	r.OwedSat, r.ReceivedSat = roundSat(full), roundSat(f.Received)
	tolerance := 0.0
	switch in.Scheme {
	case payout.PPS:
	case payout.PPSPlus:
		tolerance = byLuck * calendar{h: h}.feeShare(f.From, f.To)
	default:
		tolerance = feeTolerance * calendar{h: h}.feeShare(f.From, f.To)
	}
	low = max(units.MilliSat(float64(low)*(1-tolerance))-max(f.Minimum-1, 0), 1)
	if in.Scheme == payout.PPSPlus {
		high = units.MilliSat(float64(high) * (1 + tolerance))
	}
	r.Parts = f.parts(&in, full, own, r)
	r.HeldBackSat = -r.Parts.HeldBack
	// The figure was rounded to its last digit, or cut after it.
	from := round6(float64(f.Received-f.Step/2) / float64(high))
	to := round6(float64(f.Received+f.Step) / float64(low))
	ratio := round6(float64(f.Received) / float64(own))
	r.Paid = Paid{&ratio, &from, &to}
	r.State = f.state(r, in.Scheme)
	r.Tests = countTests(f.Counts)
	if delivered := float64(own) / float64(full); f.Uptime > 0 && f.Uptime < 1 {
		// Judged on the hashrate that was there, told of what was agreed.
		for _, v := range []*float64{&ratio, &from, &to} {
			*v = round6(*v * delivered)
		}
		r.Explanations = append(r.Explanations, Explanation{Days: r.Days, Sat: r.Parts.Uptime,
			What: fmt.Sprintf("the hashrate was there %s of the time", f.Uptime)})
	}
	f.say(&in, r, tolerance)
	return r, nil
}

func (f FiveFields) check(h *market.History) error {
	switch {
	case !(f.Hashrate > 0):
		return fmt.Errorf("the hashrate is missing; write it as 30 TH/s")
	case f.To < f.From:
		return fmt.Errorf("the last day, %s, is before the first, %s", f.To, f.From)
	case f.From < h.First()+8 || f.To > h.Last():
		return fmt.Errorf("%s to %s is not within the history, %s to %s", f.From, f.To, h.First()+8, h.Last())
	case f.Received < 0 || f.Step < 0:
		return fmt.Errorf("what was received is negative")
	case f.Uptime < 0 || f.Uptime > 1:
		return fmt.Errorf("the uptime is a share of the time, to 100 %%")
	case f.Fee < 0 || f.Fee >= 1:
		return fmt.Errorf("the fee is a share of revenue from 0 %% to below 100 %%")
	}
	return nil
}

// bounds is the least and the most that was owed by any boundary, and one day earlier or later, and what was
// owed by the contract's own.
func (f FiveFields) bounds(in *Input) (low, high, own units.MilliSat) {
	c := calendar{h: in.History}
	list := c.candidates()
	if f.Boundary != nil {
		list = []Boundary{*f.Boundary}
	}
	low = math.MaxInt64
	for _, b := range list {
		for shift := units.Date(-1); shift <= 1; shift++ {
			if f.To+shift > in.History.Last() {
				continue
			}
			sum := f.owed(in, c, b, shift, f.Uptime)
			low = min(low, sum)
			high = max(high, sum)
		}
	}
	own = f.owed(in, c, utcBoundary(), 0, f.Uptime)
	if f.Boundary != nil {
		own = f.owed(in, c, *f.Boundary, 0, f.Uptime)
	}
	return max(low-1000, 1), max(high, own, 1), max(own, 1)
}

// owed is the sum over the days moved by shift, at an uptime; 0: all the time.
func (f FiveFields) owed(in *Input, c calendar, b Boundary, shift units.Date,
	uptime units.Fraction) units.MilliSat {
	o := newOwing(in, c, b)
	th := in.Terms.TH
	if uptime > 0 {
		th *= float64(uptime)
	}
	var sum units.MilliSat
	for day := f.From + shift; day <= f.To+shift; day++ {
		sum += o.day(day, th).net
	}
	return sum
}

// parts are the most that anything named can explain of the difference: the uptime, then the day boundary and
// fee average that bring the sum nearest, then a satoshi of rounding a day, then what may wait below the
// least payout. The rest is what nothing of these explains.
func (f FiveFields) parts(in *Input, full, own units.MilliSat, r *Result) Parts {
	c := calendar{h: in.History}
	best := utcBoundary()
	if f.Boundary != nil {
		best = *f.Boundary
	}
	at := own
	off := func(v units.MilliSat) int64 { return max(int64(f.Received-v), int64(v-f.Received)) }
	for _, b := range c.candidates() {
		if v := f.owed(in, c, b, 0, f.Uptime); f.Boundary == nil && off(v) < off(at) {
			best, at = b, v
		}
	}
	utc := f.owed(in, c, utcBoundary(), 0, f.Uptime)
	hours := f.owed(in, c, boundary(best.hours, FeeDay), 0, f.Uptime)
	p := Parts{Uptime: roundSat(utc) - roundSat(full), Difficulty: roundSat(hours) - roundSat(utc),
		Fees: roundSat(at) - roundSat(hours)}
	left := r.ReceivedSat - r.OwedSat - p.Sum()
	if left < 0 {
		p.Rounding = max(left, -int64(r.Days)-roundSat(f.Step))
		left -= p.Rounding
		p.HeldBack = max(left, -max(roundSat(f.Minimum)-1, 0))
		left -= p.HeldBack
	} else {
		p.Rounding = min(left, roundSat(f.Step/2))
		left -= p.Rounding
	}
	p.Rest = left
	return p
}

// coarse is the part of a sum that its last digit may be worth for the sum to be in order.
const coarse = 0.05

func (f FiveFields) state(r *Result, scheme payout.Scheme) State {
	switch {
	case *r.Paid.Ratio > absurd || *r.Paid.Ratio < 1.0/absurd:
		return NotKnown
	case !scheme.Expected():
		return f.byLuck(r)
	case *r.Paid.High < 1:
		return Underpaid
	case *r.Paid.Low > 1:
		return Overpaid
	case float64(f.Step) > coarse*float64(f.Received):
		return NotKnown
	}
	return InOrder
}

// byLuck widens what is allowed by the luck of the holder's own blocks, where solo, and says that it cannot
// be told where the pool's blocks are not known.
func (f FiveFields) byLuck(r *Result) State {
	r.CannotKnow = append(
		r.CannotKnow,
		fmt.Sprintf(
			"%s pays by the blocks that were found: without their list luck and a shortfall look alike",
			r.Scheme,
		),
	)
	r.WouldSettle = append(r.WouldSettle, "the list of the blocks found on these days and your share of each")
	return NotKnown
}

func (f FiveFields) say(in *Input, r *Result, tolerance float64) {
	u := &suite{level: &level{}}
	if r.State == InOrder && shortByCounts(r.Tests) {
		r.State = Underpaid
		u.onlyCounts = true
	}
	r.Sentence = sentence(r, u)
	r.CannotKnow = append(
		r.CannotKnow,
		"whether the hashrate was there all the time: a day without it looks like a day without pay",
		"when a shortfall began, and whether payments follow difficulty: one sum does not tell; the "+
			"payments one by one do",
		notMined,
	)
	if r.State == Underpaid && !u.onlyCounts {
		r.CannotKnow = append(r.CannotKnow, fmt.Sprintf("whether the shortfall is a fee that was not named: "+
			"one of %.3g %% of what is owed would make it", 100*(1-*r.Paid.Ratio)),
			fmt.Sprintf("whether %s is the mean of these days as the pool counted it: a dashboard shows the "+
				"hashrate of a moment, and a machine's own counts rejected shares; a mean of %s would make "+
				"the shortfall", f.Hashrate,
				units.Hashrate(round(float64(f.Hashrate)**r.Paid.Ratio))))
	}
	if tolerance > 0 {
		r.CannotKnow = append(
			r.CannotKnow,
			fmt.Sprintf(
				"a shortfall of up to %.2g %%: how a pool averages transaction fees is its own affair",
				100*tolerance,
			),
		)
	}
	if share := 100 * float64(f.Step) / float64(max(f.Received, 1)); share >= 0.1 {
		r.CannotKnow = append(r.CannotKnow, fmt.Sprintf("what came to the satoshi: the last digit of the "+
			"sum that was given is worth %.2g %% of it, and a dashboard rounds; all eight decimals would "+
			"tell", share))
	}
	oneDay := "one day more or less paid for changes the sum by as much again"
	if r.Days > 1 {
		oneDay = fmt.Sprintf("one day more or less paid for changes the sum by %.2g %%",
			100/float64(r.Days))
	}
	r.Explanations = append(r.Explanations,
		Explanation{What: oneDay, Days: 1, Sat: r.OwedSat / int64(r.Days)},
		Explanation{What: f.made(in, r.OwedSat), Days: r.Days})
	if r.HeldBackSat > 0 {
		r.Explanations = append(r.Explanations, Explanation{Days: r.Days, Sat: -r.HeldBackSat,
			What: "as much may wait for the least that is paid out; the account's balance tells"})
	}
	r.WouldSettle = append(r.WouldSettle,
		"the payments one by one (a pool's statement, a wallet's export, or the plain form)",
		"the hashrate of each day as the pool counted it, and the uptime")
	r.Letter = letter(r)
}

// made is what the sum owed is made of: a calculator that says otherwise has another figure for one of these.
func (f FiveFields) made(in *Input, owed int64) string {
	days := in.History.Days(f.From, f.To+1)
	perDifficulty, reward, fees := 0.0, 0.0, 0.0
	for _, d := range days {
		perDifficulty += 1 / d.Difficulty
		reward += d.SubsidyBTC
		fees += d.FeesBTC
	}
	n := float64(len(days))
	block := fmt.Sprintf("the block reward (%.4g BTC, fees %.2g %% of it)", (reward+fees)/n,
		100*fees/(reward+fees))
	if in.Terms.SubsidyOnly {
		block = fmt.Sprintf("the subsidy (%.4g BTC; PPS owes no fees)", reward/n)
	}
	return fmt.Sprintf("owed a day is %s x 86,400 s / (a difficulty of %s x 2^32) x %s, less %s: %s sat "+
		"a TH/s; a calculator that says otherwise has another of these", f.Hashrate,
		inTrillions(n/perDifficulty), block, f.Fee, units.Format(float64(owed)/n/f.Hashrate.TH(), 4))
}

// inTrillions is a difficulty as it is told: in units of 10^12 from there on.
func inTrillions(v float64) string {
	if v < 1e12 {
		return units.Format(v, 4)
	}
	return fmt.Sprintf("%.1fT", v/1e12)
}
