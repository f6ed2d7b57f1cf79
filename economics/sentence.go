package economics

import (
	"cmp"
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
	case t.f.Luck != nil && t.f.Luck.Gamble():
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
		return t.provided() + t.ofAll() + back +
			"; in the worst case of twenty, " + t.value(e.P05) + "."
	}
	return "Whether it pays is not known, since " + t.missing() + ": " + t.asFar() + ", " + t.ofAll() + back +
		"; in the worst case of twenty, " + t.value(e.P05) + "."
}

// provided begins a sentence on an offer that pays as far as it goes.
func (t teller) provided() string {
	if t.o.Price.Bid != nil {
		return "If it is filled and all is as the offer says, it beats buying bitcoin: "
	}
	return "If all is as the offer says, it beats buying bitcoin: "
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
		return t.provided() + back + "."
	}
	return "Whether it pays is not known, since " + t.missing() + ": " + t.asFar() + ", " + back + "."
}

// hardest is the scenario that decides the word where no markets are simulated, with its name as a clause.
func (t teller) hardest() (name string, e float64) {
	supposed, halving := t.scenarios, ""
	if len(t.f.OnSchedule) > 0 {
		supposed, halving = t.f.OnSchedule, " and the subsidy halves about "+*t.f.Halving
	}
	at := func(key string) (float64, bool) {
		r := find(supposed, key)
		if r == nil || r.BTCEfficiency == nil {
			return math.Inf(1), false
		}
		return *r.BTCEfficiency, true
	}
	never := "if mining never got harder" + butHalving(t.f)
	e, ok := at(t.basis())
	if ok && e < 1 {
		return "even " + never, e
	}
	name = never
	for _, s := range []struct{ key, name string }{
		{valuation.Plus3PercentMonthly, "if difficulty grows 3 % a month"},
		{valuation.DifficultyPlus20, "if difficulty is 20 % higher"},
		{valuation.Trailing12Months, "if difficulty grows as in the past year"},
	} {
		if v, ok := at(s.key); ok && v < e {
			name, e = s.name+halving, v
		}
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

// Gamble reports whether getting nothing is so likely that a mean says little of what one buyer gets.
func (l *Luck) Gamble() bool { return l.ProbNothing >= gamble }

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
	mean := ""
	if back := t.f.ReceivedBTC; back != nil {
		mean = ", and " + t.money(*back*t.facts.Bitcoin) + " comes back on average"
	}
	return fmt.Sprintf(
		"A gamble: it pays only if %s finds a block; the chance of one in %s is %s. In %s of cases you get "+
			"nothing and lose the %s paid; a block would bring bitcoin worth about %s%s.",
		finder,
		days,
		valuation.ShowChance(l.ProbBlock),
		valuation.ShowChance(l.ProbNothing),
		t.money(t.paid()),
		t.money(l.BTCPerBlock*t.facts.Bitcoin),
		mean,
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
		fee := t.f.StatedFeesUSD
		return fee != nil && t.facts.Hashprice > 0 && *fee >= t.facts.Hashprice
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
	return "of " + t.asked() + in + " "
}

// asked is the price as the offer states it, and what that is in the money of the sentence.
func (t teller) asked() string {
	says, stated := t.exact(*t.f.AskedUSD), t.o.Price.Upfront
	shown := cmp.Or(t.in.Currency, units.USD)
	if stated == nil || stated.Currency == shown || t.o.Price.Taxes != nil {
		return says
	}
	return stated.String() + " (" + t.money(*t.f.AskedUSD) + ")"
}

func (t teller) paid() float64 { return *t.f.PaidBTC * t.facts.Bitcoin }

// worth is what comes back, as "bitcoin worth $640".
func (t teller) worth(e float64) string {
	if e == 0 {
		return "nothing"
	}
	return "bitcoin worth " + t.value(e)
}

// value is what comes back, as "$640".
func (t teller) value(e float64) string {
	if e == 0 {
		return "nothing"
	}
	return t.money(e * t.paid())
}

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
		most := *f.FairUpfront.P50
		return fmt.Sprintf("The price is not stated: pay no more than %s upfront (%s per TH/s); above it, "+
			"buying bitcoin is the better bet.", t.money(most*t.o.Hashrate.TH()), t.in.USD(most))
	case f.BreakEven.UpfrontUSDHarder != nil:
		return fmt.Sprintf("The price is not stated: above %s in all, it gives less than buying bitcoin "+
			"if difficulty is "+
			"20 %% higher.", t.in.USD(*f.BreakEven.UpfrontUSDHarder))
	case f.BreakEven.UpfrontUSD != nil:
		return fmt.Sprintf("The price is not stated: above %s in all, it gives less than buying bitcoin "+
			"even if mining "+
			"never got harder.", t.in.USD(*f.BreakEven.UpfrontUSD))
	}
	if known(t.f.ReceivedBTC) > 0 {
		return "The price is not stated, and its fees come to more than it mines: it would be dear as a gift."
	}
	return "The price is not stated, and nothing of what it mines is paid out: it would be dear as a gift."
}

// cause is what makes the result so.
func (t teller) cause() string {
	if t.f.Withheld != nil {
		return ""
	}
	fee, earns := known(t.f.StatedFeesUSD), t.facts.Hashprice
	switch own := t.ownLoss(); {
	case t.neverPaidOut():
		return "what it mines never reaches " + t.o.Payout.Minimum.String() + ", the least that is paid out"
	case fee >= earns*(1+rounding) && earns > 0:
		return fmt.Sprintf("the fees of %s are more than the %s that a TH/s earns a day", t.in.USD(fee),
			t.in.USD(earns))
	case fee >= earns*(1-rounding) && earns > 0:
		return fmt.Sprintf("the fees take all of the %s that a TH/s earns a day", t.in.USD(earns))
	case own != "" && t.word != Losing:
		return "by the seller's own figure it loses: " + own
	case fee >= 0.4*earns && earns > 0 && t.feesMatter():
		return fmt.Sprintf("fees take %s of the %s that a TH/s earns a day, and mining gets harder",
			t.in.USD(fee), t.in.USD(earns))
	}
	return t.soldFor(earns)
}

// rounding is relative: sums of fees that are all of a day's revenue differ from it by less.
const rounding = 1e-6

// soldFor sets what is asked against what is right or earned; empty where that does not decide.
func (t teller) soldFor(earns float64) string {
	asked, fair := t.f.AskedUSDPerTH, t.f.FairUpfront
	switch {
	case t.word == NotKnown, t.o.Owned != nil:
		return ""
	case asked != nil && fair != nil && fair.P50 != nil:
		return fmt.Sprintf("a TH/s is sold for %s, and at %s the odds against buying bitcoin are even",
			t.in.USD(*asked), t.in.USD(*fair.P50))
	case asked != nil && earns > 0:
		return fmt.Sprintf("a TH/s is sold for %s and earns %s a day, before fees, less as mining gets "+
			"harder", t.in.USD(*asked), t.in.USD(earns))
	}
	return ""
}

// neverPaidOut reports that all of what is mined stays below the least that is paid out, if nothing changes.
func (t teller) neverPaidOut() bool {
	basis := find(t.scenarios, t.basis())
	return t.o.Payout.Minimum != nil && basis != nil && basis.StuckBTC > 0 && known(t.f.ReceivedBTC) == 0
}

// ownLoss says that by what the seller names less than the price comes back within the term; empty where no
// such figure is named. A return per time is not held to it: whether the price is part of it is seldom said.
func (t teller) ownLoss() string {
	claim := find(t.scenarios, valuation.SellerClaim)
	if claim != nil && claim.BTCEfficiency != nil && *claim.BTCEfficiency < 1 {
		return fmt.Sprintf("for each bitcoin paid %s comes back", units.ShowRatio(*claim.BTCEfficiency))
	}
	term := t.o.Term
	for _, c := range t.o.Claims {
		switch {
		case c.TotalReturn != nil && *c.TotalReturn < 1:
			return c.TotalReturn.String() + " of the price comes back in all"
		case c.Payback != nil && term.Days > 0 && !term.Open && *c.Payback > term.Days:
			return fmt.Sprintf("its price is earned back in %d days, and it ends after %d", *c.Payback,
				term.Days)
		}
	}
	return ""
}

// feesMatter reports whether fees may be what decides: of what loses, and of what can only be held or sold.
func (t teller) feesMatter() bool {
	return t.word == Losing || t.word == Overpriced || t.o.Owned != nil
}

// unstated are the facts that the offer does not state.
func (t teller) unstated() []string {
	var out []string
	for _, m := range missingFacts(t.o, t.f) {
		if strings.Contains(m, "fee") {
			m += "; any fee makes it worse"
		}
		out = append(out, m)
	}
	return out
}

// missing are the same as a clause.
func (t teller) missing() string {
	all := missingFacts(t.o, t.f)
	if len(all) == 0 {
		return "a fact is missing"
	}
	return strings.Join(all[:min(2, len(all))], " and ")
}

// asFar says what a result leaves out.
func (t teller) asFar() string {
	if unfilled(t.f) != "" {
		return "if it is filled"
	}
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
