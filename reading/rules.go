package reading

import (
	"bytes"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// read reads clause i: its figures, then what its words say.
func (d *doc) read(i int) {
	before := len(d.found)
	d.figures(i)
	for _, r := range said {
		if d.clauses[i].Has.Any(r.by) {
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
	d.untold(i, before)
	if len(d.found) == before && !d.clauses[i].Told {
		d.noReferral(i)
	}
	if len(d.found) == before && !d.clauses[i].Told {
		d.unplaced(i)
	}
}

// fixed marks the returns of a clause that are promised for the term, by what else the clause says.
func (d *doc) fixed(i int, found []Statement) {
	has := func(what ...string) bool {
		return slices.ContainsFunc(found, func(s Statement) bool { return slices.Contains(what, s.What) })
	}
	sure := has("constant_income", "guarantee", "protected")
	ofStake := has("term") && d.clauses[i].Has.Any(anyStake)
	for k := range found {
		s := &found[k]
		s.Fixed = s.What == "promised_return" && !s.Hedged && s.Grave &&
			(sure || ofStake && s.share)
	}
}

// untold drops what a clause says that tells of others, but for what it denies.
func (d *doc) untold(i, before int) {
	if d.clauses[i].Told {
		d.found = append(d.found[:before], slices.DeleteFunc(d.found[before:], func(s Statement) bool {
			return s.What != "denial"
		})...)
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
		not: setOf("wantreturn uptime solo row refer"), never: setOf("basis")},
	{what: "constant_income", by: setOf("whatever"), of: income, reach: 80, grave: true,
		not: setOf("wantreturn basis uptime lossmay hedge solo refer pool"), never: setOf("keep")},
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
	{what: "denial", by: setOf("uncertain"), not: setOf("constant guar norisk")},
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
		never: setOf("discount host power once excuse price neg market")},
	{what: "proof_refused", by: setOf("secret"), grave: true, needs: setOf("proof pool"), not: setOf("other")},
	{what: "pressure", by: setOf("pressure")},
}

// apply says what a rule finds in a clause, once for each trigger.
func (d *doc) apply(i int, r rule) {
	c := &d.clauses[i]
	if !d.fits(i, r) {
		return
	}
	for _, k := range c.Tokens {
		if !r.by.Has(k.Concept) || c.ruledBy(r, k) {
			continue
		}
		o, t := d.thing(c, r, k)
		if r.what == "constant_income" && d.elsewhere(c, k, o, t) {
			continue
		}
		if r.of != nil && o == ofNothing && r.what == "guarantee" && !r.flipped &&
			c.stanceOf(k.From, k.To).negated {
			d.say(i, "denial", "", k.From, k.To)
			return
		}
		if (r.of == nil || among(o, r.of)) && d.judge(i, r, k, min(k.From, t.From), max(k.To, t.To)) {
			d.shielded(i, r, k, o)
			if !slices.Contains(severally, r.what) {
				return
			}
		}
	}
}

// elsewhere reports that what stays the same is no income: "the amount", of a charge; or that "whatever" is
// said of the income itself, or of what goes back ("whatever is not spent returns to you").
func (d *doc) elsewhere(c *clause, k phrase.Token, o object, t phrase.Token) bool {
	charge := o == ofStake && c.Has.Any(anyFeePowerHost) && !c.Has.Any(ofPromise)
	return charge || k.Concept == isWhatever && o == ofIncome && (d.ofItself(c, k, t) || c.also(t, isBack)) ||
		k.Concept == isWhatever && c.unspent(k)
}

// givesNothing reports that a clause denies that anything is received: "you get nothing then, and owe
// nothing".
func (c *clause) givesNothing() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return sGive.Has(k.Concept) && c.NoBefore(k, 4)
	})
}

// unspent reports that "whatever" is what something has not become: "whatever has not been spent
// returns to you".
func (c *clause) unspent(k phrase.Token) bool {
	n, far := c.Near(anyNegDefect, k.To, k.To)
	return n.From >= k.To && far <= 6
}

var anyNegDefect = setOf("neg defect")

// ofItself reports that "whatever" is said of the income and not of what it withstands: "whatever daily
// profit the machines make".
func (d *doc) ofItself(c *clause, k, income phrase.Token) bool {
	if w, far := c.Near(anyWhatever, income.From, income.From); income.To <= k.From && k.From-income.To <= 2 {
		return far < 20 && w.To <= income.From // "whether it earns or not"
	}
	if income.From < k.To || income.From-k.To > 20 {
		return false
	}
	between := d.Text[k.To:income.From]
	return !bytes.ContainsAny(between, ",:;") && bytes.Count(between, []byte(" ")) <= 3
}

// ruledBy reports a word near that rules a statement out; the mining that a multiple comes from does not.
func (c *clause) ruledBy(r rule, k phrase.Token) bool {
	if r.what == "multiple" && c.ofMarket(k) || r.flipped && k.Concept == isFail && c.givesNothing() {
		return true
	}
	n, far := c.Near(r.not, k.From, k.To)
	_, own := c.Near(anyStake, k.From, k.To)
	return far < ruled && (r.what != "multiple" || n.Concept != isOutput || own > far+30)
}

// noRefund says that what was paid does not come back.
func (d *doc) noRefund(i int) {
	c := &d.clauses[i]
	if c.Question || c.Reported || c.Has.Any(notPaid) || !c.Has.Any(anyPaidIn) {
		return
	}
	for _, k := range c.Tokens {
		n, far := c.Near(sNeg, k.From, k.To)
		if anyBack.Has(k.Concept) && far <= 16 && !c.holds(anyPaidIn, min(n.To, k.To), max(n.From, k.From)) {
			d.say(i, "denial", "", min(n.From, k.From), max(n.To, k.To)).Of = "refund"
			d.say(i, "principal_back", "0", min(n.From, k.From), max(n.To, k.To))
			return
		}
	}
}

// severally is what a clause may say more than once, in other words.
var severally = strings.Fields("denial guarantee constant_income protected")

// shielded says of what was just said that it is the stake that is safe, and that it is called insured.
func (d *doc) shielded(i int, r rule, k phrase.Token, o object) {
	c, last := &d.clauses[i], d.found[len(d.found)-1]
	if last.What != r.what || !last.Grave {
		return
	}
	t, far := c.Near(anyStake, k.From, k.To)
	switch {
	case r.what == "constant_income" && k.Concept == isVary && o == ofStake:
		d.say(i, "protected", "", min(k.From, t.From), max(k.To, t.To)).Grave = true
	case r.what == "protected" && k.Code() == "insured":
		d.say(i, "insured", "", min(k.From, t.From), max(k.To, t.To))
	case r.what == "guarantee" && t.To > 0 && (o == ofStake || k.Concept != isGuar && far < 40):
		d.say(i, "protected", "", min(k.From, t.From), max(k.To, t.To)).Grave = true
	}
}

// fits reports that a clause has the words that a rule needs, and none that it never stands with.
func (d *doc) fits(i int, r rule) bool {
	c, none := &d.clauses[i], language.Set{}
	switch {
	case c.Has.Any(r.never) && !(r.what == "principal_back" && (c.expires(r) || d.pledged(c, r))), r.needs != none &&
		!c.Has.Any(r.needs),
		r.also != none && !c.Has.Any(r.also):
		return false
	case r.what == "principal_back" && c.Has.Has(isNeg) && c.Has.Any(sExcuse): // if it is not delivered
		return false
	}
	return !c.Question || c.Has.Any(anyOtherNotneg) || d.Refused(i)
}

// pledged reports that of the words that rule a returned price out a clause only has that of a deposit, where
// the text promised a return before: what is deposited there is the price.
func (d *doc) pledged(c *clause, r rule) bool {
	return d.has("promised_return") && !slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return r.never.Has(k.Concept) && !anyBond.Has(k.Concept)
	})
}

// expires reports that of the words that rule a returned price out a clause only has those of the end of the
// term, or of an end at which profits are paid too.
func (c *clause) expires(r rule) bool {
	free := c.Has.Any(anyEnding)
	return !slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return r.never.Has(k.Concept) && !(k.Concept == isTerminate && (free || c.also(k, isAtend)))
	})
}

// also reports that a word stands for another concept too.
func (c *clause) also(k phrase.Token, what language.Concept) bool {
	return slices.ContainsFunc(c.At(k.From), func(t phrase.Token) bool {
		return t.Concept == what &&
			t.To == k.To
	})
}

// thing is what a word is said of, and its place: that of the word itself where the rule asks for nothing.
func (d *doc) thing(c *clause, r rule, k phrase.Token) (object, phrase.Token) {
	if r.of == nil {
		return ofNothing, k
	}
	o, t, _ := c.objectOf(k, r.reach, r.of)
	if o == ofNothing || o == ofMarket {
		if v, ok := d.incoming(c, k, r.reach); ok {
			return ofIncome, phrase.Token{From: v.From, To: v.To}
		}
	}
	if l, far := c.Near(sFail, k.From, k.To); r.what == "protected" && o != ofStake && far < 24 {
		if _, s := c.Near(anyService, l.From, l.To); s > 60 {
			return ofStake, l // "our reserve covers any loss"
		}
	}
	if o == ofNothing && r.what == "principal_back" && c.Has.Any(anyWhole) && d.spokeOfStake(c) {
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
			return b.Line == c.Line && b.Has.Any(anyStake) && b.Has.Any(anySafe) && !b.Has.Has(isNeg)
		}
	}
	return false
}

// ofMarket reports that what a word is said of is the market: its difficulty doubled.
func (c *clause) ofMarket(k phrase.Token) bool {
	m, far := c.Near(anyMarket, k.From, k.To)
	_, own := c.Near(anyStakeReturn, k.From, k.To)
	coin := slices.ContainsFunc(c.Tokens, func(t phrase.Token) bool {
		return t.Code() == "BTC" && t.From < m.To && t.To > m.From
	})
	return far < 20 && m.From < k.From || far < 12 && own > far && !coin
}

// incoming is an amount or share near a word that comes again and again and is no cost.
func (d *doc) incoming(c *clause, k phrase.Token, reach float64) (phrase.Value, bool) {
	for _, v := range c.Values {
		if v.Kind != phrase.Money && (v.Kind != phrase.Percent || v.Num >= 0.5) || v.PerKWh ||
			v.PerHash > 0 ||
			c.Apart(k.From, k.To, v.From, v.To) > reach {
			continue
		}
		if every, _, _ := d.timeOf(c, v); every != "" && !c.Has.Any(anyFeePowerHostKeepMore) {
			return v, true
		}
	}
	return phrase.Value{}, false
}

// judge says a statement or its denial by the stance of the clause towards it.
func (d *doc) judge(i int, r rule, k phrase.Token, from, to int) bool {
	c := &d.clauses[i]
	s := c.stanceOf(k.From, k.To)
	s.negated = d.ruledOut(c, r, k, s.negated) || k.Concept == isVirtual && d.shownOnly(i)
	if c.Question && !s.negated && r.denied != "" && d.Refused(i) {
		d.say(i, r.denied, "", from, to)
		return true
	}
	if c.Question && !s.negated && !c.Has.Any(anyNotneg) {
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
	if b, far := c.Near(anyBack, k.From, k.To); r.what == "principal_back" && far < 80 {
		from, to = min(from, b.From), max(to, b.To)
		for _, s := range []language.Set{anyWhole, anyAtend} {
			if w, near := c.Near(s, b.From, b.To); near < 50 {
				from, to = min(from, w.From), max(to, w.To)
			}
		}
	}
	st := d.say(i, r.what, value1(r, k), from, to)
	st.Grave, st.Hedged = r.grave, s.hedged
	return true
}

// ruledOut is whether a word is denied, by the ways of its concept: of some only what stands before counts.
func (d *doc) ruledOut(c *clause, r rule, k phrase.Token, negated bool) bool {
	switch {
	case r.what == "proof_refused": // "for safety we do not show": only what stands before denies it
		return c.Count(sNeg, max(c.From, k.From-12), k.From, 0) > 0 &&
			c.Count(sNeg, k.From, k.From, 12) > 0 && c.Count(sNeg, k.To, c.To, 0) == 0
	case r.flipped:
		return c.notSo(k)
	// a denial itself: only a no before it takes it back
	case k.Concept == cLossMay, k.Concept == isUncertain:
		return c.NoBefore(k, 14)
	case k.Concept == isNorisk: // "sin riesgo ninguno" is no denial, "we do not say that there is no risk" is
		_, loss := c.Near(anyDoubt, k.From, k.To)
		return loss < 24 || c.NoBefore(k, 14) && !d.concord(c, k)
	case k.Concept == isVirtual:
		return c.NoBefore(k, 20) || c.unpaidFor()
	}
	return negated
}

// concord reports a no that goes with another one, which it does not take back: "no corre ningún peligro".
func (d *doc) concord(c *clause, k phrase.Token) bool {
	word := string(d.Text[k.From:k.To])
	return c.Count(sNeg, max(c.From, k.From-24), k.From, 0) < 2 && slices.ContainsFunc(concords,
		func(no string) bool { return strings.HasPrefix(word, no) })
}

// concords begins the words that go with another no.
var concords = strings.Fields("ningun nessun nenhum aucun никак ни нико ниче nada niente nulla hic")

// shownOnly reports that the clause behind says that nothing is paid.
func (d *doc) shownOnly(i int) bool {
	if i+1 >= len(d.clauses) || d.clauses[i+1].Line != d.clauses[i].Line {
		return false
	}
	next := &d.clauses[i+1]
	return next.To-next.From < 40 && next.unpaidFor()
}

// unpaidFor reports that nothing is paid: what is simulated then is shown.
func (c *clause) unpaidFor() bool {
	return slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		return anyPaid.Has(k.Concept) && c.Count(sNeg, k.From, k.To, 6) > 0
	})
}

// notSo reports that a word of failing, falling or losing is denied: "nobody has lost", "it never drops".
func (c *clause) notSo(k phrase.Token) bool {
	switch k.Concept {
	case isVary:
		if slices.ContainsFunc(c.Tokens, func(t phrase.Token) bool {
			return t.Concept == isUncertain && t.From <= k.From && t.To >= k.To
		}) && !c.NoBefore(k, 14) {
			return false
		}
		n, far := c.Near(sNeg, k.From, k.To)
		if c.Has.Any(sGuar) && n.To > k.From { // "varies and is not guaranteed"
			return false
		}
		if _, hedge := c.Near(sHedge, k.From, k.To); hedge < 14 { // "may vary"
			return false
		}
		return far <= 16 || c.NoBefore(k, 50)
	case cLossMay:
		return slices.ContainsFunc(c.Tokens, func(n phrase.Token) bool {
			return n.Concept == isNeg && c.Apart(n.From, n.To, k.From, k.To) <= 14 &&
				(n.To <= k.From || n.Code() != "nor") // "no claim to income nor to what was paid"
		})
	}
	return slices.ContainsFunc(c.Tokens, func(n phrase.Token) bool {
		far := c.Apart(n.From, n.To, k.From, k.To)
		_, fee := c.Near(anyChargeOfUs, n.From, n.To)
		return n.Concept == isNeg && far <= 80 && !c.colon(n.To, k.From) && !c.also(n, isProtect) &&
			(fee > 8 || fee >= far) // "in a loss we charge nothing"
	})
}

// colon reports a sign behind which another thing is said: "there is no free lunch: one side's gain is
// the other's loss".
func (c *clause) colon(from, to int) bool {
	return slices.ContainsFunc(c.Breaks, func(p phrase.Pause) bool {
		return p.Cost == colonCost && p.At >= from && p.At < to
	})
}

// colonCost is what a colon costs, and a full stop inside a clause.
const colonCost = 14

func value1(r rule, k phrase.Token) string {
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
func (d *doc) comparison(i int, r rule, k phrase.Token, s stance, from, to int) bool {
	c := &d.clauses[i]
	unlike, far := c.Near(sUnlike, from, to)
	if far < 120 {
		from, to = min(from, unlike.From), max(to, unlike.To)
	}
	for n := i + 1; far > 120 && n < len(d.clauses) && n <= i+2 && d.clauses[n].Line == c.Line; n++ {
		next := &d.clauses[n]
		if _, us := next.Near(anyUsUnlike, next.From, next.From); us < 12 &&
			!next.Has.Any(anyNegOtherLossmay) {
			far, to = us, next.To
		}
	}
	switch {
	case s.negated && far < 120:
		d.say(i, r.what, value1(r, k), from, to).Grave = r.grave
	case s.negated && r.denied != "" && c.nobodyCan(k):
		d.say(i, r.denied, "", from, to)
	default: // what is said of others says nothing of the seller
		return false
	}
	return true
}

// nobodyCan reports that a promise is denied before others are spoken of: "nobody can guarantee a
// profit, and if
// someone says he can".
func (c *clause) nobodyCan(k phrase.Token) bool {
	o, _ := c.Near(sOther, k.To, k.To)
	return o.From >= k.To && c.NoBefore(k, 34) && !c.Has.Any(anyNotnegUnlike) &&
		!c.holds(anyUs, k.To, c.To)
}

func among(o object, all []object) bool {
	for _, x := range all {
		if o == x {
			return true
		}
	}
	return false
}
