package assay

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/units"
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
func judgeEconomics(v *Verdict, e Evidence, c valuation.Conditions, markets func(MarketKey) (*Market, error)) error {
	v.Scenarios, v.Clauses, v.Alternatives = []Scenario{}, []Clause{}, []Alternative{}
	v.Economics.Waterfall, v.Economics.Payments, v.Economics.Fan = []WaterfallItem{}, []Payment{}, []FanPoint{}
	terms, assumed, err := contract.Compile(e.Offer, compileOptions(e))
	v.Assumptions = append(v.Assumptions, assumed...)
	if err == nil {
		err = terms.Fits(contract.Facts{Date: c.AsOf, Price: c.PriceUSD, Subsidy: hashvalue(c)})
	}
	if err != nil {
		v.Verdict.Economics = NotKnown
		v.Verdict.Reasons = []string{err.Error()}
		v.Verdict.Because.Economics = err.Error()
		v.Verdict.Sentence = "What this offer is worth cannot be computed: " + err.Error() + "."
		return nil
	}
	if terms.Unpriced && e.Offer.Payout.FixedReturn != nil { // a share of what is not known
		v.Verdict.Economics, v.Verdict.Reasons = NotKnown, missingFacts(e.Offer)
		v.Verdict.Because.Economics = strings.Join(v.Verdict.Reasons, "; ")
		v.Verdict.Sentence = unpriced(v, e.Offer)
		return nil
	}
	horizon := horizonOf(v, e, terms)
	results := valuation.Scenarios(terms, c, horizon, claimOf(e.Offer, c))
	for _, s := range results {
		v.Scenarios = append(v.Scenarios, scenarioOf(s, e.Offer))
	}
	v.Economics = economicsFigures(e, terms, c, horizon, results[0])
	if err := taxes(v, e, c, terms, horizon); err != nil {
		return err
	}
	switch {
	case e.Choices.Paths < 0:
	case e.Offer.Payout.FixedReturn != nil:
		v.Warnings = append(v.Warnings, "no markets are simulated for a promised payout: it does not follow them, and what it is worth is the seller's word")
	default:
		if err := onPaths(v, e, c, markets, terms, horizon); err != nil {
			return err
		}
	}
	v.Verdict.Economics, v.Verdict.Reasons = economicsOf(v, missingFacts(e.Offer), e.Offer)
	v.Verdict.Because.Economics = strings.Join(v.Verdict.Reasons, "; ")
	v.Verdict.Sentence = sentence(v, e.Offer, results)
	return nil
}

func compileOptions(e Evidence) contract.Options {
	return contract.Options{Discounts: e.Choices.Discounts, USDPer: e.Choices.USDPer}
}

// horizonOf is the number of days computed, with the assumption that it rests on.
func horizonOf(v *Verdict, e Evidence, t *contract.Terms) int {
	open := e.Choices.OpenDays
	if open == 0 {
		open = DefaultOpenDays
	}
	if t.Length == 0 {
		v.Assumptions = append(v.Assumptions, fmt.Sprintf("the term is %s: %d days are computed",
			map[bool]string{true: "open", false: "not stated"}[e.Offer.Term.Open], open))
	}
	horizon := valuation.Horizon(t, open)
	for _, f := range t.Fees {
		if ahead := horizon - t.Delay; t.Length == 0 && f.PrepaidFor > 1 && ahead%f.PrepaidFor != 0 {
			v.Assumptions = append(v.Assumptions, fmt.Sprintf("%s is paid for %d days at a time: the last payment reaches %d days beyond the %d computed, and is counted whole",
				f.Name, f.PrepaidFor, f.PrepaidFor-ahead%f.PrepaidFor, horizon))
		}
	}
	return horizon
}

// onPaths adds the figures that rest on simulated markets; a day for which none can be made is a
// warning, since the deterministic figures stand without.
func onPaths(v *Verdict, e Evidence, c valuation.Conditions, markets func(MarketKey) (*Market, error), t *contract.Terms, horizon int) error {
	key, err := MarketKeyOf(e, horizon)
	if err != nil {
		return err
	}
	m, err := markets(key)
	if err != nil {
		v.Warnings = append(v.Warnings, "no paths are simulated: "+err.Error())
		return nil
	}
	return simulate(v, e, c, m, t, horizon)
}

func hashvalue(c valuation.Conditions) consensus.Hashvalue {
	return consensus.Hashvalue(c.HashpriceUSD() / c.PriceUSD)
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
	if !o.Price.Stated() {
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
	for _, f := range o.Fees {
		if !f.HasAmount() {
			out = append(out, fmt.Sprintf("the amount of the fee %q is not stated", f.Name))
		}
	}
	if len(o.Fees) == 0 && !o.FeesKnown() {
		out = append(out, "fees are not stated")
	}
	return out
}

// The chances that separate the economic verdicts.
const (
	hopeless = 0.05 // below it nobody should expect to beat buying bitcoin
	even     = 0.50
	safe     = 0.80
)

// economicsOf is the rule of the economic verdict, read from the top. p is the chance to beat buying
// bitcoin over the simulated paths:
//
//	losing      p < 5 %
//	overpriced  p < 50 %
//	unknown     a fact is missing (losing and overpriced are said even where fees or uptime are
//	            not stated: they could only make it worse)
//	fair        p < 80 %
//	favourable  p >= 80 %
//
// Where no paths can be simulated, the scenarios stand in: losing when even constant difficulty loses,
// overpriced when 20 % more difficulty or 3 % a month loses, fair when another scenario does.
// The three levels are a choice, not a measurement: even odds, four in five, one in twenty.
func economicsOf(v *Verdict, missing []string, o contract.Offer) (string, []string) {
	p, why := chance(v)
	promised := o.Payout.FixedReturn != nil || o.Payout.Basis == contract.SellerToken
	priced := o.Price.Stated()
	if paid := v.Economics.PaidBTC; priced && !promised && paid != nil && *paid == 0 {
		return NotKnown, append(missing, "nothing is paid for it, so there is nothing to compare with buying bitcoin")
	}
	dated := o.Term.Days > 0 || o.Term.Open
	bad := ""
	switch {
	case p < hopeless:
		bad = Losing
	case p < even:
		bad = Overpriced
	}
	switch {
	case bad != "" && priced && dated && !promised:
		return bad, []string{why}
	case len(missing) > 0 || !priced:
		return NotKnown, missing
	case p < safe:
		return Fair, []string{why}
	}
	return Favourable, []string{why}
}

// chance is the chance to beat buying bitcoin and a clause that says where it comes from.
func chance(v *Verdict) (p float64, why string) {
	if p := v.Economics.ProbBeatsBuying; p != nil {
		return *p, fmt.Sprintf("it beats buying bitcoin on %s of %s simulated markets", units.ShowShare(*p), units.Group(fmt.Sprint(v.Paths)))
	}
	loses := func(name string) bool {
		s := find(v.Scenarios, name)
		return s != nil && s.BTCEfficiency != nil && *s.BTCEfficiency < 1
	}
	switch {
	case loses("constant"):
		return 0, "even if mining never got harder, buying bitcoin gives more"
	case loses("difficulty_plus_20") || loses("plus_3_percent_monthly"):
		return hopeless, "it gains only if difficulty stays nearly where it is"
	case loses("halving_included") || loses("trailing_12_months"):
		return even, "it stands 20 % more difficulty, but not every scenario"
	}
	return safe, "it gains in every scenario shown"
}

// economicsFigures are the figures of constant conditions.
func economicsFigures(e Evidence, t *contract.Terms, c valuation.Conditions, horizon int, constant valuation.Scenario) Economics {
	r := constant.Totals
	ec := Economics{Horizon: horizon, Waterfall: waterfall(t, r), Payments: payments(t, r), Fan: []FanPoint{}}
	if e.Offer.Price.Upfront != nil || e.Offer.Price.PerHashrate != nil {
		asked := t.UpfrontUSD.Float() + t.UpfrontBTC.BTC()*c.PriceUSD
		ec.AskedUSD = &asked
		if t.TH > 0 {
			perTH := asked / t.TH
			ec.AskedUSDPerTH = &perTH
		}
	}
	paid, received := r.Paid.BTC(), r.Received.BTC()
	ec.ReceivedBTC = &received
	if !t.Unpriced {
		ec.PaidBTC = &paid
	}
	if r.Gross > 0 && e.Offer.FeesKnown() {
		var fees units.MilliSat
		for i := range r.Fees {
			fees += r.Fees[i].Taken + r.Fees[i].Paid
		}
		share := float64(fees) / float64(r.Gross)
		ec.FeeShareOfGross = &share
	}
	if !e.Choices.Brief || ec.AskedUSD == nil {
		ec.BreakEven = breakEven(t, e.Offer, c, horizon)
	}
	return ec
}

// breakEven leaves out what has no meaning: an upfront price of a market order, and conditions under which
// a price that is not stated would be earned back.
func breakEven(t *contract.Terms, o contract.Offer, c valuation.Conditions, horizon int) BreakEven {
	b := BreakEven(valuation.BreakEvens(t, c, horizon))
	if o.Price.Bid != nil {
		b.UpfrontUSD, b.UpfrontUSDHarder = nil, nil
	}
	if t.Unpriced {
		b.MonthlyGrowth, b.PriceUSD, b.HashpriceUSD = nil, nil, nil
	}
	return b
}

// NoBreakEven says why a verdict has no point at which the offer gives as much bitcoin as buying; empty where it
// has one.
func NoBreakEven(o contract.Offer, v *Verdict) string {
	b, constant := v.Economics.BreakEven, find(v.Scenarios, "constant")
	switch {
	case b.UpfrontUSD != nil || b.UpfrontUSDHarder != nil || b.MonthlyGrowth != nil || b.HashpriceUSD != nil || b.PriceUSD != nil && o.HasDollarCosts():
		return ""
	case o.Payout.FixedReturn != nil:
		return "its payout is promised, not mined: it moves with no price, growth or hashprice"
	case constant == nil || constant.BTCEfficiency == nil:
		return "not known"
	case *constant.BTCEfficiency >= 1:
		return "it gives more at every price, growth and hashprice looked at"
	}
	return "at no price, growth or hashprice looked at"
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

// payments splits what the buyer pays: each fee paid beside the revenue, and the price as the rest.
func payments(t *contract.Terms, r contract.Totals) []Payment {
	out := []Payment{}
	btc, usd := r.Paid, r.PaidUSD
	for i, f := range t.Fees {
		if paid := r.Fees[i].Paid; paid != 0 {
			btc, usd = btc-paid, usd-r.Fees[i].PaidUSD
			out = append(out, Payment{f.Name, paid.String(), r.Fees[i].PaidUSD.Float()})
		}
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
