package web

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay"

	"github.com/assaymining/assay/economics"
)

// lineOf is an offer seen on a day of 2025, as a line.
func lineOf(day int) string {
	return fmt.Sprintf(`{"schema":"assay/offer/v1","id":"day %d","seen":"2025-05-%02d","hashrate":"30 TH/s","term":"90d","price":{"upfront":"500 USD"},"fees":[]}`+"\n", day, day)
}

// screenedLines are the lines of an answer.
func screenedLines(t *testing.T, body string) (all []assay.Screened) {
	t.Helper()
	for line := range strings.Lines(body) {
		var one assay.Screened
		if err := json.Unmarshal([]byte(line), &one); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		all = append(all, one)
	}
	return all
}

// Each line is answered with all three axes while the next is not yet sent.
func TestScreenAnswersAsItGoes(t *testing.T) {
	server := httptest.NewServer(testServer(t, nil).Handler())
	defer server.Close()
	body, lines := io.Pipe()
	r, err := http.NewRequest("POST", server.URL+"/api/v1/screen?brief=true", body)
	if err != nil {
		t.Fatal(err)
	}
	go io.WriteString(lines, lineOf(1))
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	in := bufio.NewReader(answer.Body)
	for n := 1; n <= 3; n++ {
		text, err := in.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		one := screenedLines(t, text)[0]
		if one.Line != n || one.ID != fmt.Sprintf("day %d", n) || one.Economics == nil || one.Economics.ProbBeatsBuying == nil || one.Verdict.Economics == economics.NotKnown {
			t.Fatalf("line %d: %s", n, text)
		}
		if n < 3 {
			go io.WriteString(lines, lineOf(n+1))
		}
	}
	lines.Close()
	if rest, err := io.ReadAll(in); err != nil || len(rest) > 0 {
		t.Errorf("after the last line: %q, %v", rest, err)
	}
}

// What is not judged is named: where the body ends early or is too large, where others have all turns, and
// where the client has asked for too much. A first line that is not judged is told by the status.
func TestScreenNamesWhatItLeaves(t *testing.T) {
	many := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(lineOf(1 + i%2))
		}
		return b.String()
	}
	ends := func(name string, h http.Handler, body string, judged int, why string) {
		t.Helper()
		status, _, says := get(t, h, "POST", "/api/v1/screen", body)
		all := screenedLines(t, says)
		if last := all[len(all)-1]; status != 200 || len(all) != judged+1 || !strings.Contains(last.Error, why) {
			t.Errorf("%s: status %d, %d lines, the last is %+v", name, status, len(all), last)
		}
	}
	plain := testServer(t, nil).Handler()
	big := many(3) + strings.Repeat(" ", MaxBody)
	ends("a body too large", plain, big, 3, "line 4 and what follows is not judged. The body is larger")
	s := testServer(t, func(c *Config) { c.Limits.PerSecond, c.Limits.Burst = 1e-6, 1 }) // the next turn is days away, beyond any request's time
	ends("a client that asks for too much", s.Handler(), many(linesPerCost+3), linesPerCost, fmt.Sprintf("line %d and what follows is not judged. This took too long", linesPerCost+1))
	if status, header, _ := get(t, s.Handler(), "POST", "/api/v1/screen", many(1)); status != http.StatusTooManyRequests || header.Get("Retry-After") == "" {
		t.Errorf("the next request: status %d", status)
	}

	busy := testServer(t, func(c *Config) { c.Limits.Concurrent, c.Limits.Queue, c.Limits.Wait = 1, 1, time.Millisecond })
	leave := takeTurn(t, busy)
	if status, header, _ := get(t, busy.Handler(), "POST", "/api/v1/screen", many(2)); status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" {
		t.Errorf("with all turns taken: status %d", status)
	}
	leave()
	for _, query := range []string{"as-of=soon", "price=cheap"} {
		if status, _, body := get(t, plain, "POST", "/api/v1/screen?"+query, many(1)); status != 422 || !strings.Contains(body, "query."+query[:5]) {
			t.Errorf("%s: status %d: %s", query, status, body)
		}
	}
}

// A client that goes away is screened for no further, and takes no turn.
func TestScreenStopsForWhoIsGone(t *testing.T) {
	s := testServer(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	var body strings.Builder
	for day := range 28 {
		body.WriteString(lineOf(1 + day))
	}
	r := httptest.NewRequest("POST", "/api/v1/screen", strings.NewReader(body.String())).WithContext(ctx)
	w := &cutting{ResponseRecorder: httptest.NewRecorder(), cancel: cancel}
	s.Handler().ServeHTTP(w, r)
	if n := s.shelf.Len(); n > linesPerCost {
		t.Errorf("%d markets were simulated, though the client went away after its first lines", n)
	}
	if s.turns.Taken() != 0 {
		t.Error("a turn is still taken")
	}
}

// cutting is a client that goes away with the first lines.
type cutting struct {
	*httptest.ResponseRecorder
	cancel func()
}

func (c *cutting) Write(b []byte) (int, error) {
	c.cancel()
	return c.ResponseRecorder.Write(b)
}
