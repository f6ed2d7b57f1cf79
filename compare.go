package assay

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/economics/alternatives"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/economics/survival"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
)

// ComparisonSchema identifies the document that Comparison marshals to.
const ComparisonSchema = "assay/comparison/v1"

// Comparison ranks offers and what else the money could do, judged on one day and the same paths.
type Comparison struct {
	Schema   string      `json:"schema"`
	AsOf     string      `json:"as_of"`
	Paths    int         `json:"paths"`
	Seed     uint64      `json:"seed"`
	Version  string      `json:"version"`
	Budget   float64     `json:"budget_usd"` // of each row
	Money    units.Shown `json:"money"`      // what amounts are said in: that of all offers, else dollars
	Sentence string      `json:"sentence"`   // the answer
	Rows     []Row       `json:"rows"`       // best median first; what cannot be computed last
	Warnings []string    `json:"warnings"`
}

// Row is one offer or alternative, with one budget for all: money that buys bitcoin on the first day, from
// which what falls due is paid and to which comes what is mined. No row depends on another.
type Row struct {
	Name string `json:"name"`
	Kind string `json:"kind"` // offer or alternative
	// of an alternative that ends or is sold: after so many days; what it leaves then stays bitcoin, as what
	// an offer leaves; null: it does not end
	Days      *int       `json:"days"`
	BTCPerBTC *play.Dist `json:"btc_per_btc"` // at the end for each that the budget buys on the first day
	// the same of the whole budget, in dollars at the price of the first day
	USDOut          *play.Dist `json:"usd_out"`
	ProbBeatsBuying *float64   `json:"prob_beats_buying"`
	ProbWithDefault *float64   `json:"prob_beats_buying_with_default"`
	AskedUSDPerTH   *float64   `json:"asked_usd_per_th"`
	FairUSDPerTH    *float64   `json:"fair_usd_per_th"` // at even odds; null: not known, or no price is
	// by the reader's rates, under constant conditions
	AfterTax     *float64 `json:"btc_efficiency_after_tax,omitempty"`
	Economics    string   `json:"economics,omitempty"`
	ContractRisk string   `json:"contract_risk,omitempty"`
	Trust        string   `json:"trust,omitempty"`
	Withheld     bool     `json:"withheld,omitempty"` // it has no figure, and says is the warning instead
	Says         string   `json:"says"`
	Needs        string   `json:"needs,omitempty"`
}

// DefaultBudget is the dollars of each row where the reader names none.
const DefaultBudget = 1000

// Compare judges offers on one day: the as-of day of the evidence, which must be the same for all, else their
// CommonDay, which dates no offer: what an offer is told elsewhere on that day it is told here. The
// alternatives are those of each offer, over its days; what several share stands once. names are the offers',
// in order. Each is judged on markets within a context of its own. It ends soon after the context does, with
// its error.
func Compare(ctx context.Context, all []Evidence, names []string,
	within func(context.Context) simulated.Markets) (*Comparison, error) {
	if len(all) == 0 || len(all) != len(names) {
		return nil, fmt.Errorf("there is nothing to compare; name one offer or more")
	}
	c := &Comparison{Schema: ComparisonSchema, Version: all[0].Version, Warnings: []string{},
		Budget: cmp.Or(all[0].Choices.BudgetUSD, DefaultBudget)}
	seen := map[string]bool{}
	var beside []Row
	day := CommonDay(all)
	for i, e := range all {
		e.beside = &day
		if e.Day() != day {
			return nil, fmt.Errorf("offers are compared on one day; choose it with %s", need.AsOf)
		}
		v, err := evaluateOne(ctx, e, within)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", names[i], err)
		}
		c.AsOf, c.Paths, c.Seed = v.AsOf, max(c.Paths, v.Paths), v.Seed
		if i == 0 {
			c.Money = v.Money
		}
		if v.Money != c.Money {
			c.Money = units.Shown{Currency: units.USD, Per: 1}
		}
		c.Rows = append(c.Rows, offerRow(names[i], v, c.Budget))
		for _, w := range v.Warnings {
			c.Warnings = append(c.Warnings, names[i]+": "+w)
		}
		for _, a := range v.Alternatives {
			r := alternativeRow(a, v, c.Budget)
			if said := r.shown(); !seen[said] {
				seen[said] = true
				beside = append(beside, r)
			}
		}
	}
	c.Rows = append(c.Rows, beside...)
	slices.SortStableFunc(c.Rows, func(a, b Row) int { return cmp.Compare(median(b), median(a)) })
	c.Sentence = c.told()
	return c, nil
}

// told is the sentence, in the money of all offers.
func (c *Comparison) told() string {
	var offers []economics.Ranked
	for _, r := range c.Rows {
		if r.Kind == "offer" {
			offers = append(offers, economics.Ranked{Name: r.Name, Withheld: r.Withheld, Left: r.USDOut,
				Beats: r.ProbBeatsBuying, Economics: r.Economics, Trust: survival.Trust(r.Trust),
				Risky: r.ContractRisk == redflag.RiskHigh})
		}
	}
	return economics.Rank(offers, c.Budget, c.Money)
}

// shown is a row as far as anybody sees it: what several offers share is the same but for the last digits.
func (r *Row) shown() string {
	days, figures := 0, play.Dist{}
	if r.Days != nil {
		days = *r.Days
	}
	if r.BTCPerBTC != nil {
		figures = *r.BTCPerBTC
	}
	return fmt.Sprintf("%s %d %.5g %.5g %.5g %s", r.Name, days, figures.P05, figures.P50, figures.P95, r.Needs)
}

// evaluateOne judges an offer on markets that it gives back.
func evaluateOne(ctx context.Context, e Evidence,
	within func(context.Context) simulated.Markets) (*Verdict, error) {
	using, done := context.WithCancel(ctx)
	defer done()
	return EvaluateWith(ctx, e, within(using))
}

func median(r Row) float64 {
	if r.BTCPerBTC == nil {
		return -1
	}
	return r.BTCPerBTC.P50
}

func offerRow(name string, v *Verdict, budget float64) Row {
	ec := v.Economics
	r := Row{Name: name, Kind: "offer", ProbBeatsBuying: ec.ProbBeatsBuying, AskedUSDPerTH: ec.AskedUSDPerTH,
		Economics: v.Verdict.Economics, ContractRisk: v.Verdict.ContractRisk, Trust: v.Verdict.Trust,
		Withheld: ec.Withheld != nil, Says: v.Verdict.Sentence}
	if b := ec.Budget; b != nil {
		r.BTCPerBTC, r.USDOut, r.ProbBeatsBuying = &b.BTCPerBTC, b.BTCPerBTC.Times(budget), &b.ProbBeats
	}
	if ec.FairUpfront != nil {
		r.FairUSDPerTH = ec.FairUpfront.P50
	}
	if v.Tax != nil {
		r.AfterTax = v.Tax.Efficiency
	}
	if v.IfSellerVanishes != nil {
		r.ProbWithDefault = &v.IfSellerVanishes.ProbBeatsBuying
	}
	return r
}

// alternativeRow puts an alternative on the scale of the offers: per bitcoin that the money buys at once.
func alternativeRow(a alternatives.Alternative, v *Verdict, budget float64) Row {
	r := Row{Name: a.Name, Kind: "alternative", Says: a.Says, Needs: a.Needs}
	if a.BTCOut == nil {
		return r
	}
	once := v.Alternatives[0].BTCOut.P50 // buying at once is the first
	if a.Name != alternatives.BuyBitcoin {
		r.Days = &v.Economics.Horizon
	}
	r.BTCPerBTC = a.BTCOut.Per(once)
	r.USDOut = r.BTCPerBTC.Times(budget)
	return r
}

// CommonDay is the day on which offers are compared: the first that the reader named, else the latest on
// which one of them was seen, else the last day of the first history.
func CommonDay(all []Evidence) units.Date {
	var day units.Date
	for _, e := range all {
		if e.AsOf != nil {
			return *e.AsOf
		}
	}
	for _, e := range all {
		if e.Offer.Seen != nil {
			day = max(day, *e.Offer.Seen)
		}
	}
	if day == 0 {
		return all[0].History.Last()
	}
	return day
}
