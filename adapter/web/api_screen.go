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
	"github.com/assaymining/assay/offer"
)

// What one request for a screening may ask for, beside MaxBody.
const (
	maxScreened   = 20_000 // lines
	linesPerCost  = 16     // lines that are judged together and count as one judgement of a client's allowance
	screeningTime = 6      // times Limits.Request, in all
)

// apiScreen judges lines as `assay screen` does, some together, and answers as it goes. They take a turn at
// the gate each time, so that a long run leaves room for others, and wait where the client's allowance is
// used up. What is not judged is named in a last line.
func (s *Server) apiScreen(w http.ResponseWriter, r *http.Request) error {
	run := &screening{Server: s, brief: r.URL.Query().Get("brief") == "true"}
	var err error
	if run.evidence, err = s.screened(choices(r.URL.Query())); err != nil {
		return err
	}
	if !s.allowances.Take(s.client(r), 1, time.Now()) {
		return tooMuch()
	}
	// it is read as a stream, of which one line may be all
	free, ok := s.bodies.Take(s.client(r), MaxBody)
	if !ok {
		return crowded()
	}
	defer free()
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
	for n := 1; ; {
		lines, next, readErr := takeLines(in, n)
		goOn, err := run.answer(ctx, w, r, lines)
		if err != nil || !goOn {
			return err
		}
		if len(lines) > 0 {
			control.Flush()
		}
		if n = next; readErr == nil && n <= maxScreened && r.Context().Err() == nil {
			continue
		}
		if why := ended(readErr); why != "" && r.Context().Err() == nil {
			one := unjudged(n, why)
			w.Write(one.JSON())
		}
		return nil
	}
}

// answer judges lines and writes what became of them. The run goes on unless the client has gone, or was told
// that it ends; it is an error of the request where the first line could not be judged.
func (s *screening) answer(ctx context.Context, w http.ResponseWriter, r *http.Request,
	lines []*screenedLine) (goOn bool, err error) {
	if len(lines) == 0 {
		return true, nil
	}
	err = s.judge(ctx, r, lines)
	if err != nil && lines[0].number == 1 {
		return false, err
	}
	for _, l := range lines {
		if err != nil {
			l.one = unjudged(l.number, err.Error())
		}
		if _, writeErr := w.Write(l.one.JSON()); writeErr != nil || err != nil {
			return false, nil
		}
	}
	return true, nil
}

// ended says why a screening ends before its file does; empty where it does not.
func ended(readErr error) string {
	switch {
	case errors.Is(readErr, io.EOF):
		return ""
	case errors.As(readErr, new(*http.MaxBytesError)):
		return "The body is larger than 1 MiB; send it in parts."
	case readErr != nil:
		return "The body ended early."
	}
	return "There are too many lines; send them in parts."
}

// screening is one request.
type screening struct {
	*Server
	evidence assay.Evidence // without an offer
	brief    bool
}

// screenedLine is a line and the answer to it.
type screenedLine struct {
	number int
	text   []byte
	one    assay.Screened
}

// takeLines reads the lines from n on that are judged together: linesPerCost of them, or as many as have
// come. Blank ones are left out; the numbers count them. next is the number of the line after them, or of
// that at which reading ended.
func takeLines(in *bufio.Reader, n int) (lines []*screenedLine, next int, err error) {
	for len(lines) < linesPerCost {
		text, err := in.ReadBytes('\n')
		if len(bytes.TrimSpace(text)) > 0 && (err == nil || errors.Is(err, io.EOF)) {
			lines = append(lines, &screenedLine{number: n, text: text})
		}
		if err != nil {
			return lines, n, err
		}
		n++
		if come, _ := in.Peek(in.Buffered()); len(lines) > 0 && !bytes.Contains(come, []byte("\n")) {
			break
		}
	}
	return lines, n, nil
}

// judge judges lines together, in a turn of their own. An error ends the run.
func (s *screening) judge(ctx context.Context, r *http.Request, lines []*screenedLine) error {
	wait := s.Limits.Wait
	if lines[0].number > 1 {
		if err := s.allowances.Wait(ctx, s.client(r)); err != nil {
			return &failure{
				http.StatusServiceUnavailable,
				"This took too long; send the rest in another request.",
				slow,
			}
		}
		wait *= 10 // it has begun to answer, and can no longer be told to come again
	}
	err := s.turn(ctx, s.client(r), wait, func(ctx context.Context) error {
		assay.JudgeAll(
			ctx,
			s.shelf,
			len(lines),
			func(i int, evaluate func(assay.Evidence) (*assay.Verdict, error)) {
				s.line(r, lines[i], evaluate)
			},
		)
		return ctx.Err()
	})
	var f *failure
	if errors.As(err, &f) && f.after == slow && ctx.Err() == nil { // these lines alone took too long
		for _, l := range lines {
			if l.one.Verdict == nil {
				l.one.Line, l.one.Error = l.number, fmt.Sprintf("line %d: %s", l.number, f.says)
			}
		}
		return nil
	}
	return err
}

// line judges one line; what is wrong with it is in the answer.
func (s *screening) line(r *http.Request, l *screenedLine,
	evaluate func(assay.Evidence) (*assay.Verdict, error)) {
	var o offer.Offer
	if l.one, o = assay.ReadLine(l.number, l.text); l.one.Error != "" {
		return
	}
	e := s.evidence
	e.Offer = o
	s.allowances.Owe(s.client(r), costOf(e)/linesPerCost, time.Now())
	if l.one.Judge(e, evaluate) != nil {
		return
	}
	if s.brief {
		l.one.Present()
	}
}

// unjudged is the last line of a screening that ends before its file does.
func unjudged(n int, why string) assay.Screened {
	return assay.Screened{Line: n, Error: fmt.Sprintf("line %d and what follows is not judged. %s", n, why)}
}
