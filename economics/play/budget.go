package play

import (
	"math"

	"github.com/assaymining/assay/contract"
)

// One budget for all. Whoever compares sets the same money aside for each: bitcoin, bought on the first day
// for
// all that a contract may ask for in its term. What falls due is paid from it, what is mined comes back to
// it,
// and what is never asked for stays. So a right that is used, or a fee that is forgiven, leaves more, and
// never
// less; how fees are paid changes nothing by itself.

// Commitment is the dollars that a contract may ask for in a horizon of days, at the price of the first:
// what is
// paid at once, and every daily fee and bid on every day of mining, whichever way they are paid. Shares of
// what
// is mined, fees per payout and the fee of a stop are not in it.
func Commitment(t *contract.Terms, horizon int, price float64) float64 {
	usd := func(dollars, bitcoin float64) float64 { return dollars + bitcoin*price }
	sum := usd(t.UpfrontUSD.Float()+t.DepositUSD.Float(), (t.UpfrontBTC + t.DepositBTC).BTC())
	days := max(0, horizon-t.Delay)
	if t.Length > 0 {
		days = min(days, t.Length)
	}
	bid := usd(t.BidUSD, t.Bid) * t.TH * t.Uptime * float64(days)
	sum += bid
	for i := range t.Fees {
		f := &t.Fees[i]
		sum += usd(f.OnceUSD.Float(), f.OnceBTC.BTC()) + f.Spend*bid
		daily := usd(f.USDPerDay, f.BTCPerDay)
		if daily == 0 {
			continue
		}
		if f.Escalation == 0 {
			sum += daily * float64(days)
			continue
		}
		for day := range days {
			sum += daily * f.Growth(day)
		}
	}
	return sum
}

// Held is the bitcoin on each path after a contract for which money dollars were set aside: what they buy
// on the
// first day, less what was paid, and what was received. None is left where that does not suffice.
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
