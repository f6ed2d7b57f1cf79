package assay

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// ranked compares documents on few paths, on a day on which a TH/s earned some 0.037 dollars.
func ranked(t *testing.T, documents map[string]string) map[string]Row {
	t.Helper()
	day, err := units.ParseDate("2026-10-03")
	if err != nil {
		t.Fatal(err)
	}
	var all []Evidence
	var names []string
	for name, text := range documents {
		o, _, err := offer.Parse(name, []byte("schema: assay/offer/v1\n"+text))
		if err != nil {
			t.Fatal(err)
		}
		e := Evidence{Offer: o, History: market.Embedded(), AsOf: &day}
		e.Choices.Paths = 512
		all, names = append(all, e), append(names, name)
	}
	kept := simulated.Keep(t.Context(), all[0].History)
	c, err := Compare(t.Context(), all, names, func(context.Context) simulated.Markets { return kept })
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]Row{}
	for _, r := range c.Rows {
		name := r.Name
		if r.Days != nil {
			name = fmt.Sprintf("%s, %d days", name, *r.Days)
		}
		rows[name] = r
	}
	return rows
}

const (
	hosting = "kind: hosted\nhashrate: 200 TH/s\nterm: 1095d\nprice: {upfront: 3450 USD}\n" +
		"fees: [{name: hosting, efficiency: 17.5 J/TH, energy_price: 0.075 USD/kWh, paid: separately}]\n" +
		"hardware: {model: Antminer S21, efficiency: 17.5 J/TH}\n"
	service = "hashrate: 50 TH/s\nterm: 730d\nprice: {upfront: 1150 USD}\nfees: [{name: maintenance, " +
		"per_hashrate_day: 0.047 USD/TH/day, paid: %s, changeable: true, notice: 30d}]\n"
)

// The better contract ranks higher: each of these was the lower one when money that was never asked for
// counted as spent.
func TestTheBetterContractRanksHigher(t *testing.T) {
	rows := ranked(t, map[string]string{
		"must run":  hosting,
		"may stop":  hosting + "stops: [{when: fees_exceed_revenue, then: pause, by: buyer}]\nresale: {transferable: true}\n",
		"unsold":    hosting + "stops: [{when: fees_exceed_revenue, then: pause, by: buyer}]\n",
		"may leave": hosting + "stops: [{when: fees_exceed_revenue, for: 3d, then: terminate, by: buyer}]\n",
		"owed":      fmt.Sprintf(service, "separately"),
		"forgiven":  fmt.Sprintf(service, "deducted"),
	})
	for _, pair := range [][2]string{{"may stop", "unsold"}, {"unsold", "must run"},
		{"may leave", "must run"},
		{"forgiven", "owed"}} {
		better, worse := rows[pair[0]].BTCPerBTC, rows[pair[1]].BTCPerBTC
		// whether to use a right to leave for good is decided once, by the median
		tails := pair[0] != "may leave" && (better.P95 < worse.P95 || better.P05 < worse.P05)
		if better.P50 < worse.P50 || tails {
			t.Errorf("%s: %+v\n%s: %+v", pair[0], *better, pair[1], *worse)
		}
	}
	if forgiven, owed := rows["forgiven"].BTCPerBTC.P50, rows["owed"].BTCPerBTC.P50; forgiven < owed+0.1 {
		t.Errorf("%.3f where fees are forgiven, %.3f where they are owed", forgiven, owed)
	}
}

// A row is what it is, whoever stands beside it: of an offer, and of what it is set beside.
func TestRowsDoNotDependOnEachOther(t *testing.T) {
	documents := map[string]string{"hosting": hosting, "service": fmt.Sprintf(service, "separately"),
		"rented": "kind: market\nhashrate: 1 PH/s\nterm: 30d\nprice: {bid: 0.0000005 BTC/TH/day}\nfees: []\n"}
	together := ranked(t, documents)
	seen := 0
	for name, text := range documents {
		for key, alone := range ranked(t, map[string]string{name: text}) {
			a, _ := json.Marshal(alone)
			b, _ := json.Marshal(together[key])
			if seen++; string(a) != string(b) {
				t.Errorf("%s, alone with %s:\n%s\nbeside others:\n%s", key, name, a, b)
			}
		}
	}
	if seen < 12 {
		t.Errorf("%d rows looked at", seen)
	}
}

// The machine that is offered as the alternative hosts it ties with it, on losing days and at its sale too.
func TestAMachineTiesWithItself(t *testing.T) {
	const document = "kind: hosted\nhashrate: 200 TH/s\nterm: 730d\nprice: {upfront: %.2f USD}\n" +
		"fees: [{name: power, efficiency: " +
		"%v, energy_price: 0.079 USD/kWh, paid: separately}]\nhardware: {efficiency: %v}\n" +
		"resale: {transferable: true}\n"
	first := ranked(t, map[string]string{"any": fmt.Sprintf(document, 2590., "15 J/TH", "15 J/TH")})
	hosted := first["hosted_asic, 730 days"]
	_, dollars, _ := strings.Cut(hosted.Says, " at $")
	var perTH float64
	if _, err := fmt.Sscanf(dollars, "%f per TH/s", &perTH); err != nil {
		t.Fatalf("%q: %v", hosted.Says, err)
	}
	var machine string
	for _, m := range []string{"16.5 J/TH", "15 J/TH", "13.5 J/TH", "17.5 J/TH", "12 J/TH", "11 J/TH"} {
		row := ranked(t, map[string]string{"it": fmt.Sprintf(document, 200*perTH, m, m)})["it"]
		if diff := row.BTCPerBTC.P50/hosted.BTCPerBTC.P50 - 1; diff < 1e-6 && diff > -1e-6 {
			machine = m
			for i, pair := range [][2]float64{{row.BTCPerBTC.P05, hosted.BTCPerBTC.P05},
				{row.BTCPerBTC.P95, hosted.BTCPerBTC.P95},
				{row.BTCPerBTC.Mean, hosted.BTCPerBTC.Mean}} {
				if d := pair[0]/pair[1] - 1; d > 1e-6 || d < -1e-6 {
					t.Errorf("figure %d: %v, the alternative %v", i, pair[0], pair[1])
				}
			}
		}
	}
	if machine == "" {
		t.Errorf("no machine ties with %q", hosted.Says)
	}
}
