package assistant

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/assaymining/assay"
)

// schema is a JSON Schema, or a part of one.
type schema = map[string]any

// settings are those of a judgement, as arguments.
func settings() schema {
	all := schema{}
	for _, s := range assay.Settings() {
		if s.Label == "" {
			continue
		}
		says := s.Label
		if s.Hint != "" {
			says += ", as " + s.Hint
		}
		all[string(s.Name)] = text(says + ".")
	}
	return all
}

// text, number: what a value is, for people and machines.
func text(says string) schema   { return schema{"type": "string", "description": says} }
func number(says string) schema { return schema{"type": "number", "description": says} }

// arguments is the schema of a tool's arguments, with those that it must have.
func arguments(must []string, groups ...schema) schema {
	all := schema{"only": schema{"type": "array", "items": schema{"type": "string"},
		"description": "Keys of the answer that you need; left out: all."}}
	for _, g := range groups {
		maps.Copy(all, g)
	}
	s := schema{"type": "object", "properties": all, "additionalProperties": false}
	if must != nil {
		s["required"] = must
	}
	return s
}

// parsed is a schema as a value. A schema that is not there allows any object.
func parsed(data []byte) schema {
	s := schema{}
	if len(data) > 0 && json.Unmarshal(data, &s) != nil {
		panic("assistant: a schema is no JSON")
	}
	s["type"] = "object"
	return s
}

// brief is a schema of documents without what only programs need: patterns, bounds, what else is let pass.
// Assistants read it before every call.
func brief(s, whole schema) schema {
	if name, ok := s["$ref"].(string); ok {
		defs, _ := whole["$defs"].(schema)
		at, _ := defs[strings.TrimPrefix(name, "#/$defs/")].(schema)
		return brief(at, whole)
	}
	out := schema{}
	if all, ok := s["anyOf"].([]any); ok && len(all) > 0 {
		first, _ := all[0].(schema)
		out = brief(first, whole)
	}
	for _, key := range []string{"const", "required", "type"} {
		if v, ok := s[key]; ok {
			out[key] = v
		}
	}
	if types, ok := s["type"].([]any); ok {
		out["type"] = types[0]
	}
	says, _ := s["description"].(string)
	if examples, ok := s["examples"].([]any); ok && len(examples) > 0 {
		says += fmt.Sprintf(", as %v", examples[0])
	}
	if says != "" {
		out["description"] = says
	}
	if words, ok := s["enum"].([]any); ok {
		out["enum"] = slices.DeleteFunc(slices.Clone(words), odd)
	}
	if all, ok := s["properties"].(schema); ok {
		properties := schema{}
		for name, one := range all {
			if property, ok := one.(schema); ok {
				properties[name] = brief(property, whole)
			}
		}
		out["properties"] = properties
	}
	if items, ok := s["items"].(schema); ok {
		out["items"] = brief(items, whole)
	}
	return out
}

// odd reports whether a value is another way to leave a key out.
func odd(v any) bool { return v == nil || v == "" || v == "unknown" }
