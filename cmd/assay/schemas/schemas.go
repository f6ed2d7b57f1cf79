// Package schemas makes the JSON Schemas (draft 2020-12) of the documents that the program prints and reads:
// from the Go types, whose fields are their documentation. Nothing in it is promised to other modules.
package schemas

import (
	"encoding/json"
	"reflect"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/flagged"
	"github.com/assaymining/assay/redflag/told"
	"github.com/assaymining/assay/trace"
	"github.com/invopop/jsonschema"
)

// documents are those that have a schema.
var documents = []struct {
	name string
	make func() []byte
}{
	{"offer", offer.JSONSchema},
	{"verdict", schemaOf[assay.Verdict](assay.VerdictSchema, "Verdict of assay evaluate --json")},
	{"comparison", schemaOf[assay.Comparison](assay.ComparisonSchema, "Result of assay compare --json")},
	{"flags", schemaOf[flagged.Document]("", "Result of assay flags --json")},
	{"audit", schemaOf[audit.Result](audit.Schema, "Result of assay audit --json")},
	{"reading", schemaOf[told.Text](told.Schema, "Result of assay read --json")},
	{"trace", schemaOf[trace.Result](trace.Schema, "Result of assay trace --json")},
	{"replay", schemaOf[valuation.ReplayLine]("", "Line of assay replay --json")},
	{"screened", schemaOf[assay.Screened]("", "Line of assay screen")},
	{"forecast", schemaOf[forecast.Document]("", "Result of assay forecast --json")},
}

// Names are the names of the documents, in the order of the help text.
func Names() (names []string) {
	for _, d := range documents {
		names = append(names, d.name)
	}
	return names
}

// Of is the schema of a document; nil: there is no such document.
func Of(name string) []byte {
	for _, d := range documents {
		if d.name == name {
			return d.make()
		}
	}
	return nil
}

// schemaOf is derived from what is printed, whose fields are its documentation.
func schemaOf[T any](id, title string) func() []byte {
	return func() []byte {
		r := jsonschema.Reflector{DoNotReference: true, AllowAdditionalProperties: true}
		var printed T
		s := r.Reflect(&printed)
		nullable(s, reflect.TypeFor[T]())
		s.ID, s.Title = jsonschema.ID(id), title
		out, err := json.Marshal(s)
		if err != nil {
			panic("assay: the schema " + id + " does not marshal: " + err.Error())
		}
		return out
	}
}

// nullable lets figures that may be unknown, which Go holds by pointer, be null.
func nullable(s *jsonschema.Schema, t reflect.Type) {
	switch t.Kind() {
	case reflect.Pointer:
		nullable(s, t.Elem())
	case reflect.Slice, reflect.Array:
		if s.Items == nil {
			return
		}
		nullable(s.Items, t.Elem())
		if t.Elem().Kind() == reflect.Pointer {
			s.Items = orNull(s.Items)
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
				s.Properties.Set(key, orNull(property))
			}
		}
	}
}

// orNull is a schema that null fits too.
func orNull(s *jsonschema.Schema) *jsonschema.Schema {
	return &jsonschema.Schema{AnyOf: []*jsonschema.Schema{s, {Type: "null"}}}
}
