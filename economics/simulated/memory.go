package simulated

import (
	"context"

	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/market"
)

// Bytes is about how much memory the market of a key takes, known before it is made.
func (k Key) Bytes() int {
	n := (k.Paths + 7) / 8 * 8 // as paths.Config.Checked rounds them up
	strips := (n + paths.PerStrip - 1) / paths.PerStrip * paths.PerStrip * k.Days
	chunks := (k.Days - 1 + paths.ChunkDays - 1) / paths.ChunkDays
	return 4*(2*strips+4*chunks*n+4*(chunks+1)*n) + keptBytes(n)
}

// reserve takes memory for a market before it is made: it drops what nobody uses, and else waits until
// somebody has done, as long as the context lasts. One market alone is made even where it is larger than
// the bound. blocked, if not nil, is called before the first wait.
func (s *Shelf) reserve(ctx context.Context, bytes int, blocked func()) error {
	for {
		s.mu.Lock()
		s.shrink(s.most-bytes, s.owner(ctx))
		if s.bytes == 0 || s.bytes+bytes <= s.most {
			s.bytes += bytes
			s.mu.Unlock()
			return nil
		}
		freed := s.freed
		s.mu.Unlock()
		if blocked != nil {
			blocked()
			blocked = nil
		}
		select {
		case <-freed:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// free gives memory back, and wakes who waits for some. The shelf is locked.
func (s *Shelf) free(bytes int) {
	s.bytes -= bytes
	close(s.freed)
	s.freed = make(chan struct{})
}

// hold keeps a market in memory until the context ends: what is in use takes memory whether it is on the
// shelf or not, so it stays and is counted. A context that never ends holds nothing. The shelf is locked.
func (s *Shelf) hold(ctx context.Context, on *shelved) {
	if ctx.Done() == nil {
		return
	}
	on.held++
	context.AfterFunc(ctx, func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if on.held--; on.held == 0 {
			s.shrink(s.most, nil)
			s.free(0)
		}
	})
}

// Apart gives markets on a history of somebody's own. They are not kept, but take of the shelf's memory
// until the context ends.
func (s *Shelf) Apart(ctx context.Context, h *market.History) Markets {
	return func(key Key) (*Market, error) {
		if err := s.ask(ctx, key); err != nil {
			return nil, err
		}
		if err := s.reserve(ctx, key.Bytes(), nil); err != nil {
			return nil, err
		}
		m, err := NewMarket(ctx, key, h)
		release := func() {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.free(key.Bytes())
		}
		if err != nil {
			release()
			return nil, err
		}
		context.AfterFunc(ctx, release)
		return m.until(ctx.Done()), nil
	}
}

// ask asks whether a market may be made.
func (s *Shelf) ask(ctx context.Context, key Key) error {
	if s.Before == nil {
		return ctx.Err()
	}
	return s.Before(ctx, key)
}
