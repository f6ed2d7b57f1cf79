package economics

import (
	"fmt"
	"math"
	"strings"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// sentence says the economic result in one or two plain sentences, bitcoin first. Each number in it
// stands in the verdict's figures.
func sentence(s *Section, o offer.Offer, constant contract.Totals) string {
	if !o.Price.Stated() {
		return unpriced(s, o)
	}
	if o.Payout.FixedReturn != nil {
		return fmt.Sprintf("If the seller keeps the promise you pay %s BTC and get back %s; no miner can "+
			"know that in advance, "+
			"so what it is worth is the seller's word.",
			btc(constant.Paid), btc(constant.Received))
	}
	span := ""
	if o.Term.Days == 0 {
		span = fmt.Sprintf(" within %d days", s.Figures.Horizon)
	}
	eps, ok := constant.BTCEfficiency()
	if !ok {
		return "Nothing is paid for this offer, so there is nothing to compare: ask what the seller gains."
	}
	if l := s.Figures.Luck; l != nil && l.ProbNothing >= gamble {
		return s.byLuck(l, o, constant) + onMarkets(s) + upperBound(o)
	}
	if constant.Received == 0 {
		return fmt.Sprintf("Even if mining never got harder%s you would pay %s BTC and get back nothing%s.",
			s.butHalving(), btc(constant.Paid), span) + onMarkets(s)
	}
	if eps < 1 {
		return fmt.Sprintf("Even if mining never got harder%s you would pay %s BTC and get back %s%s: "+
			"buying bitcoin was better by %s.",
			s.butHalving(), btc(constant.Paid), btc(constant.Received), span, better(eps)) + onMarkets(s) + upperBound(o)
	}
	gains := fmt.Sprintf("If mining never got harder%s you would pay %s BTC and get back %s%s, %s buying "+
		"bitcoin gives",
		s.butHalving(), btc(constant.Paid), btc(constant.Received), span, more(eps))
	if harder := find(s.supposed, valuation.Plus3PercentMonthly); s.Figures.BTCEfficiency == nil &&
		harder != nil && harder.BTCEfficiency != nil {
		gains += fmt.Sprintf("; if difficulty grows 3 %% a month, %s", against(*harder.BTCEfficiency))
	}
	return gains + "." + onMarkets(s) + upperBound(o)
}

// gamble is the chance of getting nothing from which a contract is told as one.
const gamble = 0.05

// byLuck is the sentence of a contract that may well pay nothing.
func (s *Section) byLuck(l *Luck, o offer.Offer, mean contract.Totals) string {
	finder := "this hashrate"
	if o.Payout.Basis == offer.PPLNS {
		finder = "the pool"
	}
	days := "a day"
	if n := s.Figures.Horizon; n != 1 {
		days = fmt.Sprintf("%d days", n)
	}
	return fmt.Sprintf("It pays only if %s finds a block; the chance of one in %s is %s. In %s of cases you "+
		"get nothing and lose the %s BTC paid; a block would bring about %s BTC. In the mean that is %s "+
		"BTC%s.",
		finder, days, valuation.ShowChance(l.ProbBlock), valuation.ShowChance(l.ProbNothing), btc(mean.Paid),
		btc(units.RoundMilliSat(l.BTCPerBlock)), btc(mean.Received), strings.TrimSuffix(s.butHalving(), ","))
}

// butHalving says that a halving lies in the days computed, which the figures then include; empty where none
// does.
func (s *Section) butHalving() string {
	if s.Figures.Halving == nil {
		return ""
	}
	return ", but for the halving of the subsidy about " + *s.Figures.Halving + ","
}

// onMarkets says what the simulated markets add.
func onMarkets(s *Section) string {
	e, p := s.Figures.BTCEfficiency, s.Figures.ProbBeatsBuying
	if e == nil || p == nil {
		return ""
	}
	with := ""
	if s.Figures.Resale != nil {
		with = ", its resale counted,"
	}
	share := units.ShowShare(*p)
	switch *p {
	case 0:
		share = "none"
	case 1:
		share = "all"
	}
	return fmt.Sprintf(" Over simulated markets each BTC paid%s gives back %s (%s to %s in nine of ten), "+
		"and it beats buying in %s of them.",
		with, ratio(e.P50), ratio(e.P05), ratio(e.P95), share)
}

// ratio prints a BTC efficiency with two decimals, or two significant digits where it is small.
func ratio(x float64) string {
	if x >= 0.1 || x < 1e-6 {
		return units.Group(fmt.Sprintf("%.2f", x))
	}
	return units.Format(x, 2)
}

func unpriced(s *Section, o offer.Offer) string {
	if b := s.Figures.BreakEven.UpfrontUSD; b != nil {
		return fmt.Sprintf("The price is not stated; %s, anything above $%s "+
			"would buy less than buying bitcoin.",
			strings.TrimSuffix("even if mining never got harder"+s.butHalving(), ","),
			units.Group(fmt.Sprintf("%.2f", *b))) + upperBound(o)
	}
	if o.Payout.FixedReturn != nil {
		return "The price is not stated and the payout is a promise: what it is worth is the seller's word."
	}
	return "The price is not stated, and its running fees take all that it mines: it would be dear as a gift."
}

func against(eps float64) string {
	if eps >= 1 {
		if eps >= 5 {
			return "still " + units.Group(fmt.Sprintf("%.0f", eps)) + " times as much"
		}
		return fmt.Sprintf("still %.0f %% more", 100*(eps-1))
	}
	return fmt.Sprintf("buying bitcoin is better by %s", better(eps))
}

// more is how a BTC efficiency of at least 1 compares with buying.
func more(eps float64) string {
	if eps >= 5 {
		return units.Group(fmt.Sprintf("%.0f", eps)) + " times what"
	}
	return fmt.Sprintf("%.0f %% more than", 100*(eps-1))
}

// better is how much more bitcoin buying gives than a contract of this BTC efficiency.
func better(eps float64) string {
	switch gain := 100 * (1/eps - 1); {
	case eps <= 0 || math.IsInf(gain, 0):
		return "all of it"
	case gain < 1:
		return fmt.Sprintf("%.1f %%", gain)
	case gain >= 400:
		return units.Group(fmt.Sprintf("%.0f", 1/eps)) + " times"
	default:
		return fmt.Sprintf("%.0f %%", gain)
	}
}

func upperBound(o offer.Offer) string {
	switch {
	case o.FeesKnown():
		return ""
	case len(o.Fees) > 0:
		return " Not every fee is stated; what is missing makes it worse."
	}
	return " Fees are not stated; any fee makes it worse."
}

func find(scenarios []valuation.Result, name string) *valuation.Result {
	for i := range scenarios {
		if scenarios[i].Name == name {
			return &scenarios[i]
		}
	}
	return nil
}

// btc prints bitcoin with four significant digits, never below a satoshi.
func btc(m units.MilliSat) string {
	v := m.BTC()
	if v == 0 {
		return "0"
	}
	digits := min(8, max(2, 3-int(math.Floor(math.Log10(math.Abs(v))))))
	s := fmt.Sprintf("%.*f", digits, v)
	whole, frac, _ := strings.Cut(s, ".")
	return units.Group(whole) + "." + frac
}
