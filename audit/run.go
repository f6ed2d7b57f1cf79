package audit

import (
	"fmt"
	"slices"

	"github.com/assaymining/assay/audit/mixture"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/units"
)

// absurd is the ratio of paid and owed beyond which a unit, not a payer, is at fault.
const absurd = 50

// Run judges a holder's payments. The error says which fact is missing for any answer at all; that
// nothing can be concluded is a result. Deterministic.
func Run(in Input) (*Result, error) {
	if in.Terms == nil || in.History == nil {
		return nil, fmt.Errorf("an audit needs the terms and a history")
	}
	if in.Scheme == "" {
		in.Scheme = payout.FPPS
		if in.Terms.SubsidyOnly {
			in.Scheme = payout.PPS
		}
	}
	if in.Scheme == payout.PPS && !in.Terms.SubsidyOnly {
		terms := *in.Terms
		terms.SubsidyOnly = true
		in.Terms = &terms
	}
	if err := sane(in.Rows); err != nil {
		return nil, err
	}
	s := newSeries(&in)
	if in.ended() {
		return nil, ErrEnded
	}
	if len(s.list) == 0 {
		return nil, fmt.Errorf("none of the %d rows says what was paid for a day that can be told; give at "+
			"least two payouts, or credits by day",
			entries(in.Rows))
	}
	r := &Result{Schema: Schema, Scheme: string(in.Scheme), Boundary: s.boundary, Gaps: []Span{},
		Tests: []Test{}, Explanations: []Explanation{}, EachDay: []Day{}, Rows: Rows{Read: entries(in.Rows),
			Refused: []refused{}}, Evidence: Evidence{Hashes: []string{}}}
	r.From, r.To = s.list[0].from.String(), s.list[len(s.list)-1].to.String()
	r.Tier = s.tier()
	s.sum(r)
	known := s.known()
	if known == 0 {
		r.State = NotKnown
		why := "nothing was owed on these days: fees exceeded revenue, or the term was over"
		if s.unknown == len(s.list) {
			why = fmt.Sprintf("no facts of the market for these days: the history covers %s to %s",
				in.History.First(), in.History.Last())
		}
		r.CannotKnow = append(r.CannotKnow, why)
		r.Tests = countTests(in.Counts)
		s.explain(r)
		say(r, s, nil)
		return r, nil
	}
	u := newSuite(s)
	switch {
	case in.Scheme == payout.PPLNS || in.Scheme == payout.TIDES || in.Scheme == payout.Solo:
		s.byBlocks(r, u)
	default:
		u.run()
		if in.ended() {
			return nil, ErrEnded
		}
		r.Tests = u.results()
		s.interval(r, u)
		r.State = state(r, u, known)
		if !oneLevel(r.Tests) {
			r.Paid.Low, r.Paid.High = nil, nil
		}
	}
	u.taken = s.takeBack(r)
	if r.State == InOrder && shortByCounts(r.Tests) {
		r.State = Underpaid
		u.onlyCounts = true
	}
	s.explain(r)
	say(r, s, u)
	return r, nil
}

// sane refuses rows that sum to more bitcoin than there is: no figure of theirs could be right, or even be
// held.
func sane(rows []statement.Row) error {
	const all = 21_000_000 * units.MSatPerBTC
	left := int64(all)
	for _, r := range rows {
		v := max(int64(r.Amount), -int64(r.Amount))
		if v < 0 || v > left {
			return fmt.Errorf("row %d: the rows sum to more bitcoin than there is; check their unit", r.Line)
		}
		left -= v
	}
	return nil
}

// entries is the number of entries that rows are of.
func entries(rows []statement.Row) int {
	n := 0
	for i := range rows {
		n += rows[i].Count()
	}
	return n
}

// accuses reports whether a state is an alarm.
func (s State) accuses() bool {
	return s == Underpaid || s == Changed || s == DoesNotFollow || s == TooNoisy
}

// takeBack takes back an accusation that nobody can stand by: of a market, which owes no formula's sum, and
// where rows that were not read may hold what is missing. It gives the words for it; empty: it stands.
func (s *series) takeBack(r *Result) string {
	why := ""
	switch n := s.unread(r); {
	case s.in.Market != "" && (r.State.accuses() || r.State == Overpaid):
		why = s.in.Market + " is a market, which pays what buyers bid: a pool would have paid otherwise, " +
			"and what was owed only the market knows"
	case r.State.accuses() && n > 0:
		why = fmt.Sprintf("%d rows could not be read, and may hold what is missing: nothing is concluded "+
			"before they are mended", n)
	default:
		return ""
	}
	r.State = NotKnown
	r.Paid.Low, r.Paid.High = nil, nil
	r.Tests = countTests(s.in.Counts)
	return why
}

// unread is how many rows were not read that may hold what is missing: payouts, or one of several credits of
// a day, leave no gap, so that what they paid looks as if it had not come. 0: they could not.
func (s *series) unread(r *Result) int {
	var amounts []float64
	several := s.pay.byPayout || !s.in.Scheme.Expected() // of which a day may have several blocks
	for i := range s.list {
		amounts = append(amounts, float64(s.list[i].paid))
		several = several || s.list[i].rows > 1
	}
	short := float64(r.OwedSat-r.ReceivedSat+r.Parts.HeldBack) * 1000
	slices.Sort(amounts)
	few := s.in.Unread*10 < r.Rows.Used && float64(s.in.Unread)*mixture.MedianOf(amounts) < short
	if !several || few {
		return 0
	}
	return s.in.Unread
}

// known is the number of periods that can be judged.
func (s *series) known() int {
	n := 0
	for i := range s.list {
		if s.list[i].tested() {
			n++
		}
	}
	return n
}

// tier says how good the evidence is.
func (s *series) tier() Tier {
	reported := 0
	for i := range s.list {
		if s.list[i].th > 0 {
			reported++
		}
	}
	switch {
	case feesInDollars(s.in.Terms):
		return "D"
	case s.split():
		return "A"
	case reported*2 >= len(s.list):
		return "B"
	}
	return "C"
}

// sum fills the totals, the parts of the difference and the list of days.
func (s *series) sum(r *Result) {
	var owed, received, uptime, difficulty, fees, price, fraction units.MilliSat
	for i := range s.list {
		j := &s.list[i]
		r.Days += j.days()
		r.Rows.Used += j.rows
		if !j.knows {
			continue
		}
		owed += j.contracted
		received += j.paid
		uptime += j.reported - j.contracted
		difficulty += j.hours - j.reported
		fees += j.averaged - j.hours
		price += j.owed - j.averaged
		if j.paid%1000 == 0 {
			fraction -= j.owed % 1000
		}
		r.EachDay = append(r.EachDay, s.day(j))
	}
	received += s.pay.corrections
	r.Rows.Used += s.pay.corrected
	due := owed
	owed += s.wait(r)
	r.OwedSat = roundSat(owed)
	r.ReceivedSat = roundSat(received)
	if !s.pay.byPayout && s.pay.payouts > 0 {
		r.HeldBackSat += roundSat(s.pay.credited - s.pay.paidOut)
		r.Rows.Used += s.pay.payouts
	}
	p := Parts{HeldBack: -roundSat(s.waiting.contracted), Difficulty: roundSat(difficulty),
		Price: roundSat(price), Uptime: roundSat(uptime), Fees: roundSat(fees), Rounding: roundSat(fraction)}
	p.Rest = r.ReceivedSat - r.OwedSat - p.Sum()
	r.Parts = p
	for _, g := range s.gaps {
		r.Gaps = append(r.Gaps, Span{g.from.String(), g.to.String()})
	}
	if due > 0 {
		ratio := round6(float64(received) / float64(due))
		r.Paid.Ratio = &ratio
	}
}

// wait adds what is owed since the last payout and not due yet: a part of the difference, and no shortfall.
func (s *series) wait(r *Result) units.MilliSat {
	w := &s.waiting
	if w.contracted == 0 {
		return 0
	}
	r.To = w.to.String()
	r.Days += w.days()
	r.HeldBackSat = roundSat(w.contracted)
	r.EachDay = append(r.EachDay, Day{Date: w.from.String(), OwedSat: r.HeldBackSat,
		Note: "waits for the next payout"})
	return w.contracted
}

func (s *series) day(j *judged) Day {
	received := roundSat(j.paid)
	d := Day{Date: j.from.String(), OwedSat: roundSat(j.contracted), ReceivedSat: &received,
		HashrateTH: round6(j.th)}
	switch {
	case j.excused:
		d.Note = "made good otherwise"
	case j.partial:
		d.Note = "mined for a part of the day"
	case j.paused:
		d.Note = "paused by its clause"
	case j.days() > 1:
		d.Note = fmt.Sprintf("%d days to %s", j.days(), j.to)
	case j.retarget > 0:
		d.Note = "difficulty changed within a day of it"
	}
	return d
}

// interval fills the confidence sequence.
func (s *series) interval(r *Result, u *suite) {
	if !(u.ci.low > -1) || !(u.ci.high < 10) || u.ci.low > u.ci.high {
		return
	}
	low, high := round6(1+u.ci.low), round6(1+u.ci.high)
	r.Paid.Low = &low
	r.Paid.High = &high
}

// oneLevel reports whether payments may have been one share of what was owed all the time: only of such a
// share does an interval say anything.
func oneLevel(tests []Test) bool {
	for _, t := range tests {
		if t.Alarm && (t.Name == testChanged || t.Name == testFollows || t.Name == testNoisy) {
			return false
		}
	}
	return true
}

// round6 keeps six decimals of a ratio or a hashrate in TH/s.
func round6(v float64) float64 { return float64(units.Round(v*1e6)) / 1e6 }

// state is the answer: the alarm that explains most comes first. Payments that do not follow, or scatter,
// soon differ from what is owed too.
func state(r *Result, u *suite, known int) State {
	alarm := map[string]bool{}
	for _, t := range r.Tests {
		alarm[t.Name] = t.Alarm
	}
	ratio := 1.0
	if r.Paid.Ratio != nil {
		ratio = *r.Paid.Ratio
	}
	switch {
	case ratio > absurd || ratio < 1.0/absurd:
		return NotKnown
	case alarm[testFollows]:
		return DoesNotFollow
	case alarm[testNoisy]:
		return TooNoisy
	case alarm[testUnderpaid] || alarm[testBase]:
		return Underpaid
	case alarm[testChanged]:
		return Changed
	case r.Paid.Low != nil && *r.Paid.Low > 1+u.above:
		return Overpaid
	case known < 4 && (ratio < 0.95 || ratio > 1.05):
		return NotKnown
	}
	return InOrder
}
