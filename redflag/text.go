package redflag

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// The rules on words read only what the offer quotes, clause by clause, and ask for the object of
// the verb: "we guarantee 98 % uptime" is a good sign, "guaranteed daily profit" is not, and "no
// profit is guaranteed" is the opposite. The words are of the languages in which such offers are
// sold; found by reading offers and by translation, not by counting in a labelled corpus.

// maxRead is how much of a text is read, in bytes: beyond it no seller hides a promise.
const maxRead = 1 << 20

// guarantee is what a clause guarantees.
type guarantee uint8

const (
	guaranteesNothing guarantee = iota // no such word
	guaranteesIncome                   // profit, payout, principal
	guaranteesService                  // hashrate, uptime, delivery
	deniesGuarantee                    // "not guaranteed"
	guaranteesUnclear                  // the word without an object that we know
)

var (
	guaranteeWord = regexp.MustCompile(`guarant|garant|gwarant|гарант|保证|保證|保障|承诺|保証|보장|مضمون|ضمان|गारंटी|đảm bảo|bảo đảm|cam kết|dijamin|jaminan|sicher(?:e|en|er|es)? (?:gewinn|rendite|ertrag)|assured|assure[sd]? (?:you )?(?:a )?(?:profit|return)`)
	// sureWord says the same without the verb.
	sureWord = regexp.MustCompile(`always profitable|never (?:obsolete|lose|unprofitable)|can ?not lose|can't lose|zero risk|riskfree|immer profitabel|toujours rentable|siempre rentable|sempre (?:lucrativo|redditizio)|всегда прибыл|稳赚|保本|必ず儲|원금 ?보장`)
	noRisk   = regexp.MustCompile(`risk[- ]?free|(?:no|without|zero) (?:any )?risks?\b|ohne risiko|risikofrei|risikolos|sans (?:aucun )?risque|sin (?:ning[uú]n )?riesgo|sem (?:nenhum )?risco|senza (?:alcun )?rischi|без риск\p{L}*|无风险|零风险|risksiz|tanpa risiko|không rủi ro`)
	income   = regexp.MustCompile(`profit|return|income|payout|payment|\bpa(?:y|ys|id)\b|revenue|earn|\broi\b|yield|interest|principal|\bcapital|deposit|money|gain|gewinn|rendite|ertr[aä]g|auszahlung|einkommen|verdien|einkünfte|rendement|revenu|bénéfice|ganan|rentab|rendim|beneficio|ingreso|retorn|lucro|ganho|renda|guadagn|ritorn|entrate|прибыл|доход|выплат|заработ|收益|利润|利潤|回报|回報|盈利|本金|分红|kazan[cç]|getiri|kâr|gelir|keuntungan|penghasilan|imbal hasil|lợi nhuận|thu nhập|lãi|수익|이익|利益|収益|利回り|元本|ربح|أرباح|عائد|मुनाफ|लाभ|zysk|doch[oó]d`)
	service  = regexp.MustCompile(`uptime|hash ?rate|hash ?power|availab|hosting|deliver|performance|warrant|capacity|shipping|security|privacy|betriebszeit|verfügbar|rechenleistung|hashleistung|disponib|livraison|entrega|consegna|puissance|potencia|аптайм|хешрейт|доступност|мощност|算力|在线率|可用|çalışma süresi|ketersediaan|稼働|가동`)
	denial   = regexp.MustCompile(`\bno\b|\bnothing\b|\bnichts\b|\brien\b|\bnada\b|\bnot\b|n't\b|\bnever\b|\bnor\b|\bneither\b|\bcannot\b|\bwithout\b|\bnicht\b|\bkein\p{L}*|\bkeinerlei|\bohne\b|\bne\b|\bn'|\bpas\b|\baucun\p{L}*|\bsans\b|\bsin\b|\bning[uú]n\p{L}*|\bn[aã]o\b|\bnenhum\p{L}*|\bsem\b|\bnon\b|\bnessun\p{L}*|\bsenza\b|(?:^|\s)не(?:т|льзя)?\s|(?:^|\s)без\s|(?:^|\s)никак|不|没有|沒有|無保証|ません|ない|않|없|\bdeğil|\btidak\b|\bbukan\b|\bkhông\b|\bnie\b|\bgeen\b|\bniet\b|ليس|لا |नहीं`)
)

// stems is parts of the words above, one of which is in every clause that they match: a plain search
// passes over a megabyte of harmless terms.
var stems = []string{
	"guarant", "garant", "gwarant", "гарант", "保", "承诺", "보장", "مضمون", "ضمان", "गारंटी", "đảm", "bảo", "cam kết", "jamin",
	"sicher", "assure", "profitab", "rentab", "lucrativ", "redditiz", "прибыл", "稳赚", "必ず", "never", "lose", "risk", "risik", "risque",
	"riesgo", "risco", "rischi", "риск", "风险", "rủi ro", "risiko",
}

func hasStem(c string) bool {
	for _, s := range stems {
		if strings.Contains(c, s) {
			return true
		}
	}
	return false
}

// joints is words at which a clause ends and one of another meaning begins; what replaces them has as
// many characters, so that the place of each in the text as written is known.
var joints = strings.NewReplacer(" but ", "\n    ", " however ", "\n        ", " aber ", "\n     ", " mais ", "\n     ", " pero ", "\n     ",
	" mas ", "\n    ", " но ", "\n   ", "但", "\n")

// longestClause is where a text without stops is cut, in bytes: no sentence is longer.
const longestClause = 2000

// A clause is a part of a text in lower case, in which the rules look, and as it is written, to be quoted.
type clause struct{ low, said string }

// clauses cuts a text into clauses; a full stop inside a number does not cut. Invalid UTF-8 is dropped,
// and what lies beyond maxRead is not read.
func clauses(text string) []clause {
	if len(text) > maxRead {
		text = text[:maxRead]
	}
	text = strings.ToValidUTF8(text, " ")
	low := joints.Replace(strings.ToLower(text)) // character for character
	var out []clause
	start, from, at := 0, 0, 0 // in low; in text, where the clause began and where the scan stands
	cut := func(end, next int) {
		if c := strings.TrimSpace(low[start:end]); c != "" {
			before := utf8.RuneCountInString(low[start:end]) - utf8.RuneCountInString(strings.TrimLeftFunc(low[start:end], unicode.IsSpace))
			out = append(out, clause{c, strings.TrimSpace(skip(text[from:at], before))})
		}
		start = next
	}
	for i, r := range low {
		_, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case r == '.' && i > 0 && digit(low[i-1]) && i+1 < len(low) && digit(low[i+1]):
		case strings.ContainsRune(".!?;:\n。！？；", r), i-start >= longestClause:
			cut(i, i+utf8.RuneLen(r))
			from = at + size
		}
		at += size
	}
	cut(len(low), len(low))
	return out
}

// skip is a text without its first n characters.
func skip(s string, n int) string {
	for range n {
		_, size := utf8.DecodeRuneInString(s)
		s = s[size:]
	}
	return s
}

func digit(b byte) bool { return b >= '0' && b <= '9' }

// inClause judges one clause. Where verb is set, the guarantee is said by the field the text stands
// in ("guaranteed: 1% a day"), and the clause needs no such word.
func inClause(c string, verb bool) guarantee {
	c = noRisk.ReplaceAllString(c, "riskfree")
	at := guaranteeWord.FindStringIndex(c)
	sure := sureWord.FindStringIndex(c)
	switch {
	case sure != nil && (at == nil || sure[0] < at[0]):
		if denied(c, []int{sure[0], len(c)}) { // what follows is another statement
			return deniesGuarantee
		}
		return guaranteesIncome
	case at == nil && !verb:
		return guaranteesNothing
	case at == nil:
		at = []int{0, 0}
		if denial.MatchString(strings.ReplaceAll(c, "riskfree", "")) {
			return deniesGuarantee
		}
	case denied(c, at):
		return deniesGuarantee
	}
	near, far := distance(c, income, at), distance(c, service, at)
	if near == far { // of neither kind, or said in one breath: a rate decides
		if _, rated := rateIn(c); rated {
			return guaranteesIncome
		}
	}
	switch {
	case near < far:
		return guaranteesIncome
	case far < never:
		return guaranteesService
	}
	return guaranteesUnclear
}

// reach is how far from the verb, in bytes, a negation still belongs to it (a few words).
const reach = 40

// denied reports a negation shortly before the words at [from,to), or after them before a comma.
func denied(c string, at []int) bool {
	before := c[max(0, at[0]-reach):at[0]]
	after := c[at[1]:min(len(c), at[1]+reach)]
	if comma := strings.IndexAny(after, ",，"); comma >= 0 {
		after = after[:comma]
	}
	if comma := strings.LastIndexAny(before, ",，"); comma >= 0 {
		before = before[comma:]
	}
	return denial.MatchString(before) || denial.MatchString(after)
}

// never is a distance that no clause has.
const never = maxRead + 1

// distance is how far the nearest match of the words lies from the verb at [from,to), in bytes.
func distance(c string, words *regexp.Regexp, at []int) int {
	d := never
	for _, m := range words.FindAllStringIndex(c, 1000) {
		d = min(d, max(m[0]-at[1], at[0]-m[1], 0))
	}
	return d
}

// promise judges a whole text: the gravest of its clauses, and that clause as it is written.
func promise(text string, verb bool) (worst guarantee, quote string) {
	weight := map[guarantee]int{guaranteesIncome: 4, deniesGuarantee: 3, guaranteesService: 2, guaranteesUnclear: 1}
	if !verb && !hasStem(strings.ToLower(text[:min(len(text), maxRead)])) {
		return guaranteesNothing, ""
	}
	for _, c := range clauses(text) {
		if !verb && !hasStem(c.low) {
			continue
		}
		if g := inClause(c.low, verb); weight[g] > weight[worst] {
			worst, quote = g, c.said
		}
	}
	return worst, quote
}

// shorten cuts a quotation to what fits a line.
func shorten(s string) string {
	const most = 120
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(r)
}
