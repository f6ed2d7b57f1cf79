package reading

import (
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
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
func (c *clause) roleOf(v phrase.Value, roles []role) string {
	best, top := "", 0.0
	for _, r := range roles {
		if !c.Has.Any(r.words) && !c.Head.Any(r.words) {
			continue
		}
		for _, k := range c.Nearby(farRole+phrase.CellCost, v.From, v.To) {
			if !r.words.Has(k.Concept) || k.From >= v.From && k.To <= v.To {
				continue
			}
			label, other := c.cellOf(v, k)
			if other || costs.Has(k.Concept) && c.listed(v, k) {
				continue
			}
			k = c.compound(k)
			far := c.Apart(v.From, v.To, k.From, k.To) + 10*float64(c.between(v, k))
			if label {
				far = max(0, far-phrase.CellCost)
			}
			if k.Concept == isHost && (k.Code() == "unit" || k.From >= v.Core && k.From <= v.To+1) {
				far += unitCost // "$35 per machine": the unit of a figure, whatever it is
			}
			if s := r.weight / (6 + far); s > top && far < farRole {
				best, top = r.name, s
			}
		}
		s := r.weight / (6 + headCost)
		if s > top && !slices.Contains(unheaded, r.name) && c.Head.Any(r.words) {
			best, top = r.name, s
		}
	}
	return best
}

// cellOf reports that a word stands in the label of a figure, the cell before its own; or in a cell that
// has a figure of its own, so that it says nothing of this one.
func (c *clause) cellOf(v phrase.Value, k phrase.Token) (label, other bool) {
	if c.Cells == 0 || k.From == k.To {
		return false, false
	}
	mine, its := c.Column(v.From), c.Column(k.From)
	other = mine != its && slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
		return c.Column(o.From) == its
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
func (c *clause) between(v phrase.Value, k phrase.Token) int {
	n := 0
	for _, o := range c.Values {
		if o.From >= min(v.To, k.To) && o.To <= max(v.From, k.From) {
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
	for k := range c.Values {
		v := &c.Values[k]
		switch v.Kind {
		case phrase.Percent:
			d.share(i, *v)
		case phrase.Money:
			d.money(i, *v)
		case phrase.Multiple:
			d.times(i, *v)
		case phrase.PlainNumber:
			d.bare(i, v)
		}
	}
	d.again(i)
	d.grown(i)
	d.fromTo(i)
}

// bare takes a number without a unit that comes each day for an amount of the money last named: "120 USDT,
// earn 8 a day".
func (d *doc) bare(i int, v *phrase.Value) {
	c := &d.clauses[i]
	every, from, to := d.timeOf(c, *v)
	article := v.Num == 1 && !language.Digit(rune(d.Text[v.From]))
	if every == "" || from-v.To > 30 || v.From-to > 30 || v.Num == 0 || article ||
		c.roleOf(*v, moneyRoles) != "return" {
		return
	}
	if every == "month" && v.Num <= 31 && slices.ContainsFunc(c.Values, func(o phrase.Value) bool {
		return o.Kind == phrase.Money && o.From > v.From && o.Num >= 1000*v.Num
	}) {
		return // the day of the month
	}
	unit := d.moneyBefore(i, v.From)
	if unit == "" && c.Has.Any(anyStakePriceDue) {
		unit = d.bareStake(c, v)
	}
	if unit != "" {
		v.Kind, v.Unit = phrase.Money, unit
		d.money(i, *v)
	}
}

// bareStake makes the larger bare number before v money too, of a currency that is not named.
func (d *doc) bareStake(c *clause, v *phrase.Value) string {
	for k := range c.Values {
		if o := &c.Values[k]; o.Kind == phrase.PlainNumber && o.From < v.From && o.Num >= 4*v.Num &&
			o.Every == "" {
			o.Kind, o.Unit = phrase.Money, "?"
			return o.Unit
		}
	}
	return ""
}

// moneyBefore is the currency named last before a place, in the clause or one of the three before.
func (d *doc) moneyBefore(i, at int) string {
	for k := i; k >= 0 && k >= i-3; k-- {
		for j := len(d.clauses[k].Values) - 1; j >= 0; j-- {
			if o := d.clauses[k].Values[j]; o.Kind == phrase.Money && o.From < at {
				return o.Unit
			}
		}
	}
	return ""
}

// again says that the price comes back: the same amount stands a second time, beside a word of return.
func (d *doc) again(i int) {
	c := &d.clauses[i]
	if !c.Has.Any(anyBackAtendRelease) || c.Question {
		return
	}
	for k := max(0, i-4); k <= i; k++ {
		for _, a := range d.clauses[k].Values {
			for _, b := range c.Values {
				if a.Kind != phrase.Money || b.Kind != phrase.Money || a.From >= b.From || a.Num != b.Num ||
					a.Unit != b.Unit ||
					b.Every != "" ||
					a.Num < 5 {
					continue
				}
				_, far := c.Near(anyBackReleaseGive, b.From, b.To)
				if _, other := c.Near(anyBondHostNegExcuse, b.From, b.To); far < 30 && other > 40 {
					d.say(i, "principal_back", "1.0", b.From, b.To).Grave = true
					return
				}
			}
		}
	}
}

// share says what a percentage is: a return, a multiple, or what comes back.
func (d *doc) share(i int, v phrase.Value) {
	c := &d.clauses[i]
	s := c.stanceOf(v.From, v.To)
	if !c.returned(v, s) {
		return
	}
	if c.unpromised(v) {
		d.say(i, "denial", "", v.From, v.To)
		return
	}
	every, from, to := d.timeOf(c, v)
	if v.Num == 1 && v.Every == "" && c.Has.Any(anyKeptWhole) {
		every = "" // "100 % protected, for six months"
	}
	if every != "" && (v.Num < 0.5 || v.Every != "" || every != "month" && every != "year") {
		if s.negated && c.Has.Any(sGuar) {
			d.say(i, "denial", "", v.From, v.To)
			s.hedged = true
		}
		st := d.say(i, "promised_return", shown(v, 1)+"/"+every, min(from, v.From), max(to, v.To))
		st.own = v.From + 1
		st.share, st.Hedged, st.Grave = true, s.hedged, v.Num > 0 &&
			(!s.hedged || perDay(v.Hi, every) >= impossible)
		return
	}
	d.total(i, v, s)
}

// unpromised reports that a figure is one that nobody can promise.
func (c *clause) unpromised(v phrase.Value) bool {
	g, far := c.Near(sGuar, v.From, v.To)
	plain := !c.Has.Any(anyNotnegUnlike) || c.NoBefore(g, 4) && !c.Has.Any(anyNotneg)
	return far < 40 && c.Has.Has(isNeg) && plain && !c.Has.Has(isNorisk) &&
		c.denied(g.From, g.To)
}

// returned reports that a share is said to be what the buyer gets.
func (c *clause) returned(v phrase.Value, s stance) bool {
	if c.shareRole(v, s) != "return" || c.elseShare(v) {
		return false
	}
	return !(c.Question && !c.Has.Any(anyNotneg)) && !s.other &&
		!(s.past && !c.Has.Any(anyGiveConstant)) && !(c.Has.Has(cLossMay) && s.hedged)
}

// shareRole is the role of a share, where what is sure or stands alone makes it a return.
func (c *clause) shareRole(v phrase.Value, s stance) string {
	role := c.roleOf(v, percentRoles)
	sure := c.Has.Any(anyConstantWhateverGuar) && !c.Has.Any(anyFeePowerHostKeepMore2)
	if role == "" && c.bare() {
		if v.Every != "" && perDay(v.Num, v.Every) >= 0.015 {
			return "return" // beyond any charge
		}
		return "" // "1.2 % p.d." alone
	}
	daily := v.Every == "day" || v.Every == "hour"
	if role == "referral" && (daily || !c.Has.Any(anyRefer) && v.Every != "") { // levels that pay by the day
		return "return"
	}
	_, guar := c.Near(sGuar, v.From, v.To)
	_, fee := c.Near(anyCharge, v.From, v.To)
	switch {
	case role == "other" && sure, role == "" && (sure || !c.Has.Any(notReturn)) && !s.past,
		guar < 12 && (role == "due" || role == "fee" && fee > 5): // "guaranteed 2 %, no maintenance fees"
		return "return"
	}
	return role
}

// elseShare reports a share of something else than the stake: interest on arrears, what may be lost, a
// charge, or so large a share of no stake that it is one of what is mined, or of time.
func (c *clause) elseShare(v phrase.Value) bool {
	_, loss := c.Near(anyLossmay, v.From, v.To)
	if g, near := c.Near(anyGrow, v.From, v.From); near < 10 && g.To <= v.From && c.Has.Any(anyMarket) &&
		!c.Has.Any(ofStakeOrGive) {
		return true // "if difficulty grows 5 % a month, your income falls"
	}
	large := v.Num >= 0.5 && v.Num <= 1 && !c.Has.Any(anyStake) && (v.Every != "" || c.Has.Any(anyTime))
	credit := c.Has.Any(anyUptime) && c.Has.Any(anyFeePowerHost) && !c.Has.Any(anyStake)
	return credit || c.Has.Any(anyUnpaidAppraised) || loss < 30 || large || c.charged(v)
}

// charged reports a word of a fee that nothing denies, in a clause with no stake and nothing that is sure.
func (c *clause) charged(v phrase.Value) bool {
	if c.Has.Any(anyStake) || c.Has.Any(anyConstantWhateverGuar) {
		return false
	}
	_, own := c.Near(anyReturnGive, v.From, v.To)
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		if anyMarket.Has(k.Concept) && c.Apart(v.From, v.To, k.From, k.To) > own ||
			anyRefer.Has(k.Concept) && v.Every == "day" {
			return false
		}
		return anyCharge.Has(k.Concept) && c.between(v, k) == 0 && c.Count(anyNegFree, k.From, k.To, 20) == 0
	})
}

// bare reports a clause that has figures and times, and no other words that are known.
func (c *clause) bare() bool {
	return !slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool { return !figureWords.Has(k.Concept) })
}

// total says a share that comes back once: a multiple of the stake, or all of it.
func (d *doc) total(i int, v phrase.Value, s stance) {
	c := &d.clauses[i]
	switch {
	case c.Has.Any(anyTerminatePauseCap) && !d.dated(i): // the contract ends there: a limit, no promise
	case d.pastLine(i):
	case v.Num > 1 && c.Has.Any(anyStake) || v.Num >= 1.3:
		st := d.say(i, "multiple", trim(v.Num)+"x", v.From, v.To)
		st.Grave, st.Hedged = !s.hedged, s.hedged
	case v.Num == 1 && c.Has.Any(anyBack) && !c.Has.Any(anyBondHost):
		b, _ := c.Near(anyBack, v.From, v.To)
		d.say(i, "principal_back", "1.0", min(v.From, b.From), max(v.To, b.To)).Grave = true
	}
}

// dated reports that a clause, or the next, says in how many days.
func (d *doc) dated(i int) bool {
	for k := i; k <= i+1 && k < len(d.clauses); k++ {
		c := &d.clauses[k]
		timed := func(v phrase.Value) bool { return v.Kind == phrase.Span || v.Every != "" }
		if c.Has.Any(anyDayMonthWeek) && (c.Has.Any(anyConstant) || slices.ContainsFunc(c.Values, timed)) {
			return true
		}
	}
	return false
}

// pastLine reports that the clause before, on the same line, tells of the past.
func (d *doc) pastLine(i int) bool {
	return i > 0 && d.clauses[i-1].Line == d.clauses[i].Line && d.clauses[i-1].Has.Any(sPast) &&
		!d.clauses[i].Has.Any(sGive)
}

// anyKeptWhole is what makes a hundred percent all of the stake.
var anyKeptWhole = setOf("back protect guar norisk")

var anyUptime = setOf("uptime")

// What grows with the market, and what makes it the buyer's.
var anyGrow, ofStakeOrGive = setOf("grow change vary"), setOf("stake constant guar whatever")

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
	for _, u := range phrase.TimeUnits {
		if u.Short == unit {
			return share / count / u.Days
		}
	}
	return share / count
}

var notGrown = setOf(
	`fee power host discount hedge past hash level question other lossmay setup kwh uptime`,
)

var (
	sGive    = setOf("give")
	sGuar    = setOf("guar")
	cLossMay = language.Must("lossmay")
)

// times says a multiple: "3x your money", "ten times what you pay".
func (d *doc) times(i int, v phrase.Value) {
	c := &d.clauses[i]
	o, _, _ := c.objectOf(phrase.Token{From: v.From, To: v.To}, 40, nil)
	spans := slices.ContainsFunc(c.Values, func(v phrase.Value) bool { return v.Kind == phrase.Span })
	if !among(o, income) && !(o == ofNothing && spans) || v.Num <= 1 || c.Question {
		return
	}
	s := c.stanceOf(v.From, v.To)
	if s.negated || s.other || c.Has.Any(anyHash) {
		return
	}
	st := d.say(i, "multiple", trim(v.Num)+"x", v.From, v.To)
	st.Grave, st.Hedged = !s.hedged, s.hedged
}

// shown is the number of a value, or its range, times a factor.
func shown(v phrase.Value, by float64) string {
	s := trim(v.Num * by)
	if v.Hi > v.Num {
		s += ".." + trim(v.Hi*by)
	}
	if v.UpTo {
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
