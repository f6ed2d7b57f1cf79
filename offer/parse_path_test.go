package offer

import (
	"errors"
	"testing"
)

// An error names the field it is about, in YAML and in JSON.
func TestErrorsNameTheirField(t *testing.T) {
	for doc, want := range map[string]string{
		"schema: assay/offer/v1\nhashrate: 30\nterm: 1d\n":                                                              "hashrate",
		"schema: assay/offer/v1\nhashrate: 30 TH/s\nfees:\n  - {name: a}\n  - {name: b, per_hashrate_day: 5 USD/kWh}\n": "fees[1].per_hashrate_day",
		"{\"schema\": \"assay/offer/v1\",\n \"price\": {\n  \"upfront\": \"5\"\n }\n}":                                  "price.upfront",
		"schema: assay/offer/v1\nprice: {upfrnt: 5 USD}\n":                                                              "price.upfrnt",
	} {
		_, _, err := Parse("offer", []byte(doc))
		var errs Errors
		if !errors.As(err, &errs) {
			t.Fatalf("%q: no errors: %v", doc, err)
		}
		found := false
		for _, e := range errs {
			found = found || e.Path == want
		}
		if !found {
			t.Errorf("%q: no error at %s: %+v", doc, want, errs)
		}
	}
}
