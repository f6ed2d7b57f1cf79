package redflag

import (
	"strings"

	"github.com/assaymining/assay/offer"
)

// said is what the words of an offer come to: read once, since terms may be a megabyte long.
type said struct {
	guarantee guarantee
	quote     string // the clause that guarantees
	returns   []rate // in figures first, the promised one first of all
	promised  string // a clause that promises a rate: guaranteed, fixed, or of the deposit for a term
	promise   rate   // and its rate
	unclear   string // a clause about a percentage per time, or a guarantee, that is not understood
	payFirst  string // a clause by which money is asked for before money is released
	principal string // a clause by which the price comes back
}

// words is a text of an offer. Where field is set, the guarantee is said by the field it stands in.
type words struct {
	text   string
	field  bool
	claim  *offer.Claim // nil: of the terms or a quotation
	origin string
}

// texts is all that an offer quotes.
func texts(o offer.Offer) []words {
	var all []words
	for i := range o.Claims {
		c := &o.Claims[i]
		all = append(all, words{c.Guaranteed, true, c, ""}, words{c.Says, false, c, ""})
	}
	all = append(all, words{o.Terms.Text, false, nil, ", quoted from its terms"})
	for _, s := range o.Sources {
		all = append(all, words{s.Quote, false, nil, ", quoted"})
	}
	return all
}

func readWords(o offer.Offer) said {
	s := said{returns: returns(o)}
	found := map[guarantee]string{}
	for _, w := range texts(o) {
		if w.text == "" {
			continue
		}
		if g, clause := promise(w.text, w.field); found[g] == "" {
			found[g] = clause
		}
		s.hear(w)
	}
	s.guarantee, s.quote = gravest(o, found)
	if s.unclear == "" {
		s.unclear = found[guaranteesUnclear]
	}
	return s
}

// hear reads the clauses of one text. Of the returns it states the highest counts, and the highest of
// those that it promises.
func (s *said) hear(w words) {
	var top rate
	seen := map[string]bool{}
	all := clauses(w.text)
	for i, c := range all {
		if seen[c.low] || len(seen) >= mostClauses {
			continue
		}
		if percentWord(c.low) {
			seen[c.low] = true
		}
		if s.payFirst == "" && asksFirst(c.low) {
			s.payFirst = c.said
		}
		if s.principal == "" && givesBack(c.low) {
			s.principal = c.said
		}
		r, promised, unclear := hearClause(c, w)
		if r.perDay > 0 && c.asked() {
			if i+1 < len(all) && c.answered(all[i+1]) {
				continue
			}
			r, promised, unclear = rate{}, false, true
		}
		if r.perDay > top.perDay {
			top = r
		}
		if promised && r.perDay > s.promise.perDay {
			s.promised, s.promise = c.said, r
		}
		if unclear && s.unclear == "" {
			s.unclear = c.said
		}
	}
	if top.perDay > 0 {
		s.returns = append(s.returns, top)
	}
}

// hearClause is the highest return that a clause states, whether it is promised, and whether the clause
// speaks of a percentage per time that is not understood.
func hearClause(c clause, w words) (top rate, promised, unclear bool) {
	if r, ok := amounts(c.low); ok {
		top = rate{r.perDay, r.gain, shorten(c.said) + w.origin, false, w.claim}
	}
	if !percentWord(c.low) {
		return top, false, false
	}
	against := false
	for _, seg := range segments(safe(c.low)) {
		seg = withoutOwn(seg)
		against = warned.in(seg) || against && relative.in(seg)
		all := ratesIn(seg)
		if len(all) == 0 || against || overdue.in(c.low) {
			continue
		}
		words := marks(seg)
		for _, h := range all {
			switch {
			case h.income(seg, words, w.field || guaranteeWord.in(seg)):
				if r := h.rate.PerDay(); r > top.perDay {
					top = rate{r, h.gain(seg), shorten(c.said) + w.origin, false, w.claim}
				}
				promised = promised || fixedRate(c.low, seg, h, words) ||
					inClause(c.low, w.field) == guaranteesIncome
			case h.object(seg, words) == ofNothing && !elsewhere.in(seg),
				h.object(seg, words) == ofRevenue && !h.isShare(seg):
				unclear = true
			}
		}
	}
	return top, promised && top.perDay > 0, unclear
}

// fixedRate reports whether a return is promised without the word guarantee: called fixed, paid whatever
// happens, or a part of the deposit for a number of days. An estimate is none.
func fixedRate(clause, seg string, h heard, words []mark) bool {
	if hedge.in(clause) {
		return false
	}
	if whatever.in(clause) {
		return true
	}
	if forTerm.in(clause) && ofWord.in(seg[h.percent[1]:]) && h.object(seg, words) == ofPrice {
		return true
	}
	for _, m := range fixedWord.all(fixedOther.replaced(seg, func(s string) string { return strings.Repeat("_", len(s)) })) {
		own := apart(m, h.from, h.to)
		other := never
		for _, w := range words {
			if w.object.income() {
				own = min(own, apart(m, w.from, w.to))
			} else {
				other = min(other, apart(m, w.from, w.to))
			}
		}
		if own < other {
			return true
		}
	}
	return false
}

// apart is the bytes between two stretches of a segment.
func apart(m []int, from, to int) int { return max(m[0]-to, from-m[1], 0) }

// said is what the offer's words come to; Judge reads them once for all rules.
func (f Facts) said() said {
	if f.words != nil {
		return *f.words
	}
	return readWords(f.Offer)
}
