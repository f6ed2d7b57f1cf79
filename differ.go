package assay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Difference is a value that two verdicts have differently, as JSON; empty: the verdict has no such value.
type Difference struct {
	Key         string // with those above it: "verdict.sentence", "scenarios[2].gross_usd"
	Frozen, Now string
}

// Differences are the values in which a frozen verdict differs from another, those of its three axes first,
// then by key. Both are verdicts as JSON; the error is that one is none.
func Differences(frozen, now json.RawMessage) ([]Difference, error) {
	old, err := leaves(frozen)
	if err != nil {
		return nil, fmt.Errorf("the frozen verdict: %w", err)
	}
	again, err := leaves(now)
	if err != nil {
		return nil, err
	}
	all := maps.Clone(old)
	maps.Copy(all, again)
	var out []Difference
	for k := range all {
		if old[k] != again[k] {
			out = append(out, Difference{k, old[k], again[k]})
		}
	}
	slices.SortFunc(out, func(a, b Difference) int {
		first := func(k string) string { // the keys of the axes and of the sentence before all others
			if strings.HasPrefix(k, "verdict.") {
				return "\x00" + k
			}
			return k
		}
		return strings.Compare(first(a.Key), first(b.Key))
	})
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
			panic("assay: what was decoded does not encode: " + err.Error())
		}
		out[at] = string(text)
	}
	walk("", tree)
	return out, nil
}
