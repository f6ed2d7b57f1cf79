package view

import (
	"fmt"
	"math"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/sizing"
	"github.com/assaymining/assay/units"
)

// Other is one other use of the same money, beside the offer.
type Other struct {
	Name, Says, Needs             string
	Median, Range, USD, Beats     string
	Residual                      string
	P05, P25, P50, P75, P95, Mean float64
	Known, Offer                  bool
}

// others are the offer itself and the alternatives, all on the same simulated markets.
func others(v *assay.Verdict, in units.Shown) []Other {
	var out []Other
	if r := received(v); r != nil && len(v.Alternatives) > 0 {
		out = append(out, *r)
	}
	for _, a := range v.Alternatives {
		o := Other{Name: capital(alternativeName(a.Name)), Says: capital(a.Says), Needs: needs(a.Needs)}
		if a.BTCOut != nil {
			o.spread(*a.BTCOut)
			if a.USDOut != nil {
				o.USD = in.USD(a.USDOut.P50)
			}
		}
		if a.ProbBeaten != nil {
			o.Beats = units.ShowShare(*a.ProbBeaten)
		}
		if a.ResidualUSD != nil {
			o.Residual = in.USD(*a.ResidualUSD)
		}
		out = append(out, o)
	}
	return out
}

func (o *Other) spread(d play.Dist) {
	o.Known, o.P05, o.P25, o.P50, o.P75, o.P95, o.Mean = true, d.P05, d.P25, d.P50, d.P75, d.P95, d.Mean
	o.Median = units.ShowBTC(d.P50)
	o.Range = units.ShowBTC(d.P05) + " to " + units.ShowBTC(d.P95)
}

// received is the offer's own bitcoin at the horizon, the last point of the fan.
func received(v *assay.Verdict) *Other {
	if len(v.Economics.Fan) == 0 {
		return nil
	}
	last := v.Economics.Fan[len(v.Economics.Fan)-1]
	o := Other{Name: "This offer", Says: "What it pays out over its term", Offer: true}
	o.spread(play.Dist{Mean: math.NaN(), P05: last.P05, P25: last.P25, P50: last.P50, P75: last.P75, P95: last.P95})
	return &o
}

func alternativeName(key string) string {
	switch key {
	case "buy_bitcoin":
		return "buy bitcoin at once"
	case "dca_bitcoin":
		return "buy bitcoin in equal parts"
	case "own_asic":
		return "own a machine"
	case "hosted_asic":
		return "a hosted machine"
	case "market_hashrate":
		return "rent hashrate on a market"
	case "token":
		return "tokenised hashrate"
	}
	return spaced(key)
}

// ClauseRow is what one right is worth to the buyer.
type ClauseRow struct {
	Says, USD, Error, Binding string
	Cost                      bool
}

func clauses(v *assay.Verdict, in units.Shown) []ClauseRow {
	var out []ClauseRow
	for _, c := range v.Clauses {
		out = append(out, ClauseRow{Says: capital(c.Says), USD: in.USD(c.USDPerTH), Error: "±" + in.USD(c.StdErr),
			Binding: units.ShowShare(c.ProbBinding), Cost: c.USDPerTH < 0})
	}
	return out
}

// VanishRow is one figure with and without a seller who may vanish.
type VanishRow struct{ Name, Without, With string }

// Vanish is the economics if the seller may vanish.
type Vanish struct {
	Basis, Chance string
	Rows          []VanishRow
}

func vanish(v *assay.Verdict) *Vanish {
	d, ec := v.IfSellerVanishes, v.Economics
	if d == nil || d.BTCEfficiency == nil || ec.BTCEfficiency == nil || ec.ProbBeatsBuying == nil {
		return nil
	}
	return &Vanish{Basis: capital(d.Basis), Chance: units.ShowShare(d.ProbVanished), Rows: []VanishRow{
		{"Chance to beat buying bitcoin", units.ShowShare(*ec.ProbBeatsBuying), units.ShowShare(d.ProbBeatsBuying)},
		{"Bitcoin back per bitcoin paid, median", units.ShowRatio(ec.BTCEfficiency.P50), units.ShowRatio(d.BTCEfficiency.P50)},
		{"in the worst twentieth at most", units.ShowRatio(ec.BTCEfficiency.P05), units.ShowRatio(d.BTCEfficiency.P05)},
	}}
}

// Size is how much of one's money the offer deserves.
type Size struct {
	Says, Half, Loss string
	Plan             []string
}

func size(s *sizing.Sizing, in units.Shown) *Size {
	if s == nil {
		return nil
	}
	out := &Size{Says: capital(s.Says), Half: units.ShowShare(s.HalfKelly), Loss: in.USD(s.MaxLossUSD)}
	for _, step := range s.StagedPlan {
		line := capital(spaced(step.Do))
		if step.AmountUSD > 0 {
			line += " for " + in.USD(step.AmountUSD)
		}
		if step.AfterDays > 0 {
			line += " after " + plural(step.AfterDays, "day")
		}
		if step.Why != "" {
			line += ": " + step.Why
		}
		out.Plan = append(out.Plan, line)
	}
	return out
}

// PaymentRow is one payment of the buyer under constant conditions.
type PaymentRow struct {
	Name, BTC, USD string
	Total          bool
}

func paymentRows(v *assay.Verdict, in units.Shown) []PaymentRow {
	var out []PaymentRow
	total := 0.0
	for _, p := range v.Economics.Payments {
		out = append(out, PaymentRow{Name: capital(p.Name), BTC: p.BTC[:max(len(p.BTC)-3, 0)], USD: in.USD(p.USD)})
		total += p.USD
	}
	if len(out) > 1 && v.Economics.PaidBTC != nil {
		out = append(out, PaymentRow{Name: "Paid in all", BTC: fmt.Sprintf("%.8f", *v.Economics.PaidBTC), USD: in.USD(total), Total: true})
	}
	return out
}

// needs is what is missing, without the flag of the command line that gives it.
func needs(s string) string {
	what, _, _ := strings.Cut(s, ": --")
	what, _, _ = strings.Cut(what, ": assay ")
	return what
}
