package offer

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// Each file of testdata/errors provokes one message; the message stands beside it, whole.
func TestErrorMessages(t *testing.T) {
	files, err := filepath.Glob("testdata/errors/*.yaml")
	if err != nil || len(files) < 40 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, _, err = Parse(filepath.Base(file), data)
			if err == nil {
				t.Fatal("is read without an error")
			}
			golden(t, strings.TrimSuffix(file, ".yaml")+".txt", []byte(err.Error()+"\n"))
		})
	}
}

// Each file of testdata/warnings is read, with one doubt.
func TestWarningMessages(t *testing.T) {
	files, err := filepath.Glob("testdata/warnings/*.yaml")
	if err != nil || len(files) < 15 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			_, warnings, err := Parse(filepath.Base(file), data)
			if err != nil || len(warnings) == 0 {
				t.Fatal(err, warnings)
			}
			var b strings.Builder
			for _, w := range warnings {
				b.WriteString(w.String() + "\n")
			}
			golden(t, strings.TrimSuffix(file, ".yaml")+".txt", []byte(b.String()))
		})
	}
}

// Documents too large or too odd for a file of their own.
func TestErrorMessagesMade(t *testing.T) {
	const head = "schema: assay/offer/v1\nhashrate: 1 TH/s\n"
	for _, c := range []struct{ name, data, want string }{
		{"one byte too many", strings.Repeat("x", 1<<20+1), "offer.yaml:1:1: the document has 1048577 bytes, more than 1 MiB; an offer is a page of text; quote only the terms that matter"},
		{"100 MB", strings.Repeat("x", 100<<20), "offer.yaml:1:1: the document has 104857600 bytes, more than 1 MiB; an offer is a page of text; quote only the terms that matter"},
		{"empty", "", "offer.yaml:1:1: the document is empty; begin with \"schema: assay/offer/v1\""},
		{"comment", "# nothing\n", "offer.yaml:1:1: the document is empty; begin with \"schema: assay/offer/v1\""},
		{"NUL", head + "product: a\x00b\n", "offer.yaml:3:11: control character U+0000; remove it: an offer is plain text"},
		{"NUL escaped", head + `product: "a\0b"` + "\n", "offer.yaml:3:10: product: \"a\\x00b\" has the control character U+0000; remove it: an offer is plain text"},
		{"UTF-16", "\xff\xfes\x00", "offer.yaml:1:1: byte 0xff is not UTF-8; save the file as UTF-8 text"},
		{"Latin-1", head + "product: Caf\xe9\n", "offer.yaml:3:13: byte 0xe9 is not UTF-8; save the file as UTF-8 text"},
		{"after accents", head + "product: \"Café\"\nhashrte: 1 TH/s\n", "offer.yaml:4:1: unknown key \"hashrte\"; did you mean \"hashrate\"?"},
		{"brackets", strings.Repeat("[", 1<<19), "offer.yaml:1:13: nested more than 12 deep; an offer is at most four levels deep"},
		{"braces in JSON", strings.Repeat(`{"a":`, 1<<17), "offer.yaml:1:61: nested more than 12 deep; an offer is at most four levels deep"},
		{"dashes", strings.Repeat("- ", 1<<19), "offer.yaml:1:25: nested more than 12 deep; an offer is at most four levels deep"},
		{"stairs", stairs(300), "offer.yaml:13:13: nested more than 12 deep; an offer is at most four levels deep"},
		{"long text", head + "product: " + strings.Repeat("x", 301) + "\n",
			"offer.yaml:3:10: product: \"" + strings.Repeat("x", 60) + "...\" has 301 bytes, more than 300; shorten it, or quote it under terms: text"},
		{"long list", head + "fees:\n" + strings.Repeat("  - {revenue_share: 1%}\n", 1001), "offer.yaml:4:3: a list with 1001 entries, more than 1000; keep what the offer says"},
		{"long number", head + "term: " + strings.Repeat("1", 1<<19) + "d\n",
			"offer.yaml:3:7: term: \"" + strings.Repeat("1", 60) + "...\" has 524289 characters, too many for a term; write \"term: 360d\" or \"term: open\""},
		{"empty lines", head + "product: |" + strings.Repeat("\n", 1<<19) + "  x\n", "offer.yaml:54:1: more than 50 empty lines in a row; remove them"},
		{"many keys", head + strings.Repeat("a: b\n", 1<<17), "offer.yaml:6667:4: more than 20000 keys, values and signs; keep what the offer says"},
		{"long JSON line", `{"schema":"assay/offer/v1","fees":[` + strings.Repeat("1,", 1<<18) + "1]}",
			"offer.yaml:1:35: a list with 262145 entries, more than 1000; keep what the offer says"},
		{"JSON", `{"schema": "assay/offer/v1",` + "\n\t" + `"hashrate": 30}`, "offer.yaml:2:14: hashrate: \"30\" has no unit, so it is not a hashrate; write a number and TH/s, PH/s or EH/s, as in \"30 TH/s\""},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, _, err := Parse("offer.yaml", []byte(c.data))
			if err == nil {
				t.Fatal("is read without an error")
			}
			if diff := cmp.Diff(c.want, err.Error()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// stairs is a mapping in a mapping, n deep.
func stairs(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

// What editors and systems add to a text changes nothing.
func TestForms(t *testing.T) {
	want, _, err := Parse("full.yaml", []byte(full))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range map[string][]byte{
		"byte order mark":   []byte("\ufeff" + full),
		"Windows line ends": []byte(strings.ReplaceAll(full, "\n", "\r\n")),
		"document marks":    []byte("---\n" + full + "...\n"),
		"no last line end":  bytes.TrimRight([]byte(full), "\n"),
		"JSON":              JSON(want),
		"JSON, indented":    []byte(strings.ReplaceAll(string(JSON(want)), ",", ",\n\t")),
	} {
		got, _, err := Parse(name, data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

// At most twenty errors, the first of the document, in its order.
func TestErrorsBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("schema: assay/offer/v1\nhashrate: 1\n")
	for i := range 300 {
		b.WriteString("key" + strings.Repeat("x", i) + ": 1\n")
	}
	_, _, err := Parse("", []byte(b.String()))
	errs := err.(Errors)
	if len(errs) != maxErrors || errs[0].Line != 2 || errs[19].Line != 21 {
		t.Errorf("%d errors, first on line %d, last on line %d", len(errs), errs[0].Line,
			errs[len(errs)-1].Line)
	}
}

// A text that other YAML readers take for a number, a truth or a time stays what is written.
func TestNoTypes(t *testing.T) {
	for _, text := range []string{"yes", "no", "on", "012", "0x1F", "1e3", "12:30:45", "2021-09-12", "~x",
		"1_000", ".5", "TRUE"} {
		o, _, err := Parse("", []byte("schema: assay/offer/v1\nhashrate: 1 TH/s\nproduct: "+text+"\n"))
		if err != nil || o.Product != text {
			t.Errorf("%s reads as %q, %v", text, o.Product, err)
		}
	}
}
