package web

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// A page is bounded whatever is sent: of a list of prices as many offers as their words leave room for are
// shown, the page says how many are not and where all are, and the API gives them.
func TestLongListsGiveBoundedPages(t *testing.T) {
	s := testServer(t, func(c *Config) { c.Limits.PerSecond = -1 })
	h := s.Handler()
	var b strings.Builder
	for i := 0; b.Len() < 512<<10; i++ {
		fmt.Fprintf(&b, "Plan %d: 30 TH/s, price $%d, term 360 days, fee 0.05 USD/TH/day\n", i, 1000+i)
	}
	list := b.String()
	post := func(path, kind, body string) string {
		r := httptest.NewRequest("POST", "http://assay.test"+path, strings.NewReader(body))
		r.Header.Set("Content-Type", kind)
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != http.StatusOK {
			t.Fatalf("%s: %d %.300s", path, w.Code, w.Body)
		}
		return w.Body.String()
	}
	const form = "application/x-www-form-urlencoded"
	page := post("/read", form, "words="+url.QueryEscape(list))
	if len(page) > 8<<20 {
		t.Errorf("a list of %d bytes gives a page of %d", len(list), len(page))
	}
	shown := strings.Count(page, `class="confirm"`)
	all := strings.Count(post("/api/v1/read", "text/plain", list), `"keys":`)
	if shown < 2 || shown >= all {
		t.Fatalf("of %d offers %d are shown", all, shown)
	}
	want := fmt.Sprintf("%d more offers of this long text are not shown", all-shown)
	if !strings.Contains(page, want) || !strings.Contains(page, "<code>assay read FILE</code>") {
		t.Errorf("the page does not say that %s", want)
	}
	// One that is not shown can be confirmed all the same, as by a client that knows its number; a value that
	// cannot be read stands on the page that asks again.
	last := fmt.Sprint("confirm=", all-1, "&kind=text&f.hashrate=many&words=", url.QueryEscape(list))
	r := httptest.NewRequest("POST", "http://assay.test/read", strings.NewReader(last))
	r.Header.Set("Content-Type", form)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	again := w.Body.String()
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(again, `value="many"`) ||
		len(again) > 8<<20 {
		t.Errorf("confirmed with a value that cannot be read: %d, %d bytes", w.Code, len(again))
	}
	short := post("/read", form, "words="+url.QueryEscape(list[:3000]))
	if n := strings.Count(short, `class="confirm"`); n < 30 || strings.Contains(short, "are not shown") {
		t.Errorf("of a short list %d offers are shown", n)
	}
}

// The pages of an offer that says all that it may are bounded too: each thing said stands on them a few
// times.
func TestLongOffersGiveBoundedPages(t *testing.T) {
	s := testServer(t, func(c *Config) { c.Limits.PerSecond, c.Paths = -1, 64 })
	h := s.Handler()
	list := func(name string, n int, one string) string {
		return name + ":\n" + strings.Repeat("- "+one+"\n", n)
	}
	words := strings.Repeat("We guarantee 1.2 % a day. ", 36)
	for name, more := range map[string]string{
		"claims":  list("claims", 900, fmt.Sprintf("{says: %q}", words)),
		"sources": list("sources", 900, fmt.Sprintf("{url: https://www.example.com/, quote: %q}", words)),
		"fees":    list("fees", 40, "{name: f, per_hashrate_day: 0.001 USD/TH/day, paid: deducted}"),
		"stops":   list("stops", 40, "{when: provider_decides, then: terminate, by: provider}"),
	} {
		doc := "schema: assay/offer/v1\nprovider: {name: Long}\nhashrate: 30 TH/s\nterm: 360d\n" +
			"price: {upfront: 1000 USD}\n" + more
		for path, body := range map[string]string{
			"/evaluate": "document=" + url.QueryEscape(doc), "/compare": "document=" + url.QueryEscape(doc),
			"/api/v1/evaluate": doc, "/api/v1/flags": doc,
		} {
			r := httptest.NewRequest("POST", "http://assay.test"+path, strings.NewReader(body))
			if !strings.HasPrefix(path, "/api") {
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			}
			w := httptest.NewRecorder()
			h.ServeHTTP(w, r)
			if to := w.Header().Get("Location"); w.Code == http.StatusSeeOther {
				w = httptest.NewRecorder()
				h.ServeHTTP(w, httptest.NewRequest("GET", "http://assay.test"+to, nil))
			}
			t.Logf("%s to %s: %d, %d bytes of %d", name, path, w.Code, w.Body.Len(), len(doc))
			if w.Code == http.StatusBadRequest || w.Code == http.StatusInternalServerError ||
				w.Body.Len() > 8<<20+8*len(doc) {
				t.Errorf("%s to %s: %d, %d bytes of %d", name, path, w.Code, w.Body.Len(), len(doc))
			}
		}
	}
}
