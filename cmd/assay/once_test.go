package main

import (
	"bytes"
	"context"
	"strings"
	"testing"
)

// A flag of one value refuses a second; one that collects takes both.
func TestFlagsGivenTwice(t *testing.T) {
	try := func(args ...string) (int, string) {
		var out, errs bytes.Buffer
		code := run(context.Background(), args, program{in: strings.NewReader(""), out: &out, err: &errs,
			env: func(string) string { return "" }})
		return code, errs.String()
	}
	const offer = "../../examples/teaching.yaml"
	for _, twice := range [][]string{
		{"evaluate", "--paths", "64", "--paths", "128", offer},
		{"evaluate", "--as-of", "2026-05-01", "--as-of=2026-06-01", offer},
		{"evaluate", "--json", "--json", offer},
		{"replay", "--from", "2021-09-12", "--from", "2021-09-13", offer},
		{"forecast", "--horizon", "30d", "--horizon", "60d"},
		{"evaluate", "--currency", "EUR", "--currency", "USD", offer},
	} {
		if code, says := try(twice...); code != 2 || !strings.Contains(says, "given twice") {
			t.Errorf("%v: exit code %d, %s", twice, code, says)
		}
	}
	for _, both := range [][]string{
		{"evaluate", "--paths", "64", "--fx", "EUR=1.08", "--fx", "GBP=1.2", offer},
		{"flags", "--claim", "daily_revenue=0.05 USD/TH/day", "--claim", "return=1 %/day", offer},
	} {
		if code, says := try(both...); code != 0 {
			t.Errorf("%v: exit code %d, %s", both, code, says)
		}
	}
}
