package owned

import (
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/resale"
	"github.com/assaymining/assay/internal/quantile"
	"github.com/assaymining/assay/units"
)

// Held is what holding comes to on each path, in dollars of today.
type Held struct {
	mined   []float64 // received less what the fees cost
	resold  []float64 // the sale at the end at the price of the model; nil: none
	sale    *resale.Sale
	anchor  float64 // share of the model's price that a sale at the end brings
	terms   *contract.Terms
	samples *play.Outcomes
}

// hold plays what is left, without any price.
func (in Input) hold(priced *contract.Terms) *Held {
	t := *priced
	t.UpfrontUSD, t.UpfrontBTC = 0, 0
	h := &Held{terms: &t, samples: in.Ensemble.Play(&t, in.Horizon, months(in.Horizon))}
	h.mined = in.worth(h.samples)
	if in.Sale != nil {
		h.sale = in.Sale(in.Offer, &t)
	}
	if h.sale != nil {
		h.resold = dollars(h.sale.BTC, in.Ensemble.Price0())
	}
	return h
}

// months are the days at which earnings are looked at, ending with the horizon.
func months(horizon int) []int {
	var days []int
	for d := 1 + monthly; d < horizon; d += monthly {
		days = append(days, d)
	}
	return append(days, horizon)
}

// worth is what outcomes come to on each path: bitcoin received less what the payments would have bought, at
// today's price.
func (in Input) worth(o *play.Outcomes) []float64 {
	out := make([]float64, len(o.Received))
	for i := range out {
		out[i] = (o.Received[i] - o.Paid[i]) * in.Ensemble.Price0()
	}
	return out
}

func dollars(btc []float64, price float64) []float64 {
	out := make([]float64, len(btc))
	for i, v := range btc {
		out[i] = v * price
	}
	return out
}

// discount is the share of the model's price that a later sale brings where one today brings so many
// dollars: what is worth less than the model says today is so at the end. A premium is not carried over.
func (h *Held) discount(usd float64) float64 {
	if h.sale == nil || !(h.sale.TodayUSD > 0) {
		return 1
	}
	return min(1, max(0, usd)/h.sale.TodayUSD)
}

// at is what holding comes to where a sale at the end brings that share of the model's price.
func (h *Held) at(share float64) []float64 {
	if h.resold == nil {
		return h.mined
	}
	out := make([]float64, len(h.mined))
	for i := range out {
		out[i] = h.mined[i] + share*h.resold[i]
	}
	return out
}

// halvings of the interval in which a tie lies: to a millionth of it.
const halvings = 24

// tie is the price at which holding gives less than selling on that share of the paths. A higher price
// speaks for a dearer sale at the end too, so that it is looked for from both sides: what is sought is the
// highest at which holding is worth it.
func (h *Held) tie(share float64) float64 {
	var z quantile.Finder
	x := make([]float32, len(h.mined))
	worth := func(price float64) float64 {
		a := h.discount(price)
		for i := range x {
			v := h.mined[i]
			if h.resold != nil {
				v += a * h.resold[i]
			}
			x[i] = float32(v)
		}
		var at [1]float64
		z.Reached(x, []float64{1 - share}, at[:])
		return at[0]
	}
	if h.resold == nil {
		return worth(0)
	}
	low, high := worth(0), worth(h.sale.TodayUSD)
	if high >= h.sale.TodayUSD { // no discount binds from there on
		return high
	}
	low = max(low, 0)
	for range halvings {
		middle := (low + high) / 2
		if worth(middle) >= middle {
			low = middle
		} else {
			high = middle
		}
	}
	return low
}

// SaleUSD is the median of what the sale at the end brings on its day; false where none is counted.
func (h *Held) SaleUSD() (float64, bool) {
	if h.sale == nil {
		return 0, false
	}
	return h.anchor * h.sale.MedianUSD, true
}

// AddSale adds the sale at the end, after horizon days, to outcomes of the same holding.
func (h *Held) AddSale(e *play.Ensemble, o *play.Outcomes, horizon int) {
	if h.sale == nil {
		return
	}
	sale := play.Sale{BTC: make([]float64, e.N)}
	for i := range sale.BTC {
		sale.BTC[i] = h.anchor * h.sale.BTC[i]
	}
	e.Sell(o, horizon, sale)
}

// withoutDeposit is terms without what comes back whatever is mined.
func withoutDeposit(t *contract.Terms) *contract.Terms {
	if t.DepositUSD == 0 && t.DepositBTC == 0 {
		return t
	}
	with := *t
	with.DepositUSD, with.DepositBTC = units.Micro(0), units.MilliSat(0)
	return &with
}
