package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestExamples judges every real offer of examples/ and compares with its verdict as a reader sees it,
// in examples/verdicts, over fewer simulated markets than a reader gets, to save time. Rewritten with
// -update; a diff there is a change of what people are told.
func TestExamples(t *testing.T) {
	examples, _ := filepath.Glob(filepath.Join("..", "..", "examples", "*.yaml"))
	if len(examples) < 15 {
		t.Fatalf("only %d examples", len(examples))
	}
	kept := map[string]bool{}
	for _, offered := range examples {
		name := strings.TrimSuffix(filepath.Base(offered), ".yaml") + ".txt"
		kept[name] = true
		t.Run(name, func(t *testing.T) {
			var out, errs bytes.Buffer
			env := map[string]string{"COLUMNS": "100", "NO_COLOR": "1", "LANG": "C.UTF-8"}
			p := program{in: strings.NewReader(""), out: &out, err: &errs, env: func(k string) string { return env[k] }}
			if code := run(t.Context(), []string{"evaluate", "--paths", "2048", offered}, p); code != answered {
				t.Fatalf("exit code %d: %s", code, errs.String())
			}
			golden := filepath.Join("..", "..", "examples", "verdicts", name)
			if *update {
				if err := os.WriteFile(golden, out.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatalf("%v; make golden writes it", err)
			}
			if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(out.String(), "\n")); diff != "" {
				t.Errorf("the verdict changed (-want +got); make golden takes the new one:\n%s", diff)
			}
		})
	}
	verdicts, _ := filepath.Glob(filepath.Join("..", "..", "examples", "verdicts", "*.txt"))
	for _, v := range verdicts {
		if !kept[filepath.Base(v)] {
			t.Errorf("%s is the verdict of no example; remove it", v)
		}
	}
}
