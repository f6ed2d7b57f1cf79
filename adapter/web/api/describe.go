package api

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/danielgtaylor/huma/v2"
)

// form is the description of all operations in one of its forms.
type form struct {
	kind string
	data []byte
}

// describe makes the description of all operations: OpenAPI 3.1 as JSON and YAML, and 3.0 for tools that
// know no other. It refers to nothing outside itself.
func describe(c Config, all []Operation) (map[string]form, error) {
	known := huma.NewMapRegistry("#/components/schemas/", huma.DefaultSchemaNamer)
	d := &huma.OpenAPI{
		OpenAPI: "3.1.0",
		Info: &huma.Info{Title: "Assay", Version: c.Version,
			Description: "Judges offers of Bitcoin hashrate. The same documents and the same bytes as the " +
				"command line gives.",
			License: &huma.License{Name: "Apache-2.0", Identifier: "Apache-2.0"}},
		Servers:    []*huma.Server{{URL: c.Base + "/", Description: "this server"}},
		Components: &huma.Components{Schemas: known},
		Security:   []map[string][]string{{}}, // nobody has an account
	}
	told, err := exampleAnswers()
	if err != nil {
		return nil, err
	}
	s := &schemas{known: known, from: c.Schemas, types: c.Types, answers: told}
	for _, op := range all {
		one, err := s.operation(op)
		if err != nil {
			return nil, fmt.Errorf("describe %s: %w", op.ID, err)
		}
		d.AddOperation(one)
	}
	asJSON, err := json.Marshal(d)
	if err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	asYAML, err := d.YAML()
	if err != nil {
		return nil, fmt.Errorf("describe the API: %w", err)
	}
	older, err := d.Downgrade()
	if err != nil {
		return nil, fmt.Errorf("describe the API as OpenAPI 3.0: %w", err)
	}
	return map[string]form{
		"openapi.json":     {"application/vnd.oai.openapi+json", asJSON},
		"openapi.yaml":     {"application/vnd.oai.openapi", asYAML},
		"openapi-3.0.json": {"application/vnd.oai.openapi+json", older},
	}, nil
}

// operation describes one operation.
func (s *schemas) operation(op Operation) (*huma.Operation, error) {
	out := &huma.Operation{OperationID: op.ID, Method: op.Method, Path: op.Path, Summary: op.Summary,
		Description: op.Says, Responses: map[string]*huma.Response{}}
	for _, p := range op.Parameters {
		one := &huma.Param{Name: p.Name, In: "query", Description: p.Says,
			Schema: &huma.Schema{Type: huma.TypeString}}
		if p.Example != "" {
			one.Example = p.Example
		}
		if op.InPath(p) {
			one.In, one.Required = "path", true
		}
		out.Parameters = append(out.Parameters, one)
	}
	if op.Takes != nil {
		out.RequestBody = &huma.RequestBody{Required: !op.MayBeEmpty, Content: map[string]*huma.MediaType{}}
		for _, c := range op.Takes {
			content, err := s.content(c)
			if err != nil {
				return nil, err
			}
			out.RequestBody.Content[c.Kind] = content
		}
	}
	given := op.Gives
	if given.Example == nil {
		given.Example = s.answers[op.ID]
	}
	gives, err := s.content(given)
	if err != nil {
		return nil, err
	}
	problem, err := s.content(Content{Kind: problemKind, Schema: "problem", Example: exampleProblem()})
	if err != nil {
		return nil, err
	}
	says := "OK"
	if op.Gives.Lines { // OpenAPI 3.1 has no word for it
		says = "One of these a line"
	}
	out.Responses["200"] = &huma.Response{Description: says,
		Content: map[string]*huma.MediaType{op.Gives.Kind: gives}}
	for _, failure := range s.failures(op) {
		out.Responses[failure.status] = &huma.Response{Description: failure.says,
			Headers: failure.headers, Content: map[string]*huma.MediaType{problemKind: problem}}
	}
	return out, nil
}

// failure is an answer that says why there is none.
type failure struct {
	status, says string
	headers      map[string]*huma.Param
}

// failures are those that an operation may answer with.
func (s *schemas) failures(op Operation) []failure {
	again := map[string]*huma.Param{"Retry-After": {
		Description: "Seconds after which the same request may work",
		Schema:      &huma.Schema{Type: huma.TypeInteger}}}
	all := []failure{
		{"400", "A parameter that is not known, or a link that is broken", nil},
		{"422", "The document or a parameter cannot be read: line, column, path and repair", nil},
		{"429", "You ask for too much; wait as Retry-After says", again},
		{"503", "Busy; wait as Retry-After says", again},
		{"default", "Any other failure, such as a method that is not for this address", nil},
	}
	if op.Takes != nil {
		all = append(all, failure{"413", "The body is too large", nil})
	}
	if strings.Contains(op.Path, "{") {
		all = append(all, failure{"404", "There is nothing of this name", nil})
	}
	return all
}

// content describes a body.
func (s *schemas) content(c Content) (*huma.MediaType, error) {
	if c.Binary {
		return &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString, Format: "binary"}}, nil
	}
	if c.Schema == "" {
		return &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}, Example: c.Example}, nil
	}
	ref, err := s.ref(c.Schema)
	if err != nil {
		return nil, err
	}
	if c.Or != "" {
		other, err := s.ref(c.Or)
		if err != nil {
			return nil, err
		}
		ref = &huma.Schema{OneOf: []*huma.Schema{ref, other}}
	}
	return &huma.MediaType{Schema: ref, Example: c.Example}, nil
}

// schemas are those that were referred to so far, and where to find others.
type schemas struct {
	known   huma.Registry
	from    map[string][]byte
	types   map[string]any
	answers map[string]any // examples by operation
}

// ref is a reference to a schema by its name.
func (s *schemas) ref(name string) (*huma.Schema, error) {
	if v, ok := s.types[name]; ok {
		return s.known.Schema(reflect.TypeOf(v), true, ""), nil
	}
	title := titled(name)
	ref := &huma.Schema{Ref: "#/components/schemas/" + title}
	if s.known.Map()[title] != nil {
		return ref, nil
	}
	text, ok := s.from[name]
	if !ok {
		text = []byte(`{"type": "object"}`) // all that is known of it here
	}
	var all map[string]any
	if err := json.Unmarshal(text, &all); err != nil {
		return nil, fmt.Errorf("schema %s: %w", name, err)
	}
	parts, _ := all["$defs"].(map[string]any)
	for _, only := range []string{"$defs", "$schema", "$id"} { // it has no address of its own here
		delete(all, only)
	}
	add := func(title string, schema any) {
		under(schema, titled(name))
		whole, _ := schema.(map[string]any)
		s.known.Map()[title] = &huma.Schema{Extensions: whole}
	}
	for part, schema := range parts {
		add(titled(name)+titled(part), schema)
	}
	add(title, all)
	return ref, nil
}

// titled is a name with a capital.
func titled(name string) string { return strings.ToUpper(name[:1]) + name[1:] }

// under makes references to a document's own definitions references to components, named after the document,
// and writes what may be anything as a schema without words: OpenAPI 3.0 and many tools know no other.
func under(schema any, document string) {
	switch v := schema.(type) {
	case map[string]any:
		if to, ok := v["$ref"].(string); ok {
			if part, own := strings.CutPrefix(to, "#/$defs/"); own {
				v["$ref"] = "#/components/schemas/" + document + titled(part)
			} else if to == "#" {
				v["$ref"] = "#/components/schemas/" + document
			}
		}
		if properties, ok := v["properties"].(map[string]any); ok {
			for name, one := range properties {
				if one == true {
					properties[name] = map[string]any{}
				}
			}
		}
		if v["items"] == true {
			v["items"] = map[string]any{}
		}
		for _, inner := range v {
			under(inner, document)
		}
	case []any:
		for _, inner := range v {
			under(inner, document)
		}
	}
}
