package contract_test

import (
	"math"
	"testing"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
	"pgregory.net/rapid"
)

// dimes is 100 days on which a TH/s grosses 4 cents: 1e-6 BTC at $40,000.
func dimes() []contract.Facts {
	out := make([]contract.Facts, 100)
	for i := range out {
		out[i] = contract.Facts{Date: units.Date(i), Subsidy: 1e-6, Price: 40_000}
	}
	return out
}

// A petahash for 100 days grosses $4,000. Whatever else is charged is $2,000, of whatever form and however
// paid; half of the $2,000 that this leaves is the seller's, and $1,000 are the buyer's.
func TestProfitShareAnyOrderAnyPayment(t *testing.T) {
	half, quarter := ptr(units.Fraction(0.5)), ptr(units.Fraction(0.25))
	share := offer.Fee{Name: "profit share", ProfitShare: half, Paid: offer.Deducted}
	power := func(p offer.Paid) offer.Fee {
		return offer.Fee{Name: "power", PerHashrateDay: usdPerDay(0.02), Paid: p}
	}
	// 20/24 J/TH are 0.02 kWh a day for a TH/s, at a dollar
	energy := offer.Fee{Name: "energy", Efficiency: ptr(units.Efficiency(20.0 / 24)),
		EnergyPrice: &units.EnergyPrice{Value: 1, Currency: units.USD}}
	inBitcoin := offer.Fee{Name: "power",
		PerHashrateDay: &units.PerHashrateDay{Value: 0.5e-6, Currency: units.BTC}}
	ahead := power(offer.Separately)
	ahead.Prepaid = 30
	paid := func(f offer.Fee) offer.Fee { f.Paid = offer.Separately; return f }
	for name, fees := range map[string][]offer.Fee{
		"deducted": {power(offer.Deducted), share}, "swapped": {share, power(offer.Deducted)},
		"separately": {power(offer.Separately), share}, "separately, swapped": {share, power(offer.Separately)},
		"energy": {energy, share}, "energy beside": {share, paid(energy)},
		"in bitcoin": {share, inBitcoin}, "in bitcoin beside": {share, paid(inBitcoin)},
		"of revenue":         {{Name: "pool", RevenueShare: half}, share},
		"of revenue, after":  {share, {Name: "pool", RevenueShare: half}},
		"two quarters":       {{Name: "a", RevenueShare: quarter}, share, {Name: "b", PerHashrateDay: usdPerDay(0.01), Paid: offer.Separately}},
		"paid ahead":         {ahead, share},
		"two of the profit":  {{Name: "a", ProfitShare: quarter}, power(offer.Deducted), {Name: "b", ProfitShare: quarter}},
		"two, paid on top":   {{Name: "a", ProfitShare: quarter}, power(offer.Separately), {Name: "b", ProfitShare: quarter}},
		"never after a loss": {{Name: "dear", PerHashrateDay: usdPerDay(0.05), Paid: offer.Separately}, share},
	} {
		o := offer1TH(func(o *offer.Offer) { o.Hashrate, o.Term.Days, o.Fees = 1000*units.THPerS, 100, fees })
		r := mustCompile(t, o, compile.Options{}).Run(dimes(), nil)
		var profits, others float64
		for i, f := range o.Fees {
			if total := (r.Fees[i].TakenUSD + r.Fees[i].PaidUSD).Float(); f.ProfitShare != nil {
				profits += total
			} else {
				others += total
			}
		}
		wantProfits, wantOthers := 1000.0, 2000.0
		if name == "never after a loss" {
			wantProfits, wantOthers = 0, 5000
		}
		if left := r.GrossUSD.Float() - profits - others; r.GrossUSD.Float() != 4000 ||
			math.Abs(profits-wantProfits) > 1e-3 ||
			math.Abs(others-wantOthers) > 1e-3 || math.Abs(left-(4000-wantProfits-wantOthers)) > 1e-3 {
			t.Errorf("%s: gross %v, others %.4f, shares of profit %.4f, left %.4f", name, r.GrossUSD,
				others, profits, left)
		}
	}
}

// The order of the list changes nothing that the buyer gets or pays, where the gross covers what is deducted.
func TestOrderOfFeesIsNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawOffer(t, false)
		for i := range o.Fees {
			if o.Fees[i].RevenueShare != nil {
				*o.Fees[i].RevenueShare /= 8
			}
			o.Fees[i].Prepaid = 0
		}
		facts := drawFacts(t)
		swapped := o
		swapped.Fees = rapid.Permutation(o.Fees).Draw(t, "order")
		a, b := mustCompileRapid(t, o).Run(facts, nil), mustCompileRapid(t, swapped).Run(facts, nil)
		if a.Gross != b.Gross || a.Net != b.Net || a.Received != b.Received || a.Paid != b.Paid {
			t.Fatalf("%+v\nin another order %+v", a, b)
		}
	})
}

// What the fees of a day come to is what the first day of a run takes and asks, whatever the form and
// payment; an order's costs are what it pays that day.
func TestDailyFeesAreThoseOfTheFirstDay(t *testing.T) {
	share, power := ptr(units.Fraction(0.2)), usdPerDay(0.01)
	beside := offer.Fee{PerHashrateDay: power, Paid: offer.Separately}
	bid := units.PerHashrateDay{Value: 0.5e-6, Currency: units.BTC}
	for name, c := range map[string]struct {
		fees []offer.Fee
		bid  *units.PerHashrateDay
		want float64 // dollars of a petahash, which grosses 40
	}{
		"a day":     {[]offer.Fee{beside, {RevenueShare: share}}, nil, 18},
		"of profit": {[]offer.Fee{{ProfitShare: share}, {PerHashrateDay: power}}, nil, 10 + 6},
		"after even": {[]offer.Fee{{PerHashrateDay: power, After: offer.BreakEven},
			{RevenueShare: share}}, nil, 8},
		"by payout":   {[]offer.Fee{{PerPayout: &units.Money{Minor: 100, Currency: units.USD}}}, nil, 0},
		"paid ahead":  {[]offer.Fee{{PerHashrateDay: power, Paid: offer.Separately, Prepaid: 30}}, nil, 10},
		"of an order": {[]offer.Fee{{SpendShare: share}, beside}, &bid, 14},
		"more than it": {[]offer.Fee{{PerHashrateDay: usdPerDay(0.05), Paid: offer.Separately},
			{ProfitShare: share}}, nil, 50},
	} {
		o := offer1TH(func(o *offer.Offer) {
			o.Hashrate, o.Term.Days, o.Fees = 1000*units.THPerS, 100, c.fees
			if c.bid != nil {
				o.Price = offer.Price{Bid: c.bid}
			}
		})
		terms := mustCompile(t, o, compile.Options{})
		day := dimes()[0]
		if got := terms.DailyFees(day).BTC() * day.Price; math.Abs(got-c.want) > 1e-6 {
			t.Errorf("%s: fees of $%v, by hand %v", name, got, c.want)
		}
		if c.bid != nil { // 0.5e-6 x 1000 at $40,000 is $20, and with the fees 20 + 4 + 10
			if got := terms.OrderCosts(day).BTC() * day.Price; math.Abs(got-34) > 1e-6 {
				t.Errorf("%s: costs of $%v", name, got)
			}
		}
	}
}
