package web

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/adapter/web/link"
	"github.com/assaymining/assay/internal/costly"
	"github.com/assaymining/assay/offer"
)

// costlyRequests are what can be asked about a document, on every route that judges.
func costlyRequests(t *testing.T, doc string) map[string][3]string {
	t.Helper()
	o, _, err := offer.Parse("costly", []byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	line := strings.ReplaceAll(string(offer.JSON(o)), "\n", " ") + "\n"
	all := map[string][3]string{
		"api compare":  {"POST", "/api/v1/compare", strings.Repeat(line, maxCompared)},
		"api flags":    {"POST", "/api/v1/flags", doc},
		"api evaluate": {"POST", "/api/v1/evaluate", doc}, "api replay": {"POST", "/api/v1/replay", doc},
		"api replay from": {"POST", "/api/v1/replay?from=2013-01-01", doc}, "api screen": {"POST", "/api/v1/screen", strings.Repeat(line, 8)},
		"post evaluate": {"POST", "/evaluate", "document=" + url.QueryEscape(doc)}, "post compare": {"POST", "/compare", "document=" + url.QueryEscape(doc)},
	}
	packed, err := link.Pack(offer.Format(o))
	if err != nil || len(packed) > link.Max {
		return all // too long for a link
	}
	asked := costlyFacts(doc)
	for name, c := range all {
		asked[name] = c
	}
	all = asked
	query := "o=" + packed
	for name, target := range map[string]string{
		"evaluate": "/evaluate?" + query, "compare": "/compare?" + strings.TrimPrefix(strings.Repeat("&"+query, maxCompared), "&"),
		"replay": "/replay?from=2014-01-01&" + query, "evidence": "/download/evidence?" + query, "report": "/download/report.html?" + query,
		"csv": "/download/verdict.csv?" + query, "json": "/download/verdict.json?" + query, "picture": "/download/picture/fan.svg?" + query,
		"offer": "/download/offer.yaml?" + query, "pdf": "/download/report.pdf?" + query,
		"preview": "/download/picture/preview.png?" + query, "every day": "/download/replay.jsonl?all-history=true&" + query,
	} {
		all[name] = [3]string{"GET", target, ""}
	}
	return all
}

// costlyFacts are what can be asked on the other routes: a long text to read, a long statement and a long
// time to audit, all days of the market and the longest forecast.
func costlyFacts(doc string) map[string][3]string {
	words := strings.Repeat(doc+"\n", 1+(200<<10)/len(doc))
	var paid strings.Builder
	paid.WriteString("date,amount,unit,kind,hashrate,hashrate_unit,note\n")
	day := time.Date(2012, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := range 5000 {
		fmt.Fprintf(&paid, "%s,%d,sat,credit,30,TH/s,\n", day.AddDate(0, 0, n).Format(time.DateOnly), 1000+n)
	}
	const years = "hashrate=30TH/s&fee=2%25&from=2012-01-01&to=2025-09-01&received=40954sat"
	contract := "contract=" + url.QueryEscape(doc) + "&fee=2%25"
	return map[string][3]string{
		"audit file": {"GET", "/audit/owed.csv?" + years, ""}, "audit pdf": {"GET", "/audit/report.pdf?" + years, ""},
		"post audit file": {"POST", "/audit/report.html?hashrate=30", contract},
		"post audit pdf":  {"POST", "/audit/report.pdf?hashrate=30", contract},
		"api read":        {"POST", "/api/v1/read", words}, "post read": {"POST", "/read", "words=" + url.QueryEscape(words)},
		"api audit":    {"POST", "/api/v1/audit?hashrate=30TH/s&fee=2%25", paid.String()},
		"api audited":  {"GET", "/api/v1/audit?" + years, ""},
		"audit":        {"GET", "/audit?" + years, ""},
		"post audit":   {"POST", "/audit?hashrate=30", contract},
		"market":       {"GET", "/market?from=2009-01-03&to=2026-10-03", ""},
		"api market":   {"GET", "/api/v1/market?from=2009-01-03&to=2026-10-03", ""},
		"api forecast": {"GET", "/api/v1/forecast?days=3650", ""},
	}
}

// Every route that works is asked: those of the API by its own table, the pages by how they are mounted.
func TestEveryRouteIsSearched(t *testing.T) {
	s := testServer(t, nil)
	patterns := map[string]string{}
	mux := http.NewServeMux()
	mount := func(pattern string) {
		patterns[pattern] = ""
		mux.HandleFunc(pattern, func(http.ResponseWriter, *http.Request) {})
	}
	source, err := os.ReadFile("web.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`page\("([A-Z]+ /[^"]*)"`).FindAllStringSubmatch(string(source), -1) {
		mount(m[1])
	}
	for _, op := range s.operations() {
		mount(op.Method + " " + op.Path)
	}
	for name, c := range costlyRequests(t, plainOffer) {
		_, pattern := mux.Handler(httptest.NewRequest(c[0], c[1], nil))
		if pattern == "" {
			t.Errorf("%s asks %s %s, which is not served", name, c[0], c[1])
		}
		patterns[pattern] = name
	}
	for pattern, name := range patterns {
		if name == "" && !slices.Contains(notCostly, pattern) {
			t.Errorf("no costly document is sent to %s", pattern)
		}
	}
	if len(patterns) < 30 {
		t.Errorf("only %d routes are found", len(patterns))
	}
}

// notCostly give what is at hand: nothing is judged, and nothing is sent.
var notCostly = []string{"GET /{$}", "GET /track-record", "GET /track-record/{file}", "GET /checklist",
	"GET /glossary", "GET /api", "GET /api/v1/schema/{name}", "GET /api/v1/examples", "GET /api/v1/examples/{name}"}

// A search for documents that cost most finds none for which any route takes much longer than the 100 ms it
// has: from documents drawn at random it goes on with the costliest. The bound is a watchdog, of processor
// time; what was longest is logged. Nothing runs after the answer.
func TestNoDocumentOutlastsItsTime(t *testing.T) {
	if testing.Short() {
		t.Skip("a search of many judgements")
	}
	s := testServer(t, func(c *Config) { c.Limits.Request, c.Paths, c.Limits.PerSecond = 100*time.Millisecond, 0, -1 })
	h := s.Handler()
	r := rand.New(rand.NewPCG(13, uint64(time.Now().YearDay()))) // others each day
	best, longest := costly.Draw(r), map[string]time.Duration{}
	var most time.Duration
	for n := range 10 {
		d := best.Change(r)
		if n%4 == 0 {
			d = costly.Draw(r)
		}
		var all time.Duration
		for name, c := range costlyRequests(t, d.YAML()) {
			began := costly.Spent()
			kind := ""
			if strings.HasPrefix(name, "post") {
				kind = "application/x-www-form-urlencoded"
			}
			status, body := within(t, h, c, kind)
			took := costly.Spent() - began
			all += took
			if took > costly.TooLong {
				t.Errorf("%s took %s of the processor for\n%.3000s", name, took, d.YAML())
			}
			if status == 500 {
				t.Errorf("%s: %.300s for\n%.3000s", name, body, d.YAML())
			}
			if s.turns.Taken() != 0 || s.bodies.Held() != 0 {
				t.Errorf("%s left something running", name)
			}
			longest[name] = max(longest[name], took)
		}
		if all > most {
			best, most = d, all
		}
	}
	t.Logf("longest: %v", longest)
}

// within is what a route answers, of a client that waits 100 ms: of a screening that alone ends it, since
// each turn of one has a time of its own.
func within(t *testing.T, h http.Handler, c [3]string, kind string) (status int, body string) {
	t.Helper()
	ctx, done := context.WithTimeout(t.Context(), 100*time.Millisecond)
	defer done()
	r := httptest.NewRequest(c[0], "http://assay.test"+c[1], strings.NewReader(c[2]))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r.WithContext(ctx))
	return w.Code, w.Body.String()
}

// With its client all work for a request ends: no goroutine is left that computes.
func TestNoWorkGoesOnForWhoIsGone(t *testing.T) {
	s := testServer(t, func(c *Config) { c.Paths = 0 })
	h := s.Handler()
	r := rand.New(rand.NewPCG(7, 7))
	docs := []string{century()}
	for range 2 {
		docs = append(docs, costly.Draw(r).YAML())
	}
	before := runtime.NumGoroutine()
	for i, doc := range docs {
		for name, c := range costlyRequests(t, doc) {
			ctx, gone := context.WithCancel(t.Context())
			w := httptest.NewRecorder()
			ended := make(chan struct{})
			go func() {
				defer close(ended)
				h.ServeHTTP(w, httptest.NewRequest(c[0], "http://assay.test"+c[1], strings.NewReader(c[2])).WithContext(ctx))
			}()
			time.Sleep(10 * time.Millisecond) // it has begun, most often
			gone()
			stop := costly.Watch(fmt.Sprintf("%s of document %d goes on for nobody", name, i))
			<-ended
			stop()
			for runtime.NumGoroutine() > before { // the one that watched is among them
				time.Sleep(time.Millisecond)
			}
			if s.turns.Taken() != 0 || s.bodies.Held() != 0 {
				t.Errorf("%s of document %d still holds something", name, i)
			}
		}
	}
}

// A client that goes leaves little of the work that it asked for, wherever it is cut: counted in processor
// time, as a share of the whole, which a busy machine stretches alike.
func TestLongTextsEndWithTheirClient(t *testing.T) {
	if testing.Short() {
		t.Skip("a MiB is read often")
	}
	s := testServer(t, func(c *Config) { c.Limits.PerSecond = -1 })
	h := s.Handler()
	for name, words := range map[string]string{
		"figures": "We pay 1.5 % on your $250 every day for 90 days. ", "signs": "a.b.c.d.",
		"no spaces": "我们保证每天收益", "lines": "Price: $1,890\nHashrate: 30 TH/s\n",
	} {
		text := strings.Repeat(words, maxBody/len(words))
		whole, left := costly.Leftover(t.Context(), 5, func(ctx context.Context) {
			r := httptest.NewRequest("POST", "http://assay.test/api/v1/read", strings.NewReader(text))
			h.ServeHTTP(httptest.NewRecorder(), r.WithContext(ctx))
		})
		t.Logf("%s: %s as a whole, %s after the client has gone", name, whole, left)
		if left > whole/2 {
			t.Errorf("%s: of %s, %s is spent after the client has gone", name, whole, left)
		}
	}
}
