package contract_test

import (
	"slices"
	"testing"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
)

// flat is n days of 1e-6 BTC per TH/s and day (100 sat), a tenth of it fees, at $50,000 per BTC:
// 1 TH/s grosses 100,000 msat = $0.05 a day.
func flat(n int) []contract.Facts {
	out := make([]contract.Facts, n)
	for i := range out {
		out[i] = contract.Facts{Date: units.Date(i), Subsidy: 0.9e-6, Fees: 0.1e-6, Price: 50_000}
	}
	return out
}

func ptr[T any](v T) *T { return &v }

func usdPerDay(v float64) *units.PerHashrateDay {
	return &units.PerHashrateDay{Value: v, Currency: units.USD}
}

// offer1TH is 1 TH/s for 10 days at $0.20 with no fees.
func offer1TH(change func(*offer.Offer)) offer.Offer {
	o := offer.Offer{
		Hashrate: units.THPerS, Term: offer.Term{Days: 10}, FeesStated: true,
		Price: offer.Price{Upfront: &units.Money{Currency: units.USD, Minor: 200_000}},
	}
	if change != nil {
		change(&o)
	}
	return o
}

func mustCompile(t testing.TB, o offer.Offer, opt compile.Options) *contract.Terms {
	t.Helper()
	terms, _, err := compile.Offer(o, opt)
	if err != nil {
		t.Fatal(err)
	}
	return terms
}

func TestDayByHand(t *testing.T) {
	fees := func(f ...offer.Fee) func(*offer.Offer) { return func(o *offer.Offer) { o.Fees = f } }
	tests := []struct {
		name                           string
		change                         func(*offer.Offer)
		gross, received, stuck, paid   units.MilliSat
		feesUSD                        units.Micro
		endedBy                        string
		mining, days, payback, evenDay int
	}{
		// 10 days x 100 sat; $0.20 / 50,000 = 400 sat; dollars received reach $0.20 on the 4th day (day 3).
		{name: "no fees", gross: 1_000_000, received: 1_000_000, paid: 400_000, endedBy: "term", mining: 10, days: 10, payback: 3, evenDay: -1},
		// $0.02 a day is 40 sat: 60 sat net a day; 200,000 / (0.03 a day) = 6.67 -> day 6.
		{name: "dollar fee deducted", change: fees(offer.Fee{Name: "e", PerHashrateDay: usdPerDay(0.02), Paid: offer.Deducted}),
			gross: 1_000_000, received: 600_000, paid: 400_000, feesUSD: 200_000, endedBy: "term", mining: 10, days: 10, payback: 6, evenDay: -1},
		// Separately: 100 sat come in, 40 sat are paid beside: paid 400 + 10 x 40 = 800 sat.
		// Payback: 0.05 (d+1) >= 0.20 + 0.02 (d+1) -> d+1 >= 6.67 -> day 6.
		{name: "dollar fee separate", change: fees(offer.Fee{Name: "e", PerHashrateDay: usdPerDay(0.02), Paid: offer.Separately}),
			gross: 1_000_000, received: 1_000_000, paid: 800_000, feesUSD: 200_000, endedBy: "term", mining: 10, days: 10, payback: 6, evenDay: -1},
		// Windows of 4 days over 10: 4 + 4 + 2 days are paid, the same money in all.
		{name: "prepaid windows", change: fees(offer.Fee{Name: "e", PerHashrateDay: usdPerDay(0.02), Paid: offer.Separately, Prepaid: 4}),
			gross: 1_000_000, received: 1_000_000, paid: 800_000, feesUSD: 200_000, endedBy: "term", mining: 10, days: 10, payback: 7, evenDay: -1},
		// 15 J/TH is 0.36 kWh a day; at $0.05 that is $0.018 = 36 sat.
		{name: "energy", change: fees(offer.Fee{Name: "e", Efficiency: ptr(units.Efficiency(15)), EnergyPrice: &units.EnergyPrice{Value: 0.05, Currency: units.USD}, Paid: offer.Deducted}),
			gross: 1_000_000, received: 640_000, paid: 400_000, feesUSD: 180_000, endedBy: "term", mining: 10, days: 10, payback: 6, evenDay: -1},
		// A fee of $0.06 exceeds the gross of $0.05: nothing is left, never below zero.
		{name: "fee above gross", change: fees(offer.Fee{Name: "e", PerHashrateDay: usdPerDay(0.06), Paid: offer.Deducted}),
			gross: 1_000_000, received: 0, paid: 400_000, feesUSD: 500_000, endedBy: "term", mining: 10, days: 10, payback: -1, evenDay: -1},
		// The same with a stop after 3 such days.
		{name: "knock-out", change: func(o *offer.Offer) {
			fees(offer.Fee{Name: "e", PerHashrateDay: usdPerDay(0.06), Paid: offer.Deducted})(o)
			o.Stops = []offer.Stop{{When: "fees_exceed_revenue", For: 3, Then: "terminate", By: "provider"}}
		}, gross: 300_000, received: 0, paid: 400_000, feesUSD: 150_000, endedBy: "provider", mining: 3, days: 3, payback: -1, evenDay: -1},
		// With a pause nothing is mined and nothing is charged.
		{name: "pause", change: func(o *offer.Offer) {
			fees(offer.Fee{Name: "e", PerHashrateDay: usdPerDay(0.06), Paid: offer.Separately})(o)
			o.Stops = []offer.Stop{{When: "fees_exceed_revenue", Then: "pause", By: "automatic"}}
		}, paid: 400_000, endedBy: "term", mining: 0, days: 10, payback: -1, evenDay: -1},
		// Cumulative $0.05 a day reaches $0.20 on the 4th day (day 3); from the next day 40 % goes:
		// 6 days x 40 sat = 240 sat = $0.12.
		{name: "profit share after break-even", change: fees(offer.Fee{Name: "p", RevenueShare: ptr(units.Fraction(0.4)), After: offer.BreakEven}),
			gross: 1_000_000, received: 760_000, paid: 400_000, feesUSD: 120_000, endedBy: "term", mining: 10, days: 10, payback: 3, evenDay: 3},
		// 350 sat minimum: paid out on the 4th and 8th day; 200 sat never leave.
		{name: "minimum payout", change: func(o *offer.Offer) { o.Payout.Minimum = &units.Money{Currency: units.BTC, Minor: 350_000} },
			gross: 1_000_000, received: 800_000, stuck: 200_000, paid: 400_000, endedBy: "term", mining: 10, days: 10, payback: 3, evenDay: -1},
		// Every 5 days, 30 sat each time: 2 x (500 - 30).
		{name: "payout fee", change: func(o *offer.Offer) {
			o.Payout.Every = ptr(units.Days(5))
			fees(offer.Fee{Name: "w", PerPayout: &units.Money{Currency: units.BTC, Minor: 30_000}})(o)
		}, gross: 1_000_000, received: 940_000, paid: 400_000, feesUSD: 30_000, endedBy: "term", mining: 10, days: 10, payback: 4, evenDay: -1},
		// Two days' delay: the term still has its ten days.
		{name: "start delay", change: func(o *offer.Offer) { o.StartDelay = ptr(units.Days(2)) },
			gross: 1_000_000, received: 1_000_000, paid: 400_000, endedBy: "term", mining: 10, days: 12, payback: 5, evenDay: -1},
		{name: "uptime 90 %", change: func(o *offer.Offer) { o.Uptime.Promised = ptr(units.Fraction(0.9)) },
			gross: 900_000, received: 900_000, paid: 400_000, endedBy: "term", mining: 10, days: 10, payback: 4, evenDay: -1},
		{name: "PPS leaves the fees", change: func(o *offer.Offer) { o.Payout.Basis = offer.PPS },
			gross: 900_000, received: 900_000, paid: 400_000, endedBy: "term", mining: 10, days: 10, payback: 4, evenDay: -1},
		// 2 % a day of $0.20 is $0.004 = 8 sat, whatever is mined.
		{name: "fixed return", change: func(o *offer.Offer) { o.Payout.FixedReturn = &units.FractionPer{Value: 0.02, Unit: "day"} },
			gross: 80_000, received: 80_000, paid: 400_000, endedBy: "term", mining: 10, days: 10, payback: -1, evenDay: -1},
		// The cap of 150 % of $0.20 is $0.30: reached on the 6th day.
		{name: "return cap", change: func(o *offer.Offer) {
			o.Stops = []offer.Stop{{When: "return_reaches", At: ptr(units.Fraction(1.5)), Then: "terminate"}}
		},
			gross: 600_000, received: 600_000, paid: 400_000, endedBy: "return cap", mining: 6, days: 6, payback: 3, evenDay: 3},
		// A market order: 90 sat a TH and day plus 3 % of it: 10 x 92.7 sat; the 100 sat come in.
		{name: "market order", change: func(o *offer.Offer) {
			o.Price = offer.Price{Bid: &units.PerHashrateDay{Value: 90e-8, Currency: units.BTC}}
			fees(offer.Fee{Name: "buyer fee", SpendShare: ptr(units.Fraction(0.03))})(o)
		}, gross: 1_000_000, received: 1_000_000, paid: 927_000, feesUSD: 13_500, endedBy: "term", mining: 10, days: 10, payback: 0, evenDay: -1},
		{name: "paid in dollars", change: func(o *offer.Offer) { o.Payout.Currency = "USD" },
			gross: 1_000_000, received: 1_000_000, paid: 400_000, endedBy: "term", mining: 10, days: 10, payback: 3, evenDay: -1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			terms := mustCompile(t, offer1TH(tt.change), compile.Options{})
			r := terms.Run(flat(20), nil)
			var fees units.Micro
			for _, f := range r.Fees {
				fees += f.TakenUSD + f.PaidUSD
			}
			if r.Gross != tt.gross || r.Received != tt.received || r.Stuck != tt.stuck || r.Paid != tt.paid ||
				fees != tt.feesUSD {
				t.Errorf("gross %d received %d stuck %d paid %d fees %d; want %d %d %d %d %d",
					r.Gross, r.Received, r.Stuck, r.Paid, fees, tt.gross, tt.received, tt.stuck, tt.paid, tt.feesUSD)
			}
			if !r.Ended || r.EndedBy != tt.endedBy || r.MiningDays != tt.mining || r.Days != tt.days ||
				r.PaybackDay != tt.payback || r.EvenDay != tt.evenDay {
				t.Errorf("ended %v by %q, %d mining of %d days, payback %d, even %d; want by %q %d %d %d %d",
					r.Ended, r.EndedBy, r.MiningDays, r.Days, r.PaybackDay, r.EvenDay, tt.endedBy, tt.mining, tt.days, tt.payback, tt.evenDay)
			}
		})
	}
}

// The teaching example: 1 TH/s, a year, no fees, $0.036 per TH/s and day: 365 x 0.036 = 13.14.
func TestTeachingYear(t *testing.T) {
	o := offer1TH(func(o *offer.Offer) {
		o.Term.Days, o.Price.Upfront.Minor = 365, 20_000_000
	})
	facts := make([]contract.Facts, 365)
	for i := range facts {
		facts[i] = contract.Facts{Subsidy: consensus.Hashvalue(0.036 / 76_000), Price: 76_000}
	}
	r := mustCompile(t, o, compile.Options{}).Run(facts, nil)
	if got := r.GrossUSD.RoundCents(); got != 1314 {
		t.Errorf("gross %s, want 13.14", got)
	}
	if got := (r.ReceivedUSD - r.PaidUSD).RoundCents(); got != -686 {
		t.Errorf("net %s, want -6.86", got)
	}
}

// Terms that lack a fact, or whose sums could overflow, are refused with a repair.
func TestCompileErrors(t *testing.T) {
	tests := []struct {
		name   string
		change func(*offer.Offer)
		want   string
	}{
		{"no hashrate", func(o *offer.Offer) { o.Hashrate = 0 }, `hashrate is missing; write "hashrate: 30 TH/s" (or payout.fixed_return where the seller promises a rate)`},
		{"currency", func(o *offer.Offer) { o.Price.Upfront.Currency = "EUR" }, "the offer uses EUR and its dollar value is not known; add the rate, as in “fx=EUR=1.08”"},
		{"bid in euros", func(o *offer.Offer) {
			o.Price = offer.Price{Bid: &units.PerHashrateDay{Value: 0.03, Currency: "EUR"}}
		}, "the offer uses EUR and its dollar value is not known; add the rate, as in “fx=EUR=1.08”"},
		{"absurd hashrate", func(o *offer.Offer) { o.Hashrate = 1e25 }, "the hashrate is beyond 1 YH/s, a thousand times the whole network; check its unit"},
		{"absurd fee", func(o *offer.Offer) { o.Fees = []offer.Fee{{Name: "e", PerHashrateDay: usdPerDay(1e9)}} }, `fee "e" is beyond the income of all miners together; check its unit`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, _, err := compile.Offer(offer1TH(tt.change), compile.Options{})
			if err == nil || err.Error() != tt.want {
				t.Errorf("got %v\nwant %s", err, tt.want)
			}
		})
	}
}

// A bid in dollars buys less bitcoin's worth on a day of a higher price: 2 TH/s at $0.03 are $0.06 a day,
// 100 satoshi at $60,000 and 200 at $30,000; what is 10 % of the spend goes with it.
func TestBidInDollars(t *testing.T) {
	tenth := units.Fraction(0.1)
	o := offer1TH(func(o *offer.Offer) {
		o.Hashrate, o.Term.Days, o.Price = 2*units.THPerS, 2, offer.Price{Bid: usdPerDay(0.03)}
		o.Fees = []offer.Fee{{Name: "market", SpendShare: &tenth}}
	})
	facts := []contract.Facts{{Subsidy: 1e-6, Price: 60_000}, {Subsidy: 1e-6, Price: 30_000}}
	r := mustCompile(t, o, compile.Options{}).Run(facts, nil)
	if r.Paid != 330*1000 || r.PaidUSD.Float() != 0.132 {
		t.Errorf("paid %v and %v dollars, want 330 satoshi and 0.132", r.Paid, r.PaidUSD)
	}
}

// A fee whose amount is not stated is not charged, and said; unnamed fees keep apart.
func TestFeeWithoutAmount(t *testing.T) {
	tenth := units.Fraction(0.1)
	o := offer1TH(func(o *offer.Offer) {
		o.Fees = []offer.Fee{{Name: "maintenance"}, {RevenueShare: &tenth}, {RevenueShare: &tenth}}
	})
	terms, assumed, err := compile.Offer(o, compile.Options{})
	if err != nil || len(terms.Fees) != 2 || terms.Fees[0].Name != "running fee" ||
		terms.Fees[1].Name != "running fee 2" {
		t.Errorf("%v: %+v", err, terms.Fees)
	}
	if want := `the amount of the fee "maintenance" is not stated: it is not charged here, so every figure is an upper bound`; !slices.Contains(assumed, want) {
		t.Errorf("not said: %q", assumed)
	}
	if o.FeesKnown() {
		t.Error("its fees count as known")
	}
}
