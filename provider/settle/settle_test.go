package settle

import (
	"errors"
	"math/big"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/provider/ledger"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

func held(holder, n uint32) Holding { return Holding{Holder: holder, Units: n} }

// terms of one unit of 1 TH/s for a year, with a pool fee and power in dollars.
func terms(change func(*contract.Terms)) *contract.Terms {
	t := contract.Terms{TH: 1, Uptime: 1, Length: 365, Every: 1, Fees: []contract.FeeTerm{
		{Name: "pool", Share: .02}, {Name: "power", USDPerDay: .0179},
	}}
	if change != nil {
		change(&t)
	}
	made, err := contract.New(t)
	if err != nil {
		panic(err)
	}
	return made
}

// The example of docs/provider.md: 2,500 units, 107,537,623 msat, at 76,170 dollars.
func TestExample(t *testing.T) {
	sold := payout.SoldWork(2500, 1e12)
	d := &Day{Date: 20_785, Revenue: 107_537_623, Work: sold, Price: 76_170_000_000, Series: []Series{{
		Number: 26, Name: "S26", Terms: terms(nil), Rate: 1e12, Prepaid: 250_000_000_000, DaysLeft: 100,
		Holdings: []Holding{held(1, 2000), held(2, 499), held(3, 1)},
	}}}
	c, err := Run(d)
	if err != nil {
		t.Fatal(err)
	}
	l := c.Lines[0]
	if l.Flow.Gross != 43_015 || l.Flow.Fees[0].Deducted != 860 || l.Flow.Fees[1].Deducted != 23_500 ||
		l.Flow.Net != 18_655 {
		t.Errorf("a unit: %+v", l.Flow)
	}
	if l.Earned != 2_500_000_000 || c.Own != 0 || c.Residue != 107_537_623-2500*43_015 {
		t.Errorf("earned %d, own %d, residue %d", l.Earned, c.Own, c.Residue)
	}
	b := booked(t, d, c)
	if got := b.Balance(ledger.At(ledger.HolderMined, 2)); got != 499*18_655 {
		t.Errorf("holder 2 has %d", got)
	}
	if got := b.Balance(ledger.FeeIncome(26, 1)); got != 2500*23_500 {
		t.Errorf("power is %d", got)
	}
}

// booked posts a day's revenue, its escrow and its close into a book.
func booked(t interface {
	Helper()
	Fatal(...any)
}, d *Day, c *Close) *ledger.Book {
	t.Helper()
	b := &ledger.Book{}
	var before []ledger.Journal
	if d.Revenue != 0 {
		before = append(before, ledger.Found("b", d.Date, d.Revenue))
	}
	for i := range d.Series {
		if s := &d.Series[i]; s.Prepaid != 0 {
			before = append(before, ledger.Sale(s.Name, d.Date, s.Number, s.Prepaid, s.Prepaid))
		}
	}
	for _, j := range append(before, c.Journals...) {
		if _, err := b.Post(j); err != nil {
			t.Fatal(err)
		}
	}
	return b
}

func TestCheck(t *testing.T) {
	if err := Check(terms(nil)); err != nil {
		t.Error(err)
	}
	for name, change := range map[string]func(*contract.Terms){
		"promise":    func(t *contract.Terms) { t.Fixed, t.UpfrontUSD = .01, 1_000_000 },
		"cap":        func(t *contract.Terms) { t.ReturnCap, t.UpfrontUSD = 2, 1_000_000 },
		"dollars":    func(t *contract.Terms) { t.PaysUSD = true },
		"weekly":     func(t *contract.Terms) { t.Every = 7 },
		"minimum":    func(t *contract.Terms) { t.MinimumBTC = 1 },
		"uptime":     func(t *contract.Terms) { t.Uptime = .98 },
		"beside":     func(t *contract.Terms) { t.Fees[1].Separate = true },
		"withdrawal": func(t *contract.Terms) { t.Fees[0] = contract.FeeTerm{Name: "out", PayoutBTC: 1000} },
	} {
		if err := Check(terms(change)); !errors.Is(err, errTerms) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestNoWork(t *testing.T) {
	d := &Day{
		Date:    1,
		Revenue: 1,
		Price:   1_000_000,
		Series:  []Series{{Number: 1, Terms: terms(nil), Rate: 1, Holdings: []Holding{held(1, 1)}}},
	}
	if _, err := Run(d); !errors.Is(err, payout.ErrNoWork) {
		t.Error(err)
	}
	d.Revenue, d.Carried = 0, -3
	if c, err := Run(d); err != nil || c.Residue != -3 || c.Lines[0].Flow.Gross != 0 {
		t.Errorf("a day without revenue: %+v, %v", c, err)
	}
}

// Paused, a series' part is the provider's and no rounding.
func TestPaused(t *testing.T) {
	paused := terms(func(t *contract.Terms) {
		t.Stops = []contract.StopTerm{{Days: 1, Pause: true}}
		t.Fees[1].USDPerDay = 100
	})
	d := &Day{
		Date:    1,
		Revenue: 1_000_000,
		Work:    payout.SoldWork(20, 1e12),
		Price:   76_000_000_000,
		Series: []Series{
			{Number: 1, Terms: terms(nil), Rate: 1e12, Holdings: []Holding{held(1, 10)}},
			{Number: 2, Terms: paused, Rate: 1e12, Holdings: []Holding{held(1, 10)}},
		},
	}
	c, err := Run(d)
	if err != nil || c.Lines[1].Flow.Net != 0 || c.Own != 500_000 || c.Residue != 0 {
		t.Errorf("%+v, %v", c, err)
	}
}

func anyDay(t *rapid.T) *Day {
	d := &Day{
		Date:    20_000, // up to 450 BTC: what the whole network mines in a day; the contract caps what one unit earns
		Revenue: units.MilliSat(rapid.Int64Range(0, 4.5e13).Draw(t, "revenue")),
		Carried: units.MilliSat(rapid.Int64Range(-50, 50).Draw(t, "carried")),
		Work: share.Work{
			Lo: rapid.Uint64Range(1e12, 1e19).Draw(t, "work"),
		}, Price: units.Micro(rapid.Int64Range(1e8, 1e12).Draw(t, "price")),
	}
	for n := range rapid.IntRange(0, 3).Draw(t, "series") {
		s := Series{
			Number: uint32(
				n + 1,
			), Name: string(rune('A' + n)), Terms: terms(func(t *contract.Terms) { t.TH = .001 }), Rate: 1e9,
			Prepaid: units.MilliSat(
				rapid.Int64Range(0, 1e12).Draw(t, "prepaid"),
			), DaysLeft: rapid.IntRange(1, 365).Draw(t, "left"),
		}
		for h := range rapid.IntRange(1, 6).Draw(t, "holders") {
			s.Holdings = append(s.Holdings, held(uint32(h), rapid.Uint32Range(1, 1000).Draw(t, "units")))
		}
		d.Series = append(d.Series, s)
	}
	return d
}

// What every close must hold: all of the revenue is given out, pockets stay apart, rounding is at most one
// milli-satoshi a unit, and closed twice it is the same journals.
func TestCloseHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDay(t)
		c, err := Run(d)
		if err != nil {
			t.Fatal(err)
		}
		b := booked(t, d, c)
		totals := b.Totals()
		if err := totals.Solvent(); err != nil && d.Carried == 0 {
			t.Fatal(err)
		}
		var issued int64
		for i := range d.Series {
			issued += d.Series[i].Issued()
		}
		if err := ledger.Closed(d.Date, b.Balance(ledger.RevenueOf(d.Date)), c.Residue, issued+50); err != nil {
			t.Fatal(err)
		}
		again, err := Run(d)
		if err != nil || len(again.Journals) != len(c.Journals) {
			t.Fatal(err)
		}
		for i := range c.Journals {
			if c.Journals[i].Hash() != again.Journals[i].Hash() {
				t.Fatal("closed twice it is two closes")
			}
			if replay, err := b.Post(again.Journals[i]); !replay || err != nil {
				t.Fatal(replay, err)
			}
		}
		for i, l := range c.Lines {
			if l.Earned < 0 || l.Earned > d.Series[i].Prepaid {
				t.Fatalf("earned %d of %d", l.Earned, d.Series[i].Prepaid)
			}
		}
	})
}

// I12: a holding split in two, or holdings in another order, change nothing; one unit more never earns less.
func TestHoldingsAreAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := anyDay(t)
		if len(d.Series) == 0 {
			return
		}
		of := func(d *Day, holder uint32) units.MilliSat {
			c, err := Run(d)
			if err != nil {
				t.Fatal(err)
			}
			return booked(t, d, c).Balance(ledger.At(ledger.HolderMined, holder))
		}
		first := d.Series[0].Holdings
		want := of(d, first[0].Holder)
		split := slices.Clone(first)
		split[0].Units--
		d.Series[0].Holdings = append(split, held(first[0].Holder, 1))
		slices.Reverse(d.Series[0].Holdings)
		if got := of(d, first[0].Holder); got != want {
			t.Fatalf("split and turned round %d, before %d", got, want)
		}
	})
}

// A close against the sum of one product after the other, in integers without bound.
func TestCloseIsTheNaiveSum(t *testing.T) {
	s := Series{Number: 1, Name: "A", Terms: terms(nil), Rate: 1e12}
	for i := range uint32(10_000) {
		s.Holdings = append(s.Holdings, held(i+1, i%977+1))
	}
	d := &Day{Date: 20_000, Revenue: 1e14, Work: payout.SoldWork(s.Issued(), 1e12), Price: 76_000_000_000, Series: []Series{s}}
	c, err := Run(d)
	if err != nil {
		t.Fatal(err)
	}
	b, want := booked(t, d, c), new(big.Int)
	for _, h := range s.Holdings {
		one := new(big.Int).Mul(big.NewInt(int64(c.Lines[0].Flow.Net)), big.NewInt(int64(h.Units)))
		if got := b.Balance(ledger.At(ledger.HolderMined, h.Holder)); one.Cmp(big.NewInt(int64(got))) != 0 {
			t.Fatalf("holder %d has %d, want %v", h.Holder, got, one)
		}
		want.Add(want, one)
	}
	totals := b.Totals()
	if mined := totals.Of(ledger.HolderMined); want.Cmp(big.NewInt(int64(mined))) != 0 || want.Sign() == 0 {
		t.Errorf("%d in all, want %v", mined, want)
	}
}
