package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/assaymining/assay/units"
)

// healthFor is how long a judgement stands for the server's health: whoever asks more often costs nothing.
const healthFor = 10 * time.Second

// health remembers whether the teaching offer could be judged.
type health struct {
	mu  sync.Mutex
	at  time.Time
	err error
}

// health answers with 200 while the server can judge: it judges the teaching offer on the facts at hand,
// without simulated markets, and says no more to strangers than that it could not.
func (s *Server) health(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	if err := s.judges(r.Context()); err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, "cannot judge; the log says why")
		return
	}
	fmt.Fprintln(w, "ok")
}

// ready answers with 200 while the server can judge on facts that are not too old, and tells how old they
// are: whoever balances between servers, or watches that facts are fetched, asks for it.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	last := s.History.Last()
	age := int(units.DateOf(s.Today().Unix()) - last)
	if err := s.judges(r.Context()); err != nil {
		w.WriteHeader(http.StatusServiceUnavailable)
		fmt.Fprintln(w, "not ready: cannot judge; the log says why")
		return
	}
	state := "ready"
	if s.Stale > 0 && age > s.Stale {
		w.WriteHeader(http.StatusServiceUnavailable)
		state = "not ready"
	}
	fmt.Fprintf(w, "%s: facts to %s, %d days old\n", state, last, age)
}

// judges is nil if the teaching offer can be judged, or could be a moment ago.
func (s *Server) judges(ctx context.Context) error {
	h := s.healthy
	h.mu.Lock()
	defer h.mu.Unlock()
	if !h.at.IsZero() && time.Since(h.at) < healthFor {
		return h.err
	}
	h.err = s.teach(context.WithoutCancel(ctx))
	h.at = time.Now()
	if h.err != nil {
		s.Log.Error("the teaching offer cannot be judged", slog.String("error", h.err.Error()))
	}
	return h.err
}

func (s *Server) teach(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, s.Limits.Request)
	defer cancel()
	teaching, err := s.example("teaching")
	if err != nil {
		return nil // a server without examples has nothing to judge before it is asked
	}
	e, err := s.evidence(ctx, teaching.Terms, nil, nil)
	if err != nil {
		return err
	}
	e.Choices.Paths = -1
	v, err := s.verdict(ctx, e)
	if err == nil && len(v.Scenarios) == 0 {
		err = errors.New("it was judged without a scenario")
	}
	return err
}
