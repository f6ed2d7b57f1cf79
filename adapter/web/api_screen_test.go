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
	"github.com/assaymining/assay/offer"
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
	if rest, err := io.ReadAll(in); err != nil || string(rest) != "{\"lines\":3,\"whole\":true}\n" {
		t.Errorf("after the last line: %q, %v", rest, err)
	}
}

// linesOf are offers, as lines.
func linesOf(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(lineOf(1 + i%2))
	}
	return b.String()
}

// Who may ask for one judgement an age screens as many lines as he likes: turns bound him, not the allowance. Where others
// have all turns, or he has asked for too much before, the status says so; where a parameter makes no sense, it is named.
func TestScreenNamesWhatItLeaves(t *testing.T) {
	s := testServer(t, func(c *Config) { c.Limits.PerSecond, c.Limits.Burst = 1e-6, 1 })
	status, _, says := get(t, s.Handler(), "POST", "/api/v1/screen", linesOf(600))
	if all := screenedLines(t, says); status != 200 || len(all) != 601 || all[599].Error != "" || !strings.HasSuffix(says, "{\"lines\":600,\"whole\":true}\n") {
		t.Errorf("600 lines: status %d, %d lines: %.300s", status, len(all), says[max(0, len(says)-300):])
	}
	if status, header, _ := get(t, s.Handler(), "POST", "/api/v1/screen", linesOf(1)); status != http.StatusTooManyRequests || header.Get("Retry-After") == "" {
		t.Errorf("the next request: status %d", status)
	}

	busy := testServer(t, func(c *Config) {
		c.Limits.Concurrent, c.Limits.Queue, c.Limits.Wait, c.Limits.Patience = 1, 1, time.Millisecond, time.Millisecond
	})
	leave := takeTurn(t, busy)
	if status, header, _ := get(t, busy.Handler(), "POST", "/api/v1/screen", linesOf(2)); status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" {
		t.Errorf("with all turns taken: status %d", status)
	}
	leave()
	plain := testServer(t, nil).Handler()
	for _, query := range []string{"as-of=soon", "price=cheap", "from=0", "from=x", "brief=perhaps"} {
		name, _, _ := strings.Cut(query, "=")
		if status, _, body := get(t, plain, "POST", "/api/v1/screen?"+query, linesOf(1)); status != 422 || !strings.Contains(body, "query."+name) {
			t.Errorf("%s: status %d: %s", query, status, body)
		}
	}
}

// A long line is told and the run goes on; what is sent may be larger than any other body.
func TestScreenTakesAnyNumberOfLines(t *testing.T) {
	h := testServer(t, nil).Handler()
	body := linesOf(1) + strings.Repeat("x", 5<<20) + "\n\n" + strings.TrimSuffix(linesOf(1), "\n")
	status, _, says := get(t, h, "POST", "/api/v1/screen", body)
	all := screenedLines(t, says)
	if status != 200 || len(all) != 4 || all[0].Verdict == nil || !strings.Contains(all[1].Error, "line 2 is longer than 4 MiB") || all[2].Line != 4 || all[2].Verdict == nil {
		t.Fatalf("status %d, %d lines: %.500s", status, len(all), says)
	}
	if !strings.HasSuffix(says, "{\"lines\":4,\"whole\":true}\n") {
		t.Errorf("the last line does not count: %s", says[max(0, len(says)-100):])
	}
}

// An answer that was cut, and the rest that is asked for from where it was cut, are together the bytes of one answer. Brief
// is what is told by default.
func TestScreenGoesOnWhereItWasCut(t *testing.T) {
	h := testServer(t, func(c *Config) { c.Paths = 64 }).Handler()
	var body strings.Builder
	for i := range 900 {
		if i%7 == 3 {
			body.WriteString("{\"id\": \"broken\"}\n\n")
		}
		body.WriteString(lineOf(1 + i%3))
	}
	screen := func(query string) string {
		status, _, says := get(t, h, "POST", "/api/v1/screen"+query, body.String())
		if status != 200 {
			t.Fatalf("%s: status %d: %s", query, status, says)
		}
		return says
	}
	whole := screen("")
	for _, cut := range []int{1, len(whole) / 3, len(whole) - 40, len(whole) - 1} {
		kept := whole[:strings.LastIndex(whole[:cut], "\n")+1]
		from := 1
		if all := screenedLines(t, kept); len(all) > 0 {
			from = all[len(all)-1].Line + 1
		}
		if both := kept + screen(fmt.Sprintf("?from=%d", from)); both != whole {
			t.Errorf("cut after %d of %d bytes, going on at line %d gives %d bytes", cut, len(whole), from, len(both))
		}
	}
	if brief, full := screen("?brief=true"), screen("?brief=false"); brief != whole || len(full) < 2*len(brief) {
		t.Errorf("%d bytes, briefly %d, in full %d", len(whole), len(brief), len(full))
	}
}

// Lines that take too long together are judged in parts, so that those beside a costly one have their answers.
func TestScreenJudgesBesideTheCostly(t *testing.T) {
	s := testServer(t, func(c *Config) { c.Limits.Request, c.Paths = 2*time.Second, 16384 })
	document := string(offer.JSON(mustParse(t, "century", []byte(century()))))
	costly := strings.ReplaceAll(document, "\n", " ") + "\n"
	_, _, says := get(t, s.Handler(), "POST", "/api/v1/screen", lineOf(1)+costly+lineOf(1))
	all := screenedLines(t, says)
	if len(all) != 4 || all[0].Verdict == nil || all[2].Verdict == nil {
		t.Fatalf("%d lines: %.600s", len(all), says)
	}
	if all[1].Verdict == nil && !strings.Contains(all[1].Error, "line 2: This took longer") {
		t.Errorf("the costly line: %+v", all[1])
	}
	if s.turns.Taken() != 0 || s.bodies.Held() != 0 {
		t.Error("something is still taken")
	}
}

// A patient client whose lines are all too costly has a bounded number of turns, and is told where they end.
func TestScreenOfCostlyLinesEnds(t *testing.T) {
	s := testServer(t, func(c *Config) {
		c.Limits.Request, c.Limits.PerSecond, c.Paths = 50*time.Millisecond, -1, 16384
	})
	document := string(offer.JSON(mustParse(t, "century", []byte(century()))))
	costly := strings.ReplaceAll(document, "\n", " ") + "\n"
	status, _, says := get(t, s.Handler(), "POST", "/api/v1/screen", strings.Repeat(costly, 64))
	all := screenedLines(t, says)
	if status != 200 || len(all) < 2 || len(all) > screenStopped {
		t.Fatalf("status %d, %d lines of 64 are answered: %.600s", status, len(all), says)
	}
	if !strings.Contains(all[0].Error, "line 1: This took longer") {
		t.Errorf("the first line: %+v", all[0])
	}
	if last := all[len(all)-1]; !strings.Contains(last.Error, "and what follows is not judged. 8 times") {
		t.Errorf("the last line: %+v", last)
	}
	if s.turns.Taken() != 0 || s.bodies.Held() != 0 {
		t.Error("something is still taken")
	}
}

// A client that goes away is screened for no further, and takes no turn.
func TestScreenStopsForWhoIsGone(t *testing.T) {
	s := testServer(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	r := httptest.NewRequest("POST", "/api/v1/screen", strings.NewReader(linesOf(1000))).WithContext(ctx)
	w := &cutting{ResponseRecorder: httptest.NewRecorder(), cancel: cancel}
	s.Handler().ServeHTTP(w, r)
	if n := strings.Count(w.Body.String(), "\n"); n > 256 {
		t.Errorf("%d of 1000 lines were judged, though the client went away with the first", n)
	}
	if s.turns.Taken() != 0 || s.bodies.Held() != 0 {
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
