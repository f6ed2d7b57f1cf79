package main

import (
	"bytes"
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/market"
)

// The API answers with the bytes that the command line prints.
func TestAPIAndCommandLineGiveTheSameBytes(t *testing.T) {
	file := filepath.Join("..", "..", "examples", "teaching.yaml")
	offered, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	p := &program{in: strings.NewReader(""), env: func(string) string { return "" }, err: new(bytes.Buffer)}
	served, err := p.workbench(context.Background(), market.Embedded(),
		&serving{names: []string{"example.com"}, quiet: true, patience: 5 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	h := served.Handler()
	for _, c := range []struct {
		path string
		args []string
	}{
		{"/api/v1/evaluate", []string{"evaluate", "--json", file}},
		{"/api/v1/evaluate?hashprice=0.036USD/TH/day&my-power=0.08USD/kWh&budget=500USD", []string{"evaluate", "--json", "--hashprice", "0.036USD/TH/day",
			"--my-power", "0.08USD/kWh", "--budget", "500USD", file}},
		{"/api/v1/evaluate?as-of=2026-05-01&price=60000USD&seed=7", []string{"evaluate", "--json", "--as-of", "2026-05-01", "--price", "60000USD", "--seed", "7", file}},
		{"/api/v1/replay?from=2021-09-12", []string{"replay", "--json", "--from", "2021-09-12", file}},
		{"/api/v1/forecast?as-of=2021-09-12&horizon=90d", []string{"forecast", "--json", "--as-of", "2021-09-12", "--horizon", "90d"}},
		{"/api/v1/schema/offer", []string{"schema", "offer"}},
		{"/api/v1/schema/verdict", []string{"schema", "verdict"}},
	} {
		var want, complaints bytes.Buffer
		cli := program{in: strings.NewReader(""), out: &want, err: &complaints, env: func(string) string { return "" }}
		if code := run(context.Background(), c.args, cli); code != answered {
			t.Fatalf("%v: exit code %d: %s", c.args, code, &complaints)
		}
		method := "POST"
		if strings.Contains(c.path, "schema") || strings.Contains(c.path, "forecast") {
			method = "GET"
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, c.path, bytes.NewReader(offered)))
		if w.Code != http.StatusOK || !bytes.Equal(w.Body.Bytes(), want.Bytes()) {
			t.Errorf("%s: status %d, %d bytes; the command line gives %d bytes", c.path, w.Code, w.Body.Len(), want.Len())
		}
	}
}

// The API screens a file to the bytes that the command line prints, economics included.
func TestAPIScreensAsTheCommandLineDoes(t *testing.T) {
	lines := `{"id": "dear", "schema": "assay/offer/v1", "seen": "2024-06-01", "hashrate": "10 TH/s", "term": "365d", "price": {"upfront": "900 USD"}, "fees": []}
{"id": "cheap", "schema": "assay/offer/v1", "seen": "2024-06-01", "hashrate": "10 TH/s", "term": "90d", "price": {"upfront": "9 USD"}, "fees": []}

{"schema": "assay/offer/v1", "hashrate":
{"id": "promised", "schema": "assay/offer/v1", "term": "364d", "payout": {"basis": "fixed", "fixed_return": "0.4 %/day"}}
{"id": "odd", "schema": "assay/offer/v1", "hashrate": "30 TH/s", "speed": 1}
{"schema": "assay/offer/v1", "provider": {"name": "Own"}, "product": "<pool>", "hashrate": "30 TH/s", "payout": {"basis": "fpps"}}`
	p := &program{in: strings.NewReader(""), env: func(string) string { return "" }, err: new(bytes.Buffer)}
	served, err := p.workbench(context.Background(), market.Embedded(),
		&serving{names: []string{"example.com"}, quiet: true, patience: 5 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	h := served.Handler()
	for query, args := range map[string][]string{
		"":                            {"--brief"},
		"?from=3":                     {"--brief", "--from-line", "3"},
		"?brief=false&price=60000USD": {"--price", "60000USD"},
		"?as-of=2026-05-01&seed=7":    {"--brief", "--as-of", "2026-05-01", "--seed", "7"},
		"?as-of=1999-01-01":           {"--brief", "--as-of", "1999-01-01"},
	} {
		var want, complaints bytes.Buffer
		cli := program{in: strings.NewReader(lines), out: &want, err: &complaints, env: func(string) string { return "" }}
		if code := run(context.Background(), append([]string{"screen", "-"}, args...), cli); code != answered {
			t.Fatalf("%v: exit code %d: %s", args, code, &complaints)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("POST", "/api/v1/screen"+query, strings.NewReader(lines)))
		if w.Code != http.StatusOK || w.Body.String() != want.String()+"{\"lines\":7,\"whole\":true}\n" {
			t.Errorf("%s: status %d:\n%s\nthe command line gives\n%s", query, w.Code, w.Body, &want)
		}
		if query == "" && strings.Count(want.String(), `"prob_beats_buying":`) < 3 {
			t.Errorf("the lines have no economics:\n%s", &want)
		}
	}
}

// A choice on a page is read like the flag of its name, and no choice names a file.
func TestChoicesAreFlags(t *testing.T) {
	p := &program{in: strings.NewReader(""), env: func(string) string { return "" }, err: new(bytes.Buffer)}
	served, err := p.workbench(context.Background(), market.Embedded(),
		&serving{names: []string{"example.com"}, quiet: true, patience: 5 * time.Minute})
	if err != nil {
		t.Fatal(err)
	}
	h := served.Handler()
	post := func(query string) *httptest.ResponseRecorder {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("POST", "/api/v1/evaluate?"+query, strings.NewReader("schema: assay/offer/v1\nhashrate: 1 TH/s\n")))
		return w
	}
	for _, opt := range assay.Settings() {
		if opt.Label == "" {
			continue
		}
		if w := post(url.Values{string(opt.Name): {"\x00nonsense"}}.Encode()); w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "query."+string(opt.Name)) {
			t.Errorf("%s: status %d: %s", opt.Name, w.Code, w.Body)
		}
	}
	for query, repair := range map[string]string{"history=/etc/passwd": "there are: ", "evidence=/tmp/x": "", "paths=262144": "", "as_of=2026-05-01": `did you mean "as-of"?`,
		"AsOf=2026-05-01": `did you mean "as-of"?`, "prise=60000USD": `did you mean "price"?`, "seed=1&seed=2": "give it once", "seed=1;2": "cannot be read"} {
		w := post(query)
		if w.Code != http.StatusBadRequest || strings.Contains(w.Body.String(), "passwd") || !strings.Contains(strings.ReplaceAll(w.Body.String(), `\"`, `"`), repair) {
			t.Errorf("%s, which is no choice: status %d: %s", query, w.Code, w.Body)
		}
	}
}
