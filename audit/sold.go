package audit

import (
	"fmt"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/units"
)

// Proven is the mean hashrate that blocks prove over some days, with an exact interval.
type Proven struct {
	Blocks    int
	Expected  float64 // of 1 TH/s over these days
	Hashrate  units.Hashrate
	Low, High units.Hashrate
	Level     float64
	Sentence  string
}

// Prove is the hashrate behind blocks that were found under a seller's tag or address on consecutive days,
// both ends included, and how it stands to what was sold. Blocks prove hashrate; they do not prove whose it
// is. The error names days outside the history.
func Prove(h *market.History, from, to units.Date, blocks int, sold units.Hashrate) (Proven, error) {
	if to < from || blocks < 0 {
		return Proven{}, fmt.Errorf(
			"from %s to %s with %d blocks is no time that can be judged",
			from,
			to,
			blocks,
		)
	}
	if from < h.First() || to > h.Last() {
		return Proven{}, fmt.Errorf(
			"%s to %s is not within the history, %s to %s",
			from,
			to,
			h.First(),
			h.Last(),
		)
	}
	p := Proven{Blocks: blocks, Level: 0.95}
	for _, d := range h.Days(from, to+1) {
		p.Expected += payout.ExpectedBlocks(payout.SharesOf(1e12, 86400), d.Difficulty)
	}
	low, high := PoissonInterval(blocks, p.Level)
	per := func(n float64) units.Hashrate { return units.Hashrate(round(n / p.Expected * 1e12)) }
	p.Low, p.Hashrate, p.High = per(low), per(float64(blocks)), per(high)
	p.Sentence = fmt.Sprintf("%d blocks from %s to %s prove a mean of %s (95 %%: %s to %s)", blocks, from,
		to, p.Hashrate, p.Low, p.High)
	if sold > 0 {
		p.Sentence += fmt.Sprintf("; %s were sold, %.3g times the most that the blocks bear out", sold,
			float64(sold/p.High))
		if sold <= p.High {
			p.Sentence = fmt.Sprintf(
				"%d blocks from %s to %s prove a mean of %s (95 %%: %s to %s), which does "+
					"not speak against the %s sold",
				blocks,
				from,
				to,
				p.Hashrate,
				p.Low,
				p.High,
				sold,
			)
		}
	}
	p.Sentence += ". Blocks prove hashrate, not that it is yours"
	return p, nil
}
