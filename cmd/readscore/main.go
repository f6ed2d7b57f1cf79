// Command readscore measures the reading of text on labelled sentences (JSON lines: id, lang, text, kind,
// label, expect, twin) and writes docs/reading.md from those that are part of the project.
//
// Recall (grave sentences found) and slander (honest ones called grave) are never mixed into one figure.
package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/assaymining/assay/reading"
)

// item is a labelled sentence.
type item struct {
	ID     string `json:"id"`
	Lang   string `json:"lang"`
	Text   string `json:"text"`
	Kind   string `json:"kind"`
	Label  string `json:"label"`
	Expect []want `json:"expect"`
	Twin   string `json:"twin"`
}

// want is what must be read in it.
type want struct {
	What  string `json:"what"`
	Value string `json:"value"`
	Quote string `json:"quote"`
}

func main() {
	half := flag.String("half", "", "look or score: the items read while the reader was written, or last")
	show := flag.Bool("show", false, "list what was missed, slandered and read wrongly")
	page := flag.String("page", "", "write the figures of the project's sentences to this Markdown file")
	only := flag.String("lang", "", "only this language")
	flag.Parse()
	if (flag.NArg() != 1) == (*page == "") {
		fmt.Fprintln(os.Stderr, "usage: readscore [-half look|score] [-lang xx] [-show] SENTENCES.jsonl")
		fmt.Fprintln(os.Stderr, "       readscore -page FILE")
		os.Exit(2)
	}
	var err error
	if *page != "" {
		err = write(*page, ".")
	} else {
		err = run(os.Stdout, flag.Arg(0), *half, *only, *show)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "readscore: error:", err)
		os.Exit(1)
	}
}

func run(w io.Writer, path, half, lang string, show bool) error {
	items, err := load(path, half)
	if err != nil {
		return err
	}
	t := newTally()
	for _, it := range items {
		if lang != "" && it.Lang != lang {
			continue
		}
		marks := t.add(it, reading.Read(it.Text))
		if show && len(marks) > 0 {
			fmt.Fprintf(w, "%s %s %q\n", it.ID, it.Label, it.Text)
			for _, m := range marks {
				fmt.Fprintln(w, "   ", m)
			}
		}
	}
	t.print(w)
	return nil
}

// The sentences that are part of the project, from its root: its own, and those of others.
const (
	own    = "reading/testdata/sentences.jsonl"
	others = "cmd/readscore/testdata/"
	third  = others + "third.jsonl"
	fourth = others + "fourth.jsonl"
	fifth  = others + "fifth.jsonl"
)

// write writes the page of the project's sentences, which lie under root.
func write(path, root string) error {
	text, err := pageOf(root)
	if err != nil {
		return err
	}
	return os.WriteFile(path, text, 0o644)
}

// pageOf is that page.
func pageOf(root string) ([]byte, error) {
	var tallies [4]*tally
	for i, name := range []string{own, third, fourth, fifth} {
		items, err := load(filepath.Join(root, name), "")
		if err != nil {
			return nil, err
		}
		tallies[i] = newTally()
		for _, it := range items {
			tallies[i].add(it, reading.Read(it.Text))
		}
	}
	var b bytes.Buffer
	page(&b, tallies[0], tallies[1:])
	return append(bytes.TrimRight(b.Bytes(), "\n"), '\n'), nil
}

// part is the part of the set that a key falls into: look was read while the reader was written; score (an
// eighth) was only counted until 10 of its 18 grave items were found, and read after that.
func part(key string) string {
	sum := sha256.Sum256([]byte(key))
	if sum[0]%2 == 1 && sum[1]%2 == 1 && sum[2]%2 == 1 {
		return "score"
	}
	return "look"
}

// load reads the items of a half: twins fall on the same side.
func load(path, half string) ([]item, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	var items []item
	s := bufio.NewScanner(f)
	s.Buffer(nil, 1<<20)
	for n := 1; s.Scan(); n++ {
		var it item
		if err := json.Unmarshal(s.Bytes(), &it); err != nil {
			return nil, fmt.Errorf("%s line %d: %w", path, n, err)
		}
		key := it.Twin
		if key == "" {
			key = it.ID
		}
		if half == "" || part(key) == half {
			items = append(items, it)
		}
	}
	return items, s.Err()
}
