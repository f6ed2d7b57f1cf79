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
	"github.com/assaymining/assay/cmd/assay/commandline"
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
	{"audit", auditSchema},
	{"trace", traceSchema},
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
		Args:      commandline.Arguments(1, 1, "the name of a document: "+strings.Join(names, " or ")),
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

// verdictSchema is derived from the verdict itself, whose fields are its documentation.
func verdictSchema() []byte {
	r := jsonschema.Reflector{DoNotReference: true, AllowAdditionalProperties: true}
	s := r.Reflect(&assay.Verdict{})
	nullable(s, reflect.TypeFor[assay.Verdict]())
	s.ID = assay.VerdictSchema
	s.Title = "Verdict of assay evaluate --json"
	out, err := json.Marshal(s)
	if err != nil {
		panic("assay: the schema of a verdict does not marshal: " + err.Error())
	}
	return out
}

// traceSchema is derived from the result itself.
func traceSchema() []byte {
	r := jsonschema.Reflector{DoNotReference: true, AllowAdditionalProperties: true}
	s := r.Reflect(&trace.Result{})
	nullable(s, reflect.TypeFor[trace.Result]())
	s.ID = trace.Schema
	s.Title = "Result of assay trace --json"
	out, err := json.Marshal(s)
	if err != nil {
		panic("assay: the schema of a trace does not marshal: " + err.Error())
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
