package economics

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// The economic verdicts. Their rule is the table in wordOf.
const (
	Favourable = "favourable"
	Fair       = "fair"
	Overpriced = "overpriced"
	Losing     = "losing"
	NotKnown   = "unknown"
)

// claimOf is what the seller says a TH/s earns a day, in dollars of the as-of day: the least of what was said
// last. A figure that is what the fees leave of the day's revenue is counted with them.
func claimOf(in Input, t *contract.Terms) valuation.Claim {
	o, c := in.Offer, in.Conditions
	var least valuation.Claim
	last := units.Date(math.MinInt32)
	for _, cl := range o.Claims {
		said := in.Day
		if cl.Date != nil {
			said = *cl.Date
		} else if o.Seen != nil {
			said = *o.Seen
		}
		for _, p := range []*units.PerHashrateDay{cl.DailyRevenue, cl.Hashprice} {
			if p == nil || said > in.Day {
				continue
			}
			usd, known := dollars(in, *p)
			if !known || said < last || said == last && usd >= least.DailyUSDPerTH {
				continue
			}
			last, least = said, valuation.Claim{DailyUSDPerTH: usd}
			if cl.DailyRevenue != nil {
				least.DailyUSDPerTH = withFees(usd, t, c)
			}
		}
	}
	return least
}

// dollars is a price per TH/s and day in dollars of the as-of day; false where its currency is not known.
func dollars(in Input, p units.PerHashrateDay) (usd float64, known bool) {
	switch p.Currency {
	case units.USD:
		return p.Value, true
	case units.BTC:
		return p.Value * in.Conditions.PriceUSD, true
	}
	per := in.Choices.USDPer[p.Currency]
	return p.Value * per, per > 0
}

// explained is the share of what the day's fees leave from which on a claimed revenue is taken as that.
const explained = 0.7

// withFees is a claimed revenue before fees: the figure itself, but where it is nearer to what the fees
// leave of the day's hashprice than to the hashprice, the revenue of which they leave it.
func withFees(claimed float64, t *contract.Terms, c valuation.Conditions) float64 {
	if t.TH <= 0 || len(t.Fees) == 0 {
		return claimed
	}
	left := func(gross float64) float64 { // of a day on which a TH/s earns so many dollars
		day := contract.Facts{Date: c.AsOf, Price: c.PriceUSD,
			Subsidy: consensus.Hashvalue(gross / c.PriceUSD)}
		return gross - t.DailyFees(day).BTC()*c.PriceUSD/t.TH
	}
	earns := c.HashpriceUSD()
	net := left(earns)
	if claimed < explained*net || math.Abs(claimed-net) >= math.Abs(claimed-earns) {
		return claimed
	}
	low, high := claimed, 2*earns
	for range 50 {
		if mid := (low + high) / 2; left(mid) < claimed {
			low = mid
		} else {
			high = mid
		}
	}
	return high
}

// unearnable is how many times what the chain gives a seller's figure may be and still be played: above it no
// hashrate earns it, and what it comes to is a promise, no result.
const unearnable = 2

// playable is the seller's figure, or none where no hashrate earns it.
func (s *Section) playable(claim valuation.Claim, c valuation.Conditions) valuation.Claim {
	if times := claim.DailyUSDPerTH / c.HashpriceUSD(); times > unearnable {
		s.warn(fmt.Sprintf("what the seller says a TH/s earns is %.1f times what the chain gives on this "+
			"day: what that would come to is not told", times))
		return valuation.Claim{}
	}
	return claim
}

// missingFacts are the facts without which the economics are not known, each with its repair.
func missingFacts(o offer.Offer, f Figures) []string {
	var out []string
	if says := unfilled(f); says != "" {
		out = append(out, says)
	}
	switch {
	case o.Price.Stated():
	case o.Owned != nil:
		out = append(out, "what you could sell it for is not stated")
	default:
		out = append(out, "the price is not stated")
	}
	if o.Term.Days == 0 && !o.Term.Open {
		out = append(out, "the term is not stated")
	}
	if o.Payout.FixedReturn != nil {
		out = append(out,
			"the payout is a promise of the seller, not a share of mining: its worth is the seller's word")
	}
	if o.Payout.Basis == offer.SellerToken {
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

// seldomFilled is the share of what hashrate earns below which a bid for it is not taken as one that is
// filled: markets of hashrate trade within a tenth or so of it, and a day of high fees earns some per cent
// more than the days around it. Set by judgement.
const seldomFilled = 0.85

// unfilled says that a bid is too low to be taken as filled; empty where it is not.
func unfilled(f Figures) string {
	share := f.BidOverHashprice
	if share == nil || *share >= seldomFilled {
		return ""
	}
	return fmt.Sprintf("the order pays %s of what its hashrate earns at any pool, and so little is seldom "+
		"filled", units.ShowShare(*share))
}

// The chances that separate the economic verdicts.
const (
	hopeless = 0.05 // below it nobody should expect to beat buying bitcoin
	even     = 0.50
	safe     = 0.80
)

// wordOf is the rule of the economic verdict, read from the top. p is the chance to beat buying
// bitcoin over the simulated paths:
//
//	losing      p < 5 %
//	overpriced  p < 50 %
//	unknown     a fact is missing (losing and overpriced are said even where fees or uptime are
//	            not stated: they could only make it worse)
//	fair        p < 80 %
//	favourable  p >= 80 %
//
// Where no paths can be simulated, the scenarios stand in, with every halving in the days computed: losing
// when even constant difficulty loses,
// overpriced when 20 % more difficulty or 3 % a month loses, fair when another scenario does.
// The three levels are a choice, not a measurement: even odds, four in five, one in twenty.
func wordOf(s *Section, missing []string, o offer.Offer) (string, []string) {
	p, why := chance(s)
	promised := o.Payout.FixedReturn != nil || o.Payout.Basis == offer.SellerToken
	priced := o.Price.Stated()
	if paid := s.Figures.PaidBTC; priced && !promised && paid != nil && *paid == 0 {
		return NotKnown, append(missing,
			"nothing is paid for it, so there is nothing to compare with buying bitcoin")
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
func chance(s *Section) (p float64, why string) {
	if a := s.Figures.Owned; a != nil && a.ProbHoldWins != nil {
		return *a.ProbHoldWins, fmt.Sprintf("holding it gives more than selling it on %s of %s simulated "+
			"markets", units.ShowShare(*a.ProbHoldWins), units.Group(fmt.Sprint(s.Paths)))
	}
	if p := s.Figures.ProbBeatsBuying; p != nil {
		return *p, fmt.Sprintf("it beats buying bitcoin on %s of %s simulated markets", units.ShowShare(*p),
			units.Group(fmt.Sprint(s.Paths)))
	}
	loses := func(name string) bool {
		r := find(s.supposed, name)
		return r != nil && r.BTCEfficiency != nil && *r.BTCEfficiency < 1
	}
	switch {
	case loses(s.Figures.Basis):
		return 0, "even if mining never got harder" + butHalving(s.Figures) +
			", buying bitcoin gives more"
	case loses(valuation.DifficultyPlus20) || loses(valuation.Plus3PercentMonthly):
		return hopeless, "it gains only if difficulty stays nearly where it is"
	case loses(valuation.Trailing12Months):
		return even, "it stands 20 % more difficulty, but not every scenario"
	}
	return safe, "it gains in every scenario shown"
}
