package main

import (
	"bytes"
	"context"
	"strings"
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// One day's canonical contracts: dearer is never likelier to beat buying, nor does it when cheaper did not.
func TestOrigin(t *testing.T) {
	day, err := units.ParseDate("2022-03-01")
	if err != nil {
		t.Fatal(err)
	}
	cases, err := origin(market.Embedded(), day)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) != len(forms)*len(prices) {
		t.Fatalf("%d cases", len(cases))
	}
	for i := 1; i < len(cases); i++ {
		a, b := cases[i-1], cases[i]
		if a.form == b.form && (b.chance > a.chance || b.beat && !a.beat) {
			t.Errorf("%s at %.2f: chance %.3f, beat %v; at %.2f: %.3f, %v", a.form.name, a.price, a.chance, a.beat, b.price, b.chance, b.beat)
		}
	}
}

// Bins count every case once, and the Brier score is that of the definition.
func TestBins(t *testing.T) {
	cases := []outcome{{chance: 0, beat: false}, {chance: 0.04, beat: true}, {chance: 0.5, beat: true}, {chance: 1, beat: true}}
	var b strings.Builder
	bins(&b, "all", cases, func(outcome) bool { return true })
	// (0 + 0.96^2 + 0.5^2 + 0) / 4 = 0.2929
	for _, want := range []string{"| 0 to 5 % | 2 | 2 % | 50 % |", "| 50 to 65 % | 1 | 50 % | 100 % |", "| 95 to 100 % | 1 | 100 % | 100 % |", "Brier score 0.293 over 4 cases"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("no %q in\n%s", want, b.String())
		}
	}
}

func TestMisuse(t *testing.T) {
	for _, args := range [][]string{nil, {"a", "b"}, {t.TempDir()}} {
		var out bytes.Buffer
		if err := run(context.Background(), args, &out, &out); err == nil {
			t.Errorf("%v: no error", args)
		}
	}
}
