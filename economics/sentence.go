package economics

import (
	"fmt"
	"math"
	"strings"

	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// Told is the economic result in words. Each number in it stands in the verdict's figures.
type Told struct {
	Sentence string   // what the reader's money would come to, in one sentence
	Cause    string   // what makes it so, in one clause; empty: nothing stands out
	Comes    string   // what comes in on the first day, month and year; empty: not known
	Unstated []string // what the offer does not state
}

// Facts are the prices of the day judged, in dollars.
type Facts struct {
	Bitcoin   float64
	Hashprice float64 // per TH/s and day
}

// teller says an economic result in one currency.
type teller struct {
	o         offer.Offer
	word      string
	f         Figures
	scenarios []valuation.Result
	facts     Facts
	in        units.Shown
}

// Tell says an economic result in the money of its reader.
func Tell(o offer.Offer, word string, f Figures, scenarios []valuation.Result, facts Facts,
	in units.Shown) Told {
	t := teller{o, word, f, scenarios, facts, in}
	return Told{Sentence: t.sentence(), Cause: t.cause(), Comes: t.comes(), Unstated: t.unstated()}
}

func (t teller) sentence() string {
	switch paid := t.f.PaidBTC; {
	case t.f.Withheld != nil:
		return *t.f.Withheld
	case t.o.Owned != nil:
		return t.owner()
	case !t.o.Price.Stated():
		return t.unpriced()
	case paid == nil || *paid == 0:
		return "Nothing is paid for this offer, so there is nothing to compare: ask what the seller gains."
	case t.f.Luck != nil && t.f.Luck.ProbNothing >= gamble:
		return t.byLuck(t.f.Luck)
	case t.f.BTCEfficiency != nil:
		return t.onMarkets(*t.f.BTCEfficiency)
	}
	return t.onScenarios()
}

// onMarkets says what comes back over the simulated markets, bitcoin counted at its price of the day judged.
func (t teller) onMarkets(e play.Dist) string {
	back := "you would probably get back " + t.worth(e.P50)
	if e.P95 == 0 {
		back = "you would get back nothing"
	}
	best := "; in the best case of twenty, " + t.value(e.P95)
	switch t.word {
	case Losing:
		if e.P95 == 0 {
			return t.refusal() + t.ofAll() + back + "."
		}
		return t.refusal() + t.ofAll() + back + best + "."
	case Overpriced:
		return t.tooDear() + t.ofAll() + back + best + "."
	case Fair:
		return "It may or may not beat buying bitcoin: " + t.ofAll() + back + ", and in nine cases of " +
			"ten between " +
			t.value(e.P05) + " and " + t.value(e.P95) + "."
	case Favourable:
		return "If all is as the offer says, it beats buying bitcoin: " + t.ofAll() + back +
			"; in the worst case of twenty, " + t.value(e.P05) + "."
	}
	return "Whether it pays is not known, since " + t.missing() + ": " + t.asFar() + ", " + t.ofAll() + back +
		"; in the worst case of twenty, " + t.value(e.P05) + "."
}

// onScenarios says it where no markets are simulated: the first scenario that loses, else the hardest.
func (t teller) onScenarios() string {
	name, e := t.hardest()
	back := t.ofAll() + "you would get back " + t.worth(e) + " " + name
	switch t.word {
	case Losing:
		return t.refusal() + back + "."
	case Overpriced:
		return t.tooDear() + back + "."
	case Fair:
		return "It may or may not beat buying bitcoin: " + back + "."
	case Favourable:
		return "If all is as the offer says, it beats buying bitcoin: " + back + "."
	}
	return "Whether it pays is not known, since " + t.missing() + ": " + t.asFar() + ", " + back + "."
}

// hardest is the scenario that decides the word where no markets are simulated, with its name as a clause.
func (t teller) hardest() (name string, e float64) {
	at := func(key string) (float64, bool) {
		r := find(t.scenarios, key)
		if r == nil || r.BTCEfficiency == nil {
			return math.Inf(1), false
		}
		return *r.BTCEfficiency, true
	}
	if e, ok := at(t.basis()); ok && e < 1 {
		return "even if mining never got harder" + butHalving(t.f), e
	}
	name, e = "if mining never got harder"+butHalving(t.f), math.Inf(1)
	for _, s := range []struct{ key, name string }{
		{valuation.Plus3PercentMonthly, "if difficulty grows 3 % a month"},
		{valuation.DifficultyPlus20, "if difficulty is 20 % higher"},
		{valuation.HalvingIncluded, "if the subsidy halves on schedule"},
		{valuation.Trailing12Months, "if difficulty grows as in the past year"},
	} {
		if v, ok := at(s.key); ok && v < e {
			name, e = s.name, v
		}
	}
	if math.IsInf(e, 1) {
		e, _ = at(t.basis())
	}
	return name, e
}

// basis is the scenario that stands for the offer itself where nothing is supposed of difficulty.
func (t teller) basis() string {
	if t.f.Basis == "" {
		return valuation.Constant
	}
	return t.f.Basis
}

// butHalving says that a halving lies in the days computed, which the figures then include; empty where none
// does.
func butHalving(f Figures) string {
	if f.Halving == nil {
		return ""
	}
	return ", but for the halving of the subsidy about " + *f.Halving
}

// gamble is the chance of getting nothing from which a contract is told as one.
const gamble = 0.05

// byLuck is the sentence of a contract that may well pay nothing.
func (t teller) byLuck(l *Luck) string {
	finder := "this hashrate"
	if t.o.Payout.Basis == offer.PPLNS {
		finder = "the pool"
	}
	days := "a day"
	if n := t.f.Horizon; n != 1 {
		days = fmt.Sprintf("%d days", n)
	}
	return fmt.Sprintf(
		"It pays only if %s finds a block; the chance of one in %s is %s. In %s of cases you get "+
			"nothing and lose the %s paid; a block would bring bitcoin worth about %s.",
		finder,
		days,
		valuation.ShowChance(l.ProbBlock),
		valuation.ShowChance(l.ProbNothing),
		t.money(t.paid()),
		t.money(l.BTCPerBlock*t.facts.Bitcoin),
	)
}

// refusal begins a sentence on an offer that loses.
func (t teller) refusal() string {
	if t.worthless() {
		return "Do not buy it at any price: "
	}
	return "Do not buy at this price: "
}

// tooDear begins a sentence on an offer against which the odds are.
func (t teller) tooDear() string {
	if t.worthless() {
		return "Too dear at any price: "
	}
	return "Too dear: "
}

// worthless reports whether no price or bid would do, not even none: nothing comes back, or less than what is
// paid beside. Where simulated markets name a fair price, however small, it would do: the sentence never
// contradicts the figure below it.
func (t teller) worthless() bool {
	switch f := t.f; {
	case f.FairBid != nil:
		return f.FairBid.P50 == nil
	case t.o.Price.Bid != nil: // and something is paid beside it
		fee, known := t.feesPerDay()
		return known && t.facts.Hashprice > 0 && fee >= t.facts.Hashprice
	case f.FairUpfront != nil:
		return f.FairUpfront.P50 == nil
	}
	constant := find(t.scenarios, t.basis())
	if constant != nil && constant.BTCEfficiency != nil && *constant.BTCEfficiency == 0 {
		return true
	}
	return t.f.BTCEfficiency == nil && t.f.BreakEven.UpfrontUSD == nil
}

// ofAll names what is paid, as "of $1,150 ". What is paid later counts at the price of the day judged.
func (t teller) ofAll() string {
	in := ""
	if t.o.Term.Days == 0 {
		in = " within " + units.Group(fmt.Sprint(t.f.Horizon)) + " days"
	}
	if paid, asked := t.paid(), t.f.AskedUSD; asked == nil || math.Abs(paid-*asked) > 0.005*paid {
		return "of the " + t.money(paid) + " that you pay in all" + in + ", "
	}
	return "of " + t.exact(*t.f.AskedUSD) + in + " "
}

func (t teller) paid() float64 { return *t.f.PaidBTC * t.facts.Bitcoin }

// worth is what comes back, as "bitcoin worth $640".
func (t teller) worth(e float64) string {
	if e == 0 {
		return "nothing"
	}
	return "bitcoin worth " + t.value(e)
}

func (t teller) value(e float64) string { return t.money(e * t.paid()) }

// money is an amount that is estimated: whole above ten.
func (t teller) money(usd float64) string {
	v := usd
	if t.in.Currency != "" {
		v /= t.in.Per
	}
	if v >= 10 {
		v = math.Round(v)
	}
	if t.in.Currency != "" {
		v *= t.in.Per
	}
	return t.exact(v)
}

// exact is an amount that is stated, without cents where there are none.
func (t teller) exact(usd float64) string {
	says := t.in.USD(usd)
	before, after, cents := strings.Cut(says, ".00")
	if !cents || after != "" && after[0] >= '0' && after[0] <= '9' { // as in 0.00998
		return says
	}
	return before + after
}

// unpriced says what would be too dear, where no price is stated.
func (t teller) unpriced() string {
	switch f := t.f; {
	case f.FairUpfront != nil && f.FairUpfront.P50 != nil:
		return fmt.Sprintf("The price is not stated: above %s per TH/s, buying bitcoin would be the "+
			"better half of the "+
			"bet.", t.in.USD(*f.FairUpfront.P50))
	case f.BreakEven.UpfrontUSDHarder != nil:
		return fmt.Sprintf("The price is not stated: above %s in all, it gives less than buying bitcoin "+
			"if difficulty is "+
			"20 %% higher.", t.in.USD(*f.BreakEven.UpfrontUSDHarder))
	case f.BreakEven.UpfrontUSD != nil:
		return fmt.Sprintf("The price is not stated: above %s in all, it gives less than buying bitcoin "+
			"even if mining "+
			"never got harder.", t.in.USD(*f.BreakEven.UpfrontUSD))
	}
	return "The price is not stated, and its running fees take all that it mines: it would be dear as a gift."
}

// cause is what makes the result so.
func (t teller) cause() string {
	if t.f.Withheld != nil {
		return ""
	}
	fee, known := t.feesPerDay()
	earns := t.facts.Hashprice
	switch claim := find(t.scenarios, valuation.SellerClaim); {
	case known && earns > 0 && fee >= earns:
		return fmt.Sprintf("the fees of %s are more than the %s that a TH/s earns a "+
			"day", t.in.USD(fee), t.in.USD(earns))
	case claim != nil && claim.BTCEfficiency != nil && *claim.BTCEfficiency < 1 && t.word != Losing:
		return fmt.Sprintf("by the seller's own figure it loses: for each bitcoin paid %s comes back",
			units.ShowRatio(*claim.BTCEfficiency))
	case known && earns > 0 && fee >= 0.4*earns && t.feesMatter():
		return fmt.Sprintf("fees take %s of the %s that a TH/s earns a day, and mining gets "+
			"harder", t.in.USD(fee),
			t.in.USD(earns))
	}
	asked, fair := t.f.AskedUSDPerTH, t.f.FairUpfront
	switch {
	case t.word == NotKnown, t.o.Owned != nil:
		return ""
	case asked != nil && fair != nil && fair.P50 != nil:
		return fmt.Sprintf("a TH/s is sold for %s, and at %s the odds against buying bitcoin are "+
			"even", t.in.USD(*asked),
			t.in.USD(*fair.P50))
	case asked != nil && earns > 0:
		return fmt.Sprintf("a TH/s is sold for %s and earns %s a day, before fees, less as mining gets "+
			"harder",
			t.in.USD(*asked), t.in.USD(earns))
	}
	return ""
}

// feesMatter reports whether fees may be what decides: of what loses, and of what can only be held or sold.
func (t teller) feesMatter() bool {
	return t.word == Losing || t.word == Overpriced || t.o.Owned != nil
}

// feesPerDay is what the running fees come to on the first day, in dollars per TH/s; false where one of
// them is
// no such fee, or not known.
func (t teller) feesPerDay() (sum float64, known bool) {
	for _, f := range t.o.Fees {
		rate, currency := 0.0, units.USD
		switch {
		case f.PerHashrateDay != nil:
			rate, currency = f.PerHashrateDay.Value, f.PerHashrateDay.Currency
		case f.EnergyPrice != nil && f.Efficiency != nil:
			rate, currency = f.EnergyPrice.Value*f.Efficiency.KWhPerTHDay(), f.EnergyPrice.Currency
		case f.RevenueShare != nil:
			rate = float64(*f.RevenueShare) * t.facts.Hashprice
		default:
			continue
		}
		switch currency {
		case units.USD:
		case units.BTC:
			rate *= t.facts.Bitcoin
		default:
			return 0, false
		}
		sum += rate
	}
	return sum, len(t.o.Fees) > 0
}

// unstated are the facts that the offer does not state.
func (t teller) unstated() []string {
	var out []string
	for _, m := range missingFacts(t.o) {
		if strings.Contains(m, "fee") {
			m += "; any fee makes it worse"
		}
		out = append(out, m)
	}
	return out
}

// missing are the same as a clause.
func (t teller) missing() string {
	all := missingFacts(t.o)
	if len(all) == 0 {
		return "a fact is missing"
	}
	return strings.Join(all[:min(2, len(all))], " and ")
}

// asFar says what a result leaves out.
func (t teller) asFar() string {
	if t.o.Term.Days > 0 && !t.o.FeesKnown() {
		return "before what is missing is paid"
	}
	return "as far as it is stated"
}

func find(scenarios []valuation.Result, name string) *valuation.Result {
	for i := range scenarios {
		if scenarios[i].Name == name {
			return &scenarios[i]
		}
	}
	return nil
}
