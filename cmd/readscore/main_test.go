package main

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"slices"
	"testing"

	"github.com/assaymining/assay/reading"
)

var update = flag.Bool("update", false, "write docs/reading.md")

// The figures of the labelled sentences do not fall: with room below what is reached, since a reader that
// fits them exactly has learnt them by heart. Each language is held to its own.
func TestFloors(t *testing.T) {
	for _, name := range []string{own, third} {
		items, err := load("../../"+name, "")
		if err != nil {
			t.Fatal(err)
		}
		all := newTally()
		for _, it := range items {
			all.add(it, reading.Read(it.Text))
		}
		c := all.all
		if c.found*100 < c.grave*92 {
			t.Errorf("%s: found %d of %d grave sentences", name, c.found, c.grave)
		}
		if c.slander*100 > c.honest {
			t.Errorf("%s: slandered %d of %d honest sentences", name, c.slander, c.honest)
		}
		if c.right*100 < c.wanted*83 || c.wrong*100 > c.wanted*3 {
			t.Errorf("%s: read %d of %d rightly, %d wrongly", name, c.right, c.wanted, c.wrong)
		}
		for _, l := range slices.Sorted(maps.Keys(all.lang)) {
			if of := all.lang[l]; of.found*100 < of.grave*80 {
				t.Errorf("%s: %s: found %d of %d", name, l, of.found, of.grave)
			}
		}
	}
}

// The page that is committed is the one that the program writes.
func TestPage(t *testing.T) {
	const path = "../../docs/reading.md"
	text, err := pageOf("../..")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	stands, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(stands, text) {
		t.Error("docs/reading.md is not what the reader comes to; run go run ./cmd/readscore -page docs/reading.md")
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
