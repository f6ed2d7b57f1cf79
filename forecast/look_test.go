package forecast

import (
	"flag"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/internal/quantile"
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
				if q[i], err = m.Quantiles(paths.Config{Days: 400, Paths: 64, Seed: 2}); err != nil {
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
		q, err := fitted(t, day).Quantiles(paths.Config{Days: 365, Paths: 1024, Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			name string
			p    Percentiles
		}{
			{"dilution", q.Dilution},
			{"difficulty", q.Difficulty},
			{"hashprice_usd", q.HashpriceUSD},
			{"next_retarget", q.NextRetarget},
		} {
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
		t.Errorf("the forecasts of frozen days moved; -update if that is meant\ngot:\n%swant:\n%s",
			b.String(), want)
	}
}

func TestBadInput(t *testing.T) {
	h := market.Embedded()
	short, err := market.Parse([]byte("date,price_usd,difficulty\n" +
		"2024-01-01,42000,72006146478567\n2024-01-02,42000,72006146478567\n"))
	if err != nil {
		t.Fatal(err)
	}
	m := fitted(t, "2022-02-15")
	fit := func(h *market.History, asOf units.Date) error { _, err := Fit(h, asOf); return err }
	simulate := func(c paths.Config) error { _, err := m.Simulate(c); return err }
	quantiles := func(c paths.Config) error { _, err := m.Quantiles(c); return err }
	_, contradiction := m.With(Overrides{PriceUSD: 1, HashpriceUSD: 1})
	for _, c := range []struct {
		name string
		err  error
		want string
	}{
		{"too early", fit(h, date(t, "2012-12-31")), "the first usable day is 2013-01-01"},
		{"before the history", fit(h, date(t, "2001-01-01")), "the history covers 2009-01-03"},
		{"after the history", fit(h, h.Last()+1), "“history=FILE”"},
		{
			"too short", fit(short, short.Last()),
			"needs 365 days of difficulty and price before it, and the history has 1",
		},
		{"no horizon", quantiles(paths.Config{}), "a horizon of 0 days is outside 1 to 1825"},
		{"too long", simulate(paths.Config{Days: 1826}), "write for example 365d"},
		{"too many", simulate(paths.Config{Days: 365, Paths: 1 << 30}), "paths"},
		{"drift", simulate(paths.Config{Days: 365, PriceDrift: -1}), "outside -99% to 1000%"},
		{"contradiction", contradiction, "contradict"},
	} {
		if c.err == nil || !strings.Contains(c.err.Error(), c.want) {
			t.Errorf("%s: error %v, want one with %q", c.name, c.err, c.want)
		}
	}
}

// TestFanIsExact compares the fan with sorting.
func TestFanIsExact(t *testing.T) {
	m := fitted(t, "2022-02-15")
	c := paths.Config{Days: 20, Paths: 8192, Seed: 4}
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
		slices.Sort(x)
		for k, q := range f.Q {
			if want := quantile.OfSorted(x, q); math.Abs(f.Values[k][d]/want-1) > 1e-12 {
				t.Fatalf("day %d: quantile %g is %g, want %g", d+1, q, f.Values[k][d], want)
			}
		}
	}
}
