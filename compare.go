package assay

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/assaymining/assay/economics/alternatives"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/units"
)

// ComparisonSchema identifies the document that Comparison marshals to.
const ComparisonSchema = "assay/comparison/v1"

// Comparison ranks offers and what else the money could do, judged on one day and the same paths.
type Comparison struct {
	Schema   string   `json:"schema"`
	AsOf     string   `json:"as_of"`
	Paths    int      `json:"paths"`
	Seed     uint64   `json:"seed"`
	Version  string   `json:"version"`
	Rows     []Row    `json:"rows"` // best median first; what cannot be computed last
	Warnings []string `json:"warnings"`
}

// Row is one offer or alternative. BTCPerBTC is the bitcoin that comes back per bitcoin that the
// same dollars buy on the first day (alternatives) or on the days they are paid (offers).
type Row struct {
	Name            string     `json:"name"`
	Kind            string     `json:"kind"` // offer or alternative
	BTCPerBTC       *play.Dist `json:"btc_per_btc"`
	ProbBeatsBuying *float64   `json:"prob_beats_buying"`
	ProbWithDefault *float64   `json:"prob_beats_buying_with_default"`
	AskedUSDPerTH   *float64   `json:"asked_usd_per_th"`
	FairUSDPerTH    *float64   `json:"fair_usd_per_th"` // at even odds
	// by the reader's rates, under constant conditions
	AfterTax     *float64 `json:"btc_efficiency_after_tax,omitempty"`
	Economics    string   `json:"economics,omitempty"`
	ContractRisk string   `json:"contract_risk,omitempty"`
	Trust        string   `json:"trust,omitempty"`
	Says         string   `json:"says"`
	Needs        string   `json:"needs,omitempty"`
}

// Compare judges offers on one day: the as-of day of the evidence, which must be set and the same for
// all. The alternatives are those of the offer that runs longest. names are the offers', in order. Each is
// judged on markets within a context of its own. It ends soon after the context does, with its error.
func Compare(ctx context.Context, all []Evidence, names []string,
	within func(context.Context) simulated.Markets) (*Comparison, error) {
	if len(all) == 0 || len(all) != len(names) {
		return nil, fmt.Errorf("there is nothing to compare; name one offer or more")
	}
	c := &Comparison{Schema: ComparisonSchema, Version: all[0].Version, Warnings: []string{}}
	var longest *Verdict
	beside := 0
	for i, e := range all {
		if alternatives.FeesBeside(e.Offer) {
			beside++
		}
		if e.AsOf == nil || *e.AsOf != *all[0].AsOf {
			return nil, fmt.Errorf("offers are compared on one day; choose it with %s", need.AsOf)
		}
		v, err := evaluateOne(ctx, e, within)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", names[i], err)
		}
		c.AsOf, c.Paths, c.Seed = v.AsOf, max(c.Paths, v.Paths), v.Seed
		c.Rows = append(c.Rows, offerRow(names[i], v))
		for _, w := range v.Warnings {
			c.Warnings = append(c.Warnings, names[i]+": "+w)
		}
		if len(v.Alternatives) > 0 && (longest == nil || v.Economics.Horizon > longest.Economics.Horizon) {
			longest = v
		}
	}
	if beside > 0 && beside < len(all) {
		c.Warnings = append(c.Warnings,
			"some of these offers take fees out of the payouts and some have them paid beside: money that "+
				"pays fees later "+
				"counts as spent, so that the same machine looks better with fees paid beside where it "+
				"loses, and worse where it gains")
	}
	if longest != nil {
		for _, a := range longest.Alternatives {
			c.Rows = append(c.Rows, alternativeRow(a, longest))
		}
	}
	slices.SortStableFunc(c.Rows, func(a, b Row) int { return cmp.Compare(median(b), median(a)) })
	return c, nil
}

// evaluateOne judges an offer on markets that it gives back.
func evaluateOne(ctx context.Context, e Evidence,
	within func(context.Context) simulated.Markets) (*Verdict, error) {
	using, done := context.WithCancel(ctx)
	defer done()
	return evaluateWithin(ctx, e, within(using))
}

func median(r Row) float64 {
	if r.BTCPerBTC == nil {
		return -1
	}
	return r.BTCPerBTC.P50
}

func offerRow(name string, v *Verdict) Row {
	ec := v.Economics
	r := Row{Name: name, Kind: "offer", BTCPerBTC: ec.BTCEfficiency, ProbBeatsBuying: ec.ProbBeatsBuying,
		AskedUSDPerTH: ec.AskedUSDPerTH,
		Economics:     v.Verdict.Economics, ContractRisk: v.Verdict.ContractRisk, Trust: v.Verdict.Trust,
		Says: v.Verdict.Sentence}
	if ec.FairUpfront != nil {
		r.FairUSDPerTH = &ec.FairUpfront.P50
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
func alternativeRow(a alternatives.Alternative, v *Verdict) Row {
	r := Row{Name: a.Name, Kind: "alternative", Says: a.Says, Needs: a.Needs}
	once := buysAtOnce(v)
	if a.BTCOut == nil || once <= 0 {
		return r
	}
	out := a.BTCOut
	r.BTCPerBTC = &play.Dist{Mean: out.Mean / once, P05: out.P05 / once, P25: out.P25 / once,
		P50: out.P50 / once, P75: out.P75 / once, P95: out.P95 / once}
	return r
}

func buysAtOnce(v *Verdict) float64 {
	for _, a := range v.Alternatives {
		if a.Name == alternatives.BuyBitcoin && a.BTCOut != nil {
			return a.BTCOut.P50
		}
	}
	return 0
}

// CommonDay is the day on which offers are compared where the reader names none: the latest on which
// one of them was seen, else the last day of the first history.
func CommonDay(all []Evidence) units.Date {
	var day units.Date
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
