package redflag

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// perTime finds "1.5% daily", "20 % per month", "2 Prozent pro Tag", "每天2%" in a clause.
var (
	perTime = regexp.MustCompile(`(\d{1,6}(?:[.,]\d{1,6})?)\s*(?:-|–|to|bis|до|a)?\s*(?:\d{1,6}(?:[.,]\d{1,6})?)?\s*(?:%|percent|per cent|prozent|pour ?cent|por ?ciento|por ?cento|per ?cento|процент\p{L}*|yüzde)` +
		`[^.;\d]{0,24}?(day|daily|24 ?hours?|tag|täglich|jour|quotidien|d[ií]a|giorn|dia|diári|д[её]н|сут|ежедневн|天|日|gün|hari|ngày|week|woche|wöchentlich|semaine|semana|settiman|недел|周|hafta|minggu|tuần|month|monat|mois|mes\b|mensual|mês|mensal|mese|mensile|месяц|月|ay\b|aylık|bulan|tháng|year|annual|annum|\bjahr|jährlich|\ban\b|année|annuel|año|anual|\bano\b|anno|annuo|год|年|yıl|tahun|năm)`)
	timeFirst = regexp.MustCompile(`(每天|每日|日|每周|每月|月|每年|年|daily|weekly|monthly|yearly|annual|täglich|monatlich|günlük|aylık)[^.;\d]{0,16}?(\d{1,6}(?:[.,]\d{1,6})?)\s*%`)
	totalOf   = regexp.MustCompile(`(\d{2,6}(?:[.,]\d{1,6})?)\s*%[^.;]{0,40}?(?:\bin\b|within|after|over|innerhalb|nach|en\b|em\b|за)\s*(\d{1,4})\s*(day|hour|week|month|tag|jour|d[ií]a|monat|mois|mes|д)`)
)

// timeNames maps the first letters of the words above to a unit.
var timeNames = []struct {
	unit  string
	heads []string
}{
	{"month", []string{"month", "monat", "mois", "mes", "mens", "mês", "месяц", "月", "每月", "ay", "bulan", "tháng"}},
	{"week", []string{"week", "woche", "wöch", "semaine", "semana", "settiman", "недел", "周", "每周", "hafta", "minggu", "tuần"}},
	{"year", []string{"year", "annu", "anno", "jahr", "jähr", "an", "ano", "año", "anual", "год", "年", "每年", "yıl", "tahun", "năm"}},
}

func timeOf(word string) string {
	if strings.HasPrefix(word, "ann") || word == "an" {
		return "year"
	}
	for _, t := range timeNames {
		for _, h := range t.heads {
			if strings.HasPrefix(word, h) {
				return t.unit
			}
		}
	}
	return "day"
}

// rateIn is the first return per time that a text states, as in "1.5% daily" or "100% in 40 days".
// The word for the time must stand close behind the number; anything else is not a rate.
func rateIn(text string) (units.FractionPer, bool) {
	if !strings.ContainsAny(text, "0123456789") {
		return units.FractionPer{}, false
	}
	text = strings.ToLower(text)
	if m := totalOf.FindStringSubmatch(text); m != nil {
		n, _ := strconv.ParseFloat(m[2], 64)
		size := map[string]float64{"hour": 1.0 / 24, "week": 7, "month": 30.4375, "monat": 30.4375, "mois": 30.4375, "mes": 30.4375}[m[3]]
		if size == 0 {
			size = 1
		}
		if n > 0 {
			return units.FractionPer{Value: number(m[1]) / 100 / (n * size), Unit: "day"}, true
		}
	}
	if m := perTime.FindStringSubmatch(text); m != nil {
		return units.FractionPer{Value: number(m[1]) / 100, Unit: timeOf(m[2])}, true
	}
	if m := timeFirst.FindStringSubmatch(text); m != nil {
		word := m[1]
		switch word {
		case "weekly":
			word = "week"
		case "monthly":
			word = "month"
		case "yearly":
			word = "year"
		}
		return units.FractionPer{Value: number(m[2]) / 100, Unit: timeOf(word)}, true
	}
	return units.FractionPer{}, false
}

func number(s string) float64 {
	v, _ := strconv.ParseFloat(strings.ReplaceAll(s, ",", "."), 64)
	return v
}

// rate is one return that the seller states.
type rate struct {
	perDay float64 // simple, fraction of the price per day
	text   string  // as written
	fixed  bool    // promised for the term, not claimed
	claim  *contract.Claim
}

// returns is every return per time that the offer states, the promised one first. A total return
// becomes a rate over the term, where the term is known.
func returns(o contract.Offer) []rate {
	var all []rate
	if r := o.Payout.FixedReturn; r != nil && r.Value > 0 {
		all = append(all, rate{r.PerDay(), r.String(), true, nil})
	}
	for i := range o.Claims {
		c := &o.Claims[i]
		switch {
		case c.Return != nil && c.Return.Value > 0:
			all = append(all, rate{c.Return.PerDay(), c.Return.String(), false, c})
		case c.TotalReturn != nil && *c.TotalReturn > 0:
			r := rate{0, c.TotalReturn.String() + " in all", false, c}
			if o.Term.Days > 0 {
				r.perDay = float64(*c.TotalReturn) / float64(o.Term.Days)
			}
			all = append(all, r)
		default:
			for _, text := range []string{c.Guaranteed, c.Says} {
				if r, ok := statedIn(text, text == c.Guaranteed); ok {
					all = append(all, rate{r.PerDay(), shorten(text), false, c})
					break
				}
			}
		}
	}
	for _, stop := range o.Stops { // what ends at a multiple of its price sells a return, not hashrate
		if stop.When == "return_reaches" && stop.At != nil && *stop.At > 1 {
			all = append(all, rate{0, stop.At.String() + " of the price in all, after which it ends", false, nil})
		}
	}
	return all
}

// quoted is the returns stated in quotations and in the terms.
func quoted(o contract.Offer) []rate {
	texts := []string{o.Terms.Text}
	for _, s := range o.Sources {
		texts = append(texts, s.Quote)
	}
	var all []rate
	for _, text := range texts {
		if r, ok := statedIn(text, false); ok {
			all = append(all, rate{r.PerDay(), r.String() + ", quoted from its terms", false, nil})
		}
	}
	return all
}

// statedIn is a rate in a text that speaks of income: "2% pool fee per day" is none. Where the
// field itself says what the text is about, any rate counts (always).
func statedIn(text string, always bool) (units.FractionPer, bool) {
	for _, clause := range clauses(text) {
		c := clause.low
		if !strings.ContainsAny(c, "0123456789") || !percentWord(c) || !always && !income.MatchString(c) && !guaranteeWord.MatchString(c) {
			continue
		}
		if r, ok := rateIn(c); ok && r.Value > 0 && !feeWord.MatchString(c) && !service.MatchString(c) {
			return r, true
		}
	}
	return units.FractionPer{}, false
}

// percentWord is a plain search for what every rate has.
func percentWord(c string) bool {
	for _, w := range []string{"%", "percent", "per cent", "prozent", "cent", "процент", "yüzde"} {
		if strings.Contains(c, w) {
			return true
		}
	}
	return false
}

var feeWord = regexp.MustCompile(`\bfees?\b|gebühr|\bfrais\b|comisi[oó]n|taxa|коми[сc]|手续费|uptime|difficult|maintenance|electricit|discount|commission|referr|\btax|inflation`)

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
