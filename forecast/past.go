package forecast

import (
	"errors"
	"fmt"
	"math"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/units"
)

// minPast is how many days with difficulty and price a fit needs: the window of its volatility.
const minPast = 365

// past is a history cut at an origin: what a fit may see.
type past struct {
	asOf   units.Date
	days   []market.Day // the last is asOf; from the first with a price
	epochs []market.Epoch
}

// newPast cuts the history. The error says what is missing, and from which day on it is not.
func newPast(h *market.History, asOf units.Date) (*past, error) {
	if asOf < h.First() || asOf > h.Last() {
		return nil, fmt.Errorf(
			"no facts for %s: the history covers %s to %s; choose a day inside, or give a "+
				"longer one with %s",
			asOf,
			h.First(),
			h.Last(),
			need.History.As("FILE"),
		)
	}
	cut := h.CutAt(asOf)
	days := cut.Days(cut.First(), asOf+1)
	for len(days) > 0 && (days[0].PriceUSD <= 0 || days[0].Difficulty <= 0) {
		days = days[1:]
	}
	p := &past{asOf: asOf, days: days, epochs: cut.Epochs()}
	if len(days) <= minPast || asOf < FirstUsable {
		return nil, p.tooShort(h)
	}
	if len(p.epochs) < 3 {
		return nil, errors.New(
			"the history has no difficulty epochs; give one with a column of difficulty for " +
				"each day",
		)
	}
	return p, nil
}

// tooShort says whether another day of the history would do, or only another history.
func (p *past) tooShort(h *market.History) error {
	first := h.Last() - units.Date(len(p.days)) + 1
	if len(p.days) > 0 {
		first = p.days[0].Date
	}
	usable := max(first+minPast, FirstUsable)
	if usable > h.Last() {
		return fmt.Errorf(
			"a forecast needs %d days of difficulty and price before it, and the history has %d up "+
				"to %s; give a longer one with %s",
			minPast,
			max(len(p.days)-1, 0),
			h.Last(),
			need.History.As("FILE"),
		)
	}
	return fmt.Errorf(
		"%s is too early for a forecast, which needs %d days of difficulty and price before it "+
			"and a market of machines made for mining; the first usable day is %s",
		p.asOf,
		minPast,
		usable,
	)
}

// end is the moment at which the as-of day ended, Unix seconds.
func (p *past) end() int64 { return (p.asOf + 1).Unix() }

// volatility is the root mean square of the last n daily log returns of the price.
func (p *past) volatility(n int) float64 {
	var sum, count float64
	for i := len(p.days) - 1; i > 0 && count < float64(n); i-- {
		r := math.Log(p.days[i].PriceUSD / p.days[i-1].PriceUSD)
		sum += r * r
		count++
	}
	return math.Sqrt(sum / count)
}

// Growth is the mean growth of ln difficulty per day over the epochs begun in the last n days before the
// last epoch began, at least one. epochs ascend, and are at least two.
func Growth(epochs []market.Epoch, n int) float64 {
	last := len(epochs) - 1
	first := last
	for first > 1 && epochs[first].Time > epochs[last].Time-int64(n)*consensus.SecondsPerDay {
		first--
	}
	first = min(first, last-1)
	a, b := epochs[first], epochs[last]
	return math.Log(b.Difficulty/a.Difficulty) / float64(b.Time-a.Time) * consensus.SecondsPerDay
}

// ChangeVariance is the variance, about their mean, of the last n changes of ln difficulty from one epoch to
// the next, or of all there are but the first. epochs ascend, and are at least three.
func ChangeVariance(epochs []market.Epoch, n int) float64 {
	last := len(epochs) - 1
	n = min(n, last-1)
	mean := math.Log(epochs[last].Difficulty/epochs[last-n].Difficulty) / float64(n)
	var sum float64
	for i := last - n + 1; i <= last; i++ {
		d := math.Log(epochs[i].Difficulty/epochs[i-1].Difficulty) - mean
		sum += d * d
	}
	return sum / float64(max(n-1, 1))
}
