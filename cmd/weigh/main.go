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
	t, scored, err := learned()
	if err != nil {
		return err
	}
	if log {
		for _, share := range []float64{0.99, 0.98, 0.97, 0.96, 0.95, 0.93, 0.9} {
			report(scored, share)
		}
	}
	var b bytes.Buffer
	if err := t.Write(&b); err != nil {
		return err
	}
	return os.WriteFile(into, b.Bytes(), 0o644)
}

// learned is the table of all labelled texts, and what their statements come to where their author is left
// out.
func learned() (weigh.Table, []score, error) {
	examples, authors, err := everything()
	if err != nil {
		return weigh.Table{}, nil, err
	}
	scored := apart(examples, authors)
	t := learn(examples)
	t.Least = leasts(scored, kept)
	return t, scored, nil
}

// score is what a grave statement comes to by weights that were learned without its author.
type score struct {
	example
	sum float64
}

// apart is the scores of all grave statements that were said, of frauds and of honest texts.
func apart(examples []example, authors []string) (all []score) {
	for k := range folds {
		out := func(e example) bool { return slices.Index(authors, e.author)%folds == k }
		t := learn(slices.DeleteFunc(slices.Clone(examples), out))
		for _, e := range examples {
			if out(e) && e.said {
				all = append(all, score{e, t.Score(e.kind, e.features)})
			}
		}
	}
	return all
}

// leasts is what a share of the frauds' statements of each kind come to at least.
func leasts(all []score, share float64) map[weigh.Kind]float64 {
	of := map[weigh.Kind][]float64{}
	for _, s := range all {
		if s.grave {
			of[s.kind] = append(of[s.kind], s.sum)
		}
	}
	least := map[weigh.Kind]float64{}
	for k, sums := range of {
		slices.Sort(sums)
		least[k] = sums[int((1-share)*float64(len(sums)))]
	}
	return least
}

// report says how many texts stay found and how many are slandered where a share of the statements stays.
func report(all []score, share float64) {
	least := leasts(all, share)
	said, left := map[bool]map[string]bool{false: {}, true: {}}, map[bool]map[string]bool{false: {}, true: {}}
	authors := map[string]int{}
	for _, s := range all {
		said[s.grave][s.text] = true
		if s.sum >= least[s.kind] {
			if !s.grave && !left[false][s.text] {
				authors[s.author]++
			}
			left[s.grave][s.text] = true
		}
	}
	fmt.Printf("%.2f of statements: found %d of %d, slandered %d of %d, by author %v\n", share,
		len(left[true]), len(said[true]), len(left[false]), len(said[false]), authors)
}

// example is a clause to learn from: of a fraud's statement, or of an honest text.
type example struct {
	author, text string
	grave        bool
	said         bool // a rule says it
	kind         weigh.Kind
	features     []weigh.Feature
}
