package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// y = 2 + 3x with errors -1, +1, +1, -1 at x = 0, 1, 2, 3: both errors' sums against 1 and x are 0 and 0 (0*-1 +
// 1*1 + 2*1 + 3*-1), so that the line is found exactly, and the residuals are the errors.
func TestRegressByHand(t *testing.T) {
	x := [][]float64{{1, 0}, {1, 1}, {1, 2}, {1, 3}}
	f, err := regress(x, []float64{1, 6, 9, 10}, []string{"a", "b", "c", "d"})
	if err != nil || math.Abs(f.coef[0]-2) > 1e-12 || math.Abs(f.coef[1]-3) > 1e-12 || math.Abs(f.rms-1) > 1e-12 {
		t.Fatalf("%+v, %v", f, err)
	}
	// Each its own cluster, G/(G-1) = 4/3. (X'X)^-1 = [14 -6; -6 4]/20, X'X meat = [4 6; 6 14]:
	// the variance of the slope is 4/3 * ([-6 4] meat [-6 4]')/400 = 4/3 * (144 - 288 + 224)/400 = 4/3 * 0.2.
	if want := math.Sqrt(4.0 / 3 * 0.2); math.Abs(f.se[1]-want) > 1e-12 {
		t.Errorf("standard error of the slope %v, want %v", f.se[1], want)
	}
	if _, err := regress([][]float64{{1, 1}, {1, 1}}, []float64{1, 2}, []string{"a", "b"}); err == nil {
		t.Error("two equal columns were fitted")
	}
}

// writeIndex makes a price index whose prices follow a law exactly, every Monday from 2018 to 2025.
func writeIndex(t *testing.T, m markets, law func(hp, jPerTH float64) float64) string {
	t.Helper()
	var b strings.Builder
	b.WriteString("date")
	for _, c := range bands {
		b.WriteString("," + c.column)
	}
	b.WriteString("\n")
	for d := day("2018-01-01"); d < day("2025-01-20"); d += 7 {
		hp, known := m.hashprice(d)
		if !known {
			t.Fatal("no hashprice")
		}
		b.WriteString(d.String())
		for _, c := range bands {
			fmt.Fprintf(&b, ",%v", law(hp, c.jPerTH))
		}
		b.WriteString("\n")
	}
	file := filepath.Join(t.TempDir(), "index.csv")
	if err := os.WriteFile(file, []byte(b.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestAKnownLawIsFound(t *testing.T) {
	m := newMarkets(market.Embedded())
	qs, err := readIndex(writeIndex(t, m, func(hp, e float64) float64 { return 5000 * math.Pow(hp, 1.2) * math.Pow(e, -0.9) }), m)
	if err != nil {
		t.Fatal(err)
	}
	f, _, err := ageless.estimate(qs, day("2025-01-20"))
	if err != nil || math.Abs(f.coef[0]-math.Log(5000)) > 1e-9 || math.Abs(f.coef[1]-1.2) > 1e-9 || math.Abs(f.coef[2]-0.9) > 1e-9 || f.rms > 1e-9 {
		t.Errorf("%+v, %v", f, err)
	}
	errs, err := ageless.changes(qs, 52)
	if err != nil || len(errs) < 80 || scoreOf(errs).rms > 1e-9 {
		t.Errorf("walk-forward on a law that holds: %+v, %v", scoreOf(errs), err)
	}
	// The mean of the members is the mean of their lines.
	a, _ := ageless.line(qs, day("2022-01-01"))
	b, _ := ageing.line(qs, day("2022-01-01"))
	both, err := chosen.line(qs, day("2022-01-01"))
	if q := qs[len(qs)-1]; err != nil || math.Abs(both(q)-(a(q)+b(q))/2) > 1e-12 {
		t.Errorf("mean of %v and %v is %v", a(q), b(q), both(q))
	}
}

// What a fit knows ends with its last day: prices after it change nothing.
func TestFitsDoNotSeeAhead(t *testing.T) {
	m := newMarkets(market.Embedded())
	qs, err := readIndex(writeIndex(t, m, func(hp, e float64) float64 { return 100 * hp / e }), m)
	if err != nil {
		t.Fatal(err)
	}
	cut := day("2021-06-30")
	spoiled := append([]quote{}, qs...)
	for i := range spoiled {
		if spoiled[i].date > cut {
			spoiled[i].usdPerTH *= 50
		}
	}
	for _, v := range []variant{ageless, ageing} {
		a, _, errA := v.estimate(qs, cut)
		b, _, errB := v.estimate(spoiled, cut)
		if errA != nil || errB != nil || fmt.Sprint(a) != fmt.Sprint(b) {
			t.Errorf("%s: %v and %v", v.name, a, b)
		}
	}
}

func TestBadTables(t *testing.T) {
	m := newMarkets(market.Embedded())
	dir := t.TempDir()
	for name, text := range map[string]string{"empty": "", "dates": "date,usd_per_th_over68\nyesterday,5\n", "columns": "date,price\n2021-05-03,5\n", "ragged": "date,a\n1\n"} {
		file := filepath.Join(dir, name)
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := readIndex(file, m); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := readTokens(filepath.Join(dir, "none"), m); err == nil {
		t.Error("a missing file was read")
	}
}

func TestMondays(t *testing.T) {
	if d := day("2021-05-03"); (d+3)%7 != 0 { // a Monday
		t.Errorf("%s is no Monday", d)
	}
	if _, known := (markets{map[units.Date]float64{10: 1}}).hashprice(10); known {
		t.Error("a week with one day is known")
	}
}
