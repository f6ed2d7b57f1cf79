package main

import (
	"bytes"
	"context"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"gonum.org/v1/gonum/optimize"

	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/voice"
	"github.com/assaymining/assay/reading/weigh"
)

// taught is the sets that the weights of passages are learned from, each by another author.
var taught = []string{
	own, "reading/testdata/documents.jsonl",
	"cmd/readscore/testdata/first.jsonl", "cmd/readscore/testdata/second.jsonl", third, fourth, fifth,
	"cmd/readscore/testdata/sixth.jsonl", "cmd/readscore/testdata/sixth-pages.jsonl",
	"cmd/readscore/testdata/seventh.jsonl", "cmd/readscore/testdata/seventh-pages.jsonl",
	"cmd/readscore/testdata/eighth.jsonl", "cmd/readscore/testdata/eighth-pages.jsonl",
	"cmd/readscore/testdata/ninth.jsonl",
}

const (
	// rare is the passages in which something must stand to have a weight.
	rare = 5
	// ridge is the penalty of a weight's square, half of it: as if each weight were known beforehand to
	// be 0, give or take the root of its inverse (Hoerl and Kennard, Ridge Regression, 1970).
	ridge = 3.0
)

// lesson is a passage and whether it is grave.
type lesson struct {
	names []string
	grave bool
}

// promises is what a grave text says where it is grave.
var promises = []string{
	"promised_return", "multiple", "principal_back", "guarantee", "constant_income", "pay_first", "protected",
	"virtual_hashrate", "referral",
}

// lessons are the passages of labelled texts: of an honest one each block, of a grave one those that hold
// what it promises, or the first where nothing says which.
func lessons(items []item) (all []lesson) {
	for _, it := range items {
		if it.Label != "grave" && it.Label != "honest" {
			continue
		}
		d := phrase.Parse(context.Background(), it.Text)
		voice.Mark(context.Background(), d)
		var at []int
		if it.Label == "honest" {
			for i := range d.Clauses {
				if i == 0 || d.Clauses[i].Line > d.Clauses[i-1].Line+1 {
					at = append(at, i)
				}
			}
		}
		for _, w := range it.Expect {
			if it.Label == "grave" && slices.Contains(promises, w.What) {
				at = append(at, clauseOf(d, strings.Index(it.Text, w.Quote)))
			}
		}
		if len(at) == 0 && it.Label == "grave" && len(it.Expect) == 0 {
			at = []int{0}
		}
		for _, i := range at {
			all = append(all, lesson{weigh.Around(d.Clauses, i).Names(), it.Label == "grave"})
		}
	}
	return all
}

// clauseOf is the last clause that begins at or before a place of the text.
func clauseOf(d *phrase.Doc, at int) int {
	for i := len(d.Clauses) - 1; i > 0; i-- {
		if from, _ := d.Quoted(d.Clauses[i].From, d.Clauses[i].To); from <= at {
			return i
		}
	}
	return 0
}

// learn is the weight of each name by logistic regression with a ridge, and the bias.
func learn(all []lesson) (names []string, weights []float64, err error) {
	seen := map[string]int{}
	for _, l := range all {
		for _, n := range l.names {
			seen[n]++
		}
	}
	names = []string{weigh.Bias}
	for n, k := range seen {
		if k >= rare {
			names = append(names, n)
		}
	}
	slices.Sort(names[1:])
	place := map[string]int{}
	for i, n := range names {
		place[n] = i
	}
	rows := make([][]int, len(all))
	for i, l := range all {
		rows[i] = []int{0}
		for _, n := range l.names {
			if k, ok := place[n]; ok {
				rows[i] = append(rows[i], k)
			}
		}
	}
	share := shares(all)
	odds := func(w []float64, row []int) (z float64) {
		for _, k := range row {
			z += w[k]
		}
		return z
	}
	problem := optimize.Problem{
		Func: func(w []float64) (loss float64) {
			for i, row := range rows {
				z := odds(w, row)
				if !all[i].grave {
					z = -z
				}
				loss += share[i] * (math.Log1p(math.Exp(-math.Abs(z))) + max(0, -z))
			}
			for _, v := range w[1:] {
				loss += ridge / 2 * v * v
			}
			return loss
		},
		Grad: func(grad, w []float64) {
			grad[0] = 0
			for k := 1; k < len(w); k++ {
				grad[k] = ridge * w[k]
			}
			for i, row := range rows {
				g := 1 / (1 + math.Exp(-odds(w, row)))
				if all[i].grave {
					g--
				}
				for _, k := range row {
					grad[k] += share[i] * g
				}
			}
		},
	}
	settings := &optimize.Settings{GradientThreshold: 1e-4}
	result, err := optimize.Minimize(problem, make([]float64, len(names)), settings, &optimize.LBFGS{})
	if err != nil {
		return nil, nil, fmt.Errorf("the weights were not found: %w", err)
	}
	return names, result.X, nil
}

// shares is how much each lesson counts: both kinds the same, however many there are of each.
func shares(all []lesson) []float64 {
	grave := 0
	for _, l := range all {
		if l.grave {
			grave++
		}
	}
	out := make([]float64, len(all))
	for i, l := range all {
		out[i] = 1
		if l.grave {
			out[i] = float64(len(all)-grave) / float64(grave)
		}
	}
	return out
}

// weightsOf is the table of weights as it is kept, learned from the sets that lie under root.
func weightsOf(root string) ([]byte, error) {
	var all []lesson
	for _, name := range taught {
		items, err := load(filepath.Join(root, name), "")
		if err != nil {
			return nil, err
		}
		all = append(all, lessons(items)...)
	}
	names, weights, err := learn(all)
	if err != nil {
		return nil, err
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, `# What each concept in a passage adds to the log odds that it promises: above 0 it speaks for an
# offer that does, below 0 for a report, a warning, a rule, a bill. Learned from %d passages of
# labelled texts; after words of a language were changed, learn it anew and do not edit it:
#     go run ./cmd/readscore -weigh reading/weigh/weights.txt
# The concepts are explained in reading/language/README.md.
`, len(all))
	for i, n := range names {
		fmt.Fprintf(&b, "%s %.2f\n", n, weights[i])
	}
	return b.Bytes(), nil
}

// writeWeights writes the table of weights.
func writeWeights(path, root string) error {
	text, err := weightsOf(root)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}
