package valuation

import "sync"

// holding is what hashrate depends on that is bought for a dollar, mined with and sold at a horizon, beside
// its market.
type holding struct {
	name       string
	horizon    int
	perTH      float64 // dollars
	efficiency float64 // J/TH
	powerUSD   float64 // per kWh
	beside     bool    // power is paid beside, not out of what is mined
	bought     ASICMarket
}

// held is what a dollar in a holding comes to.
type held struct {
	btc         []float64 // of each path
	residualUSD float64   // median resale value, already in btc
}

// holdings keeps what the last holdings came to: a reader who changes a term of an offer is shown the same
// alternatives again. Safe for several goroutines.
type holdings struct {
	mu    sync.Mutex
	known map[holding]*held
}

// maxHoldings bounds the memory: 8 bytes per path for each.
const maxHoldings = 8

// hold is what a holding comes to on the ensemble, worked out by play where it is not known.
func (e *Ensemble) hold(h holding, play func() (btc []float64, residualUSD float64)) *held {
	e.held.mu.Lock()
	known := e.held.known[h]
	e.held.mu.Unlock()
	if known != nil {
		return known
	}
	btc, residual := play()
	out := &held{btc, residual}
	if e.givenUp() {
		return out // perhaps not played to its end
	}
	e.held.mu.Lock()
	defer e.held.mu.Unlock()
	if e.held.known == nil || len(e.held.known) >= maxHoldings {
		e.held.known = map[holding]*held{}
	}
	e.held.known[h] = out
	return out
}

// of is what a sum of money comes to.
func (h *held) of(usd float64) (btc []float64, residualUSD float64) {
	btc = make([]float64, len(h.btc))
	for i, v := range h.btc {
		btc[i] = v * usd
	}
	return btc, h.residualUSD * usd
}
