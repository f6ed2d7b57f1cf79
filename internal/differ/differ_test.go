package differ

import (
	"encoding/json"
	"slices"
	"testing"
)

// TestValues: each leaf that differs is named with its place, those of the first key before all others.
func TestValues(t *testing.T) {
	old := `{"a": 1, "gone": null, "list": [1, {"b": "x"}], "verdict": {"trust": "unproven"}, "same": [], "long": 0.10}`
	now := `{"a": 1, "list": [1, {"b": "y"}, 3], "verdict": {"trust": "doubtful"}, "same": [], "long": 0.1}`
	got, err := Values(json.RawMessage(old), json.RawMessage(now), "verdict")
	if err != nil {
		t.Fatal(err)
	}
	want := []Value{
		{"verdict.trust", `"unproven"`, `"doubtful"`},
		{"gone", "null", ""},
		{"list[1].b", `"x"`, `"y"`},
		{"list[2]", "", "3"},
		{"long", "0.10", "0.1"},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v\nwant %v", got, want)
	}
	if got, err := Values(json.RawMessage(old), json.RawMessage(old), "verdict"); err != nil || len(got) > 0 {
		t.Errorf("a document differs from itself: %v, %v", got, err)
	}
	for _, bad := range []string{"", "{", "no"} {
		if _, err := Values(json.RawMessage(bad), json.RawMessage(now), ""); err == nil {
			t.Errorf("%q was taken for JSON", bad)
		}
		if _, err := Values(json.RawMessage(now), json.RawMessage(bad), ""); err == nil {
			t.Errorf("%q was taken for JSON", bad)
		}
	}
}
