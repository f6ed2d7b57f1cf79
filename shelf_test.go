package assay

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
)

// evidenceOf is evidence for a plain offer with the given terms beside, judged as of a day.
func evidenceOf(t *testing.T, terms string, day int, paths int) Evidence {
	t.Helper()
	o, _, err := offer.Parse("test",
		[]byte("schema: assay/offer/v1\nhashrate: 30 TH/s\nprice: {upfront: 500 USD}\n"+terms))
	if err != nil {
		t.Fatal(err)
	}
	asOf := date(t, fmt.Sprintf("2025-05-%02d", day))
	return Evidence{Offer: o, AsOf: &asOf, History: market.Embedded(), Choices: Choices{Paths: paths}}
}

// Many judges at once get the markets that each would make alone; what is kept stays within its bound.
func TestShelfIsSharedAndBounded(t *testing.T) {
	const most = 1 << 20
	s := simulated.NewShelf(market.Embedded(), most)
	var wg sync.WaitGroup
	for day := range 12 {
		for range 3 {
			wg.Go(func() {
				e := evidenceOf(t, "term: 90d\n", day+1, 256)
				v, err := EvaluateWithin(t.Context(), s, e)
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
	if n := s.Len(); s.Bytes() > most || n == 0 || n == 12 {
		t.Errorf("%d markets of %d bytes are kept", n, s.Bytes())
	}
}

// Who goes away has nothing judged for him and is told why.
func TestEvaluateWithinItsContext(t *testing.T) {
	s := simulated.NewShelf(market.Embedded(), 1<<30)
	e := evidenceOf(t, "term: 360d\n", 1, 256)
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if v, err := EvaluateWithin(gone, s, e); v != nil || !errors.Is(err, context.Canceled) || s.Len() != 0 {
		t.Errorf("with a context that has ended: %v, %d markets", err, s.Len())
	}
	if v, err := EvaluateWithin(t.Context(), s, e); err != nil || v.Paths != 256 || s.Len() != 1 {
		t.Errorf("after it: %v, %d markets", err, s.Len())
	}
}
