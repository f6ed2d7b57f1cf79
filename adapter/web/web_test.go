package web

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"github.com/assaymining/assay/adapter/web/example"
	"github.com/assaymining/assay/adapter/web/link"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/bounds"
	"github.com/assaymining/assay/examples"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// testConfig is a server with few simulated markets and no limit per client.
func testConfig(t testing.TB) Config {
	t.Helper()
	c := Config{
		Names:   []string{"assay.test", "example.com", "x"}, // those of requests in tests
		Version: "test", History: market.Embedded(),
		Paths: 256, Documents: fewWords{},
		Schemas: map[string][]byte{"offer": offer.JSONSchema()},
		Today:   func() time.Time { return time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC) },
		Limits:  bounds.Limits{PerSecond: -1, Wait: time.Minute, Request: 2 * time.Minute}, // no test is about time unless it says so
	}
	all, err := examples.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		o, _, err := offer.Parse(e.Name, e.Data)
		if err != nil {
			t.Fatal(err)
		}
		c.Examples = append(c.Examples, example.Offer{Name: strings.TrimSuffix(e.Name, ".yaml"), Says: e.Says, Data: e.Data, Terms: o})
	}
	return c
}

// fewWords are documents that say as little as they can.
type fewWords struct{}

func (fewWords) Replays(w io.Writer, all *assay.Replayed) error {
	for _, r := range all.Purchases {
		fmt.Fprintf(w, "{\"start\":%q}\n", r.Start)
	}
	return nil
}

func (fewWords) Forecast(context.Context, assay.Evidence, units.Days) (any, error) {
	return nil, errors.New("disk on fire")
}

// factsFunc knows what a function knows.
type factsFunc func(*assay.Evidence) error

func (f factsFunc) Complete(_ context.Context, e *assay.Evidence) error { return f(e) }

func testServer(t testing.TB, change func(*Config)) *Server {
	t.Helper()
	c := testConfig(t)
	if change != nil {
		change(&c)
	}
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// get asks a handler and gives status, header and body.
func get(t testing.TB, h http.Handler, method, target, body string, header ...string) (int, http.Header, string) {
	t.Helper()
	r := httptest.NewRequest(method, "http://assay.test"+target, strings.NewReader(body))
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w.Code, w.Result().Header, w.Body.String()
}

const plainOffer = "schema: assay/offer/v1\nhashrate: 30 TH/s\nterm: 90d\nprice: {upfront: 500 USD}\nfees: [{per_hashrate_day: 0.0499 USD/TH/day, paid: separately}]\n"

// linkTo is the query of a page for a document.
func linkTo(t testing.TB, doc string) string {
	t.Helper()
	o, _, err := offer.Parse("test", []byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	packed, err := link.Pack(offer.Format(o))
	if err != nil {
		t.Fatal(err)
	}
	return "o=" + packed
}

func TestPagesAnswer(t *testing.T) {
	h := testServer(t, nil).Handler()
	link := linkTo(t, plainOffer)
	for target, want := range map[string]string{
		"/":                                 "What you were offered",
		"/evaluate?" + link:                 "The three verdicts",
		"/compare":                          "Add a real offer",
		"/compare?" + link + "&" + link:     "The offers",
		"/replay":                           "Choose an offer",
		"/replay?" + link:                   "By year of purchase",
		"/replay?from=2021-09-12&" + link:   "bought on 2021-09-12",
		"/market":                           "How old the facts are",
		"/track-record":                     "/evaluate?example=bitfufu-classic-2021",
		"/track-record/backtest-365.svg":    "<svg",
		"/checklist":                        "The one question",
		"/api":                              "OpenAPI 3.1",
		"/healthz":                          "ok",
		"/metrics":                          "assay_http_requests_total",
		"/api/v1/openapi.json":              `"openapi":"3.1.0"`,
		"/api/v1/schema/offer":              "assay/offer/v1",
		"/api/v1/examples":                  "bitfufu-classic-2021",
		"/api/v1/examples/teaching":         "schema: assay/offer/v1",
		"/api/v1/market?from=2026-09-01":    `"date": "2026-09-01"`,
		"/download/offer.yaml?" + link:      "hashrate: 30 TH/s",
		"/download/verdict.json?" + link:    `"schema": "assay/verdict/v1"`,
		"/download/verdict.csv?" + link:     "scenario,gross_usd",
		"/download/report.html?" + link:     "Computed figures, not advice",
		"/download/picture/fan.svg?" + link: "<style>",
		"/static/app.css":                   ".axis",
	} {
		if status, _, body := get(t, h, "GET", target, ""); status != 200 || !strings.Contains(body, want) {
			t.Errorf("GET %.60s: status %d, no %q in %.200s", target, status, want, body)
		}
	}
}

// Every real offer is shown, computed or not.
func TestEveryExampleIsShown(t *testing.T) {
	s := testServer(t, nil)
	h := s.Handler()
	for _, e := range s.Examples {
		status, header, _ := get(t, h, "GET", "/evaluate?example="+e.Name, "")
		if status != http.StatusSeeOther {
			t.Fatalf("%s: status %d", e.Name, status)
		}
		status, _, body := get(t, h, "GET", header.Get("Location"), "")
		if status != 200 || !strings.Contains(body, "The three verdicts") {
			t.Errorf("%s: status %d", e.Name, status)
		}
	}
}

// A link may name an example and what to change in it.
func TestExampleWithAChangedTerm(t *testing.T) {
	h := testServer(t, nil).Handler()
	target := "/evaluate?example=bitfufu-classic-2021&payout.minimum=0.001+BTC&hashrate=31+TH/s"
	for range 2 { // to the example's own page, and to that of the changed offer
		status, header, _ := get(t, h, "GET", target, "")
		if status != http.StatusSeeOther {
			t.Fatalf("%s: status %d", target, status)
		}
		target = header.Get("Location")
	}
	_, _, body := get(t, h, "GET", target, "")
	for _, want := range []string{`value="31 TH/s"`, `value="0.001 BTC"`} {
		if !strings.Contains(body, want) {
			t.Errorf("the page has no %s", want)
		}
	}
}

// Offers of one seller that show the same stand together; of many, the first stands for all.
func TestExamplesAreGrouped(t *testing.T) {
	s := testServer(t, nil)
	shown := 0
	for _, g := range example.Grouped(s.Examples) {
		shown += len(g.Shown) + len(g.Folded)
		if len(g.Shown) > 2 || len(g.Folded) == 1 || len(g.Folded) > 0 && (len(g.Shown) != 1 || g.From > g.To) {
			t.Errorf("%s: %d are shown, %d folded, seen from %s to %s", g.Says, len(g.Shown), len(g.Folded), g.From, g.To)
		}
	}
	_, _, page := get(t, s.Handler(), "GET", "/", "")
	if shown != len(s.Examples) || strings.Count(page, "/evaluate?example=") != shown || !strings.Contains(page, "more of this kind, seen from 2024-09-11") {
		t.Errorf("%d of %d examples are on the page", strings.Count(page, "/evaluate?example="), len(s.Examples))
	}
}

// The same link gives the same bytes, and a client that has them is not sent them again.
func TestLinkReproducesThePage(t *testing.T) {
	h := testServer(t, nil).Handler()
	for _, target := range []string{"/evaluate?" + linkTo(t, plainOffer), "/download/verdict.json?" + linkTo(t, plainOffer), "/market", "/static/app.js"} {
		_, header, first := get(t, h, "GET", target, "")
		_, _, second := get(t, testServer(t, nil).Handler(), "GET", target, "")
		if first != second {
			t.Errorf("GET %.40s differs between two servers", target)
		}
		if status, _, body := get(t, h, "GET", target, "", "If-None-Match", header.Get("ETag")); status != http.StatusNotModified || body != "" {
			t.Errorf("GET %.40s with its ETag: status %d, %d bytes", target, status, len(body))
		}
	}
}

// A document that is posted, the form that is sent and the link that comes of it are one offer.
func TestPostLeadsToALink(t *testing.T) {
	h := testServer(t, nil).Handler()
	status, header, _ := get(t, h, "POST", "/evaluate", "document="+urlEscape(plainOffer), "Content-Type", "application/x-www-form-urlencoded")
	if status != http.StatusSeeOther {
		t.Fatalf("posted: status %d", status)
	}
	status, byForm, _ := get(t, h, "GET", "/evaluate?hashrate=30&price.upfront=500&term=90&fees%5B0%5D.per_hashrate_day=0.0499&fees%5B0%5D.paid=separately", "")
	if status != http.StatusSeeOther || header.Get("Location") != byForm.Get("Location") {
		t.Errorf("the form leads to %q, the document to %q", byForm.Get("Location"), header.Get("Location"))
	}
	for _, part := range []string{"bad: [", "schema: assay/offer/v1\nhashrate: 30\n", ""} {
		status, _, body := get(t, h, "POST", "/evaluate", "document="+urlEscape(part), "Content-Type", "application/x-www-form-urlencoded")
		if status != http.StatusUnprocessableEntity || !strings.Contains(body, "to mend in this document") {
			t.Errorf("%q: status %d", part, status)
		}
	}
}

// A changed field answers with the verdict alone and the new address.
func TestLiveChange(t *testing.T) {
	h := testServer(t, nil).Handler()
	link := "/evaluate?" + linkTo(t, plainOffer)
	_, _, before := get(t, h, "GET", link, "", "HX-Request", "true")
	status, header, after := get(t, h, "GET", link+"&price.upfront=5+USD", "", "HX-Request", "true")
	if status != 200 || strings.Contains(after, "<!doctype") || before == after {
		t.Errorf("status %d, whole page %v, changed %v", status, strings.Contains(after, "<!doctype"), before != after)
	}
	replaced := header.Get("HX-Replace-Url")
	if _, _, page := get(t, h, "GET", replaced, ""); !strings.Contains(page, `value="5 USD"`) {
		t.Errorf("the address %q does not hold the new price", replaced)
	}
	status, _, body := get(t, h, "GET", link+"&hashrate=fast", "", "HX-Request", "true")
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, `data-field="f-hashrate"`) {
		t.Errorf("a wrong field: status %d, %s", status, body)
	}
	status, _, body = get(t, h, "GET", link+"&as-of=soon", "", "HX-Request", "true")
	if status != http.StatusUnprocessableEntity || !strings.Contains(body, `data-field="f-as-of"`) {
		t.Errorf("a wrong choice: status %d, %s", status, body)
	}
}

// What is our own fault is told as such, in the log with its cause, and never blamed on the client.
func TestOurOwnFaults(t *testing.T) {
	for name, targets := range map[string]map[string]string{
		"facts": {"/api/v1/evaluate?" + linkTo(t, plainOffer): "POST",
			"/download/verdict.json?" + linkTo(t, plainOffer): "GET"},
		"documents": {"/api/v1/forecast": "GET", "/api/v1/forecast?horizon=30d": "GET"},
	} {
		var log bytes.Buffer
		h := testServer(t, func(c *Config) {
			c.Log = slog.New(slog.NewJSONHandler(&log, nil))
			c.Facts = factsFunc(func(*assay.Evidence) error { return errors.New("disk on fire") })
		}).Handler()
		for target, method := range targets {
			status, _, body := get(t, h, method, target, "")
			if status != http.StatusInternalServerError || strings.Contains(body, "on fire") || !strings.Contains(body, "not your fault") {
				t.Errorf("%s: %s: status %d: %s", name, target, status, body)
			}
		}
		if strings.Count(log.String(), "disk on fire") != 2 {
			t.Errorf("%s: the log does not tell it: %s", name, log.String())
		}
	}
}

// A page names the field of a setting, never a flag; what the offer itself quotes stays.
func TestMessagesNameFields(t *testing.T) {
	for message, want := range map[string]string{
		"the last day is taken; " + need.AsOf.String() + " gives another": "the last day is taken; “Judge as of” gives another",
		"add the rate, as in " + need.FX.As("EUR=1.08"):                   "add the rate, as in “Exchange rate” EUR=1.08",
		"a longer one with " + need.History.As("FILE"):                    "a longer one with “history” FILE",
		"the seller says “safe”":                                          "the seller says “safe”",
	} {
		if got := inFields(message); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	h := testServer(t, nil).Handler()
	_, _, page := get(t, h, "GET", "/evaluate?"+linkTo(t, strings.Replace(plainOffer, "500 USD", "500 UAH", 1)), "")
	named := strings.Contains(page, "give the dollars of 1 UAH, as in “Exchange rate” UAH=")
	if !named || strings.Contains(page, " --fx") {
		t.Errorf("the page does not name the field")
	}
}

// Below a base path all links stay below it.
func TestBasePath(t *testing.T) {
	h := testServer(t, func(c *Config) { c.Base = "/assay" }).Handler()
	if status, _, _ := get(t, h, "GET", "/market", ""); status != http.StatusNotFound {
		t.Errorf("outside the base path: status %d", status)
	}
	if status, _, _ := get(t, h, "GET", "/healthz", ""); status != 200 {
		t.Errorf("health outside the base path: status %d", status)
	}
	_, header, _ := get(t, h, "GET", "/assay/evaluate?example=teaching", "")
	if !strings.HasPrefix(header.Get("Location"), "/assay/evaluate?o=") {
		t.Errorf("redirected to %q", header.Get("Location"))
	}
	for _, target := range []string{"/assay/", "/assay/market", "/assay/api", header.Get("Location")} {
		status, _, body := get(t, h, "GET", target, "")
		if status != 200 {
			t.Errorf("%.30s: status %d", target, status)
		}
		for _, attribute := range []string{` href="/`, ` src="/`, ` action="/`, ` hx-get="/`} {
			for rest := body; ; {
				_, after, found := strings.Cut(rest, attribute)
				if !found {
					break
				}
				if !strings.HasPrefix(after, "assay/") {
					t.Errorf("%.30s has %s%.30s", target, attribute, after)
				}
				rest = after
			}
		}
	}
}

// Logs say what was asked of which route, never an offer or an address.
func TestLogsHoldNoOffer(t *testing.T) {
	var log bytes.Buffer
	h := testServer(t, func(c *Config) { c.Log = slog.New(slog.NewJSONHandler(&log, nil)) }).Handler()
	doc := "provider: {name: Secretseller}\n" + plainOffer
	link := linkTo(t, doc)
	get(t, h, "GET", "/evaluate?"+link, "")
	get(t, h, "POST", "/api/v1/evaluate", doc)
	get(t, h, "POST", "/api/v1/evaluate", doc+"nonsense")
	get(t, h, "GET", "/Secretseller", "")
	if s := log.String(); strings.Contains(s, "Secretseller") || strings.Contains(s, strings.TrimPrefix(link, "o=")) || strings.Count(s, "\n") != 4 {
		t.Errorf("the log is\n%s", s)
	}
	if who := httptest.NewRequest("GET", "/", nil).RemoteAddr; strings.Contains(log.String(),
		who[:strings.LastIndex(who, ":")]) {
		t.Errorf("the log names who asked:\n%s", log.String())
	}
}
