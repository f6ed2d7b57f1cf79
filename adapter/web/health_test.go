package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// broken are facts that cannot be had.
type broken struct{ asked int }

func (b *broken) Complete(context.Context, *assay.Evidence) error {
	b.asked++
	return errors.New("the store at /home/alice is damaged")
}

// TestHealth: health is whether offers can be judged. It costs one judgement however often it is asked for, and
// tells strangers no reason.
func TestHealth(t *testing.T) {
	if status, _, body := get(t, testServer(t, nil).Handler(), "GET", "/healthz", ""); status != 200 || body != "ok\n" {
		t.Errorf("status %d, %q", status, body)
	}
	facts := &broken{}
	h := testServer(t, func(c *Config) { c.Facts = facts }).Handler()
	for range 20 {
		status, _, body := get(t, h, "GET", "/healthz", "")
		if status != http.StatusServiceUnavailable || strings.Contains(body, "alice") {
			t.Fatalf("status %d, %q", status, body)
		}
	}
	if facts.asked != 1 {
		t.Errorf("%d judgements for 20 questions", facts.asked)
	}
}

// Readiness tells how old the facts are, and is lost when they are too old; newer facts are served as soon as they are
// there, with the clients and counts of before.
func TestReadinessTellsTheAgeOfFacts(t *testing.T) {
	rows := strings.SplitAfter(string(market.Embedded().CSV()), "\n")
	older, err := market.Parse([]byte(strings.Join(rows[:len(rows)-30], "")))
	if err != nil {
		t.Fatal(err)
	}
	s := testServer(t, func(c *Config) { c.Stale, c.History = 4, older })
	day := func(d units.Date) { s.Today = func() time.Time { return time.Unix(d.Unix(), 0) } }
	ask := func(s *Server, path string) (int, string) {
		status, _, body := get(t, s.Handler(), "GET", path, "")
		return status, body
	}
	last := s.History.Last()
	day(last + 4)
	if status, says := ask(s, "/readyz"); status != 200 || says != "ready: facts to "+last.String()+", 4 days old\n" {
		t.Errorf("status %d: %s", status, says)
	}
	day(last + 5)
	if status, says := ask(s, "/readyz"); status != 503 || !strings.HasPrefix(says, "not ready: facts to ") {
		t.Errorf("too old: status %d: %s", status, says)
	}
	if status, says := ask(s, "/healthz"); status != 200 {
		t.Errorf("a server with old facts can judge: status %d: %s", status, says)
	}
	whole := market.Embedded()
	renewed := s.Renewed(whole, s.Documents)
	status, says := ask(renewed, "/readyz")
	if want := "facts to " + whole.Last().String(); !strings.Contains(says, want) {
		t.Errorf("renewed: status %d: %s", status, says)
	}
	if renewed.turns != s.turns || renewed.allowances != s.allowances || renewed.metrics != s.metrics || renewed.shelf == s.shelf {
		t.Error("clients are counted apart, or markets together")
	}
	if _, says := ask(s, "/api/v1/market?from="+last.String()); strings.Contains(says, whole.Last().String()) {
		t.Error("the old server has other facts than before")
	}
}
