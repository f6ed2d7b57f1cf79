// Command weigh learns what the words and figures of a clause weigh, from the labelled texts that are part of
// the project, and writes reading/weigh/weights.txt (docs/adr/009).
//
// Of grave texts the grave statements count, of honest ones all clauses. The table's least is where of the
// grave texts in which a statement is found, kept of a hundred stay found: each author's by a table that was
// learned without that author. How it fares with texts of others, cmd/readscore measures.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading/weigh"
)

const (
	own    = "reading/testdata/sentences.jsonl"
	others = "cmd/readscore/testdata/*.jsonl"
	into   = "reading/weigh/weights.txt"

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
	files, err := filepath.Glob(others)
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no %s: run this at the project's root", others)
	}
	var examples []example
	var authors []string
	for _, f := range append(files, own) {
		of, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(f), ".jsonl"), "-")
		all, err := load(f, of)
		if err != nil {
			return err
		}
		examples, authors = append(examples, all...), append(authors, of)
	}
	slices.Sort(authors)
	authors = slices.Compact(authors)
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
		for _, s := range best {
			found = append(found, s)
		}
	}
	slices.Sort(found)
	if log {
		for _, share := range []float64{0.99, 0.98, 0.97, 0.96, 0.95, 0.93, 0.9} {
			fmt.Printf("%.2f of %d stay at a least of %.3f\n", share, len(found), found[int((1-share)*float64(len(found)))])
		}
	}
	t := learn(examples)
	t.Least = found[int((1-kept)*float64(len(found)))]
	var b bytes.Buffer
	if err := t.Write(&b); err != nil {
		return err
	}
	return os.WriteFile(into, b.Bytes(), 0o644)
}

// example is a clause to learn from: of a fraud's statement, or of an honest text.
type example struct {
	author, text string
	grave        bool
	kind         weigh.Kind
	features     []weigh.Feature
}

// labelled is a line of a file.
type labelled struct {
	ID, Text, Label string
	Expect          []struct{ What, Quote string }
}

func load(path, author string) ([]example, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var out []example
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	for n := 1; lines.Scan(); n++ {
		var l labelled
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			return nil, fmt.Errorf("%s line %d: %w", path, n, err)
		}
		e := example{author: author, text: path + " " + l.ID, grave: l.Label == "grave"}
		switch l.Label {
		case "grave":
			out = append(out, frauds(l, e)...)
		case "honest":
			out = append(out, honest(l, e)...)
		}
	}
	return out, lines.Err()
}
