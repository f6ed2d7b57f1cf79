package redflag

import (
	"strconv"
	"strings"

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
	{
		"hour",
		`\bhour(?:ly)?\b|\bper h\b|/ ?h\b|\bhrs?\b|stündlich|\bstunde\b|\bheure\b|\bhora\b|\bora\b|в час|ежечасно|每小时|小时|毎時|時間|\bsaatlik\b|per jam|mỗi giờ`,
	},
	{
		"day",
		`\bdaily\b|\bday\b|\bdays\b|\bp ?d\b|24 ?(?:hours?|hrs?|h\b|stunden|heures|horas|ore\b|час\p{L}*|小时|時間|saat|jam|giờ)|\btag\b|\btäglich\p{L}*|\bjours?\b|quotidien\p{L}*|journali\p{L}*|\bd[ií]as?\b|\bdiari[oa]\p{L}*|\bgiorn\p{L}*|(?:^|\s)д(?:ень|ня|невн\p{L}*)|сутки|суток|ежедневн\p{L}*|天|每日|日|\bgünlük\b|\bgünde\b|\bgün\b|\bhari\b|\bharian\b|ngày|매일|일일|يوميا|प्रतिदिन|dziennie|\bdag\b|dagelijks`,
	},
	{
		"week",
		`\bweek\b|\bweekly\b|\bwoche\b|wöchentlich\p{L}*|\bsemaine\b|hebdomadaire\p{L}*|\bsemana\b|\bsemanal\p{L}*|settiman\p{L}*|недел\p{L}*|еженедельн\p{L}*|周|週|\bhafta\p{L}*|\bminggu\b|tuần`,
	},
	{
		"month",
		`\bmonth\b|\bmonthly\b|\bp ?m\b|\bmonat\b|\bmonatlich\p{L}*|\bmois\b|mensuel\p{L}*|\bmes\b|mensual\p{L}*|\bmês\b|mensal\p{L}*|\bmese\b|mensil\p{L}*|месяц\p{L}*|ежемесячн\p{L}*|月|\bayda\b|\baylık\b|\bbulan\p{L}*|tháng`,
	},
	{
		"year",
		`\byear\b|\byearly\b|\bannual\p{L}*|\bannum\b|\bp ?a\b|\bap[yr]\b|\bjahr\b|jährlich\p{L}*|\ban\b|\bannée\b|annuel\p{L}*|\baño\b|\banual\p{L}*|\bano\b|\banno\b|\bannu[ao]\b|(?:^|\s)год\p{L}*|ежегодн\p{L}*|年|\byıl\p{L}*|\btahun\p{L}*|năm`,
	},
}

var (
	percentage = lexiconOf(
		`(` + figure + `)\s*%?\s*(?:(?:-|–|to\b|bis\b|до|a\b|à\b|~)\s*` + figure + `\s*)?(?:%|percent\b|per cent\b|prozent\b|pour ?cents?\b|por ?ciento\b|por ?cento\b|per ?cento\b|процент\p{L}*)|(?:%|yüzde )\s?(` + figure + `)`,
	)
	timeWord = lexiconOf(timeGroups())
	// inSpan is the days in which a total is received, and forTerm the term of a rate.
	inSpan = lexiconOf(
		`(?:\bin|\bwithin|\bafter|\bover|\binnerhalb von|\binnerhalb|\bnach|\ben|\bem|\baprès|\bdopo|за|через|后|經過)\s*(\d{1,4}|one|an?)\s*(?:business |working )?(hour|day|week|month|year|stunde|tag|woche|monat|jahr|heure|jour|semaine|mois|an\b|hora|d[ií]a|semana|mes|año|час|дн|ден|недел|месяц|小时|天|日|周|个月)`,
	)
	spanAft = lexiconOf(`(\d{1,4})\s*(天|日|周|个月)[后後内內]`)
	forTerm = lexiconOf(
		`(?:\bfor|\bover|\bfür|\bpendant|\bdurante|\bpor|\bper|в течение|на|持续|連續)\s*(?:up to )?\d{1,4}\s*(?:business |working )?(?:hour|day|week|month|year|stunde|tag|woche|monat|jahr|heure|jour|semaine|mois|an|hora|d[ií]a|semana|mes|año|час|дн|ден|недел|месяц|天|日|周|个月)|\d{1,4} (?:tage|wochen|monate|jours|d[ií]as) (?:lang|largo)`,
	)
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
		if !strings.ContainsAny(ahead[word[1]:], "0123456789") &&
			!strings.HasSuffix(strings.TrimSpace(ahead[:word[0]]), "for") {
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
