package assay

import (
	"encoding/json"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// drawExtreme is an offer whose every number may be absurd, within what the parser lets through.
func drawExtreme(t *rapid.T) offer.Offer {
	size := func(name string) float64 {
		return rapid.SampledFrom([]float64{0, 1e-12, 1e-6, 0.01, 1, 37.5, 1e3, 1e6, 1e9, 9e11}).Draw(t, name)
	}
	cur := rapid.SampledFrom([]units.Currency{units.USD, units.BTC, "EUR"})
	o := offer.Offer{Hashrate: units.Hashrate(size("hashrate")) * units.GHPerS * 1e3, FeesStated: true,
		Term: offer.Term{Days: units.Days(rapid.SampledFrom([]int{0, 1, 30, 365, 4000, 36525}).Draw(t,
			"term")), Open: rapid.Bool().Draw(t, "open")}}
	if o.Term.Open {
		o.Term.Days = 0
	}
	c := cur.Draw(t, "currency")
	if rapid.Bool().Draw(t, "upfront") {
		o.Price.Upfront = &units.Money{Currency: c, Minor: int64(min(size("price")*c.Scale(), 9e18))}
	} else {
		o.Price.PerHashrate = &units.PerHashrate{Value: size("price"), Currency: c}
	}
	if rapid.Bool().Draw(t, "market") {
		o.Price = offer.Price{Bid: &units.PerHashrateDay{Value: size("bid"), Currency: units.BTC}}
	}
	for range rapid.IntRange(0, 3).Draw(t, "fees") {
		f := offer.Fee{Name: "f",
			Paid:       rapid.SampledFrom([]offer.Paid{"", offer.Separately, offer.Deducted}).Draw(t, "paid"),
			Prepaid:    units.Days(rapid.SampledFrom([]int{0, 1, 10, 36525}).Draw(t, "prepaid")),
			Changeable: rapid.SampledFrom([]offer.Tri{offer.Unknown, offer.True}).Draw(t, "changeable")}
		if rapid.Bool().Draw(t, "escalates") {
			f.Escalation = &units.FractionPer{Value: size("escalation"), Unit: "year"}
		}
		share := units.Fraction(min(size("share"), 10))
		switch rapid.IntRange(0, 4).Draw(t, "form") {
		case 0:
			f.PerHashrateDay = &units.PerHashrateDay{Value: size("fee"),
				Currency: cur.Draw(t, "fee currency")}
		case 1:
			f.RevenueShare = &share
		case 2:
			f.ProfitShare, f.After = &share, offer.BreakEven
		case 3:
			f.SpendShare = &share
		case 4:
			f.PerPayout = &units.Money{Currency: units.BTC,
				Minor: int64(min(size("payout")*units.MSatPerBTC, 9e18))}
		}
		o.Fees = append(o.Fees, f)
	}
	if rapid.Bool().Draw(t, "fixed") {
		o.Payout.FixedReturn = &units.FractionPer{Value: size("promise"), Unit: "day"}
	}
	if rapid.Bool().Draw(t, "dollars") {
		o.Payout.Currency = "USD"
	}
	if rapid.Bool().Draw(t, "minimum") {
		o.Payout.Minimum = &units.Money{Currency: units.BTC,
			Minor: int64(min(size("minimum")*units.MSatPerBTC, 9e18))}
	}
	if rapid.Bool().Draw(t, "stop") {
		at := units.Fraction(size("cap"))
		o.Stops = []offer.Stop{{When: rapid.SampledFrom([]string{"fees_exceed_revenue",
			"return_reaches"}).Draw(t, "when"), At: &at,
			For: units.Days(rapid.IntRange(0, 40).Draw(t, "for")), Then: rapid.SampledFrom([]string{"pause",
				"terminate"}).Draw(t, "then")}}
	}
	o.Kind = rapid.SampledFrom([]offer.Kind{offer.Cloud, offer.Token}).Draw(t, "kind")
	o.Resale.Transferable = offer.True
	return o
}

// Absurd offers get an answer or words, never a panic, an overflow or a number that is none.
func TestAbsurdOffers(t *testing.T) {
	h := market.Embedded()
	days := []string{"2010-08-01", "2013-12-01", "2019-01-01", "2026-10-03"}
	rapid.Check(t, func(rt *rapid.T) {
		day := date(t, rapid.SampledFrom(days).Draw(rt, "day"))
		v, err := Evaluate(Evidence{Offer: drawExtreme(rt), History: h, AsOf: &day,
			Choices: Choices{Paths: 8, OpenDays: 90, PowerUSD: 0.1, BudgetUSD: 1000,
				USDPer: map[units.Currency]float64{"EUR": 1.1}}})
		if err != nil {
			return
		}
		if _, err := json.Marshal(v); err != nil {
			rt.Fatal(err)
		}
		for _, s := range v.Scenarios {
			if s.GrossUSD < 0 || s.FeesUSD != nil && *s.FeesUSD < 0 {
				rt.Fatalf("negative amounts: %+v", s)
			}
		}
	})
}
