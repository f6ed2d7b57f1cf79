package trace

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/assaymining/assay/units"
)

// MaxResult is the longest form of a Result that Read takes.
const MaxResult = 32 << 20

// Read reads the JSON of a Result, strictly, and holds its figures to each other: the buckets sum to the
// payouts and lie within their bounds. That the walk itself was honest it cannot tell.
func Read(data []byte) (*Result, error) {
	if len(data) > MaxResult {
		return nil, fmt.Errorf("the trace is longer than %d MB", MaxResult>>20)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	var r Result
	if err := d.Decode(&r); err != nil {
		return nil, fmt.Errorf("this is no trace as Assay writes it in JSON: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errors.New("something follows the trace")
	}
	if r.Schema != Schema {
		return nil, fmt.Errorf("this is no trace: its schema is %.40q and not %q", r.Schema, Schema)
	}
	return &r, r.check()
}

// check holds the figures to each other.
func (r *Result) check() error {
	var paid, fifo, haircut units.Sat
	for _, p := range r.Of {
		if p.Sat < 0 || p.Sat > maxSat || paid+p.Sat > maxSat {
			return errors.New("the trace names a payout that cannot be")
		}
		paid += p.Sat
	}
	for c := range classes {
		b := r.Buckets.of(c)
		if b.Low < 0 || b.Low > min(b.FIFO, b.Haircut) || max(b.FIFO, b.Haircut) > b.High || b.High > r.Sat {
			return errors.New("a figure of the trace lies outside its bounds: it was changed")
		}
		fifo += b.FIFO
		haircut += b.Haircut
	}
	if len(r.Of) == 0 || paid != r.Sat || fifo != r.Sat || haircut != r.Sat {
		return errors.New("the parts of the trace do not sum to its payouts: it was changed")
	}
	for _, e := range r.Graph.Edges {
		if min(e.From, e.To) < 0 || max(e.From, e.To) >= len(r.Graph.Nodes) {
			return errors.New("the graph of the trace names a node that it does not have")
		}
	}
	return nil
}
