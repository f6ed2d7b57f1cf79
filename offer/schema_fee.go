package offer

import "github.com/assaymining/assay/units"

// What is charged, what is paid out, and who may end it.
var feeObject = &object[Fee]{name: "fee", rule: feeRule, fields: []field[Fee]{
	value("name", named("electricity"), "the seller's word for it", func(f *Fee) *string { return &f.Name }),
	optional("per_hashrate_day", perDayKind, "form 1: per TH/s and day",
		func(f *Fee) **units.PerHashrateDay { return &f.PerHashrateDay }).asked(Words{
		Ask: "What is the daily fee for each TH/s?",
		Why: "Electricity, maintenance or service, however it is called.", Label: "Per hashrate and day",
		Hint: "0.05 USD/TH/day", Unit: "USD/TH/day",
	}),
	optional("efficiency", efficiencyKind, "form 2: energy per work, with energy_price",
		func(f *Fee) **units.Efficiency { return &f.Efficiency }).asked(Words{
		Ask: "If electricity is charged by use: what is the efficiency of the machines?",
		Why: "Joules per terahash, the same as watts per TH/s.", Label: "Efficiency", Hint: "15 J/TH",
		Unit: "J/TH",
	}),
	optional("energy_price", energyKind, "form 2: price of energy, with efficiency",
		func(f *Fee) **units.EnergyPrice { return &f.EnergyPrice }).asked(Words{
		Ask: "And the price of electricity?", Why: "The two give the daily cost of each TH/s.",
		Label: "Price of energy", Hint: "0.05 USD/kWh", Unit: "USD/kWh",
	}),
	optional("revenue_share", shareKind, "form 3: share of gross revenue",
		func(f *Fee) **units.Fraction { return &f.RevenueShare }).asked(Words{
		Ask: "What share of what is mined does the seller or pool keep?",
		Why: "Pool fee or service fee.", Label: "Share of revenue", Hint: "2%", Unit: "%",
	}),
	optional("profit_share", shareKind,
		"form 4: share of the day's gross less all its other fees, in any order, however paid",
		func(f *Fee) **units.Fraction { return &f.ProfitShare }).asked(Words{
		Ask: "What share of the profit is taken once you have your money back?",
		Why: "It caps the good outcomes and leaves you the bad ones.", Label: "Share of profit",
		Hint: "40%", Unit: "%",
	}),
	optional("spend_share", shareKind, "form 5: share of what a market order spends",
		func(f *Fee) **units.Fraction { return &f.SpendShare }).asked(Words{
		Label: "Share of what is spent", Hint: "3%", Unit: "%",
	}),
	optional("per_payout", moneyKind, "form 6: an amount for each payout",
		func(f *Fee) **units.Money { return &f.PerPayout }).asked(Words{
		Label: "Per payout", Hint: "0.0002 BTC", Unit: "BTC",
	}),
	optional("once", chargeKind, "form 7: paid once, with the price",
		func(f *Fee) **units.Money { return &f.Once }).asked(Words{
		Ask:   "What is charged once, for setting up or delivery?",
		Why:   "It is paid with the price, and is no part of it.",
		Label: "Charged once", Hint: "50 USD", Unit: "USD",
	}),
	optional("per_month", chargeKind, "form 8: an amount for each month, counted day by day",
		func(f *Fee) **units.Money { return &f.PerMonth }).asked(Words{
		Ask: "What is charged for each month?",
		Why: "Rent of the place or management, however much is mined.", Label: "Per month",
		Hint: "15 USD", Unit: "USD",
	}),
	value("each", withUnknown(oneOf("what it is charged for", EachOrder, EachMachine)),
		"with once or per_month: for the whole order, or for each of hardware.count machines",
		func(f *Fee) *Each { return &f.Each }).asked(Words{
		Ask: "Is that for the whole order or for each machine?", Label: "For each",
		Choices: []Choice{
			{"order", "once for all that you buy", "the whole order"},
			{"machine", "for each machine", "machine"},
		},
	}),
	value("paid", withUnknown(oneOf("a way of paying", Deducted, Separately)),
		"deducted from the bitcoin received, or paid separately",
		func(f *Fee) *Paid { return &f.Paid }).asked(Words{
		Ask: "How is that fee paid?",
		Why: "A deducted fee never costs more than the day earned; a separate one does.", Label: "Paid",
		Choices: []Choice{
			{"deducted", "taken from the bitcoin you receive", "out of the payout"},
			{"separately", "you pay it on top", "on top, separately"},
		},
	}),
	value("after", withUnknown(oneOf("an event", BreakEven)), "the event from which it applies",
		func(f *Fee) *After { return &f.After }).asked(Words{Label: "It applies from",
		Choices: []Choice{{"break_even", "the day your money is back", "the day your money is back"}}}),
	value("prepaid", someDaysKind, "paid in advance for windows of this many days",
		func(f *Fee) *units.Days { return &f.Prepaid }).asked(Words{
		Label: "Paid ahead for", Hint: "30d", Unit: "d",
	}),
	value("changeable", triKind, "the seller may change it",
		func(f *Fee) *Tri { return &f.Changeable }).asked(Words{
		Ask: "May the seller change that fee?", Why: "Whoever sets the fee decides what you earn.",
		Label: "The seller may change it", Hint: "no",
	}),
	optional("notice", daysKind, "notice before a change",
		func(f *Fee) **units.Days { return &f.Notice }).asked(Words{
		Label: "Notice before a change", Hint: "30d", Unit: "d",
	}),
	optional("cap", rateKind, "the most it may rise",
		func(f *Fee) **units.FractionPer { return &f.Cap }).asked(Words{
		Label: "It may rise at most by", Hint: "10 %/year",
	}),
	optional("escalation", rateKind,
		"the rise that is agreed, at the end of each such time (a month: 30 days)",
		func(f *Fee) **units.FractionPer { return &f.Escalation }).asked(Words{
		Label: "It rises, as agreed, by", Hint: "3 %/year",
	}),
	maybe("discount", discountObject, "a reduction that needs something of the buyer",
		func(f *Fee) **Discount { return &f.Discount }),
}}

var discountObject = &object[Discount]{name: "discount", rule: discountRule, fields: []field[Discount]{
	value("share", shareKind, "the reduction",
		func(d *Discount) *units.Fraction { return &d.Share }).asked(Words{
		Label: "Discount", Hint: "20%", Unit: "%",
	}),
	value("needs", textKind, "what the buyer must do or hold",
		func(d *Discount) *string { return &d.Needs }).asked(Words{
		Label: "What the discount needs of you",
	}),
}}

var payoutObject = &object[Payout]{name: "payout", fields: []field[Payout]{
	value("basis", oneOf("a basis of payout", PoolRevenue, FPPS, PPS, PPLNS, Solo, Fixed, SellerToken,
		BasisUnknown), "what a payout follows",
		func(p *Payout) *Basis { return &p.Basis }).asked(Words{
		Ask:   "What does the payout follow?",
		Why:   "Real mining earns a varying amount; a fixed one comes from somewhere else.",
		Label: "A payout follows",
		Choices: []Choice{
			{"pool_revenue", "what the machines mine, as a pool pays it", ""},
			{"fpps", "expected revenue with transaction fees (FPPS)", ""},
			{"pps", "expected revenue without them (PPS)", ""},
			{"pplns", "the pool's found blocks (PPLNS)", ""},
			{"solo", "only blocks found by yourself", ""},
			{"fixed", "a fixed amount or percentage", ""},
			{"seller_token", "the seller's own token", ""},
		},
	}),
	value("pool_hashrate", hashrateKind, "of the pool, with pplns: how much luck its blocks have",
		func(p *Payout) *units.Hashrate { return &p.PoolHashrate }),
	value("currency", symbolKind, "BTC, USD, or the symbol of a seller's token",
		func(p *Payout) *string { return &p.Currency }).asked(Words{
		Label: "Paid in", Hint: "BTC",
	}),
	optional("every", someDaysKind, "days between payouts", func(p *Payout) **units.Days { return &p.Every }),
	optional("minimum", moneyKind, "the least that is paid out",
		func(p *Payout) **units.Money { return &p.Minimum }).asked(Words{
		Ask: "What is the least that is paid out?", Why: "Below it your bitcoin stays with the seller.",
		Label: "Minimum payout", Hint: "0.001 BTC", Unit: "BTC",
	}),
	value("to", withUnknown(oneOf("a receiver", "wallet", "custodial")),
		"the buyer's own wallet, or an account with the seller",
		func(p *Payout) *string { return &p.To }).asked(Words{
		Ask: "Where do payouts go?", Why: "Coins in the seller's account are the seller's promise.",
		Label: "Paid to",
		Choices: []Choice{
			{"wallet", "your own wallet", "your own wallet"},
			{"custodial", "an account with the seller", "an account with the seller"},
		},
	}),
	optional("fixed_return", rateKind, "only where the seller promises one: share of the price per time",
		func(p *Payout) **units.FractionPer { return &p.FixedReturn }).asked(Words{
		Ask: "Which return is promised, if any?", Write: "1.2 %/day; 0 %/day if the terms promise none",
		Why:   "It is compared with what the hashrate can earn at all.",
		Label: "Promised return, with its period", Hint: "1.2 %/day",
	}),
	value("guaranteed", triKind,
		"the seller guarantees income; false where its documents say that it does not",
		func(p *Payout) *Tri { return &p.Guaranteed }).asked(Words{
		Ask: "Is income or principal guaranteed?", Label: "Income is guaranteed",
	}),
	value("own_token", triKind, "the payout currency is issued by the seller",
		func(p *Payout) *Tri { return &p.OwnToken }).asked(Words{
		Ask: "Are payouts in a token that the seller issues?",
	}),
}}

var stopWhen = oneOf("an occasion", "fees_exceed_revenue", "return_reaches", "provider_decides",
	"fees_unpaid", "site_closed",
	"buyer_decides", "other")

var stopObject = &object[Stop]{name: "stop", rule: stopRule, fields: []field[Stop]{
	value("when", stopWhen, "what must happen",
		func(s *Stop) *string { return &s.When }).asked(Words{
		Label: "When",
	}),
	value("for", daysKind, "consecutive days it must last; at once where left out",
		func(s *Stop) *units.Days { return &s.For }).asked(Words{
		Ask: "After how many days of fees above revenue may the seller end it?",
		Why: "That is an option you give away. 0d: at once.", Label: "For days in a row", Hint: "21d",
		Unit: "d",
	}),
	optional("at", multipleKind, "with return_reaches: cumulative net over the upfront price",
		func(s *Stop) **units.Fraction { return &s.At }).asked(Words{
		Label: "For a return: once you have received, of the price", Hint: "150%", Unit: "%",
	}),
	value("then", withUnknown(oneOf("a consequence", "terminate", "pause")), "what follows",
		func(s *Stop) *string { return &s.Then }).asked(Words{
		Label: "Then",
	}),
	value("by", withUnknown(oneOf("a party", "provider", "buyer", "automatic")), "who decides",
		func(s *Stop) *string { return &s.By }).asked(Words{
		Label: "Decided by",
	}),
	optional("notice", daysKind, "notice before it takes effect",
		func(s *Stop) **units.Days { return &s.Notice }).asked(Words{
		Label: "Notice before it takes effect", Hint: "30d", Unit: "d",
	}),
	optional("fee", chargeKind, "what the buyer pays when it ends the contract early",
		func(s *Stop) **units.Money { return &s.Fee }).asked(Words{
		Ask: "What do you pay if you end it early?", Why: "It is the price of changing your mind.",
		Label: "Fee for ending early", Hint: "200 USD", Unit: "USD",
	}),
	value("extends_term", triKind, "with then: pause: its days are added to the term",
		func(s *Stop) *Tri { return &s.ExtendsTerm }).asked(Words{
		Ask: "Are the days of a pause added to the term?", Label: "A pause extends the term", Hint: "yes",
	}),
}}
