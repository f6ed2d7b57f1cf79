package web

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/assaymining/assay/adapter/web/origin"
)

// maxBody is the largest request body, a mebibyte of offer and what a form adds.
const maxBody = 1<<20 + 64<<10

// policy forbids everything that does not come from this server: no inline script or style, no frames,
// no other origin.
const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; " +
	"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

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
			p := recover()
			broken := p != nil && rec.status != 0
			if p != nil && p != http.ErrAbortHandler {
				s.Log.Error("panic", "path", r.URL.Path, "panic", fmt.Sprint(p),
					"stack", string(debug.Stack()))
				if rec.status == 0 {
					s.turnAway(rec, r, http.StatusInternalServerError, "internal error")
				}
			}
			s.record(r, rec, time.Since(began))
			if broken {
				panic(http.ErrAbortHandler) // or what was sent so far would look whole
			}
		}()
		h := rec.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "no-referrer") // the address holds the offer
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		if s.refuses(rec, r) {
			return
		}
		if r.Header.Get("Content-Encoding") != "" {
			// nothing is unpacked, so nothing can unpack into more than it is
			s.turnAway(rec, r, http.StatusUnsupportedMediaType, "send the body without Content-Encoding")
			return
		}
		if !s.streams(r) {
			r = r.WithContext(r.Context()) // net/http knows its own body, and waits for none that is too long
			r.Body = http.MaxBytesReader(rec, r.Body, int64(room(r)))
		}
		next.ServeHTTP(rec, r)
	})
}

// refuses answers a request that is not for this server, or that another site makes; false: neither.
func (s *Server) refuses(w http.ResponseWriter, r *http.Request) bool {
	names := origin.Names{Listens: s.Listens, Also: s.Names}
	switch {
	case !names.Known(r.Host):
		s.turnAway(w, r, http.StatusMisdirectedRequest,
			"This server does not answer to that name. Who runs it can give it the name.")
	case origin.Foreign(r, strings.TrimPrefix(r.URL.Path, s.Base)):
		s.turnAway(w, r, http.StatusForbidden,
			"Another site asked for this in your name. Open the page yourself.")
	default:
		return false
	}
	return true
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
			to := url.URL{Path: s.Base + "/", RawQuery: r.URL.RawQuery}
			http.Redirect(w, r, to.String(), http.StatusPermanentRedirect)
		case strings.HasPrefix(r.URL.Path, s.Base+"/"):
			if rec, ok := w.(*recorder); ok {
				rec.base = s.Base
			}
			strip.ServeHTTP(w, r)
		default: // a balancer may ask for health and metrics without the base
			if slices.Contains([]string{"/healthz", "/readyz", "/metrics"}, r.URL.Path) {
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
	s.metrics.Observe(route, rec.status, took)
	s.Log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("method", r.Method),
		slog.String("route", route),
		slog.Int("status", rec.status), slog.Int64("bytes", rec.bytes), slog.Duration("took", took))
}

// recorder remembers what was answered.
type recorder struct {
	http.ResponseWriter
	status int
	bytes  int64
	route  string
	base   string // that was taken off the path
}

// WriteHeader remembers the first status, and puts the base path back into a redirection that was made
// below it: a mux that cleans a path knows of none.
func (r *recorder) WriteHeader(status int) {
	if to := r.Header().Get("Location"); strings.HasPrefix(to, "/") && !strings.HasPrefix(to, r.base+"/") {
		r.Header().Set("Location", r.base+to)
	}
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
