package valuation

import (
	"context"
	"math"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// BreakEven is where the contract gives back as much bitcoin as its payments would have bought
// (BTC efficiency 1), all else as in the scenario "constant", but that the subsidy halves on its schedule.
// A nil field: no such point.
type BreakEven struct {
	UpfrontUSD       *float64 `json:"upfront_usd"`                    // highest upfront price, dollars
	UpfrontUSDHarder *float64 `json:"upfront_usd_difficulty_plus_20"` // the same with difficulty 20 % higher
	// highest growth of difficulty per month, as a fraction; may be negative
	MonthlyGrowth *float64 `json:"difficulty_growth_per_month"`
	// lowest price of bitcoin, difficulty unmoved (which flatters)
	PriceUSD *float64 `json:"price_usd"`
	// lowest hashprice, USD per TH/s and day, price unmoved
	HashpriceUSD *float64 `json:"hashprice_usd_per_th_day"`
}

// BreakEvens finds the break-even points by bisection over whole runs, so that every clause counts. It ends
// soon after the context does; what it gives must then not be used.
func BreakEvens(ctx context.Context, t *contract.Terms, c Conditions, horizon int) BreakEven {
	grows := func(difficulty func(int) float64) bool {
		return gains(ctx, t, c.days(horizon, future{difficulty: difficulty, halvings: true}))
	}
	k := bisectLog(ctx, 0.01, 100, func(k float64) bool { return grows(func(int) float64 { return k }) })
	b := BreakEven{
		UpfrontUSD: BreakEvenUpfront(ctx, t, c.Scheduled(horizon), c.PriceUSD),
		UpfrontUSDHarder: BreakEvenUpfront(
			ctx,
			t,
			c.days(horizon, future{difficulty: plus20, halvings: true}),
			c.PriceUSD,
		),
		MonthlyGrowth: bisect(ctx, -0.2, 0.5, func(g float64) bool { return grows(monthly(g)) }),
		PriceUSD: bisectLog(ctx, c.PriceUSD*100, c.PriceUSD/100, func(p float64) bool {
			at := c
			at.PriceUSD = p
			return gains(ctx, t, at.Scheduled(horizon))
		}),
	}
	if k != nil {
		v := c.HashpriceUSD() / *k
		b.HashpriceUSD = &v
	}
	return b
}

// gains reports whether a run gives back at least the bitcoin that it costs.
func gains(ctx context.Context, t *contract.Terms, days []contract.Facts) bool {
	if t.Fits(days[0]) != nil {
		return false
	}
	r := t.RunWithin(ctx, days, nil)
	return r.Received >= r.Paid
}

// BreakEvenUpfront is the highest price at which the run gives back what it costs, in dollars of the
// first day. A promised share of the price scales with the price itself: there is no such point.
func BreakEvenUpfront(ctx context.Context, t *contract.Terms, days []contract.Facts,
	price float64) *float64 {
	if t.Fixed > 0 {
		return nil
	}
	with := *t
	with.UpfrontBTC, with.UpfrontUSD = 0, 0
	free := with.RunWithin(ctx, days, nil)
	most := (free.Received - free.Paid).BTC() * price
	if most <= 0 {
		return nil
	}
	ok := func(p float64) bool {
		with.UpfrontUSD = units.RoundMicro(p)
		return gains(ctx, &with, days)
	}
	const tight = 1e-9 // unless a clause looks at the price itself, the answer is what comes back
	if ok(most*(1-tight)-1e-6) && !ok(most*(1+tight)+1e-6) {
		return &most
	}
	return bisect(ctx, 0, most*1.001+0.01, ok)
}

// bisect is the point up to which ok holds between lo, where it must hold, and hi, where it must not;
// nil where one of them does not, or the context has ended.
func bisect(ctx context.Context, lo, hi float64, ok func(float64) bool) *float64 {
	if !ok(lo) || ok(hi) {
		return nil
	}
	for range 32 { // to 3e-10 of the first interval
		if ctx.Err() != nil {
			return nil
		}
		mid := (lo + hi) / 2
		if ok(mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	return &lo
}

// bisectLog is bisect on a logarithmic scale; lo may be the larger number.
func bisectLog(ctx context.Context, lo, hi float64, ok func(float64) bool) *float64 {
	x := bisect(ctx, math.Log(lo), math.Log(hi), func(l float64) bool { return ok(math.Exp(l)) })
	if x == nil {
		return nil
	}
	v := math.Exp(*x)
	return &v
}
