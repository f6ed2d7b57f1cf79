package audit

import (
	"errors"
	"testing"
)

// Nobody is judged for who does not wait for it any more.
func TestAnAuditEnds(t *testing.T) {
	gone := make(chan struct{})
	in := account(paidDaily(t, date(t, "2025-09-01"), 60, func(int) float64 { return 1 }))
	in.Done = gone
	if _, err := Run(in); err != nil {
		t.Fatal(err)
	}
	close(gone)
	if r, err := Run(in); !errors.Is(err, ErrEnded) || r != nil {
		t.Errorf("who has gone is told %v, %v", r, err)
	}
}
