package reading

import (
	"bytes"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/figure"
	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
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
	if from, to := d.clauses[i].Untouched(); to > 0 {
		d.say(i, "constant_income", "", from, to).Grave = true
	}
	d.sameReturn(i)
	d.same(i)
	d.thenSame(i)
	d.neverHere(i)
	d.repeats(i)
	d.continued(i)
	d.noRefund(i)
	d.fromNew(i)
	d.payFirst(i)
	d.withheld(i)
	d.rights(i)
	d.terms(i)
	d.fixed(i, d.found[before:])
	d.untold(i, before)
	if len(d.found) == before && !d.clauses[i].Told {
		d.noReferral(i)
	}
	if len(d.found) == before && !d.clauses[i].Told && !d.ladder(i) {
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

// untold drops what a clause says that tells of others, but for what it denies; and what is named in passing.
func (d *doc) untold(i, before int) {
	c := &d.clauses[i]
	for k := before; k < len(d.found) && c.Reported; k++ {
		d.found[k].Grave = d.found[k].Grave && d.found[k].What != "referral"
	}
	if c.Told {
		d.found = append(d.found[:before], slices.DeleteFunc(d.found[before:], func(s Statement) bool {
			asked := s.What == "pay_first" && s.Grave && d.asksReader(i)
			return s.What != "denial" && !asked && (s.Grave || !c.Passing)
		})...)
	}
}

// rule is one line of the table below: a word of the concept by, the thing it is nearest to, and what that
// says. Denied is what it says where it is denied, empty: nothing.
type rule struct {
	what    string
	by      language.Set
	of      []sense.Object // it is said of one of these; none: of anything
	needs   language.Set   // some word of these stands in the clause
	also    language.Set   // and some word of these
	not     language.Set   // none of these stands near
	never   language.Set   // nor of these anywhere in the clause
	reach   float64        // how far the object may stand
	denied  string
	flipped bool // said by what is denied: nobody has lost
	grave   bool
}

// ruled is how near a word must stand to rule a statement out.
const ruled = 60

var (
	income    = []sense.Object{sense.OfIncome, sense.OfStake}
	stakeOnly = []sense.Object{sense.OfStake}
)

// said is what words without figures say. Later lines do not depend on earlier ones.
var said = []rule{
	{what: "constant_income", by: setOf("constant"), of: income, reach: 60, denied: "denial", grave: true,
		not: setOf("wantreturn uptime solo row refer"), never: setOf("basis")},
	{what: "constant_income", by: setOf("whatever"), of: income, reach: 80, grave: true,
		not: setOf("wantreturn basis uptime lossmay hedge solo refer pool"), never: setOf("keep uncertain")},
	{what: "constant_income", by: setOf("vary"), of: income, reach: 40, flipped: true, grave: true,
		not: setOf("wantreturn basis uptime solo row refer lossmay"), never: setOf("keep")},
	{what: "guarantee", by: setOf("guar"), of: income, reach: 40, denied: "denial", grave: true,
		not: setOf("wantreturn basis bond solo lossmay uptime defect")},
	{what: "service_guarantee", by: setOf("guar"), reach: 60,
		needs: setOf("service uptime output pool basis hash excuse"),
		not:   setOf("return stake constant whatever lossmay mult pct")},
	{what: "protected", by: setOf("protect"), of: income, reach: 40, denied: "denial", grave: true,
		not: setOf("uptime basis excuse"), never: setOf("bond defect")},
	{what: "guarantee", by: setOf("norisk"), denied: "denial", grave: true, not: setOf("level")},
	{what: "guarantee", by: setOf("fail"), of: income, reach: 60, flipped: true, grave: true, not: setOf("uptime")},
	{what: "guarantee", by: setOf("fail"), flipped: true, grave: true,
		needs: setOf("you cents cur stake guar us"), not: setOf("uptime service excuse fee host power pause")},
	{what: "guarantee", by: setOf("lossmay"), flipped: true, grave: true,
		needs: setOf("you stake us"), not: setOf("hedge")},
	{what: "denial", by: setOf("lossmay")},
	{what: "denial", by: setOf("uncertain"), not: setOf("constant guar norisk")},
	{what: "principal_back", by: setOf("back"), of: stakeOnly, reach: 80, denied: "denial", grave: true,
		needs: setOf("whole atend"), never: setOf("bond host appraised terminate defect")},
	{what: "principal_back", by: setOf("whole"), of: stakeOnly, reach: 80, grave: true,
		needs: setOf("atend"), also: setOf("give back release"),
		never: setOf("bond host appraised terminate defect due need fee neg")},
	{what: "multiple", by: setOf("mult"), grave: true,
		needs: setOf("return stake give cur whole back day week month year term"),
		not:   setOf("basis fee power host bond hash output uptime discount lossmay fail unpaid")},
	{what: "virtual_hashrate", by: setOf("virtual"), grave: true, not: setOf("hedge payback")},
	{what: "virtual_hashrate", by: setOf("refer"), grave: true, needs: setOf("hash speed"), also: setOf("grow"),
		never: setOf("discount host fee power hedge")},
	{what: "referral", by: setOf("refer"), grave: true, needs: setOf("part return"), also: setOf("stake due"),
		never: setOf("discount host power once excuse price neg market")},
	{what: "referral", by: setOf("level"), grave: true, needs: setOf("refer"), also: setOf("give return"),
		never: setOf("fee discount host power once excuse price neg market pool hedge")},
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
		if d.meant(i, r, k, o, t) {
			continue
		}
		if r.of != nil && o == sense.OfNothing && r.what == "guarantee" && !r.flipped &&
			c.StanceOf(k.From, k.To).Negated {
			d.say(i, "denial", "", k.From, k.To)
			return
		}
		if (r.of == nil || slices.Contains(r.of, o)) &&
			d.judge(i, r, k, min(k.From, t.From), max(k.To, t.To)) {
			d.shielded(i, r, k, o)
			if !slices.Contains(severally, r.what) {
				return
			}
		}
	}
}

// elsewhere reports that what stays the same is no income: "the amount", of a charge; or that "whatever" is
// said of the income itself, or of what goes back ("whatever is not spent returns to you").
func (d *doc) elsewhere(c *clause, k phrase.Token, o sense.Object, t phrase.Token) bool {
	if o == sense.OfStake && c.sameCharge(k) || c.OfThing(k) || c.Owed(k) {
		return true
	}
	own := o == sense.OfIncome && (d.ofItself(c, k, t) || c.Also(t, isBack))
	return k.Concept == isWhatever && (own || c.Unspent(k))
}

// sameCharge reports that the sum which stays the same is a charge: in a clause of costs that promises
// nothing, or right behind a cost that stands nearer than what is given: "it costs you the same sum".
func (c *clause) sameCharge(k phrase.Token) bool {
	if c.Has.Any(anyFeePowerHostKeep) && !c.Has.Any(ofPromise) {
		return true
	}
	f, far := c.Near(anyFeePowerHostPrice, k.From, k.To)
	if f.To > k.From || far >= 12 && (far >= 24 || f.Code() != "buyer") {
		return false
	}
	_, gives := c.Near(anyReturnGive, k.From, k.To)
	return gives > far
}

var anyFeePowerHostKeep, anyLoan = setOf("fee power host keep"), setOf("loan")

// ofItself reports that "whatever" is said of the income and not of what it withstands: "whatever daily
// profit the machines make".
func (d *doc) ofItself(c *clause, k, income phrase.Token) bool {
	if k.Code() == "ornot" { // "que la machine rapporte ou non"
		return true
	}
	if k.Code() == "both" { // "mined or not, your share comes"
		return false
	}
	if income.To <= k.From && k.From-income.To <= 2 {
		if bytes.HasSuffix(d.Text[income.From:income.To], []byte(" with")) {
			return true // "you walk off with whatever it dug up"
		}
		return slices.ContainsFunc(c.Tokens, func(w phrase.Token) bool { // "whether it earns or not"
			return anyWhatever.Has(w.Concept) && w.To <= income.From &&
				c.Apart(w.From, w.To, income.From, income.To) < 20
		})
	}
	if income.From < k.To || income.From-k.To > 20 {
		return false
	}
	between := d.Text[k.To:income.From]
	return !bytes.ContainsAny(between, ",:;") && bytes.Count(between, []byte(" ")) <= 3
}

// ruledBy reports a word near that rules a statement out; the mining that a multiple comes from does not.
func (c *clause) ruledBy(r rule, k phrase.Token) bool {
	if r.what == "principal_back" && !c.Has.Any(r.needs) &&
		(c.Holds(anyStake, k.From, k.To) || c.Has.Any(anyFeePowerHost)) {
		return true // a word for what pays for itself
	}
	if r.flipped && (k.Concept == isFail && c.GivesNothing() || k.Code() == "know") ||
		c.saidOfElse(r.what, k) {
		return true
	}
	n, far := c.Near(r.not, k.From, k.To)
	if r.what == "multiple" && c.Is(n, anyStake) { // a word for a deposit is one for the stake too
		n, far = c.Near(notDoubled, k.From, k.To)
	}
	_, own := c.Near(anyStake, k.From, k.To)
	return far < ruled && (r.what != "multiple" || n.Concept != isOutput || own > far+30)
}

// notDoubled is what rules a multiple out but for a word of a deposit.
var notDoubled = setOf("basis fee power host hash output uptime discount lossmay fail unpaid")

// saidOfElse reports that a word is said of something else than the buyer's money.
func (c *clause) saidOfElse(what string, k phrase.Token) bool {
	of, ok := ofElse[what]
	return ok && of(c, k)
}

// ofElse is for each statement what its word is said of that is not the buyer's money.
var ofElse = map[string]func(*clause, phrase.Token) bool{
	"principal_back": func(c *clause, k phrase.Token) bool {
		return c.Lost() || c.Goods() || c.Partly(k) || c.NetOf(k)
	},
	"protected": func(c *clause, k phrase.Token) bool { return c.Uncovered(k) },
	"denial": func(c *clause, _ phrase.Token) bool { // "its swings do not touch what you earn"
		_, to := c.Untouched()
		return to > 0
	},
	"guarantee": func(c *clause, k phrase.Token) bool {
		return c.Liability(k) || c.OfGoods(k) || c.Carried(k) || c.SoThat(k) ||
			k.Code() == ours && c.Has.Any(anyBasis) // a pool's risk
	},
	"virtual_hashrate": func(c *clause, k phrase.Token) bool {
		return c.Inside(k, anyMarket) || c.Gift(k) || c.OnlyShown(k) || c.SoonerPaid(k)
	},
	"proof_refused": (*clause).shown,
	"referral":      func(_ *clause, k phrase.Token) bool { return k.Code() == "one" },
	"multiple": func(c *clause, k phrase.Token) bool {
		return c.Inside(k, anyLoan) || c.WithMarket() || c.Reaches(k) || c.OfHours(k)
	},
	"constant_income": func(c *clause, k phrase.Token) bool {
		return c.Inside(k, anyHedge) || c.Unpromising(k)
	},
}

// noRefund says that what was paid does not come back.
func (d *doc) noRefund(i int) {
	c := &d.clauses[i]
	if c.Question || c.Reported || c.Has.Any(notPaid) || !c.Has.Any(anyPaidIn) {
		return
	}
	for _, k := range c.Tokens {
		n, far := c.Near(sNeg, k.From, k.To)
		if anyBack.Has(k.Concept) && far <= 16 && !c.Holds(anyPaidIn, min(n.To, k.To), max(n.From, k.From)) {
			d.say(i, "denial", "", min(n.From, k.From), max(n.To, k.To)).Of = "refund"
			d.say(i, "principal_back", "0", min(n.From, k.From), max(n.To, k.To))
			return
		}
	}
}

// severally is what a clause may say more than once, in other words.
var severally = strings.Fields("denial guarantee constant_income protected")

// shielded says of what was just said that it is the stake that is safe, and that it is called insured.
func (d *doc) shielded(i int, r rule, k phrase.Token, o sense.Object) {
	c, last := &d.clauses[i], d.found[len(d.found)-1]
	if last.What != r.what || !last.Grave {
		return
	}
	t, far := c.Near(anyStake, k.From, k.To)
	switch {
	case r.what == "constant_income" && k.Concept == isVary && o == sense.OfStake:
		d.say(i, "protected", "", min(k.From, t.From), max(k.To, t.To)).Grave = true
	case r.what == "protected" && k.Code() == "insured":
		d.say(i, "insured", "", min(k.From, t.From), max(k.To, t.To))
	case r.what == "guarantee" && t.To > 0 && (o == sense.OfStake || k.Concept != isGuar && far < 40):
		d.say(i, "protected", "", min(k.From, t.From), max(k.To, t.To)).Grave = true
	}
}

// fits reports that a clause has the words that a rule needs, and none that it never stands with.
func (d *doc) fits(i int, r rule) bool {
	c, none := &d.clauses[i], language.Set{}
	switch {
	case d.barred(c, r), !d.met(i, r), r.also != none && !c.Has.Any(r.also):
		return false
	case r.what == "principal_back" && c.Has.Has(isNeg) && c.Has.Any(sExcuse): // if it is not delivered
		return false
	}
	return !c.Question || c.Has.Any(anyOtherNotneg) || d.Refused(i)
}

// barred reports that a clause has a word which a rule never stands with; a price that is returned may stand
// with those of the end of its term, and of a deposit that is the price.
func (d *doc) barred(c *clause, r rule) bool {
	return c.Has.Any(r.never) && !(r.what == "principal_back" && (c.expires(r) || d.pledged(c, r)))
}

// met reports that a clause has a word which a rule needs, or says the same without it.
func (d *doc) met(i int, r rule) bool {
	c := &d.clauses[i]
	if r.needs == (language.Set{}) || c.Has.Any(r.needs) {
		return true
	}
	switch r.what {
	case "guarantee":
		return c.LosingDay()
	case "principal_back":
		return c.Months()
	}
	return d.askedToSee(i, r)
}

// askedToSee reports that the question before names what a refusal is of: "See the pool? That is private".
func (d *doc) askedToSee(i int, r rule) bool {
	return r.what == "proof_refused" && i > 0 && d.clauses[i-1].Question && d.clauses[i-1].Has.Any(r.needs) &&
		d.clauses[i].Line <= d.clauses[i-1].Line+1
}

// expires reports that of the words that rule a returned price out a clause only has those of the end of the
// term, or of an end at which profits are paid too.
func (c *clause) expires(r rule) bool {
	free := c.Has.Any(anyEnding)
	return !slices.ContainsFunc(c.Tokens, func(k phrase.Token) bool {
		ends := k.Concept == isTerminate && (free || c.Also(k, isAtend) || c.Lent()) ||
			k.Code() == "begun" && c.Has.Has(isAtend) // paid before it begins, back at its end
		return r.never.Has(k.Concept) && !ends &&
			!(sDue.Has(k.Concept) && c.Is(k, anyStakeGive)) // "remits the contribution"
	})
}

// thing is what a word is said of, and its place: that of the word itself where the rule asks for nothing.
func (d *doc) thing(c *clause, r rule, k phrase.Token) (sense.Object, phrase.Token) {
	switch {
	case r.of == nil:
		return sense.OfNothing, k
	case k.Code() == "buyer": // "would make you whole"
		return sense.OfStake, k
	}
	o, t, _ := c.ObjectOf(k, r.reach, r.of)
	o, t = d.beyond(c, k, r, o, t)
	if l, far := c.Near(sFail, k.From, k.To); r.what == "protected" && o != sense.OfStake && far < 24 {
		if _, s := c.Near(anyService, l.From, l.To); s > 60 {
			return sense.OfStake, l // "our reserve covers any loss"
		}
	}
	if r.what == "principal_back" && c.Has.Any(anyWhole) &&
		(o == sense.OfNothing && d.spokeOfStake(c) || c.wholeBack(o)) {
		return sense.OfStake, k
	}
	return o, t
}

// beyond is what a word is said of whose nearest thing is the market, or none: an amount that comes in, or
// what withstands it; else what was given.
func (d *doc) beyond(c *clause, k phrase.Token, r rule, o sense.Object, t phrase.Token) (sense.Object,
	phrase.Token) {
	if o != sense.OfNothing && o != sense.OfMarket && !(k.Concept == isWhatever && c.Is(t, anyMarket)) {
		return o, t
	}
	if v, ok := d.incoming(c, k, r.reach); ok {
		return sense.OfIncome, phrase.Token{From: v.From, To: v.To}
	}
	if _, far := c.Near(anyMarket, k.From, k.To); k.Concept == isWhatever && far <= 8 {
		return c.Withstanding(k, r.reach, r.of)
	}
	return o, t
}

// wholeBack reports all of something that comes back in time: "at the end we give you back every cent".
func (c *clause) wholeBack(o sense.Object) bool {
	return (o == sense.OfNothing || o == sense.OfCost && !c.Has.Any(anyFeePowerHost)) &&
		(c.Has.Has(isAtend) || c.Months()) && (c.Has.Any(anyUsYou) || c.VerbLast())
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

// incoming is an amount or share near a word that comes again and again and is no cost.
func (d *doc) incoming(c *clause, k phrase.Token, reach float64) (phrase.Value, bool) {
	for _, v := range c.Values {
		if v.Kind != phrase.Money && (v.Kind != phrase.Percent || v.Num >= 0.5) || v.PerKWh ||
			v.PerHash > 0 && !c.Has.Any(sGive) ||
			c.Apart(k.From, k.To, v.From, v.To) > reach {
			continue
		}
		if every, _, _ := d.timeOf(c, v); every != "" && !c.Has.Any(anyFeePowerHostKeepMore) {
			return v, true
		}
	}
	return phrase.Value{}, false
}

func value1(r rule, k phrase.Token) string {
	switch r.what {
	case "multiple":
		return figure.Trim(k.Value()) + "x"
	case "principal_back":
		return "1.0"
	}
	return ""
}
