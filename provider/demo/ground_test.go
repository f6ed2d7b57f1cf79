package demo

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strconv"
	"testing"

	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/jobs"
)

// ground is the chain that a provider mines on, whose blocks have the times of the test's clock.
type ground interface {
	template(time uint32) *jobs.Template
	submit(block []byte) error
	confirmations(context.Context, []desk.Found) ([]int, error)
	advance(n int) // blocks of the rest of the network
}

// nodeOf answers for a chain.
func nodeOf(t *testing.T, c ground) string {
	mux := http.NewServeMux()
	mux.HandleFunc("/template", func(w http.ResponseWriter, r *http.Request) {
		at, err := strconv.ParseUint(r.FormValue("time"), 10, 32)
		if err != nil {
			t.Error(err)
		}
		json.NewEncoder(w).Encode(c.template(uint32(at)))
	})
	mux.HandleFunc("/depths", func(w http.ResponseWriter, r *http.Request) {
		var blocks []desk.Found
		var depths []int
		err := json.NewDecoder(r.Body).Decode(&blocks)
		if err == nil {
			depths, err = c.confirmations(r.Context(), blocks)
		}
		if err != nil && r.Context().Err() == nil { // who asked is killed
			t.Error(err)
		}
		json.NewEncoder(w).Encode(depths)
	})
	mux.HandleFunc("/submit", func(w http.ResponseWriter, r *http.Request) {
		b, _ := io.ReadAll(r.Body)
		if err := c.submit(b); err != nil { // another was faster
			http.Error(w, err.Error(), http.StatusConflict)
		}
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s.URL
}
