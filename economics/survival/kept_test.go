package survival

import (
	"slices"
	"testing"

	"github.com/assaymining/assay/economics/play"
)

// flat is a market of some paths on which nothing ever changes, and a contract on it that pays 1 a day for 3 a
// day, seen on day 100 and on its last, day 200.
func flat(paths int) (*play.Ensemble, *play.Outcomes) {
	const days = 201
	ones := slices.Repeat([]float32{1}, paths*days)
	each := func(v float32) []float32 { return slices.Repeat([]float32{v}, paths) }
	return play.NewEnsemble(0, paths, days, ones, ones), &play.Outcomes{SampleDays: []int{100, 200},
		Received: slices.Repeat([]float64{200}, paths), Paid: slices.Repeat([]float64{600}, paths),
		Fan: [][]float32{each(100), each(200)}, FanPaid: [][]float32{each(300), each(600)},
		EndDay: slices.Repeat([]int32{200}, paths)}
}

// Days that were kept are those that are drawn anew, for each model and horizon its own; and only so many are
// kept.
func TestKeptStopsAreThoseDrawn(t *testing.T) {
	e, o := flat(1000)
	kept := &Kept{}
	for round := range 2 {
		for _, trust := range []Trust{Verifiable, Unproven, Doubtful, FraudSigns} {
			m, err := Hazard(trust, today)
			if err != nil {
				t.Fatal(err)
			}
			for _, horizon := range []int{30, 31, 200, 500} {
				got := kept.stops(e, o, m, horizon)
				want := stopsOf(e, m.increments(min(horizon, 200)))
				if !slices.Equal(got, want) {
					t.Errorf("round %d, %s over %d days: days that were kept differ", round, trust, horizon)
				}
			}
		}
	}
	if len(kept.known) > maxDrawn {
		t.Errorf("%d draws are kept", len(kept.known))
	}
}

// On a market that stands still the share of paths on which a seller has stopped is the model's, and what a
// buyer has had and paid by that day is what the contract pays and costs a day.
func TestVanishOnAMarketThatStands(t *testing.T) {
	e, o := flat(20_000)
	m, err := Hazard(Unproven, today)
	if err != nil {
		t.Fatal(err)
	}
	stops := (&Kept{}).stops(e, o, m, 200)
	received, paid, gone := vanish(e, o, stops)
	if want := 1 - m.Survival(200); gone < want-0.01 || gone > want+0.01 {
		t.Errorf("%.3f of the sellers stop, the model says %.3f", gone, want)
	}
	for i, day := range stops {
		days := float64(day)
		if day < 0 {
			days = 200
		}
		if received[i] != days || paid[i] != 3*days {
			t.Fatalf("stopped on day %d: %g received, %g paid", day, received[i], paid[i])
		}
	}
	if seen, _, gone := vanish(e, o, nil); gone != 0 || !slices.Equal(seen, o.Received) {
		t.Error("a seller stops of whom nothing is known")
	}
}
