package report

import (
	"slices"
	"strings"
	"testing"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
)

// No shade of the map says that an offer gains where it loses, and no figure rounds a loss to 1.
func TestMapCells(t *testing.T) {
	for e, want := range map[float64]gridCell{
		0.2: {"0.20", 0, true}, 0.5: {"0.50", 1, true}, 0.8: {"0.80", 2, true}, 0.9999: {"0.99", 2, true},
		1: {"1.00", 4, false}, 1.2499: {"1.25", 4, false}, 1.25: {"1.25", 5, false}, 2: {"2.00", 6, false},
		12345: {"12,345", 6, false},
	} {
		if got := cell(e); got != want {
			t.Errorf("%g: %+v, want %+v", e, got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{Count(0, "day"), "0 days"}, {Count(1, "day"), "1 day"}, {Count(1095, "day"), "1,095 days"},
		{sentence("the pool is named"), "The pool is named."}, {sentence("Ends here."), "Ends here."},
		{sentence(""), ""},
		{Capital("эта"), "Эта"}, {Capital(""), ""}, {Spaced("fraud_signs"), "fraud signs"},
	} {
		if c.got != c.want {
			t.Errorf("%q, want %q", c.got, c.want)
		}
	}
	for _, s := range []string{"constant", "difficulty_plus_20", "plus_3_percent_monthly",
		"trailing_12_months",
		"halving_included", "seller_claim"} {
		if name := scenario(s); len([]rune(name)) > 30 || strings.Contains(name, "_") {
			t.Errorf("%s is called %q", s, name)
		}
	}
	for _, s := range []string{"buy_bitcoin", "dca_bitcoin", "own_asic", "hosted_asic", "market_hashrate",
		"token"} {
		if name := alternative(s); len([]rune(name)) > 30 || strings.Contains(name, "_") {
			t.Errorf("%s is called %q", s, name)
		}
	}
}

// The gravest comes first, and what is no severity last.
func TestHeaviest(t *testing.T) {
	all := []redflag.Severity{"", redflag.Good, redflag.Low, redflag.Critical, redflag.Info, redflag.High,
		redflag.Medium}
	slices.SortFunc(all, heaviest)
	want := []redflag.Severity{redflag.Critical, redflag.High, redflag.Medium, redflag.Low, redflag.Info,
		redflag.Good, ""}
	if !slices.Equal(all, want) {
		t.Errorf("%v", all)
	}
}

// judge is the document of an offer of 500 dollars with more terms.
func judge(t *testing.T, terms string) *Document {
	t.Helper()
	o, _, err := offer.Parse("test", []byte("schema: assay/offer/v1\nseen: 2026-05-01\nhashrate: 30 "+
		"TH/s\nterm: 90d\n"+
		"price: {upfront: 500 USD}\n"+terms))
	if err != nil {
		t.Fatal(err)
	}
	v, err := assay.Evaluate(assay.Evidence{Offer: o, History: market.Embedded(),
		Choices: assay.Choices{Paths: 128}})
	if err != nil {
		t.Fatal(err)
	}
	return Verdict(o, v, nil)
}

// The mean of a gamble, which hardly anybody gets, has no colour of a gain and says what it is; what a day's
// work is paid for has its colour.
func TestMeanOfAGambleIsNoGain(t *testing.T) {
	for basis, gamble := range map[string]bool{"solo": true, "fpps": false} {
		d := judge(t, "fees: []\npayout: {basis: "+basis+"}\n")
		for _, s := range d.Sections {
			if s.Key != "back" {
				continue
			}
			said := false
			for _, b := range s.Blocks {
				if p, ok := b.(Paragraph); ok {
					said = said || strings.Contains(p.Text, "of them find no block and get nothing")
				}
			}
			rows := s.Blocks[0].(Bars).Rows
			for _, r := range rows[1:] {
				if (r.Tone == Plain) != gamble {
					t.Errorf("%s: %s %s has the tone %q", basis, r.Name, r.Says, r.Tone)
				}
			}
			if said != gamble || len(rows) < 4 {
				t.Errorf("%s: %d rows, said that they are means: %v", basis, len(rows), said)
			}
		}
	}
}

// What is not stated is shown as not known, never as nothing; the steps of the waterfall end at what is paid
// out (less than a satoshi of 126,014 apart: 8e-6).
func TestVerdict(t *testing.T) {
	fees := func(d *Document) string {
		for _, f := range d.Figures {
			if f.Name == "Fees take" {
				return f.Value
			}
		}
		return "missing"
	}
	if got := fees(judge(t, "")); got != notKnown {
		t.Errorf("fees that are not stated are shown as %q", got)
	}
	if got := fees(judge(t, "fees: []\n")); got != "0 %" {
		t.Errorf("no fees are shown as %q", got)
	}
	d := judge(t, "fees: [{name: electricity, per_hashrate_day: 0.01 USD/TH/day, paid: deducted}, {name: "+
		"pool, revenue_share: 2%}]\n")
	rows := d.Section("waterfall").Blocks[0].(Steps).Rows
	last := rows[len(rows)-1]
	if gap := rows[len(rows)-2].To - last.To; len(rows) != 4 || !last.Total || gap > 1e-5 || gap < -1e-5 {
		t.Errorf("the steps do not end at what is paid out: %+v", rows)
	}
	if f := d.Section("simulated").Blocks[0].(Fan); f.Name != "mined" || f.OtherName != "bought" ||
		len(f.Points) < 3 {
		t.Errorf("the fan is %+v", f)
	}
}

// Each section that an order names can be made by some offer, so that none is left out by a slip.
func TestOrdersNameSections(t *testing.T) {
	known := map[string]bool{}
	for _, d := range []*Document{
		judge(t, "fees: [{per_hashrate_day: 0.03 USD/TH/day, paid: separately}]\nstops: [{when: "+
			"fees_exceed_revenue, for: 5d, then: terminate, by: provider}]\n"),
		judge(t, "payout: {basis: fixed, fixed_return: 1.5 %/day}\nreferral: {levels: 7, share: 10%}\n"),
		judge(t, "claims: [{daily_revenue: 0.04 USD/TH/day}]\nsources: [{url: https://example.com}]\n"),
		judge(t, "owned: {offered: 10 USD}\n"),
	} {
		for _, s := range d.Sections {
			known[s.Key] = true
		}
	}
	for _, rare := range []string{"bid", "taxes", "agrees", "missing", "map",
		"anchors", "care"} { // an order, rates, a true claim
		known[rare] = true
	}
	for _, o := range []Order{onTerminal, onPage, onSheet, flagsOnTerminal} {
		seen := map[string]bool{}
		for _, key := range o {
			if !known[key] || seen[key] {
				t.Errorf("%q is named twice, or by no document", key)
			}
			seen[key] = true
		}
	}
}

// A purchase that still runs gets no verdict, and one without a price no figure of what it cost.
func TestOneDay(t *testing.T) {
	sum := contract.Totals{Days: 156, Received: 1e8, Paid: 3e8, PaidUSD: 2e9, PaybackDay: -1}
	for name, c := range map[string]struct {
		unpriced bool
		left     int
		says     string
		paid     string
	}{
		"running":           {false, 204, "It still runs, and nothing is left to pay: in 156 days", "$2,000.00"},
		"unpriced":          {true, 0, "what you would have paid is not known", notKnown},
		"unpriced, running": {true, 204, "with 204 days still to come; the price is not stated", notKnown},
	} {
		r := valuation.Replay{Start: 20000, Left: c.left, Complete: c.left == 0,
			Unpriced: c.unpriced, Totals: sum}
		d := OneDay(Replayed{Terms: &contract.Terms{Unpriced: c.unpriced}}, r)
		if !strings.Contains(d.Lead, c.says) {
			t.Errorf("%s: %s", name, d.Lead)
		}
		if strings.Contains(d.Lead, "better by") {
			t.Errorf("%s has a verdict: %s", name, d.Lead)
		}
		rows := d.Section("happened").Blocks[0].(Table).Rows
		i := slices.IndexFunc(rows, func(r Row) bool { return strings.HasPrefix(r.Name, "paid") })
		if got := rows[i].Cells[1]; got != c.paid {
			t.Errorf("%s: %q was paid, want %q", name, got, c.paid)
		}
	}
}

// A replay of an offer that may be a fraud says so before any figure.
func TestMistrustComesFirst(t *testing.T) {
	for word, want := range map[string]bool{redflag.FraudSigns: true, redflag.Doubtful: true,
		redflag.Unproven: false} {
		d := EveryDay(Replayed{Last: 20100, Terms: &contract.Terms{},
			Trust: redflag.Verdict{Word: word, Reason: "it is said"}},
			[]valuation.Replay{{Start: 20000, Complete: true, Totals: contract.Totals{Days: 9, Received: 2e8,
				Paid: 1e8, PaidUSD: 1e9}}}, 1)
		if got := d.Caution != nil; got != want || strings.Contains(d.Lead, ", it beat") == want {
			t.Errorf("%s: caution %v, %s", word, got, d.Lead)
		}
	}
}

// An owner is told what to do first, each way in one money, and nothing that only a buyer asks.
func TestOwner(t *testing.T) {
	d := judge(t, "fees: []\n"+
		"owned: {paid: 900 USD, offered: 10 USD, upgrade: {cost: 5 USD, hashrate: 2 TH/s}, "+
		"reinvest: {price: 20 USD/TH}}\n")
	if a := d.Axes[0]; a.Name != "Hold or sell" || a.Word == "overpriced" || a.Word == "losing" {
		t.Errorf("the first axis is %s: %s", a.Name, a.Word)
	}
	if rows := d.Section("own").Blocks[0].(Table).Rows; len(rows) != 4 {
		t.Errorf("%d ways, not hold, sell, upgrade and reinvest: %+v", len(rows), rows)
	}
	for _, key := range []string{"worth", "back", "sizing", "payments", "breakeven"} {
		if d.Section(key) != nil {
			t.Errorf("an owner is told the section %s of a buyer", key)
		}
	}
	for _, f := range d.Figures {
		if f.Name == "Asked" || f.Name == "Paid back in dollars" {
			t.Errorf("an owner is told %s", f.Name)
		}
	}
}

// A hosted machine with a deposit and what is charged once: the picture says what its last step is, no right
// is listed that is worth nothing, and words without an address are no address.
func TestDepositChargesAndWords(t *testing.T) {
	o, _, err := offer.Parse("test", []byte("schema: assay/offer/v1\nseen: 2026-05-01\nhashrate: 200 TH/s\n"+
		"term: 365d\nprice: {upfront: 2450 USD, deposit: 500 USD}\n"+
		"sources: [{quote: 200 TH/s}, {url: \"https://example.com/plan\", quote: a year}]\nfees:\n"+
		"  - {name: hosting, efficiency: 17.5 J/TH, energy_price: 0.05 USD/kWh, changeable: true}\n"+
		"  - {name: setup, once: 120 USD, changeable: true}\n"))
	if err != nil {
		t.Fatal(err)
	}
	v, err := assay.Evaluate(assay.Evidence{Offer: o, History: market.Embedded(),
		Choices: assay.Choices{Paths: 4096}})
	if err != nil {
		t.Fatal(err)
	}
	d := Verdict(o, v, nil)
	fan, ok := d.Section("simulated").Blocks[0].(Fan)
	if !ok || !strings.HasSuffix(fan.Note, "The step on the last day is the deposit that comes back.") {
		t.Errorf("the picture says %q", fan.Note)
	}
	rights := d.Section("clauses")
	if rights == nil {
		t.Fatal("the right to raise the fee for power is worth nothing")
	}
	for _, b := range rights.Blocks {
		if table, ok := b.(Table); ok {
			for _, r := range table.Rows {
				if strings.Contains(r.Name, "setup") || strings.TrimLeft(r.Cells[0], "-") == "$0.00" {
					t.Errorf("a right worth nothing is listed: %s %v", r.Name, r.Cells)
				}
			}
		}
	}
	var all []Sources
	for _, b := range d.Section("made").Blocks {
		if s, ok := b.(Sources); ok {
			all = append(all, s)
		}
	}
	if len(all) != 2 || len(all[0].Items) != 1 || all[0].Items[0].What != "https://example.com/plan (“a year”)" ||
		len(all[1].Items) != 1 || all[1].Items[0].What != "“200 TH/s”" {
		t.Errorf("it was read at %+v", all)
	}
}
