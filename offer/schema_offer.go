package offer

import "github.com/assaymining/assay/units"

// The tables of the offer document, schema assay/offer/v1, in the order of its normal form.
var offerObject = &object[Offer]{name: "offer", fields: []field[Offer]{
	group("provider", providerObject, "who sells", func(o *Offer) *Provider { return &o.Provider }),
	value("product", named("Classic 360"), "the seller's name for it",
		func(o *Offer) *string { return &o.Product }).asked(Words{
		Ask: "What is the plan called?", Write: "the seller's word",
		Why: "The seller's own word, so that you find it again.", Label: "Product", Hint: "Classic 360",
	}),
	value("kind", oneOf("a kind of contract", Cloud, Hosted, Market, Forward, Token), "the form of contract",
		func(o *Offer) *Kind { return &o.Kind }).asked(Words{
		Ask: "What kind of contract is it?", Why: "Each kind has its own questions to the seller.",
		Label: "Kind of contract",
		Choices: []Choice{
			{"cloud", "you rent a share of somebody's machines", "cloud contract"},
			{"hosted", "you buy a machine and somebody runs it", "hosted machine"},
			{"market", "you bid for hashrate day by day", "market order"},
			{"forward", "you pay now for hashrate of a later time", ""},
			{"token", "you buy a token or NFT that stands for hashrate", "tokenised hashrate"},
		},
	}),
	optional("seen", dateKind, "the day the buyer saw these terms; the default as-of day",
		func(o *Offer) **units.Date { return &o.Seen }).asked(Words{
		Ask: "On which day did you read these terms?",
		Why: "They are judged by what was known that day.", Label: "Day you saw the offer",
		Hint: "2026-09-12",
	}),
	several("sources", sourceObject, "where the terms were read",
		func(o *Offer) *[]Source { return &o.Sources }, nil),
	value("algorithm", algorithmKind, "the proof of work; only sha256 can be valued",
		func(o *Offer) *string { return &o.Algorithm }),
	value("hashrate", hashrateKind, "the hashrate that is sold",
		func(o *Offer) *units.Hashrate { return &o.Hashrate }).asked(Words{
		Ask: "How much hashrate is sold?",
		Why: "It is what earns bitcoin: without it the price cannot be judged. " +
			"Write 1 TH/s if it is sold by the TH/s.",
		Label: "Hashrate", Hint: "30 TH/s", Unit: "TH/s",
	}),
	optional("start_delay", daysKind, "days from payment to the first mined day",
		func(o *Offer) **units.Days { return &o.StartDelay }).asked(Words{
		Ask: "How many days from payment to the first mined day?",
		Why: "Difficulty rises while you wait.", Label: "Days from payment to mining", Hint: "2d",
		Unit: "d",
	}),
	value("term", termKind, `how long it runs, or "open": until someone ends it`,
		func(o *Offer) *Term { return &o.Term }).asked(Words{
		Ask: "How long does it run?", Brief: "360d, or open",
		Why:   `A year is 365d, two years 730d. Open: until someone ends it, as in "lifetime".`,
		Label: "Term", Hint: "360d", Unit: "d",
	}),
	group("price", priceObject, "what is paid for the hashrate", func(o *Offer) *Price { return &o.Price }),
	several("fees", feeObject, "any number of fees; an empty list says that there are none",
		func(o *Offer) *[]Fee { return &o.Fees }, func(o *Offer) *bool { return &o.FeesStated }).asked(Words{
		Ask: "Are there fees after you have paid?",
		Why: "Running fees decide most contracts. No means that the seller says so.", Hint: "yes",
	}),
	group("payout", payoutObject, "how revenue is computed and delivered",
		func(o *Offer) *Payout { return &o.Payout }),
	several("stops", stopObject, "who may end or pause it, and when; an empty list says that nobody may",
		func(o *Offer) *[]Stop { return &o.Stops }, func(o *Offer) *bool { return &o.StopsStated }).asked(Words{
		Ask: "May anybody end or pause it before its time?",
		Why: "No means that the terms say so.", Hint: "yes",
	}),
	group("uptime", uptimeObject, "the promised share of time at full hashrate",
		func(o *Offer) *Uptime { return &o.Uptime }),
	group("resale", resaleObject, "whether and how it can be sold on",
		func(o *Offer) *Resale { return &o.Resale }),
	group("referral", referralObject, `the referral programme; "levels: 0" says that there is none`,
		func(o *Offer) *Referral { return &o.Referral }),
	group("proof", proofObject, "what the seller shows of the mining",
		func(o *Offer) *Proof { return &o.Proof }),
	several("claims", claimObject, "what the seller says; checked against the protocol",
		func(o *Offer) *[]Claim { return &o.Claims }, nil),
	group("hardware", hardwareObject, "the machine behind a hosted offer",
		func(o *Offer) *Hardware { return &o.Hardware }),
	group("terms", writingObject, "what else the seller's documents say",
		func(o *Offer) *Writing { return &o.Terms }),
	ownedAlready(),
}}

var providerObject = &object[Provider]{name: "provider", fields: []field[Provider]{
	value("name", named("BitFuFu"), "the seller", func(p *Provider) *string { return &p.Name }).asked(Words{
		Ask: "Who sells it?", Write: "a name", Why: "The name goes into the report.", Label: "Seller",
		Hint: "BitFuFu",
	}),
	value("website", linkKind, "the seller's pages",
		func(p *Provider) *string { return &p.Website }).asked(Words{
		Ask: "At which address?", Hint: "https://...",
	}),
	value("leaders_named", triKind, "the people who run it are named",
		func(p *Provider) *Tri { return &p.LeadersNamed }).asked(Words{
		Ask: "Are the people who run it named?", Why: "Somebody has to answer for it.",
		Label: "Its leaders are named", Hint: "yes",
	}),
	value("registered", textKind, `register and number of the company; "no" where known not to be`,
		func(p *Provider) *string { return &p.Registered }).asked(Words{
		Ask: "Where is it registered, and as what?", Brief: "register and number, or no",
		Write: `a register and number; "no" where you looked and found none`, Label: "Registered where",
	}),
	optional("since", historyKind, "start of business that can be checked",
		func(p *Provider) **units.Date { return &p.Since }).asked(Words{
		Ask: "Since when is it in business, as it says?", Hint: "2019-05-01",
	}),
	value("listed", triKind, "listed on an exchange or regulated",
		func(p *Provider) *Tri { return &p.Listed }).asked(Words{
		Ask: "Is the issuer listed or regulated?",
	}),
}}

var sourceObject = &object[Source]{name: "source", fields: []field[Source]{
	value("url", linkKind, "the page", func(s *Source) *string { return &s.URL }).asked(Words{
		Ask: "At which web address?", Why: "So that others can check what you read.",
		Hint: "https://www.example.com/plan",
	}),
	value("quote", textKind, "its words", func(s *Source) *string { return &s.Quote }),
	optional("read", dateKind, "the day it was read", func(s *Source) **units.Date { return &s.Read }),
}}

var priceObject = &object[Price]{name: "price", rule: priceRule, fields: []field[Price]{
	optional("upfront", moneyKind, "the whole price, paid once",
		func(p *Price) **units.Money { return &p.Upfront }).asked(Words{
		Ask: "What do you pay at once, in all?",
		Why: "It is compared with buying bitcoin for the same money.", Label: "Price, paid at once",
		Hint: "2026.08 USD", Unit: "USD",
	}),
	optional("per_hashrate", perHashrateKind, "the price per TH/s, paid once, instead of upfront",
		func(p *Price) **units.PerHashrate { return &p.PerHashrate }).asked(Words{
		Ask: "Or what is the price for each TH/s?", Why: "Either of the two will do.",
		Label: "Price per hashrate, paid at once", Hint: "67.54 USD/TH", Unit: "USD/TH",
	}),
	optional("bid", bidKind,
		"a market order: the price per TH/s and day, in bitcoin or dollars, paid day by day",
		func(p *Price) **units.PerHashrateDay { return &p.Bid }).asked(Words{
		Ask: "What do you bid for each TH/s and day?", Why: "This is your cost.",
		Label: "Bid, paid day by day", Hint: "0.0000005 BTC/TH/day", Unit: "BTC/TH/day",
	}),
	optional("deposit", chargeKind, "paid with the price and returned when the contract ends",
		func(p *Price) **units.Money { return &p.Deposit }).asked(Words{
		Ask: "Which deposit do you pay that comes back at the end?",
		Why: "The same dollars come back, whatever bitcoin has done until then.", Label: "Deposit",
		Hint: "300 USD", Unit: "USD",
	}),
	optional("taxes", shareKind,
		"added on top of the price and of every fee that is an amount of money (VAT, GST)",
		func(p *Price) **units.Fraction { return &p.Taxes }).asked(Words{
		Ask: "Which taxes come on top of all prices?", Why: "A price without VAT is not what you pay.",
		Label: "Taxes on top", Hint: "19%", Unit: "%",
	}),
}}
