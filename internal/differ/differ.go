// Package differ names the values that one JSON document has otherwise than another.
package differ

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Value is one that two documents have differently, as JSON; empty: the document has no such value.
type Value struct {
	Key         string // with those above it: "verdict.sentence", "scenarios[2].gross_usd"
	Frozen, Now string
}

// Values are those in which a document that was kept differs from the one that is made now, by key; those
// below the key that is named first stand before all others. The error is that one of them is no JSON.
func Values(frozen, now json.RawMessage, first string) ([]Value, error) {
	old, err := leaves(frozen)
	if err != nil {
		return nil, fmt.Errorf("what was frozen: %w", err)
	}
	again, err := leaves(now)
	if err != nil {
		return nil, err
	}
	all := maps.Clone(old)
	maps.Copy(all, again)
	var out []Value
	for k := range all {
		if old[k] != again[k] {
			out = append(out, Value{k, old[k], again[k]})
		}
	}
	rank := func(v Value) string {
		if strings.HasPrefix(v.Key, first+".") {
			return "\x00" + v.Key
		}
		return v.Key
	}
	slices.SortFunc(out, func(a, b Value) int { return strings.Compare(rank(a), rank(b)) })
	return out, nil
}

// leaves are the values of a document that hold no others, by key. An empty list or object is one.
func leaves(doc json.RawMessage) (map[string]string, error) {
	d := json.NewDecoder(bytes.NewReader(doc))
	d.UseNumber()
	var tree any
	if err := d.Decode(&tree); err != nil {
		return nil, fmt.Errorf("not JSON: %w", err)
	}
	out := map[string]string{}
	var walk func(at string, v any)
	walk = func(at string, v any) {
		switch v := v.(type) {
		case map[string]any:
			for k, below := range v {
				walk(strings.TrimPrefix(at+"."+k, "."), below)
			}
			if len(v) > 0 {
				return
			}
		case []any:
			for i, below := range v {
				walk(fmt.Sprintf("%s[%d]", at, i), below)
			}
			if len(v) > 0 {
				return
			}
		}
		text, err := json.Marshal(v)
		if err != nil {
			panic("differ: what was decoded does not encode: " + err.Error())
		}
		out[at] = string(text)
	}
	walk("", tree)
	return out, nil
}
