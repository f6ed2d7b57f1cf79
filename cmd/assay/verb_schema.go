package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/invopop/jsonschema"
	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/trace"
)

// schemas are the documents that have one.
var schemas = []struct {
	name string
	make func() []byte
}{
	{"offer", offer.JSONSchema},
	{"verdict", verdictSchema},
	{"audit", func() []byte { return schemaOf(&audit.Result{}, audit.Schema, "Result of assay audit --json") }},
	{"trace", func() []byte { return schemaOf(&trace.Result{}, trace.Schema, "Result of assay trace --json") }},
	{"replay", func() []byte { return schemaOf(&valuation.ReplayLine{}, "", "Line of assay replay --json") }},
	{"screened", func() []byte { return schemaOf(&assay.Screened{}, "", "Line of assay screen") }},
	{"forecast", func() []byte { return schemaOf(&forecast.Document{}, "", "Result of assay forecast --json") }},
}

// verdictSchema is derived from the verdict itself.
func verdictSchema() []byte {
	return schemaOf(&assay.Verdict{}, assay.VerdictSchema, "Verdict of assay evaluate --json")
}

func schemaCommand(p *program) *cobra.Command {
	var names []string
	for _, s := range schemas {
		names = append(names, s.name)
	}
	return &cobra.Command{
		Use:       "schema " + strings.Join(names, "|"),
		Short:     "Print the JSON Schema of a document",
		Long:      "Print the JSON Schema (draft 2020-12) of a document, for editors and for programs of your own.",
		Example:   "  assay schema offer > offer.schema.json\n  assay schema verdict",
		ValidArgs: names,
		Args:      arguments(1, 1, "the name of a document: "+strings.Join(names, " or ")),
		RunE: func(_ *cobra.Command, args []string) error {
			i := slices.Index(names, args[0])
			if i < 0 {
				return &misuse{
					fmt.Sprintf("there is no schema %q", args[0]),
					"there are: " + strings.Join(names, ", "),
				}
			}
			return p.printJSON(json.RawMessage(schemas[i].make()))
		},
	}
}

// schemaOf is derived from a value, whose fields are its documentation.
func schemaOf(v any, id, title string) []byte {
	r := jsonschema.Reflector{DoNotReference: true, AllowAdditionalProperties: true}
	s := r.Reflect(v)
	nullable(s, reflect.TypeOf(v))
	s.ID, s.Title = jsonschema.ID(id), title
	out, err := json.Marshal(s)
	if err != nil {
		panic("assay: a schema does not marshal: " + err.Error())
	}
	return out
}

// nullable lets figures that may be unknown, which Go holds by pointer, be null.
func nullable(s *jsonschema.Schema, t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer:
		nullable(s, t.Elem())
	case reflect.Slice:
		if s.Items != nil {
			nullable(s.Items, t.Elem())
		}
	case reflect.Struct:
		for i := range t.NumField() {
			f := t.Field(i)
			key, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			property, ok := s.Properties.Get(key)
			if !ok {
				continue
			}
			nullable(property, f.Type)
			if f.Type.Kind() == reflect.Pointer {
				s.Properties.Set(
					key,
					&jsonschema.Schema{AnyOf: []*jsonschema.Schema{property, {Type: "null"}}},
				)
			}
		}
	}
}
