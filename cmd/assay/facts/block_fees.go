package facts

import (
	"context"

	"github.com/assaymining/assay/adapter/sqlite"
	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/units"
)

// BlockFees are the fees of each block from a day to another, both included, and of the eight days before, as
// far as the store has them; nil where it lacks any or there is none: a median of some blocks is no median.
func (k Keeper) BlockFees(ctx context.Context, given string, from, to units.Date) ([]audit.BlockFee, error) {
	path := k.storePath(given)
	if given != "" && !isStore(given) || path == "" || !sqlite.Exists(path) {
		return nil, nil
	}
	s, err := sqlite.OpenRead(path)
	if err != nil {
		return nil, nil // the history has said that the store is left out
	}
	defer s.Close()
	days, err := s.Days(ctx, from-8)
	if err != nil || len(days) == 0 || days[0].Date > from-8 {
		return nil, err
	}
	low, high := days[0].FirstHeight, -1
	for _, d := range days {
		if d.Date <= to && d.Blocks > 0 {
			high = d.FirstHeight + d.Blocks - 1
		}
	}
	if last := days[len(days)-1].Date; last < to || low == 0 {
		return nil, nil
	}
	known := true
	var list []audit.BlockFee
	err = s.Blocks(ctx, low, high, func(b chain.Block) error {
		known = known && b.FeesKnown
		list = append(list, audit.BlockFee{Time: b.Header.Time(), BTC: b.Fees.BTC()})
		return nil
	})
	if err != nil || !known || len(list) != high-low+1 {
		return nil, err
	}
	return list, nil
}
