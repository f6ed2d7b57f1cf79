package bounds

import (
	"context"
	"net/netip"
	"sync"
	"time"
)

// Readers are places where something is done that takes many seconds: one at a time, and each client is in it
// or waits for it once. So who asks for it without end leaves every other place to the others. Safe for
// several goroutines.
type Readers struct {
	place chan struct{}

	mu sync.Mutex
	by map[netip.Prefix]bool
}

// NewReaders is an empty place.
func NewReaders() *Readers {
	return &Readers{place: make(chan struct{}, 1), by: map[netip.Prefix]bool{}}
}

// enter waits for the place as long as the context lasts; false: it did not get free, or the client is in it
// or waits already. leave must be called where it did.
func (r *Readers) enter(ctx context.Context, who netip.Addr) (leave func(), ok bool) {
	of := Subscriber(who)
	r.mu.Lock()
	again := r.by[of]
	r.by[of] = true
	r.mu.Unlock()
	if again {
		return nil, false
	}
	gone := func() {
		r.mu.Lock()
		defer r.mu.Unlock()
		delete(r.by, of)
	}
	select {
	case r.place <- struct{}{}:
		return func() { <-r.place; gone() }, true
	case <-ctx.Done():
		gone()
		return nil, false
	}
}

// Do waits for the place for so long, and does something there for so long at most; without a place it is
// full.
func (r *Readers) Do(ctx context.Context, who netip.Addr, long time.Duration, full error,
	do func(context.Context) error) error {
	waits, done := context.WithTimeout(ctx, long)
	defer done()
	leave, ok := r.enter(waits, who)
	if !ok {
		return full
	}
	defer leave()
	ctx, cancel := context.WithTimeout(ctx, long)
	defer cancel()
	return do(ctx)
}
