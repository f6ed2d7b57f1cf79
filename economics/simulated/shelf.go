package simulated

import (
	"container/list"
	"context"
	"sync"

	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/market"
)

// Shelf keeps simulated markets within a bound of memory, so that many offers share them and a changed term
// is judged at once. Those longest unused go first. What is being made or used counts as well: memory is
// reserved before a market is made. Who needs a market that another is making waits for that one. Safe for
// several goroutines.
type Shelf struct {
	// Before, if not nil, is asked before a market is made for who has the context; an error is handed to
	// him. It is set before the shelf is used.
	Before func(context.Context, Key) error
	// Owner, if not nil, says for whom a context asks. Who needs memory gives up what was made for him alone
	// before what others use: who asks for ever new markets leaves theirs where they are. It is set before
	// the shelf is used.
	Owner func(context.Context) any

	history *market.History
	most    int // bytes

	mu     sync.Mutex
	bytes  int           // kept, being made, or in use
	freed  chan struct{} // closed when some are given back
	known  map[Key]*list.Element
	used   *list.List // of *shelved, latest first
	making map[Key]*making
}

// making is a market that somebody makes: done when it is or cannot be made, and blocked while he waits for
// memory.
type making struct{ done, blocked chan struct{} }

// shelved is a market with what it takes.
type shelved struct {
	*Market
	of      any // for whom alone it was made and used; nil: for several, or it is not known
	bytes   int // of the market and of scratch
	held    int // contexts that use it and have not ended
	running int // screenings that run on it now
	scratch int // bytes that the screenings which ever ran on it at one time keep, at most
}

// NewShelf is an empty shelf for markets of one history, of at most so many bytes in all; the last used
// market is kept even where it alone is larger.
func NewShelf(h *market.History, most int) *Shelf {
	return &Shelf{history: h, most: most, known: map[Key]*list.Element{}, used: list.New(),
		making: map[Key]*making{}, freed: make(chan struct{})}
}

// Within gives the markets of the shelf as long as the context lasts. It ends soon after the context does,
// with its error: before a market is made, while another makes it, and while a contract is played on it. A
// market is held in memory until then: who needs several, one after the other, gives each a context of its
// own.
func (s *Shelf) Within(ctx context.Context) Markets { return s.within(ctx, nil) }

// within is Within for who does something else first where he must wait for memory: blocked is called then.
func (s *Shelf) within(ctx context.Context, blocked func()) Markets {
	return func(key Key) (*Market, error) {
		m, err := s.market(ctx, key, blocked)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			return nil, err
		}
		m = m.until(ctx.Done())
		m.shelf = s
		return m, nil
	}
}

// Bytes is about how much memory the markets on the shelf and the screenings on them take.
func (s *Shelf) Bytes() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.bytes
}

// Len is the number of markets on the shelf.
func (s *Shelf) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.used.Len()
}

// market finds a market, waits for it, or makes it.
func (s *Shelf) market(ctx context.Context, key Key, blocked func()) (*Market, error) {
	for ctx.Err() == nil {
		s.mu.Lock()
		if e := s.known[key]; e != nil {
			s.used.MoveToFront(e)
			on := e.Value.(*shelved)
			if on.of != s.owner(ctx) {
				on.of = nil
			}
			s.hold(ctx, on)
			s.mu.Unlock()
			return on.Market, nil
		}
		other := s.making[key]
		if other == nil {
			mine := &making{make(chan struct{}), make(chan struct{})}
			s.making[key] = mine
			s.mu.Unlock()
			return s.simulateAndKeep(ctx, key, mine, blocked)
		}
		s.mu.Unlock()
		blocked = other.wait(ctx, blocked)
	}
	return nil, ctx.Err()
}

// wait waits until the market is on the shelf, or cannot be made: the next one says why. It gives back
// blocked where that was not called.
func (m *making) wait(ctx context.Context, blocked func()) func() {
	select {
	case <-m.done:
		return blocked
	case <-ctx.Done():
		return blocked
	case <-m.blocked:
	}
	if blocked != nil {
		blocked()
	}
	select {
	case <-m.done:
	case <-ctx.Done():
	}
	return nil
}

// simulateAndKeep simulates a market in the goroutine of who asks, so that it counts as his work, and keeps
// it.
func (s *Shelf) simulateAndKeep(ctx context.Context, key Key, mine *making,
	blocked func()) (*Market, error) {
	var m *Market
	reserved := 0
	defer func() { // also where NewMarket panics
		s.mu.Lock()
		delete(s.making, key)
		if m == nil && reserved > 0 {
			s.free(reserved)
		}
		s.mu.Unlock()
		close(mine.done)
	}()
	if err := s.ask(ctx, key); err != nil {
		return nil, err
	}
	err := s.reserve(ctx, key.Bytes(), func() {
		close(mine.blocked)
		if blocked != nil {
			blocked()
		}
	})
	if err != nil {
		return nil, err
	}
	reserved = key.Bytes()
	if m, err = NewMarket(ctx, key, s.history); err != nil {
		return nil, err
	}
	on := &shelved{Market: m, bytes: reserved, of: s.owner(ctx)}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[key] = s.used.PushFront(on)
	s.hold(ctx, on)
	return m, nil
}

// screens counts a screening of so many contracts together on a market; nil where the market is no longer
// kept.
func (s *Shelf) screens(key Key, together int) *shelved {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := s.known[key]
	if e == nil {
		return nil
	}
	on := e.Value.(*shelved)
	on.running++
	if more := on.running*scratchBytes(key, together) - on.scratch; more > 0 {
		on.scratch += more
		on.bytes += more
		s.bytes += more
		s.shrink(s.most, nil)
	}
	return on
}

// screened ends a screening. Its scratch stays with the market, for the next one.
func (s *Shelf) screened(on *shelved) {
	if on == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	on.running--
}

// owner is for whom a context asks; nil: that is not known.
func (s *Shelf) owner(ctx context.Context) any {
	if s.Owner == nil {
		return nil
	}
	return s.Owner(ctx)
}

// shrink takes the markets longest unused that nobody uses from the shelf, until no more than so many bytes
// are taken: first those of who needs the memory, where that is known. The shelf is locked.
func (s *Shelf) shrink(to int, of any) {
	if of != nil {
		s.drop(to, func(m *shelved) bool { return m.of == of })
	}
	s.drop(to, func(*shelved) bool { return true })
}

// drop is shrink of some markets.
func (s *Shelf) drop(to int, some func(*shelved) bool) {
	for e := s.used.Back(); e != nil && s.bytes > to; {
		old, before := e.Value.(*shelved), e.Prev()
		if old.held == 0 && old.running == 0 && some(old) {
			s.used.Remove(e)
			delete(s.known, old.Key)
			s.free(old.bytes)
		}
		e = before
	}
}

// scratchBytes is how much memory a screening of so many contracts together takes beside its market, at most.
func scratchBytes(k Key, together int) int {
	return play.ScreenerBytes(k.Paths, k.Days, together)
}
