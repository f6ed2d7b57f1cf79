package sense

import (
	"slices"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// Called reports a clause that calls the demand a fraud: "whoever asks you to pay first, report him".
func (c *Clause) Called() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyLie.Has(k.Concept) && !c.Refuted(k)
	})
}

// TakenOff reports a charge that is taken from what is paid out, which nobody pays first; not one that
// cannot be taken from it.
func (c *Clause) TakenOff(due phrase.Token) bool {
	if c.Has.Any(anyNeed) {
		return false
	}
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return sKeep.Has(k.Concept) && c.Apart(k.From, k.To, due.From, due.To) < 80 &&
			!c.NoBeside(k)
	})
}

// ExcuseAt is how far a word of an ordinary payment stands from a demand, or one of a check of who the buyer
// is, where no amount is asked for; not one that says that the demand cannot be taken from what is paid out.
func (c *Clause) ExcuseAt(due phrase.Token) float64 {
	far := 1e9
	_, named := c.Asked(due)
	for _, k := range c.Tokens {
		fee := named && k.Code() == "check" // nobody pays to be looked at
		if sExcuse.Has(k.Concept) && !fee && !(c.Is(k, sKeep) && c.NoBefore(k, 10)) {
			far = min(far, c.Apart(k.From, k.To, due.From, due.To))
		}
	}
	return far
}

// IsOf reports that a word of a set stands by a figure.
func (c *Clause) IsOf(v phrase.Value, s language.Set) bool {
	_, far := c.Near(s, v.From, v.To)
	return far < 30
}

// OfReader reports that a clause speaks of the reader's own money.
func (c *Clause) OfReader() bool {
	return slices.ContainsFunc(c.Tokens, func(y phrase.Token) bool {
		n, far := c.Near(anyReturnStakeRelease, y.From, y.To)
		return y.Concept == isYou && far < 24 && n.To > y.From
	})
}

// Frees reports a clause that speaks of money being released, and not of machines taken away or an order
// called off.
func (c *Clause) Frees() bool { return c.Has.Any(sRelease) && !c.Removed() && !c.Has.Any(anyWarranty) }

// WaitsFor reports a clause by which something waits for what another one asks.
func (c *Clause) WaitsFor(asking *Clause, due phrase.Token) bool {
	listed := asking.listsFee(due) && !c.Has.Any(anyNeed)
	return c.Has.Any(anyFirst) && !listed && !c.threshold() && !c.Has.Any(anyWarranty)
}

// threshold reports a clause by which something waits for a balance: "once it has come to 0.001 BTC".
func (c *Clause) threshold() bool {
	return !c.Has.Any(anyDue) && slices.ContainsFunc(c.Values, func(v phrase.Value) bool {
		_, least := c.Near(anyMinpay, v.From, v.To)
		return v.Kind == phrase.Money && least < 8
	})
}

// listsFee reports a charge that is named as a small share with no need to pay it: "commission 3 %, payout
// from 0.001 BTC".
func (c *Clause) listsFee(due phrase.Token) bool {
	v, ok := c.Asked(due)
	return ok && v.Kind == phrase.Percent && v.Num < 0.05 && !c.Has.Any(anyNeed) && c.Has.Any(anyMinpay)
}

// smallShare reports a few hundredths of what is earned beside a charge: "the fee is 3 % of the yield".
func (c *Clause) smallShare(due phrase.Token) bool {
	v, ok := c.Asked(due)
	return ok && v.Kind == phrase.Percent && v.Num < 0.05 && c.IsOf(v, anyOutputReturn)
}

var (
	anyExtra             = setOf("extra")
	anyVat, anyPriceOnce = setOf("vat"), setOf("price once")
	anyOutput            = setOf("output")
	anyHostPower         = setOf("host power service uptime")
	anyOutputReturn      = setOf("output return")
)

// Excused reports a clause that makes the demand beside it one for a machine's place, or, where no
// amount is named, says that no payment is asked for.
func (c *Clause) Excused(named, pledged bool) bool {
	return c.Has.Any(sExcuse) &&
		(!pledged && c.Has.Any(anyHost) || !named && c.Has.Any(anyNeed) && len(c.Values) == 0)
}

// Pledge reports that what is asked for is a deposit or the like, and not the price of a service.
func (c *Clause) Pledge(due phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyBondSetup.Has(k.Concept) && c.Apart(k.From, k.To, due.From, due.To) < 12
	})
}

// OfBalance reports that a large share of the reader's own balance is asked for, which no service costs.
func (c *Clause) OfBalance(due phrase.Token) bool {
	v, ok := c.Asked(due)
	return ok && v.Kind == phrase.Percent && v.Num >= 0.05 && c.IsOf(v, anyStakeReturn) &&
		!c.Has.Any(sKeep)
}

// Purpose reports a word inside one of what a payment is for: "to activate the withdrawal"; or one that asks
// the buyer for nothing: the seller sends, or tax comes on top of a price.
func (c *Clause) Purpose(k phrase.Token) bool {
	taxed := !c.Has.Any(sWait) && !c.Has.Any(sRelease) && c.onPrice(k)
	return taxed || c.sent(k) || c.Is(k, sPast) || c.Inside(k, anyFirst)
}

// sent reports that it is the seller who pays, by the word right before and a release behind: "we send your
// payout".
func (c *Clause) sent(k phrase.Token) bool {
	u, far := c.Near(anyUs, k.From, k.From)
	return u.To > u.From && u.To <= k.From && far <= 1 && u.Code() != "firm" && c.Holds(sRelease, k.To, c.To)
}

// onPrice reports what comes on top of a price, or is a small share of what is earned: a tax, a fee.
func (c *Clause) onPrice(k phrase.Token) bool {
	_, extra := c.Near(anyExtra, k.From, k.To)
	return extra < 24 || c.Is(k, anyVat) && c.Has.Any(anyPriceOnce) || c.Is(k, anyFee) && c.smallShare(k)
}

// Spared reports that the demand is denied: at its own word, at the word of need nearest to it, or by a no
// that ends the clause with no release behind the demand; and a demand that others make is a warning.
func (c *Clause) Spared(due phrase.Token) bool {
	if c.onArrival(due) || c.Removed() || c.disclaimed(due.From) || c.ofFriend(due) {
		return true
	}
	if c.Barred(due) {
		return false
	}
	if _, below := c.Near(anyUnprofit, due.From, due.To); below < 2 || c.deniedAt(due) || c.warned(due) ||
		c.arrears() {
		return true
	}
	need, far := c.Near(anyNeed, due.From, due.To)
	if far > nearNeed {
		return c.leastOut(due)
	}
	return far < nearNeed && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		near := c.Apart(k.From, k.To, need.From, need.To) <= 10
		return near && anyNegFree.Has(k.Concept) && !c.Unless(k, due)
	})
}

// nearNeed is how near a word of need stands to what it demands.
const nearNeed = 60

// arrears reports a clause of a price or a place that stays unpaid.
func (c *Clause) arrears() bool { return c.Has.Any(anyUnpaid) && c.Has.Any(anyHostPrice) }

// leastOut reports that the amount beside a demand is the least that can be withdrawn.
func (c *Clause) leastOut(due phrase.Token) bool {
	v, ok := c.Asked(due)
	_, least := c.Near(anyMinpay, v.From, v.To)
	return ok && least < 6
}

// ofFriend reports a share of what a friend pays, with no need to pay anything.
func (c *Clause) ofFriend(due phrase.Token) bool {
	v, ok := c.Asked(due)
	return ok && v.Kind == phrase.Percent && c.Has.Any(anyRefer) && !c.Has.Any(anyNeed) && c.OfFee(v)
}

// deniedAt reports a no beside the demand ("no tax is due"; not "not released until a tax is paid"), or one
// that ends the clause.
func (c *Clause) deniedAt(due phrase.Token) bool {
	for _, k := range c.Tokens {
		lacks := k.Code() == "without" && k.To <= due.From && c.Holds(anyNeed, k.To, due.From)
		if lacks { // "whoever is without a pass must buy one"
			continue
		}
		if anyNegFree.Has(k.Concept) && c.Apart(k.From, k.To, due.From, due.To) <= 24 && !c.Unless(k, due) {
			return true
		}
	}
	last, _ := c.Near(sNeg, c.To, c.To)
	if last.To == 0 || last.From < due.To || c.Holds(sRelease, due.To, c.To) {
		return false
	}
	ask, _ := c.Near(anyNeed, last.From, last.To)
	return ask.To == 0 || ask.From >= due.To && ask.To <= last.From
}

// Settled reports that a charge is named as what is paid: "once the fee has been settled"; or that nothing is
// released without it.
func (c *Clause) Settled(due phrase.Token) bool {
	waits := c.Has.Any(anyFirst) && c.Released(due)
	return c.Barred(due) || waits && slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		paid := k.Code() == "paid" || slices.ContainsFunc(c.At(due.From), isPaid)
		owed := anyOwed.Has(k.Concept) || anyFirst.Has(k.Concept) && isPaid(k) // "upon payment of the fee"
		return paid && owed && (k.From >= due.To || k.To <= due.From) &&
			!c.Is(k, sRelease) && c.Apart(k.From, k.To, due.From, due.To) < nearCharge
	})
}

// isPaid reports a word that says that something has been paid.
func isPaid(k phrase.Token) bool { return k.Code() == "paid" }

// Undeducted is a charge with what says that it cannot be taken from the buyer's own money, so that he is to
// pay it himself: "the tax cannot be deducted from your balance"; none of a place or of power.
func (c *Clause) Undeducted() (from, to int) {
	if c.Question || c.Reported || c.Called() || c.Has.Any(anyHostPower) {
		return 0, 0
	}
	for _, k := range c.Tokens {
		due, far := c.Near(anyDue, k.From, k.To)
		_, own := c.Near(anyReturnStakeRelease, k.From, k.To)
		if far < nearCharge && (k.Code() == "balance" || k.Code() == "kept" && own < nearCharge) {
			return min(k.From, due.From), max(k.To, due.To)
		}
	}
	return 0, 0
}

// WaitAt is how far a word of need or of waiting stands from a demand.
func (c *Clause) WaitAt(due phrase.Token) float64 {
	if c.Barred(due) {
		return 0
	}
	_, far := c.Near(sWait, due.From, due.To)
	return far
}

// nearCharge is how far a charge may stand from the word of its payment.
const nearCharge = 40

// Barred reports a release that is denied to whoever does not pay: "no withdrawal without payment of a bond",
// "without a deposit no payout".
func (c *Clause) Barred(due phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(w phrase.Token) bool {
		if w.Code() != "without" || w.To > due.From || due.From-w.To > nearCharge {
			return false
		}
		return slices.ContainsFunc(c.Tokens, func(r phrase.Token) bool {
			n, far := c.Near(sNeg, r.From, r.From)
			denied := far < 4 && n.To <= r.From && n.Code() != "without"
			before := r.To <= w.From && w.From-r.To < 12
			return sRelease.Has(r.Concept) && denied && (before || n.From >= due.To)
		})
	})
}

// Unless reports that a no belongs to a condition ("not until", "unless"): it stands in it or before it.
func (c *Clause) Unless(no, due phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		within := k.From <= no.From && k.To >= no.To && k.To-k.From > no.To-no.From
		between := anyFirst.Has(k.Concept) && k.From >= no.From && k.To <= due.From && !c.asks(no, k)
		return sWait.Has(k.Concept) && (within || between)
	})
}

// asks reports that a no is of the demand that stands right behind it: "we never ask you before ... to pay".
func (c *Clause) asks(no, first phrase.Token) bool {
	return slices.ContainsFunc(c.Tokens, func(n phrase.Token) bool {
		return anyNeed.Has(n.Concept) && n.From >= no.To && n.From-no.To <= 6 && n.To <= first.From
	})
}

// warned reports that others make the demand.
func (c *Clause) warned(due phrase.Token) bool {
	o, _ := c.Near(anyOther, due.From, due.To)
	return o.To > 0 && (o.To <= due.From || c.Has.Has(isNeg) || c.VerbLast())
}

// Released reports a word of release that is another than the demand.
func (c *Clause) Released(due phrase.Token) bool {
	returned := c.Pledge(due) && c.Has.Any(anyOfService) // a deposit for a machine that comes back
	for _, k := range c.Tokens {
		apart := k.From >= due.To || k.To <= due.From
		refused := c.Is(k, anyBack) && c.NoBeside(k) && !c.Has.Any(sWait) // "is not refunded"
		goods := returned && (c.Is(k, anyBack) || c.thenBack(k))
		if sRelease.Has(k.Concept) && apart && !refused && !goods {
			return true
		}
	}
	return false
}

// thenBack reports a word right before one for what comes back: "settled and returned".
func (c *Clause) thenBack(k phrase.Token) bool {
	b, far := c.Near(anyBack, k.To, k.To)
	return b.From >= k.To && far <= 2
}

// Is reports a word that stands for a concept of a set too.
func (c *Clause) Is(k phrase.Token, s language.Set) bool {
	return slices.ContainsFunc(c.At(k.From), func(t phrase.Token) bool {
		return s.Has(t.Concept) && t.To == k.To
	})
}

// Rebate reports a share by which a price is lower: "who pays half a year at once has 4 % off".
func (c *Clause) Rebate(v phrase.Value) bool {
	d, far := c.Near(anyDiscount, v.From, v.To)
	return far < 8 && c.Between(v, d) == 0
}

// Asked is the money or share nearest to a word.
func (c *Clause) Asked(k phrase.Token) (phrase.Value, bool) {
	best, far, ok := phrase.Value{}, 50.0, false
	for _, v := range c.Values {
		if v.Kind != phrase.Money && v.Kind != phrase.Percent || v.PerHash > 0 || v.PerKWh ||
			v.Kind == phrase.Percent && c.Rebate(v) {
			continue
		}
		if a := c.Apart(k.From, k.To, v.From, v.To); a < far {
			best, far, ok = v, a, true
		}
	}
	return best, ok
}
