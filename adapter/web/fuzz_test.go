package web

import (
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// FuzzAPI sends anything to any operation: no answer may be a mistake of ours, none may carry script.
func FuzzAPI(f *testing.F) {
	h := testServer(f, func(c *Config) { c.Limits.Concurrent = 4 }).Handler()
	targets := []string{"/api/v1/evaluate?paths=none", "/api/v1/screen", "/evaluate", "/compare", "/api/v1/market?from=", "/evaluate?o=", "/evaluate?paths=none&hashrate=", "/replay?o="}
	f.Add(0, plainOffer)
	f.Add(1, `{"schema":"assay/offer/v1","id":"x"}`+"\n\n{")
	f.Add(2, "document="+url.QueryEscape(plainOffer))
	f.Add(3, "document=x&o=a&o=b")
	f.Add(4, "2020-01-01")
	f.Add(5, linkTo(f, plainOffer)[2:])
	f.Add(6, "30&term=open&fees[0].paid=deducted&fees[11].name=<script>alert(1)</script>")
	f.Add(7, linkTo(f, plainOffer)[2:]+"&from=0001-01-01")
	f.Fuzz(func(t *testing.T, which int, text string) {
		target := targets[(which%len(targets)+len(targets))%len(targets)]
		method, body := "POST", text
		if strings.HasSuffix(target, "=") && target != "/api/v1/evaluate?paths=none" {
			method, body, target = "GET", "", target+escapeKeepingAmpersands(text)
		}
		r := httptest.NewRequest(method, target, strings.NewReader(body))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code >= 500 && w.Code != 503 {
			t.Errorf("%s %s: status %d: %.300s", method, target, w.Code, w.Body)
		}
		if strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") && strings.Contains(w.Body.String(), "<script>alert") {
			t.Errorf("%s %s: script in the page", method, target)
		}
	})
}

func escapeKeepingAmpersands(s string) string {
	return strings.NewReplacer("%26", "&", "%3D", "=").Replace(url.QueryEscape(s))
}
