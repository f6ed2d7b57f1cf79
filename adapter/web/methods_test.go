package web

import (
	"encoding/csv"
	"net/http"
	"strings"
	"testing"
)

// An address that is served in other ways says which, page or file; one that is not served at all says that.
func TestMethodsOfPages(t *testing.T) {
	h := testServer(t, nil).Handler()
	for _, c := range []struct {
		method, target string
		status         int
		allow          string
	}{
		{"PUT", "/", 405, "GET"}, {"DELETE", "/evaluate", 405, "GET, POST"}, {"PUT", "/replay", 405, "GET"},
		{"PATCH", "/read", 405, "POST"}, {"GET", "/read", 405, "POST"}, {"POST", "/market", 405, "GET"},
		{"PUT", "/audit/report.pdf", 405, "GET, POST"}, {"PUT", "/download/evidence", 405, "GET"},
		{"OPTIONS", "/static/app.css", 405, "GET"}, {"PUT", "/healthz", 405, "GET"},
		{"PUT", "/nowhere", 404, ""}, {"GET", "/nowhere", 404, ""}, {"PUT", "/download/nothing", 404, ""},
		{"HEAD", "/glossary", 200, ""},
	} {
		status, header, _ := get(t, h, c.method, c.target, "")
		if status != c.status || header.Get("Allow") != c.allow {
			t.Errorf("%s %s: status %d, Allow %q; want %d, %q", c.method, c.target, status,
				header.Get("Allow"), c.status, c.allow)
		}
	}
}

// A table of nothing says in a row why there is nothing.
func TestEmptyTableSaysWhy(t *testing.T) {
	h := testServer(t, nil).Handler()
	for doc, why := range map[string]string{
		"schema: assay/offer/v1\nprovider: {name: HashPro}\nhashrate: 30 TH/s\nterm: 90d\nprice: {upfront: 500 USD}\n" +
			"payout: {fixed_return: 1.5 %/day, guaranteed: true}\n": "Do not pay",
		"schema: assay/offer/v1\nprice: {upfront: 500 USD}\n": "",
		plainOffer: "scenario",
	} {
		status, _, body := get(t, h, "GET", "/download/verdict.csv?"+linkTo(t, doc), "")
		r := csv.NewReader(strings.NewReader(body))
		r.FieldsPerRecord = -1
		rows, err := r.ReadAll()
		if status != http.StatusOK || err != nil || len(rows) < 2 {
			t.Fatalf("%.60q: status %d, %v: %q", doc, status, err, body)
		}
		if first := rows[0]; why == "scenario" {
			if first[0] != why || len(rows) < 5 {
				t.Errorf("a table of figures begins with %q, of %d rows", first, len(rows))
			}
		} else if first[0] != "not computed" || !strings.Contains(first[1], why) || len(first[1]) < 20 {
			t.Errorf("%.60q: a table of nothing begins with %q", doc, first)
		}
	}
}

// What a replay takes for granted is said on its page, in the words of the fields of pages.
func TestReplaySaysWhatItAssumes(t *testing.T) {
	h := testServer(t, nil).Handler()
	doc := "schema: assay/offer/v1\nseen: 2021-09-12\nhashrate: 30 TH/s\nterm: 90d\n" +
		"price: {upfront: 500 EUR}\nfees: []\n"
	status, _, body := get(t, h, "GET", "/replay?from=2021-09-12&"+linkTo(t, doc), "")
	if status != http.StatusOK || !strings.Contains(body, "the mean of 2021-0") {
		t.Errorf("status %d: the rate that was taken is not said", status)
	}
	if strings.Contains(body, "fx=") {
		t.Error("the page names a setting as programs do")
	}
}
