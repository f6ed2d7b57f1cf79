package hardware

import "testing"

// The most efficient machine of a day is the one that a look at each machine finds.
func TestMostEfficient(t *testing.T) {
	named := map[string]bool{}
	for day := mustDate("2012-01-01"); day < mustDate("2027-01-01"); day++ {
		var best Machine
		for _, m := range Catalogue() {
			if m.Released.Known() && m.Released.End() <= day && m.Efficiency > 0 &&
				(best.Efficiency == 0 || m.Efficiency < best.Efficiency) {
				best = m
			}
		}
		got, ok := MostEfficient(day)
		if got != best || ok != (best.Efficiency > 0) {
			t.Fatalf("%s: %s, want %s", day, got.Name(), best.Name())
		}
		named[got.Name()] = true
	}
	if len(named) < 10 {
		t.Errorf("only %d machines were ever the most efficient: %v", len(named), named)
	}
}

// A release ends on the last day of its month or year.
func TestReleaseEnds(t *testing.T) {
	for r, want := range map[Release]string{
		{2024, 2}: "2024-02-29", {2023, 2}: "2023-02-28", {2020, 12}: "2020-12-31", {2019, 0}: "2019-12-31",
	} {
		if got := r.End(); got != mustDate(want) {
			t.Errorf("%s ends on %s, want %s", r, got, want)
		}
	}
}
