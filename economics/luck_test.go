package economics

import (
	"math"
	"strings"
	"testing"

	"github.com/assaymining/assay/economics/valuation"
)

// A solo package of 10 PH/s for a day: 10e15*86400/(D*2^32) blocks. Whoever buys it gets nothing but once in
// some six hundred times; its mean of nine tenths is no income.
func TestSoloPackage(t *testing.T) {
	const package10PH = "kind: market\nhashrate: 10 PH/s\nterm: 1d\nprice: {upfront: 0.0055 BTC}\n" +
		"fees: []\n" +
		"payout: {basis: solo, currency: BTC}\n"
	conditions := func(in *Input) {
		in.Choices.Paths = 16384
		in.Conditions.Difficulty, in.Conditions.SubsidyBTC, in.Conditions.FeesBTC = 125.807e12, 3.125, 0.023
		in.Overrides.Difficulty = 125.807e12
	}
	s := judge(t, package10PH, conditions)
	l, f := s.Figures.Luck, s.Figures
	want := 10e15 * 86400 / (125.807e12 * math.Exp2(32))
	if l == nil || math.Abs(l.ProbBlock/want-1) > 1e-3 || math.Abs(l.BTCPerBlock-3.148) > 0.001 {
		t.Fatalf("%+v, want a chance of %v", l, want)
	}
	if f.BTCEfficiency.P50 != 0 || f.BTCEfficiency.P95 != 0 || math.Abs(*f.ProbBeatsBuying-want) > 1e-4 ||
		math.Abs(f.NetBTC.P50+0.0055) > 1e-9 {
		t.Errorf("%+v, beats %v, net %+v", *f.BTCEfficiency, *f.ProbBeatsBuying, *f.NetBTC)
	}
	for _, says := range []string{"0.16 %", "99.84 %", "you get nothing and lose the $466 paid",
		"a block would bring bitcoin worth about $26"} {
		if !strings.Contains(s.Sentence, says) {
			t.Errorf("not said: %s in %s", says, s.Sentence)
		}
	}
	for _, r := range s.Scenarios {
		if r.ProbNothing == nil || !strings.Contains(r.Says, "find no block") {
			t.Errorf("%s: %s", r.Name, r.Says)
		}
	}
	pooled := judge(t, strings.Replace(package10PH, "solo", "fpps", 1), conditions)
	if pooled.Figures.Luck != nil || pooled.Scenarios[0].ProbNothing != nil ||
		pooled.Figures.BTCEfficiency.P50 < 0.8 {
		t.Errorf("by expectation: %+v", pooled.Figures.BTCEfficiency)
	}
}

// PPLNS has the luck of a pool whose hashrate is stated; of another it is said not to be counted.
func TestPoolWithoutItsHashrate(t *testing.T) {
	const pplns = "hashrate: 10 TH/s\nterm: 30d\nprice: {upfront: 10 USD}\nfees: []\npayout: {basis: pplns"
	plain := judge(t, pplns+"}\n", func(*Input) {})
	if plain.Figures.Luck != nil ||
		!strings.Contains(strings.Join(plain.Assumptions, "\n"), "its hashrate is not stated") {
		t.Errorf("%+v, %q", plain.Figures.Luck, plain.Assumptions)
	}
	small := judge(t, pplns+", pool_hashrate: 300 PH/s}\n", func(*Input) {})
	if l := small.Figures.Luck; l == nil || l.Blocks < 0.3 || l.Blocks > 3 ||
		small.Figures.BTCEfficiency.P05 != 0 ||
		!strings.Contains(small.Sentence, "only if the pool finds a block") {
		t.Errorf("%+v: %s", l, small.Sentence)
	}
}

func TestShowChance(t *testing.T) {
	for p, want := range map[float64]string{0.0016: "0.16 %", 0.9984: "99.84 %", 0.5: "50 %",
		0.04321: "4.3 %", 0: "0 %", 1: "100 %",
		1.234e-7: "0.000012 %"} {
		if got := valuation.ShowChance(p); got != want {
			t.Errorf("%v: %s, want %s", p, got, want)
		}
	}
}
