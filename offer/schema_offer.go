package offer

import "github.com/assaymining/assay/units"

// The tables of the offer document, schema assay/offer/v1, in the order of its normal form.
var offerObject = &object[Offer]{name: "offer", fields: []field[Offer]{
	group("provider", providerObject, "who sells", func(o *Offer) *Provider { return &o.Provider }),
	value("product", named("Classic 360"), "the seller's name for it", func(o *Offer) *string { return &o.Product }),
	value("kind", oneOf("a kind of contract", Cloud, Hosted, Market, Forward, Token), "the form of contract",
		func(o *Offer) *Kind { return &o.Kind }),
	optional("seen", dateKind, "the day the buyer saw these terms; the default as-of day", func(o *Offer) **units.Date { return &o.Seen }),
	several("sources", sourceObject, "where the terms were read", func(o *Offer) *[]Source { return &o.Sources }, nil),
	value("algorithm", algorithmKind, "the proof of work; only sha256 can be valued", func(o *Offer) *string { return &o.Algorithm }),
	value("hashrate", hashrateKind, "the hashrate that is sold", func(o *Offer) *units.Hashrate { return &o.Hashrate }),
	optional("start_delay", daysKind, "days from payment to the first mined day", func(o *Offer) **units.Days { return &o.StartDelay }),
	value("term", termKind, `how long it runs, or "open": until someone ends it`, func(o *Offer) *Term { return &o.Term }),
	group("price", priceObject, "what is paid for the hashrate", func(o *Offer) *Price { return &o.Price }),
	several("fees", feeObject, "any number of fees; an empty list says that there are none",
		func(o *Offer) *[]Fee { return &o.Fees }, func(o *Offer) *bool { return &o.FeesStated }),
	group("payout", payoutObject, "how revenue is computed and delivered", func(o *Offer) *Payout { return &o.Payout }),
	several("stops", stopObject, "who may end or pause it, and when; an empty list says that nobody may",
		func(o *Offer) *[]Stop { return &o.Stops }, func(o *Offer) *bool { return &o.StopsStated }),
	group("uptime", uptimeObject, "the promised share of time at full hashrate", func(o *Offer) *Uptime { return &o.Uptime }),
	group("resale", resaleObject, "whether and how it can be sold on", func(o *Offer) *Resale { return &o.Resale }),
	group("referral", referralObject, `the referral programme; "levels: 0" says that there is none`, func(o *Offer) *Referral { return &o.Referral }),
	group("proof", proofObject, "what the seller shows of the mining", func(o *Offer) *Proof { return &o.Proof }),
	several("claims", claimObject, "what the seller says; checked against the protocol", func(o *Offer) *[]Claim { return &o.Claims }, nil),
	group("hardware", hardwareObject, "the machine behind a hosted offer", func(o *Offer) *Hardware { return &o.Hardware }),
	group("terms", writingObject, "what else the seller's documents say", func(o *Offer) *Writing { return &o.Terms }),
}}

var providerObject = &object[Provider]{name: "provider", fields: []field[Provider]{
	value("name", named("BitFuFu"), "the seller", func(p *Provider) *string { return &p.Name }),
	value("website", linkKind, "the seller's pages", func(p *Provider) *string { return &p.Website }),
	value("leaders_named", triKind, "the people who run it are named", func(p *Provider) *Tri { return &p.LeadersNamed }),
	value("registered", textKind, `register and number of the company; "no" where known not to be`, func(p *Provider) *string { return &p.Registered }),
	optional("since", historyKind, "start of business that can be checked", func(p *Provider) **units.Date { return &p.Since }),
	value("listed", triKind, "listed on an exchange or regulated", func(p *Provider) *Tri { return &p.Listed }),
}}

var sourceObject = &object[Source]{name: "source", fields: []field[Source]{
	value("url", linkKind, "the page", func(s *Source) *string { return &s.URL }),
	value("quote", textKind, "its words", func(s *Source) *string { return &s.Quote }),
	optional("read", dateKind, "the day it was read", func(s *Source) **units.Date { return &s.Read }),
}}

var priceObject = &object[Price]{name: "price", rule: priceRule, fields: []field[Price]{
	optional("upfront", moneyKind, "the whole price, paid once", func(p *Price) **units.Money { return &p.Upfront }),
	optional("per_hashrate", perHashrateKind, "the price per TH/s, paid once, instead of upfront", func(p *Price) **units.PerHashrate { return &p.PerHashrate }),
	optional("bid", bidKind, "a market order: the price per TH/s and day, in bitcoin or dollars, paid day by day", func(p *Price) **units.PerHashrateDay { return &p.Bid }),
}}

var feeObject = &object[Fee]{name: "fee", rule: feeRule, fields: []field[Fee]{
	value("name", named("electricity"), "the seller's word for it", func(f *Fee) *string { return &f.Name }),
	optional("per_hashrate_day", perDayKind, "form 1: per TH/s and day", func(f *Fee) **units.PerHashrateDay { return &f.PerHashrateDay }),
	optional("efficiency", efficiencyKind, "form 2: energy per work, with energy_price", func(f *Fee) **units.Efficiency { return &f.Efficiency }),
	optional("energy_price", energyKind, "form 2: price of energy, with efficiency", func(f *Fee) **units.EnergyPrice { return &f.EnergyPrice }),
	optional("revenue_share", shareKind, "form 3: share of gross revenue", func(f *Fee) **units.Fraction { return &f.RevenueShare }),
	optional("profit_share", shareKind, "form 4: share of the day's gross after the other fees", func(f *Fee) **units.Fraction { return &f.ProfitShare }),
	optional("spend_share", shareKind, "form 5: share of what a market order spends", func(f *Fee) **units.Fraction { return &f.SpendShare }),
	optional("per_payout", moneyKind, "form 6: an amount for each payout", func(f *Fee) **units.Money { return &f.PerPayout }),
	value("paid", withUnknown(oneOf("a way of paying", Deducted, Separately)), "deducted from the bitcoin received, or paid separately",
		func(f *Fee) *Paid { return &f.Paid }),
	value("after", withUnknown(oneOf("an event", BreakEven)), "the event from which it applies", func(f *Fee) *After { return &f.After }),
	value("prepaid", someDaysKind, "paid in advance for windows of this many days", func(f *Fee) *units.Days { return &f.Prepaid }),
	value("changeable", triKind, "the seller may change it", func(f *Fee) *Tri { return &f.Changeable }),
	optional("notice", daysKind, "notice before a change", func(f *Fee) **units.Days { return &f.Notice }),
	optional("cap", rateKind, "the most it may rise", func(f *Fee) **units.FractionPer { return &f.Cap }),
	optional("escalation", rateKind, "the rise that is agreed", func(f *Fee) **units.FractionPer { return &f.Escalation }),
	maybe("discount", discountObject, "a reduction that needs something of the buyer", func(f *Fee) **Discount { return &f.Discount }),
}}

var discountObject = &object[Discount]{name: "discount", rule: discountRule, fields: []field[Discount]{
	value("share", shareKind, "the reduction", func(d *Discount) *units.Fraction { return &d.Share }),
	value("needs", textKind, "what the buyer must do or hold", func(d *Discount) *string { return &d.Needs }),
}}

var payoutObject = &object[Payout]{name: "payout", fields: []field[Payout]{
	value("basis", oneOf("a basis of payout", PoolRevenue, FPPS, PPS, PPLNS, Solo, Fixed, SellerToken, BasisUnknown), "what a payout follows",
		func(p *Payout) *Basis { return &p.Basis }),
	value("currency", symbolKind, "BTC, USD, or the symbol of a seller's token", func(p *Payout) *string { return &p.Currency }),
	optional("every", someDaysKind, "days between payouts", func(p *Payout) **units.Days { return &p.Every }),
	optional("minimum", moneyKind, "the least that is paid out", func(p *Payout) **units.Money { return &p.Minimum }),
	value("to", withUnknown(oneOf("a receiver", "wallet", "custodial")), "the buyer's own wallet, or an account with the seller", func(p *Payout) *string { return &p.To }),
	optional("fixed_return", rateKind, "only where the seller promises one: share of the price per time", func(p *Payout) **units.FractionPer { return &p.FixedReturn }),
	value("guaranteed", triKind, "the seller guarantees income; false where its documents say that it does not", func(p *Payout) *Tri { return &p.Guaranteed }),
	value("own_token", triKind, "the payout currency is issued by the seller", func(p *Payout) *Tri { return &p.OwnToken }),
}}

var stopWhen = oneOf("an occasion", "fees_exceed_revenue", "return_reaches", "provider_decides", "fees_unpaid", "site_closed",
	"buyer_decides", "other")

var stopObject = &object[Stop]{name: "stop", rule: stopRule, fields: []field[Stop]{
	value("when", stopWhen, "what must happen", func(s *Stop) *string { return &s.When }),
	value("for", daysKind, "consecutive days it must last; at once where left out", func(s *Stop) *units.Days { return &s.For }),
	optional("at", multipleKind, "with return_reaches: cumulative net over the upfront price", func(s *Stop) **units.Fraction { return &s.At }),
	value("then", withUnknown(oneOf("a consequence", "terminate", "pause")), "what follows", func(s *Stop) *string { return &s.Then }),
	value("by", withUnknown(oneOf("a party", "provider", "buyer", "automatic")), "who decides", func(s *Stop) *string { return &s.By }),
	optional("notice", daysKind, "notice before it takes effect", func(s *Stop) **units.Days { return &s.Notice }),
}}

var uptimeObject = &object[Uptime]{name: "uptime", fields: []field[Uptime]{
	optional("promised", shareKind, "share of time", func(u *Uptime) **units.Fraction { return &u.Promised }),
	value("compensated", triKind, "lost time is made up for", func(u *Uptime) *Tri { return &u.Compensated }),
}}

var resaleObject = &object[Resale]{name: "resale", fields: []field[Resale]{
	value("transferable", triKind, "may be sold on", func(s *Resale) *Tri { return &s.Transferable }),
	optional("market_fee", shareKind, "the market's share of a sale", func(s *Resale) **units.Fraction { return &s.MarketFee }),
	group("token", tokenObject, "the token that stands for the contract", func(s *Resale) *TokenContract { return &s.Token }),
}}

var tokenObject = &object[TokenContract]{name: "token", fields: []field[TokenContract]{
	value("standard", named("ERC-721"), "such as ERC-721", func(t *TokenContract) *string { return &t.Standard }),
	value("chain", named("BNB"), "the chain it lives on", func(t *TokenContract) *string { return &t.Chain }),
	value("contract", named("\"0x...\""), "its address, in quotes", func(t *TokenContract) *string { return &t.Contract }),
}}

var referralObject = &object[Referral]{name: "referral", rule: referralRule, fields: []field[Referral]{
	referralLevels(),
	optional("share", multipleKind, "what the referrer receives", func(f *Referral) **units.Fraction { return &f.Share }),
	value("of", oneOf("a base", "price", "pool_fee", "revenue", "unknown"), "what the share is of; the price where left out, but not where \"unknown\"", func(f *Referral) *string { return &f.Of }),
}}

var proofObject = &object[Proof]{name: "proof", fields: []field[Proof]{
	value("buyer_chooses_pool", triKind, "the buyer points the hashrate at a pool of choice", func(p *Proof) *Tri { return &p.BuyerChoosesPool }),
	value("pool_account", accountKind, `a read-only dashboard of this contract's hashrate; "no" where refused`, func(p *Proof) *string { return &p.PoolAccount }),
	value("pool_pays", triKind, "a pool pays the buyer itself, or shows the buyer's own hashrate", func(p *Proof) *Tri { return &p.PoolPays }),
	texts("addresses", named("bc1..."), "payouts or coinbases to be traced", func(p *Proof) *[]string { return &p.Addresses }),
	several("data_centres", dataCentreObject, "where the machines are said to be; an empty list says that none is named",
		func(p *Proof) *[]DataCentre { return &p.DataCentres }, func(p *Proof) *bool { return &p.DataCentresStated }),
	group("capacity", capacityObject, "hashrate sold against hashrate shown", func(p *Proof) *Capacity { return &p.Capacity }),
	value("maker_confirms", triKind, "a maker of machines confirms an order of this seller", func(p *Proof) *Tri { return &p.MakerConfirms }),
}}

var dataCentreObject = &object[DataCentre]{name: "data_centre", fields: []field[DataCentre]{
	value("place", named("Rockdale, Texas"), "the place", func(d *DataCentre) *string { return &d.Place }),
	value("evidence", linkKind, "where it can be checked", func(d *DataCentre) *string { return &d.Evidence }),
}}

var capacityObject = &object[Capacity]{name: "capacity", fields: []field[Capacity]{
	value("sold", hashrateKind, "hashrate sold to all buyers", func(c *Capacity) *units.Hashrate { return &c.Sold }),
	value("deployed", hashrateKind, "hashrate shown to run", func(c *Capacity) *units.Hashrate { return &c.Deployed }),
}}

var claimObject = &object[Claim]{name: "claim", rule: claimRule, fields: []field[Claim]{
	optional("daily_revenue", perDayKind, "revenue per TH/s and day", func(c *Claim) **units.PerHashrateDay { return &c.DailyRevenue }),
	optional("hashprice", perDayKind, "the hashprice as the seller states it", func(c *Claim) **units.PerHashrateDay { return &c.Hashprice }),
	optional("return", rateKind, "a return per time", func(c *Claim) **units.FractionPer { return &c.Return }),
	optional("total_return", multipleKind, "received in all over the price, the price included", func(c *Claim) **units.Fraction { return &c.TotalReturn }),
	optional("payback", someDaysKind, "days until the price is earned back", func(c *Claim) **units.Days { return &c.Payback }),
	optional("power_cost", perDayKind, "cost of power per TH/s and day, beside efficiency and energy_price", func(c *Claim) **units.PerHashrateDay { return &c.PowerCost }),
	optional("efficiency", efficiencyKind, "efficiency of the machines", func(c *Claim) **units.Efficiency { return &c.Efficiency }),
	optional("energy_price", energyKind, "price of energy", func(c *Claim) **units.EnergyPrice { return &c.EnergyPrice }),
	value("guaranteed", textKind, "the words of a guarantee", func(c *Claim) *string { return &c.Guaranteed }),
	value("says", textKind, "any other statement, quoted", func(c *Claim) *string { return &c.Says }),
	optional("date", dateKind, "when it was claimed; seen where left out", func(c *Claim) **units.Date { return &c.Date }),
	maybe("source", sourceObject, "where it was claimed", func(c *Claim) **Source { return &c.Source }),
}}

var hardwareObject = &object[Hardware]{name: "hardware", fields: []field[Hardware]{
	value("model", named("Antminer S21"), "the machine", func(h *Hardware) *string { return &h.Model }),
	optional("efficiency", efficiencyKind, "its efficiency", func(h *Hardware) **units.Efficiency { return &h.Efficiency }),
}}

var writingObject = &object[Writing]{name: "terms", fields: []field[Writing]{
	value("risk_disclosed", triKind, "the risk of loss is stated", func(w *Writing) *Tri { return &w.RiskDisclosed }),
	value("withdrawal_payment", triKind, "money is asked for before money is released", func(w *Writing) *Tri { return &w.WithdrawalPayment }),
	value("principal_returned", triKind, "the price comes back at the end", func(w *Writing) *Tri { return &w.PrincipalReturned }),
	optional("bonus", multipleKind, "deposit bonus or free hashrate, as a share of the price", func(w *Writing) **units.Fraction { return &w.Bonus }),
	value("false_endorsement", triKind, "a named partner denies the endorsement", func(w *Writing) *Tri { return &w.FalseEndorsement }),
	optional("domain_since", historyKind, "first registration of the web domain", func(w *Writing) **units.Date { return &w.DomainSince }),
	value("hashrate_named", triKind, "the seller's page was read, and names what is bought", func(w *Writing) *Tri { return &w.HashrateNamed }),
	value("fees_named", triKind, "the seller's page was read, and names the amount of its running costs", func(w *Writing) *Tri { return &w.FeesNamed }),
	value("copied_from", textKind, `whose text the terms repeat; "no" where looked for and not found`, func(w *Writing) *string { return &w.CopiedFrom }),
	value("text", termsKind, "the terms as quoted", func(w *Writing) *string { return &w.Text }),
}}
