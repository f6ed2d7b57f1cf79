package redflag

import (
	"strings"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/reading"
	"github.com/assaymining/assay/reading/number"
	"github.com/assaymining/assay/units"
)

// said is what the words of an offer come to. Package reading knows the words; here stands what its
// statements and values mean for trust and for who holds which right.
type said struct {
	stands    bool     // some text stands in the offer
	returns   []rate   // in figures first, the promised one first of all
	promised  string   // words that promise a rate for the term
	promise   rate     // and its rate
	income    string   // words by which income or principal is sure
	denial    string   // words by which it is not
	service   string   // words that guarantee something else
	unclear   []string // words that are not understood
	ask       string   // what to ask about the first of them
	payFirst  string   // words by which money is asked for before money is released
	principal string   // words by which the price comes back
	virtual   string   // words by which nothing mines
	hidden    string   // words that refuse proof
	multiple  string   // words that promise a multiple of the price
	most      float64  // the highest multiple
	network   network
	rights    rights
}

// network is what recruits pay, in words.
type network struct {
	quote  string
	shares []float64 // one for each level; none where an amount is paid
}

// rights is who may change or end what, in words.
type rights struct {
	changes, fixed string // whether fees may change
	notice         int    // days, 0 where none is said
	cap            float64
	capSaid        string
	atWill         string // the seller may end it as it pleases
	ends           string // the seller may end it in other cases
	stops          []offer.Stop
	stopSaid       string
}

// text is what an offer quotes. Where field is set, the guarantee is said by the field it stands in.
type text struct {
	words  string
	field  bool
	claim  *offer.Claim // nil: of the terms or a quotation
	origin string
}

// texts is all that an offer quotes.
func texts(o offer.Offer) []text {
	var all []text
	for i := range o.Claims {
		c := &o.Claims[i]
		all = append(all, text{c.Guaranteed, true, c, ""}, text{c.Says, false, c, ""})
		if c.Source != nil {
			all = append(all, text{c.Source.Quote, false, nil, ", quoted"})
		}
	}
	all = append(all, text{o.Terms.Text, false, nil, ", quoted from its terms"})
	for _, s := range o.Sources {
		all = append(all, text{s.Quote, false, nil, ", quoted"})
	}
	return all
}

// verb stands before what is quoted in a field that says "guaranteed", so that it is read as meant.
const verb = "Guaranteed: "

func readWords(o offer.Offer) said {
	s := said{returns: returns(o)}
	for _, t := range texts(o) {
		if strings.TrimSpace(t.words) == "" {
			continue
		}
		s.stands = true
		prefix := ""
		if t.field {
			prefix = verb
		}
		r := reading.Read(prefix + t.words)
		for i := range r.Statements {
			st := &r.Statements[i]
			from := max(st.From-len(prefix), 0)
			st.Quote = t.words[from:max(st.To-len(prefix), from)]
			if st.Quote == "" {
				st.Quote = t.words
			}
		}
		s.hear(t, r, o, len(prefix))
	}
	return s
}

// hear takes in the statements of one text. Of the returns it states the highest counts, and the highest of
// those that it promises.
func (s *said) hear(t text, r reading.Reading, o offer.Offer, prefix int) {
	var top rate
	for _, st := range r.Statements {
		switch st.What {
		case "promised_return", "multiple":
			one, ok := rateOf(st, t, o)
			if ok && one.perDay >= top.perDay {
				top = one
			}
			if ok && st.Fixed && one.perDay > s.promise.perDay {
				s.promised, s.promise = withSure(st, r, t, prefix), one
			}
			if m := number.Multiple(st); st.Grave && m > s.most {
				s.multiple, s.most = st.Quote, m
			}
		case "referral":
			if st.Value != "none" && len(number.Shares(st)) >= len(s.network.shares) {
				s.network = network{st.Quote, number.Shares(st)}
			}
		default:
			s.word(st)
			s.rights.hear(st)
		}
	}
	if top.text != "" {
		s.returns = append(s.returns, top)
	}
	s.open(t, r)
}

// withSure is the words of a return together with those that make it sure, where they stand side by side.
func withSure(st reading.Statement, r reading.Reading, t text, prefix int) string {
	from, to := st.From, st.To
	for _, o := range r.Statements {
		sure := o.What == "guarantee" || o.What == "constant_income" || o.What == "protected"
		if sure && o.From <= st.To+sideBySide && st.From <= o.To+sideBySide {
			from, to = min(from, o.From), max(to, o.To)
		}
	}
	from = max(from-prefix, 0)
	return t.words[from:max(to-prefix, from)]
}

// sideBySide is the bytes between two statements that are quoted as one.
const sideBySide = 60

// word takes in what is said without a figure.
func (s *said) word(st reading.Statement) {
	if st.Of != "" { // it says nothing of income
		return
	}
	at := map[string]*string{
		"guarantee": &s.income, "constant_income": &s.income, "protected": &s.income, "denial": &s.denial,
		"service_guarantee": &s.service, "uptime": &s.service, "pay_first": &s.payFirst,
		"principal_back": &s.principal, "virtual_hashrate": &s.virtual, "proof_refused": &s.hidden,
	}[st.What]
	if at != nil && *at == "" && (st.Grave || at == &s.denial || at == &s.service) {
		*at = st.Quote
	}
}

// open takes in what was not understood.
func (s *said) open(t text, r reading.Reading) {
	for _, a := range r.NotUnderstood {
		quote := strings.TrimPrefix(a.Quote, verb)
		s.unclear = append(s.unclear, quote)
		if s.ask == "" {
			s.ask = "\"" + shorten(quote) + "\": " + a.Ask
		}
	}
	if t.field && len(r.Statements)+len(r.NotUnderstood) == 0 {
		s.unclear = append(s.unclear, t.words)
		if s.ask == "" {
			s.ask = "\"" + shorten(t.words) + "\": what exactly is guaranteed?"
		}
	}
}

// rateOf is the return that a statement comes to, on the price of the offer where it is stated in money.
func rateOf(st reading.Statement, t text, o offer.Offer) (rate, bool) {
	one := rate{text: shorten(st.Quote) + t.origin, claim: t.claim}
	if m := number.Multiple(st); m > 0 {
		if o.Term.Days > 0 {
			one.perDay, one.gain = m/float64(o.Term.Days), max(0, m-1)/float64(o.Term.Days)
		}
		return one, true
	}
	r, ok := number.Return(st)
	if !ok || r.PerTH {
		return rate{}, false
	}
	if r.Money != "" {
		paid := o.Price.Upfront
		if paid == nil || paid.Float() <= 0 || !sameMoney(string(paid.Currency), r.Money) {
			return rate{}, false
		}
		r.Share = r.Amount / paid.Float()
	}
	one.perDay = r.Share / r.Days
	one.gain = one.perDay
	if r.Days > 1 && r.Share >= 1 { // a total that is at least the price is taken as holding it
		one.gain = (r.Share - 1) / r.Days
	}
	return one, true
}

// sameMoney reports whether two names are one money; the tokens that stand for a dollar are one.
func sameMoney(a, b string) bool {
	dollar := func(s string) bool { return s == "USD" || s == "USDT" || s == "USDC" }
	return a == b || dollar(a) && dollar(b)
}

// hear takes in who may change or end what.
func (r *rights) hear(st reading.Statement) {
	switch st.What {
	case "fee_changeable":
		at := &r.fixed
		if st.Value == "true" {
			at = &r.changes
		}
		if *at == "" {
			*at = st.Quote
		}
	case "notice":
		if r.notice == 0 {
			r.notice = number.Days(st)
		}
	case "cap":
		if r.cap == 0 {
			r.cap, r.capSaid = number.Yearly(st), st.Quote
		}
	case "provider_may_end":
		at := &r.ends
		if st.Value == "will" {
			at = &r.atWill
		}
		if *at == "" {
			*at = st.Quote
		}
	case "stop_unprofitable":
		r.stopSaid = st.Quote
		then := "terminate"
		if strings.HasSuffix(st.Value, "pause") {
			then = "pause"
		}
		r.stops = append(
			r.stops,
			offer.Stop{When: "fees_exceed_revenue", Then: then, For: units.Days(number.Days(st))},
		)
	}
}

// told reports words about who may end or pause it.
func (r rights) told() string {
	for _, quote := range []string{r.atWill, r.stopSaid, r.ends} {
		if quote != "" {
			return quote
		}
	}
	return ""
}

// shorten cuts a quotation to what fits a line.
func shorten(s string) string {
	const most = 120
	r := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(s, " ")), " "))
	if len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(r)
}

// said is what the offer's words come to; Judge reads them once for all rules.
func (f Facts) said() said {
	if f.words != nil {
		return *f.words
	}
	return readWords(f.Offer)
}
