package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/assaymining/assay"
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
