package reading

import (
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/amount"
	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// What the figures and words of a clause say about the terms of an offer. Returns and payments before money
// were read before; a figure that they took is not read again.

// terms says what the figures of a clause are.
func (d *doc) terms(i int) {
	c := &d.clauses[i]
	for _, v := range c.Values {
		if v.Kind == phrase.Span || !d.taken(v) {
			d.figureTerm(i, v)
		}
	}
	if k, ok := c.TakenOut(); ok {
		d.say(i, "fee_paid", "deducted", k.From, k.To)
	}
	d.named(i)
	d.noCost(i)
	d.rigs(i)
	d.uncoined(i)
}

// figureTerm says what one figure is, by its kind and what stands around it.
func (d *doc) figureTerm(i int, v phrase.Value) {
	switch v.Kind {
	case phrase.Hashrate:
		v.UpTo = false
		speed := amount.Shown(v, 1/amount.Scale(v.Unit))
		d.say(i, "hashrate", speed+" "+amount.Hashrate(v.Unit), v.From, v.Core)
	case phrase.PerJoule:
		d.say(i, "machine", figure.Trim(v.Num)+" J/TH", v.From, v.To)
	case phrase.Kilowatt:
		d.say(i, "machine", figure.Trim(v.Num)+" kW", v.From, v.To)
	case phrase.Span:
		if !d.paysBack(i, v) {
			d.spanTerm(i, v)
		}
	case phrase.Date:
		if d.clauses[i].RoleOf(v, sense.SpanRoles) == "term" {
			d.say(i, "term", "to "+v.Unit, v.From, v.To)
		}
	case phrase.PlainNumber:
		d.numberTerm(i, v)
		d.threshold(i, v)
	case phrase.Money:
		d.moneyTerm(i, v)
	case phrase.Percent:
		d.percentTerm(i, v)
	}
}

// taken reports whether a figure lies in a statement already made; a span, in what ends the contract.
func (d *doc) taken(v phrase.Value) bool {
	from, to := d.Original(v.From, v.Core)
	takes := figured
	if v.Kind == phrase.Span {
		takes = []string{"stop_unprofitable", "provider_may_end"}
	}
	return slices.ContainsFunc(d.found[max(0, len(d.found)-40):], func(s Statement) bool {
		own := s.own == 0 || s.own == v.From+1
		return own && from >= s.From && to <= s.To && slices.Contains(takes, s.What)
	})
}

var figured = strings.Fields("promised_return referral multiple pay_first principal_back")

func (d *doc) spanTerm(i int, v phrase.Value) {
	c := &d.clauses[i]
	role, what, val := c.RoleOf(v, sense.SpanRoles), "", figure.Trim(v.Num)+" "+phrase.ShortUnit(v.Unit)
	switch {
	case role == "notice", d.told(i, v) && role != "unpaid" && role != "past":
		what, val = "notice", figure.Trim(v.Num*amount.Days(v.Unit))+" d"
	case role == "bond" && c.Lodged(v), role != "term" && c.Held(v):
		what = "deposit"
		if v.Unit == "week" {
			val = figure.Trim(v.Num*amount.Days(v.Unit)) + " d"
		}
		if _, far := c.Near(anyPower, v.From, v.To); far < 12 {
			val += " of power"
		}
	case c.Binds(v), c.Runs(role, v), c.HashFor(role, v), d.falls(i, role, v), !c.passing(role, v):
		what, val = "term", amount.Shown(v, 1)+" "+phrase.ShortUnit(v.Unit)
	}
	if what != "" && (what != "term" || !d.taken(v)) {
		d.say(i, what, val, v.From, v.To)
	}
}

// told reports a span that ends with a change or an end of the contract, which the clause or the one
// before it speaks of: "20 days before we raise it you get a mail".
func (d *doc) told(i int, v phrase.Value) bool {
	c := &d.clauses[i]
	if !d.Ahead(&c.Clause.Clause, v) || c.Has.Any(notTold) {
		return false
	}
	before := i > 0 && c.Line-d.clauses[i-1].Line <= 1 && d.clauses[i-1].Has.Any(anyTold)
	return before || c.Has.Any(anyTold)
}

var (
	anyTold = setOf("change notice terminate")
	notTold = setOf("return give back due stake pressure refer past")
)

// falls reports a span at whose end a promise of the clause, or of the line before it, falls due.
func (d *doc) falls(i int, role string, v phrase.Value) bool {
	c := &d.clauses[i]
	if role == "unpaid" || role == "past" || v.Num*amount.Days(v.Unit) < 2 || v.Unit == "hour" ||
		!d.promised(i) {
		return false
	}
	if p, ok := c.Before(cPer, v.From); ok && c.At(p.From)[0].Concept != cStop {
		return c.Has.Any(anyBackAtend) // "every ten days"
	}
	_, end := c.Near(anyBackAtendGive, v.From, v.To)
	if c.Has.Any(anyMult) || c.Has.Any(anyWhole) && c.Has.Any(anyBack) {
		_, due := c.Near(anyNotSpan, v.From, v.To) // not the machines, nor the money that is paid in
		return due >= end
	}
	_, other := c.Near(anyNotTerm, v.From, v.To)
	return other > end
}

// passing reports a span that is none of the contract: of hours, or of what else the clause is about.
func (c *clause) passing(role string, v phrase.Value) bool {
	return !slices.Contains([]string{"term", "price", ""}, role) ||
		c.Has.Any(anyUnprofitRowUnpaidNoticeMore) || c.Has.Any(anyLossmay) ||
		v.Unit == "hour" && (v.Num < 24 || v.UpTo || v.Every != "" || c.EachSpan(v))
}

// moneyTerm says what an amount is for.
func (d *doc) moneyTerm(i int, v phrase.Value) {
	c := &d.clauses[i]
	role := c.RoleOf(v, sense.TermRoles)
	every, _, _ := d.timeOf(c, v)
	if every == "" && (role == "fee" || role == "host" || role == "price") {
		every = c.PerMonth(v)
	}
	if d.earned(i, v, role, every) {
		return
	}
	running := role == "fee" || role == "host" || role == "power"
	switch {
	case v.PerHash == 0 && d.ofPower(c, v, role, every, running):
		d.say(i, "power_price", amount.Shown(v, 1)+" "+v.Unit+"/kWh", v.From, v.To)
	case v.PerHash > 0:
		d.perHashTerm(i, v, role, every)
	case every != "" && (v.Every != "" || running):
		d.rent(i, v, every, role)
	default:
		d.amountTerm(i, v, role)
	}
}

// ofPower reports an amount that is the price of a kilowatt-hour.
func (d *doc) ofPower(c *clause, v phrase.Value, role, every string, running bool) bool {
	return v.PerKWh || role == "power" && v.Every == "" && amount.OfPower(v) ||
		v.Cents && !c.Has.Any(notCharge) &&
			(d.has("power_price") || every == "" && (running || role == "price" || c.Has.Any(anyPowerHost)))
}

// earned reports an amount that a machine brings, by a calculation or an example, or that is credited for
// each terahash: nobody asks it for anything.
func (d *doc) earned(i int, v phrase.Value, role, every string) bool {
	c := &d.clauses[i]
	switch {
	case role != "return" && role != "":
		return false
	case v.PerHash > 0:
		return every == "" && role == "return" && !c.Has.Any(anyPrice)
	}
	example := c.Has.Any(anyHash) && c.Has.Any(anyHedge) && c.Has.Any(anyFeePower)
	return every != "" && v.Every == "" && d.reckoned(i) || role == "return" && example
}

var anyPowerHost = setOf("power host kwh")

var (
	anyNotTerm       = setOf("notice pause unpaid due minpay excuse")
	anyNotSpan       = setOf("notice pause unpaid aside")
	anyMult          = setOf("mult")
	anyLeast         = setOf("minpay atleast")
	anyHashMachine   = setOf("hash machine")
	anyBackAtend     = setOf("back atend")
	anyBackAtendGive = setOf("back atend give mult return stake term")
)

var notCharge = setOf("norisk fail")

// amountTerm says what an amount that comes once is for.
func (d *doc) amountTerm(i int, v phrase.Value, role string) {
	c := &d.clauses[i]
	paid, role := amount.Shown(v, 1)+" "+v.Unit, c.Led(v, role)
	switch {
	case role == "setup":
		d.say(i, "setup_fee", paid, v.From, v.To)
	case role == "bond" && d.promised(i) && c.Has.Any(anyStake):
		d.say(i, "price", paid, v.From, v.To)
	case role == "bond":
		d.say(i, "deposit", paid, v.From, v.To)
	case role == "minpay" && c.Has.Any(anyRefer):
	case d.leastPaid(i, c, v, role):
		d.say(i, "min_payout", amount.Bitcoin(v), v.From, v.To)
	case c.TakenAtPayout(d.Text, v, role):
		d.say(i, "fee", paid+"/payout", v.From, v.To)
	case (role == "fee" || role == "price") && d.has("price") && c.CallsFee(v):
		d.say(i, "fee", paid, v.From, v.To) // "plus a 0.00001 BTC order fee"
	case c.isPrice(v, role):
		d.say(i, "price", paid, v.From, v.To)
	}
}

// isPrice reports an amount that the offer costs: by a role in which nothing else is asked, or as what a
// rented hashrate brings to its owner; not one of the past, nor in a warning of loss.
func (c *clause) isPrice(v phrase.Value, role string) bool {
	rent := role == "output" && !(amount.Small(v) && v.Unit == "BTC") && c.rents()
	if !rent && !slices.Contains(ofPrice, role) {
		return false
	}
	_, far := c.Near(anyPast, v.From, v.To)
	return far > 8 && !c.Has.Any(anyLossmay)
}

// ofPrice is the roles of amounts that are a price where nothing better is known of them.
var ofPrice = []string{"price", "", "return", "fee", "host", "power", "minpay"}

// rents reports a clause that has a hashrate, a span and no word of a payout: "hashrate 10 TH/s, 360 days,
// $119".
func (c *clause) rents() bool {
	kinds := 0
	for _, v := range c.Values {
		kinds |= boolInt(v.Kind == phrase.Hashrate) | 2*boolInt(v.Kind == phrase.Span)
	}
	return kinds == 3 && !c.Has.Any(anyReleaseGive) && !c.Has.Any(anyHedge)
}

// promised reports that a clause, or one of the two before it on its line, promises a return.
func (d *doc) promised(i int) bool {
	return slices.ContainsFunc(d.found[max(0, len(d.found)-30):], func(s Statement) bool {
		near := s.clause == i || s.clause >= i-2 && d.clauses[s.clause].Line == d.clauses[i].Line
		return near && s.Grave && slices.Contains(ofPlan, s.What)
	})
}

// ofPlan is what plans promise, whose span is their term.
var ofPlan = strings.Fields("promised_return principal_back multiple")

// has reports whether something was said before.
func (d *doc) has(what string) bool {
	for k := len(d.found) - 1; k >= 0 && k > len(d.found)-30; k-- {
		if d.found[k].What == what {
			return true
		}
	}
	return false
}

// perHashTerm is a fee, a price or a market's rent per hashrate.
func (d *doc) perHashTerm(i int, v phrase.Value, role, every string) {
	val, feeVal, unit := perHash(v)
	c := &d.clauses[i]
	switch {
	case every != "" && v.PerHash >= 1000 && unit == "BTC": // a market's: fees are told otherwise
		d.say(i, "price", val+"/"+every, v.From, v.To)
	case every == "" && (role == "fee" || role == "power"):
		d.say(i, "fee", feeVal+"/day", v.From, v.To)
	case v.Cents:
		d.say(i, "fee", feeVal+"/"+every, v.From, v.To)
	case every == "":
		d.say(i, "price", val, v.From, v.To)
	case c.surely(role, v):
		d.sure(i, v, val+"/"+every)
	case c.Priced(role, v), role == "" && unit == "BTC":
		d.say(i, "price", val+"/"+every, v.From, v.To)
	case role == "output" || c.Has.Any(anyHedge) && !c.Has.Any(anyFeePower):
		d.say(i, "daily_revenue", val+"/"+every, v.From, v.To).Hedged = true
	default:
		d.say(i, "fee", feeVal+"/"+every, v.From, v.To)
	}
}

// perHash is an amount per terahash as a price and as a fee are written, and its currency.
func perHash(v phrase.Value) (price, fee, unit string) {
	unit, by := v.Unit, 1/v.PerHash
	if amount.Dollar(unit) {
		unit = "USD"
	}
	if unit == "sat" {
		unit, by = "BTC", by/1e8
	}
	price = amount.Shown(v, by) + " " + unit + "/TH"
	if v.PerHash == 0.001 && v.Unit != "sat" { // said by the gigahash, as it stands
		return price, amount.Shown(v, 1) + " " + unit + "/GH", unit
	}
	return price, price, unit
}

// rent is money that is due again and again.
func (d *doc) rent(i int, v phrase.Value, every, role string) {
	if every == "month" {
		d.say(i, "monthly_fee", amount.Shown(v, 1)+" "+v.Unit+"/mo", v.From, v.To)
		return
	}
	c := &d.clauses[i]
	if role == "fee" || role == "power" || role == "host" ||
		role == "price" && (every == "day" || every == "week") && !c.Has.Any(ofPromise) &&
			!c.Has.Any(anyStake) {
		d.say(i, "fee", amount.Shown(v, 1)+" "+v.Unit+"/"+every, v.From, v.To)
	} else if speed := c.Speed(); speed > 0 && every == "day" && role == "" && c.Rented() {
		d.say(i, "price", amount.Shown(v, 1/speed)+" "+v.Unit+"/TH/day", v.From, v.To)
	}
}

// feeShare says what a fee is a share of.
func (d *doc) feeShare(i int, v phrase.Value) {
	c, val := &d.clauses[i], amount.Shown(v, 1)
	surplus, far := c.Near(setSurplus, v.From, v.To)
	switch {
	case surplus.To > 0 && far < 30:
		d.say(i, "fee", val+" of profit", v.From, max(v.To, surplus.To))
	case c.OfSpend(v):
		d.say(i, "fee", val+" of spend", v.From, v.To)
	case c.Has.Has(isSolo):
		d.say(i, "fee", val+" of block", v.From, v.To)
	case v.Num < 0.7:
		d.say(i, "fee", val+" of revenue", v.From, v.To)
	}
}

// percentTerm says what a share is of that is no return.
func (d *doc) percentTerm(i int, v phrase.Value) {
	c := &d.clauses[i]
	val := amount.Shown(v, 1)
	switch c.RoleOf(v, sense.ShareRoles) {
	case "uptime":
		if v.Num >= 0.5 && v.Num <= 1 {
			d.say(i, "uptime", val, v.From, v.To)
		}
	case "":
		d.basisFee(i, v)
	case "fee":
		d.feeShare(i, v)
	case "return":
		if c.ofManager(v) {
			d.feeShare(i, v)
		}
	case "vat":
		if _, far := c.Near(anyExtra, v.From, v.To); far < 40 {
			d.say(i, "taxes", val, v.From, v.To)
		}
	case "discount":
		d.lessened(i, v, val)
	case "other":
		if c.Has.Has(isFee) && v.Num < 0.3 { // "market fee 3 %"
			d.say(i, "fee", val+" of spend", v.From, v.To)
		}
	case "change":
		d.capped(i, v, val)
	}
}

// ofManager reports a share of what is earned that is a fee: "of what is earned 3 %, as a management fee".
func (c *clause) ofManager(v phrase.Value) bool {
	_, far := c.Near(anyFee, v.From, v.To)
	return far < 24 && v.Every == "" && v.Num <= 0.3 && c.Charged(v)
}

// capped says the most by which a fee may change in a year, or in another time.
func (d *doc) capped(i int, v phrase.Value, val string) {
	c := &d.clauses[i]
	if !d.caps(c, v) {
		return
	}
	per := "y"
	if every, _, _ := d.timeOf(c, v); every != "" && every != "year" {
		per = every
	}
	d.say(i, "cap", strings.TrimPrefix(val, "<=")+"/"+per, v.From, v.To)
}

// model says which machine is meant, with the signs of its variant: "S19j Pro+", "M31S++".
func (d *doc) model(i int, k phrase.Token) {
	to := k.To
	for to < len(d.Text) && to < k.To+2 && d.Text[to] == '+' {
		to++
	}
	d.say(i, "machine", k.Code()+string(d.Text[k.To:to]), k.From, to)
}

// lessened says a share that is taken off: a discount, or a fee where it is taken off the output.
func (d *doc) lessened(i int, v phrase.Value, val string) {
	c := &d.clauses[i]
	if _, far := c.Near(anyOutput, v.From, v.To); far < 12 && v.Num < 0.3 && c.Has.Has(isFee) {
		d.feeShare(i, v)
		return
	}
	d.say(i, "discount", val, v.From, v.To)
}

// anyExtra is what makes a tax one that comes on top.
var anyExtra = setOf("extra")

// basisFee says the fee that stands beside a scheme of payout alone: "FPPS, 2 %".
func (d *doc) basisFee(i int, v phrase.Value) {
	c := &d.clauses[i]
	basis := c.Has.Any(anyBasis) || c.Head.Any(anyBasis)
	if basis && v.Num <= 0.2 && v.Every == "" && !c.Has.Any(anyStake) {
		d.say(i, "fee", amount.Shown(v, 1)+" of revenue", v.From, v.To)
	}
}

// chosen reports that the buyer's choice is one of the pool, and not denied or asked about.
func (d *doc) chosen(c *clause, k phrase.Token) bool {
	if k.Code() == "pick" && !c.Picks(k) {
		return false
	}
	return (c.Has.Has(isPool) || d.SpeaksOfPool(c.From, c.To)) && !c.Has.Any(anySecret) &&
		c.Count(sNeg, k.From, k.To, 6) == 0 && !c.Question
}

// named says what stands by name: a scheme of payout, a pool, a machine, no end, no fee.
func (d *doc) named(i int) {
	c := &d.clauses[i]
	for _, k := range c.Tokens {
		switch k.Concept.String() {
		case "basis":
			d.say(i, "payout_basis", k.Code(), k.From, k.To)
		case "solo":
			d.say(i, "payout_basis", "solo", k.From, k.To)
		case "revenue":
			if !c.Has.Any(anyBasisKeep) {
				d.say(i, "payout_basis", "pool_revenue", k.From, k.To)
			}
		case "own_token":
			d.say(i, "payout_basis", "own_token", k.From, k.To)
		case "poolname":
			d.say(i, "pool_choice", k.Code(), k.From, k.To)
		case "choice":
			if d.chosen(c, k) {
				d.say(i, "pool_choice", "buyer", k.From, k.To)
			}
		case "machine":
			d.model(i, k)
		case "open":
			d.say(i, "term", "open", k.From, k.To)
		case "life":
			d.say(i, "term", "life", k.From, k.To)
		case "free":
			d.freeOf(i, k)
		}
	}
}
