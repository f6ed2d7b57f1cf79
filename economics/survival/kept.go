package survival

import (
	"sync"

	"github.com/assaymining/assay/economics/play"
)

// Kept is the days on which sellers stop on one simulated market: they depend on the model and the horizon,
// and not on the offer, so that a changed term does not draw them again. Safe for several goroutines; the
// zero value is empty.
type Kept struct {
	mu    sync.Mutex
	known map[drawn][]int32
}

// drawn is what the days of stops on a market depend on.
type drawn struct {
	model   Model
	horizon int
}

// maxDrawn bounds the memory: 4 bytes per path for each.
const maxDrawn = 8

// KeptBytes is how much memory is kept at most for a market of so many paths.
func KeptBytes(paths int) int { return 4 * maxDrawn * paths }

// stops are the days on which a seller stops (stopsOf) within a horizon, as far as outcomes were sampled.
// They must not be written.
func (k *Kept) stops(e *play.Ensemble, o *play.Outcomes, m Model, horizon int) []int32 {
	n := len(o.SampleDays)
	if n == 0 {
		return nil
	}
	of := drawn{m, min(o.SampleDays[n-1], horizon, e.Days)}
	k.mu.Lock()
	known := k.known[of]
	k.mu.Unlock()
	if known != nil {
		return known
	}
	stops := stopsOf(e, m.increments(of.horizon))
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.known == nil || len(k.known) >= maxDrawn {
		k.known = map[drawn][]int32{}
	}
	k.known[of] = stops
	return stops
}
