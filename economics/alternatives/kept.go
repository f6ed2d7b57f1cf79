package alternatives

import (
	"sync"

	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/resale"
)

// holding is what hashrate depends on that is bought for a dollar, mined with and sold at a horizon, beside
// its market.
type holding struct {
	name       string
	horizon    int
	perTH      float64 // dollars
	efficiency float64 // J/TH
	powerUSD   float64 // per kWh
	run        Running
	bought     resale.ASICMarket
}

// heldDollar is what a dollar in a holding comes to.
type heldDollar struct {
	btc         []float64 // of each path
	residualUSD float64   // median resale value, already in btc
}

// Kept is what the last holdings on one simulated market came to: a reader who changes a term of an offer is
// shown the same alternatives again. Safe for several goroutines; the zero value is empty.
type Kept struct {
	mu    sync.Mutex
	known map[holding]*heldDollar
}

// maxHoldings bounds the memory: 8 bytes per path for each.
const maxHoldings = 8

// KeptBytes is how much memory is kept at most for a market of so many paths.
func KeptBytes(paths int) int { return 8 * maxHoldings * paths }

// playing is an ensemble on which alternatives are played, and what has been kept of it.
type playing struct {
	e    *play.Ensemble
	kept *Kept
}

// hold is what a holding comes to on the ensemble, worked out by work where it is not known.
func (p *playing) hold(h holding, work func() (btc []float64, residualUSD float64)) *heldDollar {
	p.kept.mu.Lock()
	known := p.kept.known[h]
	p.kept.mu.Unlock()
	if known != nil {
		return known
	}
	btc, residual := work()
	out := &heldDollar{btc, residual}
	if p.e.GivenUp() {
		return out // perhaps not played to its end
	}
	p.kept.mu.Lock()
	defer p.kept.mu.Unlock()
	if p.kept.known == nil || len(p.kept.known) >= maxHoldings {
		p.kept.known = map[holding]*heldDollar{}
	}
	p.kept.known[h] = out
	return out
}

// of is what a sum of money comes to.
func (h *heldDollar) of(usd float64) (btc []float64, residualUSD float64) {
	btc = make([]float64, len(h.btc))
	for i, v := range h.btc {
		btc[i] = v * usd
	}
	return btc, h.residualUSD * usd
}
