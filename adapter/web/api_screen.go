package web

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"time"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/contract"
)

// What one request for a screening may ask for, beside MaxBody.
const (
	maxScreened   = 20_000 // lines
	linesPerCost  = 16     // lines that take as much from a client's allowance as one judgement
	screeningTime = 6      // times Limits.Request, in all
)

// apiScreen judges one line after the other as `assay screen` does, and answers as it goes. It takes a turn
// at the gate for each line, so that a long run leaves room for others, and waits where the client's
// allowance is used up. What is not judged is named in a last line.
func (s *Server) apiScreen(w http.ResponseWriter, r *http.Request) error {
	run := &screening{Server: s, brief: r.URL.Query().Get("brief") == "true"}
	var err error
	if run.evidence, err = s.Screen(s.choices(r.URL.Query())); err != nil {
		return err
	}
	if !s.clients.allow(s.client(r), 1, time.Now()) {
		return tooMuch()
	}
	ctx, cancel := context.WithTimeout(r.Context(), screeningTime*s.Limits.Request)
	defer cancel()
	control := http.NewResponseController(w)
	control.EnableFullDuplex() // lines are answered while others still come
	until, _ := ctx.Deadline()
	control.SetReadDeadline(until) // longer than others have: the client waits for its turns
	control.SetWriteDeadline(until.Add(s.Limits.Request))
	w.Header().Set("Content-Type", "application/x-ndjson")
	w.Header().Set("Cache-Control", "no-store")
	in := bufio.NewReaderSize(r.Body, 64<<10)
	for n := 1; ; n++ {
		line, readErr := in.ReadBytes('\n')
		if len(bytes.TrimSpace(line)) > 0 && (readErr == nil || errors.Is(readErr, io.EOF)) {
			one, err := run.line(ctx, r, n, line)
			if err != nil && n == 1 {
				return err
			}
			if err != nil {
				one = unjudged(n, err.Error())
			}
			if _, writeErr := w.Write(one.JSON()); writeErr != nil || err != nil {
				return nil // the client has gone, or was told
			}
			if in.Buffered() == 0 || n%linesPerCost == 0 {
				control.Flush()
			}
		}
		switch {
		case errors.Is(readErr, io.EOF) || r.Context().Err() != nil:
			return nil
		case readErr != nil:
			why := "The body ended early."
			if errors.As(readErr, new(*http.MaxBytesError)) {
				why = "The body is larger than 1 MiB; send it in parts."
			}
			one := unjudged(n, why)
			w.Write(one.JSON())
			return nil
		case n == maxScreened:
			one := unjudged(n+1, "There are too many lines; send them in parts.")
			w.Write(one.JSON())
			return nil
		}
	}
}

// screening is one request.
type screening struct {
	*Server
	evidence func(contract.Offer) assay.Evidence
	brief    bool
}

// line judges one line in a turn of its own. An error ends the run.
func (s *screening) line(ctx context.Context, r *http.Request, n int, line []byte) (one assay.Screened, err error) {
	if n%linesPerCost == 0 {
		if err := s.clients.wait(ctx, s.client(r)); err != nil {
			return one, &failure{http.StatusServiceUnavailable, "This took too long; send the rest in another request.", slow}
		}
	}
	wait := s.Limits.Wait
	if n > 1 {
		wait *= 10 // it has begun to answer, and can no longer be told to come again
	}
	err = s.turn(ctx, wait, func(ctx context.Context) error {
		var o contract.Offer
		if one, o = assay.ReadLine(n, line); one.Error != "" {
			return nil
		}
		err := one.Judge(s.evidence(o), func(e assay.Evidence) (*assay.Verdict, error) { return s.shelf.Evaluate(ctx, e) })
		if s.brief {
			one.Present()
		}
		if ctx.Err() == nil {
			return nil // what is wrong with the line is in the line
		}
		return err
	})
	var f *failure
	if errors.As(err, &f) && f.after == slow && ctx.Err() == nil { // this line alone took too long
		one.Error, err = fmt.Sprintf("line %d: %s", n, f.says), nil
	}
	return one, err
}

// unjudged is the last line of a screening that ends before its file does.
func unjudged(n int, why string) assay.Screened {
	return assay.Screened{Line: n, Error: fmt.Sprintf("line %d and what follows is not judged. %s", n, why)}
}
