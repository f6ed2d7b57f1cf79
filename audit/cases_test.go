package audit

import (
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/audit/mixture"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/units"
)

func date(t testing.TB, s string) units.Date {
	t.Helper()
	d, err := units.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// paidDaily are credits of days from a day on, each what a thousand TH/s with 2 % fee is owed times f(i); a
// day
// of which f is NaN has no row.
func paidDaily(t testing.TB, from units.Date, days int, f func(i int) float64) []statement.Row {
	t.Helper()
	h := market.Embedded()
	var rows []statement.Row
	for i := range days {
		factor := f(i)
		if math.IsNaN(factor) {
			continue
		}
		d, err := h.At(from + units.Date(i))
		if err != nil {
			t.Fatal(err)
		}
		sats := math.Floor(float64(d.Hashvalue()) * 1000 * 0.98 * 1e8 * factor)
		rows = append(rows, statement.Row{Line: i + 1, Time: d.Date.Unix(), Day: d.Date, Dated: true,
			Amount: units.MilliSat(sats) * 1000})
	}
	return rows
}

func account(rows []statement.Row) Input {
	return Input{Terms: AccountTerms(1e15, 0.02, payout.FPPS, 0), History: market.Embedded(), Rows: rows}
}

func judge(t testing.TB, in Input) *Result {
	t.Helper()
	r, err := Run(in)
	if err != nil {
		t.Fatal(err)
	}
	if r.Parts.Sum() != r.ReceivedSat-r.OwedSat {
		t.Errorf("parts %+v do not sum to %d", r.Parts, r.ReceivedSat-r.OwedSat)
	}
	return r
}

// TestStates: each kind of payer is told apart, and each answer is named in its sentence.
func TestStates(t *testing.T) {
	from := date(t, "2025-09-01")
	random := rand.New(rand.NewPCG(20, 26))
	noise := func(sd float64) float64 { return sd * random.NormFloat64() }
	first, err := market.Embedded().At(from)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name  string
		days  int
		f     func(i int) float64
		state State
		says  string
	}{
		{"honest", 200, func(int) float64 { return 1 + noise(0.003) }, InOrder, "paid as owed"},
		{"skims 2 %", 40, func(int) float64 { return 0.98 + noise(0.003) }, Underpaid, "with odds of 1 in"},
		{"skims from day 120", 160, func(i int) float64 {
			if i < 120 {
				return 1 + noise(0.003)
			}
			return 0.985 + noise(0.003)
		}, Changed, "between 2025-1"},
		{"always the same", 40, func(i int) float64 {
			d, _ := market.Embedded().At(from + units.Date(i))
			return float64(first.Hashvalue())/float64(d.Hashvalue()) + noise(0.001)
		}, DoesNotFollow, "do not follow"},
		{"made-up noise", 20, func(int) float64 { return 1 + noise(0.08) }, TooNoisy, "scatter more"},
		{"pays more", 100, func(int) float64 { return 1.05 + noise(0.002) }, Overpaid, "more than was owed"},
		{"satoshi for bitcoin", 30, func(int) float64 { return 1000 }, NotKnown, "a unit"},
		{"two days", 2, func(int) float64 { return 1 }, InOrder, "paid as owed"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := judge(t, account(paidDaily(t, from, c.days, c.f)))
			if r.State != c.state || !strings.Contains(r.Sentence, c.says) {
				t.Errorf("%s: %s; want %s, %q", r.State, r.Sentence, c.state, c.says)
			}
			if c.state == Underpaid && !strings.Contains(strings.Join(r.CannotKnow, " "), "one of 2") {
				t.Errorf("that a fee may be missing is not said: %q", r.CannotKnow)
			}
			if !strings.Contains(strings.Join(r.CannotKnow, " "), "a seller who buys coins") {
				t.Error("what no payment shows is not said")
			}
		})
	}
}

// TestGapIsNotZero: a month without rows is named, left out, and makes nobody a thief.
func TestGapIsNotZero(t *testing.T) {
	from := date(t, "2025-09-01")
	r := judge(t, account(paidDaily(t, from, 100, func(i int) float64 {
		if i >= 30 && i < 60 {
			return math.NaN()
		}
		return 1
	})))
	want := Span{"2025-10-01", "2025-10-30"}
	if r.State != InOrder || len(r.Gaps) != 1 || r.Gaps[0] != want {
		t.Errorf("%s, gaps %v, want %v", r.State, r.Gaps, want)
	}
	if len(r.EachDay) != 70 {
		t.Errorf("%d days, want 70", len(r.EachDay))
	}
	if math.Abs(*r.Paid.Ratio-1) > 1e-4 {
		t.Errorf("ratio %v: the gap was counted as zero", *r.Paid.Ratio)
	}
}

// TestCreditsAndPayoutsAreNotAdded: what was credited was received; what was not paid out is held back.
func TestCreditsAndPayoutsAreNotAdded(t *testing.T) {
	from := date(t, "2025-09-01")
	rows := paidDaily(t, from, 30, func(int) float64 { return 1 })
	var credited units.MilliSat
	for _, r := range rows {
		credited += r.Amount
	}
	rows = append(rows, statement.Row{Line: 99, Time: (from + 20).Unix(), Kind: statement.Payout,
		Amount: credited / 2000 * 1000})
	rows = append(rows, statement.Row{Line: 100, Time: (from + 25).Unix(), Kind: statement.Correction,
		Amount: -5_000_000})
	r := judge(t, account(rows))
	if want := roundSat(credited) - 5000; r.ReceivedSat != want {
		t.Errorf("received %d, want %d", r.ReceivedSat, want)
	}
	if want := roundSat(credited - credited/2000*1000); r.HeldBackSat != want {
		t.Errorf("held back %d, want %d", r.HeldBackSat, want)
	}
	if r.State != InOrder {
		t.Errorf("%s", r.Sentence)
	}
}

// TestBoundaryIsFound: a pool that pays the UTC+8 day of difficulty is named, and its skim is still seen.
func TestBoundaryIsFound(t *testing.T) {
	from := date(t, "2025-09-01")
	h := market.Embedded()
	c := calendar{h: h}
	for _, skim := range []float64{0, 0.01} {
		var rows []statement.Row
		for i := range 60 {
			day := from + units.Date(i)
			start := day.Unix() - 8*3600
			sum := 0.0
			for hour := range 24 {
				e, _ := h.EpochAt(start + int64(hour)*3600)
				d, _ := h.At(units.DateOf(start + int64(hour)*3600))
				sum += (d.SubsidyBTC + d.FeesBTC) * 86400e12 / (e.Difficulty * (1 << 32)) / 24
			}
			sats := math.Floor(sum * 1000 * 0.98 * 1e8 * (1 - skim))
			rows = append(rows, statement.Row{Line: i + 1, Time: day.Unix(), Day: day, Dated: true,
				Amount: units.MilliSat(sats) * 1000})
		}
		r := judge(t, account(rows))
		if !r.Boundary.Found || r.Boundary.Zone != "UTC+8" || r.Boundary.Average != FeeDay {
			t.Errorf("skim %v: boundary %+v", skim, r.Boundary)
		}
		want := InOrder
		if skim > 0 {
			want = Underpaid
		}
		if r.State != want {
			t.Errorf("skim %v: %s", skim, r.Sentence)
		}
	}
	if n := len(c.candidates()); n != 16 {
		t.Errorf("%d candidates without fees of blocks, want 16", n)
	}
	c.blocks = []BlockFee{{1, 1}}
	if n := len(c.candidates()); n != 20 {
		t.Errorf("%d candidates, want 20", n)
	}
}

// TestUptimeIsAPart: a contract that sold 1,000 TH/s and reports 900 owes for 1,000; the tenth is uptime.
func TestUptimeIsAPart(t *testing.T) {
	from := date(t, "2025-09-01")
	rows := paidDaily(t, from, 40, func(int) float64 { return 0.9 })
	for i := range rows {
		rows[i].TH = 900
	}
	in := account(rows)
	in.Sold = true
	r := judge(t, in)
	if share := float64(r.Parts.Uptime) / float64(r.OwedSat); math.Abs(share+0.1) > 1e-4 || r.Tier != "B" ||
		r.State != InOrder {
		t.Errorf("uptime is %v of owed, tier %s, %s", share, r.Tier, r.State)
	}
}

// TestExplained: announced fee changes and what was made good otherwise raise no alarm.
func TestExplained(t *testing.T) {
	from := date(t, "2025-09-01")
	in := account(paidDaily(t, from, 120, func(i int) float64 {
		switch {
		case i >= 80:
			return 0.95 / 0.98
		case i >= 40 && i < 50:
			return 0.3
		}
		return 1
	}))
	if r := judge(t, in); r.State == InOrder {
		t.Error("without the announcements nothing is seen")
	}
	in.FeeChanges = []FeeChange{{From: from + 80, Share: 0.05, Quote: "from 20 November the fee is 5 %"}}
	in.Compensations = []Compensation{{From: from + 40, To: from + 49, What: "ten days more",
		Quote: "we extend your term"}}
	r := judge(t, in)
	if r.State != InOrder {
		t.Errorf("%s", r.Sentence)
	}
	var quotes []string
	for _, e := range r.Explanations {
		quotes = append(quotes, e.Quote)
	}
	if all := strings.Join(quotes, "|"); !strings.Contains(all, "5 %") || !strings.Contains(all, "extend") {
		t.Errorf("explanations quote %q", all)
	}
}

// TestStopJustified: HashFlare's clause of 21 days. Where fees exceed revenue, silence is nothing owed; where
// they do not, it is named a stop without its clause.
func TestStopJustified(t *testing.T) {
	from := date(t, "2025-09-01")
	first, _ := market.Embedded().At(from)
	dollars := first.HashpriceUSD() * 1000
	for _, c := range []struct {
		fee  float64 // of the first day's revenue
		gaps int
		says string
	}{{0.3, 1, "was not met"}, {3, 0, "was met"}} {
		rows := paidDaily(t, from, 30, func(i int) float64 { return 0.7 / 0.98 })
		in := Input{Start: from, To: from + 89, History: market.Embedded(), Rows: rows,
			Terms: &contract.Terms{TH: 1000, Uptime: 1, Every: 1,
				Fees:  []contract.FeeTerm{{Name: "maintenance", USDPerDay: dollars * c.fee}},
				Stops: []contract.StopTerm{{Days: 21, By: "provider"}}}}
		r := judge(t, in)
		var all []string
		for _, e := range r.Explanations {
			all = append(all, e.What)
		}
		if len(r.Gaps) != c.gaps || !strings.Contains(strings.Join(all, "|"), c.says) {
			t.Errorf("fee %v: gaps %v, %q; want %q", c.fee, r.Gaps, all, c.says)
		}
	}
}

// TestWalletWithoutAMonth: payouts of a wallet with a month missing; the payout after it pays one day.
func TestWalletWithoutAMonth(t *testing.T) {
	from := date(t, "2025-09-01")
	rows := paidDaily(t, from, 90, func(i int) float64 {
		if i >= 30 && i < 60 {
			return math.NaN()
		}
		return 1
	})
	for i := range rows {
		rows[i].Kind = statement.Payout
		rows[i].Dated = false
		rows[i].Time += 86400 + 6*3600
	}
	r := judge(t, account(rows))
	if r.State != InOrder || len(r.Gaps) != 1 || r.Gaps[0] != (Span{"2025-10-01", "2025-10-30"}) {
		t.Errorf("%s, gaps %v", r.Sentence, r.Gaps)
	}
}

// TestWalletWithoutADay: a single payout that is missing is a gap of one day, and the day after is whole.
func TestWalletWithoutADay(t *testing.T) {
	rows := paidDaily(t, date(t, "2025-09-01"), 40, func(i int) float64 {
		if i == 20 {
			return math.NaN()
		}
		return 1
	})
	for i := range rows {
		rows[i].Kind = statement.Payout
		rows[i].Dated = false
		rows[i].Time += 86400 + 6*3600
	}
	r := judge(t, account(rows))
	if r.State != InOrder || len(r.Gaps) != 1 || r.Gaps[0] != (Span{"2025-09-21", "2025-09-21"}) {
		t.Errorf("%s, gaps %v", r.Sentence, r.Gaps)
	}
	if math.Abs(*r.Paid.Ratio-1) > 1e-4 {
		t.Errorf("ratio %v", *r.Paid.Ratio)
	}
	// Two days in one payout are no gap.
	rows[20].Amount *= 2
	if r = judge(t, account(rows)); len(r.Gaps) != 0 || r.State != InOrder {
		t.Errorf("%s, gaps %v", r.Sentence, r.Gaps)
	}
}

// TestFiveFields: 2021-07-24, docs/terms.md: some 931 sat per TH/s and day (931.9 with the day's fees to the
// digit); 30 TH/s less 2 % is 931.9 x 29.4 = 27,397 sat.
func TestFiveFields(t *testing.T) {
	day := date(t, "2021-07-24")
	f := FiveFields{Hashrate: 30e12, From: day, To: day, Received: 27_397_000, Fee: 0.02}
	r, err := Five(f, market.Embedded())
	if err != nil || r.State != InOrder || math.Abs(float64(r.OwedSat)-27_397) > 2 {
		t.Errorf("%v: %+v", err, r)
	}
	f.From = date(t, "2021-07-01")
	f.Received = 27_397_000 * 24
	for share, want := range map[float64]State{1: InOrder, 0.8: Underpaid, 1.2: Overpaid, 0.001: NotKnown} {
		g := f
		r, _ = Five(f, market.Embedded())
		g.Received = units.MilliSat(float64(r.OwedSat) * share * 1000)
		r, err = Five(g, market.Embedded())
		if err != nil || r.State != want || r.Sentence == "" {
			t.Errorf("%v of owed: %s, want %s", share, r.State, want)
		}
	}
	f.Scheme = payout.PPLNS
	if r, _ = Five(f, market.Embedded()); r.State != NotKnown {
		t.Errorf("a sum under PPLNS is %s", r.State)
	}
	for _, bad := range []FiveFields{{}, {Hashrate: 1e12, From: day, To: day - 1}, {Hashrate: 1e12, From: 0,
		To: 1},
		{Hashrate: 1e12, From: day, To: day, Received: -1}, {Hashrate: 1e12, From: day, To: day, Fee: 1}} {
		if _, err := Five(bad, market.Embedded()); err == nil {
			t.Errorf("%+v is judged", bad)
		}
	}
}

// TestCounts: shares and blocks by the Poisson mixture. Of 288 a day 10 % fewer show after some 5 days
// (12/(n u^2) = 12/2.88 = 4.2, and a higher threshold here).
func TestCounts(t *testing.T) {
	from := date(t, "2025-09-01")
	in := account(paidDaily(t, from, 100, func(int) float64 { return 1 }))
	c := Counts{Test: "delivered"}
	for i := range 100 {
		c.Days = append(c.Days, Count{from + units.Date(i), 288 * 0.9, 288})
	}
	in.Counts = []Counts{c, {Test: "luck", Days: []Count{{from, 0, 2}}}}
	r := judge(t, in)
	var delivered, luck Test
	for _, x := range r.Tests {
		switch x.Name {
		case "delivered":
			delivered = x
		case "luck":
			luck = x
		}
	}
	if !delivered.Alarm || delivered.AlarmOn < "2025-09-04" || delivered.AlarmOn > "2025-09-12" ||
		luck.Alarm {
		t.Errorf("delivered %+v, luck %+v", delivered, luck)
	}
	if !strings.Contains(luck.Power, "0.14") { // e^-2 = 0.135
		t.Errorf("luck says %q", luck.Power)
	}
}

// TestImpossibleSums: rows that sum to more bitcoin than there is are refused, days of the future named.
func TestImpossibleSums(t *testing.T) {
	rows := paidDaily(t, date(t, "2024-09-01"), 400, func(int) float64 { return 1 })
	for i := range rows {
		rows[i].Amount = 100_000 * units.MSatPerBTC
	}
	if _, err := Run(account(rows)); err == nil ||
		!strings.Contains(err.Error(), "more bitcoin than there is") {
		t.Errorf("40 million BTC: %v", err)
	}
	last := market.Embedded().Last()
	rows = paidDaily(t, last-10, 10, func(int) float64 { return 1 })
	late := rows[9]
	late.Day += 5
	r := judge(t, account(append(rows, late)))
	all := ""
	for _, e := range r.Explanations {
		all += e.What
	}
	if r.State != InOrder || !strings.Contains(all, "1 payments are of days without facts") {
		t.Errorf("%s; %s", r.Sentence, all)
	}
	if _, err := Run(Input{}); err == nil {
		t.Error("nothing is judged")
	}
	if _, err := Run(account(nil)); err == nil {
		t.Error("no rows are judged")
	}
}

// TestPartsSum: whatever is paid, the parts sum to the difference, and the same input gives the same answer.
func TestPartsSum(t *testing.T) {
	from := date(t, "2024-01-01")
	rapid.Check(t, func(rt *rapid.T) {
		days := rapid.IntRange(1, 40).Draw(rt, "days")
		factors := rapid.SliceOfN(rapid.Float64Range(0, 2), days, days).Draw(rt, "factors")
		in := account(paidDaily(t, from, days, func(i int) float64 { return factors[i] }))
		in.Sold = rapid.Bool().Draw(rt, "sold")
		for i := range in.Rows {
			in.Rows[i].TH = rapid.SampledFrom([]float64{0, 950, 1000}).Draw(rt, "th")
		}
		if rapid.Bool().Draw(rt, "stated") {
			b := ZoneBoundary(
				rapid.IntRange(-5, 8).Draw(rt, "zone"),
				rapid.SampledFrom([]Average{FeeDay, FeeWeek,
					Fee144, FeeDayBefore}).Draw(rt, "average"),
			)
			in.Boundary = &b
		}
		r, err := Run(in)
		if err != nil {
			rt.Fatal(err)
		}
		if r.Parts.Sum() != r.ReceivedSat-r.OwedSat {
			rt.Fatalf("parts %+v, received %d, owed %d", r.Parts, r.ReceivedSat, r.OwedSat)
		}
		again, _ := Run(in)
		if again.Sentence != r.Sentence || again.Parts != r.Parts {
			rt.Fatal("not the same twice")
		}
	})
}

// TestLaggedIsLag1: the correlation that is kept as values come is the one that goes through them all. Values
// are parts of a billion of a day's pay; the squares of much smaller ones have few digits left.
func TestLaggedIsLag1(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		parts := rapid.SliceOfN(rapid.IntRange(-50e6, 50e6), 0, 50).Draw(rt, "values")
		var x []float64
		var l mixture.Lagged
		for _, n := range parts {
			x = append(x, float64(n)*1e-9)
			l.Add(float64(n) * 1e-9)
		}
		if a, b := l.Lag1(), lag1(x); math.Abs(a-b) > 1e-6 {
			rt.Errorf("%v: %v, want %v", x, a, b)
		}
	})
}

// BenchmarkTenYears audits ten years of daily payouts, of payers whose tests have least and most to do.
func BenchmarkTenYears(b *testing.B) {
	const days = 3652
	noise := rand.New(rand.NewPCG(1, 2))
	before := 0.0
	for _, c := range []struct {
		name string
		pays func(i int) float64
	}{
		{"exactly", func(int) float64 { return 1 }},
		{"with noise", func(int) float64 { return 1 + 0.003*noise.NormFloat64() }},
		{"with lasting noise", func(int) float64 {
			before = 0.6*before + 0.003*noise.NormFloat64()
			return 1 + before
		}},
		{"a percent less", func(int) float64 { return 0.99 + 0.003*noise.NormFloat64() }},
		{"less and less", func(i int) float64 { return 1 - 0.1*float64(i)/days + 0.003*noise.NormFloat64() }},
		{"made-up noise", func(int) float64 { return 1 + 0.05*noise.NormFloat64() }},
	} {
		rows := paidDaily(b, date(b, "2016-05-01"), days, c.pays)
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				if _, err := Run(account(rows)); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
