package reading

import (
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/reading/language"
)

// role is what a figure is said of, by the words nearest to it.
type role struct {
	name   string
	words  language.Set
	weight float64
}

// percentRoles and moneyRoles are what a share, or money, can be. The nearest words win, by weight.
var percentRoles = []role{
	{"fee", setOf("fee keep output surplus"), 1},
	{"fee", setOf("power host solo"), 0.8},
	{"other", setOf("market unpaid"), 0.9},
	{"uptime", setOf("uptime"), 1.6},
	{"referral", setOf("refer"), 1.3},
	{"referral", setOf("level"), 1},
	{"return", setOf("stake"), 1.1},
	{"return", setOf("return"), 1},
	{"return", setOf("give"), 0.8},
	{"discount", setOf("discount"), 1.2},
	{"change", setOf("cap change"), 0.8},
	{"due", setOf("due"), 0.5},
}

var moneyRoles = []role{
	{"fee", setOf("fee keep power"), 1},
	{"fee", setOf("host"), 0.9},
	{"setup", setOf("setup"), 1},
	{"bond", setOf("bond"), 1.2},
	{"minpay", setOf("minpay"), 0.8},
	{"price", setOf("price stake"), 1},
	{"return", setOf("return"), 1},
	{"return", setOf("give"), 0.8},
	{"referral", setOf("refer"), 1.2},
	{"discount", setOf("discount"), 0.6},
}

// farRole is how far a word may stand to say what a figure is.
const farRole = 70

// roleOf is the role of a figure, empty where no word of any stands near.
func (c *clause) roleOf(v value, roles []role) string {
	best, top := "", 0.0
	for _, r := range roles {
		if !c.has.Any(r.words) && !c.head.Any(r.words) {
			continue
		}
		for _, k := range c.nearby(farRole+cellCost, v.from, v.to) {
			if !r.words.Has(k.Concept) || k.from >= v.from && k.to <= v.to {
				continue
			}
			label, other := c.cellOf(v, k)
			if other {
				continue
			}
			far := c.apart(v.from, v.to, k.from, k.to) + 10*float64(c.between(v, k))
			if label {
				far = max(0, far-cellCost)
			}
			if k.Concept == isHost && k.from >= v.core && k.from <= v.to+1 {
				far += unitCost // "$35 per machine": the unit of a figure, whatever it is
			}
			if s := r.weight / (6 + far); s > top && far < farRole {
				best, top = r.name, s
			}
		}
		s := r.weight / (6 + headCost)
		if s > top && !slices.Contains(unheaded, r.name) && c.head.Any(r.words) {
			best, top = r.name, s
		}
	}
	return best
}

// cellOf reports that a word stands in the label of a figure, the cell before its own; or in a cell that
// has a figure of its own, so that it says nothing of this one.
func (c *clause) cellOf(v value, k token) (label, other bool) {
	if c.cells == 0 || k.from == k.to {
		return false, false
	}
	mine, its := c.column(v.from), c.column(k.from)
	other = mine != its && slices.ContainsFunc(c.values, func(o value) bool {
		return c.column(o.from) == its
	})
	return its == mine-1 && !other, other
}

// unheaded is roles that a heading gives no figure under it: it is about too much.
var unheaded = []string{"other", "output", "return", "past"}

// unitCost is how much farther a word counts that only says of what unit a figure is, headCost how far the
// heading that a clause stands under.
const (
	unitCost = 30
	headCost = 20
)

// between is how many other figures stand between a figure and a word.
func (c *clause) between(v value, k token) int {
	n := 0
	for _, o := range c.values {
		if o.from >= min(v.to, k.to) && o.to <= max(v.from, k.from) {
			n++
		}
	}
	return n
}

// figures reads the shares and money of a clause.
func (d *doc) figures(i int) {
	c := &d.clauses[i]
	if d.levels(i) || d.recruits(i) {
		return
	}
	for k := range c.values {
		v := &c.values[k]
		switch v.kind {
		case percent:
			d.share(i, *v)
		case money:
			d.money(i, *v)
		case multiple:
			d.times(i, *v)
		case plainNumber:
			d.bare(i, v)
		}
	}
	d.again(i)
	d.grown(i)
	d.fromTo(i)
}

// bare takes a number without a unit that comes each day for an amount of the money last named: "120 USDT,
// earn 8 a day".
func (d *doc) bare(i int, v *value) {
	c := &d.clauses[i]
	every, from, to := d.timeOf(c, *v)
	article := v.num == 1 && !language.Digit(rune(d.Text[v.from]))
	if every == "" || from-v.to > 30 || v.from-to > 30 || v.num == 0 || article ||
		c.roleOf(*v, moneyRoles) != "return" {
		return
	}
	unit := d.moneyBefore(i, v.from)
	if unit == "" && c.has.Any(anyStakePriceDue) {
		unit = d.bareStake(c, v)
	}
	if unit != "" {
		v.kind, v.unit = money, unit
		d.money(i, *v)
	}
}

// bareStake makes the larger bare number before v money too, of a currency that is not named.
func (d *doc) bareStake(c *clause, v *value) string {
	for k := range c.values {
		if o := &c.values[k]; o.kind == plainNumber && o.from < v.from && o.num >= 4*v.num && o.every == "" {
			o.kind, o.unit = money, "?"
			return o.unit
		}
	}
	return ""
}

// moneyBefore is the currency named last before a place, in the clause or one of the three before.
func (d *doc) moneyBefore(i, at int) string {
	for k := i; k >= 0 && k >= i-3; k-- {
		for j := len(d.clauses[k].values) - 1; j >= 0; j-- {
			if o := d.clauses[k].values[j]; o.kind == money && o.from < at {
				return o.unit
			}
		}
	}
	return ""
}

// again says that the price comes back: the same amount stands a second time, beside a word of return.
func (d *doc) again(i int) {
	c := &d.clauses[i]
	if !c.has.Any(anyBackAtendRelease) || c.has.Any(anyBondHostNegExcuse) || c.question {
		return
	}
	for k := max(0, i-4); k <= i; k++ {
		for _, a := range d.clauses[k].values {
			for _, b := range c.values {
				if a.kind != money || b.kind != money || a.from >= b.from || a.num != b.num ||
					a.unit != b.unit ||
					b.every != "" ||
					a.num < 5 {
					continue
				}
				if _, far := c.near(anyBackReleaseGive, b.from, b.to); far < 30 {
					d.say(i, "principal_back", "1.0", b.from, b.to).Grave = true
					return
				}
			}
		}
	}
}

// share says what a percentage is: a return, a multiple, or what comes back.
func (d *doc) share(i int, v value) {
	c := &d.clauses[i]
	s := c.stanceOf(v.from, v.to)
	if !c.returned(v, s) {
		return
	}
	if c.unpromised(v) {
		d.say(i, "denial", "", v.from, v.to)
		return
	}
	every, from, to := d.timeOf(c, v)
	if v.num == 1 && v.every == "" && c.has.Any(anyKeptWhole) {
		every = "" // "100 % protected, for six months"
	}
	if every != "" && (v.num < 0.5 || v.every != "" || every != "month" && every != "year") {
		if s.negated && c.has.Any(sGuar) {
			d.say(i, "denial", "", v.from, v.to)
			s.hedged = true
		}
		st := d.say(i, "promised_return", shown(v, 1)+"/"+every, min(from, v.from), max(to, v.to))
		st.share, st.Hedged, st.Grave = true, s.hedged, v.num > 0 &&
			(!s.hedged || perDay(v.hi, every) >= impossible)
		return
	}
	d.total(i, v, s)
}

// unpromised reports that a figure is one that nobody can promise.
func (c *clause) unpromised(v value) bool {
	g, far := c.near(sGuar, v.from, v.to)
	return far < 40 && c.has.Has(isNeg) && !c.has.Any(anyNotnegUnlike) && !c.has.Has(isNorisk) &&
		c.denied(g.from, g.to)
}

// returned reports that a share is said to be what the buyer gets.
func (c *clause) returned(v value, s stance) bool {
	if c.shareRole(v, s) != "return" || c.elseShare(v) {
		return false
	}
	return !(c.question && !c.has.Any(anyNotneg)) && !s.other &&
		!(s.past && !c.has.Any(anyGiveConstant)) && !(c.has.Has(cLossMay) && s.hedged)
}

// shareRole is the role of a share, where what is sure or stands alone makes it a return.
func (c *clause) shareRole(v value, s stance) string {
	role := c.roleOf(v, percentRoles)
	sure := c.has.Any(anyConstantWhateverGuar) && !c.has.Any(anyFeePowerHostKeepMore2)
	if role == "" && c.bare() {
		if v.every != "" && perDay(v.num, v.every) >= 0.015 {
			return "return" // beyond any charge
		}
		return "" // "1.2 % p.d." alone
	}
	daily := v.every == "day" || v.every == "hour"
	if role == "referral" && (daily || !c.has.Any(anyRefer) && v.every != "") { // levels that pay by the day
		return "return"
	}
	_, guar := c.near(sGuar, v.from, v.to)
	_, fee := c.near(anyCharge, v.from, v.to)
	switch {
	case role == "other" && sure, role == "" && (sure || !c.has.Any(notReturn)) && !s.past,
		guar < 12 && (role == "due" || role == "fee" && fee > 5): // "guaranteed 2 %, no maintenance fees"
		return "return"
	}
	return role
}

// elseShare reports a share of something else than the stake: interest on arrears, what may be lost, a
// charge, or so large a share of no stake that it is one of what is mined, or of time.
func (c *clause) elseShare(v value) bool {
	_, loss := c.near(anyLossmay, v.from, v.to)
	large := v.num >= 0.5 && v.num <= 1 && !c.has.Any(anyStake) && (v.every != "" || c.has.Any(anyTime))
	return c.has.Any(anyUnpaidAppraised) || loss < 30 || large || c.charged(v)
}

// charged reports a word of a fee that nothing denies, in a clause with no stake and nothing that is sure.
func (c *clause) charged(v value) bool {
	if c.has.Any(anyStake) || c.has.Any(anyConstantWhateverGuar) {
		return false
	}
	_, own := c.near(anyReturnGive, v.from, v.to)
	return slices.ContainsFunc(c.tokens, func(k token) bool {
		if anyMarket.Has(k.Concept) && c.apart(v.from, v.to, k.from, k.to) > own ||
			anyRefer.Has(k.Concept) && v.every == "day" {
			return false
		}
		return anyCharge.Has(k.Concept) && c.between(v, k) == 0 && c.count(anyNegFree, k.from, k.to, 20) == 0
	})
}

// bare reports a clause that has figures and times, and no other words that are known.
func (c *clause) bare() bool {
	return !slices.ContainsFunc(c.tokens, func(k token) bool { return !figureWords.Has(k.Concept) })
}

// total says a share that comes back once: a multiple of the stake, or all of it.
func (d *doc) total(i int, v value, s stance) {
	c := &d.clauses[i]
	switch {
	case c.has.Any(anyTerminatePauseCap) && !d.dated(i): // the contract ends there: a limit, no promise
	case d.pastLine(i):
	case v.num > 1 && c.has.Any(anyStake) || v.num >= 1.3:
		st := d.say(i, "multiple", trim(v.num)+"x", v.from, v.to)
		st.Grave, st.Hedged = !s.hedged, s.hedged
	case v.num == 1 && c.has.Any(anyBack) && !c.has.Any(anyBondHost):
		b, _ := c.near(anyBack, v.from, v.to)
		d.say(i, "principal_back", "1.0", min(v.from, b.from), max(v.to, b.to)).Grave = true
	}
}

// dated reports that a clause, or the next, says in how many days.
func (d *doc) dated(i int) bool {
	for k := i; k <= i+1 && k < len(d.clauses); k++ {
		c := &d.clauses[k]
		timed := func(v value) bool { return v.kind == span || v.every != "" }
		if c.has.Any(anyDayMonthWeek) && (c.has.Any(anyConstant) || slices.ContainsFunc(c.values, timed)) {
			return true
		}
	}
	return false
}

// pastLine reports that the clause before, on the same line, tells of the past.
func (d *doc) pastLine(i int) bool {
	return i > 0 && d.clauses[i-1].line == d.clauses[i].line && d.clauses[i-1].has.Any(sPast) &&
		!d.clauses[i].has.Any(sGive)
}

// anyKeptWhole is what makes a hundred percent all of the stake.
var anyKeptWhole = setOf("back protect guar norisk")

// notReturn is words that make a share per time something else, where no other word says what it is.
var notReturn = setOf(
	"fee keep power host output market unpaid cap change discount loan uptime solo other pool hash" +
		" basis excuse",
)

// impossible is the return a day that no machine has earned for long, so that an estimate of it is grave
// too: 0.9 %, above the day-one yield of any offer that really mined.
const impossible = 0.009

// perDay is a share per day of one per time.
func perDay(share float64, every string) float64 {
	n, unit, ok := strings.Cut(every, " ")
	count, err := strconv.ParseFloat(n, 64)
	if !ok || err != nil {
		return share / daysOf(every)
	}
	for _, u := range timeUnits {
		if u.short == unit {
			return share / count / u.days
		}
	}
	return share / count
}

var notGrown = setOf(
	`fee power host discount hedge past hash level question other neg lossmay setup kwh uptime`,
)

var (
	sGive    = setOf("give")
	sGuar    = setOf("guar")
	cLossMay = language.Must("lossmay")
)

// times says a multiple: "3x your money", "ten times what you pay".
func (d *doc) times(i int, v value) {
	c := &d.clauses[i]
	o, _, _ := c.objectOf(token{from: v.from, to: v.to}, 40, nil)
	spans := slices.ContainsFunc(c.values, func(v value) bool { return v.kind == span })
	if !among(o, income) && !(o == ofNothing && spans) || v.num <= 1 || c.question {
		return
	}
	s := c.stanceOf(v.from, v.to)
	if s.negated || s.other || c.has.Any(anyHash) {
		return
	}
	st := d.say(i, "multiple", trim(v.num)+"x", v.from, v.to)
	st.Grave, st.Hedged = !s.hedged, s.hedged
}

// timeOf is the time in which a figure comes again, and the stretch that says so.
func (d *doc) timeOf(c *clause, v value) (every string, from, to int) {
	if v.every != "" {
		return v.every, v.from, v.to
	}
	far := 50.0
	for _, k := range c.nearby(far, v.from, v.to) {
		unit, at := adverbTime(k.Concept), k.from
		if unit == "" {
			unit, at = d.each(c, k)
		}
		if unit == "" || k.from >= v.from && k.to <= v.to || c.within(k, v) || v.kind == money && c.between(v, k) > 0 {
			continue
		}
		if a := c.apart(v.from, v.to, k.from, k.to) + 10*float64(c.between(v, k)); a < far {
			every, from, to, far = unit, at, k.to, a
		}
	}
	for _, o := range c.values {
		if o.kind != span || o.num <= 1 || o.unit == "hour" {
			continue
		}
		if p, ok := c.before(cPer, o.from); ok &&
			c.between(v, p) == 0 && c.at(p.from)[0].Concept != cStop {
			if a := c.apart(v.from, v.to, p.from, o.to); a < far {
				every, from, to, far = trim(o.num)+" "+shortUnit(o.unit), p.from, o.to, a
			}
		}
	}
	if every == "" {
		every, from, to = d.within(c, v)
	}
	return every, from, to
}

// within reports a word that is part of another figure: of a time that is that one's.
func (c *clause) within(k token, v value) bool {
	return slices.ContainsFunc(c.values, func(o value) bool {
		return o.from != v.from && o.every != "" && k.from >= o.from && k.to <= o.to && k.from < k.to
	})
}

// before is the word of a concept that ends where a stretch begins.
func (c *clause) before(what language.Concept, from int) (token, bool) {
	for i := c.upTo(from) - 1; i >= 0 && c.tokens[i].from > from-16; i-- {
		if t := c.tokens[i]; t.Concept == what && t.to <= from && from-t.to <= 2 {
			return t, true
		}
	}
	return token{}, false
}

// each is the unit of "per day", "every Friday", "each 24 hours", and where it begins.
func (d *doc) each(c *clause, k token) (string, int) {
	unit := nounTime(k.Concept)
	if k.Concept == cWeekday {
		unit = "week"
	}
	if unit == "" {
		return "", 0
	}
	for _, p := range c.tokens[c.upTo(k.from-12-c.longest):c.upTo(k.from+1)] {
		if p.Concept == cPer && p.to <= k.from && k.from-p.to <= 2 {
			return unit, p.from
		}
		if p.Concept == cPer && p.to <= k.from && k.from-p.to <= 12 {
			if n := strings.TrimSpace(string(d.Text[p.to:k.from])); n == "24" && unit == "hour" {
				return "day", p.from
			}
		}
	}
	return "", 0
}

// within is the time of a total: "150 % in 30 days" is per 30 d.
func (d *doc) within(c *clause, v value) (string, int, int) {
	if v.kind != percent || v.num < 0.02 {
		return "", 0, 0
	}
	if c.has.Any(anyStake) && c.has.Any(anyBackAtendRelease) {
		return d.spanNear(c, v, 70) // "after 30 days the deposit and 45 % are released"
	}
	return d.spanNear(c, v, 14)
}

// spanNear is the span of time beside a figure.
func (d *doc) spanNear(c *clause, v value, reach float64) (string, int, int) {
	for _, o := range c.values {
		if o.kind != span || c.apart(v.from, v.to, o.from, o.to) > reach || o.unit == "hour" && o.num < 24 {
			continue
		}
		if o.unit == "hour" && o.num == 24 || o.unit == "day" && o.num == 1 {
			return "day", o.from, o.to
		}
		return trim(o.num) + " " + shortUnit(o.unit), o.from, o.to
	}
	return "", 0, 0
}

// shown is the number of a value, or its range, times a factor.
func shown(v value, by float64) string {
	s := trim(v.num * by)
	if v.hi > v.num {
		s += ".." + trim(v.hi*by)
	}
	if v.upTo {
		s = "<=" + s
	}
	return s
}

// trim prints a number with six digits that count, and no more than it needs.
func trim(f float64) string {
	if f >= 1e6 {
		return strconv.FormatFloat(f, 'f', -1, 64)
	}
	f, _ = strconv.ParseFloat(strconv.FormatFloat(f, 'g', 6, 64), 64)
	return strconv.FormatFloat(f, 'f', -1, 64)
}
