package offer

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"testing"
)

// Whatever the bytes: no panic, bounded errors with a place inside the document, and what is read has
// a normal form that reads back to it.
func FuzzParse(f *testing.F) {
	for _, pattern := range []string{"../examples/*.yaml", "testdata/errors/*.yaml",
		"testdata/warnings/*.yaml"} {
		files, err := filepath.Glob(pattern)
		if err != nil || len(files) == 0 {
			f.Fatalf("%s: no seeds, %v", pattern, err)
		}
		for _, file := range files {
			data, err := os.ReadFile(file)
			if err != nil {
				f.Fatal(err)
			}
			f.Add(data)
			if o, _, err := Parse(file, data); err == nil {
				f.Add(JSON(o))
			}
		}
	}
	f.Add([]byte(full))
	f.Fuzz(func(t *testing.T, data []byte) {
		o, warnings, err := Parse("fuzz", data)
		if err == nil {
			for _, w := range warnings {
				if w.Path == "" || w.Msg == "" || w.Line < 1 || w.Col < 1 {
					t.Fatalf("a warning without place or words: %+v", w)
				}
			}
			sameAgain(t, o)
			return
		}
		var errs Errors
		if !errors.As(err, &errs) || len(errs) == 0 || len(errs) > maxErrors {
			t.Fatalf("%d errors of type %T", len(errs), err)
		}
		lines := bytes.Count(data, []byte("\n")) + 1
		for _, e := range errs {
			if e.Line < 1 || e.Line > lines || e.Col < 1 || e.Msg == "" || len(e.Error()) > 2000 {
				t.Fatalf("in %d lines: %+v", lines, e)
			}
		}
	})
}

// The JSON form of an offer in evidence is read with the same care.
func FuzzUnmarshalJSON(f *testing.F) {
	o, _, err := Parse("full", []byte(full))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(JSON(o))
	f.Add([]byte(`{"schema":"assay/offer/v1"}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		var o Offer
		if o.UnmarshalJSON(data) != nil {
			return
		}
		var back Offer
		if err := back.UnmarshalJSON(JSON(o)); err != nil {
			t.Fatalf("%v\n%s", err, JSON(o))
		}
	})
}
