package evidence

import (
	"bytes"
	"context"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/internal/differ"
	"github.com/assaymining/assay/market"
)

// Rejudged is frozen evidence and the verdict that this program gives on it.
type Rejudged struct {
	*File
	Now    *assay.Verdict
	Differ []differ.Value // of the frozen verdict from this one; none where they are the same to the byte
	Held   market.Against // its facts, to those that come with the program
}

// Rejudge reads evidence and judges it again.
func Rejudge(ctx context.Context, data []byte) (*Rejudged, error) {
	f, err := Read(data)
	if err != nil {
		return nil, err
	}
	v, err := assay.EvaluateUntil(ctx, f.Evidence)
	if err != nil {
		return nil, err
	}
	now, err := v.Compact()
	if err != nil {
		return nil, err
	}
	j := &Rejudged{File: f, Now: v, Held: f.Evidence.History.Against(market.Embedded())}
	if !bytes.Equal(now, f.Verdict) {
		j.Differ, err = differ.Values(f.Verdict, now, "verdict")
	}
	return j, err
}
