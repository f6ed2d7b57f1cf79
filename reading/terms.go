package reading

import (
	"slices"
	"strings"
)

// What the figures and words of a clause say about the terms of an offer. Returns and payments before money
// were read before; a figure that they took is not read again.

// termRoles are what an amount that is no promise can be; spanRoles the same for a span of time.
var termRoles = []role{
	{"price", setOf("price stake"), 1},
	{"setup", setOf("setup"), 1.4},
	{"bond", setOf("bond"), 1.5},
	{"minpay", setOf("minpay"), 1},
	{"minpay", setOf("release"), 0.5},
	{"fee", setOf("fee keep"), 1.1},
	{"power", setOf("power"), 1.1},
	{"host", setOf("host"), 1},
	{"referral", setOf("refer"), 1.3},
	{"discount", setOf("discount"), 1},
	{"output", setOf("output"), 0.6},
	{"return", setOf("give return"), 0.5},
}

var spanRoles = []role{
	{"term", setOf("term"), 1},
	{"notice", setOf("notice"), 1.5},
	{"stop", setOf("row unprofit pause"), 1.4},
	{"unpaid", setOf("unpaid"), 1.4},
	{"bond", setOf("bond"), 1.5},
	{"past", setOf("past"), 1.2},
	{"other", setOf("excuse release minpay uptime stake back"), 0.5},
	{"price", setOf("price"), 0.4},
}

// terms says what the figures of a clause are.
func (d *doc) terms(i int) {
	c := &d.clauses[i]
	for _, v := range c.values {
		if v.kind != span && d.taken(v) {
			continue
		}
		switch v.kind {
		case hashrate:
			d.say(i, "hashrate", trim(v.num/unitScale(v.unit))+" "+unitName(v.unit), v.from, v.core)
		case perJoule:
			d.say(i, "machine", trim(v.num)+" J/TH", v.from, v.to)
		case kilowatt:
			d.say(i, "machine", trim(v.num)+" kW", v.from, v.to)
		case span:
			d.spanTerm(i, v)
		case date:
			if c.roleOf(v, spanRoles) == "term" {
				d.say(i, "term", "to "+v.unit, v.from, v.to)
			}
		case plainNumber: // "threshold 0.0005"
			if v.num > 0 && v.num < 0.05 && c.roleOf(v, termRoles) == "minpay" {
				v.kind, v.unit = money, "BTC"
				d.moneyTerm(i, v)
			}
		case money:
			d.moneyTerm(i, v)
		case percent:
			d.percentTerm(i, v)
		}
	}
	d.named(i)
}

// taken reports whether a figure lies in a statement already made.
func (d *doc) taken(v value) bool {
	from, to := d.Original(v.from, v.core)
	for k := len(d.found) - 1; k >= 0 && k >= len(d.found)-40; k-- {
		s := d.found[k]
		switch s.What {
		case "promised_return", "referral", "multiple", "pay_first", "principal_back":
			if from >= s.From && to <= s.To {
				return true
			}
		}
	}
	return false
}

func unitScale(unit string) float64 {
	by := map[byte]float64{'H': 1e-12, 'k': 1e-9, 'M': 1e-6, 'G': 1e-3, 'T': 1, 'P': 1e3, 'E': 1e6}
	return by[unitName(unit)[0]]
}

// unitName is TH/s for whatever word stands for it.
func unitName(unit string) string {
	for _, p := range []struct{ heads, name string }{
		{"p 페타 пх пет ペタ бет بيتا", "PH/s"},
		{"g гх гиг giga", "GH/s"},
		{"e эх exa", "EH/s"},
		{"m мх мег mega", "MH/s"},
		{"k кх", "kH/s"},
		{"h", "H/s"},
	} {
		for _, h := range strings.Fields(p.heads) {
			if strings.HasPrefix(unit, h) {
				return p.name
			}
		}
	}
	return "TH/s"
}

func (d *doc) spanTerm(i int, v value) {
	c := &d.clauses[i]
	val := trim(v.num) + " " + shortUnit(v.unit)
	switch c.roleOf(v, spanRoles) {
	case "notice":
		d.say(i, "notice", trim(v.num*daysOf(v.unit))+" d", v.from, v.to)
	case "bond":
		d.say(i, "deposit", val, v.from, v.to)
	case "term", "price", "":
		if c.has.Any(anyUnprofitRowUnpaidNoticeMore) || v.unit == "hour" && v.num < 24 ||
			c.has.Any(anyLossmay) || v.unit == "hour" && (v.upTo || v.every != "") {
			return
		}
		d.say(i, "term", val, v.from, v.to)
	}
}

func daysOf(unit string) float64 {
	for _, u := range timeUnits {
		if u.name == unit {
			return u.days
		}
	}
	return 1
}

// moneyTerm says what an amount is for.
func (d *doc) moneyTerm(i int, v value) {
	c := &d.clauses[i]
	role := c.roleOf(v, termRoles)
	every, _, _ := d.timeOf(c, v)
	running := role == "fee" || role == "host" || role == "power"
	switch {
	case v.perKWh && v.perHash == 0, role == "power" && v.perHash == 0 && v.every == "" && perEnergy(v),
		v.cents && v.perHash == 0 && !c.has.Any(notCharge) &&
			(d.has("power_price") || every == "" && (running || role == "price")):
		d.say(i, "power_price", shown(v, 1)+" "+v.unit+"/kWh", v.from, v.to)
	case v.perHash > 0:
		d.perHashTerm(i, v, role, every)
	case every != "" && (v.every != "" || running):
		d.rent(i, v, every, role)
	default:
		d.amountTerm(i, v, role)
	}
}

var notCharge = setOf("norisk fail")

// perEnergy reports an amount so small that beside a word for power it is the price of a kilowatt-hour.
func perEnergy(v value) bool {
	hard := dollar(v.unit) || slices.Contains([]string{"EUR", "GBP", "CAD", "AUD", "CHF"}, v.unit)
	return v.num < 0.5 && hard
}

// small reports an amount so small that beside a word for payouts it is the least that is paid out.
func small(v value) bool {
	return v.unit == "BTC" && v.num <= 0.05 || v.unit == "sat" && v.num <= 5e6 ||
		v.num <= 100 && (dollar(v.unit) || v.unit == "EUR")
}

// amountTerm says what an amount that comes once is for.
func (d *doc) amountTerm(i int, v value, role string) {
	c := &d.clauses[i]
	amount := shown(v, 1) + " " + v.unit
	switch {
	case role == "setup":
		d.say(i, "setup_fee", amount, v.from, v.to)
	case role == "bond":
		d.say(i, "deposit", amount, v.from, v.to)
	case role == "minpay" && c.has.Any(anyRefer):
	case role == "minpay", role == "output" && !d.has("min_payout") && !c.has.Any(anyPast):
		d.say(i, "min_payout", inBitcoin(v), v.from, v.to)
	case role == "price" && small(v) && c.has.Any(anyMinpay) && c.has.Any(anyReleaseGive) &&
		!c.has.Any(anyStake):
		d.say(i, "min_payout", inBitcoin(v), v.from, v.to)
	case role == "fee" && c.has.Any(anyReleaseExcuse):
		d.say(i, "fee", amount+"/payout", v.from, v.to)
	case slices.Contains([]string{"price", "", "return", "fee", "host", "power"}, role):
		if _, far := c.near(anyPast, v.from, v.to); far > 8 && !c.has.Any(anyLossmayQuestion) {
			d.say(i, "price", amount, v.from, v.to)
		}
	}
}

// has reports whether something was said before.
func (d *doc) has(what string) bool {
	for k := len(d.found) - 1; k >= 0 && k > len(d.found)-30; k-- {
		if d.found[k].What == what {
			return true
		}
	}
	return false
}

// inBitcoin is an amount with satoshi as bitcoin.
func inBitcoin(v value) string {
	if v.unit == "sat" {
		return trim(v.num/1e8) + " BTC"
	}
	return shown(v, 1) + " " + v.unit
}

// perHashTerm is a fee, a price or a market's rent per hashrate.
func (d *doc) perHashTerm(i int, v value, role, every string) {
	unit, by := v.unit, 1/v.perHash
	if dollar(unit) {
		unit = "USD"
	}
	if unit == "sat" {
		unit, by = "BTC", by/1e8
	}
	val := shown(v, by) + " " + unit + "/TH"
	c := &d.clauses[i]
	feeVal := val
	if v.perHash == 0.001 && v.unit != "sat" { // said by the gigahash, as it stands
		feeVal = shown(v, 1) + " " + unit + "/GH"
	}
	switch {
	case every != "" && v.perHash >= 1000 && unit == "BTC": // a market's: fees are told otherwise
		d.say(i, "price", val+"/"+every, v.from, v.to)
	case every == "" && (role == "fee" || role == "power"):
		d.say(i, "fee", feeVal+"/day", v.from, v.to)
	case v.cents:
		d.say(i, "fee", feeVal+"/"+every, v.from, v.to)
	case every == "":
		d.say(i, "price", val, v.from, v.to)
	case role == "price" || !c.has.Any(anyFeePowerKeepOutputMore):
		d.say(i, "price", val+"/"+every, v.from, v.to)
	case role == "output" || c.has.Any(anyHedge) && !c.has.Any(anyFeePower):
		d.say(i, "daily_revenue", val+"/"+every, v.from, v.to).Hedged = true
	default:
		d.say(i, "fee", feeVal+"/"+every, v.from, v.to)
	}
}

// rent is money that is due again and again.
func (d *doc) rent(i int, v value, every, role string) {
	if every == "month" {
		d.say(i, "monthly_fee", shown(v, 1)+" "+v.unit+"/mo", v.from, v.to)
		return
	}
	if role == "fee" || role == "power" || role == "host" {
		d.say(i, "fee", shown(v, 1)+" "+v.unit+"/"+every, v.from, v.to)
	}
}

// feeShare says what a fee is a share of.
func (d *doc) feeShare(i int, v value) {
	c, val := &d.clauses[i], shown(v, 1)
	surplus, far := c.near(setSurplus, v.from, v.to)
	switch {
	case surplus.to > 0 && far < 30:
		d.say(i, "fee", val+" of profit", v.from, max(v.to, surplus.to))
	case c.has.Has(isSolo):
		d.say(i, "fee", val+" of block", v.from, v.to)
	case v.num < 0.7:
		d.say(i, "fee", val+" of revenue", v.from, v.to)
	}
}

// percentTerm says what a share is of that is no return.
func (d *doc) percentTerm(i int, v value) {
	c := &d.clauses[i]
	val := shown(v, 1)
	switch c.roleOf(v, percentRoles) {
	case "uptime":
		if v.num >= 0.5 && v.num <= 1 {
			d.say(i, "uptime", val, v.from, v.to)
		}
	case "":
		basis := c.has.Any(anyBasis) || c.head.Any(anyBasis)
		if basis && v.num <= 0.2 && v.every == "" && !c.has.Any(anyStake) {
			d.say(i, "fee", val+" of revenue", v.from, v.to) // "FPPS, 2 %"
		}
	case "fee":
		d.feeShare(i, v)
	case "discount":
		d.say(i, "discount", val, v.from, v.to)
	case "other":
		if c.has.Has(isFee) && v.num < 0.3 { // "market fee 3 %"
			d.say(i, "fee", val+" of spend", v.from, v.to)
		}
	case "change":
		if c.has.Has(isCap) && c.has.Any(anyChangeFee) {
			per := "y"
			if every, _, _ := d.timeOf(c, v); every != "" && every != "year" {
				per = every
			}
			d.say(i, "cap", strings.TrimPrefix(val, "<=")+"/"+per, v.from, v.to)
		}
	}
}

// poolWords is the word for a pool in each script, also inside a longer one.
var poolWords = strings.Fields("pool пул 池 プール 풀 पूल havuz مجمع stratum")

func (d *doc) speaksOfPool(from, to int) bool {
	text := string(d.Text[from:to])
	for _, w := range poolWords {
		if strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// named says what stands by name: a scheme of payout, a pool, a machine, no end, no fee.
func (d *doc) named(i int) {
	c := &d.clauses[i]
	for _, k := range c.tokens {
		switch k.Concept.String() {
		case "basis":
			d.say(i, "payout_basis", k.Code(), k.from, k.to)
		case "solo":
			d.say(i, "payout_basis", "solo", k.from, k.to)
		case "revenue":
			if !c.has.Any(anyBasisKeep) {
				d.say(i, "payout_basis", "pool_revenue", k.from, k.to)
			}
		case "own_token":
			d.say(i, "payout_basis", "own_token", k.from, k.to)
		case "poolname":
			d.say(i, "pool_choice", k.Code(), k.from, k.to)
		case "choice":
			if (c.has.Has(isPool) || d.speaksOfPool(c.from, c.to)) && !c.has.Any(anySecret) {
				d.say(i, "pool_choice", "buyer", k.from, k.to)
			}
		case "machine":
			d.say(i, "machine", k.Code(), k.from, k.to)
		case "open":
			d.say(i, "term", "open", k.from, k.to)
		case "life":
			d.say(i, "term", "life", k.from, k.to)
		case "free":
			if o, _, far := c.objectOf(k, 30, nil); o == ofCost && far < 30 ||
				strings.Contains(string(d.Text[k.from:k.to]), " ") {
				d.say(i, "fee", "none", k.from, k.to)
			}
		}
	}
}
