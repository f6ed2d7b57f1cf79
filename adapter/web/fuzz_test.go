package web

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/market"
)

// FuzzAPI sends anything to any address: no answer may be a mistake of ours, none may carry script. Where
// which is negative, the text is sent as it is; else its bytes decide what is drawn (see draws).
func FuzzAPI(f *testing.F) {
	h := testServer(f, func(c *Config) {
		c.Limits.Concurrent, c.Limits.Request = 4, time.Minute
		c.History = lately(f)
		c.Paths = -1
	}).Handler()
	for i, text := range []string{plainOffer, `{"schema":"assay/offer/v1","id":"x"}` + "\n\n{", "document=" + url.QueryEscape(plainOffer), "document=x&o=a&o=b",
		"2020-01-01", linkTo(f, plainOffer)[2:], "30&term=open&fees[0].paid=deducted&fees[11].name=<script>alert(1)</script>",
		linkTo(f, plainOffer)[2:] + "&from=0001-01-01"} {
		f.Add(i-len(rawTargets()), text)
	}
	for i := range routes() {
		f.Add(i, "")
		f.Add(i, "\x09\x27\x80<script>alert(1)</script>\xff\x03\x60\x11\x42\x05\xc4\x35\x77")
	}
	f.Fuzz(func(t *testing.T, which int, text string) {
		r := rawRequest(which, text)
		if which >= 0 {
			r = drawnRequest(which, []byte(text))
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		says := w.Body.String()
		if w.Code >= 500 && w.Code != http.StatusServiceUnavailable && w.Code != http.StatusNotImplemented {
			t.Errorf("%s %s: status %d: %.300s", r.Method, r.URL, w.Code, says)
		}
		if w.Code == http.StatusServiceUnavailable { // not even within a minute
			t.Errorf("%s %s: status %d", r.Method, r.URL, w.Code)
		}
		kind := w.Header().Get("Content-Type")
		if strings.HasPrefix(kind, "text/html") && strings.Contains(says, "<script>alert") {
			t.Errorf("%s %s: script in the page", r.Method, r.URL)
		}
		if strings.Contains(kind, "json") && !strings.Contains(kind, "ndjson") && r.Method != http.MethodHead && w.Code != http.StatusNotModified && !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s %s: status %d with JSON that does not parse: %.300s", r.Method, r.URL, w.Code, says)
		}
	})
}

// lately is the end of the history: what takes its whole length would slow the fuzzer down tenfold.
func lately(f testing.TB) *market.History {
	rows := strings.SplitAfter(string(market.Embedded().CSV()), "\n")
	h, err := market.Parse([]byte(rows[0] + strings.Join(rows[len(rows)-2200:], "")))
	if err != nil {
		f.Fatal(err)
	}
	return h
}

// rawTargets are addresses that take a body, or, where they end in "=", the rest of their query.
func rawTargets() []string {
	return []string{"/api/v1/evaluate", "/api/v1/screen", "/evaluate", "/compare", "/api/v1/market?from=", "/evaluate?o=",
		"/evaluate?hashrate=", "/replay?o="}
}

func rawRequest(which int, text string) *http.Request {
	n := len(rawTargets())
	target := rawTargets()[(which%n+n)%n]
	method, body := "POST", text
	if strings.HasSuffix(target, "=") {
		method, body, target = "GET", "", target+strings.NewReplacer("%26", "&", "%3D", "=").Replace(url.QueryEscape(text))
	}
	r := httptest.NewRequest(method, target, strings.NewReader(body))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}
