package audit

import (
	"math"

	"github.com/assaymining/assay/units"
)

// finding boundaries: over how many first periods, and from how many on.
const (
	findOver  = 28
	findFrom  = 7
	findClear = 3.0 // nats by which the residuals must be likelier than by the contract's own boundary
)

// judged is one period with what was owed for it.
type judged struct {
	period
	owed       units.MilliSat // by the payer's boundary, on the hashrate it reports
	contracted units.MilliSat // by the contract's own day, on the hashrate sold
	reported   units.MilliSat // by the contract's own day, on the hashrate reported
	hours      units.MilliSat // by the payer's day of difficulty
	averaged   units.MilliSat // and its fee average
	paused     bool
	knows      bool
	retarget   float64        // the largest change of difficulty near its ends
	gross      units.MilliSat // before fees
	feeShare   float64        // of transaction fees in the subsidy
	excused    bool           // made good otherwise
	partial    bool           // the first or last day, of which a part was mined
	least      units.MilliSat // that its blocks owe for the share told, whatever their fees; 0 unknown
}

// residual is paid over owed less 1. Payments in whole satoshi are rounded down by up to one: half a
// satoshi is given back.
func (j *judged) residual() float64 {
	paid := float64(j.paid)
	if j.paid > 0 && j.paid%1000 == 0 {
		paid += 500
	}
	return paid/float64(j.owed) - 1
}

// tested reports whether the period says something about the payer: where fees leave less than a tenth
// of the gross, what is left hangs on the price of the hour.
func (j *judged) tested() bool {
	return j.knows && j.owed > 0 && j.owed*10 >= j.gross && !j.excused && !j.partial
}

// leverage is how much more an error of the gross weighs in what is left after fees.
func (j *judged) leverage() float64 { return max(float64(j.gross)/float64(j.owed), 1) }

// series is all that was owed, day by day, beside what was paid.
type series struct {
	in       *Input
	calendar calendar
	pay      payments
	boundary Boundary
	lag      int
	price    bool // by the price of the day before
	list     []judged
	gaps     []span
	idle     []span // days without a row on which nothing was owed
	over     []span // and those after the contract had ended
	unknown  int    // periods outside the history
	waiting  judged // what is owed since the last payout and not due yet
}

type span struct {
	from, to units.Date
	owed     units.MilliSat
}

// newSeries finds the payer's boundary and works out what was owed for each period.
func newSeries(in *Input) *series {
	s := &series{in: in, calendar: calendar{h: in.History, blocks: in.BlockFees}}
	s.boundary = utcBoundary()
	s.findLag()
	if in.Boundary != nil {
		s.boundary = boundary(in.Boundary.hours, in.Boundary.Average)
		s.boundary.Stated = true
	} else {
		s.findBoundary()
	}
	s.judge()
	return s
}

// findLag chooses how many days after mining undated payments come: where one comes a day, the lag with
// the smaller scatter about its own mean, else none for several a day and one for payouts.
func (s *series) findLag() {
	lags := []int{1, 0, 2}
	if dated(s.in.Rows) && hasCredits(s.in) {
		lags = []int{0}
	}
	best := math.Inf(1)
	for _, lag := range lags {
		pay := gather(s.in, lag)
		if s.pay.periods == nil {
			s.pay = pay
			s.lag = lag
		}
		many := 0
		for _, p := range pay.periods {
			if p.rows > 2 {
				many++
			}
		}
		sd, n := s.scatter(pay, utcBoundary(), false)
		if many*2 > len(pay.periods) && !pay.byPayout && lag == 0 {
			s.pay = pay
			s.lag = lag
			return
		}
		if n >= findFrom && sd < best*0.9 {
			best = sd
			s.pay = pay
			s.lag = lag
		}
	}
}

func hasCredits(in *Input) bool {
	for _, r := range in.Rows {
		if r.Kind == 0 {
			return true
		}
	}
	return false
}

// scatter is the sd of ln(paid/owed) of the first periods about their own mean, so that no choice made
// by it can hide a level.
func (s *series) scatter(pay payments, b Boundary, yesterdaysPrice bool) (sd float64, n int) {
	list := pay.periods[:min(len(pay.periods), findOver)]
	if len(list) == 0 {
		return 0, 0
	}
	o := newOwing(s.in, s.calendar, b)
	o.yesterdaysPrice = yesterdaysPrice
	var x []float64
	day := s.first(pay)
	for _, p := range list {
		sum := units.MilliSat(0)
		known := true
		for ; day <= p.to; day++ {
			d := o.day(day, p.th)
			if day >= p.from {
				sum += d.net
				known = known && d.knows
			}
		}
		if known && sum > 0 && p.paid > 0 {
			x = append(x, math.Log(float64(p.paid)/float64(sum)))
		}
	}
	return sdOf(x), len(x)
}

// first is the day from which the contract runs.
func (s *series) first(pay payments) units.Date {
	if s.in.Start != 0 {
		return s.in.Start
	}
	return pay.periods[0].from
}

// findBoundary chooses the payer's day and fee average, and where fees are in dollars the price, by the
// scatter of the first periods. The contract's own stays unless another is clearly likelier.
func (s *series) findBoundary() {
	own, n := s.scatter(s.pay, s.boundary, false)
	s.boundary.Days = "assumed"
	if n < findFrom || own == 0 {
		return
	}
	best, at := own, s.boundary
	for _, b := range s.calendar.candidates() {
		if sd, m := s.scatter(s.pay, b, false); m == n && sd > 0 && sd < best {
			best, at = sd, b
		}
	}
	if float64(n)*math.Log(own/best) > findClear {
		s.boundary = at
		s.boundary.Found = true
		own = best
	}
	if feesInDollars(s.in.Terms) {
		if sd, m := s.scatter(s.pay, s.boundary,
			true); m == n && sd > 0 && float64(n)*math.Log(own/sd) > findClear {
			s.price = true
		}
	}
}

// runs are the ways in which a day's owed amount is worked out.
type runs struct {
	payer, contracted, reported, hours, averaged *owing
}

// judge walks all days once.
func (s *series) judge() {
	if len(s.pay.periods) == 0 {
		return
	}
	plain := utcBoundary()
	hoursOnly := boundary(s.boundary.hours, FeeDay)
	r := runs{
		payer:      newOwing(s.in, s.calendar, s.boundary),
		contracted: newOwing(s.in, s.calendar, plain),
		reported:   newOwing(s.in, s.calendar, plain),
		hours:      newOwing(s.in, s.calendar, hoursOnly),
		averaged:   newOwing(s.in, s.calendar, s.boundary),
	}
	r.payer.yesterdaysPrice = s.price
	day := s.first(s.pay)
	if last := s.pay.periods[len(s.pay.periods)-1].to; int(last-day) > maxDays {
		day = last - maxDays
	}
	for _, p := range s.pay.periods {
		day = s.through(r, day, p)
	}
	s.rest(r, day)
	s.ends()
}

// rest judges the days that no row pays for any more, where the reader names a last day: what is owed waits
// while it is below the least payout, or its payout not due; else the seller stopped, or the file ends.
func (s *series) rest(r runs, day units.Date) {
	first := day
	var days []owed
	var all judged
	for ; day <= min(s.in.To, s.in.History.Last()); day++ {
		days = append(days, s.advance(r, day, 0, &all))
	}
	due := all.contracted >= s.in.Terms.MinimumBTC && len(days) >= s.usual()
	if len(days) > 0 && s.pay.byPayout && !due && all.contracted > 0 {
		s.waiting = all
		s.waiting.from = first
		s.waiting.to = day - 1
		return
	}
	for i, d := range days {
		s.without(first+units.Date(i), d)
	}
}

// maxDays is the longest time that is judged: no contract is older than bitcoin.
const maxDays = 15_000

// through judges one period and the days without a row before it; it returns the next day.
func (s *series) through(r runs, day units.Date, p period) units.Date {
	for ; day < p.from; day++ {
		d := s.advance(r, day, 0, nil)
		s.without(day, d)
	}
	j := judged{period: p, knows: true}
	var each []judged
	for ; day <= p.to; day++ {
		var today judged
		d := s.advance(r, day, p.th, &today)
		today.gross = d.gross
		if s.pay.byPayout && day == p.to {
			today.keep(d.payoutFee)
		}
		j.plus(&today)
		each = append(each, today)
		j.paused = j.paused || d.paused
		j.knows = j.knows && d.knows
		j.retarget = max(j.retarget, s.calendar.retarget(day))
		for _, c := range s.in.Compensations {
			j.excused = j.excused || day >= c.From && day <= c.To
		}
	}
	j.feeShare = s.calendar.feeShare(p.from, p.to)
	if !j.knows {
		s.unknown++
	}
	if rest := s.missing(&j, each); rest > 0 {
		gap := span{p.from, p.from + units.Date(rest) - 1, 0}
		for _, d := range each[:rest] {
			gap.owed += d.owed
		}
		s.gaps = append(s.gaps, gap)
	}
	s.list = append(s.list, j)
	return day
}

// without notes a day that has no row: a gap, or where nothing was owed a day of rest.
func (s *series) without(day units.Date, d owed) {
	switch {
	case d.knows && d.ended:
		note(&s.over, day, 0)
		return
	case d.knows && d.net == 0:
		note(&s.idle, day, 0)
		return
	}
	note(&s.gaps, day, d.net)
}

// fees is the mean of fees over subsidy of all periods.
func (s *series) fees() float64 {
	sum := 0.0
	for i := range s.list {
		sum += s.list[i].feeShare
	}
	return sum / float64(max(len(s.list), 1))
}

// missing is how many of the first days of a long time between payouts have no row: a payout after twice the
// usual time or more that pays for the usual days alone. A gap is a gap, never zero: only the last days stay.
// each is what each day of the period came to.
func (s *series) missing(j *judged, each []judged) int {
	if !s.pay.byPayout || s.in.Terms.MinimumBTC > 0 || j.days() < 2 {
		return 0
	}
	usual := s.usual()
	if j.days() < 2*usual {
		return 0
	}
	last := judged{period: j.period}
	for i := range each[len(each)-usual:] {
		last.plus(&each[len(each)-usual+i])
	}
	if ratio := float64(j.paid) / float64(last.owed); last.owed <= 0 || ratio < 0.7 || ratio > 1.3 {
		return 0
	}
	j.owed = last.owed
	j.contracted = last.contracted
	j.reported = last.reported
	j.hours = last.hours
	j.averaged = last.averaged
	j.gross = last.gross
	j.from = j.to - units.Date(usual) + 1
	return len(each) - usual
}

// keep takes what the payer keeps of a payout.
func (j *judged) keep(fee units.MilliSat) {
	for _, amount := range []*units.MilliSat{&j.owed, &j.contracted, &j.reported, &j.hours, &j.averaged} {
		*amount -= fee
	}
}

// plus adds what a day came to.
func (j *judged) plus(d *judged) {
	j.owed += d.owed
	j.contracted += d.contracted
	j.reported += d.reported
	j.hours += d.hours
	j.averaged += d.averaged
	j.gross += d.gross
}

// usual is the median length of a period in days.
func (s *series) usual() int {
	lengths := make([]int, 0, len(s.pay.periods))
	for _, p := range s.pay.periods {
		lengths = append(lengths, p.days())
	}
	return medianInt(lengths)
}

// advance runs the contract over one day in each way, and adds to j where the day is of a period.
func (s *series) advance(r runs, day units.Date, th float64, j *judged) owed {
	if th == 0 && s.in.Uptime > 0 {
		th = s.in.Terms.TH * float64(s.in.Uptime)
	}
	payer := r.payer.day(day, th)
	reported := r.reported.day(day, th)
	contracted := reported
	if s.in.Sold {
		contracted = r.contracted.day(day, 0)
	}
	hours, averaged := reported, reported
	if s.boundary.hours != 0 {
		hours = r.hours.day(day, th)
		averaged = hours
	}
	if s.boundary.Average != FeeDay || s.price {
		averaged = r.averaged.day(day, th)
	} else if s.boundary.hours != 0 {
		averaged = payer
	}
	if j != nil {
		j.owed += payer.net
		j.contracted += contracted.net
		j.reported += reported.net
		j.hours += hours.net
		j.averaged += averaged.net
	}
	return payer
}

// note adds a day to the last span or begins a new one.
func note(list *[]span, day units.Date, owed units.MilliSat) {
	n := len(*list)
	if n > 0 && (*list)[n-1].to == day-1 {
		(*list)[n-1].to = day
		(*list)[n-1].owed += owed
		return
	}
	*list = append(*list, span{day, day, owed})
}

// ends marks a first or last day that was mined in part, which is nobody's fault.
func (s *series) ends() {
	if len(s.list) < 3 {
		return
	}
	// Whether the first payout holds a day more or less is not known: the day of purchase is one, the hour of
	// the payout another.
	if j := &s.list[0]; s.pay.byPayout && j.tested() && j.days() > 1 {
		if off := math.Abs(j.residual()); off > 0.5/float64(j.days()) && off < 1.5/float64(j.days()) {
			j.partial = true
		}
	}
	for _, i := range []int{0, len(s.list) - 1} {
		j := &s.list[i]
		if j.tested() && j.days() == 1 && j.th == 0 && j.residual() < -max(partialDay, 4*s.usualMiss(i)) {
			j.partial = true
		}
	}
}

// partialDay is the part that a first or last day must lack to be one that was mined in part: few lack less,
// and made-up noise of some percent does not reach it.
const partialDay = 0.15

// usualMiss is the mean distance from what was owed of all periods but one: where every day is far off, the
// first and the last are no exceptions.
func (s *series) usualMiss(but int) float64 {
	sum, n := 0.0, 0.0
	for i := range s.list {
		if j := &s.list[i]; i != but && j.tested() {
			sum += math.Abs(j.residual())
			n++
		}
	}
	return sum / max(n, 1)
}
