package redflag

import (
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// A percentage per time is found first ("1.5% daily", "20 % per month", "每天2%", "150% in 30 days"), and
// only then is asked what it is a percentage of: the nearest word of a known kind decides. One that no
// word explains is not taken for a return.

const figure = `\d{1,6}(?:[.,]\d{1,6})?`

// timeWords is the words for a span of time, each with the unit it is of.
var timeWords = []struct {
	unit  string
	words string
}{
	{"hour", `\bhour(?:ly)?\b|\bper h\b|/ ?h\b|\bhrs?\b|stündlich|\bstunde\b|\bheure\b|\bhora\b|\bora\b|в час|ежечасно|每小时|小时|毎時|時間|\bsaatlik\b|per jam|mỗi giờ`},
	{"day", `\bdaily\b|\bday\b|\bdays\b|\bp ?d\b|24 ?(?:hours?|hrs?|h\b|stunden|heures|horas|ore\b|час\p{L}*|小时|時間|saat|jam|giờ)|\btag\b|\btäglich\p{L}*|\bjours?\b|quotidien\p{L}*|journali\p{L}*|\bd[ií]as?\b|\bdiari[oa]\p{L}*|\bgiorn\p{L}*|(?:^|\s)д(?:ень|ня|невн\p{L}*)|сутки|суток|ежедневн\p{L}*|天|每日|日|\bgünlük\b|\bgünde\b|\bgün\b|\bhari\b|\bharian\b|ngày|매일|일일|يوميا|प्रतिदिन|dziennie|\bdag\b|dagelijks`},
	{"week", `\bweek\b|\bweekly\b|\bwoche\b|wöchentlich\p{L}*|\bsemaine\b|hebdomadaire\p{L}*|\bsemana\b|\bsemanal\p{L}*|settiman\p{L}*|недел\p{L}*|еженедельн\p{L}*|周|週|\bhafta\p{L}*|\bminggu\b|tuần`},
	{"month", `\bmonth\b|\bmonthly\b|\bp ?m\b|\bmonat\b|\bmonatlich\p{L}*|\bmois\b|mensuel\p{L}*|\bmes\b|mensual\p{L}*|\bmês\b|mensal\p{L}*|\bmese\b|mensil\p{L}*|месяц\p{L}*|ежемесячн\p{L}*|月|\bayda\b|\baylık\b|\bbulan\p{L}*|tháng`},
	{"year", `\byear\b|\byearly\b|\bannual\p{L}*|\bannum\b|\bp ?a\b|\bap[yr]\b|\bjahr\b|jährlich\p{L}*|\ban\b|\bannée\b|annuel\p{L}*|\baño\b|\banual\p{L}*|\bano\b|\banno\b|\bannu[ao]\b|(?:^|\s)год\p{L}*|ежегодн\p{L}*|年|\byıl\p{L}*|\btahun\p{L}*|năm`},
}

var (
	percentage = lexiconOf(`(` + figure + `)\s*%?\s*(?:(?:-|–|to\b|bis\b|до|a\b|à\b|~)\s*` + figure + `\s*)?(?:%|percent\b|per cent\b|prozent\b|pour ?cents?\b|por ?ciento\b|por ?cento\b|per ?cento\b|процент\p{L}*)|(?:%|yüzde )\s?(` + figure + `)`)
	timeWord   = lexiconOf(timeGroups())
	// inSpan is the days in which a total is received, and forTerm the term of a rate.
	inSpan  = lexiconOf(`(?:\bin|\bwithin|\bafter|\bover|\binnerhalb von|\binnerhalb|\bnach|\ben|\bem|\baprès|\bdopo|за|через|后|經過)\s*(\d{1,4}|one|an?)\s*(?:business |working )?(hour|day|week|month|year|stunde|tag|woche|monat|jahr|heure|jour|semaine|mois|an\b|hora|d[ií]a|semana|mes|año|час|дн|ден|недел|месяц|小时|天|日|周|个月)`)
	spanAft = lexiconOf(`(\d{1,4})\s*(天|日|周|个月)[后後内內]`)
	forTerm = lexiconOf(`(?:\bfor|\bover|\bfür|\bpendant|\bdurante|\bpor|\bper|в течение|на|持续|連續)\s*(?:up to )?\d{1,4}\s*(?:business |working )?(?:hour|day|week|month|year|stunde|tag|woche|monat|jahr|heure|jour|semaine|mois|an|hora|d[ií]a|semana|mes|año|час|дн|ден|недел|месяц|天|日|周|个月)|\d{1,4} (?:tage|wochen|monate|jours|d[ií]as) (?:lang|largo)`)
)

func timeGroups() string {
	var groups []string
	for _, t := range timeWords {
		groups = append(groups, "("+t.words+")")
	}
	return strings.Join(groups, "|")
}

// spanDays is the days of the unit of a span, by the first letters of its word.
func spanDays(word string) float64 {
	for _, u := range []struct {
		heads string
		days  float64
	}{
		{"hour stunde heure hora час 小时", 1.0 / 24}, {"week woche semaine semana недел 周", 7},
		{"month monat mois mes месяц 个月", monthDays}, {"year jahr an año", 365.25},
	} {
		for _, head := range strings.Fields(u.heads) {
			if word == head {
				return u.days
			}
		}
	}
	return 1
}

// heard is a percentage per time, as it stands in a segment.
type heard struct {
	rate     units.FractionPer
	days     float64 // a total is received in so many days; 0: a rate
	total    float64 // the total, a fraction
	from, to int     // of all of it in the segment
	percent  [2]int  // of the percentage
}

// nearby is how far the word for the time may stand from the percentage, in bytes: a few words.
const nearby = 48

// ratesIn is the percentages per time of a segment in lower case, in their order.
func ratesIn(seg string) []heard {
	if !percentWord(seg) {
		return nil
	}
	var all []heard
	found := percentage.allGroups(seg)
	for i, m := range found {
		at := m[2:4]
		if at[0] < 0 {
			at = m[4:6]
		}
		value := number(seg[at[0]:at[1]]) / 100
		next, before := len(seg), 0
		if i+1 < len(found) {
			next = found[i+1][0]
		}
		if i > 0 {
			before = found[i-1][1]
		}
		if h, ok := heardAt(seg, value, [2]int{m[0], m[1]}, before, next); ok && value > 0 {
			all = append(all, h)
		}
	}
	return all
}

// heardAt finds the time of a percentage that stands at p in a segment, between other percentages.
func heardAt(seg string, value float64, p [2]int, before, next int) (heard, bool) {
	h := heard{from: p[0], to: p[1], percent: p}
	behind := seg[p[1]:next]
	near := behind[:min(len(behind), nearby)]
	word := timeWord.groups(near)
	for _, span := range []*lexicon{inSpan, spanAft} {
		m := span.groups(behind)
		if m == nil || m[0] > nearby+12 || word != nil && word[0] < m[0] {
			continue
		}
		n, err := strconv.ParseFloat(behind[m[2]:m[3]], 64)
		if err != nil {
			n = 1 // "in one year", "in a year"
		}
		if n > 0 {
			h.days, h.total, h.to = n*spanDays(behind[m[4]:m[5]]), value, p[1]+m[1]
			h.rate = units.FractionPer{Value: value / h.days, Unit: "day"}
			return h, true
		}
	}
	if word != nil && !strings.ContainsAny(near[:word[0]], "0123456789") {
		h.rate, h.to = per(value, unitOf(word)), p[1]+word[1]
		return h, true
	}
	ahead := seg[max(before, p[0]-nearby):p[0]]
	if words := timeWord.allGroups(ahead); words != nil {
		word := words[len(words)-1]
		if !strings.ContainsAny(ahead[word[1]:], "0123456789") && !strings.HasSuffix(strings.TrimSpace(ahead[:word[0]]), "for") {
			h.rate, h.from = per(value, unitOf(word)), p[0]-len(ahead)+word[0]
			return h, true
		}
	}
	return h, false
}

// unitOf is the unit of a match of timeWord.
func unitOf(m []int) string {
	for i, t := range timeWords {
		if m[2+2*i] >= 0 {
			return t.unit
		}
	}
	return "day"
}

func per(value float64, unit string) units.FractionPer {
	if unit == "hour" {
		return units.FractionPer{Value: value * 24, Unit: "day"}
	}
	return units.FractionPer{Value: value, Unit: unit}
}

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

var profitWord = lexiconOf(`profit|\bgains?\b|interest|gewinn|bénéfice|ganancia|lucro|guadagn|прибыл|利润|利潤|盈利|kâr|keuntungan|lợi nhuận`)

// object is what a percentage in a segment is of: the word inside it, at its end, before it, after it.
func (h heard) object(seg string, words []mark) object {
	if of := ofWord.in(seg[h.percent[1]:]); of { // "97.5% of pool income": a share of it
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
	preposition = lexiconOf(`\b(?:your|our|their|the|you|we|on|of|for|in|from|with|at|by|to|and|or|is|are|auf|für|von|mit|bei|und|sur|pour|avec|et|sobre|para|por|con|en|y|su|per|e|на|за|от|с|и)\b|[а-я]`)
	// filler is what a bare rate may stand with: "1% a day, paid weekly, for up to 52 weeks".
	filler = lexiconOf(`\b(?:a|an|the|at|least|up|to|for|of|in|per|each|every|and|over|from|fixed|paid|or|more|only|just|now|business|working|days?|hours?|weeks?|months?|years?|weekly|daily|monthly|yearly|with|we|you|our|your|us|will|pro|für|lang|tage|jeden|jede|par|chaque|por|cada|al|il|в|на|за|每|固定)\b|\p{N}|[^\p{L}]`)
)

// bare reports whether a segment holds the rate and next to nothing else.
func (h heard) bare(seg string) bool {
	rest := seg[:h.percent[0]] + " " + seg[h.percent[1]:]
	for _, words := range []*lexicon{guaranteeWord, sureWord, fixedWord, timeWord, filler} {
		rest = words.pattern.ReplaceAllString(rest, " ")
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
	if o == ofPayout && (ofReferral.in(seg[h.to:]) || h.days == 0 && h.rate.Unit == "day" && h.rate.Value >= 0.5 && h.rate.Value <= 1) {
		return false // of a friend's purchase; the share of a day's revenue that is paid out
	}
	return o.income() || o == ofNothing && h.bare(seg) && (always || sure || forTerm.in(seg))
}

// ofReferral begins what a commission is of.
var ofReferral = lexiconOf(`^\s*(?:\p{L}+ ){0,2}?(?:on|per|for|from|of|by) (?:\p{L}+ ){0,2}?(?:referr|affiliat|invit|friend|partner)`)

// moved is what a price or an income did in the past.
var moved = lexiconOf(`\b(?:grew|grown|fell|fallen|rose|risen|dropped|declined|decreased|increased|gained|lost|doubled|moved|swung|varied)\b|gestiegen|gefallen|gesunken|augmenté|baissé|subió|bajó|вырос\p{L}*|упал\p{L}*|снизил\p{L}*|上涨了|下跌了`)

// isShare reports whether a percentage of revenue is the share that is paid out, and no small part of it
// that may be meant as a return ("0.8% daily mining income").
func (h heard) isShare(seg string) bool {
	return ofWord.in(seg[h.percent[1]:]) || strings.HasSuffix(strings.TrimSpace(seg[:h.percent[0]]), "的") || h.rate.Value >= 0.5 || h.total >= 0.5
}

// negatedRate reports whether the rate itself is denied: "we do not pay 2% a day", "we cannot promise an
// income of 2% a day".
func negatedRate(seg string, h heard) bool {
	before := sureWord.replaced(withoutOwn(seg[:h.from]), func(s string) string { return strings.Repeat("_", len(s)) })
	found := negator.all(before)
	return found != nil && (h.from-found[len(found)-1][1] < 24 || promising.in(before[found[0][1]:]))
}

// rateIn is the first percentage per time of a text, whatever it is of.
func rateIn(text string) (units.FractionPer, bool) {
	for _, c := range clauses(text) {
		for _, seg := range segments(c.low) {
			if all := ratesIn(seg); len(all) > 0 {
				return all[0].rate, true
			}
		}
	}
	return units.FractionPer{}, false
}

func number(s string) float64 {
	v, _ := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64)
	return v
}

// percentWord is a plain search for what every rate has.
func percentWord(c string) bool {
	for _, w := range []string{"%", "percent", "per cent", "prozent", "cent", "процент", "yüzde"} {
		if strings.Contains(c, w) {
			return strings.ContainsAny(c, "0123456789")
		}
	}
	return false
}

// rate is one return that the seller states.
type rate struct {
	perDay float64 // received per day, simple, fraction of the price; 0 not known
	gain   float64 // beyond the price, per day: less than perDay where the price is part of what is received
	text   string  // as written
	fixed  bool    // promised for the term, not claimed
	claim  *contract.Claim
}

// returns is every return that the offer states in figures, the promised one first. A total return
// becomes a rate over the term, where the term is known.
func returns(o contract.Offer) []rate {
	var all []rate
	if r := o.Payout.FixedReturn; r != nil && r.Value > 0 {
		all = append(all, rate{r.PerDay(), r.PerDay(), r.String(), true, nil})
	}
	for i := range o.Claims {
		c := &o.Claims[i]
		switch {
		case c.Return != nil && c.Return.Value > 0:
			all = append(all, rate{c.Return.PerDay(), c.Return.PerDay(), c.Return.String(), false, c})
		case c.TotalReturn != nil && *c.TotalReturn > 0:
			r := rate{0, 0, c.TotalReturn.String() + " in all", false, c}
			if o.Term.Days > 0 {
				r.perDay = float64(*c.TotalReturn) / float64(o.Term.Days)
				r.gain = max(0, float64(*c.TotalReturn)-1) / float64(o.Term.Days)
			}
			all = append(all, r)
		}
	}
	for _, stop := range o.Stops { // what ends at a multiple of its price sells a return, not hashrate
		if stop.When == "return_reaches" && stop.At != nil && *stop.At > 1 {
			all = append(all, rate{0, 0, stop.At.String() + " of the price in all, after which it ends", false, nil})
		}
	}
	return all
}

// highest is the highest daily rate of those stated, 0 where none is.
func highest(all []rate) rate {
	var top rate
	for _, r := range all {
		if r.perDay > top.perDay {
			top = r
		}
	}
	return top
}
