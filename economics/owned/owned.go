// Package owned answers whoever has a contract, a machine or a token already: hold it, sell it, upgrade it,
// or let its earnings buy more of it.
//
// Holding is buying the rest again for the money that a sale would bring, so that the same paths and the
// same arithmetic judge it; Remaining makes that offer of what was written. Every way is a sum of bitcoin at
// the same end: what is received less what its payments would have bought on their days, at today's price in
// dollars. What was paid for it is in none of them.
//
// It refuses to look back, and to name a price at which others would buy: it says what the models of package
// resale give.
//
// Nothing in it is promised to other modules.
package owned

import (
	"math"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/resale"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// Clearly is the share of paths from which holding is told to be right, or selling from as many: nearer to
// one half they are even. A choice, of about the error of the model and not of the paths.
const Clearly = 0.55

// The ways to go on.
const (
	Hold     = "hold"
	Sell     = "sell"
	Upgrade  = "upgrade"
	Reinvest = "reinvest"
)

// Answer is what an owner is told. Amounts are dollars of today.
type Answer struct {
	Offered  *float64  `json:"offered_usd"` // what a sale would bring today; null: not stated
	DaysLeft int       `json:"days_left"`   // computed
	Worth    play.Dist `json:"hold_usd"`    // what holding is worth
	// the price above which selling leaves more bitcoin than holding, with even odds and in four cases of
	// five; null: holding costs more than it brings, and any price will do
	SellAbove    *float64 `json:"sell_above_usd"`
	SellAbove80  *float64 `json:"sell_above_four_of_five_usd"`
	ProbHoldWins *float64 `json:"prob_holding_beats_selling"`
	Fetches      *float64 `json:"fetches_usd"` // what it sells for today by the model; null: none is modelled
	Best         string   `json:"best"`        // the way with the largest median; empty: nothing is offered
	Ways         []Way    `json:"ways"`

	// holding below this is right in four cases of five, and in nineteen of twenty
	holdBelow [2]float64
}

// Way is one way to go on.
type Way struct {
	Name         string     `json:"name"`
	Says         string     `json:"says"`
	USD          *play.Dist `json:"usd_today"` // null: not computed, see needs
	ProbMore     *float64   `json:"prob_more_than_holding"`
	ProbMoreSold *float64   `json:"prob_more_than_selling"`
	Needs        string     `json:"needs"`
}

// Input is all that an owner is answered from.
type Input struct {
	Offer    offer.Offer // what is left of it, as Remaining gives it
	Ensemble *play.Ensemble
	Horizon  int // days computed
	USDPer   map[units.Currency]float64
	Terms    func(offer.Offer) (*contract.Terms, error)
	// Sale is what a sale at the end brings; nil: it is not sold on, or its price is not modelled
	Sale func(offer.Offer, *contract.Terms) *resale.Sale
	// Dearer is how many times today's price hashrate costs on a day of a path
	Dearer func(path, day int) float64
}

// monthly is how often earnings buy more, in days: every day in truth, which changes what comes of it by less
// than half a month's growth. Sums of an ensemble lie ready at multiples of sixteen days.
const monthly = 32

// Judge plays every way on the paths of an ensemble. The error says what of the offer cannot be computed.
func Judge(in Input) (*Answer, *Held, error) {
	priced, err := in.Terms(in.Offer)
	if err != nil {
		return nil, nil, err
	}
	h := in.hold(priced)
	a := &Answer{DaysLeft: in.Horizon, Ways: []Way{}}
	if in.Offer.Price.Stated() {
		asked := priced.UpfrontUSD.Float() + priced.UpfrontBTC.BTC()*in.Ensemble.Price0()
		a.Offered = &asked
	}
	if h.sale != nil {
		a.Fetches = &h.sale.TodayUSD
	}
	even := h.tie(0.5)
	h.anchor = h.discount(even)
	a.SellAbove, a.SellAbove80 = above(even), above(h.tie(0.8))
	a.holdBelow = [2]float64{h.tie(0.2), h.tie(0.05)}
	if a.Offered != nil {
		h.anchor = h.discount(*a.Offered)
	}
	held := h.at(h.anchor)
	a.Worth = play.DistOf(held)
	a.ways(in, h, held)
	return a, h, nil
}

// above is a price that exists.
func above(usd float64) *float64 {
	if usd < 0.005 {
		return nil
	}
	return &usd
}

// HoldBelow are the prices below which holding gives more than selling in half of all cases, in four of five
// and in nineteen of twenty; zero or less: none.
func (a *Answer) HoldBelow() [3]float64 {
	even := 0.0
	if a.SellAbove != nil {
		even = *a.SellAbove
	}
	return [3]float64{even, a.holdBelow[0], a.holdBelow[1]}
}

// ways sets every way beside the others.
func (a *Answer) ways(in Input, h *Held, held []float64) {
	add := func(name, says string, usd []float64) {
		w := Way{Name: name, Says: says}
		w.USD = play.DistOf(usd).Known()
		if name != Hold {
			share := more(usd, func(i int) float64 { return held[i] })
			w.ProbMore = &share
		}
		if a.Offered != nil && name != Sell {
			share := more(usd, func(int) float64 { return *a.Offered })
			w.ProbMoreSold = &share
		}
		a.Ways = append(a.Ways, w)
	}
	add(Hold, "hold it", held)
	if a.Offered != nil {
		sold := make([]float64, len(held))
		for i := range sold {
			sold[i] = *a.Offered
		}
		add(Sell, "sell it and buy bitcoin", sold)
		wins := play.Share(held, func(_ int, v float64) bool { return v >= *a.Offered*(1-tied) })
		a.ProbHoldWins = &wins
	}
	for _, w := range []played{in.upgraded(h), in.reinvested(h, held)} {
		switch {
		case w.usd != nil:
			add(w.name, w.says, w.usd)
		case w.needs != "":
			a.Ways = append(a.Ways, Way{Name: w.name, Needs: w.needs})
		}
	}
	if a.Offered == nil {
		return
	}
	best := math.Inf(-1)
	for _, w := range a.Ways {
		if w.USD != nil && w.USD.P50 > best*(1+tied) {
			a.Best, best = w.Name, w.USD.P50
		}
	}
}

// played is a way with what it comes to on each path, in dollars of today; nil: not computed, or not asked
// for.
type played struct {
	name, says, needs string
	usd               []float64
}

// tied is the relative difference within which two sums of bitcoin are the same: rounding of float32 figures.
const tied = 1e-6

// more is the share of paths on which a way leaves more than another.
func more(usd []float64, other func(i int) float64) float64 {
	return play.Share(usd, func(i int, v float64) bool {
		o := other(i)
		return v > o+tied*math.Abs(o)
	})
}
