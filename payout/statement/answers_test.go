package statement

import (
	"bytes"
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

// walked is a JSON document with every value changed, those within a value first.
func walked(v any, change func(any) any) any {
	switch x := v.(type) {
	case map[string]any:
		for _, k := range sortedKeys(x) {
			x[k] = walked(x[k], change)
		}
	case []any:
		for i := range x {
			x[i] = walked(x[i], change)
		}
	}
	return change(v)
}

func sortedKeys(m map[string]any) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// TestAnswersOneValueOff: of a saved answer one value after the other is missing, turned or of another kind;
// every day has its satoshi, or its entry or the answer is refused.
func TestAnswersOneValueOff(t *testing.T) {
	from, want := truth(t)
	small := regexp.MustCompile(`^0\.000\d{5}$|^1\d{4}$`)
	as := func(v any, s string) any { // in the kind of v
		if _, ok := v.(string); ok {
			return s
		}
		return json.Number(s)
	}
	for what, off := range map[string]func(v any, s string) any{
		"null":     func(any, string) any { return nil },
		"empty":    func(any, string) any { return "" },
		"true":     func(any, string) any { return true },
		"negative": func(v any, s string) any { return as(v, "-"+s) },
		"object":   func(v any, _ string) any { return map[string]any{"amount": v, "currency": "BTC"} },
		"words":    func(any, string) any { return "pending" },
	} {
		for name, data := range holder(t) {
			if !strings.HasSuffix(name, ".json") {
				continue
			}
			for _, which := range []int{1, 2, 20, 21, 40, 41} {
				d := json.NewDecoder(bytes.NewReader(data))
				d.UseNumber()
				var document any
				if err := d.Decode(&document); err != nil {
					t.Fatal(err)
				}
				n := 0
				out, err := json.Marshal(walked(document, func(v any) any {
					s, ok := v.(string)
					if number, is := v.(json.Number); is {
						s, ok = string(number), true
					}
					if !ok || !small.MatchString(s) {
						return v
					}
					if n++; n == which {
						return off(v, s)
					}
					return v
				}))
				if err != nil {
					t.Fatal(err)
				}
				s, err := Read(name, bytes.NewReader(out), Options{Zone: time.UTC})
				if err != nil {
					continue
				}
				for i, got := range byDay(t, s, from, len(want)) {
					if got != want[i] && !(got < want[i] && len(s.Refused) > 0) {
						t.Errorf("%s, value %d is %s: day %d has %d sat, want %d; refused %v", name, which,
							what, i, got, want[i], s.Refused)
					}
				}
			}
		}
	}
}
