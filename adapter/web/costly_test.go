package web

import (
	"context"
	"fmt"
	"math/rand/v2"
	"net/http/httptest"
	"net/url"
	"runtime"
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
		"api evaluate": {"POST", "/api/v1/evaluate", doc}, "api replay": {"POST", "/api/v1/replay", doc},
		"api replay from": {"POST", "/api/v1/replay?from=2013-01-01", doc}, "api screen": {"POST", "/api/v1/screen", strings.Repeat(line, 8)},
		"post evaluate": {"POST", "/evaluate", "document=" + url.QueryEscape(doc)}, "post compare": {"POST", "/compare", "document=" + url.QueryEscape(doc)},
	}
	packed, err := link.Pack(offer.Format(o))
	if err != nil || len(packed) > link.Max {
		return all // too long for a link
	}
	query := "o=" + packed
	for name, target := range map[string]string{
		"evaluate": "/evaluate?" + query, "compare": "/compare?" + strings.TrimPrefix(strings.Repeat("&"+query, maxCompared), "&"),
		"replay": "/replay?from=2014-01-01&" + query, "evidence": "/download/evidence?" + query, "report": "/download/report.html?" + query,
		"csv": "/download/verdict.csv?" + query, "json": "/download/verdict.json?" + query, "picture": "/download/picture/fan.svg?" + query,
		"offer": "/download/offer.yaml?" + query,
	} {
		all[name] = [3]string{"GET", target, ""}
	}
	return all
}

// A search for documents that cost most finds none for which any route takes much longer than the 100 ms it has: from
// documents drawn at random it goes on with the costliest. The bound of ten seconds is a watchdog, for a machine that does
// much else; what was longest is logged. Nothing runs after the answer.
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
			began := time.Now()
			kind := ""
			if strings.HasPrefix(name, "post") {
				kind = "application/x-www-form-urlencoded"
			}
			status, _, body := get(t, h, c[0], c[1], c[2], "Content-Type", kind)
			took := time.Since(began)
			all += took
			if took > 10*time.Second {
				t.Errorf("%s took %s for\n%.3000s", name, took, d.YAML())
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
			watchdog := time.AfterFunc(30*time.Second, func() { panic(fmt.Sprintf("%s of document %d goes on for nobody", name, i)) })
			<-ended
			for runtime.NumGoroutine() > before {
				time.Sleep(time.Millisecond)
			}
			watchdog.Stop()
			if s.turns.Taken() != 0 || s.bodies.Held() != 0 {
				t.Errorf("%s of document %d still holds something", name, i)
			}
		}
	}
}
