package play

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
)

// The laws that hold between contracts on the same paths, whatever the market does.

func offerFor(t testing.TB, yaml string) offer.Offer {
	t.Helper()
	o, _, err := offer.Parse("test.yaml", []byte("schema: assay/offer/v1\n"+yaml))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

func compiled(t testing.TB, yaml string) *contract.Terms {
	t.Helper()
	terms, _, err := compile.Offer(offerFor(t, yaml), compile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return terms
}

// dear is 10 TH/s for a year whose deducted fee takes most of the revenue.
const dear = "hashrate: 10 TH/s\nterm: 365d\nprice: {upfront: 100 USD}\n" +
	"fees: [{name: e, per_hashrate_day: 0.024 USD/TH/day, paid: deducted}]\n"

// The owner's switch is never worth less than no switch, and no switch never less than a knock-out,
// where fees come out of the payout: on each path, not just on average.
func TestWhoHoldsTheSwitch(t *testing.T) {
	e := walks(500, 365, 0.03, 3)
	play := func(p compile.StopPolicy) *Outcomes {
		terms, _, err := compile.Offer(offerFor(t, dear), compile.Options{Stops: p})
		if err != nil {
			t.Fatal(err)
		}
		return e.Play(terms, 365, nil)
	}
	owner, none, knocked := play(compile.OwnersOption), play(compile.NoStops), play(compile.KnockOut)
	stopped := 0
	for i := range e.N {
		a, b, c := owner.Received[i]-owner.Paid[i], none.Received[i]-none.Paid[i], knocked.Received[i]-knocked.Paid[i]
		if a < b-1e-12 || b < c-1e-12 {
			t.Fatalf("path %d: owner %.11f, none %.11f, knock-out %.11f", i, a, b, c)
		}
		if knocked.Stopped[i] {
			stopped++
		}
	}
	if stopped < 50 || stopped == e.N {
		t.Errorf("%d of %d paths were knocked out: the case shows nothing", stopped, e.N)
	}
}

// Clauses agree with that: the switch gains, the knock-out costs.
func TestClausesHaveTheirSign(t *testing.T) {
	e := walks(500, 365, 0.03, 3)
	clauses, err := Clauses(e, offerFor(t, dear+"stops: [{when: fees_exceed_revenue, for: 10d, then: terminate, by: provider}]\n"), compile.Options{}, 365)
	if err != nil {
		t.Fatal(err)
	}
	worth := map[string]Clause{}
	for _, c := range clauses {
		worth[c.Name] = c
	}
	if c := worth["stops_as_written"]; !(c.USDPerTH < 0) || c.USDPerTH > worth["knock_out_21_days"].USDPerTH {
		t.Errorf("a ten-day knock-out is worth %+v, a 21-day one %+v", c, worth["knock_out_21_days"])
	}
	if c := worth["owners_switch"]; c.USDPerTH < 0 {
		t.Errorf("the owner's switch costs %v", c.USDPerTH)
	}
}

// The fair price falls with fees and with confidence, and rises with the term.
func TestFairPriceIsMonotone(t *testing.T) {
	e := walks(400, 400, 0.02, 5)
	fair := func(fee float64, days int) []fairPrice {
		o := offer.Offer{Hashrate: 10 * units.THPerS, FeesStated: true,
			Term:  offer.Term{Days: units.Days(days)},
			Price: offer.Price{Upfront: &units.Money{Currency: units.USD, Minor: 100e6}},
			Fees: []offer.Fee{{Name: "e", Paid: offer.Deducted,
				PerHashrateDay: &units.PerHashrateDay{Value: fee, Currency: units.USD}}}}
		terms, _, err := compile.Offer(o, compile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		s, _ := Simulate(e, terms, days)
		return s.Fair
	}
	rapid.Check(t, func(rt *rapid.T) {
		fee := rapid.Float64Range(0, 0.03).Draw(rt, "fee")
		days := rapid.IntRange(1, 390).Draw(rt, "days")
		f := fair(fee, days)
		for k := range f {
			dearer := fair(fee+rapid.Float64Range(0, 0.01).Draw(rt, "more"), days)[k].USD
			longer := fair(fee, days+rapid.IntRange(0, 10).Draw(rt, "longer"))[k].USD
			if dearer > f[k].USD*(1+1e-6)+1e-6 || longer < f[k].USD*(1-1e-6)-1e-6 {
				rt.Fatalf("at %v: %v, with a higher fee %v, longer %v", f[k].Chance, f[k].USD, dearer, longer)
			}
			if k > 0 && f[k].USD > f[k-1].USD {
				rt.Fatalf("more confidence costs more: %+v", f)
			}
		}
	})
}

// Twice the hashrate at twice the price is twice everything, and the same efficiency.
func TestScalingScalesEverything(t *testing.T) {
	e := walks(300, 365, 0.03, 9)
	one, _ := Simulate(e, compiled(t, dear), 365)
	two, _ := Simulate(e, compiled(t, "hashrate: 20 TH/s\nterm: 365d\nprice: {upfront: 200 USD}\n"+
		"fees: [{name: e, per_hashrate_day: 0.024 USD/TH/day, paid: deducted}]\n"), 365)
	for _, c := range [][2]float64{{two.NetBTC.P50, 2 * one.NetBTC.P50}, {two.NetUSD.P05, 2 * one.NetUSD.P05},
		{two.Fair[0].USD, 2 * one.Fair[0].USD},
		{two.BTCEfficiency.P95, one.BTCEfficiency.P95}, {two.FeeShare, one.FeeShare}} {
		if math.Abs(c[0]-c[1]) > 1e-5*math.Abs(c[1]) {
			t.Errorf("%v is not %v", c[0], c[1])
		}
	}
}

// On common paths the difference between two offers is far less noisy than either.
func TestCommonPathsSharpenDifferences(t *testing.T) {
	e := walks(2000, 365, 0.03, 11)
	a := e.Play(compiled(t, dear), 365, nil)
	b := e.Play(compiled(t, "hashrate: 10 TH/s\nterm: 365d\nprice: {upfront: 100 USD}\n"+
		"fees: [{name: e, per_hashrate_day: 0.022 USD/TH/day, paid: deducted}]\n"), 365, nil)
	diff := make([]float64, e.N)
	for i := range diff {
		diff[i] = b.Received[i] - a.Received[i]
	}
	if sa, sd := sdOf(a.Received), sdOf(diff); sd*5 > sa {
		t.Errorf("standard deviation of the difference %.3g, of one offer %.3g", sd, sa)
	}
}

func sdOf(x []float64) float64 {
	var sum, square float64
	for _, v := range x {
		sum += v
		square += v * v
	}
	n := float64(len(x))
	return math.Sqrt(square/n - sum*sum/n/n)
}
