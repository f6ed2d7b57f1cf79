package forecast

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

var update = flag.Bool("update", false, "rewrite goldens")

// TestNoLookAhead: at twenty days a forecast from the whole history and from the history cut at the
// day are equal to the last bit, embedded or read from a file.
func TestNoLookAhead(t *testing.T) {
	h := market.Embedded()
	whole, err := market.Parse(h.CSV())
	if err != nil {
		t.Fatal(err)
	}
	first := date(t, "2013-01-01")
	for k := range 20 {
		d := first + units.Date(k*251)
		cut, err := market.Parse(h.CutAt(d).CSV())
		if err != nil {
			t.Fatal(err)
		}
		for _, pair := range [][2]*market.History{{h, h.CutAt(d)}, {whole, cut}} {
			var q [2]Quantiles
			for i, from := range pair {
				m, err := Fit(from, d)
				if err != nil {
					t.Fatal(err)
				}
				if q[i], err = m.Quantiles(Config{Days: 400, Paths: 64, Seed: 2}); err != nil {
					t.Fatal(err)
				}
			}
			if q[0] != q[1] {
				t.Errorf("%s: the forecast changes with what came later", d)
			}
		}
	}
}

// TestGoldenQuantiles pins the forecasts of five days.
func TestGoldenQuantiles(t *testing.T) {
	var b strings.Builder
	for _, day := range []string{"2014-06-01", "2017-01-01", "2020-05-01", "2021-05-01", "2024-04-20"} {
		q, err := fitted(t, day).Quantiles(Config{Days: 365, Paths: 1024, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			name string
			p    Percentiles
		}{{"dilution", q.Dilution}, {"difficulty", q.Difficulty}, {"hashprice_usd", q.HashpriceUSD}, {"next_retarget", q.NextRetarget}} {
			fmt.Fprintf(&b, "%s %-14s", day, x.name)
			for _, k := range []int{1, 5, 10, 25, 50, 75, 90, 95, 99} {
				fmt.Fprintf(&b, " %.6g", x.p.At(k))
			}
			b.WriteByte('\n')
		}
	}
	path := filepath.Join("testdata", "quantiles.golden")
	if *update {
		if err := os.MkdirAll("testdata", 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if b.String() != string(want) {
		t.Errorf("the forecasts of frozen days moved; -update if that is meant\ngot:\n%swant:\n%s", b.String(), want)
	}
}

func TestBadInput(t *testing.T) {
	h := market.Embedded()
	short, err := market.Parse([]byte("date,price_usd,difficulty\n2024-01-01,42000,72006146478567\n2024-01-02,42000,72006146478567\n"))
	if err != nil {
		t.Fatal(err)
	}
	m := fitted(t, "2022-02-15")
	for _, c := range []struct {
		name string
		run  func() error
		want string
	}{
		{"too early", func() error { _, err := Fit(h, date(t, "2012-12-31")); return err }, "the first usable day is 2013-01-01"},
		{"before the history", func() error { _, err := Fit(h, date(t, "2001-01-01")); return err }, "the history covers 2009-01-03"},
		{"after the history", func() error { _, err := Fit(h, h.Last()+1); return err }, "“history=FILE”"},
		{"too short", func() error { _, err := Fit(short, short.Last()); return err }, "needs 365 days of difficulty and price before it, and the history has 1"},
		{"no horizon", func() error { _, err := m.Quantiles(Config{}); return err }, "a horizon of 0 days is outside 1 to 1825"},
		{"too long", func() error { _, err := m.Simulate(Config{Days: 1826}); return err }, "write for example 365d"},
		{"too many", func() error { _, err := m.Simulate(Config{Days: 365, Paths: 1 << 30}); return err }, "paths"},
		{"drift", func() error { _, err := m.Simulate(Config{Days: 365, PriceDrift: -1}); return err }, "outside -99% to 1000%"},
		{"contradiction", func() error { _, err := m.With(Overrides{PriceUSD: 1, HashpriceUSD: 1}); return err }, "contradict"},
	} {
		if err := c.run(); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, err, c.want)
		}
	}
}

// TestFanIsExact compares the fan with sorting.
func TestFanIsExact(t *testing.T) {
	m := fitted(t, "2022-02-15")
	c := Config{Days: 20, Paths: 8192, Seed: 4}
	p, err := m.Simulate(c)
	if err != nil {
		t.Fatal(err)
	}
	f, err := m.Fan(c, Price, 0, 0.05, 0.5, 0.95, 1)
	if err != nil {
		t.Fatal(err)
	}
	for d := range 20 {
		var x []float64
		for i := range p.N {
			x = append(x, float64(p.Price[i*p.Days+d]))
		}
		s := newEnsemble(x).X
		for k, q := range f.Q {
			if want := sortedQuantile(s, q); math.Abs(f.Values[k][d]/want-1) > 1e-12 {
				t.Fatalf("day %d: quantile %g is %g, want %g", d+1, q, f.Values[k][d], want)
			}
		}
	}
}

func TestDelivery(t *testing.T) {
	d := Delivery{UptimeMean: 0.97, UptimeWeight: 30, DefaultPerYear: 0.2}
	price, value := make([]float32, 365), make([]float32, 365)
	for i := range price {
		price[i], value[i] = 50000, 1e-6
	}
	var sum float64
	var gone int
	const n = 4000
	for i := range n {
		sum += d.Uptime(9, i)
		if d.DefaultDay(9, i, price, value) > 0 {
			gone++
		}
	}
	if mean := sum / n; mean < 0.967 || mean > 0.973 { // standard error 0.0005
		t.Errorf("mean uptime %g, want 0.97", mean)
	}
	if share := float64(gone) / n; share < 0.155 || share > 0.207 { // 1-exp(-0.2*365/365.25) = 0.181, se 0.006
		t.Errorf("share of defaults within a year %g, want 0.181", share)
	}
	if (Delivery{}).Uptime(1, 1) != 1 || (Delivery{}).DefaultDay(1, 1, price, value) != 0 {
		t.Error("switched off, something is lost")
	}
}
