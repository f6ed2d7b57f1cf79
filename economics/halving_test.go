package economics

import (
	"math"
	"strings"
	"testing"

	"github.com/assaymining/assay/economics/valuation"
)

// A halving on the 52nd day of a term from 2024-03-01, 144 blocks a day: 51.3 days at 6.25 BTC a block and
// the rest at half of it are known ahead. What the verdict rests on without simulated markets counts it;
// "constant" does not.
func TestHalvingInsideTheTerm(t *testing.T) {
	at := func(height int) func(*Input) {
		return func(in *Input) {
			in.Choices.Paths = -1
			in.Conditions = valuation.Conditions{AsOf: 19783, SubsidyBTC: 6.25, FeesBTC: 0.25,
				Difficulty: 80e12,
				PriceUSD:   60_000, Height: height}
		}
	}
	const offered = "hashrate: 100 TH/s\nterm: 365d\nprice: {upfront: 2500 USD}\nfees: []\n"
	far, near := judge(t, offered, at(700_000)), judge(t, offered, at(840_000-51*144-48))
	if far.Figures.Basis != valuation.Constant || far.Figures.Halving != nil || far.Word == Losing ||
		strings.Contains(far.Sentence, "halving") {
		t.Errorf("without a halving: %s by %s, %s", far.Word, far.Figures.Basis, far.Sentence)
	}
	perDay := 100 * 86400e12 / (80e12 * math.Exp2(32)) // blocks
	before := 51.0 + 48.0/144
	want := perDay * (before*6.5 + (365-before)*3.375)
	got := near.Figures
	if got.Basis != valuation.HalvingIncluded || math.Abs(*got.ReceivedBTC/want-1) > 1e-6 ||
		*got.Halving != "2024-04-21" {
		t.Errorf("by %s, %v BTC, halving %v; want %v", got.Basis, *got.ReceivedBTC, *got.Halving, want)
	}
	if near.Word != Losing ||
		!strings.Contains(near.Sentence, "but for the halving of the subsidy about 2024-04-21") {
		t.Errorf("%s: %s", near.Word, near.Sentence)
	}
	if b := got.BreakEven.UpfrontUSD; b == nil || math.Abs(*b/(want*60_000)-1) > 1e-6 {
		t.Errorf("break-even at %v, want %v", b, want*60_000)
	}
	for i, name := range []string{valuation.Constant, valuation.DifficultyPlus20,
		valuation.Plus3PercentMonthly} {
		if a, b := near.Scenarios[i], far.Scenarios[i]; a.Name != name || a.GrossUSD != b.GrossUSD {
			t.Errorf("%s: %v with a halving ahead, %v without", name, a.GrossUSD, b.GrossUSD)
		}
	}
}

// On the day of the halving the subsidy is a mean of two; the days after it have the smaller.
func TestDayOfHalving(t *testing.T) {
	c := valuation.Conditions{SubsidyBTC: 4.5, FeesBTC: 0, Difficulty: 80e12, PriceUSD: 60_000,
		Height: 840_000 - 60}
	days := c.Scheduled(3)
	if days[0].Subsidy <= days[1].Subsidy ||
		math.Abs(float64(days[1].Subsidy/days[0].Subsidy)-3.125/4.5) > 1e-12 ||
		days[1].Subsidy != days[2].Subsidy {
		t.Errorf("%v, %v, %v", days[0].Subsidy, days[1].Subsidy, days[2].Subsidy)
	}
}
