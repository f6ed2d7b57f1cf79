package valuation

import "github.com/assaymining/assay/units"

// ReplayLine is one purchase in the past as it is published, one line of JSON.
type ReplayLine struct {
	Start         string   `json:"start"`
	Days          int      `json:"days"` // from purchase to the end, or to the end of the history
	BTCReceived   float64  `json:"btc_received"`
	BTCPaid       *float64 `json:"btc_paid"`       // null, as usd_paid: the price is not stated
	BTCEfficiency *float64 `json:"btc_efficiency"` // so far, where the contract still ran
	USDReceived   float64  `json:"usd_received"`
	USDPaid       *float64 `json:"usd_paid"`
	Ended         *string  `json:"ended"` // last day, null while it still ran at the end of the history
	EndedBy       string   `json:"ended_by"`
	DaysLeft      int      `json:"days_left"` // that were still to come at the end of the history
	// of the upfront price, where it moves with hashprice
	PriceScale *float64 `json:"price_scale,omitempty"`
}

// Line is the replay as it is published.
func (r *Replay) Line() ReplayLine {
	sum := r.Totals
	line := ReplayLine{Start: r.Start.String(), Days: sum.Days, BTCReceived: sum.Received.BTC(),
		USDReceived: sum.ReceivedUSD.Float(), EndedBy: sum.EndedBy, DaysLeft: r.Left}
	if efficiency, ok := r.BTCEfficiency(); ok {
		line.BTCEfficiency = &efficiency
	}
	if !r.Unpriced {
		line.BTCPaid, line.USDPaid = known(sum.Paid.BTC()), known(sum.PaidUSD.Float())
	}
	if r.Scale > 0 {
		line.PriceScale = &r.Scale
	}
	if sum.Ended {
		end := r.LastDay().String()
		line.Ended = &end
	}
	return line
}

// LastDay is the last day that was played.
func (r *Replay) LastDay() units.Date { return r.Start + units.Date(r.Totals.Days) - 1 }
