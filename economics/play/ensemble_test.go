package play

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/internal/quantile"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
)

// walks is an ensemble of random walks around the conditions of 2026: 4e-7 BTC per TH/s and day,
// $80,000; a real forecast comes from package forecast.
func walks(n, days int, sd float64, seed uint64) *Ensemble {
	rng := rand.New(rand.NewPCG(seed, 1))
	price, hash := make([]float32, n*days), make([]float32, n*days)
	for p := range n {
		lp, lh := math.Log(80_000), math.Log(4e-7)
		for d := range days {
			price[d*n+p], hash[d*n+p] = float32(math.Exp(lp)), float32(math.Exp(lh))
			lp += sd * rng.NormFloat64()
			lh += sd * (rng.NormFloat64() - 0.05)
		}
	}
	return NewEnsemble(20_000, n, days, price, hash)
}

func drawTerms(t *rapid.T) *contract.Terms {
	o := offer.Offer{
		Hashrate: units.Hashrate(rapid.Float64Range(0.1, 1000).Draw(t, "TH")) * units.THPerS, FeesStated: true,
		Term:  offer.Term{Days: units.Days(rapid.IntRange(1, 80).Draw(t, "term"))},
		Price: offer.Price{Upfront: &units.Money{Currency: units.USD, Minor: rapid.Int64Range(1e6, 1e10).Draw(t, "upfront")}},
	}
	delay := units.Days(rapid.IntRange(0, 9).Draw(t, "delay"))
	o.StartDelay = &delay
	if rapid.IntRange(0, 4).Draw(t, "order") == 0 {
		o.Price = offer.Price{Bid: &units.PerHashrateDay{Value: rapid.Float64Range(1e-8, 8e-7).Draw(t, "bid"),
			Currency: units.BTC}}
		if rapid.Bool().Draw(t, "bid in dollars") {
			o.Price.Bid = &units.PerHashrateDay{Value: rapid.Float64Range(0.001, 0.06).Draw(t, "bid"),
				Currency: units.USD}
		}
		if rapid.Bool().Draw(t, "spend") {
			share := units.Fraction(rapid.Float64Range(0, 0.1).Draw(t, "spend share"))
			o.Fees = append(o.Fees, offer.Fee{Name: "market", SpendShare: &share})
		}
	}
	for range rapid.IntRange(0, 3).Draw(t, "fees") {
		f := offer.Fee{Name: "f",
			Paid: rapid.SampledFrom([]offer.Paid{offer.Separately, offer.Deducted}).Draw(t, "paid")}
		if rapid.Bool().Draw(t, "usd") {
			f.PerHashrateDay = &units.PerHashrateDay{Value: rapid.Float64Range(0, 0.03).Draw(t, "fee"),
				Currency: units.USD}
		} else {
			share := units.Fraction(rapid.Float64Range(0, 0.4).Draw(t, "share"))
			f.RevenueShare = &share
		}
		o.Fees = append(o.Fees, f)
	}
	if rapid.IntRange(0, 3).Draw(t, "charges") == 0 {
		drawCharges(t, &o)
	}
	for range rapid.IntRange(0, 2).Draw(t, "stops") {
		o.Stops = append(o.Stops,
			offer.Stop{When: "fees_exceed_revenue", For: units.Days(rapid.IntRange(1, 15).Draw(t, "for")),
				Then: rapid.SampledFrom([]string{"pause", "terminate"}).Draw(t, "then"), By: "provider"})
	}
	if rapid.IntRange(0, 3).Draw(t, "aside") == 0 {
		drawAside(t, &o)
	}
	if rapid.Bool().Draw(t, "pps") {
		o.Payout.Basis = offer.PPS
	}
	if rapid.IntRange(0, 3).Draw(t, "seldom") == 0 {
		every := units.Days(rapid.IntRange(1, 31).Draw(t, "every"))
		o.Payout.Every = &every
	}
	if rapid.IntRange(0, 3).Draw(t, "held") == 0 {
		least := units.Money{Currency: units.USD, Minor: rapid.Int64Range(1, 500_000_000).Draw(t, "minimum")}
		if rapid.Bool().Draw(t, "in bitcoin") {
			least = units.Money{Currency: units.BTC, Minor: rapid.Int64Range(1, 2_000_000).Draw(t, "minimum")}
		}
		o.Payout.Minimum = &least
	}
	terms, _, err := compile.Offer(o, compile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return terms
}

// drawAside adds amounts that stand beside what mining pays.
func drawAside(t *rapid.T, o *offer.Offer) {
	money := func(label string) *units.Money {
		if rapid.Bool().Draw(t, "in bitcoin") {
			return &units.Money{Currency: units.BTC, Minor: rapid.Int64Range(0, 10_000_000).Draw(t, label)}
		}
		return &units.Money{Currency: units.USD, Minor: rapid.Int64Range(0, 2_000_000_000).Draw(t, label)}
	}
	if rapid.Bool().Draw(t, "charged once") {
		o.Fees = append(o.Fees, offer.Fee{Name: "setup", Once: money("once")})
	}
	if rapid.Bool().Draw(t, "deposited") {
		o.Price.Deposit = money("deposit")
	}
	for i := range o.Stops {
		if o.Stops[i].Then == "pause" {
			o.Stops[i].ExtendsTerm = offer.Tri(rapid.IntRange(0, 2).Draw(t, "extends"))
		} else if rapid.Bool().Draw(t, "leaving costs") {
			o.Stops[i].Fee = money("leaving")
		}
	}
}

// drawCharges adds what makes fees depend on what went before.
func drawCharges(t *rapid.T, o *offer.Offer) {
	for i := range o.Fees {
		f := &o.Fees[i]
		if f.PerHashrateDay == nil {
			continue
		}
		switch rapid.IntRange(0, 4).Draw(t, "form") {
		case 0:
			f.PerHashrateDay = &units.PerHashrateDay{Value: rapid.Float64Range(0, 4e-7).Draw(t,
				"fee in bitcoin"), Currency: units.BTC}
		case 1:
			f.Escalation = &units.FractionPer{Value: rapid.Float64Range(0, 0.3).Draw(t, "escalation"),
				Unit: rapid.SampledFrom([]string{"day", "week", "month", "year"}).Draw(t, "each")}
		case 2:
			f.After = offer.BreakEven
		case 3:
			if f.Paid == offer.Separately {
				f.Prepaid = units.Days(rapid.IntRange(1, 40).Draw(t, "prepaid"))
			}
		}
	}
	for range rapid.IntRange(0, 2).Draw(t, "profits") {
		share := units.Fraction(rapid.Float64Range(0, 1).Draw(t, "profit share"))
		f := offer.Fee{Name: "profits", ProfitShare: &share, Paid: offer.Deducted}
		if rapid.Bool().Draw(t, "after") {
			f.After = offer.BreakEven
		}
		o.Fees = slices.Insert(o.Fees, rapid.IntRange(0, len(o.Fees)).Draw(t, "place"), f)
	}
	if rapid.IntRange(0, 3).Draw(t, "payout fee") == 0 {
		per := units.Money{Currency: units.USD, Minor: rapid.Int64Range(1, 5_000_000).Draw(t, "of dollars")}
		if rapid.Bool().Draw(t, "in bitcoin") {
			per = units.Money{Currency: units.BTC, Minor: rapid.Int64Range(1, 20_000).Draw(t, "of bitcoin")}
		}
		o.Fees = append(o.Fees, offer.Fee{Name: "payout", PerPayout: &per})
	}
	if rapid.IntRange(0, 3).Draw(t, "cap") == 0 {
		at := units.Fraction(rapid.Float64Range(0.2, 3).Draw(t, "at"))
		o.Stops = append(o.Stops, offer.Stop{When: "return_reaches", At: &at, Then: "terminate"})
	}
	if rapid.IntRange(0, 3).Draw(t, "dollars") == 0 {
		o.Payout.Currency = "USD"
	}
}

// lengthOf is the days of a contract, sixty of mining where its term is open.
func lengthOf(t *contract.Terms) int {
	if last := t.Longest(); last > 0 {
		return last
	}
	return t.Delay + 60
}

// The fast plan pays what the one day function pays: to a satoshi a day and float32's 2e-6 of the sum.
func TestPlanIsTheDayFunction(t *testing.T) {
	e := walks(7, 170, 0.05, 1)
	e.FeeShare = 0.02
	rapid.Check(t, func(t *rapid.T) {
		terms := drawTerms(t)
		horizon := lengthOf(terms)
		samples := []int{1, 5, horizon / 2, horizon}
		slices.Sort(samples)
		{
			fast, slow := e.Play(terms, horizon, samples), e.newOutcomes(samples)
			p := newPlan(terms, horizon, e.FeeShare)
			e.playDays(&p, slow, []int32{0, 1, 2, 3, 4, 5, 6})
			for i := range e.N {
				if closeCall(e, terms, i, horizon) {
					continue
				}
				near(t, "received", fast.Received[i], slow.Received[i], horizon)
				near(t, "paid", fast.Paid[i], slow.Paid[i], horizon)
				near(t, "received USD", fast.ReceivedUSD[i]/80_000, slow.ReceivedUSD[i]/80_000, horizon)
				near(t, "gross", fast.Gross[i], slow.Gross[i], horizon)
				near(t, "fees", fast.Fees[i], slow.Fees[i], 2*horizon)
				// a payout either way where the sums meet within float32; never only where they end within
				// that and the satoshi (a thousandth of a dollar) that is still to be paid out
				apart := math.Abs(slow.ReceivedUSD[i] - slow.PaidUSD[i])
				// of an order, day by day what is paid and received may be that close
				order := terms.Bid+terms.BidUSD > 0
				if diff := fast.Payback[i] - slow.Payback[i]; !order && (int(diff) < -terms.Every ||
					int(diff) > terms.Every) && apart > 1e-5*slow.PaidUSD[i]+0.01 {
					t.Fatalf("path %d: payback %d, day function %d", i, fast.Payback[i], slow.Payback[i])
				}
				near(t, "paid USD", fast.PaidUSD[i]/80_000, slow.PaidUSD[i]/80_000, horizon)
				for k := range samples {
					near(t, "fan", float64(fast.Fan[k][i]), float64(slow.Fan[k][i]), horizon)
				}
				if fast.Stopped[i] != slow.Stopped[i] || fast.EndDay[i] != slow.EndDay[i] {
					t.Fatalf("path %d: stopped %v at %d, day function %v at %d", i, fast.Stopped[i],
						fast.EndDay[i], slow.Stopped[i], slow.EndDay[i])
				}
			}
		}
	})
}

// closeCall reports that on some day of a path a payout hangs on less than a satoshi, or a stop or break-even
// on less than rounding decides.
func closeCall(e *Ensemble, terms *contract.Terms, path, horizon int) bool {
	p := newPlan(terms, horizon, e.FeeShare)
	facts := make([]contract.Facts, horizon)
	e.factsOf(facts, path)
	s, flow := terms.Start(), contract.Flow{}
	close := func(a, b, within float64) bool { return math.Abs(a-b) < within+1e-6*math.Abs(b) }
	for d, f := range facts {
		due := 0.0
		for _, fee := range terms.Fees {
			if !fee.AfterEven || s.Even {
				due += (fee.USDPerDay/f.Price + fee.BTCPerDay) * fee.Growth(max(0, d-terms.Delay))
			}
		}
		terms.Day(&s, f, &flow)
		least := max(terms.MinimumBTC.BTC(), terms.MinimumUSD.Float()/f.Price)
		waits := (s.Balance + flow.Payout + flow.PayoutFee).BTC()
		if terms.PaysUSD {
			waits = s.BalanceUS.Float()/f.Price + (flow.Payout + flow.PayoutFee).BTC()
		}
		gross := p.gross * float64(e.Hash[e.At(path, d)])
		output, invested := s.Output.Float(), s.Invested.Float()
		if least > 0 && close(waits, least, 1e-8) || len(terms.Stops) > 0 && due > 0 &&
			close(due, gross, 1e-10) ||
			someFeeWaits(terms) && close(output, invested, 1e-3) || terms.ReturnCap > 0 &&
			close(output, terms.ReturnCap*invested, 1e-3) {
			return true
		}
	}
	return false
}

func near(t *rapid.T, what string, a, b float64, days int) {
	t.Helper()
	if math.Abs(a-b) > float64(days)*1e-8+2e-6*math.Abs(b) {
		t.Fatalf("%s: plan %.11f, day function %.11f", what, a, b)
	}
}

// Without variance the paths are the deterministic run: to the satoshi per day.
func TestZeroVarianceIsDeterministic(t *testing.T) {
	e := walks(3, 365, 0, 1)
	terms := compiled(t, "hashrate: 30 TH/s\nterm: 365d\nprice: {upfront: 500 USD}\nfees: []\n")
	facts := make([]contract.Facts, 365)
	e.factsOf(facts, 0)
	want := terms.Run(facts, nil)
	got := e.Play(terms, 365, nil)
	for i := range e.N {
		if math.Abs(got.Received[i]-want.Received.BTC())/365 > 1e-8 {
			t.Errorf("path %d: %.8f, deterministic %s", i, got.Received[i], want.Received)
		}
	}
}

// A Screener finds of each contract what Play and Sum find, whatever it judges beside it and judged before.
func TestScreenerIsThePlay(t *testing.T) {
	e := walks(40, 170, 0.05, 2)
	s := NewScreener(e)
	rapid.Check(t, func(t *rapid.T) {
		var all []Asked
		for range rapid.IntRange(1, 6).Draw(t, "contracts") {
			terms := drawTerms(t)
			all = append(all, Asked{terms, lengthOf(terms), true})
		}
		for i, got := range s.Judge(all) {
			terms := all[i].Terms
			if slices.ContainsFunc(ascending(e.N),
				func(path int32) bool { return closeCall(e, terms, int(path), all[i].Horizon) }) {
				continue
			}
			want := e.Sum(terms, e.Play(terms, all[i].Horizon, nil))
			same := func(what string, a, b float64) {
				const sats = 0.003 // dollars: of a path, what is still to be paid out at the end
				if math.Abs(a-b) > 1e-5*(1+math.Abs(b))+sats/terms.UpfrontUSD.Float() &&
					!(math.IsNaN(a) && math.IsNaN(b)) {
					t.Fatalf("%s: screened %v, played %v", what, a, b)
				}
			}
			scale := (terms.UpfrontUSD.Float() + 1)
			for k, d := range [][2]float64{{got.BTCEfficiency.Mean, want.BTCEfficiency.Mean},
				{got.BTCEfficiency.P05, want.BTCEfficiency.P05},
				{got.BTCEfficiency.P50, want.BTCEfficiency.P50}, {got.BTCEfficiency.P95,
					want.BTCEfficiency.P95}, {got.ProbStopped, want.ProbStopped}} {
				same([]string{"mean", "p05", "p50", "p95", "stopped"}[k], d[0], d[1])
			}
			if len(got.Fair) != len(want.Fair) {
				t.Fatalf("%d fair prices screened, %d played", len(got.Fair), len(want.Fair))
			}
			for k := range got.Fair {
				same("fair price", got.Fair[k].USD/scale, want.Fair[k].USD/scale)
			}
		}
	})
}

// The day on which days in a row have all been below a hashprice, by definition.
func TestDaysInARowBelow(t *testing.T) {
	e := walks(20, 200, 0.05, 3)
	var l laneDays
	paths := []int{0, 1, 2, 5, 15}
	l.gather(e, paths, 3, 180)
	for k, path := range paths {
		for _, n := range []int{1, 2, 7, 21, 177, 178} {
			l.begin([]candidate{{plan: plan{knockOut: n, profitableFrom: 1e10}}})
			l.take(k)
			for _, level := range []float32{0, 0.3, 0.6, 0.8, 0.9, 0.95, 1, 1.1, 1.5, 1e9} {
				level *= l.days[0].hashprice
				want, streak := len(l.days), 0
				for d, day := range l.days {
					if streak++; day.hashprice >= level {
						streak = 0
					}
					if streak == n {
						want = d
						break
					}
				}
				if got := l.below(n, level); got != want {
					t.Fatalf("path %d, %d days below %v: day %d, by definition %d", path, n, level, got, want)
				}
			}
		}
	}
}

// Who gives up has nothing played for him, whichever way; others are not disturbed.
func TestUntilGivenUp(t *testing.T) {
	e := walks(16, 170, 0.05, 4)
	ways := map[string]*contract.Terms{
		"side by side":     {Fees: []contract.FeeTerm{{Name: "f", USDPerDay: 1e6}}},
		"fee by fee":       {Fees: []contract.FeeTerm{{Name: "f", USDPerDay: 1e6, PrepaidFor: 30, Separate: true}}},
		"the day function": {Fixed: 1e-3},
	}
	for name, terms := range ways {
		terms.TH, terms.Uptime, terms.Length, terms.Every, terms.UpfrontUSD = 100, 1, 60, 1, 1e8
		if p := newPlan(terms, 60, 0); (name == "fee by fee") != (p.charges != nil) ||
			(name == "the day function") == p.whole {
			t.Errorf("%s: played another way", name)
		}
		done := make(chan struct{})
		until := e.Until(done)
		if o := until.Play(terms, 60, nil); o.EndDay[0] == 0 {
			t.Errorf("%s: not played before it was given up", name)
		}
		close(done)
		if o := until.Play(terms, 60, nil); o.EndDay[0] != 0 {
			t.Errorf("%s: played though it was given up", name)
		}
		if o := e.Play(terms, 60, nil); o.EndDay[0] == 0 {
			t.Errorf("%s: not played for another", name)
		}
	}
}

// At the fair price as many paths as it says give back what they cost, and at no higher price do so many:
// also where payouts come in steps, so that the prices of two paths lie far apart.
func TestFairPriceIsReached(t *testing.T) {
	for _, n := range []int{7, 64, 1000} {
		e := walks(n, 91, 0.03, 5)
		for _, minimum := range []units.MilliSat{0, units.MSatPerBTC / 1000, units.MSatPerBTC / 300} {
			terms, err := contract.New(contract.Terms{TH: 100, Uptime: 1, Length: 90, Every: 1,
				UpfrontUSD: 300e6, MinimumBTC: minimum})
			if err != nil {
				t.Fatal(err)
			}
			var z quantile.Finder
			x := make([]float32, e.N)
			for _, f := range e.fair(&z, terms, e.Play(terms, 90, nil), x) {
				reached, passed := 0.0, 0.0
				for _, v := range x {
					if float64(v) >= f.USD {
						reached++
					}
					if float64(v) > f.USD {
						passed++
					}
				}
				if of := f.Chance * float64(n); reached < of-1e-9 || passed >= of {
					t.Errorf("%d paths, minimum %d: %.0f reach the price at %g, %.0f more than it", n, minimum,
						reached, f.Chance, passed)
				}
			}
		}
	}
}
