package units

import (
	"regexp"
	"testing"
)

// A word for a time that names no number has a repair for each of its readings, and each can be read.
func TestTimesWithoutANumber(t *testing.T) {
	quoted := regexp.MustCompile(`"([^"]*)"`)
	for text, want := range map[string][]Days{
		"half-month": {15}, "semi-monthly": {15}, "twice a month": {15}, "fortnight": {14}, "fortnightly": {14},
		"every other week": {14}, "bi-weekly": {14}, "biweekly": {14}, "quarter": {91}, "quarterly": {91},
		"once a quarter": {91}, "1 quarterly": {91}, "semi-annual": {183}, "half-yearly": {183}, "half-year": {183},
		"bimonthly": {61, 15}, "biannually": {183, 730}, "annual": {365}, "yearly": {365}, "month": {30},
		"daily": {1}, "decade": {3650}, "1 half-month": {15},
	} {
		_, err := ParseDays(text)
		if err == nil {
			t.Errorf("%q is read", text)
			continue
		}
		var got []Days
		for _, m := range quoted.FindAllStringSubmatch(err.(*Error).Hint, -1) {
			d, err := ParseDays(m[1])
			if err != nil {
				t.Errorf("%q: the repair %q cannot be read", text, m[1])
			}
			got = append(got, d)
		}
		if len(got) != len(want) || got[0] != want[0] || got[len(got)-1] != want[len(want)-1] {
			t.Errorf("%q: repaired as %v, want %v", text, got, want)
		}
	}
	for text, want := range map[string][]string{
		"2%/half-month": {"2 %/15 days"}, "2% twice a month": {"2 %/15 days"}, "1% bi-weekly": {"1 %/2 weeks"},
		"1% bimonthly": {"1 %/2 months", "1 %/15 days"}, "5% bi-annual": {"5 %/6 months", "5 %/2 years"},
	} {
		_, err := ParseFractionPer(text)
		if err == nil {
			t.Errorf("%q is read", text)
			continue
		}
		ways := quoted.FindAllStringSubmatch(err.(*Error).Hint, -1)
		if len(ways) != len(want) {
			t.Errorf("%q: %v, want %q", text, err, want)
			continue
		}
		for i, m := range ways {
			f, err := ParseFractionPer(m[1])
			if err != nil || m[1] != want[i] || f.String() != want[i] {
				t.Errorf("%q: repaired as %q, want %q", text, m[1], want[i])
			}
		}
	}
	for text, want := range map[string]string{"6% semi-annual": "6 %/6 months", "6% semiannual": "6 %/6 months",
		"5% annual": "5 %/year", "1%/fortnight": "1 %/2 weeks", "3%/quarterly": "3 %/3 months"} {
		if f, err := ParseFractionPer(text); err != nil || f.String() != want {
			t.Errorf("%q is %q (%v), want %q", text, f, err, want)
		}
	}
}
