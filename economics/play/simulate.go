package play

import (
	"math"
	"slices"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/internal/quantile"
)

// Dist sums up a figure over paths, in the figure's own unit: its mean, and the values that 5, 25, 50, 75 and
// 95 of a hundred paths do not exceed. All are NaN where the figure has no meaning on some path.
type Dist struct {
	Mean float64 `json:"mean"`
	P05  float64 `json:"p05"`
	P25  float64 `json:"p25"`
	P50  float64 `json:"p50"`
	P75  float64 `json:"p75"`
	P95  float64 `json:"p95"`
}

// Known is the figure, or nil where it has no meaning: an efficiency where nothing is paid.
func (d Dist) Known() *Dist {
	if math.IsNaN(d.P50) {
		return nil
	}
	return &d
}

// Times is the figure times a factor above zero.
func (d Dist) Times(by float64) *Dist {
	return &Dist{d.Mean * by, d.P05 * by, d.P25 * by, d.P50 * by, d.P75 * by, d.P95 * by}
}

// Per is the figure for each of so much, above zero, to nine digits: of other money the same figures come.
func (d Dist) Per(of float64) *Dist {
	per := d.Times(1 / of)
	for _, v := range []*float64{&per.Mean, &per.P05, &per.P25, &per.P50, &per.P75, &per.P95} {
		*v = nineDigits(*v)
	}
	return per
}

// nineDigits is a number without the digits that come of rounding alone.
func nineDigits(v float64) float64 {
	if v == 0 || math.IsNaN(v) || math.IsInf(v, 0) {
		return v
	}
	to := math.Pow(10, 8-math.Floor(math.Log10(math.Abs(v))))
	return math.Round(v*to) / to
}

var distQuantiles = []float64{0.05, 0.25, 0.5, 0.75, 0.95}

// FanPoint is the cumulative bitcoin received after Day days, over paths, and the median of the
// bitcoin that the payments until then would have bought.
type FanPoint struct {
	Day    int      `json:"day"`
	P05    float64  `json:"p05"`
	P25    float64  `json:"p25"`
	P50    float64  `json:"p50"`
	P75    float64  `json:"p75"`
	P95    float64  `json:"p95"`
	Bought *float64 `json:"bought"` // null: the price is not stated
}

// fairPrice is the highest upfront price at which the chance of BTC efficiency 1 is at least Chance,
// in dollars of the purchase day, with its Monte Carlo standard error. At
// zero or below there is none: even given away the contract costs more than it brings.
type fairPrice struct {
	Chance, USD, StdErr float64
}

// Simulation is what one contract came to over an ensemble.
type Simulation struct {
	Paths         int
	BTCEfficiency Dist
	ProbBeats     float64     // share of paths with BTC efficiency of at least 1
	ProbStdErr    float64     // its binomial standard error
	NetUSD        Dist        // received less paid, each in dollars of its day
	NetBTC        Dist        // received less what the payments would have bought on their days
	Fair          []fairPrice // at 50, 80 and 95 %; nil where the price sets the payout
	PaybackP50    *float64    // days, median over the paths that pay back
	ProbNever     float64     // share of paths that never pay back in dollars
	ProbStopped   float64     // share of paths on which a clause ends it before its term
	FeeShare      float64     // mean share of fees in gross
	Fan           []FanPoint
}

// Fan days: enough for a picture, few enough to be cheap.
const fanPoints = 24

// FanDays are the days at which the fan of a horizon is taken, ascending, ending with the horizon. Of long
// horizons they are ends of chunks, up to which an ensemble has its sums.
func FanDays(horizon int) []int {
	var days []int
	if horizon > chunkDays*fanPoints/2 {
		step := chunkDays * ((horizon + chunkDays*fanPoints - 1) / (chunkDays * fanPoints))
		for d := 1 + step; d < horizon; d += step {
			days = append(days, d)
		}
		return append(days, horizon)
	}
	for k := 1; k <= fanPoints; k++ {
		if d := (horizon*k + fanPoints - 1) / fanPoints; len(days) == 0 || d > days[len(days)-1] {
			days = append(days, d)
		}
	}
	return days
}

// Simulate plays a contract over an ensemble and sums up. The ensemble must reach the horizon.
func Simulate(e *Ensemble, t *contract.Terms, horizon int) (*Simulation, *Outcomes) {
	o := e.Play(t, horizon, FanDays(horizon))
	return e.Sum(t, o), o
}

// Sum turns outcomes into figures.
func (e *Ensemble) Sum(t *contract.Terms, o *Outcomes) *Simulation {
	s := &Simulation{Paths: e.N}
	z, x := &quantile.Finder{}, make([]float32, e.N)
	s.BTCEfficiency, s.ProbBeats = efficiencyOver(z, o.Efficiency(x))
	s.ProbStdErr = math.Sqrt(s.ProbBeats * (1 - s.ProbBeats) / float64(e.N))
	for i := range x {
		x[i] = float32(o.ReceivedUSD[i] - o.PaidUSD[i])
	}
	s.NetUSD = distOf(z, x)
	for i := range x {
		x[i] = float32(o.Received[i] - o.Paid[i])
	}
	s.NetBTC = distOf(z, x)
	if !t.PriceSetsPayout() {
		s.Fair = e.fair(z, t, o, x)
	}
	s.pay(z, o, x[:0])
	for k, day := range o.SampleDays {
		f := distOf(z, o.Fan[k])
		var paid [1]float64
		z.Of(o.FanPaid[k], []float64{0.5}, paid[:])
		point := FanPoint{Day: day, P05: f.P05, P25: f.P25, P50: f.P50, P75: f.P75, P95: f.P95}
		if !t.Unpriced {
			point.Bought = &paid[0]
		}
		s.Fan = append(s.Fan, point)
	}
	return s
}

// efficiencyOver is the distribution of the BTC efficiency over paths, and the share of them on which the
// contract beats buying bitcoin: at which it is at least 1.
func efficiencyOver(z *quantile.Finder, x []float32) (d Dist, beating float64) {
	n := 0
	for _, v := range x {
		if v >= 1 {
			n++
		}
	}
	return distOf(z, x), float64(n) / float64(len(x))
}

// fair finds the fair upfront prices: on each path the price that makes BTC efficiency 1 is what is
// received less what else is paid, in dollars of the first day, a sale at the end counted as it then would
// be. The highest that enough paths reach is the price: one between those of two paths too few would reach.
// The standard error is half the distance of the quantiles one binomial deviation either side.
func (e *Ensemble) fair(z *quantile.Finder, t *contract.Terms, o *Outcomes, x []float32) []fairPrice {
	p0 := e.Price0()
	upfront := t.UpfrontUSD.Float()/p0 + t.UpfrontBTC.BTC()
	for i := range x {
		more := o.Received[i] - (o.Paid[i] - upfront)
		if s := o.sold; s != nil {
			x[i] = float32(s.fairAt(i, more-s.BTC[i]*s.kept(), 1/p0))
			continue
		}
		x[i] = float32(more * p0)
	}
	return e.fairOf(z, x)
}

// fairOf are the fair prices by the price of each path that makes BTC efficiency 1.
func (e *Ensemble) fairOf(z *quantile.Finder, x []float32) []fairPrice {
	chances := [...]float64{0.95, 0.8, 0.5}
	var at, sides [6]float64
	for k, chance := range chances {
		q := 1 - chance
		dev := math.Sqrt(q * (1 - q) / float64(e.N))
		sides[2*k], sides[2*k+1] = max(0, q-dev), min(1, q+dev)
	}
	if slices.IsSorted(sides[:]) {
		z.Of(x, sides[:], at[:])
	} else { // of few paths
		for k := 0; k < len(at); k += 2 {
			z.Of(x, sides[k:k+2], at[k:k+2])
		}
	}
	var usd [3]float64
	z.Reached(x, chances[:], usd[:])
	var out []fairPrice
	for k := len(chances) - 1; k >= 0; k-- {
		out = append(out, fairPrice{Chance: chances[k], USD: usd[k], StdErr: (at[2*k+1] - at[2*k]) / 2})
	}
	return out
}

// pay fills payback, stops and fees.
func (s *Simulation) pay(z *quantile.Finder, o *Outcomes, days []float32) {
	var gross, fees float64
	for i, day := range o.Payback {
		if day >= 0 {
			days = append(days, float32(day))
		}
		if o.Stopped[i] {
			s.ProbStopped++
		}
		gross += o.Gross[i]
		fees += o.Fees[i]
	}
	n := float64(len(o.Payback))
	s.ProbNever = 1 - float64(len(days))/n
	s.ProbStopped /= n
	if gross > 0 {
		s.FeeShare = fees / gross
	}
	if len(days) > 0 {
		var median [1]float64
		z.Of(days, []float64{0.5}, median[:])
		s.PaybackP50 = &median[0]
	}
}

// distOf is the mean and five quantiles of a sample.
func distOf(z *quantile.Finder, x []float32) Dist {
	var q [5]float64
	mean := z.Describe(x, distQuantiles, q[:])
	return Dist{mean, q[0], q[1], q[2], q[3], q[4]}
}

// DistOf sums up any figure over paths.
func DistOf(x []float64) Dist {
	y := make([]float32, len(x))
	for i, v := range x {
		y[i] = float32(v)
	}
	return distOf(&quantile.Finder{}, y)
}
