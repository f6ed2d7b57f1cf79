package economics

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/economics/survival"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
)

// judge judges an offer on the last day of the embedded history.
func judge(t *testing.T, yaml string, change func(*Input)) Section {
	t.Helper()
	h := market.Embedded()
	c, err := valuation.ConditionsAt(h, h.Last(), valuation.Overrides{})
	if err != nil {
		t.Fatal(err)
	}
	o, _, err := offer.Parse("test.yaml", []byte("schema: assay/offer/v1\n"+yaml))
	if err != nil {
		t.Fatal(err)
	}
	in := Input{Offer: o, History: h.Hash(), Conditions: c, Trust: survival.NotKnown,
		Choices: Choices{Paths: 128},
		Markets: simulated.Keep(context.Background(), h)}
	change(&in)
	s, err := Judge(context.Background(), in)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

const priced = "hashrate: 10 TH/s\nterm: 365d\nprice: {upfront: 100 USD}\nfees: []\n"

// Less trust means a seller more likely to stop, and changes nothing that is computed without it.
func TestTrustMovesOnlyTheSeller(t *testing.T) {
	before := 0.0
	var figures Figures
	for i, trust := range []survival.Trust{survival.Verifiable, survival.Unproven, survival.Doubtful,
		survival.FraudSigns} {
		s := judge(t, priced, func(in *Input) { in.Trust = trust })
		if s.IfSellerVanishes == nil || s.IfSellerVanishes.ProbVanished <= before {
			t.Fatalf("%s: vanishes as %+v, before with %.2f", trust, s.IfSellerVanishes, before)
		}
		before = s.IfSellerVanishes.ProbVanished
		if i > 0 && (*s.Figures.BTCEfficiency != *figures.BTCEfficiency ||
			*s.Figures.FairUpfront.P80 != *figures.FairUpfront.P80) {
			t.Errorf("%s: other figures", trust)
		}
		figures = s.Figures
	}
}

// A market that cannot be made is a warning, and the exact figures stand.
func TestWithoutAMarket(t *testing.T) {
	s := judge(t, priced, func(in *Input) {
		in.Markets = func(simulated.Key) (*simulated.Market, error) {
			return nil, errors.New("no model of that day")
		}
	})
	if s.Paths != 0 || s.Figures.BTCEfficiency != nil || len(s.Scenarios) < 4 ||
		!slices.ContainsFunc(s.Warnings,
			func(w string) bool { return strings.HasPrefix(w, "no paths are simulated: ") }) {
		t.Errorf("%d paths, warnings %q", s.Paths, s.Warnings)
	}
}
