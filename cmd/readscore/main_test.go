package main

import (
	"testing"

	"github.com/assaymining/assay/reading"
)

// The figures of the labelled sentences do not fall: with room below what is reached, since a reader that
// fits them exactly has learnt them by heart.
func TestFloors(t *testing.T) {
	items, err := load("../../reading/testdata/sentences.jsonl", "")
	if err != nil {
		t.Fatal(err)
	}
	all := newTally()
	for _, it := range items {
		all.add(it, reading.Read(it.Text))
	}
	c := all.all
	if c.found*100 < c.grave*80 {
		t.Errorf("found %d of %d grave sentences", c.found, c.grave)
	}
	if c.slander*100 > c.honest*2 {
		t.Errorf("slandered %d of %d honest sentences", c.slander, c.honest)
	}
	if c.right*100 < c.wanted*65 || c.wrong*100 > c.wanted*5 {
		t.Errorf("read %d of %d rightly, %d wrongly", c.right, c.wanted, c.wrong)
	}
}

func TestSame(t *testing.T) {
	for _, x := range []struct {
		a, b string
		want bool
	}{{"24 mo", "2 y", true}, {"0.0145/day", "0.0146/day", true}, {"0.02/day", "0.03/day", false}, {"0.02/day", "0.02/week", false}, {"open", "life", false}} {
		if same(x.a, x.b) != x.want {
			t.Errorf("same(%q, %q) = %v", x.a, x.b, !x.want)
		}
	}
}
