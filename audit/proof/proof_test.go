package proof_test

import (
	"math"
	"strings"
	"testing"

	"github.com/assaymining/assay/audit/proof"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

func date(t *testing.T, s string) units.Date {
	t.Helper()
	d, err := units.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func near(t *testing.T, what string, got, want, within float64) {
	t.Helper()
	if !(math.Abs(got-want) <= within) {
		t.Errorf("%s is %v, want %v within %v", what, got, want, within)
	}
}

// TestProve: MiningCity's 92 blocks of 2020-02-25 to 2020-10-26 are 0.26 % of the network's 35,432.
func TestProve(t *testing.T) {
	h := market.Embedded()
	p, err := proof.Prove(h, date(t, "2020-02-25"), date(t, "2020-10-26"), 92, 1e18)
	if err != nil {
		t.Fatal(err)
	}
	// The mean of the network in these months was some 118 EH/s; 0.26 % of it is 0.31 EH/s, by 74.2/92
	// to 112.8/92.
	if eh := float64(p.Hashrate) / 1e18; eh < 0.29 || eh > 0.33 {
		t.Errorf("%v EH/s", eh)
	}
	near(t, "low", float64(p.Low/p.Hashrate), 74.16/92, 1e-3)
	near(t, "high", float64(p.High/p.Hashrate), 112.83/92, 1e-3)
	if !strings.Contains(p.Sentence, "not that it is yours") ||
		!strings.Contains(p.Sentence, "times the most") {
		t.Error(p.Sentence)
	}
	if _, err := proof.Prove(h, 0, 1, 2, 0); err == nil {
		t.Error("days outside the history are judged")
	}
}

// 92 blocks: 74 to 113 (the reference interval for MiningCity, 95 %); none: up to 3.69; exact tails by hand.
func TestPoissonInterval(t *testing.T) {
	low, high := proof.PoissonInterval(92, 0.95)
	near(t, "low", low, 74.16, 0.01)
	near(t, "high", high, 112.83, 0.01)
	low, high = proof.PoissonInterval(0, 0.95)
	near(t, "low of none", low, 0, 0)
	near(t, "high of none", high, -math.Log(0.025), 1e-9) // P(0) = e^-mu = 2.5 %
	near(t, "P(N <= 1), mu 2", proof.PoissonTail(1, 2), 3*math.Exp(-2), 1e-12)
}

// TestCountSays: the exact interval of 74 is 58.1 to 92.9 (Garwood 1936), of 95 that were expected.
func TestCountSays(t *testing.T) {
	for want, v := range map[string][2]float64{
		"74 counted of 95 expected, 77.9 % (95 %: 61.2 to 97.8); the chance of so few or fewer is " +
			"0.015": {74, 95},
		"0 counted of 0.5 expected, 0 % (95 %: 0 to 738); the chance of so few or fewer is 0.61": {0, 0.5},
	} {
		if got := proof.CountSays(v[0], v[1]); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := proof.CountSays(82_890, 128_910); !strings.HasSuffix(got, "below 1e-12") {
		t.Errorf("%q", got)
	}
}
