package simulated

import (
	"cmp"
	"context"
	"runtime"
	"slices"
	"sync"

	"github.com/assaymining/assay/economics/play"
)

// JudgeAll runs judge for 0 to n-1, on as many processors as there are. Each gets markets of the shelf whose
// screenings wait for each other, so that a market is gone through once for all contracts on it: several
// times as fast as one after the other. Each result is as if it were alone. It returns when all have, soon
// after the context ends.
func (s *Shelf) JudgeAll(ctx context.Context, n int, judge func(i int, markets Markets)) {
	b := &batch{shelf: s, done: ctx.Done(), running: n, waiting: map[Key]*waiting{},
		turns: make(chan struct{}, runtime.GOMAXPROCS(0))}
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			b.turns <- struct{}{}
			b.one(ctx, func(markets Markets) { judge(i, markets) })
			<-b.turns
			b.leave()
		})
	}
	all.Wait()
}

// one runs an evaluation on markets that it holds until it has done. Where it must wait for memory, it
// counts as one that waits: those that have come to their paths are judged, and give back what they hold.
func (b *batch) one(ctx context.Context, judge func(Markets)) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	judge(func(key Key) (*Market, error) {
		left := false
		m, err := b.shelf.within(ctx, func() {
			left = true
			<-b.turns
			b.leave()
		})(key)
		if left {
			b.mu.Lock()
			b.running++
			b.mu.Unlock()
			b.turns <- struct{}{}
		}
		if err != nil {
			return nil, err
		}
		m.batch = b
		return m, nil
	})
}

// batch is evaluations that run at the same time.
type batch struct {
	shelf *Shelf
	done  <-chan struct{} // of all together: what one gives up must not end the others
	turns chan struct{}   // held by those that compute

	mu      sync.Mutex
	running int // that do not wait at their paths, and have not ended
	waiting map[Key]*waiting
}

// waiting is the evaluations that have come to their paths on one market.
type waiting struct {
	market *Market
	all    []*waiter
}

// waiter is an evaluation that has come to its paths.
type waiter struct {
	asked play.Asked
	found play.Screened
	done  chan struct{}
}

// maxWaitingMarkets bounds the markets that a batch keeps from leaving the shelf.
const maxWaitingMarkets = 4

// screen waits until all evaluations of the batch have come here or ended, and judges with them.
func (b *batch) screen(m *Market, asked play.Asked) play.Screened {
	b.mu.Lock()
	on := b.waiting[m.Key]
	if on == nil && len(b.waiting) == maxWaitingMarkets {
		b.mu.Unlock()
		return m.screen([]play.Asked{asked})[0]
	}
	if on == nil {
		on = &waiting{market: m.until(b.done)} // not m itself, which ends with the first one's evaluation
		b.waiting[m.Key] = on
	}
	w := &waiter{asked: asked, done: make(chan struct{})}
	on.all = append(on.all, w)
	b.mu.Unlock()
	<-b.turns
	b.leave()
	<-w.done
	b.turns <- struct{}{}
	return w.found
}

// leave says that an evaluation waits or has ended; the last one judges those that wait.
func (b *batch) leave() {
	b.mu.Lock()
	if b.running--; b.running > 0 {
		b.mu.Unlock()
		return
	}
	round := b.waiting
	b.waiting = map[Key]*waiting{}
	for _, on := range round {
		b.running += len(on.all)
	}
	b.mu.Unlock()
	var parts sync.WaitGroup
	for _, on := range round {
		// Contracts over the same days share most, and stay in one part.
		slices.SortFunc(on.all, func(a, b *waiter) int {
			return cmp.Or(cmp.Compare(a.asked.Terms.Delay, b.asked.Terms.Delay), cmp.Compare(a.asked.Horizon,
				b.asked.Horizon))
		})
		for part := range slices.Chunk(on.all, (len(on.all)+cap(b.turns)-1)/cap(b.turns)) {
			parts.Go(func() { b.judge(on.market, part) })
		}
	}
	parts.Wait()
}

// judge judges contracts on one market in a turn, and wakes those that wait for them.
func (b *batch) judge(m *Market, part []*waiter) {
	b.turns <- struct{}{}
	defer func() { <-b.turns }()
	defer b.shelf.screened(b.shelf.screens(m.Key, len(part)))
	asked := make([]play.Asked, len(part))
	for i, w := range part {
		asked[i] = w.asked
	}
	for i, found := range m.screen(asked) {
		part[i].found = found
		close(part[i].done)
	}
}
