package web

import (
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

// Each part of a file of lines has its own time to come, also where no line of it is judged yet.
func TestEachPartHasItsTime(t *testing.T) {
	kept := &deadlines{ResponseRecorder: httptest.NewRecorder()}
	r := paused{strings.NewReader("{}\n{}\n"), http.NewResponseController(kept)}
	for range 2 {
		if _, err := io.ReadFull(r, make([]byte, 3)); err != nil {
			t.Fatal(err)
		}
	}
	if kept.set != 2 {
		t.Errorf("two parts were given %d times", kept.set)
	}
}

// deadlines counts those that are set for reading.
type deadlines struct {
	*httptest.ResponseRecorder
	set int
}

func (d *deadlines) SetReadDeadline(at time.Time) error {
	if time.Until(at) > screenPause/2 {
		d.set++
	}
	return nil
}
