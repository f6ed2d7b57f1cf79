package offer

import "github.com/assaymining/assay/units"

// What the seller shows, says and signs.
var uptimeObject = &object[Uptime]{name: "uptime", fields: []field[Uptime]{
	optional("promised", shareKind, "share of time",
		func(u *Uptime) **units.Fraction { return &u.Promised }).asked(Words{
		Label: "Promised uptime", Hint: "98%", Unit: "%",
	}),
	value("compensated", triKind, "lost time is made up for",
		func(u *Uptime) *Tri { return &u.Compensated }).asked(Words{
		Label: "Lost time is made up for",
	}),
}}

var resaleObject = &object[Resale]{name: "resale", fields: []field[Resale]{
	value("transferable", triKind, "may be sold on",
		func(s *Resale) *Tri { return &s.Transferable }).asked(Words{
		Ask: "Can you sell it on?", Label: "May be sold on",
	}),
	optional("market_fee", shareKind, "the market's share of a sale",
		func(s *Resale) **units.Fraction { return &s.MarketFee }),
	group("token", tokenObject, "the token that stands for the contract",
		func(s *Resale) *TokenContract { return &s.Token }),
}}

var tokenObject = &object[TokenContract]{name: "token", fields: []field[TokenContract]{
	value("standard", named("ERC-721"), "such as ERC-721",
		func(t *TokenContract) *string { return &t.Standard }),
	value("chain", named("BNB"), "the chain it lives on", func(t *TokenContract) *string { return &t.Chain }),
	value("contract", named("\"0x...\""), "its address, in quotes",
		func(t *TokenContract) *string { return &t.Contract }),
}}

var referralObject = &object[Referral]{name: "referral", rule: referralRule, fields: []field[Referral]{
	referralLevels().asked(Words{
		Ask: "How many levels of referrers are paid?", Brief: "0 for no programme",
		Write: "a number; 0 for no programme", Why: "Commission comes out of the price.",
		Label: "Levels of referral", Hint: "1",
	}),
	optional("share", multipleKind, "what the referrer receives",
		func(f *Referral) **units.Fraction { return &f.Share }).asked(Words{
		Ask: "What share does the referrer receive?",
		Why: "Mining leaves no room for ten per cent and more.", Label: "Paid for a referral",
		Hint: "5%", Unit: "%",
	}),
	value("of", oneOf("a base", "price", "pool_fee", "revenue", "unknown"),
		"what the share is of; the price where left out, but not where \"unknown\"",
		func(f *Referral) *string { return &f.Of }),
}}

var proofObject = &object[Proof]{name: "proof", fields: []field[Proof]{
	value("buyer_chooses_pool", triKind, "the buyer points the hashrate at a pool of choice",
		func(p *Proof) *Tri { return &p.BuyerChoosesPool }).asked(Words{
		Ask: "Can you point the hashrate at a mining pool of your choice?",
		Why: "The strongest sign that hashrate exists.", Label: "You choose the pool", Hint: "no",
	}),
	value("pool_account", accountKind,
		`a read-only dashboard of this contract's hashrate; "no" where refused`,
		func(p *Proof) *string { return &p.PoolAccount }).asked(Words{
		Ask: "Is there a pool page that shows your hashrate?", Brief: "its address, or no",
		Write: `its address; "no" where it was refused`, Why: "There you see whether it is delivered.",
		Label: "Dashboard at the pool", Hint: "https://pool.example.com/watch/abc",
	}),
	value("pool_pays", triKind, "a pool pays the buyer itself, or shows the buyer's own hashrate",
		func(p *Proof) *Tri { return &p.PoolPays }).asked(Words{
		Ask:   "Does a pool that the seller does not run pay you itself?",
		Label: "The pool itself pays you",
	}),
	texts("addresses", named("bc1..."), "payouts or coinbases to be traced",
		func(p *Proof) *[]string { return &p.Addresses }),
	several("data_centres", dataCentreObject,
		"where the machines are said to be; an empty list says that none is named",
		func(p *Proof) *[]DataCentre { return &p.DataCentres },
		func(p *Proof) *bool { return &p.DataCentresStated }).asked(Words{
		Ask: "Where do the machines stand?", Write: `a place; "no" where you looked and found none`,
	}),
	group("capacity", capacityObject, "hashrate sold against hashrate shown",
		func(p *Proof) *Capacity { return &p.Capacity }),
	value("maker_confirms", triKind, "a maker of machines confirms an order of this seller",
		func(p *Proof) *Tri { return &p.MakerConfirms }).asked(Words{
		Ask: "Does a maker of machines confirm an order?",
	}),
}}

var dataCentreObject = &object[DataCentre]{name: "data_centre", fields: []field[DataCentre]{
	value("place", named("Rockdale, Texas"), "the place", func(d *DataCentre) *string { return &d.Place }),
	value("evidence", linkKind, "where it can be checked",
		func(d *DataCentre) *string { return &d.Evidence }),
}}

var capacityObject = &object[Capacity]{name: "capacity", fields: []field[Capacity]{
	value("sold", hashrateKind, "hashrate sold to all buyers",
		func(c *Capacity) *units.Hashrate { return &c.Sold }).asked(Words{
		Ask: "How much hashrate has it sold in all?", Hint: "3 EH/s",
	}),
	value("deployed", hashrateKind, "hashrate shown to run",
		func(c *Capacity) *units.Hashrate { return &c.Deployed }).asked(Words{
		Ask: "How much is shown to run?", Hint: "2.5 EH/s",
	}),
}}

var claimObject = &object[Claim]{name: "claim", rule: claimRule, fields: []field[Claim]{
	optional("daily_revenue", perDayKind, "revenue per TH/s and day",
		func(c *Claim) **units.PerHashrateDay { return &c.DailyRevenue }).asked(Words{
		Label: "Stated revenue a day", Unit: "USD/TH/day",
		Ask: "Which daily revenue for each TH/s does the seller state?",
		Why: "It is checked against the protocol on that day.", Hint: "0.05 USD/TH/day",
	}),
	optional("hashprice", perDayKind, "the hashprice as the seller states it",
		func(c *Claim) **units.PerHashrateDay { return &c.Hashprice }).asked(Words{
		Label: "Stated hashprice", Hint: "0.05 USD/TH/day", Unit: "USD/TH/day",
	}),
	optional("return", rateKind, "a return per time",
		func(c *Claim) **units.FractionPer { return &c.Return }).asked(Words{
		Label: "Stated return, with its period", Hint: "1.2 %/day",
	}),
	optional("total_return", multipleKind, "received in all over the price, the price included",
		func(c *Claim) **units.Fraction { return &c.TotalReturn }).asked(Words{
		Label: "Stated return in all, the price included", Hint: "150%", Unit: "%",
	}),
	optional("payback", someDaysKind, "days until the price is earned back",
		func(c *Claim) **units.Days { return &c.Payback }).asked(Words{
		Label: "Price earned back, as stated, in", Hint: "240d", Unit: "d",
	}),
	optional("power_cost", perDayKind, "cost of power per TH/s and day, beside efficiency and energy_price",
		func(c *Claim) **units.PerHashrateDay { return &c.PowerCost }).asked(Words{
		Label: "Stated cost of power", Hint: "0.02 USD/TH/day", Unit: "USD/TH/day",
	}),
	optional("efficiency", efficiencyKind, "efficiency of the machines",
		func(c *Claim) **units.Efficiency { return &c.Efficiency }),
	optional("energy_price", energyKind, "price of energy",
		func(c *Claim) **units.EnergyPrice { return &c.EnergyPrice }),
	value("guaranteed", textKind, "the words of a guarantee",
		func(c *Claim) *string { return &c.Guaranteed }).asked(Words{
		Label: "A guarantee, in its words", Ask: "Is a profit guaranteed? In which words?", Why: "Nobody can guarantee what mining earns.",
		Hint: "always profitable",
	}),
	value("says", textKind, "any other statement, quoted",
		func(c *Claim) *string { return &c.Says }).asked(Words{Label: "Another statement, in its words"}),
	optional("date", dateKind, "when it was claimed; seen where left out",
		func(c *Claim) **units.Date { return &c.Date }),
	maybe("source", sourceObject, "where it was claimed", func(c *Claim) **Source { return &c.Source }),
}}

var hardwareObject = &object[Hardware]{name: "hardware", fields: []field[Hardware]{
	value("model", named("Antminer S21"), "the machine", func(h *Hardware) *string { return &h.Model }),
	optional("efficiency", efficiencyKind, "its efficiency",
		func(h *Hardware) **units.Efficiency { return &h.Efficiency }),
	value("count", machinesKind, "how many machines, for what is charged for each of them",
		func(h *Hardware) *int { return &h.Count }).asked(Words{
		Ask: "How many machines?", Label: "Machines", Hint: "4",
	}),
}}

var writingObject = &object[Writing]{name: "terms", fields: []field[Writing]{
	value("risk_disclosed", triKind, "the risk of loss is stated",
		func(w *Writing) *Tri { return &w.RiskDisclosed }).asked(Words{
		Ask: "Do the terms say what you can lose?",
	}),
	value("withdrawal_payment", triKind, "money is asked for before money is released",
		func(w *Writing) *Tri { return &w.WithdrawalPayment }).asked(Words{
		Ask: "Must you pay something before you can withdraw?",
		Why: "The commonest form of the last theft.", Hint: "no",
	}),
	value("principal_returned", returnedKind, "the price comes back at the end",
		func(w *Writing) *Tri { return &w.PrincipalReturned }).asked(Words{
		Ask: "Does the price come back at the end?",
	}),
	optional("bonus", multipleKind, "deposit bonus or free hashrate, as a share of the price",
		func(w *Writing) **units.Fraction { return &w.Bonus }).asked(Words{
		Ask: "How large is the bonus, as a share of the price?", Write: "30%, or 0%", Hint: "30%",
	}),
	value("false_endorsement", triKind, "a named partner denies the endorsement",
		func(w *Writing) *Tri { return &w.FalseEndorsement }).asked(Words{
		Ask: "You asked the partners it names: does one deny it?",
	}),
	optional("domain_since", historyKind, "first registration of the web domain",
		func(w *Writing) **units.Date { return &w.DomainSince }).asked(Words{
		Ask: "When was its web domain registered? (a whois search)", Hint: "2019-05-01",
	}),
	value("hashrate_named", triKind, "the seller's page was read, and names what is bought",
		func(w *Writing) *Tri { return &w.HashrateNamed }).asked(Words{
		Ask: "You read the page: does it name the hashrate at all?",
	}),
	value("fees_named", triKind, "the seller's page was read, and names the amount of its running costs",
		func(w *Writing) *Tri { return &w.FeesNamed }).asked(Words{
		Ask: "Does the page name the amount of its running costs?",
	}),
	value("copied_from", textKind, `whose text the terms repeat; "no" where looked for and not found`,
		func(w *Writing) *string { return &w.CopiedFrom }).asked(Words{
		Ask:   "Whose text do its terms repeat? (search for three odd sentences)",
		Write: `a name; "no" where you looked and found none`,
	}),
	value("text", termsKind, "the terms as quoted", func(w *Writing) *string { return &w.Text }),
}}
