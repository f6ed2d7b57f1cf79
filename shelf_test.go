package assay

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/market"
)

// evidenceOf is evidence for a plain offer with the given terms beside, judged as of a day.
func evidenceOf(t *testing.T, terms string, day int, paths int) Evidence {
	t.Helper()
	o, _, err := contract.Parse("test", []byte("schema: assay/offer/v1\nhashrate: 30 TH/s\nprice: {upfront: 500 USD}\n"+terms))
	if err != nil {
		t.Fatal(err)
	}
	asOf := date(t, fmt.Sprintf("2025-05-%02d", day))
	return Evidence{Offer: o, AsOf: &asOf, History: market.Embedded(), Choices: Choices{Paths: paths}}
}

// Many judges at once get the markets that each would make alone; what is kept stays within its bound.
func TestShelfIsSharedAndBounded(t *testing.T) {
	const most = 1 << 20
	s := NewShelf(market.Embedded(), most)
	var wg sync.WaitGroup
	for day := range 12 {
		for range 3 {
			wg.Go(func() {
				e := evidenceOf(t, "term: 90d\n", day+1, 256)
				v, err := s.Evaluate(t.Context(), e)
				if err != nil {
					t.Error(err)
					return
				}
				alone, err := Evaluate(e)
				if err != nil {
					t.Error(err)
					return
				}
				a, _ := v.Compact()
				b, _ := alone.Compact()
				if string(a) != string(b) {
					t.Errorf("day %d: the shelf's market is another", day)
				}
			})
		}
	}
	wg.Wait()
	if n := s.Len(); s.Bytes() > most || n == 0 || n == 12 || len(s.known) != n || len(s.making) != 0 {
		t.Errorf("%d markets of %d bytes are kept", n, s.Bytes())
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
	m, err := NewMarket(key, market.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	var asked []play.Asked
	for n := range 64 { // as many spans as are kept
		e := evidenceOf(t, fmt.Sprintf("term: %dd\nfees: [{per_hashrate_day: 0.04 USD/TH/day, paid: deducted}]\n"+
			"stops: [{when: fees_exceed_revenue, for: %dd, then: terminate, by: provider}]\n", 290+n, 1+n), 1, key.Paths)
		terms, _, err := contract.Compile(e.Offer, compileOptions(e))
		if err != nil {
			t.Fatal(err)
		}
		asked = append(asked, play.Asked{Terms: terms, Horizon: 291 + n, Fair: true})
	}
	heap() // what others left in pools goes with the second collection
	before := heap()
	screener := play.NewScreener(m.ensemble)
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
func screenedKey(t *testing.T) MarketKey {
	key, err := MarketKeyOf(evidenceOf(t, "term: 360d\n", 1, 2048), 360)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

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
	e := evidenceOf(t, "term: 300d\n", 1, key.Paths)
	e.Choices.Brief = true
	if _, err := s.Evaluate(t.Context(), e); err != nil {
		t.Fatal(err)
	}
	if got := s.Bytes() - m.Bytes(); got != 2*scratchBytes(key, 1) {
		t.Errorf("two screenings at once: %d bytes are counted, want %d", got, 2*scratchBytes(key, 1))
	}
	if on := s.screens(MarketKey{}, 1); on != nil {
		t.Error("a market that is not kept is screened on")
	}
}

// Who goes away waits for nobody's market, has none made and is told why.
func TestShelfEndsWithItsContext(t *testing.T) {
	s := NewShelf(market.Embedded(), 1<<30)
	e := evidenceOf(t, "term: 360d\n", 1, 256)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if v, err := s.Evaluate(gone, e); v != nil || !errors.Is(err, context.Canceled) || s.Len() != 0 {
		t.Errorf("with a context that has ended: %v, %d markets", err, s.Len())
	}
	key, err := MarketKeyOf(e, 360)
	if err != nil {
		t.Fatal(err)
	}
	s.making[key] = make(chan struct{}) // somebody makes it, for ever
	soon, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if v, err := s.Evaluate(soon, e); v != nil || !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("waiting for another: %v", err)
	}
	close(s.making[key]) // he could not: the next one makes it
	delete(s.making, key)
	if v, err := s.Evaluate(t.Context(), e); err != nil || v.Paths != 256 || s.Len() != 1 {
		t.Errorf("after it: %v, %d markets", err, s.Len())
	}
}

// A market that cannot be made is an error each time, and nobody waits for it.
func TestShelfWithoutAMarket(t *testing.T) {
	s := NewShelf(market.Embedded(), 1<<30)
	for range 2 {
		if m, err := s.Within(t.Context())(MarketKey{AsOf: date(t, "2009-06-01"), Days: 92, Paths: 256}); err == nil {
			t.Errorf("a market of 2009: %v", m.Key)
		}
	}
	if s.Len() != 0 || len(s.making) != 0 {
		t.Errorf("%d markets are kept, %d are being made", s.Len(), len(s.making))
	}
}
