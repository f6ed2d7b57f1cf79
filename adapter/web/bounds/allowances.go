package bounds

import (
	"context"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Allowances remember how much each client has asked for. The oldest is forgotten where there is no room.
// Safe for several goroutines.
type Allowances struct {
	mu    sync.Mutex
	limit Limits
	known map[netip.Prefix]*rate.Limiter
	order []netip.Prefix // ring of known, oldest at next
	next  int
}

// NewAllowances is what nobody has asked for anything of yet.
func NewAllowances(l Limits) *Allowances {
	return &Allowances{limit: l, known: make(map[netip.Prefix]*rate.Limiter),
		order: make([]netip.Prefix, 0, min(l.Clients, 1024))}
}

// Take takes cost judgements from the client's allowance; false: it does not last.
func (a *Allowances) Take(addr netip.Addr, cost int, now time.Time) bool {
	if a.limit.PerSecond < 0 {
		return true
	}
	return a.of(addr).AllowN(now, min(cost, a.limit.Burst))
}

// Settle waits until the client is in no debt, within the context.
func (a *Allowances) Settle(ctx context.Context, addr netip.Addr) error {
	if a.limit.PerSecond < 0 {
		return ctx.Err()
	}
	return a.of(addr).WaitN(ctx, 0)
}

// Charge takes more from the client's allowance once the work is known, as a debt where it does not last.
// False: he is in debt already.
func (a *Allowances) Charge(addr netip.Addr, cost int, now time.Time) bool {
	if cost <= 0 || a.limit.PerSecond < 0 {
		return true
	}
	l := a.of(addr)
	if l.TokensAt(now) < 0 {
		return false
	}
	owe(l, cost, now)
	return true
}

// Owe is Charge of what is done already, or can no longer be refused.
func (a *Allowances) Owe(addr netip.Addr, cost int, now time.Time) {
	if cost > 0 && a.limit.PerSecond >= 0 {
		owe(a.of(addr), cost, now)
	}
}

// owe takes more than there may be.
func owe(l *rate.Limiter, cost int, now time.Time) {
	for ; cost > 0; cost -= l.Burst() {
		l.ReserveN(now, min(cost, l.Burst()))
	}
}

func (a *Allowances) of(addr netip.Addr) *rate.Limiter {
	key := Subscriber(addr)
	a.mu.Lock()
	defer a.mu.Unlock()
	if l, ok := a.known[key]; ok {
		return l
	}
	l := rate.NewLimiter(rate.Limit(a.limit.PerSecond), a.limit.Burst)
	if len(a.order) < a.limit.Clients {
		a.order = append(a.order, key)
	} else {
		delete(a.known, a.order[a.next])
		a.order[a.next] = key
		a.next = (a.next + 1) % len(a.order)
	}
	a.known[key] = l
	return l
}
