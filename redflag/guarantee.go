package redflag

import (
	"strings"
)

// guarantee is what a clause guarantees.
type guarantee uint8

const (
	guaranteesNothing guarantee = iota // no such word
	guaranteesIncome                   // profit, return, principal
	guaranteesService                  // hashrate, uptime, delivery, punctuality
	deniesGuarantee                    // "not guaranteed"
	guaranteesUnclear                  // the word, with an object or a negation that is not understood
)

// negator is the words that deny. Whether one denies a guarantee is decided by what it governs.
var negator = lexiconOf(
	`\bno\b|\bnone\b|\bzero\b|\bfar from\b|\bhardly\b|\bnothing\b|\bnobody\b|\bnot\b|n't\b|\bnever\b|\bnor\b|\bneither\b|\bcannot\b|\bwithout\b|\bunable\b|\bimpossible\b|\bdisclaim\p{L}*|\brefus\p{L}*|\bnicht\p{L}*|\bniemand\b|\bkein\p{L}*|\bohne\b|\bunmöglich|\bweder\b|\bnoch nie\b|\bne\b|\bn'|\bpas\b|\baucun\p{L}*|\bpersonne\b|\brien\b|\bsans\b|\bsin\b|\bnadie\b|\bnada\b|\bning[uú]n\p{L}*|\bn[aã]o\b|\bningu[eé]m\b|\bnenhum\p{L}*|\bsem\b|\bnon\b|\bnessun\p{L}*|\bsenza\b|\bimpos+[ií][bv]\p{L}*|(?:^|\s)(?:не|нет|нельзя|никто|никак\p{L}*|без|невозможно)(?:\s|$)|不|没有|沒有|无法|無法|無保証|ません|ない|できな|않|없|못|\bdeğil\p{L}*|\bedilme\p{L}*|\bedeme\p{L}*|\betmi\p{L}*|\bvermi\p{L}*|\bverilme\p{L}*|\btidak\b|\bbukan\b|\bkhông\b|\bnie\b|\bgeen\b|\bniet\b|\bniemand\b|ليس|لا |لن |नहीं`,
)

// ownObject is negations that deny something else than a guarantee: "no hidden fees", "no matter what",
// "need not do anything".
var ownObject = lexiconOf(
	`(?:\bno|\bnot|n't|\bnever|\bwithout|\bzero|\bohne|\bkein\p{L}*|\bnicht|\bsans|\baucun\p{L}*|\bsin|\bsem|\bsenza|\bне|\bбез|(?:^|\s)(?:не|без))\s+(?:\p{L}+\s+){0,2}?(?:fees?|costs?|charges?|charged?|hidden|only|just|doubts?|limits?|minimum|experience|knowledge|need|have to|maintenance|work|effort|regret|miss|wait|worry|hesitate|delay|locks?|lock-?in|refer\p{L}*|referrals?|invit\p{L}*|recruit\p{L}*|withdraw\p{L}*|gamble|scam|dream|joke|lie|less|lose|losing|gebühr\p{L}*|kosten|nur|frais|limite?s?|gastos|comision\p{L}*|taxas?|custos?|комисс\p{L}*|вложени\p{L}*|только|опыт\p{L}*|приглаш\p{L}*)(?: (?:fees?|costs?|charges?|required|needed|anyone|anybody))*|不(?:限|需|用|收|必|仅|只)|无(?:手续费|需|隐藏)`,
)

// withoutOwn is a segment, byte for byte, without negations that deny something else.
func withoutOwn(seg string) string {
	return ownObject.replaced(seg, func(s string) string {
		if promising.in(s) {
			return s
		}
		return strings.Repeat("_", len(s))
	})
}

// matter is "no matter", which negates nothing.
var matter = lexiconOf(`\bno matter\b`)

// intent is verbs that a negation may govern in place of the guarantee: "do not wait to get guaranteed
// profit".
var intent = lexiconOf(`\b(?:get|receive|enjoy|earn|start|obtain|so|because|therefore)\b`)

// predicate is what stands between a noun and a negation that denies it: "guarantees are not given".
var predicate = lexiconOf(
	`\b(?:is|are|was|were|be|do|does|did|can|could|will|would|may|ist|sind|werden|wird|kann|können|geben|übernehmen|est|sont|peut|peuvent|es|son|è|sono|é|são)\s*$`,
)

// suffix is negations that end a sentence and govern all of it.
var suffix = lexiconOf(`(?:ません|ない|できません|않습니다|없습니다|않음|değildir|değil|edilmez|verilmez|etmiyoruz|नहीं)\s*$`)

// promising is verbs that promise like the guarantee, so that their negation reaches it: "we do not
// promise, warrant or guarantee".
var promising = lexiconOf(
	`promis|warrant|represent|assur|guarant|garant|versprech|zusicher|promet|promett|обеща|гарант|承诺|保证`,
)

// reach is how far before the verb, in bytes, a negation still belongs to it.
const reach = 90

// tight is how far behind the verb, in bytes, a negation stands that denies it (one short word between).
const tight = 14

// inClause judges one clause. Where verb is set, the guarantee is said by the field the text stands
// in ("guaranteed: 1% a day"), and the clause needs no such word.
func inClause(clause string, verb bool) guarantee {
	clause = matter.replaced(safe(clause), func(string) string { return "whatever" })
	weight := map[guarantee]int{
		guaranteesIncome:  4,
		deniesGuarantee:   3,
		guaranteesService: 2,
		guaranteesUnclear: 1,
	}
	worst := guaranteesNothing
	segs := segments(clause)
	against := false // the segment before is said of others
	for i, seg := range segs {
		against = warned.in(seg) || against && relative.in(seg)
		if against {
			continue
		}
		if g := inSegment(segs, i, verb); weight[g] > weight[worst] {
			worst = g
		}
	}
	return worst
}

// inSegment judges the segment i of a clause, with the others beside it.
func inSegment(segs []string, i int, verb bool) guarantee {
	seg := withoutOwn(segs[i])
	at := guaranteeWord.at(seg)
	sure := sureWord.at(seg)
	switch {
	case sure != nil && (at == nil || sure[0] < at[0]):
		if before, _ := negated(seg[:sure[0]]); before {
			return deniesGuarantee
		}
		if mining := seg[sure[1]:]; strings.Contains(seg[sure[0]:sure[1]], "pays") && !verb &&
			marks(mining) == nil {
			return guaranteesUnclear
		}
		return guaranteesIncome
	case at == nil && !verb:
		return guaranteesNothing
	case at == nil:
		if negator.in(seg) {
			return deniesGuarantee
		}
		at = []int{0, 0}
	}
	switch denied, explained := deniedAt(segs, i, seg, at); {
	case denied:
		return deniesGuarantee
	case !explained:
		return guaranteesUnclear
	}
	return guaranteed(segs, i, seg, at, verb)
}

// safe is a clause in which "no risk" and its likes are a word of their own, of income.
func safe(clause string) string {
	return noRisk.replaced(clause, func(string) string { return " riskfree " })
}

// deniedAt reports whether a negation governs the guarantee at [from,to) of a segment, and whether every
// negation near it is understood.
func deniedAt(segs []string, i int, seg string, at []int) (denied, explained bool) {
	if before, clear := negated(seg[:at[0]]); before || !clear {
		return before, clear
	}
	for _, earlier := range segs[:i] { // "we do not, in any case, guarantee"; "no profit, income or return is guaranteed"
		earlier = withoutOwn(earlier)
		found := negator.all(earlier)
		if found == nil {
			continue
		}
		last := found[len(found)-1]
		words := len(strings.Fields(earlier))
		if len(earlier)-last[1] < 3 || found[0][0] < 3 && words <= 4 || promising.in(earlier[last[1]:]) {
			return true, true
		}
		return false, false
	}
	after := seg[at[1]:]
	if m := conditional.at(after); m != nil { // what follows denies the case, not the guarantee
		after = after[:m[0]]
	}
	m := negator.at(after)
	switch {
	case m == nil:
		return false, true
	case m[0] <= tight || predicate.in(after[:m[0]]), suffix.in(after):
		return true, true
	}
	return false, false
}

// negated reports whether what stands before the verb denies it; clear is false where a negation stands
// there that may belong to something else.
func negated(before string) (denies, clear bool) {
	start := max(0, len(before)-reach)
	found := negator.all(before[start:])
	if found == nil {
		return false, true
	}
	between := before[start:][found[len(found)-1][1]:]
	if intent.in(between) {
		return false, false
	}
	return true, true
}

// guaranteed is what a guarantee that nothing denies is about.
func guaranteed(segs []string, i int, seg string, at []int, verb bool) guarantee {
	words := marks(seg)
	if i > 0 && at[1] > at[0] && !percentWord(seg) &&
		strings.TrimSpace(
			filler.pattern().ReplaceAllString(seg[:at[0]]+seg[at[1]:], ""),
		) == "" { // "2% profit per day, guaranteed"
		seg = segs[i-1]
		words = marks(seg)
		at = []int{len(seg), len(seg)}
	}
	near := ofNothing
	best := never
	income, service := false, false
	for _, w := range words {
		income = income || w.object == ofIncome
		service = service || w.object == ofService || w.object == ofFee || w.object == ofChange ||
			w.object == ofRevenue
		if d := max(w.from-at[1], at[0]-w.to, 0); d < best && w.object != ofPrice ||
			d < best && near == ofNothing {
			near, best = w.object, d
		}
	}
	rated := false
	for _, r := range ratesIn(seg) {
		rated = rated || r.income(seg, words, true)
	}
	switch {
	case !rated && conditional.in(seg):
		return guaranteesUnclear
	case near == ofIncome, near == ofPayout && income && !service: // "earn guaranteed income"
		return guaranteesIncome
	case rated && (near == ofPayout || near == ofPrice || near == ofNothing || income):
		return guaranteesIncome
	case near == ofPayout && !service && whatever.in(seg):
		return guaranteesIncome
	case service:
		return guaranteesService
	case near == ofPrice && len(words) == 1 && !strings.Contains(seg, "security deposit"):
		return guaranteesIncome
	}
	return guaranteesUnclear
}

// conditional makes of a guarantee one for a case, such as a refund.
var conditional = lexiconOf(`\b(?:if|in case|in the event|wenn|falls|en cas|si|caso|se)\b|если|如果`)

// never is a distance that no clause has.
const never = maxRead + 1

// promise judges a whole text: the gravest of its clauses, and that clause as it is written.
func promise(text string, verb bool) (worst guarantee, quote string) {
	weight := map[guarantee]int{
		guaranteesIncome:  4,
		deniesGuarantee:   3,
		guaranteesService: 2,
		guaranteesUnclear: 1,
	}
	if !verb && !hasStem(strings.ToLower(text[:min(len(text), maxRead)])) {
		return guaranteesNothing, ""
	}
	seen := map[string]bool{}
	all := clauses(text)
	for i, c := range all {
		if seen[c.low] || !verb && !hasStem(c.low) || len(seen) >= mostClauses {
			continue
		}
		seen[c.low] = true
		g := inClause(c.low, verb)
		switch {
		case g == guaranteesIncome && i+1 < len(all) && c.answered(all[i+1]):
			g = deniesGuarantee
		case g == guaranteesIncome && c.asked():
			g = guaranteesUnclear
		}
		if weight[g] > weight[worst] {
			worst, quote = g, c.said
		}
	}
	return worst, quote
}
