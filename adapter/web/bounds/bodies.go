package bounds

import (
	"net/netip"
	"sync"
)

// Bodies bound what is held in memory of requests that are being read or wait for their turn: in all, and a
// quarter of it for one client. Files leave a quarter of the room to texts, and long texts an eighth to short
// ones: whoever sends large bodies slowly keeps nobody from sending an offer. Safe for several goroutines.
type Bodies struct {
	most int

	mu   sync.Mutex
	held int
	by   map[netip.Prefix]int
}

// NewBodies has room for so many bytes.
func NewBodies(most int) *Bodies { return &Bodies{most: most, by: map[netip.Prefix]int{}} }

// Take counts bytes for a client; false: there is no room. free must be called where there is.
func (b *Bodies) Take(who netip.Addr, n int) (free func(), ok bool) {
	of := Subscriber(who)
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.held+n > b.roomFor(n) || b.by[of] > 0 && b.by[of]+n > b.most/4 {
		return nil, false
	}
	b.held += n
	b.by[of] += n
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		b.held -= n
		if b.by[of] -= n; b.by[of] == 0 {
			delete(b.by, of)
		}
	}, true
}

// roomFor is how full the room may be with a body of so many bytes in it. Of the 64 MiB by default a short
// text has at most 64 KiB, as an offer with its terms has, and a long one at most 2 MiB.
func (b *Bodies) roomFor(n int) int {
	switch {
	case n <= b.most/1024:
		return b.most
	case n <= b.most/32:
		return b.most - b.most/8
	}
	return b.most - b.most/4
}

// Held is how many bytes are counted.
func (b *Bodies) Held() int {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.held
}
