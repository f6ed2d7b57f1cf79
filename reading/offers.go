package reading

import (
	"slices"
	"strconv"
	"strings"
)

// Key is one key of an offer document, with the words it rests on.
type Key struct {
	Path  string `json:"path"` // "fees.0.energy_price"
	Value string `json:"value"`
	Quote string `json:"quote"`
	From  int    `json:"from"`
	To    int    `json:"to"`
	Doubt string `json:"doubt,omitempty"` // why the value may be another
}

// Draft is an offer as the text gives it: a neutral document in the form of assay/offer/v1, which the caller
// compiles. What the text does not say is not in it.
type Draft struct {
	Document map[string]any `json:"document"`
	Keys     []Key          `json:"keys"`
}

// Contradiction is a key for which the text gives several values.
type Contradiction struct {
	Path   string   `json:"path"`
	Values []string `json:"values"`
	Quotes []string `json:"quotes"`
}

// Found is all offers of a text.
type Found struct {
	Reading
	Offers         []Draft         `json:"offers"`
	Contradictions []Contradiction `json:"contradictions"`
	NotFound       []string        `json:"not_found"` // keys that a buyer needs and the text does not give
}

// needed is the keys without which an offer cannot be priced.
var needed = []string{"hashrate", "term", "price", "fees", "payout.basis"}

// Offers reads the offers of a text: one, or one for each row of a price list.
func Offers(text string) Found {
	r := Read(text)
	f := Found{Reading: r, Offers: []Draft{}, Contradictions: []Contradiction{}, NotFound: []string{}}
	shared, rows := rowsOf(text, r.Statements)
	for _, row := range rows {
		b := &builder{doc: map[string]any{"schema": "assay/offer/v1"}}
		for _, s := range append(slices.Clone(row), shared...) {
			b.put(s)
		}
		f.Offers = append(f.Offers, Draft{b.doc, b.keys})
		if len(rows) == 1 {
			f.Contradictions = append(f.Contradictions, b.other...)
		}
	}
	for _, key := range needed {
		if len(f.Offers) == 0 || !b0has(f.Offers[0].Document, key) {
			f.NotFound = append(f.NotFound, key)
		}
	}
	return f
}

func b0has(doc map[string]any, path string) bool {
	head, rest, deep := strings.Cut(path, ".")
	v, ok := doc[head]
	if sub, isMap := v.(map[string]any); deep && isMap {
		return b0has(sub, rest)
	}
	return ok && !deep
}

// rowsOf parts statements into what each row of a price list says and what holds for all. A row is a line
// with a price of its own and a hashrate, a return or a term; fewer than two rows are none.
func rowsOf(text string, all []Statement) (shared []Statement, rows [][]Statement) {
	byLine := map[int][]Statement{}
	var order []int
	for _, s := range all {
		n := strings.Count(text[:s.From], "\n")
		if _, ok := byLine[n]; !ok {
			order = append(order, n)
		}
		byLine[n] = append(byLine[n], s)
	}
	for _, n := range order {
		row := byLine[n]
		if says(row, "price") &&
			(says(row, "hashrate") || says(row, "promised_return") || says(row, "machine")) {
			rows = append(rows, row)
		} else {
			shared = append(shared, row...)
		}
	}
	if len(rows) < 2 {
		return nil, [][]Statement{all}
	}
	return shared, rows
}

func says(row []Statement, what string) bool {
	return slices.ContainsFunc(row, func(s Statement) bool { return s.What == what })
}

// builder makes a document of statements; the first that gives a key wins, others are kept aside.
type builder struct {
	doc   map[string]any
	keys  []Key
	other []Contradiction
}

// put enters what a statement says.
func (b *builder) put(s Statement) {
	switch s.What {
	case "hashrate",
		"term",
		"machine",
		"uptime",
		"promised_return",
		"payout_basis",
		"min_payout",
		"pool_choice":
		b.plain(s)
	case "price":
		b.price(s)
	case "fee", "power_price", "monthly_fee", "setup_fee":
		b.fee(s)
	case "notice", "cap", "fee_changeable":
		b.onFees(s)
	case "stop_unprofitable", "provider_may_end":
		b.stop(s)
	case "referral":
		b.referral(s)
	case "pay_first":
		b.set("terms.withdrawal_payment", true, s)
	case "principal_back":
		b.set("terms.principal_returned", true, s)
	case "guarantee", "constant_income", "protected":
		b.set("payout.guaranteed", true, s)
	case "proof_refused":
		b.set("proof.pool_account", "no", s)
	}
}

func (b *builder) plain(s Statement) {
	switch s.What {
	case "hashrate":
		b.set("hashrate", s.Value, s)
	case "term":
		b.set("term", termDays(s.Value), s)
	case "machine":
		if strings.HasSuffix(s.Value, "J/TH") {
			b.set("hardware.efficiency", s.Value, s)
		} else if !strings.HasSuffix(s.Value, "kW") {
			b.set("hardware.model", s.Value, s)
		}
	case "uptime":
		b.set("uptime.promised", share(s.Value), s)
	case "promised_return":
		if n, per, ok := strings.Cut(s.Value, "/"); ok && !strings.Contains(n, " ") &&
			!strings.Contains(per, " ") &&
			!s.Hedged {
			b.set("payout.fixed_return", share(strings.TrimPrefix(n, "<="))+"/"+per, s)
			b.set("payout.basis", "fixed", s)
		}
	case "payout_basis":
		b.set(
			"payout.basis",
			map[string]string{"own_token": "seller_token"}[s.Value]+strings.ToLower(
				strings.Replace(s.Value, "own_token", "", 1),
			),
			s,
		)
	case "min_payout":
		b.set("payout.minimum", s.Value, s)
	case "pool_choice":
		b.set("proof.buyer_chooses_pool", s.Value == "buyer", s)
	}
}

func (b *builder) price(s Statement) {
	switch {
	case strings.HasSuffix(s.Value, "/TH/day"):
		b.set("price.bid", s.Value, s)
	case strings.HasSuffix(s.Value, "/TH"):
		b.set("price.per_hashrate", s.Value, s)
	case !strings.Contains(s.Value, "/"):
		b.set("price.upfront", s.Value, s)
	}
}

// fee adds a fee to the list, each value once.
func (b *builder) fee(s Statement) {
	fee := map[string]any{"name": "service"}
	key := ""
	switch {
	case s.What == "power_price":
		fee["name"], key = "electricity", "energy_price"
	case s.What == "setup_fee":
		fee["name"], key = "setup", "upfront"
	case s.What == "monthly_fee", s.Value == "none", s.Value == "0":
		return // the offer document has no key for it
	case strings.HasSuffix(s.Value, "/TH/day"):
		key = "per_hashrate_day"
	case strings.HasSuffix(s.Value, " of revenue"):
		key = "revenue_share"
	case strings.HasSuffix(s.Value, "/payout"):
		fee["name"], key = "withdrawal", "per_payout"
	}
	if key == "" || key == "upfront" {
		return
	}
	val := s.Value
	if key == "revenue_share" {
		val = share(strings.TrimSuffix(val, " of revenue"))
	}
	val = strings.TrimSuffix(val, "/payout")
	list, _ := b.doc["fees"].([]any)
	for _, o := range list {
		if m, ok := o.(map[string]any); ok && m[key] == val {
			return
		}
	}
	fee[key] = val
	b.doc["fees"] = append(list, fee)
	b.keys = append(
		b.keys,
		Key{"fees." + strconv.Itoa(len(list)) + "." + key, val, s.Quote, s.From, s.To, ""},
	)
}

// onFees says of the fees named so far whether they change.
func (b *builder) onFees(s Statement) {
	list, _ := b.doc["fees"].([]any)
	for i, o := range list {
		m, ok := o.(map[string]any)
		if !ok {
			continue
		}
		name, val := "changeable", s.Value
		switch s.What {
		case "notice":
			name, val = "notice", strings.ReplaceAll(s.Value, " ", "")
		case "cap":
			n, per, _ := strings.Cut(s.Value, "/")
			name, val = "cap", share(n)+"/"+map[string]string{"y": "year"}[per]+strings.TrimPrefix(per, "y")
		}
		if m[name] == nil {
			m[name] = val
			b.keys = append(
				b.keys,
				Key{"fees." + strconv.Itoa(i) + "." + name, val, s.Quote, s.From, s.To, ""},
			)
		}
	}
}

func (b *builder) stop(s Statement) {
	stop := map[string]any{"by": "provider"}
	if s.What == "stop_unprofitable" {
		days, then, _ := strings.Cut(s.Value, " d ")
		stop["when"], stop["then"] = "fees_exceed_revenue", then
		if days != "0" {
			stop["for"] = days + "d"
		}
	} else {
		when := map[string]string{
			"unpaid": "fees_unpaid", "site": "site_closed", "will": "provider_decides",
		}[s.Value]
		if when == "" {
			return
		}
		stop["when"], stop["then"] = when, "terminate"
	}
	list, _ := b.doc["stops"].([]any)
	b.doc["stops"] = append(list, stop)
	b.keys = append(b.keys, Key{"stops." + strconv.Itoa(len(list)), s.Value, s.Quote, s.From, s.To, ""})
}

func (b *builder) referral(s Statement) {
	shares := strings.Split(s.Value, ";")
	if strings.Contains(shares[0], " ") {
		return
	}
	b.set("referral.levels", len(shares), s)
	b.set("referral.share", share(shares[0]), s)
}

// set gives a key its value; a second, other value is a contradiction, and the key is in doubt.
func (b *builder) set(path string, v any, s Statement) {
	m := b.doc
	parts := strings.Split(path, ".")
	for _, p := range parts[:len(parts)-1] {
		sub, ok := m[p].(map[string]any)
		if !ok {
			sub = map[string]any{}
			m[p] = sub
		}
		m = sub
	}
	last := parts[len(parts)-1]
	old, ok := m[last]
	switch {
	case !ok:
		m[last] = v
		b.keys = append(b.keys, Key{path, text(v), s.Quote, s.From, s.To, ""})
	case old != v:
		b.contradict(path, text(v), s)
	}
}

func (b *builder) contradict(path, val string, s Statement) {
	for i := range b.keys {
		if b.keys[i].Path == path {
			b.keys[i].Doubt = "the text also gives " + val
			for k := range b.other {
				if b.other[k].Path == path {
					b.other[k].Values, b.other[k].Quotes = append(
						b.other[k].Values,
						val,
					), append(
						b.other[k].Quotes,
						s.Quote,
					)
					return
				}
			}
			b.other = append(
				b.other,
				Contradiction{path, []string{b.keys[i].Value, val}, []string{b.keys[i].Quote, s.Quote}},
			)
			return
		}
	}
}

func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case bool:
		return strconv.FormatBool(v)
	case int:
		return strconv.Itoa(v)
	}
	return ""
}

// share prints "0.025" as "2.5%".
func share(s string) string {
	v, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return s
	}
	return trim(v*100) + "%"
}

// termDays is a term in the units of the offer document: days.
func termDays(s string) string {
	n, unit, ok := strings.Cut(s, " ")
	v, err := strconv.ParseFloat(n, 64)
	if !ok || err != nil {
		if s == "life" {
			return "open"
		}
		return strings.TrimPrefix(s, "to ")
	}
	for _, u := range timeUnits {
		if u.short == unit {
			return trim(v*longDays(u.name, u.days)) + "d"
		}
	}
	return s
}

// longDays is the days of a unit in a term: twelve months are a year.
func longDays(unit string, days float64) float64 {
	if unit == "month" {
		return 365.0 / 12
	}
	return days
}
