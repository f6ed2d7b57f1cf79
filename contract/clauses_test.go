package contract_test

import (
	"context"
	"math"
	"testing"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
)

// A fee of $5 a day rises by its rate at the end of each period of its unit, compounding: in 360 days by 5 %
// for each of twelve months of 30 days, 5*30*(1.05^12-1)/0.05 = $2,387.57; as a year of 365 days it would not
// rise at all.
func TestEscalationInAnyPeriod(t *testing.T) {
	sum := func(rate float64, step int) (usd float64) {
		for day := range 360 {
			usd += 5 * math.Pow(1+rate, float64(day/step))
		}
		return usd
	}
	for _, c := range []struct {
		rate units.FractionPer
		want float64
	}{
		{units.FractionPer{Value: 0.05, Unit: "month"}, 5 * 30 * (math.Pow(1.05, 12) - 1) / 0.05},
		{units.FractionPer{Value: 0.002, Unit: "day"}, sum(0.002, 1)},
		{units.FractionPer{Value: 0.01, Unit: "week"}, sum(0.01, 7)},
		{units.FractionPer{Value: 0.6, Unit: "year"}, 1800},
		{units.FractionPer{Value: 0.05, Unit: "3 months"}, 5 * (91 + 91*1.05 + 91*1.1025 + 87*1.157625)},
		{units.FractionPer{Value: 0.1, Unit: "90 days"}, 5 * 90 * (1 + 1.1 + 1.21 + 1.331)},
		{units.FractionPer{Value: 0.01, Unit: "2 weeks"}, sum(0.01, 14)},
	} {
		for _, paid := range []offer.Paid{offer.Separately, offer.Deducted} {
			o := offer1TH(func(o *offer.Offer) {
				o.Hashrate, o.Term.Days = 1000*units.THPerS, 360
				o.Fees = []offer.Fee{{Name: "e", PerHashrateDay: usdPerDay(0.005), Paid: paid,
					Escalation: &c.rate}}
			})
			r := mustCompile(t, o, compile.Options{}).Run(flat(400), nil)
			if got := (r.Fees[0].PaidUSD + r.Fees[0].TakenUSD).Float(); math.Abs(got-c.want) > 0.01 {
				t.Errorf("%v %s: $%.2f, want %.2f", c.rate, paid, got, c.want)
			}
		}
	}
}

// A promise of 1.2 % a day for 30 days with the price back at the end is the price and 36 % of it; one that
// ends before its term, or is open, never gives the price back.
func TestPrincipalComesBack(t *testing.T) {
	promise := func(change func(*offer.Offer)) contract.Totals {
		o := offer1TH(func(o *offer.Offer) {
			o.Hashrate, o.Term.Days = 0, 30
			o.Payout.FixedReturn = &units.FractionPer{Value: 0.012, Unit: "day"}
			o.Terms.PrincipalReturned = offer.True
			if change != nil {
				change(o)
			}
		})
		terms := mustCompile(t, o, compile.Options{})
		whole := terms.Run(flat(40), nil)
		if kept := terms.Work(flat(40)).Run(context.Background(), 0, 40); kept != whole {
			t.Errorf("prepared %+v, run %+v", kept, whole)
		}
		return whole
	}
	// $0.20 are 400 sat: 4.8 sat a day for 30 days are 144
	if r := promise(nil); (r.Received+r.Stuck).BTC() != 544e-8 || r.Gross != 544_000 ||
		math.Abs(r.GrossUSD.Float()-0.272) > 1e-5 {
		t.Errorf("received %v, gross %v in dollars %v", r.Received, r.Gross, r.GrossUSD)
	}
	half := units.Fraction(0.5)
	if r := promise(func(o *offer.Offer) { o.Fees = []offer.Fee{{Name: "f", RevenueShare: &half}} }); r.Received+r.Stuck != 472_000 {
		t.Errorf("half of the returns kept: %v", r.Received)
	}
	if r := promise(func(o *offer.Offer) { o.Term = offer.Term{Open: true} }); r.Gross != 40*4800 {
		t.Errorf("an open term: %v", r.Gross)
	}
	if r := promise(func(o *offer.Offer) {
		o.Stops = []offer.Stop{{When: "return_reaches", At: ptr(units.Fraction(0.1)), Then: "terminate"}}
	}); r.Gross != 9*4800 {
		t.Errorf("ended before: %v", r.Gross)
	}
}
