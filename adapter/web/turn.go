package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"strconv"
	"time"
)

// failure is an answer that is no page: its status and what to tell the reader.
type failure struct {
	status int
	says   string
	after  int // seconds after which the same request may work; 0: it never will
}

// Error is what the reader is told.
func (f *failure) Error() string { return f.says }

func tooMuch() error {
	return &failure{http.StatusTooManyRequests,
		"You have asked for much in a short time; try again in a moment.", 1}
}

// slow is when to try again what took too long, in seconds: a busy machine has calmed down by then.
const slow = 10

// turn runs a computation for a client once it is his turn, which it waits for at most so long.
func (s *Server) turn(ctx context.Context, who netip.Addr, wait time.Duration,
	do func(ctx context.Context) error) error {
	ctx, cancel := context.WithTimeout(context.WithValue(ctx, clientKey{}, who), s.Limits.Request)
	defer cancel()
	err := ctx.Err()
	if err == nil {
		leave, ok := s.turns.Enter(ctx, who, wait)
		if !ok && ctx.Err() == nil {
			return &failure{http.StatusServiceUnavailable, "The server is busy; try again in a moment.", 1}
		}
		if err = ctx.Err(); ok {
			defer leave()
			err = do(ctx)
		}
	}
	if errors.Is(err, context.DeadlineExceeded) {
		return &failure{http.StatusServiceUnavailable,
			fmt.Sprintf("This took longer than %s and was stopped.", s.Limits.Request), slow}
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
		f = &failure{f.status, inFields(f.says), f.after}
		if f.status == http.StatusInternalServerError {
			s.Log.Error("page", "route", r.Pattern, "error", err.Error())
		}
		f.retryAfter(w.Header())
		if r.Header.Get("HX-Request") == "true" {
			if f.after > 0 {
				w.Header().Set("HX-Reswap", "none") // the page keeps what it shows, and asks again
			}
			err = s.write(w, r, f.status, "failed-part", f)
		} else {
			err = s.show(w, r, f.status, framed("", http.StatusText(f.status), content("failed", s.failed(r, f))))
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
		return &failure{status: http.StatusRequestEntityTooLarge,
			says: fmt.Sprintf("What you sent is larger than %d MiB. Of an offer quote only the terms that "+
				"matter; give a statement of payouts in parts, or to assay audit.", tooLong.Limit>>20)}
	case errors.Is(err, context.Canceled):
		return &failure{status: 499, says: "The client went away."}
	case errors.Is(err, context.DeadlineExceeded):
		return &failure{http.StatusServiceUnavailable, "This took too long and was stopped.", slow}
	}
	return &failure{status: http.StatusInternalServerError,
		says: "Something went wrong here; it is not your fault. Nothing was kept."}
}

// refused is what the reader can mend.
func refused(err error) error {
	return &failure{status: http.StatusUnprocessableEntity, says: err.Error()}
}

// Says is for the templates.
func (f *failure) Says() string { return f.says }

// retryAfter tells programs when to come again.
func (f *failure) retryAfter(h http.Header) {
	if f.after > 0 {
		h.Set("Retry-After", strconv.Itoa(f.after))
	}
}

// failedPage says why there is no page, and when to ask for it again.
type failedPage struct {
	Says, When string
	Again      string // the same address; empty where it holds a form that was sent
}

func (s *Server) failed(r *http.Request, f *failure) failedPage {
	p := failedPage{Says: f.says}
	switch {
	case f.after == 1:
		p.When = "in a second"
	case f.after > 1:
		p.When = fmt.Sprintf("in %d seconds", f.after)
	}
	if f.after > 0 && r.Method == http.MethodGet {
		p.Again = s.Base + r.URL.RequestURI()
	}
	return p
}
