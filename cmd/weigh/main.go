// Command weigh learns what the words and figures of a clause weigh, from the labelled texts that are part of
// the project, and writes reading/weigh/weights.txt (docs/adr/009).
//
// Of grave texts the grave statements count, of honest ones all clauses. The table's least is where of the
// grave texts in which a statement is found, kept of a hundred stay found: each author's by a table that was
// learned without that author. How it fares with texts of others, cmd/readscore measures.
package main

import (
	"bytes"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"

	"github.com/assaymining/assay/reading/weigh"
)

const (
	into = "reading/weigh/weights.txt"

	folds = 6    // how often a part of the authors is left out
	kept  = 0.95 // of the grave texts that are found, those that stay
)

func main() {
	log := flag.Bool("v", false, "say how many grave texts stay found at which least")
	flag.Parse()
	if err := run(*log); err != nil {
		fmt.Fprintln(os.Stderr, "weigh: error:", err)
		os.Exit(1)
	}
}

func run(log bool) error {
	examples, authors, err := everything()
	if err != nil {
		return err
	}
	var found []float64 // the best score of each grave text, by a table that was learned without its author
	for k := range folds {
		out := func(e example) bool { return slices.Index(authors, e.author)%folds == k }
		t := learn(slices.DeleteFunc(slices.Clone(examples), out))
		best := map[string]float64{}
		for _, e := range examples {
			if out(e) && e.grave {
				s := t.Score(e.kind, e.features)
				if b, ok := best[e.text]; !ok || s > b {
					best[e.text] = s
				}
			}
		}
		found = slices.AppendSeq(found, maps.Values(best))
	}
	slices.Sort(found)
	if log {
		for _, share := range []float64{0.99, 0.98, 0.97, 0.96, 0.95, 0.93, 0.9} {
			fmt.Printf("%.2f of %d stay at a least of %.3f\n", share, len(found), least(found, share))
		}
	}
	t := learn(examples)
	t.Least = least(found, kept)
	var b bytes.Buffer
	if err := t.Write(&b); err != nil {
		return err
	}
	return os.WriteFile(into, b.Bytes(), 0o644)
}

// least is what a share of the scores, in order, come to at least.
func least(scores []float64, share float64) float64 {
	return scores[int((1-share)*float64(len(scores)))]
}

// example is a clause to learn from: of a fraud's statement, or of an honest text.
type example struct {
	author, text string
	grave        bool
	kind         weigh.Kind
	features     []weigh.Feature
}
