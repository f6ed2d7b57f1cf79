package bounds

import (
	"context"
	"math"
	"net/netip"
	"sync"
	"time"
)

// Turns let a bounded number of computations run and a bounded number wait. A turn that gets free goes to
// the client who has computed least of late, whoever came first: who asks for little is served beside who
// asks for much. One client has at most half of the turns at a time, and of the places to wait; but for one
// whose turns have all been short of late: he has each turn that is free, since whoever comes next waits only
// for so long. Safe for several goroutines.
type Turns struct {
	all, each, places int
	patience          time.Duration

	mu               sync.Mutex
	running, waiting int
	by               map[netip.Prefix]*standing
}

// standing is a client who runs something, waits, or has computed of late.
type standing struct {
	running int
	queue   []*waiter // first come, first served
	spent   time.Duration
	at      time.Time // when spent was true: it halves every half-life
	short   int       // turns in a row that were short
	until   time.Time // for so long one that was not counts
}

// waiter is somebody who waits for a turn.
type waiter struct {
	turn chan struct{} // closed when it is his
	had  bool
}

// halfLife is how long it takes until half of what a client has computed is forgotten.
const halfLife = 10 * time.Second

// A turn of at most so long is short; after so many of them in a row a client may have all turns that are
// free. One that was not counts for so many times as long as it took: whoever asks for much after short turns
// keeps others waiting for a fortieth of the time at most, and a busy machine, or a market made anew, is not
// held against an honest client for long. A quarter of a second is what a judgement may take under load
// (docs/performance.md).
const (
	brief     = 250 * time.Millisecond
	proven    = 8
	penitence = 40
	longest   = 10 * time.Minute
)

// forgotten is how little computing of late is like none.
const forgotten = time.Millisecond

// few is how many of a client may wait with patience: so few are soon through, and to come again would cost
// more than to wait.
const few = 8

// NewTurns makes the turns that the limits allow.
func NewTurns(l Limits) *Turns {
	return &Turns{all: l.Concurrent, each: l.each(), places: max(1, l.Queue), patience: l.Patience,
		by: map[netip.Prefix]*standing{}}
}

// Enter waits for a turn of the client, at most so long, or with patience where few of his wait before it;
// leave must be called where ok. Not ok: too many are waiting, the wait was too long, or the client has gone.
func (t *Turns) Enter(ctx context.Context, who netip.Addr, wait time.Duration) (leave func(), ok bool) {
	key := Subscriber(who)
	t.mu.Lock()
	c := t.of(key)
	if t.waiting == 0 && t.running < t.all && t.mayRun(c, time.Now()) {
		t.start(c)
		t.mu.Unlock()
		return t.leaver(key), true
	}
	if t.waiting >= t.places || len(c.queue) >= max(1, t.places/2) {
		t.drop(key)
		t.mu.Unlock()
		return nil, false
	}
	if len(c.queue) < few {
		wait = max(wait, t.patience)
	}
	me := &waiter{turn: make(chan struct{})}
	c.queue = append(c.queue, me)
	t.waiting++
	t.next(time.Now()) // others may wait only since their client has all of his turns
	t.mu.Unlock()
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-me.turn:
		return t.leaver(key), true
	case <-timer.C:
	case <-ctx.Done():
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if me.had { // it came at the last moment
		return t.leaver(key), true
	}
	for i, w := range c.queue {
		if w == me {
			c.queue = append(c.queue[:i:i], c.queue[i+1:]...)
			t.waiting--
			break
		}
	}
	t.drop(key)
	return nil, false
}

// Taken is how many run or wait.
func (t *Turns) Taken() int {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.running + t.waiting
}

// mayRun reports that a client may have one more turn. It is locked.
func (t *Turns) mayRun(c *standing, now time.Time) bool {
	return c.running < t.each || c.short >= proven && now.After(c.until)
}

// start counts a turn that begins. It is locked.
func (t *Turns) start(c *standing) {
	t.running++
	c.running++
}

// leaver ends a turn that begins now, once.
func (t *Turns) leaver(key netip.Prefix) func() {
	began := time.Now()
	var once sync.Once
	return func() {
		once.Do(func() {
			t.mu.Lock()
			defer t.mu.Unlock()
			now, c := time.Now(), t.by[key]
			t.running--
			c.running--
			c.spend(now.Sub(began), now)
			t.drop(key)
			t.next(now)
		})
	}
}

// next gives turns that are free to who is next. It is locked.
func (t *Turns) next(now time.Time) {
	for t.running < t.all && t.waiting > 0 {
		var least *standing
		for _, c := range t.by {
			if len(c.queue) == 0 || !t.mayRun(c, now) {
				continue
			}
			if least == nil || c.before(least, now) {
				least = c
			}
		}
		if least == nil {
			return
		}
		first := least.queue[0]
		least.queue = least.queue[1:]
		t.waiting--
		t.start(least)
		first.had = true
		close(first.turn)
	}
}

// of is the standing of a client. It is locked.
func (t *Turns) of(key netip.Prefix) *standing {
	c := t.by[key]
	if c == nil {
		t.sweep()
		c = &standing{}
		t.by[key] = c
	}
	return c
}

// mostStanding is how many clients are remembered before those that have computed little are forgotten.
const mostStanding = 1024

// sweep forgets who neither runs nor waits, where many are known. It is locked.
func (t *Turns) sweep() {
	if len(t.by) <= mostStanding {
		return
	}
	for key, c := range t.by {
		if c.running == 0 && len(c.queue) == 0 {
			delete(t.by, key)
		}
	}
}

// drop forgets a client of whom there is nothing to remember. It is locked.
func (t *Turns) drop(key netip.Prefix) {
	c := t.by[key]
	if c != nil && c.running == 0 && len(c.queue) == 0 && c.spent < forgotten && c.until.IsZero() {
		delete(t.by, key)
	}
}

// before reports whether the turn is this client's rather than the other's.
func (c *standing) before(other *standing, now time.Time) bool {
	if c.running != other.running {
		return c.running < other.running
	}
	return c.lately(now) < other.lately(now)
}

// lately is how long the client has computed of late.
func (c *standing) lately(now time.Time) time.Duration {
	if c.spent == 0 {
		return 0
	}
	return time.Duration(float64(c.spent) * math.Exp2(-now.Sub(c.at).Seconds()/halfLife.Seconds()))
}

// spend adds to what the client has computed of late.
func (c *standing) spend(took time.Duration, now time.Time) {
	c.spent, c.at = c.lately(now)+took, now
	c.short++
	if took > brief {
		c.short = 0
		if until := now.Add(min(penitence*took, longest)); until.After(c.until) {
			c.until = until
		}
	}
}
