package economics

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/valuation"
)

// ComesIn is what is paid out within the first days of mining, and what is paid beside it in that time, in
// dollars at the price of the day judged. The first day is what is credited under that day's conditions;
// later ones are the middle of the simulated markets, or the scenario of Figures.Basis where there are none.
type ComesIn struct {
	Days int     `json:"days"` // of mining: 1, 30 and 365, as far as the contract reaches
	USD  float64 `json:"usd"`
	// running fees that are not taken out of the payout; null: not every fee is stated, or they are paid
	// ahead for longer than these days
	BesideUSD *float64 `json:"beside_usd"`
	Sold      bool     `json:"sold"` // the sale at the end is in it
}

// comesIn are the first day, month and year. t must not be a market order.
func (s *Section) comesIn(ctx context.Context, in Input, t *contract.Terms, horizon int) {
	if in.Offer.Price.Bid != nil || t.LuckTH > 0 {
		return
	}
	c := in.Conditions
	ahead := 0
	for _, f := range t.Fees {
		ahead = max(ahead, f.PrepaidFor)
	}
	// the price and what comes back of it are no fees
	upfrontBTC := t.UpfrontBTC.BTC() + t.DepositBTC.BTC() +
		(t.UpfrontUSD.Float()+t.DepositUSD.Float())/c.PriceUSD
	for _, days := range []int{1, 30, 365} {
		if t.Delay+days > horizon {
			break
		}
		r := valuation.FirstDays(ctx, t, c, t.Delay+days, s.Figures.Basis)
		one := ComesIn{Days: days, USD: r.Net.BTC() * c.PriceUSD}
		beside := (r.Paid.BTC() - upfrontBTC) * c.PriceUSD
		if days > 1 && len(s.Figures.Fan) > 0 {
			before, to := around(s.Figures.Fan, play.FanPoint{Day: t.Delay}, t.Delay+days)
			one.USD = at(before, to, t.Delay+days, before.P50, to.P50) * c.PriceUSD
			one.Sold = s.Figures.Resale != nil && t.Delay+days == horizon
			if !t.Unpriced {
				still := func(days int) float64 {
					r := valuation.FirstDays(ctx, t, c, days, s.Figures.Basis)
					return r.Paid.BTC()
				}
				beside = (paidBy(before, to, t.Delay+days, still) - upfrontBTC) * c.PriceUSD
			}
		}
		if in.Offer.FeesKnown() && ahead <= days {
			one.BesideUSD = positive(beside)
		}
		s.Figures.ComesIn = append(s.Figures.ComesIn, one)
	}
}

// positive is an amount of whole thousandths of a cent, never below zero: less is rounding.
func positive(usd float64) *float64 {
	if usd < worthless {
		usd = 0
	}
	return &usd
}

// around are the samples of the fan beside a day, the first of which is the start before all of them. Beyond
// the last there is but the last.
func around(fan []play.FanPoint, start play.FanPoint, day int) (before, to play.FanPoint) {
	after := slices.IndexFunc(fan, func(p play.FanPoint) bool { return p.Day >= day })
	if after < 0 {
		after = len(fan) - 1
	}
	if after > 0 && fan[after-1].Day > start.Day {
		return fan[after-1], fan[after]
	}
	return start, fan[after]
}

// at is the value of a day on the line from a, that of the sample before it, to b, that of the one after.
func at(before, to play.FanPoint, day int, a, b float64) float64 {
	if to.Day <= before.Day || day >= to.Day {
		return b
	}
	return a + float64(day-before.Day)/float64(to.Day-before.Day)*(b-a)
}

// paidBy is the median paid by a day, price and deposit included. Payments come at once, by the month or
// ahead, not along a line: what lies on one is their share of what is paid by then where the market stands
// still (still, of days from purchase), and that share is 1 where no sample is before.
func paidBy(before, to play.FanPoint, day int, still func(days int) float64) float64 {
	share := func(p play.FanPoint) float64 {
		if all := still(p.Day); all > 0 && p.Bought != nil {
			return *p.Bought / all
		}
		return 1
	}
	return still(day) * at(before, to, day, share(before), share(to))
}

func known(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}

// comes says the first day, month and year; empty where nothing is known of them.
func (t teller) comes() string {
	all := t.f.ComesIn
	if len(all) == 0 || t.f.Withheld != nil {
		return ""
	}
	names := map[int]string{1: "on the first day", 30: "in the first month", 365: "in the first year"}
	var in, beside []string
	pays := false
	held := false // below the least that is paid out
	some := false
	for _, c := range all {
		if c.USD == 0 {
			held = held || all[0].USD > 0 && t.o.Payout.Minimum != nil
			in = append(in, "nothing "+names[c.Days])
		} else {
			says := t.money(c.USD) + " " + names[c.Days]
			if !some {
				says = "about " + says
			}
			some = true
			if c.Sold {
				says += " with the sale at its end"
			}
			in = append(in, says)
		}
		if c.BesideUSD != nil {
			beside = append(beside, t.money(*c.BesideUSD))
			pays = pays || *c.BesideUSD > 0
		}
	}
	says := list(in) + ", with bitcoin at " + t.money(t.facts.Bitcoin)
	if !some {
		says = "nothing, since the fees take all that it mines"
	}
	if held { // nor was what the first day mined
		says = strings.Replace(says, " on the first day", " mined on the first day", 1)
		says += "; less than " + t.o.Payout.Minimum.String() + " is not paid out"
	}
	if pays && len(beside) == len(in) {
		says += "; the fees that you pay beside it come to " + list(beside)
	}
	return says
}

// list is "a, b and c".
func list(words []string) string {
	last := len(words) - 1
	if last < 1 {
		return strings.Join(words, "")
	}
	return fmt.Sprintf("%s and %s", strings.Join(words[:last], ", "), words[last])
}
