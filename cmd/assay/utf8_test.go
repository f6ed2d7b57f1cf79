package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// Whatever a seller writes, in whatever letters, no verb cuts it between the bytes of a letter. Texts of
// every
// length around the places where something is cut go through every verb that shows them.
func TestTextIsNeverCutInALetter(t *testing.T) {
	dir := t.TempDir()
	for _, letter := range []string{"ж", "é", "利", "🙂"} {
		for _, n := range []int{1, 29, 30, 31, 60, 120, 121, 400} {
			text := strings.Repeat(letter, n)
			for i, doc := range []string{
				"schema: assay/offer/v1\nprovider: {name: " + text + "}\nproduct: " +
					"" + text + "\nseen: 2025-06-19\n" +
					"hashrate: 10 TH/s\nterm: 30d\nprice: {upfront: 171 USD}\nfees: [{name: " + text +
					", per_hashrate_day: 0.01 USD/TH/day, paid: deducted}]\n" +
					"sources: [{url: 'https://example.com/', quote: \"" + text + " 2% в день\"}]\n" +
					"terms: {text: \"" + text + ". Доход 2% в день от суммы вклада, гарантировано. " +
					"" + text + "\"}\n",
				"schema: assay/offer/v1\nhashrate: \"" + text + "\"\nterm: " +
					"\"a" + text + "\"\n" + text + ": 1\n",
			} {
				path := filepath.Join(dir, fmt.Sprintf("%d.yaml", i))
				if err := os.WriteFile(path, []byte(doc), 0o600); err != nil {
					t.Fatal(err)
				}
				line, err := json.Marshal(map[string]any{"id": text, "schema": "assay/offer/v1",
					"hashrate": "10 TH/s", "provider": map[string]string{"name": text}, "product": text})
				if err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(filepath.Join(dir, "all.jsonl"), line, 0o600); err != nil {
					t.Fatal(err)
				}
				for _, args := range [][]string{
					{"flags", path}, {"flags", "--json", path}, {"offer", "check", path}, {"offer", "fmt", path},
					{"evaluate", "--paths", "-1", path}, {"evaluate", "--paths", "-1", "--json", path},
					{"replay", "--from", "2025-06-19", path}, {"screen", "--paths", "-1", filepath.Join(dir, "all.jsonl")},
					{"flags", "--claim", text + "=" + text}, {"evaluate", "--as-of", text, path}, {text},
				} {
					if i == 1 && args[0] == "screen" {
						continue
					}
					var out, errs bytes.Buffer
					run(context.Background(), args, program{in: strings.NewReader(""), out: &out, err: &errs,
						env: func(string) string { return "" }})
					if !utf8.Valid(out.Bytes()) || !utf8.Valid(errs.Bytes()) {
						t.Errorf("%s of %d %q: %q%q", args[0], n, letter, out.String(), errs.String())
					}
				}
			}
		}
	}
}
