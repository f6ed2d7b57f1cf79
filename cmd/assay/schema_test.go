package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"

	"github.com/assaymining/assay/cmd/assay/schemas"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

// TestVerdictsFitTheirSchema judges every example and checks the JSON against the published schema.
func TestVerdictsFitTheirSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemas.Of("verdict")))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("verdict.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("verdict.json")
	if err != nil {
		t.Fatal(err)
	}
	examples, _ := filepath.Glob(filepath.Join("..", "..", "examples", "*.yaml"))
	if len(examples) < 15 {
		t.Fatalf("only %d examples", len(examples))
	}
	for _, name := range examples {
		var out, errs bytes.Buffer
		p := program{in: strings.NewReader(""), out: &out, err: &errs, env: func(string) string { return "" }}
		if code := run(t.Context(), []string{"evaluate", "--json", "--paths", "256", name}, p); code != answered {
			t.Errorf("%s: exit code %d: %s", name, code, errs.String())
			continue
		}
		verdict, err := jsonschema.UnmarshalJSON(&out)
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(verdict); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
