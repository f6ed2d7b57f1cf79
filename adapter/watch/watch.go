// Package watch asks for states again and again, and tells each that is another than at the last look.
//
// A change is told once, also after a restart: what was seen is written to a file before anybody is told, and
// what could not be told is told at the next look. What a state is, and of what, is for who asks to say.
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
}

// Look asks for every state and tells those that changed; it counts them. What was wrong with a file is
// complained of and returned with that of the others.
func (w *Watch) Look(ctx context.Context, paths []string) (changed int, failed []error, err error) {
	kept, err := readSeen(w.State)
	if err != nil {
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
		told, err := w.note(ctx, kept, now)
		if err != nil {
			return 0, nil, err
		}
		if told {
			changed++
		}
	}
	return changed, failed, nil
}

// note keeps what was seen, and tells it where it changed. It reports whether it did.
func (w *Watch) note(ctx context.Context, kept sightings, now Sighting) (bool, error) {
	key, err := filepath.Abs(now.File)
	if err != nil {
		return false, err
	}
	before, known := kept[key]
	switch {
	case !known:
		fmt.Fprintf(w.Out, "%s: %s\n", now.Name, now.State)
		kept[key] = now
		return false, w.keep(kept)
	case before.Untold:
		now.From = before.From
	case before.State != now.State:
		now.From = before.State
	default:
		return false, nil
	}
	kept[key] = now
	if err := w.keep(kept); err != nil {
		return false, err
	}
	if now.From == now.State { // changed and back before it could be told
		return false, nil
	}
	if err := w.tell(ctx, now); err != nil {
		w.Complain(fmt.Errorf("%s: the change could not be told: %w", now.File, err))
		now.Untold = true
		kept[key] = now
		return true, w.keep(kept)
	}
	return true, nil
}

// Sighting is the state of one file at a look, and a change as it is told.
type Sighting struct {
	Name     string `json:"name"`
	File     string `json:"file"`
	From     string `json:"from,omitempty"` // the state before
	State    string `json:"state"`
	Sentence string `json:"sentence"`
	Untold   bool   `json:"untold,omitempty"`
}

// sightings are what was seen, by file.
type sightings map[string]Sighting

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
