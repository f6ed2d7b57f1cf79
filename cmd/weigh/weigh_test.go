package main

import (
	"math"
	"testing"

	"github.com/assaymining/assay/reading/weigh"
)

// TestLearn: what only frauds have weighs above nothing, what only honest texts have below, what both have
// alike and what is rare weighs nothing.
func TestLearn(t *testing.T) {
	const fraud, honest, both, seldom = weigh.Feature(15<<24 | 1<<12), weigh.Feature(15<<24 | 2<<12),
		weigh.Feature(15<<24 | 3<<12), weigh.Feature(15<<24 | 4<<12)
	var all []example
	for i := range 40 {
		e := example{grave: i%2 == 0, kind: 1, features: []weigh.Feature{both, honest}}
		if e.grave {
			e.features[1] = fraud
		}
		if i < rare-1 {
			e.features = append(e.features, seldom)
		}
		all = append(all, e)
	}
	w := learn(all).Weights
	if w[fraud]+w[fraud.For(1)] <= 0.5 || w[honest]+w[honest.For(1)] >= -0.5 {
		t.Errorf("a fraud's weighs %v, an honest text's %v", w[fraud], w[honest])
	}
	if w[both] > 0.1 || w[both] < -0.1 || w[seldom] != 0 || w[fraud.For(2)] != 0 {
		t.Errorf("what both have weighs %v, what is rare %v", w[both], w[seldom])
	}
}

// TestTexts: the forms that labelled texts stand in.
func TestTexts(t *testing.T) {
	for name, x := range map[string]struct {
		text string
		want []labelled
	}{
		"paraphrases.txt": {"## en\n+ We pay\n2 % a day.\n- We charge 2 %.\n", []labelled{
			{Text: "We pay\n2 % a day.\n", Label: "grave"}, {Text: "We charge 2 %.\n", Label: "honest"}}},
		"honest.txt": {"en\tThe fee is 2 %.\n", []labelled{{Text: "The fee is 2 %.\n", Label: "honest"}}},
		"pages.txt": {"## one\nFirst.\n## two\nSecond.", []labelled{
			{Text: "First.", Label: "honest"}, {Text: "Second.", Label: "honest"}}},
		"any.jsonl": {`{"id": "a", "text": "Hm?", "label": "ask"}`, []labelled{
			{ID: "a", Text: "Hm?", Label: "ask"}}},
	} {
		got, err := texts(name, []byte(x.text))
		if err != nil || len(got) != len(x.want) {
			t.Fatalf("%s: %+v, %v", name, got, err)
		}
		for i, l := range got {
			if l.ID != x.want[i].ID || l.Text != x.want[i].Text || l.Label != x.want[i].Label {
				t.Errorf("%s: %+v, want %+v", name, l, x.want[i])
			}
		}
	}
	if _, err := texts("any.jsonl", []byte("{")); err == nil {
		t.Error("a cut line is read")
	}
}

// TestExamples: of a fraud the statements that its author quoted, of an honest text every clause that could
// be taken for one.
func TestExamples(t *testing.T) {
	l := labelled{Text: "We have 40 halls. You earn 2 % a day, guaranteed. Fees are low."}
	l.Expect = append(l.Expect, struct{ What, Quote string }{"promised_return", "You earn 2 % a day"})
	f := said(l, example{grave: true})
	if len(f) < 2 {
		t.Errorf("%d examples of a fraud", len(f))
	}
	for _, e := range f {
		if len(e.features) == 0 || !e.grave {
			t.Errorf("%+v", e)
		}
	}
	l.Expect[0].Quote = "We have 40 halls."
	if f := said(l, example{grave: true}); len(f) > 0 {
		t.Errorf("what nobody called grave is an example: %+v", f)
	}
	h := honest(labelled{Text: "We meet at noon.\nThe fee is 2 %."}, example{})
	kinds := map[weigh.Kind]bool{}
	for _, e := range h {
		kinds[e.kind] = true
	}
	paid, virtual := kinds[weigh.KindOf("promised_return")], kinds[weigh.KindOf("virtual_hashrate")]
	if !paid || virtual || len(kinds) != len(h) {
		t.Errorf("%+v", h)
	}
}

// TestTableIsCurrent: the table that the reader has is the one that is learned from the texts and the words
// of today ("make words"), but for what another processor rounds otherwise.
func TestTableIsCurrent(t *testing.T) {
	if testing.Short() {
		t.Skip("learns for a quarter of a minute")
	}
	t.Chdir("../..")
	table, _, err := learned()
	if err != nil {
		t.Fatal(err)
	}
	now := weigh.Embedded()
	for f := range now.Weights {
		table.Weights[f] += 0 // what is learned no more weighs nothing
	}
	for f, w := range table.Weights {
		if math.Abs(w-now.Weights[f]) > 0.05 {
			t.Fatalf("%v weighs %.3f, and %.3f in weights.txt; run make words", f, w, now.Weights[f])
		}
	}
	if len(table.Least) != len(now.Least) {
		t.Errorf("%d kinds have a least, and %d in weights.txt; run make words", len(table.Least), len(now.Least))
	}
	for k, least := range table.Least {
		if math.Abs(least-now.Least[k]) > 0.05 {
			t.Errorf("the least of kind %d is %.3f, and %.3f in weights.txt; run make words",
				k, least, now.Least[k])
		}
	}
}
