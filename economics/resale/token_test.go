package resale

import (
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
)

func TestTokenDiscountYield(t *testing.T) {
	// 1 % of a year of fees for 18 days of them: 0.01 * 365.25 / 18.
	if got := TokenDiscountYield(); math.Abs(got-0.202917) > 1e-6 {
		t.Errorf("yield of a step %g", got)
	}
}

func TestTokenSale(t *testing.T) {
	if got := (TokenSale{MarketFee: 0.05, Haircut: 0.10}).ProceedsPerTH(20); math.Abs(got-17.1) > 1e-12 {
		t.Errorf("20 less 10 %% less 5 %%: %g", got)
	}
	if got := (TokenSale{MarketFee: 2}).ProceedsPerTH(20); got != 0 {
		t.Errorf("a fee above the price: %g", got)
	}
}

func TestTokenQuotes(t *testing.T) {
	quotes := TokenQuotes()
	if len(quotes) != 136 {
		t.Errorf("%d quotes", len(quotes))
	}
	for i, q := range quotes {
		if i > 0 && q.Seen < quotes[i-1].Seen || q.PerTH.Value < 5 || q.PerTH.Value > 50 ||
			q.RecordedBy == "" {
			t.Errorf("quote %d: %+v", i, q)
		}
	}
	for _, bad := range []string{"h,h,h,h,h\n2024-01-01,15,1,-3,x\n", "h,h,h,h,h\nyesterday,15,1,3,x\n",
		"h,h,h,h,h\n2024-01-01,15\n"} {
		if _, err := parseTokenQuotes(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
}

// The model against what was listed, the fit ending with 2025: the mean of each later day is within 30 %.
func TestTokenModelOutOfSample(t *testing.T) {
	trend, _ := hardware.FrontierTrend(date(t, "2026-10-03"))
	perDay := map[units.Date][]float64{}
	for _, q := range TokenQuotes() {
		if q.Seen > date(t, "2025-12-31") {
			m := asicMarketOn(t, q.Seen)
			model := TokenPricePerTH(m.Hashprice, float64(q.Efficiency),
				float64(trend.JPerTH(q.Seen)), q.LotTH)
			perDay[q.Seen] = append(perDay[q.Seen], math.Log(model/q.PerTH.Value))
		}
	}
	var daily []float64
	for day, errs := range perDay {
		sum := 0.0
		for _, e := range errs {
			sum += e / float64(len(errs))
		}
		if math.Abs(sum) > 0.30 {
			t.Errorf("%s: modelled e^%+.2f of the list", day, sum)
		}
		daily = append(daily, sum)
	}
	if got := rootMeanSquare(daily); len(daily) != 6 || got > 0.20 {
		t.Errorf("typical error %.2f over %d days", got, len(daily))
	}
}

func TestTokenPriceHasSense(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		hp := rapid.Float64Range(1e-3, 1).Draw(t, "hashprice")
		lot := rapid.Float64Range(1, 4000).Draw(t, "lot")
		p := TokenPricePerTH(hp, 15, 12, lot)
		if p <= ASICPricePerTH(hp, 15, 12) {
			t.Fatal("the token is listed below the machine")
		}
		if TokenPricePerTH(hp, 15, 12, lot*1.2) >= p || TokenPricePerTH(hp*1.1, 15, 12, lot) <= p {
			t.Fatal("a larger lot is not cheaper, or a higher hashprice not dearer")
		}
	})
	for _, th := range []float64{0, -1, math.NaN()} {
		if got := TokenPricePerTH(0.05, 15, 12, th); got != 0 {
			t.Errorf("lot of %g TH/s: %g", th, got)
		}
	}
}

const goMining = `{"schema":"assay/offer/v1","provider":{"name":"GoMining"},"kind":"token","hashrate":"1 TH/s","term":"open",
"price":{"per_hashrate":"34.52 USD/TH"},"payout":{"basis":"pool_revenue","currency":"BTC","every":"1d"},"uptime":{"promised":"100%"},
"fees":[{"name":"electricity","efficiency":"15 J/TH","energy_price":"0.05 USD/kWh","paid":"deducted","discount":{"share":"20%","needs":"360 days of fees held in GOMINING"}},
{"name":"service","per_hashrate_day":"0.0089 USD/TH/day","paid":"deducted","discount":{"share":"20%","needs":"360 days of fees held in GOMINING"}}]}`

func quoteOf(t testing.TB, seen string, e units.Efficiency, lot float64) TokenQuote {
	t.Helper()
	for _, q := range TokenQuotes() {
		if q.Seen == date(t, seen) && q.Efficiency == e && q.LotTH == lot {
			return q
		}
	}
	t.Fatalf("no quote of %s, %v, %g TH/s", seen, e, lot)
	return TokenQuote{}
}

// Real prices against what the chain paid, and the same reckoned again here without any of the contract's
// code: each day hashvalue less min(gross, fees / price), from the day of purchase to that of the sale.
func TestTokenRoundTripOnHistory(t *testing.T) {
	offered, _, err := offer.Parse("gomining", []byte(goMining))
	if err != nil {
		t.Fatal(err)
	}
	past := market.Embedded()
	sale := TokenSale{MarketFee: 0.05, Haircut: TokenHaircut}
	for _, c := range []struct {
		from, to  string
		e         units.Efficiency
		lot       float64
		discounts bool
	}{
		{"2024-12-18", "2026-03-12", 15, 1, false},
		{"2024-12-18", "2026-03-12", 15, 1, true},
		{"2025-03-18", "2025-07-16", 15, 128, false},
		{"2025-05-19", "2025-07-16", 28, 1024, false},
		{"2026-06-16", "2026-07-25", 12, 16, false},
	} {
		// the grade's own efficiency decides the fee
		o := offered
		o.Fees = append([]offer.Fee{}, offered.Fees...)
		o.Fees[0].Efficiency = &c.e
		trip := TokenRoundTrip{Buy: quoteOf(t, c.from, c.e, c.lot),
			Sell: quoteOf(t, c.to, c.e, c.lot), Sale: sale}
		got, err := trip.Replay(o, compile.Options{Discounts: c.discounts}, past)
		if err != nil {
			t.Fatal(err)
		}
		keep := 1.0
		if c.discounts {
			keep = 0.8
		}
		fee := keep * (float64(c.e)*24/1000*0.05 + 0.0089)
		var mined, minedUSD float64
		days := past.Days(trip.Buy.Seen, trip.Sell.Seen+1)
		for _, d := range days {
			net := math.Max(0, float64(d.Hashvalue())-fee/d.PriceUSD) * c.lot
			mined, minedUSD = mined+net, minedUSD+net*d.PriceUSD
		}
		paid := trip.Buy.PerTH.Value * c.lot
		resale := trip.Sell.PerTH.Value * 0.9 * 0.95 * c.lot
		last := days[len(days)-1].PriceUSD
		want := (mined + resale/last) / (paid / days[0].PriceUSD)
		if math.Abs(got.BTCEfficiency/want-1) > 1e-4 ||
			math.Abs(got.WithoutResale/(mined/(paid/days[0].PriceUSD))-1) > 1e-4 {
			t.Errorf("%s to %s at %v: BTC efficiency %.5f (%.5f without resale), want %.5f", c.from, c.to,
				c.e, got.BTCEfficiency, got.WithoutResale, want)
		}
		if wantUSD := (minedUSD+resale)/paid - 1; math.Abs(got.USDReturn-wantUSD) > 1e-3 {
			t.Errorf("%s to %s: %.5f in dollars, want %.5f", c.from, c.to, got.USDReturn, wantUSD)
		}
		t.Logf("%s to %s, %v, %4g TH/s, discounts %-5v: paid %.2f, listed %.2f; BTC efficiency %.3f (%.3f without resale), %+.1f %% in dollars",
			c.from, c.to, c.e, c.lot, c.discounts, trip.Buy.PerTH.Value, trip.Sell.PerTH.Value, got.BTCEfficiency, got.WithoutResale, 100*got.USDReturn)
	}
}

func TestTokenRoundTripRefuses(t *testing.T) {
	offered, _, err := offer.Parse("gomining", []byte(goMining))
	if err != nil {
		t.Fatal(err)
	}
	a, b := quoteOf(t, "2024-12-18", 15, 1), quoteOf(t, "2026-03-12", 15, 1)
	for name, trip := range map[string]TokenRoundTrip{
		"other grade": {Buy: quoteOf(t, "2024-12-18", 20, 1), Sell: b},
		"other lot":   {Buy: quoteOf(t, "2024-12-18", 15, 128), Sell: b},
		"backward":    {Buy: b, Sell: a},
		"same day":    {Buy: a, Sell: a},
		"too early":   {Buy: TokenQuote{Seen: 0, Efficiency: 15, LotTH: 1, PerTH: a.PerTH}, Sell: b},
	} {
		if _, err := trip.Replay(offered, compile.Options{}, market.Embedded()); err == nil {
			t.Errorf("%s was replayed", name)
		}
	}
	if _, err := replayToken(tokenHold{}); err == nil {
		t.Error("a holding without days was replayed")
	}
}
