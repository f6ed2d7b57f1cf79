package economics

import (
	"fmt"

	"github.com/assaymining/assay/economics/owned"
	"github.com/assaymining/assay/units"
)

// owner says what an owner should do; without simulated markets, what holding gives in the scenario that
// decides.
func (t teller) owner() string {
	if a := t.f.Owned; a != nil {
		return t.owned(a)
	}
	if t.f.AskedUSD == nil || t.f.PaidBTC == nil {
		return "Whether to hold or to sell is not known: simulated markets say it, and none were made."
	}
	name, e := t.hardest()
	return fmt.Sprintf("Without simulated markets only this is known: the %s that a sale and the fees to "+
		"come would leave you against %s by holding, %s.", t.money(t.paid()), t.worth(e), name)
}

// owned says what an owner should do, in the owner's money.
func (t teller) owned(a *owned.Answer) string {
	w := a.Worth
	holding := "holding it would probably bring bitcoin worth " + t.money(w.P50)
	if w.P50 <= 0 {
		holding = "holding it would probably cost more than it brings"
	}
	best := "in the best case of twenty, " + t.money(w.P95)
	if w.P95 <= 0 {
		best = "even in the best case of twenty"
	}
	if a.Offered == nil {
		return t.unoffered(a) + t.others(a)
	}
	offered := t.exact(*a.Offered)
	share := func(p float64) string { return units.ShowShare(p) + " of simulated markets" }
	p := *a.ProbHoldWins
	switch {
	case p >= owned.Clearly:
		return fmt.Sprintf("Hold: %s, more than the %s of a sale today in %s; in the worst case of "+
			"twenty, %s.%s", holding, offered, share(p), t.loss(w.P05), t.others(a))
	case p <= 1-owned.Clearly && *a.Offered == 0:
		return fmt.Sprintf("End it, or give it away: in %s holding it costs more than it brings.%s",
			share(1-p), t.others(a))
	case p <= 1-owned.Clearly:
		return fmt.Sprintf("Sell: the %s of a sale today buys bitcoin worth more than holding gives in "+
			"%s; %s; %s.%s", offered, share(1-p), holding, best, t.others(a))
	}
	return fmt.Sprintf("Holding and selling are even: %s, and a sale today %s; in nine cases of ten "+
		"holding brings between %s and %s.%s", holding, offered, t.loss(w.P05), t.money(w.P95), t.others(a))
}

// loss is an amount that may be below zero.
func (t teller) loss(usd float64) string {
	if usd < 0 {
		return "a loss of " + t.money(-usd)
	}
	return t.money(usd)
}

// unoffered says at which price to sell, where nothing is offered yet.
func (t teller) unoffered(a *owned.Answer) string {
	if a.SellAbove == nil {
		return "Sell it at any price, or end it: holding it would probably cost more than it brings."
	}
	says := fmt.Sprintf("Sell it to whoever pays more than %s: holding it would probably bring bitcoin "+
		"worth that, and in nine cases of ten between %s and %s.", t.money(*a.SellAbove), t.loss(a.Worth.P05),
		t.money(a.Worth.P95))
	if a.Fetches != nil {
		so := "less: hold, unless somebody pays more"
		if *a.Fetches > *a.SellAbove {
			so = "more: ask for it"
		}
		says += fmt.Sprintf(" By the model one like it sells for about %s today, which is %s.",
			t.money(*a.Fetches), so)
	}
	return says
}

// others says what upgrading or reinvesting would add, where one of them leaves more than holding.
func (t teller) others(a *owned.Answer) string {
	says := ""
	for _, w := range a.Ways {
		if w.USD == nil || w.ProbMore == nil || w.Name == owned.Sell || *w.ProbMore <= 0.5 {
			continue
		}
		verb := "Upgrading"
		if w.Name == owned.Reinvest {
			verb = "Reinvesting"
		}
		says += fmt.Sprintf(" %s leaves more than holding in %s; it would probably bring %s.", verb,
			units.ShowShare(*w.ProbMore), t.loss(w.USD.P50))
	}
	return says
}
