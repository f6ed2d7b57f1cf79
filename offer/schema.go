package offer

import (
	"bytes"
	"encoding/json"

	"github.com/assaymining/assay/offer/tree"
)

// JSONSchema is the JSON Schema (draft 2020-12) of the offer document, for editors and for other
// programs. It is made from the table that Parse reads by. It says less than Parse: bounds of
// numbers, and rules between keys beyond those of prices and fees, are Parse's alone.
func JSONSchema() []byte {
	defs := map[string]any{}
	root := objectSchema(offerObject.entries(), defs)
	props := root["properties"].(map[string]any)
	props["schema"] = map[string]any{"const": Schema, "description": "the version of this form"}
	root["required"] = []string{"schema"}
	root["$schema"] = "https://json-schema.org/draft/2020-12/schema"
	root["$id"] = "https://github.com/assaymining/assay/schema/offer-v1.json"
	root["title"] = "An offer of bitcoin hashrate (" + Schema + ")"
	root["description"] = "What is left out, null or \"unknown\" is unknown. " +
		"Quantities are text and carry their unit."
	root["$defs"] = defs
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(root); err != nil {
		panic("offer: the schema does not encode: " + err.Error())
	}
	return b.Bytes()
}

// objectSchema describes an object, and each object below it in defs.
func objectSchema(fields []entry, defs map[string]any) map[string]any {
	props := map[string]any{}
	for _, f := range fields {
		props[f.key] = f.shape.jsonSchema(f.doc, defs)
	}
	return map[string]any{"type": "object", "additionalProperties": false, "properties": props}
}

func (s shape) jsonSchema(doc string, defs map[string]any) map[string]any {
	value := s.valueSchema(defs)
	if s.list {
		return map[string]any{"description": doc, "anyOf": []any{
			map[string]any{"type": "array", "items": value, "maxItems": tree.MaxEntries}, nothing()}}
	}
	if s.object != "" {
		return map[string]any{"description": doc, "anyOf": []any{value, nothing()}}
	}
	value["description"] = doc
	return value
}

// nothing is what stands for unknown in any place.
func nothing() map[string]any { return map[string]any{"enum": []any{nil, "unknown", ""}} }

// valueSchema is the schema of one value: an object by reference, or a scalar.
func (s shape) valueSchema(defs map[string]any) map[string]any {
	if s.object != "" {
		if defs[s.object] == nil {
			defs[s.object] = map[string]any{} // holds the place while its children are described
			o := objectSchema(s.children, defs)
			for k, v := range rulesOf[s.object] {
				o[k] = v
			}
			defs[s.object] = o
		}
		return map[string]any{"$ref": "#/$defs/" + s.object}
	}
	switch {
	case s.schemaType == "boolean":
		return map[string]any{"enum": []any{true, false, nil, "true", "false", "unknown", ""}}
	case s.schemaType == "integer":
		whole := map[string]any{"type": "integer", "minimum": 0, "maximum": s.most}
		return map[string]any{"anyOf": []any{whole, nothing()}}
	case s.enum != nil:
		words := []any{nil, "", "unknown"}
		for _, w := range s.enum {
			if w != "unknown" {
				words = append(words, w)
			}
		}
		return map[string]any{"enum": words}
	case s.pattern != "":
		return map[string]any{"type": []string{"string", "null"}, "pattern": s.pattern,
			"examples": []string{s.example}}
	}
	return map[string]any{"type": []string{"string", "number", "null"}}
}

// rulesOf are the rules between the keys of an object that JSON Schema can say.
var rulesOf = map[string]map[string]any{
	"price": {"not": map[string]any{"anyOf": []any{has("bid", "upfront"), has("bid", "per_hashrate")}}},
	"fee": { // at most one form; without one its amount is not known
		"oneOf": append(feeForms(), map[string]any{"not": map[string]any{"anyOf": feeForms()}}),
	},
	"discount": {"required": []string{"share"}},
	"stop":     {"required": []string{"when"}},
}

func feeForms() []any {
	return []any{has("per_hashrate_day"), map[string]any{"anyOf": []any{has("efficiency"),
		has("energy_price")}}, has("revenue_share"),
		has("profit_share"), has("spend_share"), has("per_payout"), has("once"), has("per_month")}
}

// has is an object with all of these keys, which it names so that tools find what is required.
func has(keys ...string) map[string]any {
	named := map[string]any{}
	for _, key := range keys {
		named[key] = true
	}
	return map[string]any{"required": keys, "properties": named}
}
