package simulated

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// keyOf is a market of a day of May 2025.
func keyOf(t *testing.T, day units.Days, days, paths int) Key {
	t.Helper()
	first, err := units.ParseDate("2025-05-01")
	if err != nil {
		t.Fatal(err)
	}
	return Key{History: market.Embedded().Hash(), AsOf: first + units.Date(day), Days: days, Paths: paths}
}

// Markets asked for at once are made once each, and what is kept stays within its bound.
func TestShelfIsBounded(t *testing.T) {
	const most = 1 << 20
	s := NewShelf(market.Embedded(), most)
	var wg sync.WaitGroup
	for day := range units.Days(12) {
		for range 3 {
			wg.Go(func() {
				key := keyOf(t, day, 92, 256)
				ctx, done := context.WithCancel(t.Context())
				defer done()
				if m, err := s.Within(ctx)(key); err != nil || m.Key != key {
					t.Errorf("day %d: %v", day, err)
				}
			})
		}
	}
	wg.Wait()
	if n := s.Len(); s.Bytes() > most || n == 0 || n == 12 || len(s.known) != n || len(s.making) != 0 {
		t.Errorf("%d markets of %d bytes are kept", n, s.Bytes())
	}
}

// The length of a market is the shortest of a few that reaches the horizon, or the longest there is.
func TestDaysFor(t *testing.T) {
	for _, c := range [][2]int{{1, 92}, {92, 92}, {93, 184}, {366, 366}, {1097, 1097},
		{100_000, marketDays[len(marketDays)-1]}} {
		if got := DaysFor(c[0]); got != c[1] {
			t.Errorf("a horizon of %d days: %d, want %d", c[0], got, c[1])
		}
	}
}

// What a screener keeps is about what is counted for it, here with as many spans as are kept: what does not
// grow with the paths is left out.
func TestScratchOfScreening(t *testing.T) {
	heap := func() int {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return int(m.HeapAlloc)
	}
	key := screenedKey(t)
	m, err := NewMarket(t.Context(), key, market.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	var asked []play.Asked
	for n := range 64 { // as many spans as are kept
		terms := &contract.Terms{TH: 30, Uptime: 1, Every: 1, Length: 290 + n, UpfrontUSD: 500e6,
			Fees:  []contract.FeeTerm{{Name: "fee", USDPerDay: 30 * 0.04}},
			Stops: []contract.StopTerm{{Days: 1 + n, By: "provider"}}}
		asked = append(asked, play.Asked{Terms: terms, Horizon: 291 + n, Fair: true})
	}
	heap() // what others left in pools goes with the second collection
	before := heap()
	screener := play.NewScreener(m.Ensemble)
	for _, one := range asked {
		screener.Judge([]play.Asked{one})
	}
	counted := scratchBytes(key, 1)
	if grown := heap() - before; grown > counted+counted/8 || grown < counted/4 {
		t.Errorf("screening took %d bytes; %d are counted", grown, counted)
	}
	runtime.KeepAlive(screener)
	runtime.KeepAlive(asked)
}

// screenedKey is the market of a screening.
func screenedKey(t *testing.T) Key { return keyOf(t, 0, 366, 2048) }

// Screenings at once have scratch each, those one after the other share it.
func TestShelfCountsScreenings(t *testing.T) {
	s, key := NewShelf(market.Embedded(), 1<<30), screenedKey(t)
	m, err := s.Within(t.Context())(key)
	if err != nil {
		t.Fatal(err)
	}
	one, two := s.screens(key, 1), s.screens(key, 1)
	s.screened(one)
	s.screened(two)
	terms := &contract.Terms{TH: 30, Uptime: 1, Every: 1, Length: 300, UpfrontUSD: 500e6}
	if r := m.Screen(play.Asked{Terms: terms, Horizon: 300}); !(r.BTCEfficiency.P50 > 0) {
		t.Fatalf("nothing was screened: %+v", r)
	}
	if got := s.Bytes() - bytesOf(m); got != 2*scratchBytes(key, 1) {
		t.Errorf("two screenings at once: %d bytes are counted, want %d", got, 2*scratchBytes(key, 1))
	}
	if on := s.screens(Key{}, 1); on != nil {
		t.Error("a market that is not kept is screened on")
	}
}

// Who goes away waits for nobody's market, has none made and is told why.
func TestShelfEndsWithItsContext(t *testing.T) {
	s, key := NewShelf(market.Embedded(), 1<<30), keyOf(t, 0, 366, 256)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Within(gone)(key); !errors.Is(err, context.Canceled) || s.Len() != 0 {
		t.Errorf("with a context that has ended: %v, %d markets", err, s.Len())
	}
	s.making[key] = &making{make(chan struct{}), make(chan struct{})} // somebody makes it, for ever
	soon, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := s.Within(soon)(key); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting for another: %v", err)
	}
	close(s.making[key].done) // he could not: the next one makes it
	delete(s.making, key)
	if m, err := s.Within(t.Context())(key); err != nil || m.Ensemble.N != 256 || s.Len() != 1 {
		t.Errorf("after it: %v, %d markets", err, s.Len())
	}
}

// A market that cannot be made is an error each time, and nobody waits for it.
func TestShelfWithoutAMarket(t *testing.T) {
	s := NewShelf(market.Embedded(), 1<<30)
	for range 2 {
		if m, err := s.Within(t.Context())(Key{AsOf: market.Embedded().First() + 148, Days: 92,
			Paths: 256}); err == nil {
			t.Errorf("a market of 2009: %v", m.Key)
		}
	}
	if s.Len() != 0 || len(s.making) != 0 {
		t.Errorf("%d markets are kept, %d are being made", s.Len(), len(s.making))
	}
}

// What is reserved for a market before it is made is what it then takes.
func TestBytesOfAKey(t *testing.T) {
	for _, key := range []Key{keyOf(t, 0, 92, 250), keyOf(t, 0, 366, 256), keyOf(t, 0, 732, 1000)} {
		m, err := NewMarket(t.Context(), key, market.Embedded())
		if err != nil {
			t.Fatal(err)
		}
		if got, want := key.Bytes(), bytesOf(m); got < want || got > want+want/100 {
			t.Errorf("%d days of %d paths: %d bytes are reserved, %d taken", key.Days, key.Paths, got, want)
		}
	}
}

// Markets that are in use are never more than the bound allows, however many are asked for at once: who finds
// no memory waits until another has done. With all of it held he waits until his context ends.
func TestMemoryIsReservedBeforeMaking(t *testing.T) {
	one := keyOf(t, 0, 92, 256).Bytes()
	s := NewShelf(market.Embedded(), 2*one+one/2)
	var mu sync.Mutex
	inUse, most := 0, 0
	count := func(n int) {
		mu.Lock()
		defer mu.Unlock()
		inUse += n
		most = max(most, inUse)
	}
	var wg sync.WaitGroup
	for day := range units.Days(8) {
		wg.Go(func() {
			ctx, done := context.WithCancel(t.Context())
			defer done()
			if _, err := s.Within(ctx)(keyOf(t, day, 92, 256)); err != nil {
				t.Error(err)
			}
			count(1)
			runtime.Gosched()
			count(-1)
		})
	}
	wg.Wait()
	if most > 2 || s.Bytes() > 2*one+one/2 {
		t.Errorf("%d markets were in use at once where 2 fit; %d bytes are counted", most, s.Bytes())
	}
	held, done := context.WithCancel(t.Context())
	for day := range units.Days(2) {
		if _, err := s.Within(held)(keyOf(t, 10+day, 92, 256)); err != nil {
			t.Fatal(err)
		}
	}
	soon, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if _, err := s.Within(soon)(keyOf(t, 20, 92, 256)); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("with all memory held: %v", err)
	}
	done()
	if _, err := s.Within(t.Context())(keyOf(t, 20, 92, 256)); err != nil {
		t.Errorf("after it was given back: %v", err)
	}
}

// A batch whose markets do not fit together does not wait for itself: those that have come to their paths are
// judged and give back what they hold.
func TestBatchLargerThanMemory(t *testing.T) {
	one := keyOf(t, 0, 92, 256).Bytes()
	s := NewShelf(market.Embedded(), 2*one)
	terms := &contract.Terms{TH: 30, Uptime: 1, Every: 1, Length: 80, UpfrontUSD: 500e6}
	var judged [12]bool
	s.JudgeAll(t.Context(), len(judged), func(i int, markets Markets) {
		m, err := markets(keyOf(t, units.Days(i%6), 92, 256))
		if err != nil {
			t.Error(err)
			return
		}
		judged[i] = m.Screen(play.Asked{Terms: terms, Horizon: 80}).BTCEfficiency.P50 > 0
	})
	for i, ok := range judged {
		if !ok {
			t.Errorf("contract %d was not judged", i)
		}
	}
}

// Who has ever new markets made gives up his own for them: those of others, and those that several use, stay.
func TestOwnMarketsGoFirst(t *testing.T) {
	type owner struct{}
	one := keyOf(t, 0, 92, 256).Bytes()
	s := NewShelf(market.Embedded(), 3*one+one/2)
	s.Owner = func(ctx context.Context) any { return ctx.Value(owner{}) }
	use := func(who string, day units.Days) {
		ctx, done := context.WithCancel(context.WithValue(t.Context(), owner{}, who))
		defer done()
		if _, err := s.Within(ctx)(keyOf(t, day, 92, 256)); err != nil {
			t.Fatal(err)
		}
	}
	settled := func() { // a context that has ended gives up what it held a moment later
		for held := true; held; runtime.Gosched() {
			held = false
			s.mu.Lock()
			for _, e := range s.known {
				held = held || e.Value.(*shelved).held > 0
			}
			s.mu.Unlock()
		}
	}
	use("honest", 0)
	settled()
	use("hostile", 1)
	settled()
	use("honest", 1) // which both use from now on
	for day := units.Days(2); day < 8; day++ {
		settled()
		use("hostile", day)
	}
	settled()
	for day := range units.Days(2) {
		if s.known[keyOf(t, day, 92, 256)] == nil {
			t.Errorf("the market of day %d was given up for one who has markets of his own to give up", day)
		}
	}
	use("honest", 8)
	if n := s.Len(); n != 3 {
		t.Errorf("%d markets are kept, want 3", n)
	}
}

// bytesOf is about how much memory a market takes.
func bytesOf(m *Market) int { return m.Ensemble.Bytes() + keptBytes(m.Ensemble.N) }
