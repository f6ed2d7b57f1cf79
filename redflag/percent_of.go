package redflag

import (
	"slices"
	"strings"
)

// What a percentage per time is of.

// gain is a rate of what is received beyond the price. A total that is at least the price is taken as
// holding it, in the seller's favour, unless it is called a profit.
func (h heard) gain(seg string) float64 {
	if h.days == 0 {
		return h.rate.PerDay()
	}
	if h.total < 1 || profitWord.in(seg) {
		return h.total / h.days
	}
	return (h.total - 1) / h.days
}

var profitWord = lexiconOf(
	`profit|\bgains?\b|interest|gewinn|bénéfice|ganancia|lucro|guadagn|прибыл|利润|利潤|盈利|kâr|keuntungan|lợi nhuận`,
)

// object is what a percentage in a segment is of: the word inside it, at its end, before it, after it.
func (h heard) object(seg string, words []mark) object {
	if ofWord.in(seg[h.percent[1]:]) { // "97.5% of pool income": a share of it
		for _, w := range words {
			if w.from >= h.percent[1] && w.from-h.percent[1] < nearby {
				if w.object == ofIncome || w.object == ofPayout {
					return ofRevenue
				}
				return w.object
			}
		}
		return ofNothing
	}
	var inside, end, before, after object
	for _, w := range words {
		gap := ""
		if w.from >= h.to {
			gap = strings.TrimSpace(seg[h.to:w.from])
		}
		switch {
		case w.from >= h.from && w.to <= h.to:
			if inside == ofNothing || w.object != ofPayout {
				inside = w.object
			}
		case w.from >= h.to && end == ofNothing && after == ofNothing && len(strings.Fields(gap)) <= 1 && !preposition.in(gap):
			end = w.object
		case w.to <= h.from:
			if before != ofPrice || w.object != ofChange { // "your money grows 2% a day"
				before = w.object
			}
		case after == ofNothing:
			after = w.object
		}
	}
	for _, o := range []object{inside, end, before, after} {
		if o != ofNothing {
			return o
		}
	}
	return ofNothing
}

var (
	ofWord      = lexiconOf(`^\s*(?:of|der|des|vom|du|de la|de los|del|dos?|das?|от|of the)\b`)
	preposition = lexiconOf(
		`\b(?:your|our|their|the|you|we|on|of|for|in|from|with|at|by|to|and|or|is|are|auf|für|von|mit|bei|und|sur|pour|avec|et|sobre|para|por|con|en|y|su|per|e|на|за|от|с|и)\b|[а-я]`,
	)
	// filler is what a bare rate may stand with: "1% a day, paid weekly, for up to 52 weeks".
	filler = lexiconOf(
		`\b(?:a|an|the|at|least|up|to|for|of|in|per|each|every|and|over|from|fixed|paid|or|more|only|just|now|business|working|days?|hours?|weeks?|months?|years?|weekly|daily|monthly|yearly|with|we|you|our|your|us|will|pro|für|lang|tage|jeden|jede|par|chaque|por|cada|al|il|в|на|за|每|固定)\b|\p{N}|[^\p{L}]`,
	)
)

// bare reports whether a segment holds the rate and next to nothing else.
func (h heard) bare(seg string) bool {
	rest := seg[:h.percent[0]] + " " + seg[h.percent[1]:]
	for _, words := range []*lexicon{guaranteeWord, sureWord, fixedWord, timeWord, filler} {
		rest = words.pattern().ReplaceAllString(rest, " ")
	}
	return strings.TrimSpace(rest) == ""
}

// income reports whether a percentage is the buyer's return. A bare one is where the field says so
// (always), or where a term stands with it.
func (h heard) income(seg string, words []mark, always bool) bool {
	if elsewhere.in(seg) || warned.in(seg) || negatedRate(seg, h) {
		return false
	}
	if moved.in(seg[:h.from]) {
		return false
	}
	sure := sureWord.in(seg)
	if !sure && slices.ContainsFunc(words, func(w mark) bool { return w.object == ofLoss }) {
		return false
	}
	words = slices.DeleteFunc(slices.Clone(words), func(w mark) bool { return w.object == ofLoss })
	o := h.object(seg, words)
	if o == ofPayout &&
		(ofReferral.in(seg[h.to:]) || h.days == 0 && h.rate.Unit == "day" && h.rate.Value >= 0.5 && h.rate.Value <= 1) {
		return false // of a friend's purchase; the share of a day's revenue that is paid out
	}
	return o.income() || o == ofNothing && h.bare(seg) && (always || sure || forTerm.in(seg))
}

// ofReferral begins what a commission is of.
var ofReferral = lexiconOf(
	`^\s*(?:\p{L}+ ){0,2}?(?:on|per|for|from|of|by) (?:\p{L}+ ){0,2}?(?:referr|affiliat|invit|friend|partner)`,
)

// moved is what a price or an income did in the past.
var moved = lexiconOf(
	`\b(?:grew|grown|fell|fallen|rose|risen|dropped|declined|decreased|increased|gained|lost|doubled|moved|swung|varied)\b|gestiegen|gefallen|gesunken|augmenté|baissé|subió|bajó|вырос\p{L}*|упал\p{L}*|снизил\p{L}*|上涨了|下跌了`,
)

// isShare reports whether a percentage of revenue is the share that is paid out, and no small part of it
// that may be meant as a return ("0.8% daily mining income").
func (h heard) isShare(seg string) bool {
	return ofWord.in(seg[h.percent[1]:]) || strings.HasSuffix(strings.TrimSpace(seg[:h.percent[0]]), "的") ||
		h.rate.Value >= 0.5 ||
		h.total >= 0.5
}

// negatedRate reports whether the rate itself is denied: "we do not pay 2% a day", "we cannot promise an
// income of 2% a day".
func negatedRate(seg string, h heard) bool {
	before := sureWord.replaced(
		withoutOwn(seg[:h.from]),
		func(s string) string { return strings.Repeat("_", len(s)) },
	)
	found := negator.all(before)
	return found != nil && (h.from-found[len(found)-1][1] < 24 || promising.in(before[found[0][1]:]))
}
