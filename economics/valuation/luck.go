package valuation

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/units"
)

// Odds is what a hashrate finds alone in days at one difficulty: blocks come as a Poisson process.
type Odds struct {
	Blocks      float64 // expected
	ProbNothing float64
	ProbBlock   float64 // at least one
}

// OddsOf are the odds of a hashrate over days: blocks are expected at h*86400*days/(D*2^32).
func OddsOf(h units.Hashrate, days units.Days, difficulty float64) Odds {
	blocks := h.TH() * float64(days) * float64(consensus.HashvalueAt(1, difficulty))
	return Odds{blocks, math.Exp(-blocks), -math.Expm1(-blocks)}
}

// OddsDocument is odds as they are published, with the conditions that they hold under.
type OddsDocument struct {
	AsOf           string  `json:"as_of"`
	Hashrate       string  `json:"hashrate"`
	Days           int     `json:"days"`
	Difficulty     float64 `json:"difficulty"`
	BlockBTC       float64 `json:"block_btc"` // subsidy and fees
	BlocksExpected float64 `json:"blocks_expected"`
	ProbBlock      float64 `json:"prob_block"`
	ProbNothing    float64 `json:"prob_nothing"`
	DaysPerBlock   float64 `json:"days_per_block"` // in the mean
}

// Document is what is published of odds.
func (o Odds) Document(h units.Hashrate, days units.Days, c Conditions) OddsDocument {
	return OddsDocument{AsOf: c.AsOf.String(), Hashrate: h.String(), Days: int(days),
		Difficulty: c.Difficulty, BlockBTC: c.SubsidyBTC + c.FeesBTC, BlocksExpected: o.Blocks,
		ProbBlock: o.ProbBlock, ProbNothing: o.ProbNothing, DaysPerBlock: float64(days) / o.Blocks}
}

// ShowChance prints a chance with two significant digits of it, or of the chance that it does not come true,
// whichever is the smaller: "0.16 %", "99.84 %".
func ShowChance(p float64) string {
	rare := min(p, 1-p)
	if rare >= 0.1 || rare <= 0 {
		return fmt.Sprintf("%.0f %%", 100*p)
	}
	digits := 1 - int(math.Floor(math.Log10(100*rare)))
	return fmt.Sprintf("%.*f %%", min(digits, 12), 100*p)
}
