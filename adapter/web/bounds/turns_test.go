package bounds

import (
	"context"
	"net/netip"
	"runtime"
	"slices"
	"sync"
	"testing"
	"time"
)

// client is an address by number.
func client(n int) netip.Addr { return netip.AddrFrom4([4]byte{192, 0, 2, byte(n)}) }

// wait is until so many run or wait.
func (t *Turns) wait(n int) {
	for t.Taken() != n {
		runtime.Gosched()
	}
}

// A turn that gets free goes to who has computed least of late, and to the first of his requests, however many others
// came before him.
func TestTurnsAreFair(t *testing.T) {
	turns := NewTurns(Limits{Concurrent: 1, Queue: 100})
	leave, ok := turns.Enter(t.Context(), client(1), 0)
	if !ok {
		t.Fatal("no turn is free at once")
	}
	var mu sync.Mutex
	var order []int
	var all sync.WaitGroup
	waits := func(who, name int) {
		already := turns.Taken()
		all.Go(func() {
			end, ok := turns.Enter(t.Context(), client(who), time.Minute)
			if !ok {
				t.Errorf("%d is turned away", name)
				return
			}
			mu.Lock()
			order = append(order, name)
			mu.Unlock()
			end()
		})
		turns.wait(already + 1)
	}
	turns.by[Subscriber(client(2))] = &standing{spent: time.Hour, at: time.Now()}
	for name := range 5 {
		waits(1, 10+name)
	}
	for name := range 2 {
		waits(2, 20+name)
	}
	waits(3, 30)
	time.Sleep(2 * time.Millisecond) // the first client has computed for longer than is forgotten
	leave()
	all.Wait()
	if want := []int{30, 10, 11, 12, 13, 14, 20, 21}; !slices.Equal(order, want) {
		t.Errorf("turns went to %v, want %v", order, want)
	}
}

// One client has at most half of the turns, of the processors, and of the places to wait.
func TestTurnsOfOneClient(t *testing.T) {
	turns := NewTurns(Limits{Concurrent: 64, Queue: 8})
	if half := max(1, runtime.GOMAXPROCS(0)/2); half < 64 && turns.each > half {
		t.Errorf("one client may have %d turns on %d processors", turns.each, runtime.GOMAXPROCS(0))
	}
	turns.each = 2
	var leave []func()
	for range 2 {
		l, ok := turns.Enter(t.Context(), client(1), 0)
		if !ok {
			t.Fatal("no turn is free at once")
		}
		leave = append(leave, l)
	}
	gone, cancel := context.WithCancel(t.Context())
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, ok := turns.Enter(gone, client(1), time.Minute); ok {
				t.Error("a third turn")
			}
		})
	}
	turns.wait(6)
	if _, ok := turns.Enter(t.Context(), client(1), time.Minute); ok {
		t.Error("a fifth place to wait of eight")
	}
	if l, ok := turns.Enter(t.Context(), client(2), 0); !ok {
		t.Error("another client waits behind the first")
	} else {
		l()
	}
	cancel()
	all.Wait()
	if n := turns.Taken(); n != 2 {
		t.Errorf("%d run or wait after the client has gone, want the 2 that run", n)
	}
	for _, l := range leave {
		l()
		l()
	}
	if n := turns.Taken(); n != 0 {
		t.Errorf("%d run or wait at last", n)
	}
}

// A client whose turns were all short has each that is free, and no other waits behind more than those; one
// long turn, and it is over for a while.
func TestShortTurns(t *testing.T) {
	turns := NewTurns(Limits{Concurrent: 4, Queue: 8})
	turns.each = 1
	c := turns.of(Subscriber(client(1)))
	began := time.Now().Add(-time.Hour)
	runs := func(took time.Duration) { c.spend(took, began) }
	may := func(now time.Time) bool {
		c.running = 3
		defer func() { c.running = 0 }()
		return turns.mayRun(c, now)
	}
	for range proven {
		if may(began) {
			t.Error("all turns for one who has proven nothing")
		}
		runs(brief)
	}
	if !may(began) {
		t.Error("one turn for a client of short ones")
	}
	runs(brief + 1)
	for range proven {
		runs(brief)
	}
	if may(began.Add(penitence)) || !may(began.Add(penitence+1)) {
		t.Error("one long turn is forgotten too early, or never")
	}
	turns.drop(Subscriber(client(1)))
	if turns.of(Subscriber(client(1))) != c {
		t.Error("who has asked for much is forgotten when he goes")
	}
}

// Only so many clients are remembered.
func TestStandingsAreBounded(t *testing.T) {
	turns := NewTurns(Limits{Concurrent: 1, Queue: 1})
	for n := range 3 * mostStanding {
		turns.by[netip.PrefixFrom(netip.AddrFrom4([4]byte{10, 0, byte(n >> 8), byte(n)}), 32)] = &standing{spent: time.Hour}
	}
	if l, ok := turns.Enter(t.Context(), client(1), 0); ok {
		l()
	}
	if len(turns.by) > mostStanding {
		t.Errorf("%d clients are remembered", len(turns.by))
	}
}
