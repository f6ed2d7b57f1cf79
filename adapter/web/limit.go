package web

import (
	"context"
	"net/netip"
	"runtime"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Limits bound what one client and all together may ask of the server. Zero fields take the defaults.
type Limits struct {
	PerSecond float64 // judgements a second and client, sustained; below 0: no limit
	Burst     int     // judgements at once before that
	// judgements computed at the same time, half of them for one client; default one per processor
	Concurrent  int
	Queue       int           // judgements waiting for their turn; more are turned away
	Wait        time.Duration // longest wait of a program for a turn; people wait ten times that
	Request     time.Duration // longest computation of one request
	Clients     int           // clients remembered
	BodyBytes   int           // memory for bodies that are read or wait; default 64 MiB
	MarketBytes int           // memory for simulated markets kept, made or used; default 600 MiB
	TrustHeader string        // header of a trusted proxy that names the client; "" trusts none
}

func (l Limits) filled() Limits {
	set := func(v *int, d int) {
		if *v == 0 {
			*v = d
		}
	}
	if l.PerSecond == 0 {
		l.PerSecond = 20
	}
	if l.Wait == 0 {
		l.Wait = 150 * time.Millisecond
	}
	if l.Request == 0 {
		l.Request = 10 * time.Second
	}
	set(&l.Burst, 60)
	set(&l.Concurrent, runtime.GOMAXPROCS(0))
	set(&l.Queue, 16*l.Concurrent)
	set(&l.Clients, 10_000)
	set(&l.BodyBytes, 64<<20)
	set(&l.MarketBytes, 600<<20)
	return l
}

// clients remembers how much each client has asked for. The oldest is forgotten where there is no room.
type clients struct {
	mu    sync.Mutex
	limit Limits
	known map[netip.Prefix]*remembered
	order []netip.Prefix // ring of known, oldest at next
	next  int
}

func newClients(l Limits) *clients {
	return &clients{limit: l, known: make(map[netip.Prefix]*remembered),
		order: make([]netip.Prefix, 0, min(l.Clients, 1024))}
}

// allow takes cost judgements from the client's allowance.
func (c *clients) allow(addr netip.Addr, cost int, now time.Time) bool {
	if c.limit.PerSecond < 0 {
		return true
	}
	return c.of(addr).AllowN(now, min(cost, c.limit.Burst))
}

// wait takes one judgement from the client's allowance as soon as there is one, within the context.
func (c *clients) wait(ctx context.Context, addr netip.Addr) error {
	if c.limit.PerSecond < 0 {
		return ctx.Err()
	}
	return c.of(addr).Wait(ctx)
}

// charge takes more from the client's allowance once the work is known, as a debt where it does not last.
// False: he is in debt already.
func (c *clients) charge(addr netip.Addr, cost int, now time.Time) bool {
	if cost <= 0 || c.limit.PerSecond < 0 {
		return true
	}
	l := c.of(addr)
	if l.TokensAt(now) < 0 {
		return false
	}
	l.owe(cost, now)
	return true
}

// owe is charge of what is done already, or can no longer be refused.
func (c *clients) owe(addr netip.Addr, cost int) {
	if cost > 0 && c.limit.PerSecond >= 0 {
		c.of(addr).owe(cost, time.Now())
	}
}

// remembered is what is known of a client: his allowance, and the turns that he has now.
type remembered struct {
	*rate.Limiter
	turns chan struct{}
}

// owe takes more than there may be.
func (l *remembered) owe(cost int, now time.Time) {
	for ; cost > 0; cost -= l.Burst() {
		l.ReserveN(now, min(cost, l.Burst()))
	}
}

// subscriber is what counts as one client: an IPv4 address, or what one subscriber is commonly given of
// IPv6 (RFC 6177). All without an address are one.
func subscriber(addr netip.Addr) netip.Prefix {
	bits := 32
	if addr = addr.Unmap(); addr.Is6() {
		bits = 64
	}
	p, err := addr.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return p
}

func (c *clients) of(addr netip.Addr) *remembered {
	key := subscriber(addr)
	c.mu.Lock()
	defer c.mu.Unlock()
	if l, ok := c.known[key]; ok {
		return l
	}
	l := &remembered{rate.NewLimiter(rate.Limit(c.limit.PerSecond), c.limit.Burst),
		make(chan struct{}, max(1, c.limit.Concurrent/2))}
	if len(c.order) < c.limit.Clients {
		c.order = append(c.order, key)
	} else {
		delete(c.known, c.order[c.next])
		c.order[c.next] = key
		c.next = (c.next + 1) % len(c.order)
	}
	c.known[key] = l
	return l
}

// gate lets a bounded number of computations run and a bounded number wait.
type gate struct {
	slots, queue chan struct{}
}

func newGate(l Limits) gate {
	return gate{slots: make(chan struct{}, l.Concurrent), queue: make(chan struct{}, l.Queue+l.Concurrent)}
}

// enter waits for a turn, at most so long; leave must be called where ok. own are the turns of the client,
// who waits for one of them first, so that he never has all. Not ok: too many are waiting, the wait was too
// long, or the client has gone.
func (g gate) enter(ctx context.Context, own chan struct{}, wait time.Duration) (leave func(), ok bool) {
	select {
	case g.queue <- struct{}{}:
	default:
		return nil, false
	}
	var held []chan struct{}
	leave = func() {
		for _, one := range held {
			<-one
		}
		<-g.queue
	}
	timer := time.NewTimer(wait)
	defer timer.Stop()
	for _, next := range []chan struct{}{own, g.slots} {
		select {
		case next <- struct{}{}:
			held = append(held, next)
			continue
		default:
		}
		select {
		case next <- struct{}{}:
			held = append(held, next)
			continue
		case <-timer.C:
		case <-ctx.Done():
		}
		leave()
		return nil, false
	}
	return leave, true
}
