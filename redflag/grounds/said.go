package grounds

import (
	"context"
	"strings"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/reading"
	"github.com/assaymining/assay/reading/number"
	"github.com/assaymining/assay/units"
)

// Said is what the words of an offer come to. Package reading knows the words; here stands what its
// statements and values mean for trust and for who holds which right. An empty text: no such words.
type Said struct {
	Stands    bool     // some text stands in the offer
	Returns   []Rate   // in figures first, the promised one first of all
	PerTH     []perTH  // incomes for a TH/s and day
	Sworn     bool     // words promise a return on what is paid, and do not call it an estimate
	Promised  string   // words that promise a rate for the term
	Promise   Rate     // and its rate
	Income    string   // words by which income or principal is sure
	Denial    string   // words by which it is not
	Service   string   // words that guarantee something else
	Unclear   []string // words that are not understood
	Ask       string   // what to ask about the first of them
	PayFirst  string   // words by which money is asked for before money is released
	Principal string   // words by which the price comes back
	Virtual   string   // words by which nothing mines
	Hidden    string   // words that refuse proof
	Multiple  string   // words that promise a multiple of the price
	Paybacks  []Rate   // in how many days words say that the price is earned back
	Network   Network
	Rights    rights

	most float64 // the highest multiple
}

// Network is what recruits pay, in words.
type Network struct {
	Quote  string
	Shares []float64 // one for each level; none where an amount is paid
	Levels int       // where only their number is said
	Grave  bool      // on these words alone a careful buyer would doubt
}

// Most is how many levels are named, and the highest share, 0 where none is.
func (n Network) Most() (levels int, share float64) {
	for _, s := range n.Shares {
		share = max(share, s)
	}
	return max(n.Levels, len(n.Shares)), share
}

// rights is who may change or end what, in words.
type rights struct {
	Changes  string  // fees may change
	Fixed    string  // they may not
	Notice   int     // days, 0 where none is said
	Cap      float64 // the most that fees may rise in a year, a fraction; 0 where none is said
	CapSaid  string
	AtWill   string // the seller may end it as it pleases
	Ends     string // the seller may end it in other cases
	Stops    []offer.Stop
	StopSaid string
}

// text is what an offer quotes. Where field is set, the guarantee is said by the field it stands in.
type text struct {
	words  string
	field  bool
	claim  *offer.Claim // nil: of the terms or a quotation
	origin string
}

// quoted is the origin of words that stand in a source.
const quoted = ", quoted"

// texts is all that an offer quotes.
func texts(o offer.Offer) []text {
	var all []text
	for i := range o.Claims {
		c := &o.Claims[i]
		all = append(all, text{c.Guaranteed, true, c, ""}, text{c.Says, false, c, ""})
		if c.Source != nil {
			all = append(all, text{c.Source.Quote, false, nil, quoted})
		}
	}
	all = append(all, text{o.Terms.Text, false, nil, ", quoted from its terms"})
	for _, s := range o.Sources {
		all = append(all, text{s.Quote, false, nil, quoted})
	}
	return all
}

// verb stands before what is quoted in a field that says "guaranteed", so that it is read as meant.
const verb = "Guaranteed: "

// bare reports whether a text is a percentage or an amount and nothing else: of what it is, its key says and
// the words around it.
func bare(words string) bool {
	_, share := units.ParseFraction(words)
	_, amount := units.ParseMoney(words)
	return share == nil || amount == nil
}

func readWords(ctx context.Context, o offer.Offer) Said {
	s := Said{Returns: returns(o)}
	for _, t := range texts(o) {
		if ctx.Err() != nil {
			break
		}
		if strings.TrimSpace(t.words) == "" {
			continue
		}
		s.Stands = true
		if t.origin == quoted && bare(t.words) {
			continue
		}
		prefix := ""
		if t.field {
			prefix = verb
		}
		r := reading.ReadUntil(ctx, prefix+t.words)
		for i := range r.Statements {
			st := &r.Statements[i]
			from := max(st.From-len(prefix), 0)
			st.Quote = t.words[from:max(st.To-len(prefix), from)]
			if st.Quote == "" {
				st.Quote = t.words
			}
		}
		s.addText(t, r, o, len(prefix))
	}
	return s
}

// addText adds the statements of one text. Of the returns it states the highest counts, and the highest of
// those that it promises.
func (s *Said) addText(t text, r reading.Reading, o offer.Offer, prefix int) {
	var top Rate
	for _, st := range r.Statements {
		switch st.What {
		case "promised_return", "multiple":
			if one, ok := perTHOf(st, t); ok {
				s.PerTH = append(s.PerTH, one)
			}
			one, ok := rateOf(st, t, o)
			s.Sworn = s.Sworn || st.Grave && (ok || st.What == "multiple")
			if ok && one.PerDay >= top.PerDay {
				top = one
			}
			if ok && st.Fixed && one.PerDay > s.Promise.PerDay {
				s.Promised, s.Promise = withSure(st, r, t, prefix), one
			}
			if m := number.Multiple(st); st.Grave && m > s.most {
				s.Multiple, s.most = st.Quote, m
			}
		case "payback":
			if days := number.Days(st); days > 0 {
				perDay := 1 / float64(days)
				s.Paybacks = append(s.Paybacks, Rate{perDay, perDay, Shorten(st.Quote) + t.origin, t.claim})
			}
		case "referral":
			s.Network.add(st)
		default:
			s.addWord(st)
			s.Rights.add(st)
		}
	}
	if top.Text != "" {
		s.Returns = append(s.Returns, top)
	}
	s.addUnclear(t, r)
}

// add adds what is said of recruits: of several, what names the most levels.
func (n *Network) add(st reading.Statement) {
	if st.Value == "none" {
		return
	}
	n.Grave = n.Grave || st.Grave
	if levels := number.Levels(st); levels > n.Levels {
		n.Levels = levels
		if len(n.Shares) < levels {
			n.Quote = st.Quote
		}
	}
	if shares := number.Shares(st); n.Quote == "" || len(shares) > 0 && len(shares) >= len(n.Shares) {
		n.Quote, n.Shares = st.Quote, shares
	}
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

// addWord adds what is said without a figure.
func (s *Said) addWord(st reading.Statement) {
	if st.Of != "" { // it says nothing of income
		return
	}
	at := map[string]*string{
		"guarantee": &s.Income, "constant_income": &s.Income, "protected": &s.Income, "denial": &s.Denial,
		"service_guarantee": &s.Service, "uptime": &s.Service, "pay_first": &s.PayFirst,
		"principal_back": &s.Principal, "virtual_hashrate": &s.Virtual, "proof_refused": &s.Hidden,
	}[st.What]
	if at != nil && *at == "" && (st.Grave || at == &s.Denial || at == &s.Service) {
		*at = st.Quote
	}
}

// addUnclear adds what was not understood.
func (s *Said) addUnclear(t text, r reading.Reading) {
	for _, a := range r.NotUnderstood {
		quote := strings.TrimPrefix(a.Quote, verb)
		s.Unclear = append(s.Unclear, quote)
		if s.Ask == "" {
			s.Ask = "\"" + Shorten(quote) + "\": " + a.Ask
		}
	}
	if t.field && len(r.Statements)+len(r.NotUnderstood) == 0 {
		s.Unclear = append(s.Unclear, t.words)
		if s.Ask == "" {
			s.Ask = "\"" + Shorten(t.words) + "\": what exactly is guaranteed?"
		}
	}
}

// add adds who may change or end what.
func (r *rights) add(st reading.Statement) {
	switch st.What {
	case "fee_changeable":
		at := &r.Fixed
		if st.Value == "true" {
			at = &r.Changes
		}
		if *at == "" {
			*at = st.Quote
		}
	case "notice":
		if r.Notice == 0 {
			r.Notice = number.Days(st)
		}
	case "cap":
		if r.Cap == 0 {
			r.Cap, r.CapSaid = number.Yearly(st), st.Quote
		}
	case "provider_may_end":
		at := &r.Ends
		if st.Value == "will" {
			at = &r.AtWill
		}
		if *at == "" {
			*at = st.Quote
		}
	case "stop_unprofitable":
		r.StopSaid = st.Quote
		then := "terminate"
		if strings.HasSuffix(st.Value, "pause") {
			then = "pause"
		}
		r.Stops = append(
			r.Stops,
			offer.Stop{When: "fees_exceed_revenue", Then: then, For: units.Days(number.Days(st))},
		)
	}
}

// Told is the first of the words about who may end or pause it, "" where there are none.
func (r rights) Told() string {
	for _, quote := range []string{r.AtWill, r.StopSaid, r.Ends} {
		if quote != "" {
			return quote
		}
	}
	return ""
}

// Shorten cuts a quotation to what fits a line.
func Shorten(s string) string {
	const most = 120
	r := []rune(strings.Join(strings.Fields(strings.ToValidUTF8(s, " ")), " "))
	if len(r) > most {
		return string(r[:most]) + "…"
	}
	return string(r)
}

// Said is what the offer's words come to; Judge reads them once for all rules.
func (f Facts) Said() Said {
	if f.words != nil {
		return *f.words
	}
	return readWords(context.Background(), f.Offer)
}
