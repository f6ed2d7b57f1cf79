package offer

import (
	"github.com/assaymining/assay/offer/tree"
	"github.com/assaymining/assay/units"
)

// Owned is what somebody says who has the contract, the machine or the token already. What was paid, here or
// as a price, is gone either way: no judgement uses it.
type Owned struct {
	Since    *units.Date  // the first day of its start delay and term
	Paid     *units.Money // said back, and counted for nothing
	Offered  *units.Money // what the owner would have for it today, after all costs of selling
	Upgrade  Upgrade
	Reinvest Reinvest
}

// Upgrade is what the owner could pay once to have more of it, or a better one. What is blank stays as it is.
type Upgrade struct {
	Cost       *units.Money
	Hashrate   units.Hashrate    // afterwards, in all; 0: as before
	Efficiency *units.Efficiency // afterwards
}

// Reinvest is more of the same hashrate bought with what it earns.
type Reinvest struct {
	Price *units.PerHashrate // asked today
	For   *units.Days        // from today; nil: to the end
}

var ownedObject = &object[Owned]{name: "owned", fields: []field[Owned]{
	optional("since", historyKind,
		"the day it began, from which its start delay and term run",
		func(o *Owned) **units.Date { return &o.Since }).asked(Words{
		Ask: "Since when do you have it?", Why: "Only the days that are left can still earn.",
		Label: "Yours since", Hint: "2025-03-01",
	}),
	optional("paid", moneyKind, "what it cost you; it is gone either way and counts for nothing",
		func(o *Owned) **units.Money { return &o.Paid }).asked(Words{
		Ask:   "What did you pay for it?",
		Why:   "It is said back and counts for nothing: it is gone either way.",
		Label: "What you paid (counts for nothing)", Hint: "1500 USD", Unit: "USD",
	}),
	optional("offered", moneyKind, "what you would have for it today, after all costs of selling",
		func(o *Owned) **units.Money { return &o.Offered }).asked(Words{
		Ask: "What would you have in hand if you sold it today?",
		Why: "Keeping it is buying it again for that money.", Label: "What you could sell it for today",
		Hint: "900 USD", Unit: "USD",
	}),
	group("upgrade", upgradeObject, "more or better of it, for a payment today",
		func(o *Owned) *Upgrade { return &o.Upgrade }),
	group("reinvest", reinvestObject, "more of the same hashrate, bought with what it earns",
		func(o *Owned) *Reinvest { return &o.Reinvest }),
}}

// ownedAlready is the field of what an owner says, who may say nothing but that it is owned: "owned: {}".
func ownedAlready() field[Offer] {
	f := maybe("owned", ownedObject,
		"only where it is yours already, {} at least: whether to hold, sell, upgrade or reinvest",
		func(o *Offer) **Owned { return &o.Owned }).asked(Words{
		Ask: "Is it yours already?", Hint: "no",
		Why: "Then the question is whether to hold, sell, upgrade or reinvest; what you paid is gone.",
	})
	f.read = func(r *reader, n *tree.Node, o *Offer) {
		if unset(n) {
			return
		}
		var own Owned
		if readObject(r, "owned", n, ownedObject, &own); n.Kind == tree.Mapping {
			o.Owned = &own
		}
	}
	f.write = func(o *Offer) *tree.Node {
		if o.Owned == nil {
			return nil
		}
		if n := ownedObject.write(o.Owned); n != nil {
			return n
		}
		return &tree.Node{Kind: tree.Mapping}
	}
	return f
}

var upgradeObject = &object[Upgrade]{name: "upgrade", fields: []field[Upgrade]{
	optional("cost", moneyKind, "paid once, today",
		func(u *Upgrade) **units.Money { return &u.Cost }).asked(Words{
		Ask: "What does the upgrade cost?", Label: "An upgrade costs", Hint: "300 USD", Unit: "USD",
	}),
	value("hashrate", hashrateKind, "afterwards, in all; as before where left out",
		func(u *Upgrade) *units.Hashrate { return &u.Hashrate }).asked(Words{
		Ask: "How much hashrate do you have afterwards, in all?", Label: "Hashrate after the upgrade",
		Hint: "60 TH/s", Unit: "TH/s",
	}),
	optional("efficiency", efficiencyKind, "afterwards; as before where left out",
		func(u *Upgrade) **units.Efficiency { return &u.Efficiency }).asked(Words{
		Ask: "How efficient is it afterwards?", Label: "Efficiency after the upgrade", Hint: "12 J/TH",
		Unit: "J/TH",
	}),
}}

var reinvestObject = &object[Reinvest]{name: "reinvest", fields: []field[Reinvest]{
	optional("price", perHashrateKind, "what more of it costs today",
		func(v *Reinvest) **units.PerHashrate { return &v.Price }).asked(Words{
		Ask: "At which price do earnings buy more?", Label: "Earnings buy more at", Hint: "12 USD/TH",
		Unit: "USD/TH",
	}),
	optional("for", someDaysKind, "days from today on; to the end where left out",
		func(v *Reinvest) **units.Days { return &v.For }).asked(Words{
		Ask: "For how many days would you reinvest?", Label: "Reinvest for", Hint: "365d", Unit: "d",
	}),
}}
