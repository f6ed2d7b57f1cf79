package facts

import (
	"context"
	"time"

	"github.com/assaymining/assay/market"
)

// Fresh brings the store up to date at once and then every so often, until the context ends. Each time the
// merged history is another, renewed is given it. What fails is told, and tried again when it is time.
func (k Keeper) Fresh(ctx context.Context, every time.Duration, renewed func(*market.History)) {
	last := ""
	for tick := time.NewTicker(every); ; {
		k.Live(ctx)
		if h, err := k.Merged(""); err == nil && ctx.Err() == nil && h.Hash() != last {
			last = h.Hash()
			renewed(h)
		}
		select {
		case <-ctx.Done():
			tick.Stop()
			return
		case <-tick.C:
		}
	}
}
