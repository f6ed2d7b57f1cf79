package play

import (
	"math"

	"github.com/assaymining/assay/contract"
)

// One budget for all. Whoever compares sets the same money aside for each: bitcoin, bought on the first day.
// What falls due is paid from it, what is mined comes back to it, and what is never asked for stays.

// Budget is the dollars that are set aside for a contract over a horizon of days, at the price of the first
// and a hashprice in dollars per TH/s and day: what it asks for at once and in bids, or what it would mine
// at that hashprice, whichever is more; where that is nothing, its fees.
//
// No fee that falls due later and no right is in it, so that a contract is never made to look better by
// money that it could have asked for: a dearer fee that is forgiven, or that its owner stops paying, would
// else leave the more bitcoin unspent the dearer it is. How fees are paid changes nothing by itself. And
// since as much as is mined stands beside the price, a price of next to nothing does not make a large
// fraction of a small sum.
func Budget(t *contract.Terms, horizon int, price, hashprice float64) float64 {
	usd := func(dollars, bitcoin float64) float64 { return dollars + bitcoin*price }
	asked := usd(t.UpfrontUSD.Float()+t.DepositUSD.Float(), (t.UpfrontBTC + t.DepositBTC).BTC())
	days := max(0, horizon-t.Delay)
	if t.Length > 0 {
		days = min(days, t.Length)
	}
	worked := t.TH * t.Uptime * float64(days)
	asked += usd(t.BidUSD, t.Bid) * worked
	fees := 0.0
	for i := range t.Fees {
		f := &t.Fees[i]
		asked += usd(f.OnceUSD.Float(), f.OnceBTC.BTC())
		fees += usd(f.USDPerDay, f.BTCPerDay) * float64(days)
	}
	if sum := max(asked, hashprice*worked); sum > 0 {
		return sum
	}
	return fees
}

// Held is the bitcoin on each path after a contract for which money dollars were set aside: what they buy on
// the first day, less what was paid, and what was received. None is left where that does not suffice.
func (e *Ensemble) Held(o *Outcomes, money float64) []float64 {
	out := make([]float64, e.N)
	for i := range out {
		out[i] = max(0, money/e.Price0()+o.Received[i]-o.Paid[i])
	}
	return out
}

// OwnersSwitch is terms with the right of the owner of a machine to switch it off on losing days.
func OwnersSwitch(t *contract.Terms) *contract.Terms {
	with := *t
	with.Stops = append([]contract.StopTerm{{Days: 1, Pause: true, By: "buyer"}}, t.Stops...)
	return &with
}

// WithoutBuyersStops is terms of which the buyer does not use what is his to use; nil where nothing is.
func WithoutBuyersStops(t *contract.Terms) *contract.Terms {
	with := *t
	with.Stops = nil
	for _, s := range t.Stops {
		if s.By != "buyer" {
			with.Stops = append(with.Stops, s)
		}
	}
	if len(with.Stops) == len(t.Stops) {
		return nil
	}
	return &with
}

// Share is the share of figures for which ok holds.
func Share(figures []float64, ok func(i int, v float64) bool) float64 {
	n := 0.0
	for i, v := range figures {
		if ok(i, v) {
			n++
		}
	}
	return n / math.Max(1, float64(len(figures)))
}
