package ingest_test

import (
	"context"
	"math"
	"strings"
	"testing"

	"github.com/assaymining/assay/adapter/ingest"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

func priceJob(s ingest.Store, venues ...fakeVenue) *ingest.Prices {
	p := &ingest.Prices{Store: s, Venues: map[string]ingest.Venue{}, Since: 20000, Today: 20010}
	for _, v := range venues {
		p.Venues[v.name] = v
	}
	return p
}

func noted(t *testing.T, s interface {
	Notes(context.Context) ([]market.Note, error)
}) string {
	t.Helper()
	notes, err := s.Notes(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for _, n := range notes {
		b.WriteString(n.Kind + ": " + n.Subject + ": " + n.Says + "\n")
	}
	return b.String()
}

// TestVenueLies: one venue is off by a hundred times; its figures are not stored and it is named.
func TestVenueLies(t *testing.T) {
	s := newStore(t)
	job := priceJob(s, fakeVenue{"a", steady(1)}, fakeVenue{"b", steady(1.001)}, fakeVenue{"c", steady(0.999)}, fakeVenue{"liar", steady(100)})
	r, err := job.Update(context.Background(), units.USD)
	if err != nil || r.New != 10 || len(r.Refused) != 0 {
		t.Fatalf("%+v, %v", r, err)
	}
	prices, _ := s.Prices(context.Background(), units.USD)
	for _, p := range prices {
		if want := steady(1)(p.Date); math.Abs(p.Price-want) > 1e-6 || strings.Join(p.Used, "") != "abc" || !strings.HasPrefix(p.LeftOut[0], "liar (") {
			t.Errorf("%+v, want %v", p, want)
		}
	}
	s.Closes(context.Background(), func(c market.Close) error {
		if c.Venue == "liar" {
			t.Errorf("a wrong price is stored: %+v", c)
		}
		return nil
	})
	if n := noted(t, s); !strings.Contains(n, "left out: price in USD on 2024-10-04: liar (8000000, median 80040)") {
		t.Errorf("notes are %s", n)
	}
	verify(t, s)
}

// TestTooFewVenues: with two that agree, nothing is stored and the reason is given.
func TestTooFewVenues(t *testing.T) {
	s := newStore(t)
	r, err := priceJob(s, fakeVenue{"a", steady(1)}, fakeVenue{"b", steady(1)}, fakeVenue{"liar", steady(1.05)}, fakeVenue{"dead", nil}).Update(context.Background(), units.USD)
	if err != nil || r.New != 0 || len(r.Refused) != 10 || !strings.Contains(r.Refused[0], "2 of the needed 3 venues") || r.SpotErr == nil {
		t.Errorf("%+v, %v", r, err)
	}
	if len(r.Failed) != 1 || r.Failed[0] != "dead: connection refused" {
		t.Errorf("failed: %q", r.Failed)
	}
	if p, _ := s.Prices(context.Background(), units.USD); len(p) != 0 {
		t.Errorf("stored: %+v", p)
	}
	verify(t, s)
}

// TestChangedPast: a venue that says something else of a past day is reported, and what it said first
// stays.
func TestChangedPast(t *testing.T) {
	s := newStore(t)
	a, b, c := fakeVenue{"a", steady(1)}, fakeVenue{"b", steady(1.001)}, fakeVenue{"c", steady(0.999)}
	if _, err := priceJob(s, a, b, c).Update(context.Background(), units.USD); err != nil {
		t.Fatal(err)
	}
	before, _ := s.Prices(context.Background(), units.USD)
	a.price = func(d units.Date) float64 {
		if d == 20005 {
			return steady(1.0005)(d)
		}
		return steady(1.00001)(d) // the same, rounded otherwise
	}
	job := priceJob(s, a, b, c)
	job.Today = 20012
	r, err := job.Update(context.Background(), units.USD)
	if err != nil || r.New != 2 {
		t.Fatalf("%+v, %v", r, err)
	}
	after, _ := s.Prices(context.Background(), units.USD)
	for i, p := range before {
		if p.Price != after[i].Price {
			t.Errorf("the price of %s was rewritten: %v, now %v", p.Date, p.Price, after[i].Price)
		}
	}
	if n := noted(t, s); strings.Count(n, "changed: ") != 1 || !strings.Contains(n, "changed: a USD 2024-10-09: a now says 80090.025 for its price of 2024-10-09; it said 80050, which stays in use") {
		t.Errorf("notes are %s", n)
	}
	verify(t, s)
}

// TestHoleIsFilled: days that were refused are asked for again.
func TestHoleIsFilled(t *testing.T) {
	s := newStore(t)
	broken := func(d units.Date) float64 {
		if d == 20003 {
			return 0
		}
		return steady(1)(d)
	}
	priceJob(s, fakeVenue{"a", broken}, fakeVenue{"b", steady(1)}, fakeVenue{"c", steady(1)}).Update(context.Background(), units.USD)
	job := priceJob(s, fakeVenue{"a", steady(1)}, fakeVenue{"b", steady(1)}, fakeVenue{"c", steady(1)})
	job.Today = 20080 // the hole is older than what is asked for again in any case
	if r, err := job.Update(context.Background(), units.USD); err != nil || r.New != 71 {
		t.Errorf("%+v, %v", r, err)
	}
}

type fakeMarket []market.Quote

func (m fakeMarket) Quotes(context.Context) ([]market.Quote, error) { return m, nil }

func TestQuotes(t *testing.T) {
	s := newStore(t)
	good, bad := market.Quote{Venue: "m", What: "ask", SatPerTH: 50, At: 5}, market.Quote{Venue: "m", What: "bid", SatPerTH: 50e6, At: 5}
	kept, refused, err := ingest.Quotes(context.Background(), s, []ingest.Market{fakeMarket{good, bad}}, 45e-8)
	if err != nil || len(kept) != 1 || len(refused) != 1 || !strings.Contains(refused[0], "outside the plausible 9 to 225") {
		t.Errorf("%+v, %q, %v", kept, refused, err)
	}
	if q, _ := s.Quotes(context.Background(), 10); len(q) != 1 || q[0].SatPerTH != 50 {
		t.Errorf("stored: %+v", q)
	}
}

// TestVenuesAgreeOnALie: three venues that agree on a hundredfold price are held to the history and to the
// day before, in either currency, and their figure is refused with what it was held to.
func TestVenuesAgreeOnALie(t *testing.T) {
	ctx, s := context.Background(), newStore(t)
	base := market.Embedded()
	real := func(d units.Date) float64 {
		day, err := base.At(max(d, 20000)) // the fake asks for the price now on day 0
		if err != nil {
			t.Fatal(err)
		}
		return day.PriceUSD
	}
	lie := func(by float64, from units.Date) func(units.Date) float64 {
		return func(d units.Date) float64 {
			if d >= from {
				return by * real(d)
			}
			return real(d)
		}
	}
	three := func(of func(units.Date) float64) *ingest.Prices {
		job := priceJob(s, fakeVenue{"a", of}, fakeVenue{"b", of}, fakeVenue{"c", of})
		job.Base = base
		return job
	}
	for _, by := range []float64{100, 0.01, 3} {
		r, err := three(lie(by, 20003)).Update(ctx, units.USD)
		if err != nil || r.Days != 3 || len(r.Refused) < 7 || !strings.Contains(r.Refused[0], "3 venues agree on") ||
			!strings.Contains(r.Refused[0], "times away from the") {
			t.Errorf("%v times: %+v, %v", by, r, err)
		}
	}
	euro := func(d units.Date) float64 { return 0.9 * lie(100, 20003)(d) }
	job := three(euro)
	if r, err := job.Update(ctx, "EUR"); err != nil || r.Days != 3 {
		t.Errorf("in euro: %+v, %v", r, err)
	}
	if n := noted(t, s); !strings.Contains(n, "refused: price in USD on "+units.Date(20003).String()) {
		t.Errorf("notes are %s", n)
	}
	if r, err := three(real).Update(ctx, units.USD); err != nil || r.Days != 10 || len(r.Refused) != 0 {
		t.Errorf("the truth: %+v, %v", r, err)
	}
	verify(t, s)
}

// TestCorrection: a wrong price that was stored is corrected when the venues agree on another, and both are
// kept.
func TestCorrection(t *testing.T) {
	ctx, s := context.Background(), newStore(t)
	three := func(of func(units.Date) float64) *ingest.Prices {
		return priceJob(s, fakeVenue{"a", of}, fakeVenue{"b", of}, fakeVenue{"c", of})
	}
	wrong := func(d units.Date) float64 {
		if d == 20005 {
			return 1.5 * steady(1)(d)
		}
		return steady(1)(d)
	}
	for range 2 { // and again, so that nothing changes the second time
		if _, err := three(wrong).Update(ctx, units.USD); err != nil {
			t.Fatal(err)
		}
	}
	if n, err := s.Corrections(); n != 0 || err != nil {
		t.Fatalf("%d corrections before any, %v", n, err)
	}
	for range 2 {
		if _, err := three(steady(1)).Update(ctx, units.USD); err != nil {
			t.Fatal(err)
		}
	}
	prices, err := s.PricesByDay(ctx, units.USD)
	if err != nil || prices[20005] != steady(1)(20005) || len(prices) != 10 {
		t.Errorf("in use: %v, %v", prices, err)
	}
	if n, err := s.Corrections(); n != 1 || err != nil {
		t.Errorf("%d corrections, %v", n, err)
	}
	if n := noted(t, s); strings.Count(n, "corrected: price in USD on "+units.Date(20005).String()) != 1 ||
		!strings.Contains(n, "which is kept and no longer used") {
		t.Errorf("notes are %s", n)
	}
	verify(t, s)
}

// dated is a venue whose price now is that of a day, as real ones date it.
type dated struct {
	fakeVenue
	today units.Date
}

func (v dated) Spot(ctx context.Context, c units.Currency) (market.Close, error) {
	spot, err := v.fakeVenue.Spot(ctx, c)
	if err == nil {
		spot.Date, spot.Price = v.today, v.price(v.today)
	}
	return spot, err
}

// TestHeldToTheHistoryAlone: with an empty store and no venue beside those that lie, the embedded history
// alone keeps their price out: on its own days, after its end, and for the price of now. Nothing of it is
// stored, and the same venues are believed when they tell the truth.
func TestHeldToTheHistoryAlone(t *testing.T) {
	ctx, base := context.Background(), market.Embedded()
	last, err := base.At(base.Last())
	if err != nil {
		t.Fatal(err)
	}
	for name, since := range map[string]units.Date{"on days of the history": 20000,
		"at its end": base.Last() - 5, "after its end": base.Last() + 1} {
		real := func(d units.Date) float64 {
			if d > base.Last() {
				return last.PriceUSD
			}
			day, err := base.At(max(d, 20000))
			if err != nil {
				t.Fatal(err)
			}
			return day.PriceUSD
		}
		three := func(s ingest.Store, by float64) *ingest.Prices {
			of := func(d units.Date) float64 { return by * real(d) }
			job := priceJob(s, fakeVenue{"a", of}, fakeVenue{"b", of}, fakeVenue{"c", of},
				fakeVenue{"dead", nil})
			job.Base, job.Since, job.Today = base, since, since+10
			for name, v := range job.Venues {
				job.Venues[name] = dated{v.(fakeVenue), job.Today}
			}
			return job
		}
		for _, by := range []float64{100, 0.2} {
			s := newStore(t)
			r, err := three(s, by).Update(ctx, units.USD)
			if err != nil || r.Days != 0 || r.New != 0 || len(r.Refused) != 11 || r.SpotErr == nil ||
				!strings.Contains(r.Refused[0], "times away from the") {
				t.Errorf("%s, %v times: %d days, %d new, %d refused, spot %v: %v", name, by, r.Days, r.New,
					len(r.Refused),
					r.SpotErr, err)
			}
			if p, err := s.Prices(ctx, units.USD); len(p) != 0 || err != nil {
				t.Errorf("%s, %v times: stored %+v, %v", name, by, p, err)
			}
			if r, err := three(s, 1).Update(ctx, units.USD); err != nil || r.New != 10 ||
				len(r.Refused) != 0 {
				t.Errorf("%s, the truth after %v times: %+v, %v", name, by, r, err)
			}
		}
	}
}
