package main

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/market"
)

// FuzzChoices sends any choice to the operations that read them with flags: each answers with the bytes of
// its document, or says what to mend; none fails by a mistake of ours.
func FuzzChoices(f *testing.F) {
	p := &program{in: strings.NewReader(""), env: func(string) string { return "" }, err: new(bytes.Buffer)}
	served, err := p.workbench(context.Background(), market.Embedded(), &serving{names: []string{"example.com"}, quiet: true, perSecond: -1})
	if err != nil {
		f.Fatal(err)
	}
	h := served.Handler()
	offers := []string{
		"schema: assay/offer/v1\nhashrate: 30 TH/s\nterm: 5d\nprice: {upfront: 50 USD}\nfees: [{per_hashrate_day: 0.0499 USD/TH/day, paid: separately}]\n",
		"schema: assay/offer/v1\nhashrate: 1 EH/s\nterm: 2d\nprice: {bid: 0.0000005 BTC/TH/day}\nfees: [{efficiency: 15 J/TH, energy_price: 0.05 EUR/kWh, paid: deducted}]\nseen: 2021-09-12\n",
		"schema: assay/offer/v1\nhashrate: 1 TH/s\npayout: {basis: fixed, fixed_return: 12 %/month}\nprice: {upfront: 5 EUR}\n",
	}
	for i, opt := range assay.Settings() {
		f.Add(i%3, i, opt.Hint, 0, "")
		f.Add(0, i, opt.Hint, i+1, "0")
	}
	f.Add(3, 2, "1e-300", 1, "1e300USD")
	f.Add(3, 3, "1e300USD/TH/day", 0, "0001-01-01")
	f.Add(4, 1, "1e12USD", 2, "1e30")
	f.Fuzz(func(t *testing.T, which, key1 int, value1 string, key2 int, value2 string) {
		options, q := assay.Settings(), url.Values{}
		for _, c := range []struct {
			key   int
			value string
		}{{key1, value1}, {key2, value2}} {
			q.Set(string(options[(c.key%len(options)+len(options))%len(options)].Name), c.value)
		}
		if q.Get("open-term") == "" {
			q.Set("open-term", "30d") // one that is written may be long
		}
		method, target, body := "POST", "/api/v1/evaluate?", offers[(which%3+3)%3]
		switch {
		case which == 3:
			method, target, body = "GET", "/api/v1/forecast?", ""
		case which > 3 || which < 0:
			target, body = "/api/v1/screen?", `{"schema": "assay/offer/v1", "hashrate": "30 TH/s", "term": "5d", "price": {"upfront": "50 USD"}, "fees": []}`
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest(method, target+q.Encode(), strings.NewReader(body)))
		says := w.Body.String()
		if strings.HasPrefix(target, "/api/v1/screen") && w.Code == 200 {
			says, _, _ = strings.Cut(says, "\n")
		}
		if w.Code != 200 && w.Code != 400 && w.Code != 422 || !json.Valid([]byte(says)) {
			t.Errorf("%s %s: status %d: %.300s", method, target+q.Encode(), w.Code, w.Body)
		}
	})
}
