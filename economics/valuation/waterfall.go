package valuation

import (
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// WaterfallItem is where a part of the gross goes under constant conditions; the items but "gross"
// sum exactly to it in bitcoin.
type WaterfallItem struct {
	Name  string  `json:"name"`
	BTC   string  `json:"btc"` // eleven decimals, exact
	USD   float64 `json:"usd"`
	Share float64 `json:"share_of_gross"`
}

// Payment is what the buyer pays, apart from what is taken out of the revenue.
type Payment struct {
	Name string  `json:"name"`
	BTC  string  `json:"btc"` // eleven decimals, exact
	USD  float64 `json:"usd"`
}

// Waterfall splits the gross of a run into its fees, what is stuck and what is received.
func Waterfall(t *contract.Terms, r contract.Totals) []WaterfallItem {
	item := func(name string, m units.MilliSat) WaterfallItem {
		w := WaterfallItem{Name: name, BTC: m.String()}
		if r.Gross > 0 {
			w.Share = float64(m) / float64(r.Gross)
			w.USD = w.Share * r.GrossUSD.Float()
		}
		return w
	}
	out := []WaterfallItem{item("gross", r.Gross)}
	for i, f := range t.Fees {
		if r.Fees[i].Taken != 0 {
			out = append(out, item(f.Name, r.Fees[i].Taken))
		}
	}
	switch {
	case r.Stuck >= 1000:
		out = append(out, item("never paid out: below the minimum payout", r.Stuck))
	case r.Stuck > 0:
		out = append(out, item("less than a satoshi, not paid out", r.Stuck))
	}
	return append(out, item("paid out to you", r.Received-r.Returned))
}

// Payments splits what the buyer pays: each fee paid beside the revenue, and the price as the rest.
func Payments(t *contract.Terms, r contract.Totals) []Payment {
	out := []Payment{}
	btc, usd := r.Paid, r.PaidUSD
	for i, f := range t.Fees {
		if paid := r.Fees[i].Paid; paid != 0 {
			btc, usd = btc-paid, usd-r.Fees[i].PaidUSD
			out = append(out, Payment{f.Name, paid.String(), r.Fees[i].PaidUSD.Float()})
		}
	}
	if r.Deposit != 0 {
		btc, usd = btc-r.Deposit, usd-r.DepositUSD
		out = append(out, Payment{"deposit, which comes back at the end", r.Deposit.String(),
			r.DepositUSD.Float()})
	}
	name := "price, paid at once"
	if t.Bid > 0 || t.BidUSD > 0 {
		name = "bid, paid day by day"
	}
	if btc == 0 {
		return out
	}
	return append([]Payment{{name, btc.String(), usd.Float()}}, out...)
}
