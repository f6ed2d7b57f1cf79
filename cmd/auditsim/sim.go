package main

import (
	"fmt"
	"math"
	"math/rand/v2"

	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/units"
)

// scenario is one row of the table: how holders are paid, for how many days, and which state is counted.
type scenario struct {
	name    string
	paid    string
	promise string
	days    int
	from    string      // first possible day of the start
	to      string      // last possible day
	state   audit.State // counted; empty: any accusation
	pay     func(h *holder)
	hours   int    // the payer's day, east of UTC
	fees    string // its average; empty: the day's
}

func (c scenario) average() audit.Average {
	if c.fees == "" {
		return audit.FeeDay
	}
	return audit.Average(c.fees)
}

func (c scenario) look() string { return fmt.Sprintf("daily, %d days", c.days) }

// holder is one simulated contract.
type holder struct {
	r       *rand.Rand
	history *market.History
	start   units.Date
	days    int
	th      float64
	in      audit.Input
}

const (
	poolFee  = 0.02
	terahash = 1000
)

// measure is the share of holders who see the state that the row counts.
func (c scenario) measure(holders int, seed uint64, stated bool) float64 {
	h := market.Embedded()
	from, _ := units.ParseDate(c.from)
	to, _ := units.ParseDate(c.to)
	seen := 0
	for i := range holders {
		r := rand.New(rand.NewPCG(seed, uint64(i)))
		x := &holder{
			r:       r,
			history: h,
			days:    c.days,
			th:      terahash,
			start:   from + units.Date(r.IntN(int(to-from)+1)),
		}
		x.in = audit.Input{Terms: audit.AccountTerms(units.Hashrate(x.th*1e12), poolFee, payout.FPPS, 0),
			Start:  x.start,
			Scheme: payout.FPPS, History: h}
		if stated {
			b := audit.ZoneBoundary(c.hours, c.average())
			x.in.Boundary = &b
		}
		c.pay(x)
		result, err := audit.Run(x.in)
		if err != nil {
			panic(fmt.Sprintf("auditsim: %s: %v", c.name, err))
		}
		if c.counts(result) {
			seen++
		}
	}
	return float64(seen) / float64(holders)
}

func (c scenario) counts(r *audit.Result) bool {
	if c.state != "" {
		for _, t := range r.Tests {
			if t.Name == string(c.state) && t.Alarm {
				return true
			}
		}
		return r.State == c.state
	}
	for _, t := range r.Tests {
		if t.Alarm {
			return true
		}
	}
	return r.State != audit.InOrder && r.State != audit.NotKnown
}

// earned is the expected bitcoin of a day before fees, by the history's own figures.
func (h *holder) earned(i int) float64 {
	d, err := h.history.At(h.start + units.Date(i))
	if err != nil {
		panic(err)
	}
	return h.reward(d.SubsidyBTC+d.FeesBTC, d.Difficulty)
}

func (h *holder) reward(btc, difficulty float64) float64 {
	return btc * 86400e12 * h.th / (difficulty * (1 << 32))
}

// credit adds a day's credit of so much bitcoin, rounded down to a satoshi.
func (h *holder) credit(i int, btc float64) {
	day := h.start + units.Date(i)
	h.in.Rows = append(h.in.Rows, statement.Row{Line: i + 1, Time: day.Unix(), Day: day, Dated: true,
		Amount: units.MilliSat(math.Floor(btc*1e8)) * 1000})
}

// honest pays each day what is owed times 1 + noise.
func honest(noise func(h *holder) []float64) func(*holder) {
	return func(h *holder) {
		x := noise(h)
		for i := range h.days {
			h.credit(i, h.earned(i)*(1-poolFee)*(1+x[i]))
		}
	}
}

// skims pays less by a share from a day on.
func skims(sd, skim float64, from int) func(*holder) {
	return func(h *holder) {
		x := normal(sd)(h)
		for i := range h.days {
			kept := 0.0
			if i >= from {
				kept = skim
			}
			h.credit(i, h.earned(i)*(1-poolFee)*(1+x[i])*(1-kept))
		}
	}
}

func normal(sd float64) func(*holder) []float64 { return autoregressive(sd, 0) }

func autoregressive(sd, a float64) func(*holder) []float64 {
	return func(h *holder) []float64 {
		x := make([]float64, h.days)
		z := h.r.NormFloat64()
		for i := range x {
			if i > 0 {
				z = a*z + math.Sqrt(1-a*a)*h.r.NormFloat64()
			}
			x[i] = sd * z
		}
		return x
	}
}

func student3(sd float64) func(*holder) []float64 {
	return func(h *holder) []float64 {
		x := make([]float64, h.days)
		for i := range x {
			x[i] = sd * h.studentT(3) / math.Sqrt(3) // the variance of t3 is 3
		}
		return x
	}
}

func (h *holder) studentT(nu int) float64 {
	chi := 0.0
	for range nu {
		z := h.r.NormFloat64()
		chi += z * z
	}
	return h.r.NormFloat64() / math.Sqrt(chi/float64(nu))
}

// movingAverage is the noise of a day boundary that is drawn elsewhere: what one day lacks the next has.
func movingAverage(sd float64) func(*holder) []float64 {
	return func(h *holder) []float64 {
		x := make([]float64, h.days)
		before := h.r.NormFloat64()
		for i := range x {
			now := h.r.NormFloat64()
			x[i] = sd * (now - before) / math.Sqrt2
			before = now
		}
		return x
	}
}

// utc8 pays the fees and the difficulty of the day that begins at 16:00 UTC of the day before.
func utc8(h *holder) {
	x := normal(0.0002)(h)
	for i := range h.days {
		start := (h.start + units.Date(i)).Unix() - 8*3600
		before, _ := h.history.At(h.start + units.Date(i) - 1)
		today, _ := h.history.At(h.start + units.Date(i))
		sum := 0.0
		for hour := range 24 { // difficulty hour by hour, fees by the day that the hour is of
			e, _ := h.history.EpochAt(start + int64(hour)*3600 + 1800)
			d := today
			if hour < 8 {
				d = before
			}
			sum += h.reward(d.SubsidyBTC+d.FeesBTC, e.Difficulty) / 24
		}
		h.credit(i, sum*(1-poolFee)*(1+x[i]))
	}
}

// weekOfFees pays the mean fee of the last seven days.
func weekOfFees(h *holder) {
	x := normal(0.0002)(h)
	for i := range h.days {
		today, _ := h.history.At(h.start + units.Date(i))
		fees := 0.0
		for k := range 7 {
			d, _ := h.history.At(h.start + units.Date(i-k))
			fees += d.FeesBTC / 7
		}
		h.credit(i, h.reward(today.SubsidyBTC+fees, today.Difficulty)*(1-poolFee)*(1+x[i]))
	}
}

// medianOfFees pays 17 % less of the fees than their mean, as a median did from August 2025 to February 2026.
func medianOfFees(h *holder) {
	x := normal(0.0008)(h)
	for i := range h.days {
		today, _ := h.history.At(h.start + units.Date(i))
		h.credit(i, h.reward(today.SubsidyBTC+today.FeesBTC*0.83, today.Difficulty)*(1-poolFee)*(1+x[i]))
	}
}

// minimum sends a payout when 0.005 BTC are reached, in the morning of the day after.
func minimum(h *holder) {
	h.in.Terms = audit.AccountTerms(units.Hashrate(h.th*1e12), poolFee, payout.FPPS, units.MSatPerBTC/200)
	x := normal(0.003)(h)
	balance := 0.0
	for i := range h.days {
		balance += h.earned(i) * (1 - poolFee) * (1 + x[i])
		if balance < 0.005 {
			continue
		}
		sats := math.Floor(balance * 1e8)
		balance -= sats / 1e8
		h.in.Rows = append(h.in.Rows, statement.Row{Line: i + 1,
			Time: (h.start + units.Date(i) + 1).Unix() + 6*3600,
			Kind: statement.Payout, Amount: units.MilliSat(sats) * 1000})
	}
}

// threeStops leaves out ten days three times.
func threeStops(h *holder) {
	x := normal(0.003)(h)
	first := h.r.IntN(200)
	for i := range h.days {
		if d := i - first; d >= 0 && d%230 < 10 {
			continue
		}
		h.credit(i, h.earned(i)*(1-poolFee)*(1+x[i]))
	}
}

// feeChange raises the fee on a day that was announced.
func feeChange(h *holder) {
	x := normal(0.003)(h)
	on := 30 + h.r.IntN(600)
	h.in.FeeChanges = []audit.FeeChange{{From: h.start + units.Date(on), Share: 0.03}}
	for i := range h.days {
		fee := poolFee
		if i >= on {
			fee = 0.03
		}
		h.credit(i, h.earned(i)*(1-fee)*(1+x[i]))
	}
}

// basePart tells the subsidy's part, with the noise of shares alone, and skims it.
func basePart(skim float64) func(*holder) {
	return func(h *holder) {
		x := normal(0.00003)(h)
		y := normal(0.003)(h)
		for i := range h.days {
			d, _ := h.history.At(h.start + units.Date(i))
			base := h.reward(d.SubsidyBTC, d.Difficulty) * (1 - poolFee) * (1 + x[i]) * (1 - skim)
			fees := h.reward(d.FeesBTC, d.Difficulty) * (1 - poolFee) * (1 + y[i])
			h.credit(i, base+fees)
			row := &h.in.Rows[len(h.in.Rows)-1]
			row.TH = h.th
			row.More = &statement.Parts{Split: true, Base: units.MilliSat(math.Floor(base*1e8)) * 1000}
		}
	}
}

// dollarFee takes a fee in dollars that is 60 % of gross on the first day, converted at a price that is off
// by some 1.2 % (Student's t with 4 degrees, sd 1.2 %).
func dollarFee(skim float64) func(*holder) {
	return func(h *holder) {
		first, _ := h.history.At(h.start)
		usd := 0.6 * h.earned(0) * first.PriceUSD
		h.in.Terms = &contract.Terms{TH: h.th, Uptime: 1, Every: 1,
			Fees: []contract.FeeTerm{{Name: "electricity", USDPerDay: usd}}}
		for i := range h.days {
			d, _ := h.history.At(h.start + units.Date(i))
			price := d.PriceUSD * (1 + 0.012*h.studentT(4)/math.Sqrt2)
			h.credit(i, max(h.earned(i)-usd/price, 0)*(1-skim))
		}
	}
}

// fixed pays every day what the first day owed.
func fixed(sd float64) func(*holder) {
	return func(h *holder) {
		x := normal(sd)(h)
		for i := range h.days {
			h.credit(i, h.earned(0)*(1-poolFee)*(1+x[i]))
		}
	}
}

func cases() []scenario {
	const early, late = "2017-01-01", "2024-06-01"
	year := func(name, paid string, pay func(*holder)) scenario {
		return scenario{
			name:    name,
			paid:    paid,
			promise: "accused at most 1.4 %",
			days:    730,
			from:    early,
			to:      late,
			pay:     pay,
		}
	}
	week := year("7-day fee mean of 2021", "honest", weekOfFees)
	week.from, week.to, week.fees = "2020-01-01", "2020-12-31", string(audit.FeeWeek)
	east := year("UTC+8 pool, real days", "honest", utc8)
	east.hours = 8
	median := year("median fee of a day, 2025", "honest, not as stated", medianOfFees)
	median.days, median.from, median.to, median.promise = 300, "2025-02-01", "2025-08-01", "(a known limit)"
	find := func(name, paid string, days int, state audit.State, pay func(*holder)) scenario {
		return scenario{name: name, paid: paid, promise: "found in 95 %", days: days, from: "2025-08-01",
			to: "2026-01-15", state: state, pay: pay}
	}
	spring := func(c scenario) scenario { // hashprice stayed, so that 60 % of gross stays about that
		c.from, c.to = "2025-03-01", "2025-06-01"
		return c
	}
	late366 := find(
		"normal 0.5 %",
		"1 % less from day 366 on",
		365+15,
		audit.Changed,
		skims(0.005, 0.01, 365),
	)
	late366.from, late366.to = "2023-01-01", "2025-05-01"
	anyDay := find("fixed payouts, 0.3 %", "the same every day", 18, audit.DoesNotFollow, fixed(0.003))
	anyDay.from = early
	return []scenario{
		year("normal 0.3 %", "honest", honest(normal(0.003))),
		year("Student t3, 0.3 %", "honest", honest(student3(0.003))),
		year("MA(-1/2), 0.3 %", "honest", honest(movingAverage(0.003))),
		year("AR(1) 0.5, 0.3 %", "honest", honest(autoregressive(0.003, 0.5))),
		east,
		week,
		year("minimum payout 0.005 BTC", "honest", minimum),
		year("three stops of ten days", "honest", threeStops),
		year("one fee change on its day", "honest", feeChange),
		median,
		find("normal 0.3 %", "1 % less", 10, audit.Underpaid, skims(0.003, 0.01, 0)),
		find("normal 0.3 %", "0.5 % less", 18, audit.Underpaid, skims(0.003, 0.005, 0)),
		find("normal 0.3 %", "0.25 % less", 50, audit.Underpaid, skims(0.003, 0.0025, 0)),
		find("normal 0.5 %", "1 % less", 15, audit.Underpaid, skims(0.005, 0.01, 0)),
		find("normal 0.5 %", "0.5 % less", 38, audit.Underpaid, skims(0.005, 0.005, 0)),
		find("normal 0.5 %", "0.25 % less", 125, audit.Underpaid, skims(0.005, 0.0025, 0)),
		late366,
		find("base part told, 0.003 %", "0.05 % less of the base", 7, audit.Underpaid, basePart(0.0005)),
		spring(find("dollar fee of 60 %, spring 2025", "2 % less", 30, audit.Underpaid, dollarFee(0.02))),
		spring(find("dollar fee of 60 %, spring 2025", "1 % less", 90, audit.Underpaid, dollarFee(0.01))),
		anyDay,
		find("noise of 5 % made up", "what is owed on average", 3, audit.TooNoisy, honest(normal(0.05))),
		func() scenario {
			c := year("coins bought, paid exactly right", "no mining at all", honest(normal(0.0002)))
			c.promise = "not found: nobody could"
			return c
		}(),
	}
}
