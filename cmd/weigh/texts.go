package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// labelled is a text whose author says what it is.
type labelled struct {
	ID, Text, Label string // the label: grave, honest, or ask
	Expect          []struct{ What, Quote string }
}

// held is the author whose texts nothing is learned from: what the reader makes of them is what to expect.
const held = "nineteenth"

// everything is the examples of all labelled texts, and their authors: the files of a name up to "-".
func everything() (examples []example, authors []string, err error) {
	files, err := filepath.Glob("cmd/readscore/testdata/*.jsonl")
	if err != nil || len(files) == 0 {
		return nil, nil, fmt.Errorf("no cmd/readscore/testdata: run this at the project's root")
	}
	for _, name := range strings.Fields("sentences.jsonl documents.jsonl paraphrases.txt plain.txt " +
		"honest.txt pages.txt") {
		files = append(files, "reading/testdata/"+name)
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			return nil, nil, err
		}
		all, err := texts(filepath.Base(f), text)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", f, err)
		}
		author, _, _ := strings.Cut(strings.TrimSuffix(filepath.Base(f), filepath.Ext(f)), "-")
		if author == held {
			continue
		}
		authors = append(authors, author)
		for i, l := range all {
			e := example{author: author, text: fmt.Sprint(f, i), grave: l.Label == "grave"}
			switch l.Label {
			case "grave":
				examples = append(examples, said(l, e)...)
			case "honest":
				examples = append(append(examples, said(l, e)...), honest(l, e)...)
			}
		}
	}
	slices.Sort(authors)
	return examples, slices.Compact(authors), nil
}

// texts is the labelled texts of a file, whose form its name tells.
func texts(name string, text []byte) ([]labelled, error) {
	var all []labelled
	switch name {
	case "paraphrases.txt", "plain.txt": // "+ " before a grave one, "- " before an honest; other lines go on
		for line := range strings.Lines(string(text)) {
			switch sign := line[:min(2, len(line))]; {
			case sign == "+ ":
				all = append(all, labelled{Text: line[2:], Label: "grave"})
			case sign == "- ":
				all = append(all, labelled{Text: line[2:], Label: "honest"})
			case sign != "##" && len(all) > 0:
				all[len(all)-1].Text += line
			}
		}
	case "honest.txt": // a language, a tab, a line
		for line := range strings.Lines(string(text)) {
			_, words, _ := strings.Cut(line, "\t")
			all = append(all, labelled{Text: words, Label: "honest"})
		}
	case "pages.txt": // a title, then the page
		for _, page := range strings.Split("\n"+string(text), "\n## ")[1:] {
			_, words, _ := strings.Cut(page, "\n")
			all = append(all, labelled{Text: words, Label: "honest"})
		}
	default:
		lines := bufio.NewScanner(bytes.NewReader(text))
		lines.Buffer(nil, 1<<20)
		for n := 1; lines.Scan(); n++ {
			var l labelled
			if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
				return nil, fmt.Errorf("line %d: %w", n, err)
			}
			all = append(all, l)
		}
		return all, lines.Err()
	}
	return all, nil
}
