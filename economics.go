package assay

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
	"github.com/assaymining/assay/valuation"
)

// The economic verdicts. Their rule is the table in economicsOf.
const (
	Favourable = "favourable"
	Fair       = "fair"
	Overpriced = "overpriced"
	Losing     = "losing"
	NotKnown   = "unknown"
)

// judgeEconomics fills the economic part of a verdict, or says which fact is missing for it.
func judgeEconomics(v *Verdict, e Evidence, c valuation.Conditions) {
	v.Scenarios, v.Economics.Waterfall = []Scenario{}, []WaterfallItem{}
	terms, assumed, err := contract.Compile(e.Offer, contract.Options{Discounts: e.Choices.Discounts, USDPer: e.Choices.USDPer})
	v.Assumptions = append(v.Assumptions, assumed...)
	var fits error
	if err == nil {
		fits = terms.Fits(contract.Facts{Date: c.AsOf, Price: c.PriceUSD, Subsidy: hashvalue(c)})
	}
	if err != nil || fits != nil {
		v.Verdict.Economics = NotKnown
		v.Verdict.Reasons = append(v.Verdict.Reasons, firstError(err, fits).Error())
		v.Verdict.Sentence = "What this offer is worth cannot be computed: " + firstError(err, fits).Error() + "."
		return
	}
	open := e.Choices.OpenDays
	if open == 0 {
		open = DefaultOpenDays
	}
	horizon := valuation.Horizon(terms, open)
	if terms.Length == 0 {
		v.Assumptions = append(v.Assumptions, fmt.Sprintf("the term is %s: %d days are computed",
			map[bool]string{true: "open", false: "not stated"}[e.Offer.Term.Open], open))
	}
	results := valuation.Scenarios(terms, c, horizon, claimOf(e.Offer, c))
	for _, s := range results {
		v.Scenarios = append(v.Scenarios, scenarioOf(s))
	}
	v.Economics = economicsFigures(e.Offer, terms, c, horizon, results[0])
	missing := missingFacts(e.Offer)
	v.Verdict.Economics, v.Verdict.Reasons = economicsOf(v.Scenarios, missing, e.Offer)
	v.Verdict.Sentence = sentence(v, e.Offer, results, c)
}

func hashvalue(c valuation.Conditions) consensus.Hashvalue {
	return consensus.Hashvalue(c.HashpriceUSD() / c.PriceUSD)
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// claimOf is what the seller says a TH/s earns a day, in dollars of the as-of day.
func claimOf(o contract.Offer, c valuation.Conditions) valuation.Claim {
	for _, cl := range o.Claims {
		for _, p := range []*units.PerHashrateDay{cl.DailyRevenue, cl.Hashprice} {
			switch {
			case p == nil:
			case p.Currency == units.USD:
				return valuation.Claim{DailyUSDPerTH: p.Value}
			case p.Currency == units.BTC:
				return valuation.Claim{DailyUSDPerTH: p.Value * c.PriceUSD}
			}
		}
	}
	return valuation.Claim{}
}

// missingFacts are the facts without which the economics are not known, each with its repair.
func missingFacts(o contract.Offer) []string {
	var out []string
	if o.Price.Upfront == nil && o.Price.PerHashrate == nil && o.Price.Bid == nil {
		out = append(out, "the price is not stated")
	}
	if o.Term.Days == 0 && !o.Term.Open {
		out = append(out, "the term is not stated")
	}
	if o.Payout.FixedReturn != nil {
		out = append(out, "the payout is a promise of the seller, not a share of mining: its worth is the seller's word")
	}
	if o.Payout.Basis == contract.SellerToken {
		out = append(out, "payouts are in the seller's own token, whose worth is not known")
	}
	if len(o.Fees) == 0 && !o.FeesStated && o.Price.Bid == nil {
		out = append(out, "fees are not stated")
	}
	return out
}

// economicsOf is the rule of the economic verdict, read from the top:
//
//	losing      even if mining never gets harder, less bitcoin comes back than the money would buy
//	            (said even where fees or uptime are unknown: they could only make it worse)
//	unknown     a fact is missing
//	overpriced  it loses once difficulty is 20 % higher, or grows 3 % a month
//	fair        it survives both, but not the past year's growth or the next halving
//	favourable  it survives all scenarios
//
// A 3 % growth a month is the best constant in hindsight for 2020-26 and 20 % the level the
// teaching literature uses (docs/terms.md); with simulated paths the rule is their probability.
func economicsOf(scenarios []Scenario, missing []string, o contract.Offer) (string, []string) {
	worst, constant := "", math.NaN()
	for _, s := range scenarios {
		if s.BTCEfficiency == nil || s.Name == "seller_claim" {
			continue
		}
		if s.Name == "constant" {
			constant = *s.BTCEfficiency
		}
		if *s.BTCEfficiency < 1 && worst == "" {
			worst = s.Name
		}
	}
	priced := !math.IsNaN(constant)
	promised := o.Payout.FixedReturn != nil || o.Payout.Basis == contract.SellerToken
	switch {
	case priced && !promised && constant < 1 && (o.Term.Days > 0 || o.Term.Open):
		return Losing, []string{"even if mining never got harder, buying bitcoin gives more"}
	case len(missing) > 0 || !priced:
		return NotKnown, missing
	case worst == "difficulty_plus_20" || worst == "plus_3_percent_monthly":
		return Overpriced, []string{"it gains only if difficulty stays nearly where it is"}
	case worst != "":
		return Fair, []string{"it stands 20 % more difficulty, but not every scenario"}
	}
	return Favourable, []string{"it gains in every scenario shown"}
}

// economicsFigures are the figures of constant conditions.
func economicsFigures(o contract.Offer, t *contract.Terms, c valuation.Conditions, horizon int, constant valuation.Scenario) Economics {
	r := constant.Totals
	ec := Economics{Horizon: horizon, Waterfall: waterfall(t, r)}
	if o.Price.Upfront != nil || o.Price.PerHashrate != nil {
		asked := t.UpfrontUSD.Float() + t.UpfrontBTC.BTC()*c.PriceUSD
		ec.AskedUSD = &asked
		if t.TH > 0 {
			perTH := asked / t.TH
			ec.AskedUSDPerTH = &perTH
		}
	}
	paid, received := r.Paid.BTC(), r.Received.BTC()
	ec.PaidBTC, ec.ReceivedBTC = &paid, &received
	if r.Gross > 0 {
		var fees units.MilliSat
		for i := range r.Fees {
			fees += r.Fees[i].Taken + r.Fees[i].Paid
		}
		share := float64(fees) / float64(r.Gross)
		ec.FeeShareOfGross = &share
	}
	b := valuation.BreakEvens(t, c, horizon)
	ec.BreakEven = BreakEven(b)
	return ec
}

// waterfall splits the gross of a run into its fees, what is stuck and what is received.
func waterfall(t *contract.Terms, r contract.Totals) []WaterfallItem {
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
	return append(out, item("paid out to you", r.Received))
}
