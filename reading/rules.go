package reading

import (
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/language"
)

// read reads clause i: its figures, then what its words say.
func (d *doc) read(i int) {
	before := len(d.found)
	d.figures(i)
	for _, r := range said {
		if d.clauses[i].has.Any(r.by) {
			d.apply(i, r)
		}
	}
	d.sameReturn(i)
	d.continued(i)
	d.noRefund(i)
	d.payFirst(i)
	d.rights(i)
	d.terms(i)
	d.fixed(i, d.found[before:])
	if len(d.found) == before {
		d.noReferral(i)
	}
	if len(d.found) == before {
		d.unplaced(i)
	}
}

// fixed marks the returns of a clause that are promised for the term, by what else the clause says.
func (d *doc) fixed(i int, found []Statement) {
	has := func(what ...string) bool {
		return slices.ContainsFunc(found, func(s Statement) bool { return slices.Contains(what, s.What) })
	}
	sure := has("constant_income", "guarantee", "protected")
	ofStake := has("term") && d.clauses[i].has.Any(anyStake)
	for k := range found {
		s := &found[k]
		s.Fixed = s.What == "promised_return" && !s.Hedged && s.Grave &&
			(sure || ofStake && s.share)
	}
}

// rule is one line of the table below: a word of the concept by, the thing it is nearest to, and what that
// says. Denied is what it says where it is denied, empty: nothing.
type rule struct {
	what    string
	by      language.Set
	of      []object     // it is said of one of these; none: of anything
	needs   language.Set // some word of these stands in the clause
	also    language.Set // and some word of these
	not     language.Set // none of these stands near
	never   language.Set // nor of these anywhere in the clause
	reach   float64      // how far the object may stand
	denied  string
	flipped bool // said by what is denied: nobody has lost
	grave   bool
}

// ruled is how near a word must stand to rule a statement out.
const ruled = 60

var income = []object{ofIncome, ofStake}

// said is what words without figures say. Later lines do not depend on earlier ones.
var said = []rule{
	{what: "constant_income", by: setOf("constant"), of: income, reach: 60, denied: "denial", grave: true,
		not: setOf("wantreturn basis uptime solo row refer")},
	{what: "constant_income", by: setOf("whatever"), of: income, reach: 80, grave: true,
		not: setOf("wantreturn basis uptime lossmay hedge solo refer"), never: setOf("keep")},
	{what: "constant_income", by: setOf("vary"), of: income, reach: 40, flipped: true, grave: true,
		not: setOf("wantreturn basis uptime solo row refer lossmay"), never: setOf("keep")},
	{what: "guarantee", by: setOf("guar"), of: income, reach: 40, denied: "denial", grave: true,
		not: setOf("wantreturn basis bond solo lossmay uptime")},
	{what: "service_guarantee", by: setOf("guar"), reach: 60,
		needs: setOf("service uptime output pool basis hash excuse"),
		not:   setOf("return stake constant whatever lossmay mult pct")},
	{what: "protected", by: setOf("protect"), of: income, reach: 40, denied: "denial", grave: true,
		not: setOf("uptime basis excuse"), never: setOf("bond defect")},
	{what: "guarantee", by: setOf("norisk"), denied: "denial", grave: true},
	{what: "guarantee", by: setOf("fail"), of: income, reach: 60, flipped: true, grave: true, not: setOf("uptime")},
	{what: "guarantee", by: setOf("fail"), flipped: true, grave: true,
		needs: setOf("you cents cur stake guar"), not: setOf("uptime service excuse fee host power pause")},
	{what: "guarantee", by: setOf("lossmay"), flipped: true, grave: true,
		needs: setOf("you stake us"), not: setOf("hedge")},
	{what: "denial", by: setOf("lossmay")},
	{what: "denial", by: setOf("uncertain"), not: setOf("constant whatever guar norisk")},
	{what: "principal_back", by: setOf("back"), of: []object{ofStake}, reach: 80, denied: "denial", grave: true,
		needs: setOf("whole atend"), never: setOf("bond host appraised terminate defect")},
	{what: "principal_back", by: setOf("whole"), of: []object{ofStake}, reach: 80, grave: true,
		needs: setOf("atend"), also: setOf("give back release"),
		never: setOf("bond host appraised terminate defect due need fee neg")},
	{what: "multiple", by: setOf("mult"), grave: true,
		needs: setOf("return stake give cur whole back day week month year"),
		not:   setOf("basis fee power host bond hash output uptime discount lossmay fail unpaid")},
	{what: "virtual_hashrate", by: setOf("virtual"), grave: true, not: setOf("hedge")},
	{what: "virtual_hashrate", by: setOf("refer"), grave: true, needs: setOf("hash speed"), also: setOf("grow"),
		never: setOf("discount host fee power hedge")},
	{what: "referral", by: setOf("refer"), grave: true, needs: setOf("part return"), also: setOf("stake due"),
		never: setOf("discount host power once excuse price neg")},
	{what: "proof_refused", by: setOf("secret"), grave: true, needs: setOf("proof pool"), not: setOf("other")},
	{what: "pressure", by: setOf("pressure")},
}

// apply says what a rule finds in a clause, once for each trigger.
func (d *doc) apply(i int, r rule) {
	c := &d.clauses[i]
	if !d.fits(i, r) {
		return
	}
	for _, k := range c.tokens {
		if !r.by.Has(k.Concept) || r.what == "multiple" && c.ofMarket(k) {
			continue
		}
		if _, far := c.near(r.not, k.from, k.to); far < ruled {
			continue
		}
		o, t := d.thing(c, r, k)
		if r.what == "constant_income" && o == ofStake && c.has.Any(anyFeePowerHost) && !c.has.Any(ofPromise) {
			continue // "the amount", of a charge
		}
		if r.of != nil && o == ofNothing && r.what == "guarantee" && !r.flipped &&
			c.stanceOf(k.from, k.to).negated {
			d.say(i, "denial", "", k.from, k.to)
			return
		}
		if (r.of == nil || among(o, r.of)) && d.judge(i, r, k, min(k.from, t.from), max(k.to, t.to)) {
			d.shielded(i, r, k, o)
			if r.what != "denial" {
				return
			}
		}
	}
}

// noRefund says that what was paid does not come back.
func (d *doc) noRefund(i int) {
	c := &d.clauses[i]
	if c.question || c.reported || c.has.Any(notPaid) || !c.has.Any(anyPaidIn) {
		return
	}
	for _, k := range c.tokens {
		n, far := c.near(sNeg, k.from, k.to)
		if anyBack.Has(k.Concept) && far <= 16 && !c.holds(anyPaidIn, min(n.to, k.to), max(n.from, k.from)) {
			d.say(i, "denial", "", min(n.from, k.from), max(n.to, k.to)).Of = "refund"
			return
		}
	}
}

// shielded says of what was just said that it is the stake that is safe, and that it is called insured.
func (d *doc) shielded(i int, r rule, k token, o object) {
	c, last := &d.clauses[i], d.found[len(d.found)-1]
	if last.What != r.what || !last.Grave {
		return
	}
	t, far := c.near(anyStake, k.from, k.to)
	switch {
	case r.what == "protected" && k.Code() == "insured":
		d.say(i, "insured", "", min(k.from, t.from), max(k.to, t.to))
	case r.what == "guarantee" && t.to > 0 && (o == ofStake || k.Concept != isGuar && far < 40):
		d.say(i, "protected", "", min(k.from, t.from), max(k.to, t.to)).Grave = true
	}
}

// fits reports that a clause has the words that a rule needs, and none that it never stands with.
func (d *doc) fits(i int, r rule) bool {
	c, none := &d.clauses[i], language.Set{}
	switch {
	case c.has.Any(r.never) && !(r.what == "principal_back" && c.expires(r)), r.needs != none && !c.has.Any(r.needs),
		r.also != none && !c.has.Any(r.also):
		return false
	case r.what == "principal_back" && c.has.Has(isNeg) && c.has.Any(sExcuse): // if it is not delivered
		return false
	}
	return !c.question || c.has.Any(anyOtherNotneg) || d.answered(i)
}

// expires reports that of the words that rule a returned price out a clause only has those of the end of the
// term, or of an end at which profits are paid too.
func (c *clause) expires(r rule) bool {
	free := c.has.Any(anyEnding)
	return !slices.ContainsFunc(c.tokens, func(k token) bool {
		return r.never.Has(k.Concept) && !(k.Concept == isTerminate && (free || c.also(k, isAtend)))
	})
}

// also reports that a word stands for another concept too.
func (c *clause) also(k token, what language.Concept) bool {
	return slices.ContainsFunc(c.at(k.from), func(t token) bool { return t.Concept == what && t.to == k.to })
}

// thing is what a word is said of, and its place: that of the word itself where the rule asks for nothing.
func (d *doc) thing(c *clause, r rule, k token) (object, token) {
	if r.of == nil {
		return ofNothing, k
	}
	o, t, _ := c.objectOf(k, r.reach, r.of)
	if o == ofNothing || o == ofMarket {
		if v, ok := d.incoming(c, k, r.reach); ok {
			return ofIncome, token{from: v.from, to: v.to}
		}
	}
	if o == ofNothing && r.what == "principal_back" && c.has.Any(anyWhole) && d.spokeOfStake(c) {
		return ofStake, k
	}
	return o, t
}

// spokeOfStake reports that the clause before, on the same line, makes the stake safe: "the principal is
// guaranteed; after a year all of it is paid back".
func (d *doc) spokeOfStake(c *clause) bool {
	for i := 1; i < len(d.clauses); i++ {
		if &d.clauses[i] == c {
			b := &d.clauses[i-1]
			return b.line == c.line && b.has.Any(anyStake) && b.has.Any(anySafe) && !b.has.Has(isNeg)
		}
	}
	return false
}

// ofMarket reports that what a word is said of is the market: its difficulty doubled.
func (c *clause) ofMarket(k token) bool {
	m, far := c.near(anyMarket, k.from, k.to)
	_, own := c.near(anyStakeReturn, k.from, k.to)
	coin := slices.ContainsFunc(c.tokens, func(t token) bool {
		return t.Code() == "BTC" && t.from < m.to && t.to > m.from
	})
	return far < 20 && m.from < k.from || far < 12 && own > far && !coin
}

// incoming is an amount or share near a word that comes again and again and is no cost.
func (d *doc) incoming(c *clause, k token, reach float64) (value, bool) {
	for _, v := range c.values {
		if v.kind != money && (v.kind != percent || v.num >= 0.5) || v.perKWh || v.perHash > 0 ||
			c.apart(k.from, k.to, v.from, v.to) > reach {
			continue
		}
		if every, _, _ := d.timeOf(c, v); every != "" && !c.has.Any(anyFeePowerHostKeepMore) {
			return v, true
		}
	}
	return value{}, false
}

// judge says a statement or its denial by the stance of the clause towards it.
func (d *doc) judge(i int, r rule, k token, from, to int) bool {
	c := &d.clauses[i]
	s := c.stanceOf(k.from, k.to)
	s.negated = d.ruledOut(c, r, k, s.negated) || k.Concept == isVirtual && d.shownOnly(i)
	if c.question && !s.negated && r.denied != "" && d.answered(i) {
		d.say(i, r.denied, "", from, to)
		return true
	}
	if c.question && !s.negated && !c.has.Any(anyNotneg) {
		return false
	}
	if s.other && r.grave && !r.flipped {
		return d.comparison(i, r, k, s, from, to)
	}
	if s.negated != r.flipped {
		if r.denied != "" {
			d.say(i, r.denied, "", from, to)
		}
		return r.denied != ""
	}
	if b, far := c.near(anyBack, k.from, k.to); r.what == "principal_back" && far < 80 {
		from, to = min(from, b.from), max(to, b.to)
	}
	st := d.say(i, r.what, value1(r, k), from, to)
	st.Grave, st.Hedged = r.grave, s.hedged
	return true
}

// ruledOut is whether a word is denied, by the ways of its concept: of some only what stands before counts.
func (d *doc) ruledOut(c *clause, r rule, k token, negated bool) bool {
	switch {
	case r.what == "proof_refused": // "for safety we do not show": only what stands before denies it
		return c.count(sNeg, max(c.from, k.from-12), k.from, 0) > 0 &&
			c.count(sNeg, k.from, k.from, 12) > 0 && c.count(sNeg, k.to, c.to, 0) == 0
	case r.flipped:
		return c.notSo(k)
	case k.Concept == cLossMay, k.Concept == isUncertain: // a denial itself: only a no before it takes it back
		return c.negatedBefore(k, 14)
	case k.Concept == isNorisk: // "sin riesgo ninguno" is no denial, "we do not say that there is no risk" is
		_, loss := c.near(anyDoubt, k.from, k.to)
		return loss < 24 || c.negatedBefore(k, 14) && !d.concord(c, k)
	case k.Concept == isVirtual:
		return c.negatedBefore(k, 20) || c.unpaidFor()
	}
	return negated
}

// concord reports a no that goes with another one, which it does not take back: "no corre ningún peligro".
func (d *doc) concord(c *clause, k token) bool {
	word := string(d.Text[k.from:k.to])
	return c.count(sNeg, max(c.from, k.from-24), k.from, 0) < 2 && slices.ContainsFunc(concords,
		func(no string) bool { return strings.HasPrefix(word, no) })
}

// concords begins the words that go with another no.
var concords = strings.Fields("ningun nessun nenhum aucun никак ни нико ниче nada niente nulla hic")

// shownOnly reports that the clause behind says that nothing is paid.
func (d *doc) shownOnly(i int) bool {
	if i+1 >= len(d.clauses) || d.clauses[i+1].line != d.clauses[i].line {
		return false
	}
	next := &d.clauses[i+1]
	return next.to-next.from < 40 && next.unpaidFor()
}

// unpaidFor reports that nothing is paid: what is simulated then is shown.
func (c *clause) unpaidFor() bool {
	return slices.ContainsFunc(c.tokens, func(k token) bool {
		return anyPaid.Has(k.Concept) && c.count(sNeg, k.from, k.to, 6) > 0
	})
}

// negatedBefore reports a negation at most reach before a word.
func (c *clause) negatedBefore(k token, reach float64) bool {
	return slices.ContainsFunc(c.tokens, func(n token) bool {
		return n.Concept == isNeg && n.to <= k.from && c.apart(n.from, n.to, k.from, k.to) <= reach &&
			!c.spent(n, k)
	})
}

// spent reports a no that is of the market, in a part of the clause that ends before a word: "the luck, not the
// market: your income will change".
func (c *clause) spent(n, k token) bool {
	m, far := c.near(anyMarket, n.to, n.to)
	return m.from >= n.to && far < 6 &&
		slices.ContainsFunc(c.breaks, func(p pause) bool { return p.at >= m.to && p.at < k.from })
}

// notSo reports that a word of failing, falling or losing is denied: "nobody has lost", "it never drops".
func (c *clause) notSo(k token) bool {
	switch k.Concept {
	case isVary:
		if slices.ContainsFunc(c.tokens, func(t token) bool {
			return t.Concept == isUncertain && t.from <= k.from && t.to >= k.to
		}) && !c.negatedBefore(k, 14) {
			return false
		}
		n, far := c.near(sNeg, k.from, k.to)
		if c.has.Any(sGuar) && n.to > k.from { // "varies and is not guaranteed"
			return false
		}
		if _, hedge := c.near(sHedge, k.from, k.to); hedge < 14 { // "may vary"
			return false
		}
		return far <= 16 || c.negatedBefore(k, 50)
	case cLossMay:
		return c.count(sNeg, k.from, k.to, 14) > 0
	}
	return slices.ContainsFunc(c.tokens, func(n token) bool {
		far := c.apart(n.from, n.to, k.from, k.to)
		_, fee := c.near(anyChargeOfUs, n.from, n.to)
		return n.Concept == isNeg && far <= 80 && (fee > 8 || fee >= far) // "in a loss we charge nothing"
	})
}

// answered reports that the clause behind a question is a bare no.
func (d *doc) answered(i int) bool {
	if i+1 >= len(d.clauses) || !d.clauses[i].question {
		return false
	}
	next := &d.clauses[i+1]
	return next.has.Has(isNeg) && next.to-next.from < 16
}

func value1(r rule, k token) string {
	switch r.what {
	case "multiple":
		return trim(k.Value()) + "x"
	case "principal_back":
		return "1.0"
	}
	return ""
}

// comparison is what a clause about others says of the seller: that they do not and we do is a promise,
// that they do and we do not is a denial, anything else is left open.
func (d *doc) comparison(i int, r rule, k token, s stance, from, to int) bool {
	c := &d.clauses[i]
	unlike, far := c.near(sUnlike, from, to)
	if far < 120 {
		from, to = min(from, unlike.from), max(to, unlike.to)
	}
	for n := i + 1; far > 120 && n < len(d.clauses) && n <= i+2 && d.clauses[n].line == c.line; n++ {
		next := &d.clauses[n]
		if _, us := next.near(anyUsUnlike, next.from, next.from); us < 12 &&
			!next.has.Any(anyNegOtherLossmay) {
			far, to = us, next.to
		}
	}
	switch {
	case s.negated && far < 120:
		d.say(i, r.what, value1(r, k), from, to).Grave = r.grave
	default: // what is said of others says nothing of the seller
		return false
	}
	return true
}

func among(o object, all []object) bool {
	for _, x := range all {
		if o == x {
			return true
		}
	}
	return false
}

// sameReturn says that a return which the clause states is constant, whatever else the clause speaks of.
func (d *doc) sameReturn(i int) {
	c := &d.clauses[i]
	if !c.has.Any(anyConstantWhateverGuar) || c.has.Any(anyLossmayHedge) {
		return
	}
	for k := range d.found {
		if d.found[k].clause != i || d.found[k].What != "promised_return" {
			continue
		}
		for _, t := range c.tokens {
			s := c.stanceOf(t.from, t.to)
			if o, _, far := c.objectOf(t, 40, income); s.negated ||
				far < 14 && (o == ofCost || o == ofService) {
				continue
			}
			switch t.Concept.String() {
			case "constant", "whatever":
				d.say(i, "constant_income", "", t.from, t.to).Grave = true
				return
			case "guar":
				d.say(i, "guarantee", "", t.from, t.to).Grave = true
				return
			}
		}
	}
}

// continued says that a return which the line told of goes on: "June 12 %, July 12 %. August? 12 % again, for
// sure", "what will change? Nothing".
func (d *doc) continued(i int) {
	c := &d.clauses[i]
	if c.has.Any(notContinued) || c.reported {
		return
	}
	sure := !c.question && c.has.Any(anyConstantGuar) && c.shares() > 0 && !c.has.Has(isNeg)
	asked := c.question && c.has.Any(anyChangeVary) && d.answered(i)
	if !sure && !asked {
		return
	}
	told := 0
	for k := i; k >= 0 && k >= i-6 && d.clauses[k].line == c.line; k-- {
		if o := &d.clauses[k]; !o.has.Any(notContinued) && (o.has.Any(anyMonthly) || k == i) {
			told += o.shares()
		}
	}
	if told >= 2 {
		d.say(i, "constant_income", "", c.from, c.to).Grave = true
	}
}

// shares is how many percentages a clause has.
func (c *clause) shares() int {
	n := 0
	for _, v := range c.values {
		n += boolInt(v.kind == percent)
	}
	return n
}
