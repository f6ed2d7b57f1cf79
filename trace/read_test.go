package trace_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/assaymining/assay/trace"
)

// TestReadHoldsFiguresToEachOther: what was written is read back, and one satoshi that is moved is noticed.
func TestReadHoldsFiguresToEachOther(t *testing.T) {
	whole := &trace.Result{Schema: trace.Schema, Sat: 10, Of: []trace.Payout{{ID: "a", Sat: 10}},
		Buckets: trace.Buckets{Mined: trace.Bucket{FIFO: 4, Haircut: 5, Low: 3, High: 6},
			Unresolved: trace.Bucket{FIFO: 6, Haircut: 5, Low: 4, High: 7}}}
	written := func(change func(*trace.Result)) []byte {
		r := *whole
		change(&r)
		data, err := json.Marshal(&r)
		if err != nil {
			t.Fatal(err)
		}
		return data
	}
	if r, err := trace.Read(written(func(*trace.Result) {})); err != nil || r.Sat != 10 {
		t.Fatalf("%v, %v", r, err)
	}
	for says, change := range map[string]func(*trace.Result){
		"do not sum":    func(r *trace.Result) { r.Buckets.Mined.FIFO++; r.Buckets.Mined.High++ },
		"its bounds":    func(r *trace.Result) { r.Buckets.Mined.Low = 5 },
		"that cannot":   func(r *trace.Result) { r.Of = []trace.Payout{{Sat: -10}} },
		"no trace: its": func(r *trace.Result) { r.Schema = "assay/verdict/v1" },
		"a node that":   func(r *trace.Result) { r.Graph.Edges = []trace.GraphEdge{{From: 0, To: 7}} },
	} {
		if _, err := trace.Read(written(change)); err == nil || !strings.Contains(err.Error(), says) {
			t.Errorf("%s: %v", says, err)
		}
	}
	if _, err := trace.Read([]byte(`{"schema":"assay/trace/v1","odd":1}`)); err == nil {
		t.Error("an unknown field is read over")
	}
}
