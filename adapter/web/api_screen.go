package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/web/api"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/lines"
)

// What a screening takes.
const (
	screenTogether = 1 << 20                        // bytes of lines that are judged in one turn, about
	screenBytes    = screenTogether + lines.Longest // memory for lines
	screenPart     = 8                              // a line costs so many times less than a judgement
	screenPause    = 30 * time.Second               // longest a client sends nothing, or takes nothing
	screenStopped  = 8                              // turns of one request that may end with their time
	screenFewer    = 4                              // so many times fewer lines have a turn after such a one
)

// screenSays describes the operation.
const screenSays = "The body has any number of lines, each an offer document as JSON; an `id` beside its " +
	"keys is kept. The answer is what `assay screen` prints in brief: for each line its " +
	"verdict, the economics that offers are ranked by, and the findings that are present, " +
	"written as soon as it is known: read it while you send. A bad line gives a line with " +
	"`error`, and the run goes on. The last line, `{\"lines\": n, \"whole\": true}`, says how " +
	"many lines were read; without it the answer was cut. Ask for the rest with `from`: both " +
	"parts are together the bytes of one answer."

// screenParameters are those beside the settings of a judgement.
func screenParameters() []api.Parameter {
	return []api.Parameter{
		{Name: "from", Example: "50001",
			Says: "first line that is judged, one more than the `line` of the last answer that came whole"},
		{Name: "brief", Example: "false",
			Says: "\"false\": findings that are absent or unknown are told too"}}
}

// apiScreen judges lines as `assay screen` does, some together, and answers as it goes. They take a turn
// each time, so that a long run leaves room for others: of the turns, not of the allowance, which pays for
// what is costly alone. What is not judged is named in a last line.
func (s *Server) apiScreen(w http.ResponseWriter, r *http.Request) error {
	run, from, err := s.screening(r)
	if err != nil {
		return err
	}
	if !s.allowances.Take(s.client(r), 1, time.Now()) {
		return tooMuch()
	}
	free, ok := s.bodies.Take(s.client(r), screenBytes)
	if !ok {
		return crowded()
	}
	defer free()
	run.control = http.NewResponseController(w)
	run.control.EnableFullDuplex() // lines are answered while others still come
	w.Header().Set("Content-Type", linesKind)
	w.Header().Set("Cache-Control", "no-store")
	in := lines.NewReader(paused{r.Body, run.control}, from, screenTogether)
	for begun := false; ; begun = true {
		taken, readErr := in.Take()
		goOn, err := run.answer(w, r, taken, begun)
		if err != nil || !goOn {
			return err
		}
		run.control.SetWriteDeadline(time.Now().Add(screenPause))
		switch {
		case r.Context().Err() != nil && !begun && len(taken) == 0:
			return r.Context().Err() // nothing was answered
		case r.Context().Err() != nil:
			return nil
		case errors.Is(readErr, io.EOF):
			fmt.Fprintf(w, "{\"lines\":%d,\"whole\":true}\n", in.Read())
			return nil
		case readErr != nil:
			one := unjudged(in.Next(), "The body ended early.")
			w.Write(one.JSON())
			return nil
		}
	}
}

// paused is a body of any length: what is bounded is how long nothing comes, however many lines are passed
// over before the first that is judged.
type paused struct {
	io.Reader
	control *http.ResponseController
}

// Read gives what comes next its own time.
func (p paused) Read(b []byte) (int, error) {
	p.control.SetReadDeadline(time.Now().Add(screenPause))
	return p.Reader.Read(b)
}

// screening is one request.
type screening struct {
	*Server
	evidence assay.Evidence // without an offer
	brief    bool
	control  *http.ResponseController
	most     int // lines that are judged together
	stopped  int // turns that ended with their time, and were in vain
}

// screening reads what the parameters of a request say, and the first line to be judged.
func (s *Server) screening(r *http.Request) (run *screening, from int, err error) {
	q := r.URL.Query()
	run = &screening{Server: s, brief: true, most: screenTogether}
	if run.evidence, err = s.screened(choices(q)); err != nil {
		return nil, 0, err
	}
	if text := q.Get("brief"); text != "" {
		if run.brief, err = strconv.ParseBool(text); err != nil {
			return nil, 0, &ChoiceError{"brief", errors.New(`is "true" or "false"`)}
		}
	}
	from = 1
	if text := q.Get("from"); text != "" {
		if from, err = strconv.Atoi(text); err != nil || from < 1 {
			return nil, 0, &ChoiceError{"from", errors.New("is the number of a line, from 1")}
		}
	}
	return run, from, nil
}

// answer judges lines and writes what became of them. The run goes on unless the client has gone, or was
// told that it ends; it is an error of the request where the first line could not be judged.
func (s *screening) answer(w http.ResponseWriter, r *http.Request, taken []lines.Line,
	begun bool) (goOn bool, err error) {
	if len(taken) == 0 {
		return true, nil
	}
	all := make([]*screenedLine, len(taken))
	for i := range taken {
		all[i] = &screenedLine{Line: taken[i]}
	}
	err = s.judge(r, all, begun)
	if err != nil && !begun && all[0].one.Line == 0 {
		return false, err
	}
	s.control.SetWriteDeadline(time.Now().Add(screenPause))
	for _, l := range all {
		if err != nil && l.one.Line == 0 {
			l.one = unjudged(l.Number, err.Error())
			w.Write(l.one.JSON())
			return false, nil
		}
		if _, writeErr := w.Write(l.one.JSON()); writeErr != nil {
			return false, nil
		}
	}
	return s.control.Flush() == nil && err == nil, nil
}

// screenedLine is a line and the answer to it; one has no number until it is known.
type screenedLine struct {
	lines.Line
	one assay.Screened
}

// judge judges lines together, as many in a turn as turns had time for so far. An error ends the run:
// those that were judged before have their answers.
func (s *screening) judge(r *http.Request, all []*screenedLine, begun bool) error {
	for len(all) > 0 {
		n := min(len(all), s.most)
		judged, err := s.together(r, all[:n], begun)
		if err != nil {
			return err
		}
		if judged {
			all = all[n:]
		}
		begun = true
	}
	return nil
}

// together judges lines in a turn of their own. Where they take too long, fewer are judged together from
// then on; a line that does so alone is told of. Turns in vain are counted: a run of lines that are all
// too costly ends.
func (s *screening) together(r *http.Request, all []*screenedLine, begun bool) (judged bool, err error) {
	ctx, who := r.Context(), s.client(r)
	wait := s.Limits.Wait
	if begun { // it can no longer be told to come again
		wait = max(wait, screenPause)
		if err := s.allowances.Settle(ctx, who); err != nil {
			return false, err
		}
	}
	err = s.turn(ctx, who, wait, func(ctx context.Context) error {
		assay.JudgeAll(ctx, s.shelf, len(all),
			func(i int, evaluate func(assay.Evidence) (*assay.Verdict, error)) {
				s.line(r, all[i], evaluate)
			})
		return ctx.Err()
	})
	var f *failure
	if !errors.As(err, &f) || f.after != slow || ctx.Err() != nil {
		return err == nil, err
	}
	for _, l := range all { // what was given up may have been given up in the midst of it
		l.one = assay.Screened{}
	}
	if s.stopped++; s.stopped == screenStopped {
		return false, &failure{f.status, fmt.Sprintf("%d times, lines took longer than %s; ask for what is left "+
			"with from, or for the costly ones alone.", screenStopped, s.Limits.Request), slow}
	}
	if n := len(all); n > 1 {
		s.most = max(1, n/screenFewer)
		return false, nil
	}
	all[0].one = assay.Screened{Line: all[0].Number, Error: fmt.Sprintf("line %d: %s", all[0].Number, f.says)}
	return true, nil
}

// line judges one line; what is wrong with it is in the answer.
func (s *screening) line(r *http.Request, l *screenedLine,
	evaluate func(assay.Evidence) (*assay.Verdict, error)) {
	if err := l.Wrong(); err != nil {
		l.one = assay.Screened{Line: l.Number, Error: err.Error()}
		return
	}
	var o offer.Offer
	if l.one, o = assay.ReadLine(l.Number, l.Text); l.one.Error != "" {
		return
	}
	e := s.evidence
	e.Offer = o
	s.allowances.Owe(s.client(r), costOf(e)/screenPart, time.Now())
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

// streams reports whether the body of a request is bounded by its handler, line by line.
func (s *Server) streams(r *http.Request) bool {
	return strings.TrimPrefix(r.URL.Path, s.Base) == "/api/v1/screen"
}
