package watch

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestChangesAreToldOnce: whatever a web address answers, each change arrives there once it takes it, and
// once only; a change that is taken back before it could be told is none.
func TestChangesAreToldOnce(t *testing.T) {
	var got []string
	status := http.StatusNoContent
	hook := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		if status/100 == 2 {
			got = append(got, string(body))
		}
		w.WriteHeader(status)
	}))
	defer hook.Close()
	w := &Watch{State: filepath.Join(t.TempDir(), "seen.json"), Webhook: hook.URL, Out: io.Discard, Err: io.Discard,
		Complain: func(err error) { t.Log(err) }}
	w.Keep = func(data []byte) error { return os.WriteFile(w.State, data, 0o600) }
	look := func(state string) {
		t.Helper()
		kept, err := readSeen(w.State) // as after a restart
		if err != nil {
			t.Fatal(err)
		}
		now := Sighting{Name: "a", File: "a", State: state}
		if _, err := w.note(context.Background(), kept, now); err != nil {
			t.Fatal(err)
		}
	}
	for _, state := range []string{"in_order", "in_order", "underpaid", "underpaid"} {
		look(state)
	}
	if len(got) != 1 || !strings.Contains(got[0], `"from":"in_order","state":"underpaid"`) {
		t.Fatalf("told %v", got)
	}
	status = http.StatusBadGateway
	look("changed")
	look("changed")
	status = http.StatusOK
	look("changed")
	look("changed")
	if len(got) != 2 || !strings.Contains(got[1], `"from":"underpaid","state":"changed"`) {
		t.Fatalf("told %v", got)
	}
	status = http.StatusBadGateway
	look("in_order")
	status = http.StatusOK
	look("changed")
	look("changed")
	if len(got) != 2 {
		t.Fatalf("a change that was taken back is told: %v", got)
	}
}
