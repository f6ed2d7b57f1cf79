package simulated

import (
	"container/list"
	"context"
	"sync"

	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/market"
)

// Shelf keeps simulated markets within a bound of memory, so that many offers share them and a changed
// term is judged at once. Those longest unused go first. Who needs a market that another is making waits
// for that one. Safe for several goroutines.
type Shelf struct {
	history *market.History
	most    int // bytes

	mu     sync.Mutex
	bytes  int
	known  map[Key]*list.Element
	used   *list.List // of *shelved, latest first
	making map[Key]chan struct{}
}

// shelved is a market with what it takes.
type shelved struct {
	*Market
	bytes   int // of the market and of scratch
	running int // screenings that run on it now
	scratch int // bytes that the screenings which ever ran on it at one time keep, at most
}

// NewShelf is an empty shelf for markets of one history, of at most so many bytes in all; the last used
// market is kept even where it alone is larger.
func NewShelf(h *market.History, most int) *Shelf {
	return &Shelf{history: h, most: most, known: map[Key]*list.Element{}, used: list.New(),
		making: map[Key]chan struct{}{}}
}

// Within gives the markets of the shelf as long as the context lasts. It ends soon after the context does,
// with its error: before a market is made, while another makes it, and while a contract is played on it.
func (s *Shelf) Within(ctx context.Context) Markets {
	return func(key Key) (*Market, error) {
		m, err := s.market(ctx, key)
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
func (s *Shelf) market(ctx context.Context, key Key) (*Market, error) {
	for ctx.Err() == nil {
		s.mu.Lock()
		if e := s.known[key]; e != nil {
			s.used.MoveToFront(e)
			s.mu.Unlock()
			return e.Value.(*shelved).Market, nil
		}
		made := s.making[key]
		if made == nil {
			made = make(chan struct{})
			s.making[key] = made
			s.mu.Unlock()
			return s.simulateAndKeep(ctx, key, made)
		}
		s.mu.Unlock()
		select {
		case <-made: // on the shelf now; where it could not be made, the next one says why
		case <-ctx.Done():
		}
	}
	return nil, ctx.Err()
}

// simulateAndKeep simulates a market in the goroutine of who asks, so that it counts as his work, and keeps
// it.
func (s *Shelf) simulateAndKeep(ctx context.Context, key Key, made chan struct{}) (*Market, error) {
	defer func() { // also where NewMarket panics
		s.mu.Lock()
		delete(s.making, key)
		s.mu.Unlock()
		close(made)
	}()
	m, err := NewMarket(ctx, key, s.history)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.known[key] = s.used.PushFront(&shelved{Market: m, bytes: m.Bytes()})
	s.bytes += m.Bytes()
	s.shrink()
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
		s.shrink()
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

// shrink takes the markets longest unused from the shelf until the rest fits.
func (s *Shelf) shrink() {
	for s.bytes > s.most && s.used.Len() > 1 {
		old := s.used.Remove(s.used.Back()).(*shelved)
		delete(s.known, old.Key)
		s.bytes -= old.bytes
	}
}

// scratchBytes is how much memory a screening of so many contracts together takes beside its market, at most.
func scratchBytes(k Key, together int) int {
	return play.ScreenerBytes(k.Paths, k.Days, together)
}
