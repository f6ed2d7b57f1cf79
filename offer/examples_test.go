package offer

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func examples(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("../examples/*.yaml")
	if err != nil || len(files) < 18 {
		t.Fatalf("%d examples, %v", len(files), err)
	}
	return files
}

// Every example is read without a doubt, and its normal form stays what it is.
func TestExamples(t *testing.T) {
	for _, file := range examples(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			o, warnings, err := Parse(file, data)
			if err != nil {
				t.Fatal(err)
			}
			for _, w := range warnings {
				t.Log(w)
			}
			normal := Format(o)
			back, _, err := Parse("normal form", normal)
			if err != nil {
				t.Fatalf("%v\n%s", err, normal)
			}
			if diff := cmp.Diff(o, back); diff != "" {
				t.Error(diff)
			}
			if again := Format(back); !bytes.Equal(normal, again) {
				t.Errorf("normal form is not stable:\n%s\n%s", normal, again)
			}
		})
	}
}
