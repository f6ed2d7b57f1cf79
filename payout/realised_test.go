package payout

import (
	"errors"
	"math"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// The example of the statement in docs/provider.md: 107,537,623 msat for 2,500 units of 1 TH/s that worked a
// whole day is 43,015 msat a unit.
func TestRealise(t *testing.T) {
	sold := SoldWork(2500, 1e12)
	r, err := Realise(107_537_623, sold, sold)
	if err != nil || r.Own != 0 || r.Delivered != 1 {
		t.Fatalf("%+v, %v", r, err)
	}
	if got := units.RoundMilliSat(float64(r.Hashvalue)); got != 43_015 {
		t.Errorf("a unit earns %d msat, want 43015", got)
	}
	half := SoldWork(1250, 1e12)
	if r, _ := Realise(1_000_000, half, sold); r.Delivered != .5 || r.Own != 0 ||
		math.Abs(float64(r.Hashvalue)*2500*1e11-1e6) > 1e-3 {
		t.Errorf("half delivered: %+v", r)
	}
	if r, _ := Realise(1_000_001, sold, half); r.Own != 500_000 || r.Delivered != 1 {
		t.Errorf("half unsold: %+v", r)
	}
	if _, err := Realise(1, share.Work{}, sold); !errors.Is(err, ErrNoWork) {
		t.Error(err)
	}
	if r, err := Realise(0, share.Work{}, sold); err != nil || r.Hashvalue != 0 || r.Delivered != 0 {
		t.Errorf("no work, no revenue: %+v, %v", r, err)
	}
}

// Whatever is sold and done, what units earn and the provider's own part never exceed revenue by more than
// the rounding of each unit, and all of it is given out.
func TestRealiseGivesOutAll(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		revenue := units.MilliSat(rapid.Int64Range(0, 2e15).Draw(t, "revenue"))
		count := rapid.Int64Range(1, 1e6).Draw(t, "units")
		rate := rapid.Uint64Range(1e6, 1e14).Draw(t, "rate")
		work := SoldWork(rapid.Int64Range(1, 2e6).Draw(t, "work"), rate)
		r, err := Realise(revenue, work, SoldWork(count, rate))
		if err != nil {
			t.Fatal(err)
		}
		each := units.RoundMilliSat(float64(r.Hashvalue) * float64(rate) / 1e12)
		rest := float64(revenue) - float64(r.Own) - float64(each)*float64(count)
		if math.Abs(rest) > float64(count)/2+float64(revenue)*1e-12+1 {
			t.Fatalf("%v left of %d: %+v", rest, revenue, r)
		}
	})
}
