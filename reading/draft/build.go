package draft

import (
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/reading"
	"github.com/assaymining/assay/reading/number"
	"github.com/assaymining/assay/reading/seller"
)

// builder makes a document of statements; the first that gives a key wins, others are kept aside.
type builder struct {
	doc   map[string]any
	keys  []Key
	other []Contradiction
	rates []reading.Statement // notice, cap and change of fees, until all fees are known
	paid  *reading.Statement
	byDay []reading.Statement // amounts that are charged each day
	rigs  rigs

	months *reading.Statement // of a charge, that are deposited
}

// put enters what a statement says.
func (b *builder) put(s reading.Statement) {
	switch s.What {
	case "price":
		b.price(s)
	case "fee", "power_price", "monthly_fee", "setup_fee":
		b.fee(s)
	case "notice", "cap", "fee_changeable":
		b.rates = append(b.rates, s)
	case "fee_paid":
		if b.paid == nil {
			b.paid = &s
		}
	case "stop_unprofitable", "provider_may_end":
		b.stop(s)
	case "referral":
		b.referral(s)
	case "machine":
		b.machine(s)
	case "machines":
		b.rigs.number(s)
	case "promised_return":
		b.promised(s)
	case "payback":
		b.payback(s)
	case "payout_basis":
		basis := strings.TrimSuffix(strings.ToLower(s.Value), "+")
		if s.Value == "own_token" {
			basis = "seller_token"
		}
		b.set("payout.basis", basis, s)
	default:
		b.plain(s)
	}
}

// plain enters a statement whose value is that of its key.
func (b *builder) plain(s reading.Statement) {
	switch s.What {
	case "hashrate":
		if !strings.Contains(s.Value, "..") { // what a market has
			b.set("hashrate", s.Value, s)
			b.of("hashrate", s)
		}
	case "term":
		if !strings.Contains(s.Value, "..") { // of several offers
			b.set("term", termOf(s.Value), s)
		}
	case "deposit":
		b.deposit(s)
	case "min_payout":
		if s.Value != "none" {
			b.set("payout.minimum", s.Value, s)
		}
	default:
		if e, ok := entries[s.What]; ok {
			b.set(e.key, e.of(s.Value), s)
		}
	}
}

// entries is the key that a statement fills whatever its value, and what it makes of that.
var entries = map[string]struct {
	key string
	of  func(value string) any
}{
	"taxes":           {"price.taxes", func(v string) any { return share(v) }},
	"uptime":          {"uptime.promised", func(v string) any { return share(v) }},
	"pool_choice":     {"proof.buyer_chooses_pool", func(v string) any { return v == "buyer" }},
	"principal_back":  {"terms.principal_returned", func(v string) any { return v != "0" }},
	"pay_first":       {"terms.withdrawal_payment", yes},
	"guarantee":       {"payout.guaranteed", yes},
	"constant_income": {"payout.guaranteed", yes},
	"protected":       {"payout.guaranteed", yes},
	"proof_refused":   {"proof.pool_account", func(string) any { return "no" }},
}

// yes is what a statement says by standing there at all.
func yes(string) any { return true }

// deposit enters what is deposited: an amount, or so many months of a charge, the first that are named.
func (b *builder) deposit(s reading.Statement) {
	months := strings.Contains(s.Value, " mo")
	switch {
	case months && b.months == nil:
		b.months = &s
	case !months && !strings.HasSuffix(s.Value, " d"):
		b.set("price.deposit", s.Value, s)
		b.of("price.deposit", s)
	}
}

func (b *builder) machine(s reading.Statement) {
	switch {
	case strings.HasSuffix(s.Value, "J/TH"):
		b.set("hardware.efficiency", s.Value, s)
	case strings.HasSuffix(s.Value, "kW"):
		if b.rigs.power.Value == "" {
			b.rigs.power = s
		}
	default:
		b.set("hardware.model", s.Value, s)
	}
}

// promised enters a return that is a share of the price; an estimate is none.
func (b *builder) promised(s reading.Statement) {
	n, per, ok := strings.Cut(s.Value, "/")
	if !ok || strings.Contains(n, " ") || strings.Contains(per, " ") || s.Hedged {
		return
	}
	n, _, _ = strings.Cut(strings.TrimPrefix(n, "<="), "..")
	b.set("payout.fixed_return", share(n)+"/"+per, s)
	b.set("payout.basis", "fixed", s)
}

// payback enters the days in which the price is said to be earned back, the first that are.
func (b *builder) payback(s reading.Statement) {
	if b.doc["claims"] == nil {
		b.doc["claims"] = []any{map[string]any{"payback": termOf(s.Value)}}
		b.keys = append(b.keys, Key{"claims[0].payback", termOf(s.Value), s.Quote, s.From, s.To, ""})
	}
}

func (b *builder) price(s reading.Statement) {
	switch {
	case strings.HasSuffix(s.Value, "/TH/day"):
		b.set("price.bid", s.Value, s)
	case strings.HasSuffix(s.Value, "/TH"):
		b.set("price.per_hashrate", s.Value, s)
	case !strings.Contains(s.Value, "/"):
		b.set("price.upfront", s.Value, s)
		b.of("price.upfront", s)
	}
}

// fee adds a fee to the list, each value once, by what the text calls it.
func (b *builder) fee(s reading.Statement) {
	none := s.Value == "none"
	switch {
	case s.What == "power_price":
		b.addFee("electricity", "energy_price", s.Value, s)
	case none && (s.What != "fee" || s.Of != ""): // others may stand
	case s.What == "monthly_fee":
		b.addFee("service", "per_month", strings.TrimSuffix(s.Value, "/mo"), s)
	case s.What == "setup_fee":
		b.addFee("setup", "once", s.Value, s)
	case none:
		b.noFees(s)
	default:
		b.charge(s)
	}
}

// noFees enters that the text denies fees of any kind, where none is listed.
func (b *builder) noFees(s reading.Statement) {
	if b.doc["fees"] == nil {
		b.doc["fees"] = []any{}
		b.keys = append(b.keys, Key{"fees", "none", s.Quote, s.From, s.To, ""})
	}
}

// feeShares is what a fee is a share of, and its key.
var feeShares = []struct{ of, key string }{
	{" of revenue", "revenue_share"},
	{" of profit", "profit_share"},
	{" of spend", "spend_share"},
}

// charge adds a fee that has no name of its own by what it is charged for: a share of something, so much per
// hashrate and day, a day, an order or a payout. What the document has no key for is left out.
func (b *builder) charge(s reading.Statement) {
	for _, f := range feeShares {
		if n, ok := strings.CutSuffix(s.Value, f.of); ok {
			b.addFee("service", f.key, share(n), s)
			return
		}
	}
	payout, each := strings.CutSuffix(s.Value, "/payout")
	switch {
	case strings.HasSuffix(s.Value, "/TH/day"), strings.HasSuffix(s.Value, "/GH/day"):
		b.addFee("service", "per_hashrate_day", s.Value, s)
	case strings.HasSuffix(s.Value, "/day"):
		b.byDay = append(b.byDay, s)
	case !strings.Contains(s.Value, "/") && !strings.Contains(s.Value, " of "):
		b.addFee("order", "once", s.Value, s)
	case each && s.Value[0] >= '0' && s.Value[0] <= '9':
		b.addFee("withdrawal", "per_payout", payout, s)
	}
}

// addFee adds a fee to the list, unless it has one of that value.
func (b *builder) addFee(name, key, val string, s reading.Statement) {
	list, _ := b.doc["fees"].([]any)
	if len(list) >= contract.MaxFees {
		return
	}
	for _, o := range list {
		if m, ok := o.(map[string]any); ok && m[key] == val {
			return
		}
	}
	b.doc["fees"] = append(list, map[string]any{"name": name, key: val})
	path := "fees." + strconv.Itoa(len(list)) + "." + key
	b.keys = append(b.keys, Key{path, val, s.Quote, s.From, s.To, ""})
	b.of(path, s)
}

// finish enters what is said of all fees, the energy that a machine takes, the kind, and where it was read.
func (b *builder) finish(text string, hosting func() bool) {
	b.machines()
	b.daily()
	b.held()
	list, _ := b.doc["fees"].([]any)
	for _, s := range b.rates {
		b.onFees(list, s)
	}
	hardware, _ := b.doc["hardware"].(map[string]any)
	for i, o := range list {
		m := o.(map[string]any)
		if b.paid != nil && (m["per_hashrate_day"] != nil || m["energy_price"] != nil) {
			b.onFee(m, i, "paid", b.paid.Value, *b.paid)
		}
		if m["energy_price"] != nil && hardware["efficiency"] != nil {
			m["efficiency"] = hardware["efficiency"]
		}
	}
	b.kind(text, hosting)
	b.sources()
}

// priced is the keys of prices, of which the form takes one: the first, which stands beside the plan.
var priced = []string{"price.bid", "price.per_hashrate", "price.upfront"}

// sourcesMost is how many quotes a document lists.
const sourcesMost = 40

// sources lists the words that keys rest on, each once.
func (b *builder) sources() {
	var all []any
	seen := map[string]bool{}
	for _, k := range b.keys {
		quote := k.Quote
		if len(quote) > 300 {
			quote = strings.ToValidUTF8(quote[:300], "")
		}
		if !seen[quote] && len(all) < sourcesMost {
			seen[quote] = true
			all = append(all, map[string]any{"quote": quote})
		}
	}
	if len(all) > 0 {
		b.doc["sources"] = all
	}
}

// onFees says of the fees whether they change, when that is told and how far they may rise. A right that
// nobody limits to one fee is one over all that come again.
func (b *builder) onFees(list []any, s reading.Statement) {
	for i, o := range list {
		m := o.(map[string]any)
		if m["once"] != nil {
			continue
		}
		switch s.What {
		case "notice":
			b.onFee(m, i, "notice", strings.ReplaceAll(s.Value, " ", ""), s)
		case "cap":
			n, per, ok := strings.Cut(s.Value, "/")
			if _, err := strconv.ParseFloat(n, 64); err == nil && ok {
				b.onFee(m, i, "cap", share(n)+"/"+strings.Replace(per, "y", "year", boolInt(per == "y")), s)
			}
		default:
			b.onFee(m, i, "changeable", s.Value == "true", s)
		}
	}
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

func (b *builder) onFee(m map[string]any, i int, name string, val any, s reading.Statement) {
	if m[name] != nil {
		return
	}
	m[name] = val
	b.keys = append(b.keys, Key{"fees." + strconv.Itoa(i) + "." + name, text(val), s.Quote, s.From, s.To, ""})
}

func (b *builder) stop(s reading.Statement) {
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
	for _, o := range list {
		if m := o.(map[string]any); m["when"] == stop["when"] && m["for"] == stop["for"] {
			return
		}
	}
	b.doc["stops"] = append(list, stop)
	b.keys = append(b.keys, Key{"stops." + strconv.Itoa(len(list)), s.Value, s.Quote, s.From, s.To, ""})
}

func (b *builder) referral(s reading.Statement) {
	shares := number.Shares(s)
	if len(shares) == 0 {
		if n := number.Levels(s); n > 0 {
			b.set("referral.levels", n, s)
		}
		return
	}
	b.set("referral.levels", max(len(shares), number.Levels(s)), s)
	b.set("referral.share", percent(shares[0]), s)
}

// seller enters what the text says of who sells.
func (b *builder) seller(key string, w seller.Words) {
	if w.Value != "" {
		b.set("provider."+key, w.Value, reading.Statement{Quote: w.Quote, From: w.From, To: w.To})
	}
}

// set gives a key its value; a second, other value is a contradiction, and the key is in doubt.
func (b *builder) set(path string, v any, s reading.Statement) {
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

func (b *builder) contradict(path, val string, s reading.Statement) {
	for i := range b.keys {
		k := &b.keys[i]
		if k.Path != path {
			continue
		}
		k.Doubt = "the text also gives " + val
		for j := range b.other {
			if o := &b.other[j]; o.Path == path {
				if len(o.Values) >= mostValues || slices.Contains(o.Values, val) {
					return
				}
				o.Values, o.Quotes = append(o.Values, val), append(o.Quotes, s.Quote)
				return
			}
		}
		b.other = append(b.other, Contradiction{path, []string{k.Value, val}, []string{k.Quote, s.Quote}})
		return
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
	return percent(v)
}

func percent(v float64) string {
	v, _ = strconv.ParseFloat(strconv.FormatFloat(v*100, 'g', 6, 64), 64)
	return strconv.FormatFloat(v, 'f', -1, 64) + "%"
}

// termOf is a term as an offer document writes it.
func termOf(s string) string {
	n, unit, ok := strings.Cut(s, " ")
	if s == "life" {
		return "open"
	}
	if !ok || n == "to" {
		return strings.TrimPrefix(s, "to ")
	}
	days := map[string]string{"d": "d", "h": " hours", "weeks": " weeks", "mo": " months", "y": " years"}
	if quarters, err := strconv.Atoi(n); err == nil && unit == "quarters" {
		return strconv.Itoa(3*quarters) + " months"
	}
	return n + days[unit]
}
