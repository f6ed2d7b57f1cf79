package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"runtime/debug"
	"strings"
	"time"
)

// MaxBody is the largest request body, a mebibyte of offer and what a form adds.
const MaxBody = 1<<20 + 64<<10

// policy forbids everything that does not come from this server: no inline script or style, no frames,
// no other origin.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard wraps all handlers: recovery, log and metrics, headers, base path, bounds.
func (s *Server) guard(next http.Handler) http.Handler {
	next = named(next)
	if s.Base != "" {
		next = s.below(next)
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		rec := &recorder{ResponseWriter: w}
		defer func() {
			if p := recover(); p != nil && p != http.ErrAbortHandler {
				s.Log.Error("panic", "path", r.URL.Path, "panic", fmt.Sprint(p), "stack", string(debug.Stack()))
				if rec.status == 0 {
					http.Error(rec, "internal error", http.StatusInternalServerError)
				}
			}
			s.record(r, rec, time.Since(began))
		}()
		h := rec.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer") // the address holds the offer
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if r.Header.Get("Content-Encoding") != "" {
			// nothing is unpacked, so nothing can unpack into more than it is
			http.Error(rec, "send the body without Content-Encoding", http.StatusUnsupportedMediaType)
			return
		}
		r.Body = http.MaxBytesReader(rec, r.Body, MaxBody)
		next.ServeHTTP(rec, r)
	})
}

// named tells the recorder which route a request took.
func named(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			if rec, ok := w.(*recorder); ok {
				rec.route = r.Pattern
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// below serves under the base path alone.
func (s *Server) below(next http.Handler) http.Handler {
	strip := http.StripPrefix(s.Base, next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.URL.Path == s.Base:
			http.Redirect(w, r, s.Base+"/", http.StatusPermanentRedirect)
		case strings.HasPrefix(r.URL.Path, s.Base+"/"):
			strip.ServeHTTP(w, r)
		default: // a balancer may ask for health and metrics without the base
			if r.URL.Path == "/healthz" || r.URL.Path == "/metrics" {
				next.ServeHTTP(w, r)
				return
			}
			http.NotFound(w, r)
		}
	})
}

// record counts and logs a request: never its query, its body or what came of an offer.
func (s *Server) record(r *http.Request, rec *recorder, took time.Duration) {
	if rec.status == 0 {
		rec.status = http.StatusOK
	}
	route := rec.route
	if route == "" || route == "/" {
		route = "other"
	}
	s.metrics.observe(route, rec.status, took)
	s.Log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", r.Method), slog.String("route", route),
		slog.Int("status", rec.status), slog.Int64("bytes", rec.bytes), slog.Duration("took", took))
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	route  string
}

// WriteHeader remembers the first status.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
	r.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (r *recorder) Write(b []byte) (int, error) {
	if r.status == 0 {
		r.status = http.StatusOK
	}
	n, err := r.ResponseWriter.Write(b)
	r.bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach deadlines and flushing.
func (r *recorder) Unwrap() http.ResponseWriter { return r.ResponseWriter }

// client is the address that allowances are counted by.
func (s *Server) client(r *http.Request) netip.Addr {
	if name := s.Limits.TrustHeader; name != "" {
		// the last entry is the one that the trusted proxy wrote
		all := r.Header.Values(name)
		if len(all) > 0 {
			parts := strings.Split(all[len(all)-1], ",")
			if a, err := netip.ParseAddr(strings.TrimSpace(parts[len(parts)-1])); err == nil {
				return a
			}
		}
	}
	a, _ := netip.ParseAddrPort(r.RemoteAddr)
	return a.Addr()
}

// failure is an answer that is no page: its status and what to tell the reader.
type failure struct {
	status int
	says   string
	retry  bool // the same request may work in a second
}

// Error is what the reader is told.
func (f *failure) Error() string { return f.says }

// work runs a computation within the allowance of the client and the bounds of the server. The
// computation must watch ctx where it can take long.
func (s *Server) work(r *http.Request, cost int, do func(ctx context.Context) error) error {
	if !s.clients.allow(s.client(r), cost, time.Now()) {
		return &failure{http.StatusTooManyRequests, "You have asked for much in a short time; try again in a moment.", true}
	}
	ctx, cancel := context.WithTimeout(r.Context(), s.Limits.Request)
	defer cancel()
	wait := s.Limits.Wait
	if !strings.HasPrefix(r.URL.Path, "/api/") {
		wait *= 10 // a person who moves a slider leaves judgements behind that still run
	}
	leave, ok := s.gate.enter(ctx, wait)
	if !ok {
		return &failure{http.StatusServiceUnavailable, "The server is busy; try again in a moment.", true}
	}
	defer leave()
	err := do(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return &failure{http.StatusServiceUnavailable, fmt.Sprintf("This took longer than %s and was stopped.", s.Limits.Request), false}
	}
	return err
}

// page runs a handler of pages and shows its error as a page.
func (s *Server) page(h func(http.ResponseWriter, *http.Request) error) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		if err == nil {
			return
		}
		f := failureOf(err)
		if f.status == http.StatusInternalServerError {
			s.Log.Error("page", "route", r.Pattern, "error", err.Error())
		}
		if f.retry {
			w.Header().Set("Retry-After", "1")
		}
		if r.Header.Get("HX-Request") == "true" {
			if f.retry {
				w.Header().Set("HX-Reswap", "none") // the page keeps what it shows, and asks again
			}
			err = s.write(w, r, f.status, "failed-part", f)
		} else {
			err = s.show(w, r, f.status, "", http.StatusText(f.status), content("failed", failedPage{f.status, f.says}))
		}
		if err != nil {
			s.Log.Error("page", "error", err.Error())
		}
	})
}

// failureOf maps errors to answers; what it does not know is our own mistake, and told as such.
func failureOf(err error) *failure {
	var f *failure
	var choice *ChoiceError
	var tooLong *http.MaxBytesError
	switch {
	case errors.As(err, &f):
		return f
	case errors.As(err, &choice):
		return &failure{status: http.StatusUnprocessableEntity, says: capital(choice.Error())}
	case errors.As(err, &tooLong):
		return &failure{status: http.StatusRequestEntityTooLarge, says: "What you sent is larger than 1 MiB. An offer is a page of text: quote only the terms that matter."}
	case errors.Is(err, context.Canceled):
		return &failure{status: 499, says: "The client went away."}
	}
	return &failure{status: http.StatusInternalServerError, says: "Something went wrong here; it is not your fault. Nothing was kept."}
}

// refused is what the reader can mend.
func refused(err error) error {
	return &failure{status: http.StatusUnprocessableEntity, says: err.Error()}
}

// Says is for the templates.
func (f *failure) Says() string { return f.says }

type failedPage struct {
	Status int
	Says   string
}
