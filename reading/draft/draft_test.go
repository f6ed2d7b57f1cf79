package draft

import (
	"os"
	"testing"

	"github.com/assaymining/assay/offer"
)

func read(t *testing.T, name string) Found {
	t.Helper()
	data, err := os.ReadFile("../testdata/docs/" + name + ".txt")
	if err != nil {
		t.Fatal(err)
	}
	return Offers(string(data))
}

// A term sheet gives its offer: figures as they are said, and no grave word.
func TestOfferOfATermSheet(t *testing.T) {
	f := read(t, "ru-oblako")
	if len(f.Reading.Grave()) > 0 || len(f.Offers) != 1 {
		t.Fatalf("%d offers, grave %+v", len(f.Offers), f.Grave())
	}
	for path, want := range map[string]string{
		"hashrate": "40 TH/s", "term": "180d", "price.upfront": "14800 RUB", "fees.0.per_hashrate_day": "0.031 USD/TH/day",
		"fees.0.notice": "14d", "fees.0.changeable": "true", "payout.basis": "fpps", "uptime.promised": "96%", "stops.0": "15 d terminate",
	} {
		if got := valueAtKey(f.Offers[0], path); got != want {
			t.Errorf("%s: %q, want %q", path, got, want)
		}
	}
}

func valueAtKey(d Draft, path string) string {
	for _, k := range d.Keys {
		if k.Path == path {
			return k.Value
		}
	}
	return ""
}

// Each row of a price list is an offer of its own, what stands around it is said of all.
func TestRowsOfAPriceList(t *testing.T) {
	f := read(t, "en-voltaris")
	want := []struct{ price, rate string }{
		{"60 USD", "1.4%/day"},
		{"900 USD", "1.9%/day"},
		{"7500 USD", "2.6%/day"},
	}
	if len(f.Offers) != len(want) {
		t.Fatalf("%d offers, want %d", len(f.Offers), len(want))
	}
	for i, w := range want {
		if p, r := valueAtKey(f.Offers[i], "price.upfront"), valueAtKey(f.Offers[i], "payout.fixed_return"); p != w.price ||
			r != w.rate {
			t.Errorf("row %d: %s at %s, want %s at %s", i+1, p, r, w.price, w.rate)
		}
		if valueAtKey(f.Offers[i], "terms.withdrawal_payment") != "true" {
			t.Errorf("row %d does not know of the payment before money", i+1)
		}
	}
}

// The three honest documents bear no grave statement, the three frauds several.
func TestDocumentsOnTheWhole(t *testing.T) {
	for name, fraud := range map[string]bool{"es-condor": false, "pt-corretora": false, "ru-oblako": false, "de-zinsblock": true, "en-voltaris": true, "zh-xinghe": true} {
		if got := len(read(t, name).Grave()); fraud && got < 3 || !fraud && got > 0 {
			t.Errorf("%s: %d grave statements", name, got)
		}
	}
}

// Where the text gives two prices, the key is in doubt and both are shown.
func TestContradiction(t *testing.T) {
	f := Offers("Contract: 50 TH/s for 120 days.\nPrice: $412.\nThe price is 500 USD.")
	if len(f.Contradictions) != 1 || f.Contradictions[0].Path != "price.upfront" ||
		len(f.Contradictions[0].Values) != 2 {
		t.Errorf("contradictions: %+v", f.Contradictions)
	}
}

// Who sells is a key like another, with its words; on a list of offers it is that of each. A firm that is
// merely named is nobody's.
func TestSeller(t *testing.T) {
	f := Offers("Plan | Price | Hashrate\nA | $100 | 5 TH/s\nB | $190 | 10 TH/s\n\n© 2024 Orbit Hash Ltd. " +
		"All rights reserved. help@orbit-hash.io")
	if len(f.Offers) != 2 {
		t.Fatalf("%d offers", len(f.Offers))
	}
	for _, o := range f.Offers {
		name, site := valueAtKey(o, "provider.name"), valueAtKey(o, "provider.website")
		if name != "Orbit Hash Ltd" || site != "https://orbit-hash.io" || o.Offer("").Provider.Name != name {
			t.Errorf("name %q, website %q", name, site)
		}
	}
	f = Offers("10 TH/s for $100, machines by Bitmain Technologies Ltd, mined at slushpool.com")
	if v := valueAtKey(f.Offers[0], "provider.name") + valueAtKey(f.Offers[0], "provider.website"); v != "" {
		t.Errorf("the seller is %q", v)
	}
}

// Of a price of a plan and one of a market the first is judged, whatever its key is called.
func TestFirstPriceIsJudged(t *testing.T) {
	const plan, spot = "Plan: 60 TH/s, 12 months, $450.", "Spot orders go from 0.05 USD per TH/s per day."
	for text, bid := range map[string]bool{plan + " " + spot: false, spot + " " + plan: true} {
		d := Offers(text).Offers[0]
		o := d.Offer(text)
		if market := d.Document["kind"] == "market"; market != bid || (o.Price.Bid != nil) != bid {
			t.Errorf("%q: a market %v, with a bid %v", text, market, o.Price.Bid != nil)
		}
	}
}

// How long mining may not pay before the contract ends is no second term, and what is charged once is not
// raised.
func TestTimesAndRightsOfFees(t *testing.T) {
	f := Offers("Plan: 50 TH/s, $899, 24 months. Setup $50 once.\nMaintenance $0.015 per TH/s per day; it " +
		"may be raised with 30 days' notice.\nIf the contract is unprofitable for 10 consecutive days it " +
		"will be terminated.")
	if len(f.Contradictions) > 0 {
		t.Errorf("contradictions: %+v", f.Contradictions)
	}
	raised := 0
	for _, fee := range f.Offers[0].Offer("").Fees {
		if fee.Notice != nil {
			raised++
			if fee.Once != nil {
				t.Errorf("what is charged once may be raised: %+v", fee)
			}
		}
	}
	if raised != 1 {
		t.Errorf("%d fees may be raised", raised)
	}
}

// A running fee that is taken out of what is mined is paid so; a pool's share is of what is mined, on a
// market too.
func TestWhatFeesAreTakenOf(t *testing.T) {
	for text, paid := range map[string]offer.Paid{
		"50 TH/s, 12 months, $899. Upkeep: $0.015 per TH/s per day, taken from your rewards.":        offer.Deducted,
		"50 TH/s, 12 Monate, 899 €. Strom 0,036 €/TH/Tag, wird vom Ertrag abgezogen.":                offer.Deducted,
		"50 TH/s, 12 meses, $899. Mantenimiento: 0,015 USD por TH y día, se descuenta de lo minado.": offer.Deducted,
		"50 TH/s, 12 months, $899. Upkeep: $0.015 per TH/s per day.":                                 "",
		"50 TH/s, 12 months, $899. Upkeep: $0.015 per TH/s per day, never taken from your rewards.":  "",
	} {
		if o := Offers(text).Offers[0].Offer(""); len(o.Fees) != 1 || o.Fees[0].Paid != paid {
			t.Errorf("%s: %+v", text, o.Fees)
		}
	}
	f := Offers("0.5 PH/s for 10 days at 0.00045 BTC/PH/day, marketplace fee 3%, pool fee 1%.")
	o := f.Offers[0].Offer("")
	if len(o.Fees) != 2 || o.Fees[0].SpendShare == nil || o.Fees[1].RevenueShare == nil {
		t.Errorf("fees of a market: %+v", o.Fees)
	}
}
