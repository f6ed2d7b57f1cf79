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

// floor is what the reader does not fall below on a set, in percent: with room below what is reached, since a
// reader that fits it exactly has learnt it by heart.
type floor struct {
	found, slander, right, wrong int // slander and wrong: at most
	language                     int // found in each language
}

// The figures of the labelled sentences do not fall. Each language is held to its own.
func TestFloors(t *testing.T) {
	for name, least := range map[string]floor{
		own: {92, 1, 83, 3, 80}, third: {92, 1, 83, 3, 80}, fourth: {88, 3, 80, 4, 70}, fifth: {78, 2, 68, 5, 60},
		others + "first.jsonl": {94, 1, 80, 3, 80}, others + "second.jsonl": {94, 1, 72, 4, 80},
		others + "sixth.jsonl": {90, 1, 78, 3, 60}, others + "sixth-pages.jsonl": {90, 6, 80, 3, 0},
		others + "seventh.jsonl": {88, 5, 76, 4, 50}, others + "seventh-pages.jsonl": {90, 12, 70, 5, 0},
		others + "eighth.jsonl": {80, 3, 68, 4, 20}, others + "eighth-pages.jsonl": {90, 8, 58, 5, 0},
		others + "ninth.jsonl": {88, 20, 64, 5, 30}, others + "tenth-east.jsonl": {90, 5, 0, 0, 66},
		others + "tenth-values.jsonl": {90, 1, 80, 3, 60}, others + "tenth-west.jsonl": {86, 3, 0, 0, 70},
		others + "tenth.jsonl": {88, 1, 74, 3, 50}, others + "eleventh.jsonl": {90, 1, 70, 4, 50},
		others + "eleventh-pages.jsonl": {90, 25, 68, 4, 0}, others + "rare-west.jsonl": {68, 10, 0, 0, 50},
		others + "twelfth-east.jsonl": {88, 1, 0, 0, 66}, others + "twelfth.jsonl": {90, 6, 72, 5, 50},
		others + "thirteenth.jsonl": {92, 3, 72, 5, 50}, others + "fourteenth.jsonl": {84, 9, 75, 4, 0},
		others + "thirteenth-pages.jsonl": {85, 10, 76, 4, 0},
		others + "fifteenth.jsonl":        {88, 4, 80, 3, 50}, others + "fifteenth-pages.jsonl": {95, 8, 74, 3, 0},
		others + "honest-west.jsonl": {0, 5, 0, 0, 0}, others + "honest-mended.jsonl": {84, 7, 0, 0, 40},
		others + "sixteenth-pages.jsonl": {95, 29, 0, 0, 0},
		others + "honest-east.jsonl":     {0, 6, 0, 0, 0}, others + "kinds-east.jsonl": {94, 4, 0, 0, 70},
		others + "recalled.jsonl": {94, 1, 88, 2, 60}, others + "seventeenth.jsonl": {90, 13, 70, 4, 0},
		others + "seventeenth-pages.jsonl": {95, 33, 80, 2, 0},
		others + "eighteenth-pages.jsonl":  {97, 8, 80, 1, 0},
		others + "nineteenth.jsonl":        {93, 5, 80, 3, 0},
		others + "nineteenth-pages.jsonl":  {97, 18, 85, 1, 0},
		others + "mended-kinds.jsonl":      {80, 5, 0, 0, 0},
	} {
		items, err := load("../../"+name, "")
		if err != nil {
			t.Fatal(err)
		}
		all := newTally()
		for _, it := range items {
			all.add(it, reading.Read(it.Text))
		}
		c := all.all
		if c.found*100 < c.grave*least.found {
			t.Errorf("%s: found %d of %d grave sentences", name, c.found, c.grave)
		}
		if c.slander*100 > c.honest*least.slander {
			t.Errorf("%s: slandered %d of %d honest sentences", name, c.slander, c.honest)
		}
		if c.right*100 < c.wanted*least.right || c.wrong*100 > c.wanted*least.wrong {
			t.Errorf("%s: read %d of %d rightly, %d wrongly", name, c.right, c.wanted, c.wrong)
		}
		for _, l := range slices.Sorted(maps.Keys(all.lang)) {
			if of := all.lang[l]; of.found*100 < of.grave*least.language {
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

// A value is right in each of the ways that authors write it, and wrong only at its own words.
func TestJudge(t *testing.T) {
	text := "12 EUR a month, later 1,912 EUR"
	for _, x := range []struct {
		what, value, quote, got string
		from, to                int
		want                    string
	}{
		{"monthly_fee", "12 EUR", "12 EUR", "12 EUR/mo", 0, 14, "right"},
		{"price", "12 EUR", "12 EUR", "12 USDT", 0, 6, "wrong"},
		{"price", "12 EUR", "12 EUR a", "1912 EUR", 22, 31, ""},
		{"notice", "60", "month", "60 d", 9, 14, "right"},
		{"notice", "60", "month", "30 d", 9, 14, "wrong"},
		{"machine", "S21", "EUR", "Antminer S21", 0, 6, "right"},
		{"machine", "S21", "EUR", "Antminer S21 Pro", 0, 6, "wrong"},
		{"fee", "0.02 of output", "EUR", "0.02 of revenue", 0, 6, "right"},
		{"fee", "0.02 of output", "EUR", "0.02 of profit", 0, 6, "wrong"},
		{"cap", "0.1/year", "EUR", "0.1/y", 0, 6, "right"},
	} {
		s := reading.Statement{What: x.what, Value: x.got, Quote: text[x.from:x.to], From: x.from, To: x.to}
		got, _ := judge(want{x.what, x.value, x.quote}, text, []reading.Statement{s})
		if got["right"] != one(x.want == "right") || got["wrong"] != one(x.want == "wrong") {
			t.Errorf("judge(%s %s, %s at %d) = %v, want %q", x.what, x.value, x.got, x.from, got, x.want)
		}
	}
}
