// Package simulated makes the markets that contracts are played over, and keeps them for the next contract.
//
// A Key names a market; NewMarket simulates it, which takes a hundred times as long as playing one contract.
// A Shelf keeps markets within a bound of memory, safe for many goroutines. JudgeAll lets contracts that are
// judged at the same time wait for each other, so that a market is gone through once for all of them. Whether
// a market is kept, shared or made anew never changes a figure: equal keys give equal markets.
//
// Nothing in it is promised to other modules.
package simulated

import (
	"context"
	"sync"

	"github.com/assaymining/assay/economics/alternatives"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/survival"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// Markets gives the market of a key: NewMarket's on a history, or the same kept from before.
type Markets func(Key) (*Market, error)

// Key names a simulated market: equal keys give equal markets.
type Key struct {
	History    string // hash of the history that the model is fitted to
	AsOf       units.Date
	Days       int // see DaysFor
	Paths      int
	Seed       uint64
	PriceDrift float64 // growth of the median price, fraction per year
	Overrides  valuation.Overrides
}

// marketDays are the lengths in which markets are made, in days with the day of purchase, so that
// the same offer meets the same bytes whether its market was made for it or kept from a longer one.
var marketDays = [...]int{92, 184, 366, 732, 1097, int(paths.MaxHorizon) + 1}

// DaysFor is the length of the market in which a contract of this horizon is judged.
func DaysFor(horizon int) int {
	days := marketDays[len(marketDays)-1]
	for i := len(marketDays) - 1; i >= 0 && marketDays[i] >= horizon; i-- {
		days = marketDays[i]
	}
	return days
}

// Market is one simulated market, made once and shared by every offer judged on the same day, seed,
// number of paths and facts. Its figures are never written after NewMarket.
type Market struct {
	Key      Key
	Ensemble *play.Ensemble
	Kept     *alternatives.Kept // what alternatives on it came to
	Stops    *survival.Kept     // when sellers stop on it

	screeners *sync.Pool // of *play.Screener, scratch of screenings
	shelf     *Shelf     // that counts the scratch; nil: none does
	batch     *batch     // whose screenings wait for each other; nil: alone
}

// NewMarket simulates the market of a key on a history, as long as the context lasts.
func NewMarket(ctx context.Context, k Key, h *market.History) (*Market, error) {
	c, err := valuation.ConditionsAt(h, k.AsOf, k.Overrides)
	if err != nil {
		return nil, err
	}
	model, err := forecast.Fit(h, k.AsOf)
	if err != nil {
		return nil, err
	}
	day, err := h.At(k.AsOf)
	if err != nil {
		return nil, err
	}
	model, err = model.With(forecast.Overrides{PriceUSD: k.Overrides.PriceUSD,
		Difficulty: model.Difficulty * c.Difficulty / day.Difficulty})
	if err != nil {
		return nil, err
	}
	strips, err := model.Strips(paths.Config{Days: units.Days(k.Days - 1), Paths: k.Paths, Seed: k.Seed,
		PriceDrift: k.PriceDrift, Done: ctx.Done()},
		c.PriceUSD, float64(c.Hashvalue()))
	if err != nil {
		return nil, err
	}
	e := play.FromStrips(strips, c.FeeShare())
	e.Reward = c.Rewards(k.Days)
	return &Market{Key: k, Ensemble: e, Kept: &alternatives.Kept{},
		Stops: &survival.Kept{}, screeners: &sync.Pool{}}, nil
}

// Keep gives markets on a history as long as the context lasts, and keeps all that were asked for. Not for
// several goroutines.
func Keep(ctx context.Context, h *market.History) Markets {
	kept := map[Key]*Market{}
	return func(k Key) (*Market, error) {
		if m := kept[k]; m != nil {
			return m.until(ctx.Done()), nil
		}
		m, err := NewMarket(ctx, k, h)
		if err == nil {
			kept[k] = m
		}
		if err != nil {
			return nil, err
		}
		return m.until(ctx.Done()), nil
	}
}

// keptBytes is how much memory is kept at most beside a market of so many paths.
func keptBytes(paths int) int { return alternatives.KeptBytes(paths) + survival.KeptBytes(paths) }

// until is the market for who gives up when done is closed: figures are then not to be used.
func (m *Market) until(done <-chan struct{}) *Market {
	until := *m
	until.Ensemble = m.Ensemble.Until(done)
	return &until
}

// Screen finds of a contract what offers are ranked by: alone, or with those of its batch.
func (m *Market) Screen(a play.Asked) play.Screened {
	if m.batch != nil {
		return m.batch.screen(m, a)
	}
	if m.shelf != nil {
		on := m.shelf.screens(m.Key, 1)
		defer m.shelf.screened(on)
	}
	return m.screen([]play.Asked{a})[0]
}

// screen judges contracts with scratch that is kept for the next.
func (m *Market) screen(all []play.Asked) []play.Screened {
	s, ok := m.screeners.Get().(*play.Screener)
	if !ok {
		s = play.NewScreener(m.Ensemble)
	}
	defer m.screeners.Put(s)
	return s.For(m.Ensemble).Judge(all) // the scratch was another's, who may have given up since
}
