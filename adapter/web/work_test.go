package web

import (
	"context"
	"fmt"
	"github.com/assaymining/assay/adapter/web/link"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/offer"
)

// century is an offer that takes as much work as one can: the longest term, all fees and stops, each looked
// at day by day.
func century() string {
	var b strings.Builder
	b.WriteString("schema: assay/offer/v1\nhashrate: 30 TH/s\nterm: 36525d\nseen: 2024-06-01\nprice: {upfront: 5000 USD}\nfees:\n")
	for i := range contract.MaxFees {
		fmt.Fprintf(&b, "- {name: f%d, per_hashrate_day: 0.001 USD/TH/day, escalation: 1%%/year, paid: deducted}\n", i)
	}
	b.WriteString("stops:\n")
	for i := range contract.MaxStops {
		fmt.Fprintf(&b, "- {when: fees_exceed_revenue, for: %dd, then: pause, by: provider}\n", i+1)
	}
	return b.String()
}

// takeTurn is somebody else who has a turn.
func takeTurn(t *testing.T, s *Server) (leave func()) {
	t.Helper()
	leave, ok := s.turns.Enter(t.Context(), netip.MustParseAddr("203.0.113.77"), time.Second)
	if !ok {
		t.Fatal("no turn is free at once")
	}
	return leave
}

// watched counts what is read of a body.
type watched struct {
	io.Reader
	read *atomic.Int64
}

func (w watched) Read(b []byte) (int, error) {
	n, err := w.Reader.Read(b)
	w.read.Add(int64(n))
	return n, err
}

// Who has used up his allowance has nothing read; with no turn free nothing is parsed, on any route.
func TestTheGateComesFirst(t *testing.T) {
	s := testServer(t, func(c *Config) {
		c.Limits.Concurrent, c.Limits.Wait, c.Limits.Patience, c.Limits.PerSecond, c.Limits.Burst = 1, time.Millisecond, time.Millisecond, 0.001, 40
	})
	h := s.Handler()
	leave := takeTurn(t, s)
	broken := "o=" + link.Form + "broken"
	for _, target := range []string{"GET /evaluate?" + broken, "GET /compare?" + broken, "GET /replay?" + broken, "GET /download/offer.yaml?" + broken,
		"GET /download/evidence?" + broken, "GET /download/replay.jsonl?" + broken, "GET /download/report.html?" + broken, "POST /evaluate", "POST /compare", "POST /api/v1/evaluate", "POST /api/v1/replay"} {
		method, path, _ := strings.Cut(target, " ")
		if status, _, body := get(t, h, method, path, "document=:", "Content-Type", "application/x-www-form-urlencoded"); status != http.StatusServiceUnavailable {
			t.Errorf("%s with no turn free was looked at: status %d, %.100s", target, status, body)
		}
	}
	leave()
	var read atomic.Int64
	refused := 0
	for range 3 {
		r := httptest.NewRequest("POST", "/api/v1/evaluate", watched{strings.NewReader(strings.Repeat("# x\n", maxBody/4)), &read})
		r.ContentLength = maxBody
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code == http.StatusTooManyRequests {
			refused++
		}
	}
	if refused < 2 || read.Load() > maxBody {
		t.Errorf("of three mebibytes for an allowance of one %d were refused and %d bytes were read", refused, read.Load())
	}
}

// A body for which there is no room is refused before it is read, and takes no room.
func TestBodiesWithoutRoom(t *testing.T) {
	s := testServer(t, func(c *Config) { c.Limits.BodyBytes = 64 << 10 })
	h := s.Handler()
	var read atomic.Int64
	r := httptest.NewRequest("POST", "/api/v1/evaluate", watched{strings.NewReader(strings.Repeat("# x\n",
		maxBody/4)), &read})
	r.ContentLength = maxBody
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || read.Load() > 0 ||
		s.bodies.Held() > 0 {
		t.Errorf("status %d, %d bytes read, %d held: %.200s", w.Code, read.Load(), s.bodies.Held(), w.Body)
	}
	if status, _, body := get(t, h, "POST", "/api/v1/evaluate", plainOffer); status != 200 {
		t.Errorf("a short one: status %d: %.200s", status, body)
	}
}

// Work is counted before it is done: a century with all fees and stops costs as many judgements as it is
// longer.
func TestAllowanceCountsWork(t *testing.T) {
	if got := costOf(assay.Evidence{Offer: mustParse(t, "plain", []byte(plainOffer))}); got != 0 {
		t.Errorf("a plain offer costs %d more than one judgement", got)
	}
	most := costOf(assay.Evidence{Offer: mustParse(t, "century", []byte(century()))})
	if most < 100 {
		t.Errorf("a century costs %d", most)
	}
}

// What a request costs beyond one judgement is taken from its client's allowance: of dear ones he has
// fewer, and then waits, while another client has all of his.
func TestWorkIsCharged(t *testing.T) {
	const burst = 30
	link := linkTo(t, plainOffer)
	for target, cost := range map[string]int{
		"/download/evidence?" + link: replayCost,
		"/compare?" + strings.TrimPrefix(strings.Repeat("&"+link, maxCompared), "&"): maxCompared,
		"/evaluate?" + link: 1,
	} {
		h := testServer(t, func(c *Config) { c.Limits.PerSecond, c.Limits.Burst = 1e-9, burst }).Handler()
		served := 0
		for ; served <= burst; served++ {
			status, _, body := get(t, h, "GET", target, "")
			if status == http.StatusTooManyRequests {
				break
			}
			if status != 200 {
				t.Fatalf("%.20s: status %d: %.200s", target, status, body)
			}
		}
		if want := (burst + cost - 1) / cost; served != want { // the last may make a debt
			t.Errorf("%.20s of cost %d: %d served of an allowance of %d, want %d", target, cost, served,
				burst, want)
		}
		r := httptest.NewRequest("GET", target, nil)
		r.RemoteAddr = "198.51.100.1:1"
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, r); w.Code != 200 {
			t.Errorf("%.20s: another client: status %d", target, w.Code)
		}
	}
}

// One client never has all turns.
func TestTurnsOfOneClient(t *testing.T) {
	s := testServer(t, func(c *Config) { c.Limits.Concurrent, c.Limits.Patience = 2, time.Millisecond })
	hold, done := context.WithCancel(t.Context())
	defer done()
	entered := make(chan struct{})
	who := netip.MustParseAddr("192.0.2.9")
	go s.turn(hold, who, time.Second, func(ctx context.Context) error {
		close(entered)
		<-ctx.Done()
		return nil
	})
	<-entered
	err := s.turn(t.Context(), who, time.Millisecond, func(context.Context) error { return nil })
	if f := failureOf(err); err == nil || f.status != http.StatusServiceUnavailable {
		t.Errorf("a second turn of two for one client: %v", err)
	}
	if err := s.turn(t.Context(), netip.MustParseAddr("192.0.2.10"), time.Second, func(context.Context) error { return nil }); err != nil {
		t.Errorf("another client: %v", err)
	}
}

// Every route gives up the costliest offer soon after its time is over, and leaves nothing running. The clock
// is a watchdog: whole, these take minutes.
func TestEveryRouteEndsInTime(t *testing.T) {
	s := testServer(t, func(c *Config) { c.Limits.Request, c.Paths, c.Limits.PerSecond = 100*time.Millisecond, 0, -1 })
	h := s.Handler()
	link := linkTo(t, century())
	all := strings.TrimPrefix(strings.Repeat("&"+link, maxCompared), "&")
	line := strings.ReplaceAll(string(offer.JSON(mustParse(t, "century", []byte(century())))), "\n", " ") + "\n"
	for _, c := range []struct{ method, target, body string }{
		{"GET", "/evaluate?" + link, ""}, {"GET", "/compare?" + all, ""}, {"GET", "/replay?from=2014-01-01&" + link, ""}, {"GET", "/download/evidence?" + link, ""},
		{"GET", "/download/report.html?" + link, ""}, {"GET", "/download/verdict.csv?" + link, ""}, {"POST", "/api/v1/evaluate", century()},
		{"POST", "/api/v1/replay?from=2014-01-01", century()}, {"POST", "/api/v1/screen", strings.Repeat(line, 64)},
	} {
		began := time.Now()
		status, body := within(t, h, [3]string{c.method, c.target, c.body}, "")
		if took := time.Since(began); took > 20*time.Second {
			t.Errorf("%s %.30s took %s", c.method, c.target, took)
		}
		if status == http.StatusOK && !strings.Contains(c.target, "replay") && !strings.Contains(c.target, "screen") {
			t.Errorf("%s %.30s was answered in full within 100 ms: it tries nothing. %.100s", c.method, c.target, body)
		}
		if s.turns.Taken() != 0 || s.bodies.Held() != 0 {
			t.Errorf("%s %.30s left something running", c.method, c.target)
		}
	}
}
