package assay

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// drawn is an offer of any kind, as the lines of its document, so that a law can change one of them.
type drawn struct {
	kind, term, delay string
	ths               int
	price             string // what stands under price
	fees              []string
	payout, resale    string
	stops             []string
	machine           string
}

// text is the document.
func (d drawn) text() string {
	var b strings.Builder
	put := func(key, value string) {
		if value != "" {
			fmt.Fprintf(&b, "%s: %s\n", key, value)
		}
	}
	put("kind", d.kind)
	put("hashrate", fmt.Sprintf("%d TH/s", d.ths))
	put("term", d.term)
	put("start_delay", d.delay)
	put("price", "{"+d.price+"}")
	put("fees", "["+strings.Join(d.fees, ", ")+"]")
	put("payout", d.payout)
	if d.stops != nil {
		put("stops", "["+strings.Join(d.stops, ", ")+"]")
	}
	put("resale", d.resale)
	put("hardware", d.machine)
	return b.String()
}

// drawOffer draws an offer: of each kind, with fees of each form, dear and cheap.
func drawOffer(r *rand.Rand) drawn {
	one := func(all ...string) string { return all[r.IntN(len(all))] }
	d := drawn{
		kind: one("cloud", "hosted", "market", "token", "forward"),
		ths:  1 + r.IntN(300), term: fmt.Sprintf("%dd", 10+r.IntN(900)),
	}
	perTH := 1 + 40*r.Float64()
	d.price = fmt.Sprintf("upfront: %.2f USD", float64(d.ths)*perTH)
	if d.kind == "market" {
		d.term = fmt.Sprintf("%dd", 1+r.IntN(60))
		d.price = fmt.Sprintf("bid: %.9f BTC/TH/day", 5e-7*(.5+r.Float64()))
	}
	efficiency := 12 + r.IntN(25)
	if d.kind == "hosted" || d.kind == "token" {
		d.machine = fmt.Sprintf("{efficiency: %d J/TH}", efficiency)
	}
	if r.IntN(3) == 0 {
		d.delay = fmt.Sprintf("%dd", r.IntN(60))
	}
	for range r.IntN(3) {
		d.fees = append(d.fees, one(
			fmt.Sprintf("{per_hashrate_day: %.4f USD/TH/day, paid: deducted}", .06*r.Float64()),
			fmt.Sprintf("{per_hashrate_day: %.4f USD/TH/day, paid: separately}", .06*r.Float64()),
			fmt.Sprintf("{efficiency: %d J/TH, energy_price: %.3f USD/kWh, paid: %s}", efficiency,
				.03+.07*r.Float64(), one("deducted", "separately")),
			fmt.Sprintf("{revenue_share: %d%%}", 1+r.IntN(20)),
			fmt.Sprintf("{profit_share: %d%%}", 1+r.IntN(40)),
			fmt.Sprintf("{once: %d USD}", 1+r.IntN(200)),
			fmt.Sprintf("{per_month: %d USD, paid: separately}", 1+r.IntN(20))))
	}
	if d.kind == "forward" || r.IntN(2) == 0 {
		d.payout = one(
			"{basis: fpps}",
			"{basis: pps, minimum: 0.0002 BTC}",
			"{basis: pool_revenue, every: 7d}",
		)
	}
	return d
}

// seenAt judges drawn offers together, on few paths, by their names.
func judgedTogether(
	t *testing.T,
	kept simulated.Markets,
	day units.Date,
	names []string,
	all []drawn,
) map[string]Row {
	t.Helper()
	var evidence []Evidence
	for i, d := range all {
		o, _, err := offer.Parse(names[i], []byte("schema: assay/offer/v1\n"+d.text()))
		if err != nil {
			t.Fatalf("%s\n%v", d.text(), err)
		}
		e := Evidence{Offer: o, History: market.Embedded(), AsOf: &day}
		e.Choices.Paths = 128
		evidence = append(evidence, e)
	}
	c, err := Compare(t.Context(), evidence, names, func(context.Context) simulated.Markets { return kept })
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]Row{}
	for _, r := range c.Rows {
		if r.Kind == "offer" {
			rows[r.Name] = r
		}
	}
	return rows
}

// change is a law: what becomes of an offer, and how it ranks beside what it was. It says false where the law
// is about other offers.
type change struct {
	name string
	do   func(d *drawn, r *rand.Rand) bool
	// tails holds where the whole distribution may not fall; a right that is used for good is decided once,
	// by the median.
	tails, ties bool
}

var changes = []change{
	{name: "may pause", tails: true, do: func(d *drawn, _ *rand.Rand) bool {
		d.stops = append(d.stops, "{when: fees_exceed_revenue, then: pause, by: buyer}")
		return true
	}},
	{name: "may end", do: func(d *drawn, r *rand.Rand) bool {
		d.stops = append(
			d.stops,
			fmt.Sprintf("{when: fees_exceed_revenue, for: %dd, then: terminate, by: buyer}",
				1+r.IntN(30)),
		)
		return true
	}},
	{name: "may end at will", do: func(d *drawn, r *rand.Rand) bool {
		d.stops = append(d.stops, "{when: buyer_decides, then: terminate, by: buyer}")
		return true
	}},
	{name: "may be sold", tails: true, do: func(d *drawn, _ *rand.Rand) bool {
		d.resale = "{transferable: true}"
		return true
	}},
	{name: "forgiven", tails: true, do: func(d *drawn, _ *rand.Rand) bool {
		if strings.Contains(d.payout, "minimum") { // which holds back more of less
			return false
		}
		for i, f := range d.fees {
			if d.fees[i] = strings.Replace(f, "paid: separately", "paid: deducted", 1); d.fees[i] != f {
				return true
			}
		}
		return false
	}},
	{name: "a fee less", tails: true, do: func(d *drawn, _ *rand.Rand) bool {
		if len(d.fees) == 0 {
			return false
		}
		d.fees = d.fees[1:]
		return true
	}},
	{name: "fees of half", tails: true, do: func(d *drawn, _ *rand.Rand) bool {
		d.fees = append([]string(nil), d.fees...)
		halved := false
		for i, f := range d.fees {
			var usd float64
			for _, form := range []string{"per_hashrate_day: %f USD/TH/day", "energy_price: %f USD/kWh"} {
				at := strings.Index(f, form[:strings.IndexByte(form, ':')])
				if at < 0 {
					continue
				}
				if _, err := fmt.Sscanf(f[at:], form, &usd); err == nil {
					unit := form[strings.Index(form, " USD"):]
					end := at + strings.Index(f[at:], " USD") + len(unit)
					d.fees[i] = f[:at] + strings.Replace(
						form[:len(form)-len(unit)],
						"%f",
						fmt.Sprintf("%.6f", usd/2),
						1,
					) +
						unit + f[end:]
					halved = true
				}
			}
		}
		return halved
	}},
	{name: "cheaper", tails: true, do: func(d *drawn, _ *rand.Rand) bool {
		var usd float64
		if _, err := fmt.Sscanf(d.price, "upfront: %f USD", &usd); err != nil {
			return false
		}
		d.price = fmt.Sprintf("upfront: %.2f USD", .8*usd)
		return true
	}},
	{name: "a deposit instead of part of the price", tails: true, do: func(d *drawn, _ *rand.Rand) bool {
		if d.resale != "" { // what it is sold for follows what it cost
			return false
		}
		var usd float64
		if _, err := fmt.Sscanf(d.price, "upfront: %f USD", &usd); err != nil {
			return false
		}
		d.price = fmt.Sprintf("upfront: %.2f USD, deposit: %.2f USD", .9*usd, .1*usd)
		return true
	}},
	{name: "the same by TH/s", ties: true, do: func(d *drawn, _ *rand.Rand) bool {
		var usd float64
		if _, err := fmt.Sscanf(d.price, "upfront: %f USD", &usd); err != nil {
			return false
		}
		d.price = fmt.Sprintf("per_hashrate: %.10f USD/TH", usd/float64(d.ths))
		return true
	}},
	{name: "the same fees in another order", ties: true, do: func(d *drawn, r *rand.Rand) bool {
		d.fees = append([]string(nil), d.fees...)
		r.Shuffle(len(d.fees), func(i, j int) { d.fees[i], d.fees[j] = d.fees[j], d.fees[i] })
		return len(d.fees) > 1
	}},
	{name: "the same power, as a fee for each TH/s", ties: true, do: func(d *drawn, _ *rand.Rand) bool {
		for i, f := range d.fees {
			var j int
			var kwh float64
			if _, err := fmt.Sscanf(f, "{efficiency: %d J/TH, energy_price: %f USD/kWh", &j, &kwh); err == nil {
				_, paid, _ := strings.Cut(f, "USD/kWh")
				d.fees = append([]string(nil), d.fees...)
				d.fees[i] = fmt.Sprintf("{per_hashrate_day: %.12f USD/TH/day%s", float64(j)*.024*kwh, paid)
				return true
			}
		}
		return false
	}},
	{name: "another name for it", ties: true, do: func(d *drawn, _ *rand.Rand) bool {
		d.fees = append([]string(nil), d.fees...)
		for i, f := range d.fees {
			d.fees[i] = strings.Replace(f, "{", "{name: another word, ", 1)
		}
		return true
	}},
}

// Laws of ranking hold for offers of every kind, drawn at random: a right never lowers, what is forgiven is never
// worse than what is owed, a lower price or a fee less never lowers, what is the same ties, and no row depends on
// what stands beside it.
func TestLawsOfRanking(t *testing.T) {
	offers := 12
	if testing.Short() {
		offers = 4
	}
	if *manyOffers > 0 {
		offers = *manyOffers
	}
	kept := simulated.Keep(t.Context(), market.Embedded())
	tried, ranked := map[string]int{}, 0
	for seed := range uint64(offers) {
		r := rand.New(rand.NewPCG(seed, 15))
		day, err := units.ParseDate([]string{"2026-10-03", "2023-02-11", "2019-06-01"}[seed%3])
		if err != nil {
			t.Fatal(err)
		}
		was := drawOffer(r)
		if r.IntN(3) == 0 {
			was.resale = "{transferable: true, market_fee: 5%}"
		}
		if r.IntN(4) == 0 {
			was.stops = []string{"{when: fees_exceed_revenue, for: 10d, then: terminate, by: provider}"}
		}
		names, all := []string{"as it was"}, []drawn{was}
		for _, c := range changes {
			now := was
			now.fees = append([]string(nil), was.fees...)
			now.stops = append([]string(nil), was.stops...)
			if was.stops == nil {
				now.stops = nil
			}
			if c.do(&now, r) {
				names, all = append(names, c.name), append(all, now)
				tried[c.name]++
			}
		}
		rows := judgedTogether(t, kept, day, names, all)
		alone := judgedTogether(t, kept, day, names[:1], all[:1])
		a, _ := json.Marshal(alone["as it was"])
		b, _ := json.Marshal(rows["as it was"])
		if string(a) != string(b) {
			t.Errorf("seed %d: alone\n%s\nbeside others\n%s", seed, a, b)
		}
		before := rows["as it was"].BTCPerBTC
		if before == nil { // too good to be true, so that no figure is given
			continue
		}
		ranked++
		for _, c := range changes {
			row, ok := rows[c.name]
			if !ok || row.BTCPerBTC == nil {
				continue
			}
			after := row.BTCPerBTC
			falls := after.P50 < before.P50-1e-6
			tails := c.tails &&
				(c.name != "cheaper" || was.resale == "") // what it is sold for follows what it cost
			falls = falls || tails && (after.P05 < before.P05-1e-6 || after.P95 < before.P95-1e-6)
			if c.ties {
				falls = math.Abs(after.P50-before.P50) > 1e-6 || math.Abs(after.P05-before.P05) > 1e-6 ||
					math.Abs(after.P95-before.P95) > 1e-6
			}
			if falls {
				i := 0
				for names[i] != c.name {
					i++
				}
				t.Errorf(
					"seed %d, %s: %.6f %.6f %.6f, was %.6f %.6f %.6f\n%s-- was\n%s",
					seed,
					c.name,
					after.P05,
					after.P50,
					after.P95,
					before.P05,
					before.P50,
					before.P95,
					all[i].text(),
					was.text(),
				)
			}
		}
	}
	for _, c := range changes {
		if tried[c.name] == 0 && offers > 8 {
			t.Errorf("%s was never tried", c.name)
		}
	}
	if ranked < offers/3 {
		t.Errorf("only %d of %d offers are ranked", ranked, offers)
	}
	t.Log(ranked, tried)
}

var manyOffers = flag.Int("offers", 0, "how many offers the laws of ranking are tried on")
