// Package costly makes offer documents for tests of bounds: Draw draws one, Change changes one thing of it,
// so that a search goes from a document that takes much work to one that takes more. All can be read.
package costly

import (
	"fmt"
	"math/rand/v2"
	"strings"
)

// most is how many fees, and stops, a document has.
const most = 12

// Document is an offer by what makes it costly: how long it runs, what is looked at on each day, and how much
// is read. Zero leaves a thing out.
type Document struct {
	Term, Delay, Price, Kind, Basis, Every, Minimum int // choices, by number
	Fees, Stops                                     []int
	Seen                                            int // days after the start of 2012
	Claims, Quotes, Words                           int // how many, of so many words
	Referral                                        int
	Big                                             int
	Owned                                           int
}

// What each choice may be.
var (
	terms = [...]string{"", "36525d", "open", "1825d", "3650d", "14600d", "1d", "731d"}
	kinds = [...]string{"", "cloud", "hosted", "market", "forward", "token"}
	bases = [...]string{"", "basis: pool_revenue", "basis: fpps", "basis: pplns, pool_hashrate: 1 PH/s",
		"basis: solo",
		"basis: seller_token, currency: GMT", "basis: fixed, fixed_return: 0.01 %/day",
		"basis: fixed, fixed_return: 1.2 %/day, guaranteed: true"}
	prices = [...]string{"", "{upfront: 5000 USD}", "{per_hashrate: 60 USD/TH, deposit: 50 USD, taxes: 19%}",
		"{upfront: 0.01 BTC}", "{upfront: 1000000000 USD}", "{bid: 0.0000005 BTC/TH/day}", "{upfront: 0 USD}"}
	every = [...]string{"", "1d", "7d", "3650d"}
	least = [...]string{"", "0.000001 BTC", "0.001 BTC", "10000 BTC"}
	rates = [...]string{"", "30 TH/s", "0.000001 TH/s", "1 ZH/s"}
	owned = [...]string{"", "{}", "{since: 2024-01-01, paid: 3000 USD, offered: 900 USD}",
		"{upgrade: {cost: 500 USD, hashrate: 300 TH/s, efficiency: 12 J/TH}, reinvest: {price: 20 USD/TH}}",
		"{reinvest: {price: 0.001 USD/TH, for: 36500d}}"}
	fees = [...]string{
		"per_hashrate_day: 0.04 USD/TH/day, escalation: 1%/year, paid: deducted, changeable: true, notice: 1d",
		"efficiency: 15 J/TH, energy_price: 0.05 USD/kWh, paid: separately, escalation: 0.1 %/day",
		"revenue_share: 3%, after: break_even, paid: deducted", "profit_share: 40%, paid: separately",
		"per_payout: 0.0000001 BTC", "per_month: 10 USD, each: order", "once: 100 USD",
		"per_hashrate_day: 0.000001 USD/TH/day, prepaid: 1d, paid: separately",
		`per_hashrate_day: 0.03 USD/TH/day, discount: {share: 20%, needs: "180 days of fees held in TOKEN"}`}
	stops = [...]string{
		"when: fees_exceed_revenue, for: 3650d, then: pause, by: provider, extends_term: true",
		"when: fees_exceed_revenue, for: 21d, then: terminate, by: provider",
		"when: fees_exceed_revenue, then: pause, by: automatic, notice: 3650d",
		"when: return_reaches, at: 200%, then: terminate, by: automatic",
		"when: return_reaches, at: 1000000%, then: terminate, by: provider, for: 36500d",
		"when: provider_decides, then: terminate, by: provider",
		"when: buyer_decides, then: terminate, by: buyer, fee: 5 USD"}
)

// Draw draws a document.
func Draw(r *rand.Rand) Document {
	d := Document{Term: r.IntN(len(terms)), Delay: r.IntN(3), Price: r.IntN(len(prices)),
		Kind:  r.IntN(len(kinds)),
		Basis: r.IntN(len(bases)), Every: r.IntN(len(every)), Minimum: r.IntN(len(least)),
		Seen: r.IntN(5400), Claims: r.IntN(30), Quotes: r.IntN(30), Words: r.IntN(400), Referral: r.IntN(101),
		Big: 1 + r.IntN(len(rates)-1), Owned: r.IntN(len(owned))}
	for range r.IntN(most + 1) {
		d.Fees = append(d.Fees, r.IntN(len(fees)))
	}
	for range r.IntN(most + 1) {
		d.Stops = append(d.Stops, r.IntN(len(stops)))
	}
	return d
}

// Change is the document with some things as in another that is drawn.
func (d Document) Change(r *rand.Rand) Document {
	o := Draw(r)
	for _, one := range []struct{ own, other *int }{{&d.Term, &o.Term}, {&d.Delay, &o.Delay},
		{&d.Price, &o.Price},
		{&d.Kind, &o.Kind}, {&d.Basis, &o.Basis}, {&d.Every, &o.Every}, {&d.Minimum, &o.Minimum},
		{&d.Seen, &o.Seen},
		{&d.Claims, &o.Claims}, {&d.Quotes, &o.Quotes}, {&d.Words, &o.Words}, {&d.Big, &o.Big},
		{&d.Owned, &o.Owned}} {
		if r.IntN(5) == 0 {
			*one.own = *one.other
		}
	}
	if r.IntN(3) == 0 {
		d.Fees = o.Fees
	}
	if r.IntN(3) == 0 {
		d.Stops = o.Stops
	}
	return d
}

// words is text in which much is to be looked at: shares, amounts, promises and denials.
func words(n int) string {
	some := [...]string{"we guarantee", "1.2% a day", "not", "guaranteed", "$500", "every month",
		"pay 10% first to release",
		"no risk", "may change fees", "120%", "payout", "without mining", "up to", "never below",
		"0,5 % täglich"}
	var b strings.Builder
	for i := range n {
		b.WriteString(some[i*7%len(some)])
		b.WriteByte(" .,;"[i%4])
		b.WriteByte(' ')
	}
	return strings.TrimSpace(b.String())
}

// YAML is the document as a person writes it.
func (d Document) YAML() string {
	var b strings.Builder
	key := func(name, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", name, value)
		}
	}
	key("schema", "assay/offer/v1")
	key("provider", `{name: "Costly Mining", website: "https://www.example.com"}`)
	key("kind", kinds[d.Kind])
	key("hashrate", rates[d.Big])
	key("term", terms[d.Term])
	key("seen", seen(d.Seen))
	if d.Delay > 0 {
		key("start_delay", fmt.Sprint(d.Delay*365)+"d")
	}
	price := prices[d.Price]
	if strings.HasPrefix(price, "{bid") != (kinds[d.Kind] == "market") {
		price = prices[1]
	}
	key("price", price)
	b.WriteString("payout: {")
	for _, part := range []string{bases[d.Basis], named("every", every[d.Every]),
		named("minimum", least[d.Minimum])} {
		if part != "" {
			b.WriteString(part + ", ")
		}
	}
	b.WriteString("to: wallet}\n")
	list(&b, "fees", len(d.Fees), func(i int) string {
		return fmt.Sprintf("{name: f%d, %s}", i, fees[d.Fees[i]])
	})
	list(&b, "stops", len(d.Stops), func(i int) string { return "{" + stops[d.Stops[i]] + "}" })
	list(&b, "claims", d.Claims, func(i int) string {
		return fmt.Sprintf("{says: %q}", fmt.Sprint(i, " ", words(d.Words)))
	})
	list(&b, "sources", d.Quotes, func(i int) string {
		return fmt.Sprintf("{url: \"https://www.example.com/%d\", quote: %q}", i, words(d.Words))
	})
	key("owned", owned[d.Owned])
	if d.Referral > 0 {
		key("referral", fmt.Sprintf("{levels: %d, share: 10%%}", d.Referral))
	}
	return b.String()
}

func named(name, value string) string {
	if value == "" {
		return ""
	}
	return name + ": " + value
}

// list writes a list, an empty one too.
func list(b *strings.Builder, name string, n int, one func(int) string) {
	if n == 0 {
		fmt.Fprintf(b, "%s: []\n", name)
		return
	}
	fmt.Fprintf(b, "%s:\n", name)
	for i := range n {
		fmt.Fprintf(b, "- %s\n", one(i))
	}
}

// seen is a day so many days after the start of 2012.
func seen(days int) string {
	return fmt.Sprintf("%04d-%02d-%02d", 2012+days/372, 1+days%372/31, 1+days%31%28)
}
