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

// BreakEvens finds the break-even points by search over whole runs, so that every clause counts. It ends
// soon after the context does; what it gives must then not be used.
func BreakEvens(ctx context.Context, t *contract.Terms, c Conditions, horizon int) BreakEven {
	grows := func(difficulty func(int) float64) float64 {
		return gain(ctx, t, c.days(horizon, future{difficulty: difficulty, halvings: true}))
	}
	k := bisectLog(ctx, 0.01, 100, func(k float64) float64 { return grows(func(int) float64 { return k }) })
	b := BreakEven{
		UpfrontUSD: BreakEvenUpfront(ctx, t, c.Scheduled(horizon), c.PriceUSD),
		UpfrontUSDHarder: BreakEvenUpfront(
			ctx,
			t,
			c.days(horizon, future{difficulty: plus20, halvings: true}),
			c.PriceUSD,
		),
		MonthlyGrowth: bisect(ctx, -0.2, 0.5, func(g float64) float64 { return grows(monthly(g)) }),
		PriceUSD: bisectLog(ctx, c.PriceUSD*100, c.PriceUSD/100, func(p float64) float64 {
			at := c
			at.PriceUSD = p
			return gain(ctx, t, at.Scheduled(horizon))
		}),
	}
	if k != nil {
		v := c.HashpriceUSD() / *k
		b.HashpriceUSD = &v
	}
	return b
}

// gain is below 0 where a run gives back less bitcoin than it costs, or cannot be: the logarithm of what it
// gives back over what it costs, which over a search's scales is nearly a straight line.
func gain(ctx context.Context, t *contract.Terms, days []contract.Facts) float64 {
	if t.Fits(days[0]) != nil {
		return math.Inf(-1)
	}
	r := t.RunWithin(ctx, days, nil)
	gain := math.Log1p(float64(r.Received)) - math.Log1p(float64(r.Paid))
	if r.Received >= r.Paid { // its sign is exact
		return max(gain, 0)
	}
	return min(gain, -math.SmallestNonzeroFloat32)
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
	at := func(p float64) float64 {
		with.UpfrontUSD = units.RoundMicro(p)
		return gain(ctx, &with, days)
	}
	const tight = 1e-9 // unless a clause looks at the price itself, the answer is what comes back
	if at(most*(1-tight)-1e-6) >= 0 && at(most*(1+tight)+1e-6) < 0 {
		return &most
	}
	if t.PriceSetsPayout() { // what waits for the price to be earned back comes later the higher it is
		most = max(most, free.Gross.BTC()*price)
	}
	p := bisect(ctx, 0, most*1.001+0.01, at)
	if p != nil && *p < leastPrice {
		return nil
	}
	return p
}

// leastPrice is dollars: a search that ends below it has found no price.
const leastPrice = 1e-4

// bisect is the point up to which gain is not below 0 between lo, where it must not be, and hi, where it must
// be; nil where one of them is otherwise, or the context has ended. It is found as by 32 halvings of the
// interval, but that those are spared whose answer follows from points that straight lines lead to.
func bisect(ctx context.Context, lo, hi float64, gain func(float64) float64) *float64 {
	l, h := gain(lo), gain(hi)
	if !(l >= 0) || h >= 0 {
		return nil
	}
	good, bad := near(ctx, lo, hi, l, h, gain)
	for range 32 { // to 3e-10 of the first interval
		if ctx.Err() != nil {
			return nil
		}
		mid := (lo + hi) / 2
		switch {
		case between(lo, good, mid):
			lo = mid
		case between(bad, hi, mid):
			hi = mid
		case gain(mid) >= 0:
			lo = mid
		default:
			hi = mid
		}
	}
	return &lo
}

// between reports that x lies between two ends, or on one.
func between(a, b, x float64) bool { return a <= x && x <= b || b <= x && x <= a }

// linesAtMost bounds how often near draws a line; where that does not lead there, halving does.
const linesAtMost = 14

// near narrows the two ends of a search, at which gain is good and bad, by the Illinois method (Dowell and
// Jarratt, BIT 11, 1971): a straight line through both ends, and half the height of one that has stood twice.
func near(ctx context.Context, good, bad, g, b float64, gain func(float64) float64) (float64, float64) {
	const steep = 50 // e^50: beyond any, and a line can be drawn
	g, b = min(g, steep), max(b, -steep)
	least := math.Abs(bad-good) / (1 << 33)
	side := 0
	for n := 0; n < linesAtMost && math.Abs(bad-good) > least && ctx.Err() == nil; n++ {
		step := (bad - good) * g / (g - b)
		x := good + math.Copysign(min(max(math.Abs(step), least/2), math.Abs(bad-good)-least/2), step)
		if at := gain(x); at >= 0 {
			good, g = x, min(at, steep)
			if side > 0 {
				b /= 2
			}
			side = 1
		} else {
			bad, b = x, max(at, -steep)
			if side < 0 {
				g /= 2
			}
			side = -1
		}
	}
	return good, bad
}

// bisectLog is bisect on a logarithmic scale; lo may be the larger number.
func bisectLog(ctx context.Context, lo, hi float64, gain func(float64) float64) *float64 {
	x := bisect(ctx, math.Log(lo), math.Log(hi), func(l float64) float64 { return gain(math.Exp(l)) })
	if x == nil {
		return nil
	}
	v := math.Exp(*x)
	return &v
}
