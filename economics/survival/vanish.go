package survival

import (
	"math"
	"slices"

	"github.com/assaymining/assay/economics/play"
)

// IfSellerVanishes is the economics if the seller may stop paying for good, shown beside the figures without.
type IfSellerVanishes struct {
	Basis           string     `json:"basis"`
	ProbVanished    float64    `json:"prob_vanished"` // before the contract's own end
	BTCEfficiency   *play.Dist `json:"btc_efficiency"`
	ProbBeatsBuying float64    `json:"prob_beats_buying"`
}

// Judge is what a contract comes to over a horizon if its seller may stop by the model, and the BTC
// efficiency of each path with it. It asks kept for the days on which sellers stop.
func Judge(e *play.Ensemble, kept *Kept, o *play.Outcomes, m Model,
	horizon int) (IfSellerVanishes, []float64) {
	received, paid, gone := vanish(e, o, kept.stops(e, o, m, horizon))
	fates, beating := make([]float64, len(received)), 0.0
	for i := range received {
		if paid[i] > 0 {
			fates[i] = max(0, received[i]/paid[i])
		}
		if fates[i] >= 1 {
			beating++
		}
	}
	return IfSellerVanishes{Basis: m.Basis + "; more when mining earns less", ProbVanished: gone,
		BTCEfficiency: play.DistOf(fates).Known(), ProbBeatsBuying: beating / float64(len(fates))}, fates
}

// vanish is a contract's outcomes if its seller stops paying for good on a day of each path, never where that
// is negative. What was paid stays paid; what was not yet received is lost. Between sample days of the fan,
// receipts and payments are interpolated linearly. gone is the share of paths on which the seller stops
// before the contract's own end.
func vanish(e *play.Ensemble, o *play.Outcomes, stops []int32) (received, paid []float64, gone float64) {
	received, paid = append([]float64(nil), o.Received...), append([]float64(nil), o.Paid...)
	for i, day := range stops {
		if d := int(day); d >= 0 && int(o.EndDay[i]) > d {
			k, _ := slices.BinarySearch(o.SampleDays, d)
			k = min(k, len(o.SampleDays)-1)
			received[i] = interpolate(o, o.Fan, i, d, k, 0)
			paid[i] = interpolate(o, o.FanPaid, i, d, k, math.NaN())
			gone++
		}
	}
	return received, paid, gone / float64(e.N)
}

// stopsOf draws the day on which a seller stops on each path of a market, negative where he does not within
// as many days as hazard has.
//
// hazard is the stop rate of each day (Model.increments), scaled on each path by wrongWay of
// its hashprice, read every fateStep days; the path stops where the running sum passes an exponential
// draw of mean 1. Draws depend on the path's number alone, so that two offers are compared on the
// same fates.
func stopsOf(e *play.Ensemble, hazard []float64) []int32 {
	horizon, stops := len(hazard), make([]int32, e.N)
	var rates []float64
	for from := 0; from < horizon; from += fateStep {
		rate := 0.0
		for _, h := range hazard[from:min(from+fateStep, horizon)] {
			rate += h
		}
		rates = append(rates, rate)
	}
	today := float64(e.Hash[0]) * float64(e.Price[0])       // hashprice of day 0, which all paths share
	for first := 0; first < e.N; first += play.StripPaths { // strip by strip, whose days lie together
		var left [play.StripPaths]float64
		living := min(play.StripPaths, e.N-first)
		for k := range living {
			left[k], stops[first+k] = fate(first+k), -1
		}
		for step, n := 0, living; step < len(rates) && n > 0; step++ {
			from := step * fateStep
			at := e.At(first, from)
			for k := range living {
				if left[k] <= 0 {
					continue
				}
				risk := rates[step] * wrongWay(float64(e.Hash[at+k])*float64(e.Price[at+k])/today)
				if left[k] > risk {
					left[k] -= risk
					continue
				}
				stops[first+k] = int32(from + int(left[k]/risk*float64(min(fateStep, horizon-from))))
				left[k] = 0
				n--
			}
		}
	}
	return stops
}

// fateStep is the number of days for which one hashprice sets the stop rate.
const fateStep = 14

// fate is an exponential draw of mean 1 for path i.
func fate(i int) float64 {
	x := uint64(i)*0x9e3779b97f4a7c15 + 0x243f6a8885a308d3 // golden ratio; digits of pi
	x ^= x >> 31
	x *= 0xbf58476d1ce4e5b9 // splitmix64 (Steele, Lea and Flood 2014)
	x ^= x >> 29
	u := (float64(x>>11) + 0.5) / (1 << 53)
	return -math.Log(u)
}

// interpolate reads a sampled series of path i at day d, between samples by straight line: k is the first
// sample not before it, or the last. start is its value on day 0, or NaN to extend the first two samples
// backward (an upfront price is there from the start).
func interpolate(o *play.Outcomes, series [][]float32, i, d, k int, start float64) float64 {
	hi, hiDay := float64(series[k][i]), float64(o.SampleDays[k])
	lo, loDay := start, 0.0
	switch {
	case k > 0:
		lo, loDay = float64(series[k-1][i]), float64(o.SampleDays[k-1])
	case math.IsNaN(start) && len(o.SampleDays) > 1:
		next, nextDay := float64(series[1][i]), float64(o.SampleDays[1])
		return hi - (next-hi)/(nextDay-hiDay)*(hiDay-float64(d))
	case math.IsNaN(start):
		lo = hi
	}
	return lo + (hi-lo)*(float64(d)-loDay)/(hiDay-loDay)
}
