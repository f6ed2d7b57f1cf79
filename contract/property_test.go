package contract_test

import (
	"context"
	"testing"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
	"pgregory.net/rapid"
)

// drawFacts is up to 60 days with hashvalue and price walking by up to 10 % a day.
func drawFacts(t *rapid.T) []contract.Facts {
	n := rapid.IntRange(1, 60).Draw(t, "days")
	hv := rapid.Float64Range(1e-8, 1e-5).Draw(t, "hashvalue")
	price := rapid.Float64Range(100, 200_000).Draw(t, "price")
	out := make([]contract.Facts, n)
	for i := range out {
		hv *= rapid.Float64Range(0.9, 1.1).Draw(t, "dh")
		price *= rapid.Float64Range(0.9, 1.1).Draw(t, "dp")
		out[i] = contract.Facts{Subsidy: consensus.Hashvalue(hv * 0.98),
			Fees: consensus.Hashvalue(hv * 0.02), Price: price}
	}
	return out
}

// drawOffer is an offer with any clauses; monotone leaves out those under which a buyer may gain by
// a higher fee or lose by more hashrate: a profit share that starts later, a payout fee charged less
// often, a return cap reached later, a contract ended earlier.
func drawOffer(t *rapid.T, monotone bool) offer.Offer {
	o := offer.Offer{
		Hashrate: units.Hashrate(rapid.Float64Range(0.01, 1000).Draw(t, "TH")) * units.THPerS,
		Term:     offer.Term{Days: units.Days(rapid.IntRange(0, 60).Draw(t, "term"))}, FeesStated: true,
		Price: offer.Price{Upfront: &units.Money{Currency: units.USD, Minor: rapid.Int64Range(0, 1e11).Draw(t, "upfront")}},
	}
	if rapid.Bool().Draw(t, "delayed") {
		o.StartDelay = ptr(units.Days(rapid.IntRange(0, 10).Draw(t, "delay")))
	}
	for range rapid.IntRange(0, 4).Draw(t, "fees") {
		o.Fees = append(o.Fees, drawFee(t, monotone))
	}
	if monotone {
		return o
	}
	o.Payout.Every = ptr(units.Days(rapid.IntRange(1, 30).Draw(t, "every")))
	o.Payout.Minimum = &units.Money{Currency: units.BTC, Minor: rapid.Int64Range(0, 1e9).Draw(t, "minimum")}
	for range rapid.IntRange(0, 2).Draw(t, "stops") {
		o.Stops = append(o.Stops,
			offer.Stop{When: "fees_exceed_revenue", For: units.Days(rapid.IntRange(0, 20).Draw(t, "for")),
				Then: rapid.SampledFrom([]string{"pause", "terminate"}).Draw(t, "then"), By: "provider",
				ExtendsTerm: offer.Tri(rapid.IntRange(0, 2).Draw(t, "extends"))})
	}
	money := func(label string) *units.Money {
		return &units.Money{Currency: rapid.SampledFrom([]units.Currency{units.USD, units.BTC}).Draw(t,
			"currency"), Minor: rapid.Int64Range(0, 1e8).Draw(t, label)}
	}
	if rapid.Bool().Draw(t, "aside") {
		o.Price.Deposit = money("deposit")
		o.Fees = append(o.Fees, offer.Fee{Name: "setup", Once: money("once")})
		for i := range o.Stops {
			o.Stops[i].Fee = money("leaving")
		}
	}
	return o
}

func drawFee(t *rapid.T, monotone bool) offer.Fee {
	f := offer.Fee{Name: "f",
		Paid: rapid.SampledFrom([]offer.Paid{offer.Separately, offer.Deducted}).Draw(t, "paid")}
	forms := 2
	if !monotone {
		forms = 3
		f.Prepaid = units.Days(rapid.IntRange(0, 15).Draw(t, "prepaid"))
	}
	switch rapid.IntRange(0, forms).Draw(t, "form") {
	case 0:
		f.PerHashrateDay = usdPerDay(rapid.Float64Range(0, 0.3).Draw(t, "usd"))
	case 1:
		f.RevenueShare = ptr(units.Fraction(rapid.Float64Range(0, 1).Draw(t, "share")))
	case 2:
		f.ProfitShare = ptr(units.Fraction(rapid.Float64Range(0, 1).Draw(t, "profit")))
	case 3:
		f.PerPayout = &units.Money{Currency: units.BTC, Minor: rapid.Int64Range(0, 1e8).Draw(t, "per payout")}
	}
	if !monotone && rapid.Bool().Draw(t, "after") {
		f.After = offer.BreakEven
	}
	return f
}

// Parts sum to the whole, day by day and over the run, to the milli-satoshi.
func TestPartsSumToTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms := mustCompileRapid(t, drawOffer(t, false))
		var gross, net, received, paid units.MilliSat
		r := terms.Run(drawFacts(t), func(_ contract.Facts, f *contract.Flow) {
			var deducted, atPayout, separate units.MilliSat
			for _, ff := range f.Fees[:f.NumFees] {
				deducted += ff.Deducted
				atPayout += ff.AtPayout
				separate += ff.Paid
				if ff.Deducted < 0 || ff.Forgiven < 0 || ff.AtPayout < 0 || ff.Paid < 0 {
					t.Fatalf("day %d: negative fee %+v", f.Day, ff)
				}
			}
			if f.Gross != deducted+f.Net || f.PayoutFee != atPayout || f.Payout%1000 != 0 ||
				f.Net < 0 || f.Payout < 0 {
				t.Fatalf("day %d does not add up: %+v", f.Day, f)
			}
			leaving := f.Events&contract.Terminated != 0 // and may cost something
			if rest := f.Paid - separate - f.Deposit; f.Day > 0 &&
				(rest < 0 || rest > 0 && !leaving || f.Deposit != 0) {
				t.Fatalf("day %d: paid %d, fees %d", f.Day, f.Paid, separate)
			}
			gross, net, received, paid = gross+f.Gross, net+f.Net, received+f.Payout+f.Returned, paid+f.Paid
		})
		var taken units.MilliSat
		for _, f := range r.Fees {
			taken += f.Taken
		}
		if r.Gross != taken+r.Received-r.Returned+r.Stuck ||
			r.Net != r.Received-r.Returned+r.PayoutFees+r.Stuck {
			t.Fatalf("run does not add up: %+v", r)
		}
		if r.Gross != gross || r.Net != net || r.Received != received || r.Paid != paid {
			t.Fatalf("day by day %d %d %d %d, whole term %+v", gross, net, received, paid, r)
		}
	})
}

func mustCompileRapid(t *rapid.T, o offer.Offer) *contract.Terms {
	terms, _, err := compile.Offer(o, compile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return terms
}

// A higher fee never pays more.
func TestHigherFeeNeverPaysMore(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawOffer(t, true)
		o.Fees = append(o.Fees, offer.Fee{Name: "raised",
			PerHashrateDay: usdPerDay(rapid.Float64Range(0, 0.1).Draw(t, "low")), Paid: offer.Deducted})
		facts := drawFacts(t)
		low := mustCompileRapid(t, o).Run(facts, nil)
		o.Fees[len(o.Fees)-1].PerHashrateDay.Value += rapid.Float64Range(0, 0.1).Draw(t, "more")
		high := mustCompileRapid(t, o).Run(facts, nil)
		if high.Received > low.Received {
			t.Fatalf("paid %d with the lower fee, %d with the higher", low.Received, high.Received)
		}
	})
}

// More hashrate never earns less, but for one milli-satoshi of rounding per fee and day.
func TestMoreHashrateNeverEarnsLess(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawOffer(t, true)
		facts := drawFacts(t)
		small := mustCompileRapid(t, o).Run(facts, nil)
		o.Hashrate *= units.Hashrate(rapid.Float64Range(1, 10).Draw(t, "times"))
		large := mustCompileRapid(t, o).Run(facts, nil)
		rounding := units.MilliSat(len(facts) * (len(o.Fees) + 1))
		// dollars of fees are rounded to millionths, worth up to 1e5/price milli-satoshi each
		for _, f := range facts {
			rounding += units.MilliSat(float64(len(o.Fees)) * (1e5/f.Price + 1))
		}
		if large.Gross < small.Gross-rounding || large.Net < small.Net-rounding {
			t.Fatalf("gross %d -> %d, net %d -> %d", small.Gross, large.Gross, small.Net, large.Net)
		}
	})
}

// A contract that a clause has ended pays and costs nothing any more, however long it is played.
func TestNothingAfterTheEnd(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := drawOffer(t, false)
		o.Fees = append(o.Fees, offer.Fee{Name: "dear", PerHashrateDay: usdPerDay(0.5), Paid: offer.Deducted})
		o.Stops = append(o.Stops, offer.Stop{When: "fees_exceed_revenue",
			For: units.Days(rapid.IntRange(1, 21).Draw(t, "after")), Then: "terminate"})
		terms := mustCompileRapid(t, o)
		s, flow := terms.Start(), contract.Flow{}
		for _, f := range drawFacts(t) {
			was := s.Ended
			terms.Day(&s, f, &flow)
			if was && (flow.Gross != 0 || flow.Payout != 0 || flow.Paid != 0 || flow.Events != 0) {
				t.Fatalf("flow after the end: %+v", flow)
			}
		}
	})
}

// A run over days worked out beforehand is the run itself, wherever it starts.
func TestWorkRunsAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		terms, _, err := compile.Offer(drawOffer(t, false), compile.Options{})
		if err != nil {
			t.Skip(err)
		}
		days := drawFacts(t)
		for i := range days {
			days[i].Price = max(days[i].Price, 1)
		}
		w := terms.Work(days)
		from := rapid.IntRange(0, len(days)-1).Draw(t, "from")
		to := rapid.IntRange(from+1, len(days)).Draw(t, "to")
		if got, want := w.Run(context.Background(), from, to), terms.Run(days[from:to], nil); got != want {
			t.Fatalf("prepared %+v\nrun      %+v", got, want)
		}
	})
}
