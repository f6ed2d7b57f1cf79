// Package watch asks for states again and again, and tells each that is another than at the last look.
//
// A change is told once, also after a restart: what was seen is written to a file before anybody is told, and
// what could not be told is told at the next look; of two watches that share the file one tells. What a state
// is, and of what, is for who asks to say.
// Nothing in it is promised to other modules.
package watch

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"
)

// Watch is what is watched, and who is told.
type Watch struct {
	State   string // the file of what was seen
	Command string // is run for a change, which it gets on its standard input; empty: none
	Webhook string // a change is sent there; empty: none

	Ask      func(ctx context.Context, path string) (Sighting, error)
	Keep     func(data []byte) error // writes the file of what was seen, whole or not at all
	Out, Err io.Writer               // first states and changes; what the command says
	Complain func(error)

	// Wait waits between two looks; false where nobody waits any more. Nil waits by the clock.
	Wait func(ctx context.Context, every time.Duration) bool
}

// Again looks every so often until ctx ends. What a look could not do is complained of, and the next one does
// what it can.
func (w *Watch) Again(ctx context.Context, paths []string, every time.Duration) {
	wait := w.Wait
	if wait == nil {
		wait = byClock
	}
	for {
		_, _, err := w.Look(ctx, paths)
		if ctx.Err() != nil {
			return
		}
		if err != nil {
			w.Complain(err)
		}
		if !wait(ctx, every) {
			return
		}
	}
}

func byClock(ctx context.Context, every time.Duration) bool {
	t := time.NewTimer(every)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// Look asks for every state and tells those that changed; it counts them. What was wrong with a file is
// complained of and returned with that of the others.
func (w *Watch) Look(ctx context.Context, paths []string) (changed int, failed []error, err error) {
	if _, err := readSeen(w.State); err != nil {
		return 0, nil, err
	}
	for _, path := range paths {
		if ctx.Err() != nil {
			return 0, nil, ctx.Err()
		}
		now, err := w.Ask(ctx, path)
		if err != nil {
			w.Complain(fmt.Errorf("%s: %w", path, err))
			failed = append(failed, err)
			continue
		}
		told := false
		err = w.alone(ctx, func() error {
			kept, err := readSeen(w.State)
			if err == nil {
				told, err = w.note(ctx, kept, now)
			}
			return err
		})
		if err != nil {
			return 0, nil, err
		}
		if told {
			changed++
		}
	}
	return changed, failed, nil
}

// alone runs do while no other watch reads or tells what the same file keeps: of two that look at once, as
// two lines of a crontab do, one tells a change. It waits for the other.
func (w *Watch) alone(ctx context.Context, do func() error) error {
	for {
		f, err := tryLock(w.State + ".lock")
		if err != nil {
			return fmt.Errorf("keep what was seen: %w", err)
		}
		if f != nil {
			defer f.Close()
			return do()
		}
		if !byClock(ctx, lockAfter) {
			return ctx.Err()
		}
	}
}

// lockAfter is how long is waited for another watch before it is asked again.
const lockAfter = 20 * time.Millisecond

// note keeps what was seen, and tells it where it changed. It reports whether it had anything to tell.
func (w *Watch) note(ctx context.Context, kept sightings, now Sighting) (bool, error) {
	key, err := filepath.Abs(now.File)
	if err != nil {
		return false, err
	}
	k, known := kept[key]
	if !known {
		fmt.Fprintf(w.Out, "%s: %s\n", now.Name, now.State)
		kept[key] = seen{Sighting: now}
		return false, w.keep(kept)
	}
	stopped := k.Telling
	if stopped != "" {
		w.Complain(fmt.Errorf("%s: the last look was stopped while it told %s by %s: whether that arrived "+
			"is not known, and it is not told twice", now.File, k.State, stopped))
		k.Telling = ""
	}
	if k.State != now.State {
		for _, way := range w.ways() {
			if _, behind := k.Left[way]; !behind {
				k.leave(way, k.State)
			}
		}
	} else if stopped == "" && len(k.Left) == 0 {
		return false, nil
	}
	k.Sighting = now
	changed := false
	for _, way := range w.ways() {
		from, behind := k.Left[way]
		switch {
		case !behind:
			continue
		case from == now.State: // changed and back before it could be told
			delete(k.Left, way)
			continue
		}
		changed = true
		delete(k.Left, way)
		k.Telling = way
		kept[key] = k
		if err := w.keep(kept); err != nil {
			return changed, err
		}
		now.From = from
		k.Telling = ""
		if err := w.tell(ctx, way, now); err != nil {
			w.Complain(fmt.Errorf("%s: the change could not be told: %w", now.File, err))
			k.leave(way, from)
		}
	}
	kept[key] = k
	return changed, w.keep(kept)
}

// Sighting is the state of one file at a look, and a change as it is told.
type Sighting struct {
	Name     string `json:"name"`
	File     string `json:"file"`
	From     string `json:"from,omitempty"` // the state before
	State    string `json:"state"`
	Sentence string `json:"sentence"`
}

// seen is what is kept of a file.
type seen struct {
	Sighting
	Left    map[string]string `json:"left,omitempty"`    // ways that are behind: the state last told by each
	Telling string            `json:"telling,omitempty"` // the way by which a change is being told
}

func (s *seen) leave(way, from string) {
	if s.Left == nil {
		s.Left = map[string]string{}
	}
	s.Left[way] = from
}

// sightings are what was seen, by file.
type sightings map[string]seen

// Unreadable is a file that does not hold what was seen.
type Unreadable struct {
	Path string
	Err  error
}

// Error names the file.
func (u *Unreadable) Error() string {
	return fmt.Sprintf("%s does not hold what was seen: %v", u.Path, u.Err)
}

// Unwrap is what is wrong with it.
func (u *Unreadable) Unwrap() error { return u.Err }

func readSeen(path string) (sightings, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, os.ErrNotExist) {
		return sightings{}, nil
	}
	if err != nil {
		return nil, err
	}
	s := sightings{}
	if err := json.Unmarshal(data, &s); err != nil {
		return nil, &Unreadable{path, err}
	}
	return s, nil
}

func (w *Watch) keep(s sightings) error {
	data, err := json.MarshalIndent(s, "", " ")
	if err != nil {
		return err
	}
	if err := w.Keep(append(data, '\n')); err != nil {
		return fmt.Errorf("keep what was seen: %w", err)
	}
	return nil
}
