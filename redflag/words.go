package redflag

import (
	"slices"
	"strings"
)

// The words of the languages in which such offers are sold, found by reading offers and by
// translation, not by counting in a labelled corpus. Each list is a kind of thing that a guarantee or a
// percentage can be about; a word that stands in none is not understood, and is never guessed at.

// object is what a guarantee or a percentage is about.
type object uint8

const (
	ofNothing object = iota
	ofIncome         // profit, return, principal: money that the buyer ends up with
	ofPayout         // paying, which may be meant of the amount or of its punctuality
	ofPrice          // what the buyer put in
	ofRevenue        // a share of what is mined
	ofFee            // what the buyer pays, or somebody else receives
	ofService        // hashrate, uptime, speed, delivery
	ofChange         // a movement of a price or of difficulty
	ofLoss           // what the buyer may lose
)

// kinds is the lists in the order in which they take their words: the phrases first, so that "pool
// revenue" is no income and "profit share" no profit.
var kinds = []struct {
	object object
	words  *lexicon
}{
	{
		ofRevenue,
		lexiconOf(
			`(?:pool|mining|mined|block|gross|actual|network) (?:\w+ )?(?:income|revenues?|rewards?|earnings|payouts?|output|production)|pay-?out (?:ratio|rate|share|percentage)s?|\bwhat (?:is|was|the pool|we|you) min\w+|\bmined\b|\bblock rewards?|\brewards?\b|\bfpps\b|\bpps\b|\bpplns\b|pool-?(?:ertr[aä]g|einnahmen)\p{L}*|revenus? (?:du|de la) (?:pool|minage)|ingresos? del? (?:pool|miner[ií]a)|доход\p{L}* пула|矿池收益|挖矿收益|收益的|产出`,
		),
	},
	{
		ofFee,
		lexiconOf(
			`profit[- ](?:shar\p{L}*|split\p{L}*)|\boff\b|revenue[- ]shar\p{L}*|performance fees?|\bfees?\b|\bcharg\p{L}*|\bcosts?\b|\btax\p{L}*|\bvat\b|\binvoic\p{L}*|\bindexation|\bcommissions?\b|\breferr\p{L}*|\bbonus\p{L}*|\bdiscount\p{L}*|\bcashback|maintenance|electricit\p{L}*|\benergy\b|power (?:price|cost|tariff)\p{L}*|\btariffs?\b|\bdeduct\p{L}*|\bwithh(?:e|o)ld\p{L}*|\b(?:you|buyers?|customers?|clients?|users?|members?) (?:(?:must|will|have to|shall|only|also) )*pays?\b|gebühr\p{L}*|kosten|strompreis\p{L}*|provision\p{L}*|rabatt|steuer\p{L}*|\bfrais\b|commission\b|comisi[oó]n\p{L}*|comiss[aã]o|\btaxa\p{L}*|\btarifa\p{L}*|gastos|costos?|kosten|коми[сc]\p{L}*|налог\p{L}*|стоимост\p{L}*|тариф\p{L}*|скидк\p{L}*|手续费|管理费|维护费|电费|手續費|管理費|電費|费用|佣金|返佣|奖励金|komisyon\p{L}*|ücret\p{L}*|biaya|\bphí\b|手数料|수수료`,
		),
	},
	{
		ofService,
		lexiconOf(
			`\bsla\b|returns? policy|returns? (?:shipping|within|the machine|of the machine|of goods)\b|residual value|buy-?back|up-?time|down-?time|on-?line(?: time)?|on[- ]time|\bpunctual\p{L}*|\bof the time\b|\bspeeds?\b|\bshares?\b|hash ?rates?|hash ?power|hash ?leistung|\bnominal\b|\bluck\b|\bavailab\p{L}*|\bhost\p{L}*|\bdeliver\p{L}*|\bperformance\b|\bwarrant\p{L}*|\bcapacity\b|\bshipping\b|\bsecur(?:e|ity)\b|\bsafety\b|\bprivacy\b|\bsupport\b|\bquality\b|money[- ]?back|\brefund\p{L}*|\btransparen\p{L}*|\baccess\b|\bconnect\p{L}*|\breplace\p{L}*|\brepair\p{L}*|\bmachines?\b|\bminers?\b|\brigs?\b|\bhardware\b|\bequipment\b|\bpower (?:supply|draw|consumption)|\befficien\p{L}*|\bprices?\b|\brates? lock|\bwithin \d{1,3} ?(?:h\b|hours?|minutes?|business days?)|betriebszeit|verfügbar\p{L}*|rechenleistung|lieferung|pünktlich\p{L}*|geschwindigkeit|preis(?:e|garantie)?\b|disponib\p{L}*|livraison|puissance|vitesse|à temps|ponctuel\p{L}*|\bprix\b|entrega|potencia|velocidad|puntual\p{L}*|precios?\b|consegna|potenza|prezz[oi]\b|аптайм\p{L}*|хешрейт\p{L}*|хэшрейт\p{L}*|доступност\p{L}*|мощност\p{L}*|скорост\p{L}*|вовремя|своевременн\p{L}*|цен[аыу]\b|поставк\p{L}*|算力|在线|可用|速度|准时|及时|按时|价格|交付|çalışma süresi|zamanında|ketersediaan|tepat waktu|đúng hạn|稼働|가동`,
		),
	},
	{
		ofChange,
		lexiconOf(
			`\bdifficult(?:y|ies)\b|\binflation\b|\b(?:grows?|growing|increas\p{L}*|rises?|rising|rose|risen|falls?|falling|fell|fallen|drops?|dropp\p{L}+|declin\p{L}*|decreas\p{L}*|grew|depreciat\p{L}*|appreciat\p{L}*|volatil\p{L}*|halv\p{L}+)\b|schwierigkeit|steig\p{L}*|gestiegen|sank\b|gefallen|fällt|difficulté|hausse|baisse|dificultad|sub[ei]\b|subió|baj[aóe]\b|сложност\p{L}*|растет|растёт|вырос\p{L}*|упал\p{L}*|снизил\p{L}*|难度|難度|上涨|上漲|下跌|下降|zorluk|kesulitan|độ khó`,
		),
	},
	{
		ofLoss,
		lexiconOf(
			`\b(?:lose|loses|losing|lost|loss|losses|risk(?:s|ing)?|risky)\b|verlust\p{L}*|verlieren|\brisiko|perd(?:re|rez|er|ida|idas|u|a|as)\b|pertes?\b|pérdidas?|riesgos?|riscos?|rischi\p{L}*|убыт\p{L}*|потер\p{L}*|риск\p{L}*|亏损|损失|风险|kayıp|kayb\p{L}*|risk(?:ler)?\b|kerugian|rủi ro|損失|손실`,
		),
	},
	{
		ofIncome,
		lexiconOf(
			`riskfree|\bprofit\p{L}*|\breturns?\b|\bincomes?\b|\bearnings\b|\broi\b|\byields?\b|\binterest\b|\bap[yr]\b|\bprincipal\b|\bcapital\b|\bdividends?\b|\bgains?\b|gewinn\p{L}*|rendite\p{L}*|\bertr[aä]g\p{L}*|einkommen|einkünfte|zinsen|verzinsung|rendements?\b|\brevenus?\b|\brevenues?\b|bénéfices?|\bintérêts?\b|ganancia\p{L}*|rentabil\p{L}*|rendim\p{L}*|beneficios?\b|ingresos?\b|retornos?\b|intereses\b|\blucr\p{L}*|\bganhos?\b|\brendas?\b|\bjuros\b|guadagn\p{L}*|ritorn\p{L}*|entrate\b|interessi\b|прибыл\p{L}*|доход\p{L}*|заработ\p{L}*|процентн\p{L}*|收益|利润|利潤|回报|回報|返利|盈利|获利|本金|分红|分紅|利息|日息|月息|年化|kazan[cç]\p{L}*|getiri\p{L}*|kâr\p{L}*|gelir\p{L}*|faiz\p{L}*|keuntungan|penghasilan|imbal hasil|bunga\b|lợi nhuận|thu nhập|lãi|수익|이익|이자|利益|収益|利回り|利息|元本|ربح|أرباح|عائد|मुनाफ\p{L}*|लाभ|zysk\p{L}*|doch[oó]d\p{L}*|winst\p{L}*|rendement\b`,
		),
	},
	{
		ofPayout,
		lexiconOf(
			`\bpayouts?\b|\bpayments?\b|\bpay(?:s|ing)?\b|\bpaid\b|\bearn(?:s|ed|ing)?\b|\breceiv(?:e|es|ed|ing)\b|\bget(?:s|ting)?\b|\bmak(?:e|es|ing)\b|\bcredit(?:s|ed)?\b|\baccru\p{L}*|auszahl\p{L}*|auszuzahl\p{L}*|\bzahl(?:en|t|ung|ungen)\b|verdien\p{L}*|erhalt\p{L}*|erhält\p{L}*|bekomm\p{L}*|gagn\p{L}*|recev\p{L}*|reçoi\p{L}*|paiements?\b|vers(?:e|ons|ement|ements)\b|\bgan(?:a|e|ar|as|an|en)\b|recib\p{L}*|pag(?:o|os|a|amos|an|ar|amento|amentos)\b|receb\p{L}*|ganh(?:e|ar|a)\b|ricev\p{L}*|pagament\p{L}*|выплат\p{L}*|плат(?:им|ит|ят)|получ\p{L}*|зарабатыв\p{L}*|начисл\p{L}*|支付|派发|发放|获得|赚|得到|ödeme\p{L}*|öd[eü]\p{L}*|bayar\p{L}*|dapat\p{L}*|nhận|trả|支払\p{L}*|지급`,
		),
	},
	{
		ofPrice,
		lexiconOf(
			`\bdeposit(?:s|ed)?\b|\binvest(?:ment|ments|ed|or|ors)?\b|\bstakes?\b|\bmoney\b|\bbalance\b|contract (?:value|amount)|purchase (?:price|amount)|\bcapital\b|einlage\p{L}*|einzahlung\p{L}*|\bgeld\b|investition\p{L}*|investi\p{L}*|argent\b|dépôts?\b|inversi[oó]n\p{L}*|depósitos?|dinero|investimento\p{L}*|dinheiro|deposito|denaro|вклад\p{L}*|депозит\p{L}*|вложен\p{L}*|инвестиц\p{L}*|деньг\p{L}*|投资|投入|存款|资金|yatırım\p{L}*|\bpara\p{L}*|investasi|deposito|modal\b|đầu tư|vốn|投資|투자`,
		),
	},
}

// mark is one word of a known kind at [from,to) of a segment.
type mark struct {
	from, to int
	object   object
}

// marks is the words of known kinds in a segment, in their order; none overlap.
func marks(seg string) []mark {
	var all []mark
	for _, k := range kinds {
		for _, m := range k.words.all(seg) {
			all = append(all, mark{m[0], m[1], k.object})
			seg = seg[:m[0]] + strings.Repeat("|", m[1]-m[0]) + seg[m[1]:]
		}
	}
	slices.SortFunc(all, func(a, b mark) int { return a.from - b.from })
	return all
}

// income reports whether a word is about what the buyer receives.
func (o object) income() bool { return o == ofIncome || o == ofPayout || o == ofPrice }

var (
	guaranteeWord = lexiconOf(
		`guarant\p{L}*|garant\p{L}*|gwarant\p{L}*|гарант\p{L}*|保证|保證|保障|承诺|承諾|保証|보장|مضمون|ضمان|गारंटी|đảm bảo|bảo đảm|cam kết|dijamin|jaminan|sicher(?:e|en|er|es)? (?:gewinn|rendite|ertrag)|assured|assures? (?:you )?(?:a )?(?:profit|return)`,
	)
	// sureWord says the same without the verb.
	sureWord = lexiconOf(
		`always (?:profitable|pays)|never (?:obsolete|lose|unprofitable)|can ?not lose|can't lose|immer profitabel|toujours rentable|siempre rentable|sempre (?:lucrativo|redditizio)|всегда прибыл\p{L}*|稳赚|保本|必ず儲|원금 ?보장`,
	)
	// fixedWord says of an income that it does not move.
	fixedWord = lexiconOf(
		`\bfixed\b|\bfeste[rns]?\b|\bfixe[rnsm]?\b|\bfij[oa]s?\b|\bfix[oa]s?\b|\bfiss[oa]\b|фиксирован\p{L}*|固定|確定|\bsabit\b|cố định|\btetap\b|고정|\bstał[ya]\p{L}*|\bvaste\b`,
	)
	// fixedOther is what else is fixed, and no promise.
	fixedOther = lexiconOf(
		`fixed[- ](?:price|term|cost|fee|supply|difficulty|hashrate|contract|power|electricity|tariff)\p{L}*|\bfeste[rns]? (?:preis|laufzeit|gebühr|kosten)\p{L}*|固定(?:价格|费用|期限|电费|算力)|фиксированн\p{L}* (?:цен|плат|срок|комисс|тариф)\p{L}*`,
	)
	// hedge takes a promise from what is said: an estimate is none.
	hedge = lexiconOf(
		`\b(?:would|could|may|might|can|estimat\p{L}*|approx\p{L}*|about|expect\p{L}*|project(?:ed|ion)\p{L}*|assum\p{L}*|example|calculat\p{L}*|currently|today'?s?|at current|last (?:month|year|week)|earned|average\p{L}*|up to|histor\p{L}*|variable|var(?:y|ies)|depend\p{L}*|forecast\p{L}*|target\p{L}*|not)\b|≈|~|\bca\b|etwa|voraussichtlich|durchschnitt\p{L}*|geschätzt\p{L}*|erwartet\p{L}*|bis zu|environ|estim\p{L}*|prév\p{L}*|jusqu|aproxim\p{L}*|hasta|até|около|примерно|прогноз\p{L}*|ожида\p{L}*|до |约|預計|预计|预期|大约|估|最高|yaklaşık|sekitar|khoảng|約|予想`,
	)
	// whatever says that something holds in every case.
	whatever = lexiconOf(
		`\bwhatever\b|\bno matter\b|\bregardless\b|\birrespective\b|unabhängig|\begal\b|quoi qu|indépendamment|pase lo que pase|независимо|无论|不论|不管|ne olursa olsun|apa pun|bất kể`,
	)
	// warned is what is said of others, or against them.
	warned = lexiconOf(
		`\b(?:unlike|beware|avoid|be (?:wary|careful|suspicious|sceptical|skeptical)|stay away|watch out|warn\p{L}*|never trust|in contrast to|as opposed to|(?:don't|do not) (?:trust|believe|fall for))\b|\b(?:scams?|scammers?|ponzis?|schemes?|fraudsters?|frauds|hyips?|crooks)\b (?:\p{L}+ ){0,3}?(?:pay|promis|offer|guarant|claim|advertis)|\b(?:anyone|anybody|whoever|those|someone) (?:who |that )?(?:is )?(?:pay|promis|offer|guarant|claim|advertis)\p{L}*|anders als|im gegensatz zu|\bvorsicht\b|\bwarn\p{L}*|\bhüten\b|betrüger|contrairement|méfiez|attention aux|arnaques?|a diferencia de|cuidado con|desconf[ií]\p{L}*|estafas?|ao contrário|cuidado com|golpes|a differenza|attenzione a|truff\p{L}*|в отличие|остерегай\p{L}*|мошенник\p{L}*|不要相信|警惕|谨防|骗局|不同于|dolandırıcı|waspada|lừa đảo|詐欺`,
	)
	// relative begins a segment that belongs to the one before it.
	relative = lexiconOf(
		`^(?:that|which|who|whose|where|promising|offering|claiming|die|der|das|welche|qui|que|los que|quienes|che|которы\p{L}*|что)\b|^(?:который|которые|которая)`,
	)
	// overdue is what one side owes for a delay or a failure.
	overdue = lexiconOf(
		`\b(?:compensat\p{L}*|liquidated|downtime|outages?|late|overdue|arrears|penalt\p{L}*|defaults?|defaulted|unpaid|is due|are due)\b|verzug|mahn\p{L}*|fällig|retard|pénalit\p{L}*|\bmora\b|moros\p{L}*|atras\p{L}*|просроч\p{L}*|неустойк\p{L}*|逾期|滞纳金|违约|gecikme|keterlambatan|延滞|연체`,
	)
	// elsewhere is who else pays something, and what the buyer borrows.
	elsewhere = lexiconOf(
		`\b(?:loans?|financ\p{L}*|borrow\p{L}*|lend\p{L}*|mortgages?|instal+ments?|banks?|bonds?|savings accounts?|treasur\p{L}*|stocks?|s&p)\b|darlehen\p{L}*|kredit\p{L}*|ratenzahlung|prêts?\b|crédit|préstamos?|empréstimos?|кредит\p{L}*|рассрочк\p{L}*|贷款|分期|sparbuch|sparkonto|\bbanken\b|\bbanques?\b|\bbancos?\b|банк\p{L}*|银行`,
	)
	noRisk = lexiconOf(
		`\brisk[- ]?free|(?:\bno|\bwithout|\bzero|\b0) (?:any |the )?(?:risks?|loss(?:es)?)\b|ohne (?:jedes )?(?:risiko|verlust)\p{L}*|risikofrei|risikolos|sans (?:aucun )?(?:risque|perte)s?|sin (?:ning[uú]n )?(?:riesgo|p[eé]rdida)s?|sem (?:nenhum )?(?:risco|perda)s?|senza (?:alcun )?(?:rischi|perdit)\p{L}*|без (?:риск|потер|убытк)\p{L}*|无风险|零风险|無風險|不(?:会)?(?:亏损|亏|赔)|risksiz|tanpa (?:risiko|rugi)|không rủi ro`,
	)
)

// stems is parts of the words above, one of which is in every clause that speaks of a guarantee: a plain
// search passes over a megabyte of harmless terms.
var stems = []string{
	"guarant", "garant", "gwarant", "гарант", "保", "承诺", "承諾", "보장", "مضمون", "ضمان", "गारंटी", "đảm", "bảo", "cam kết", "jamin",
	"sicher", "assure", "profitab", "rentab", "lucrativ", "redditiz", "прибыл", "稳赚", "必ず", "never", "lose", "always",
}

func hasStem(c string) bool {
	return slices.ContainsFunc(stems, func(s string) bool { return strings.Contains(c, s) })
}
