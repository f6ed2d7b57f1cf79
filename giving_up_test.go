package assay

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
)

// lookedAt is a context that counts how often it is looked at, and ends at a look of that number (0: never).
// Work between two looks is bounded, so that looks measure work without a clock.
type lookedAt struct {
	context.Context
	mu    sync.Mutex
	looks int
	end   int
	done  chan struct{}
}

func endingAt(ctx context.Context, end int) *lookedAt {
	return &lookedAt{Context: ctx, end: end, done: make(chan struct{})}
}

// looked is how often it was looked at.
func (l *lookedAt) looked() int {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.looks
}

func (l *lookedAt) Done() <-chan struct{} { return l.done }

func (l *lookedAt) Err() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.looks++; l.looks == l.end {
		close(l.done)
	}
	if l.end > 0 && l.looks >= l.end {
		return context.Canceled
	}
	return nil
}

// costly draws an offer that takes much work for its length: as many fees and stops as may be, each of the
// forms that are looked at day by day, over a term up to the longest.
func costly(r *rand.Rand) string {
	var b strings.Builder
	fmt.Fprintf(&b, "schema: assay/offer/v1\nhashrate: %d TH/s\nterm: %dd\nseen: 2024-06-01\n", 1+r.IntN(100),
		36525-r.IntN(3)*r.IntN(18000))
	fmt.Fprintf(&b, "price: {upfront: %d USD}\n", 1000+r.IntN(9000))
	b.WriteString("payout: {basis: fpps, currency: BTC, every: 1d, minimum: 0.00001 BTC}\nfees:\n")
	for i := range contract.MaxFees {
		form := []string{
			"profit_share: 2%",
			"revenue_share: 2%, after: break_even",
			"per_hashrate_day: 0.001 USD/TH/day, escalation: 1%/year, paid: deducted, changeable: true, cap: 10%/year",
			"efficiency: 1 J/TH, energy_price: 0.01 USD/kWh, paid: separately, escalation: 1%/year",
		}[r.IntN(4)]
		fmt.Fprintf(&b, "- {name: f%d, %s}\n", i, form)
	}
	b.WriteString("stops:\n")
	for range contract.MaxStops {
		fmt.Fprintf(&b, "- {when: fees_exceed_revenue, for: %dd, then: %s, by: provider}\n", 1+r.IntN(400),
			[]string{"terminate", "pause"}[r.IntN(2)])
	}
	return b.String()
}

// TestCostlyWorkIsGivenUp ends the context at some look of the costliest offers found, wherever that is, and
// counts the looks that follow: each loop that remains may look once more, and then must be over.
func TestCostlyWorkIsGivenUp(t *testing.T) {
	h := market.Embedded()
	r := rand.New(rand.NewPCG(13, 1))
	doors := map[string]func(context.Context, Evidence) error{
		"evaluate": func(ctx context.Context, e Evidence) error {
			_, err := EvaluateUntil(ctx, e)
			return err
		},
		"compare": func(ctx context.Context, e Evidence) error {
			_, err := Compare(ctx, []Evidence{e, e, e}, []string{"a", "b", "c"},
				func(context.Context) simulated.Markets { return simulated.Keep(ctx, h) })
			return err
		},
		"map": func(ctx context.Context, e Evidence) error {
			_, err := BreakEvenMap(ctx, e)
			return err
		},
		"replay": func(ctx context.Context, e Evidence) error {
			day := h.First() + 2000
			_, err := Replay(ctx, e, Purchases{From: &day})
			return err
		},
	}
	for range 3 {
		text := costly(r)
		o, _, err := offer.Parse("costly", []byte(text))
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		e := Evidence{Offer: o, History: h, AsOf: o.Seen, Choices: Choices{Paths: 64}}
		for name, do := range doors {
			for _, end := range []int{1, 10, 300, 1500} {
				ctx := endingAt(t.Context(), end)
				if err := do(ctx, e); errors.Is(err, context.Canceled) == (ctx.looked() < end) {
					t.Errorf("%s ended at look %d of %d: %v", name, end, ctx.looked(), err)
				}
				if after := ctx.looked() - end; after > 64 {
					t.Errorf("%s went on for %d looks after its context had ended at look %d\n%s", name,
						after, end, text)
				}
			}
		}
	}
}

// TestStopsAreBounded: a 2 KB link could hold a thousand, each looked at on every day of every run.
func TestStopsAreBounded(t *testing.T) {
	document := func(n int) string {
		return "schema: assay/offer/v1\nhashrate: 1 TH/s\nterm: 30d\nstops:\n" +
			strings.Repeat("- {when: fees_exceed_revenue, for: 3d, then: terminate, by: provider}\n", n)
	}
	if _, _, err := offer.Parse("offer", []byte(document(contract.MaxStops))); err != nil {
		t.Error(err)
	}
	_, _, err := offer.Parse("offer", []byte(document(contract.MaxStops+1)))
	if want := "offer:5:1: 13 stops, more than the 12 that can be computed"; err == nil ||
		!strings.HasPrefix(err.Error(), want) {
		t.Errorf("%v, want %s", err, want)
	}
}
