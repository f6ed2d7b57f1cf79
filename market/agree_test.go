package market

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

func closes(prices ...float64) (out []Close) {
	for i, p := range prices {
		out = append(out, Close{Venue: string(rune('a' + i)), Currency: units.USD, Date: 20000, Price: p})
	}
	return out
}

func TestAgree(t *testing.T) {
	for _, c := range []struct {
		name   string
		prices []float64
		want   float64
		out    string // venues left out; "refused": no agreement
	}{
		{"three", []float64{100, 101, 100.5}, 100.5, ""},
		{"four", []float64{100, 101, 100.5, 100.7}, 100.6, ""},
		{"just 2 %", []float64{99, 101, 100}, 100, ""},
		{"just above 2 %", []float64{99, 101.01, 100}, 0, "refused"},
		{"one lies a hundredfold", []float64{100, 10000, 101, 100.5}, 100.5, "b"},
		{"one lies to a hundredth", []float64{100, 1.01, 101, 100.5}, 100.5, "b"},
		{"one of three lies", []float64{100, 10000, 101}, 0, "refused"},
		{"two against two", []float64{100, 100, 200, 200}, 0, "refused"},
		{"two lie among five", []float64{100, 1, 100, 1e6, 100.2}, 100, "bd"},
		{"two answer", []float64{100, 100}, 0, "refused"},
		{"none answers", nil, 0, "refused"},
		{"zero, NaN and infinity are no prices", []float64{100, 0, math.NaN(), math.Inf(1), 100, 101}, 100, "bcd"},
	} {
		a, err := Agree(closes(c.prices...))
		if (err != nil) != (c.out == "refused") {
			t.Errorf("%s: %+v, %v", c.name, a, err)
			continue
		}
		if err != nil {
			continue
		}
		out := ""
		for _, o := range a.LeftOut {
			out += o[:1]
		}
		if a.Price != c.want || out != c.out || len(a.Used)+len(a.LeftOut) != len(c.prices) {
			t.Errorf("%s: %+v, want %v without %q", c.name, a, c.want, c.out)
		}
	}
	twice := append(closes(100, 100), closes(100)...) // a venue counts once
	if _, err := Agree(twice); err == nil {
		t.Error("a venue was counted twice")
	}
}

// TestAgreeProperties: whatever one venue of four says, the price stays within the other three's.
func TestAgreeProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		p := rapid.Float64Range(1, 1e6).Draw(t, "price")
		honest := []float64{
			p,
			p * rapid.Float64Range(0.995, 1.005).Draw(t, "b"),
			p * rapid.Float64Range(0.995, 1.005).Draw(t, "c"),
		}
		lie := rapid.Float64().Draw(t, "lie")
		a, err := Agree(closes(append(slices.Clone(honest), lie)...))
		if err != nil {
			t.Fatal(err)
		}
		if a.Price < slices.Min(honest) || a.Price > slices.Max(honest) {
			t.Fatalf("%v of %v and the lie %v", a.Price, honest, lie)
		}
		if a.Spread > AgreeSpread || len(a.Used) < AgreeVenues {
			t.Fatalf("%+v", a)
		}
	})
}

func TestMeanForward(t *testing.T) {
	usd := func(v float64) units.PerHashrateDay { return units.PerHashrateDay{Value: v, Currency: units.USD} }
	curve := []Forward{
		{From: 100, To: 110, Price: usd(0.04)},
		{From: 110, To: 140, Price: usd(0.03)},
		{From: 140, To: 150, Price: units.PerHashrateDay{Value: 1e-6, Currency: units.BTC}},
	}
	for _, c := range []struct {
		from, to units.Date
		mean     float64
		days     units.Days
	}{{100, 120, 0.035, 20}, {105, 110, 0.04, 5}, {90, 105, 0.04, 5}, {135, 160, 0.03, 5}, {160, 170, 0, 0},
		{120, 110, 0, 0}} {
		if mean, days := MeanForward(curve, c.from, c.to); math.Abs(mean.Value-c.mean) > 1e-15 ||
			days != c.days {
			t.Errorf("%d to %d: %v over %d days, want %v over %d", c.from, c.to, mean, days, c.mean, c.days)
		}
	}
}

func TestPlausible(t *testing.T) {
	for _, c := range []struct {
		sat       float64
		hashvalue consensus.Hashvalue
		good      bool
	}{
		{50, 0, true}, {10, 0, true}, {200, 0, true}, {9.9, 0, false}, {201, 0, false}, {50e3, 0, false}, {math.NaN(), 0, false},
		{50, 50e-8, true}, {10, 50e-8, true}, {250, 50e-8, true}, {9, 50e-8, false}, {251, 50e-8, false},
		{5000, 4500e-8, true}, {50, 4500e-8, false}, // of a time when a hash earned more
	} {
		err := Quote{Venue: "v", What: "ask", SatPerTH: c.sat}.Plausible(c.hashvalue)
		if (err == nil) != c.good {
			t.Errorf("%v beside %v: %v", c.sat, c.hashvalue, err)
		}
		if err != nil && !strings.Contains(err.Error(), "sat/TH/day") {
			t.Errorf("error without unit: %v", err)
		}
	}
}
