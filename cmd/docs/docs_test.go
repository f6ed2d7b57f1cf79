package main

import (
	"flag"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assaymining/assay/forecast/backtest"
)

var (
	update = flag.Bool("update", false, "write the pages anew")
	all    = flag.Bool("all", false, "hold the record of forecasts and verdicts to its pages too (minutes)")
)

const standing = "../../docs"

// Each page that is made from the code is what the code makes of it now.
func TestPagesAreCurrent(t *testing.T) {
	if *update {
		if err := run(standing, nil, io.Discard); err != nil {
			t.Fatal(err)
		}
	}
	for _, p := range pages {
		text, err := p.make(standing)
		if err != nil {
			t.Fatal(err)
		}
		same(t, p.name, text)
	}
}

// With -all the record is computed anew, in a copy of the folder, and compared.
func TestRecordsAreCurrent(t *testing.T) {
	if !*all {
		t.Skip("computed anew with: go test ./cmd/docs -args -all")
	}
	t.Chdir("../..")
	kept := map[string][]byte{}
	for _, r := range records {
		for _, name := range r.names {
			kept[name] = read(t, "docs", name)
		}
	}
	for _, p := range pages {
		kept[p.name] = read(t, "docs", p.name)
	}
	defer func() {
		for name, text := range kept {
			if err := os.WriteFile(filepath.Join("docs", name), text, 0o644); err != nil {
				t.Error(err)
			}
		}
	}()
	if err := run("docs", records, io.Discard); err != nil {
		t.Fatal(err)
	}
	for name, want := range kept {
		if diff := cmp.Diff(string(want), string(read(t, "docs", name))); diff != "" {
			t.Errorf("docs/%s is not what its program writes; run go run ./cmd/docs -all\n%s", name, diff)
		}
	}
}

// The record of forecasts has all of its files, also where few forecasts are made.
func TestForecastsAreWhole(t *testing.T) {
	files, err := forecastsOf(backtest.Config{Paths: 16, Every: 40, Seed: 1}, 20454, io.Discard) // nowcasts from 2026-01-01
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range records[1].names {
		if text := files[name]; len(text) < 1000 {
			t.Errorf("%s: %d bytes", name, len(text))
		}
	}
	if len(files) != len(records[1].names) {
		t.Errorf("%d files, known are %q", len(files), records[1].names)
	}
}

// Every document that says of itself that it is made by a program is made by this one.
func TestEveryGeneratedPageIsKnown(t *testing.T) {
	known := []string{"residuals.md", "reading.md"} // from tables that are not part of the project
	for _, p := range pages {
		known = append(known, p.name)
	}
	for _, r := range records {
		known = append(known, r.names...)
	}
	files, err := filepath.Glob(filepath.Join(standing, "*.*"))
	if err != nil || len(files) < 10 {
		t.Fatalf("%d documents, %v", len(files), err)
	}
	for _, file := range files {
		name := filepath.Base(file)
		head, _, _ := strings.Cut(string(read(t, standing, name)), "\n## ")
		if strings.Contains(head, "go run ./cmd/") && !slices.Contains(known, name) || strings.HasSuffix(name, ".svg") && !slices.Contains(known, name) {
			t.Errorf("docs/%s is made by a program, and cmd/docs does not know it", name)
		}
	}
	for _, name := range known {
		if len(read(t, standing, name)) == 0 {
			t.Errorf("docs/%s is empty", name)
		}
	}
}

func same(t *testing.T, name string, got []byte) {
	t.Helper()
	if diff := cmp.Diff(string(read(t, standing, name)), string(got)); diff != "" {
		t.Errorf("docs/%s is not what the code makes of it; run go run ./cmd/docs\n%s", name, diff)
	}
}

func read(t *testing.T, folder, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}
