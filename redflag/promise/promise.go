// Package promise answers whether a promised rate can be paid, and for how long: a run-off in plain
// numbers (RunOff) of a Promise. What is promised, and what mining gives, the caller says.
//
// Nothing in it is promised to other modules.
package promise

import (
	"fmt"
	"math"
	"strings"

	"github.com/assaymining/assay/units"
)

// RunOff answers whether a promised rate can be paid, and for how long new deposits must grow to
// keep it: every figure is per dollar of the first day's deposits.
//
// The model favours the seller. Deposits arrive each day; commissions and nothing else leave at
// once; of the rest the share that lasts longest is put into machines, which earn today's gross
// yield for ever, without power, wear, salaries or rising difficulty; the rest pays promises. Beside it
// stands the same with difficulty growing as it did in the year before, newly bought machines still
// earning what the first did. It breaks on the first day on which what is due exceeds what is there. A
// fraud that buys no machines (share 0) is one of the shares tried.
type RunOff struct {
	PromisedPerDay float64 `json:"promised_per_day"` // fraction of the price
	MinedPerDay    float64 `json:"mined_per_day"`    // fraction of the price, gross
	MinedKnown     bool    `json:"mined_known"`      // false: the highest yield on record stands in
	MinedBasis     string  `json:"mined_basis"`      // where MinedPerDay comes from
	ShareNotMined  float64 `json:"share_not_mined"`  // of each payout, even if every dollar bought hashrate
	Commission     float64 `json:"commission"`       // share of each deposit that leaves at once
	TermDays       int     `json:"term_days"`        // 0: open
	Returned       bool    `json:"price_returned"`   // the price comes back at the end, beside the rate
	Named          string  `json:"named"`            // what is named, where it is no return

	Mining bool `json:"-"` // the price alone is promised, beside what is mined

	// Under constant deposits: the share in machines that lasts longest, and the day on which even it
	// breaks; 0: not within horizon.
	SharesInMachines float64 `json:"share_in_machines"`
	BreaksOnDay      int     `json:"breaks_on_day"`

	BreaksIfStopped []stopped `json:"breaks_if_stopped"` // when deposits stop
	GrowthToSurvive []growth  `json:"growth_to_survive"` // lowest growth of deposits that pays for so long

	// Cash under constant deposits, at the start of each month until it breaks; in days of deposits.
	CashByMonth []float64 `json:"cash_by_month"`

	// Difficulty over the year before, a fraction, 0 where not known; and the day on which it breaks if
	// difficulty grows so, 0: not within horizon, or growth not known.
	DifficultyGrowth float64 `json:"difficulty_growth"`
	BreaksHarder     int     `json:"breaks_on_day_if_difficulty_grows_so"`

	// Where the document does not say whether the price comes back at the end, and without it the promise
	// holds: the day on which it breaks if it does; 0: not within horizon, or not asked.
	BreaksReturned int `json:"breaks_on_day_if_price_returned"`

	// Payouts due on the month's first day; one day's deposit is 1.
	DueByMonth []float64 `json:"due_per_day_by_month"`
}

// stopped is a run in which no new money comes after a number of months.
type stopped struct {
	AfterMonths int `json:"after_months"`
	BreaksOnDay int `json:"breaks_on_day"` // 0: every promise is paid
}

// growth is the lowest monthly growth of new deposits that keeps the promise for a number of months.
type growth struct {
	Months   int     `json:"months"`
	PerMonth float64 `json:"per_month"` // fraction; 0: constant deposits do
	Multiple float64 `json:"multiple"`  // deposits per day at the end over those at the start
	Possible bool    `json:"possible"`  // false: no growth below tenfold a month does
}

// horizon is how many days a promise is followed.
const horizon = 1095

const monthDays = 30.4375

// Promise is what is promised, and what is there to pay it from.
type Promise struct {
	PerDay     float64 // fraction of the price
	TermDays   int     // 0: open
	Commission float64 // share of each deposit that leaves at once
	Bonus      float64 // what a deposit counts for beyond itself, a fraction
	Returned   bool    // the price comes back at the end of the term
	Mining     bool    // PerDay is what is mined, and nothing beside the price is promised
	Named      string  // what is named where it is no return: "a payback of 60 days"
	MayReturn  bool    // the document does not say that it does not

	Mined      float64 // per day, fraction of the price, gross
	MinedBasis string  // where Mined comes from
	MinedKnown bool    // false: the highest yield on record stands in
	Growing    float64 // difficulty over the year before, a fraction; 0 where not known
}

// plan is the inputs of a run.
type plan struct {
	promised, mined float64 // per day, fractions of the price
	commission      float64 // share of each deposit
	credited        float64 // what a deposit counts for: 1 plus the bonus
	term            int     // days; 0 open
	growing         float64 // difficulty a year: what a machine earns falls by it
	principal       bool    // the price comes back at the end of the term
}

// RunOff follows the promise under constant deposits, under deposits that stop, under difficulty that
// grows, and for the growth that keeps it.
func (of Promise) RunOff() *RunOff {
	p := plan{
		promised: of.PerDay, mined: of.Mined, commission: of.Commission, credited: 1 + of.Bonus,
		term: of.TermDays, principal: of.Returned,
	}
	r := &RunOff{
		PromisedPerDay: p.promised,
		MinedPerDay:    p.mined,
		MinedKnown:     of.MinedKnown,
		MinedBasis:     of.MinedBasis,
		Commission:     p.commission,
		TermDays:       p.term,
		Returned:       p.principal,
		Named:          of.Named,
		Mining:         of.Mining,
	}
	r.ShareNotMined = p.notMined()
	r.SharesInMachines, r.BreaksOnDay = p.best(0, horizon+1, horizon)
	if r.BreaksOnDay == 0 && p.term > 0 && of.MayReturn {
		returned := p
		returned.principal = true
		r.SharesInMachines, r.BreaksReturned = returned.best(0, horizon+1, horizon)
		r.CashByMonth, r.DueByMonth = returned.series(r.SharesInMachines)
	} else {
		r.CashByMonth, r.DueByMonth = p.series(r.SharesInMachines)
	}
	if of.Growing > 0 {
		harder := p
		harder.growing, r.DifficultyGrowth = of.Growing, of.Growing
		_, r.BreaksHarder = harder.best(0, horizon+1, horizon)
	}
	for _, months := range []int{3, 6, 12} {
		_, day := p.best(0, int(float64(months)*monthDays), horizon)
		r.BreaksIfStopped = append(r.BreaksIfStopped, stopped{months, day})
	}
	for _, months := range []int{12, 24, 36} {
		r.GrowthToSurvive = append(r.GrowthToSurvive, p.growth(months))
	}
	return r
}

// notMined is the share of all that is promised that machines bought with every dollar could not mine.
func (p plan) notMined() float64 {
	mined, promised := p.mined*(1-p.commission), p.promised*p.credited
	if p.principal && p.term > 0 {
		promised += 1 / float64(p.term)
	}
	return max(0, 1-mined/promised)
}

// NotMined says how much of each payout mining cannot cover, as a clause.
func (r *RunOff) NotMined() string {
	of := "each payout"
	if r.Returned {
		of = "what is promised"
	}
	share := fmt.Sprintf("at least %.0f %% of %s cannot come from mining",
		math.Floor(r.ShareNotMined*100+1e-9), of)
	switch {
	case r.MinedKnown && r.ShareNotMined < 0.01:
		return "mining could cover the payouts, were it free and difficulty still"
	case r.MinedKnown:
		return share
	case r.ShareNotMined < 0.01:
		return "how much of a payout mining could cover is not known"
	}
	return share + ", even at the highest yield on record"
}

// Back is the share of the price that comes back within the term if the promise is kept; 0 where the term is
// open, or where the price itself comes back, and with it more than all.
func (r *RunOff) Back() float64 {
	if r.Returned {
		return 0
	}
	return r.PromisedPerDay * float64(r.TermDays)
}

// Broken is the sentence that says why it cannot be kept, with the day on which the money is gone. What is
// not promised is named as the return; r is nil where no rate is known.
func (r *RunOff) Broken(promised bool) string {
	if r == nil {
		return "Do not pay: income is promised for the term, which no miner can know: the mark of a " +
			"scheme that " +
			"pays from deposits."
	}
	what := "is promised"
	if !promised {
		what = "is named as the return"
	}
	if r.Named != "" {
		what = "of the price is named (" + r.Named + ")"
	}
	if r.Returned {
		what = "and the price back at the end " + strings.Replace(what, "is ", "are ", 1)
	}
	says := fmt.Sprintf("Do not pay: %s %% a day %s", units.Format(r.PromisedPerDay*100, 3), what)
	if r.ShareNotMined >= 0.01 {
		says += ", and " + r.NotMined()
	} else {
		says += " whatever mining gives, which no miner can know"
	}
	switch {
	case r.BreaksOnDay > 0:
		says += fmt.Sprintf("; with steady deposits of others the money is gone on day %d", r.BreaksOnDay)
	case r.Back() > 0 && r.Back() < 1 && r.BreaksReturned > 0:
		says += fmt.Sprintf("; even if it were kept, %s of the price would come back, and if all of it "+
			"is to come back "+
			"the money is gone on day %d", units.ShowShare(r.Back()), r.BreaksReturned)
	case r.Back() > 0 && r.Back() < 1:
		says += fmt.Sprintf("; even if it were kept, %s of the price would come "+
			"back", units.ShowShare(r.Back()))
	case r.BreaksHarder > 0:
		says += fmt.Sprintf("; with steady deposits of others the money is gone on day %d", r.BreaksHarder)
	}
	return says + "."
}

// Returning is the sentence of an offer whose price comes back at the end; r is nil where its term is not
// known.
func (r *RunOff) Returning() string {
	says := "Do not pay: the price is to come back at the end, and machines are worn out by then: it can " +
		"come from the next buyers alone"
	switch {
	case r == nil || !r.Returned:
		return says + "."
	case r.ShareNotMined >= 0.01:
		says += "; " + r.NotMined()
	}
	if r.BreaksOnDay > 0 {
		says += fmt.Sprintf(", and with steady deposits of others the money is gone on day %d", r.BreaksOnDay)
	}
	return says + "."
}

// run follows a plan day by day: deposits of 1 on day 0 grow by growth a month and stop on day stop.
// It returns the first day on which the promise breaks, 0 if none does within days. Where see is
// not nil it is called with each day's cash and what is due.
func (p plan) run(inMachines, growth float64, stop, days int, see func(day int, cash, due float64)) int {
	step := 1.0
	if growth != 0 {
		step = math.Pow(1+growth, 1/monthDays)
	}
	deposits := make([]float64, days+1)
	keep := math.Pow(1+p.growing, -1.0/365)
	var cash, mined, active float64 // mined: what the machines earn a day
	for day, d := 0, 1.0; day <= days; day++ {
		if day < stop {
			deposits[day] = d
			d *= step
		}
		in := deposits[day]
		due := p.promised * active // promised on what was deposited on earlier days
		if p.term > 0 && day >= p.term {
			ended := deposits[day-p.term] * p.credited
			active -= ended
			if p.principal {
				due += deposits[day-p.term]
			}
		}
		cash += in*(1-p.commission)*(1-inMachines) + mined
		if see != nil {
			see(day, cash-due, due)
		}
		if cash < due-1e-9 {
			return max(day, 1)
		}
		cash -= due
		mined = mined*keep + in*(1-p.commission)*inMachines*p.mined
		active += in * p.credited
	}
	return 0
}

// best is the share in machines that lasts longest, and the day on which even that breaks (0: never).
func (p plan) best(growth float64, stop, days int) (share float64, day int) {
	latest := -1
	for _, s := range []float64{0, 0.25, 0.5, 0.75, 1} {
		d := p.run(s, growth, stop, days, nil)
		if d == 0 {
			return s, 0
		}
		if d > latest {
			share, latest = s, d
		}
	}
	return share, latest
}

// growth is the lowest monthly growth of deposits that keeps the promise for so many months, found
// by bisection to a ten-thousandth.
func (p plan) growth(months int) growth {
	days := int(float64(months) * monthDays)
	lasts := func(g float64) bool { _, d := p.best(g, days+1, days); return d == 0 }
	low, high := 0.0, 9.0
	if lasts(low) {
		return growth{months, 0, 1, true}
	}
	if !lasts(high) {
		return growth{Months: months}
	}
	for high-low > 1e-4 {
		if mid := (low + high) / 2; lasts(mid) {
			high = mid
		} else {
			low = mid
		}
	}
	return growth{months, high, math.Pow(1+high, float64(months)), true}
}

// series is cash and due at the start of each month under constant deposits, until it breaks.
func (p plan) series(inMachines float64) (cash, due []float64) {
	p.run(inMachines, 0, horizon+1, horizon, func(day int, c, d float64) {
		if month := int(float64(day) / monthDays); month >= len(cash) {
			cash, due = append(cash, c), append(due, d)
		}
	})
	return cash, due
}
