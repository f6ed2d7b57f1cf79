package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/lines"
	"github.com/assaymining/assay/redflag/flagged"
	"github.com/assaymining/assay/units"
)

// apiFlags answers with the bytes that `assay flags --json` prints.
func (s *Server) apiFlags(w http.ResponseWriter, r *http.Request) error {
	o, _, err := s.offerOf(r)
	if err != nil {
		return err
	}
	var asOf *units.Date
	if text := r.URL.Query().Get(string(need.AsOf)); text != "" {
		d, err := units.ParseDate(clip(text))
		if err != nil {
			return &ChoiceError{need.AsOf, err}
		}
		asOf = &d
	}
	return s.computed(w, r, 1, jsonKind, func(ctx context.Context) ([]byte, error) {
		day, _ := flagged.Day(&o, asOf, s.History)
		judged, err := flagged.Judge(ctx, o, day, s.History)
		if err != nil {
			return nil, err
		}
		return assay.JSON(flagged.Of(judged, o, day, s.History))
	})
}

// apiCompare answers with the bytes that `assay compare --json` prints of files that are called as the lines
// of the body are by their "id".
func (s *Server) apiCompare(w http.ResponseWriter, r *http.Request) error {
	in := lines.NewReader(r.Body, 1, maxBody)
	var taken []lines.Line
	for {
		some, err := in.Take()
		if taken = append(taken, some...); len(taken) > maxCompared {
			return refused(fmt.Errorf("at most %d offers are compared at once", maxCompared))
		}
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return &failure{status: http.StatusBadRequest, says: "the body ended early"}
		}
	}
	if len(taken) == 0 {
		return refused(errors.New("there is nothing to compare; send one offer or more, each as a line of JSON"))
	}
	return s.computed(w, r, len(taken), jsonKind, func(ctx context.Context) ([]byte, error) {
		var all []assay.Evidence
		var names []string
		for _, l := range taken {
			id, o, err := offer.ParseLine(l.Number, l.Text)
			if err != nil {
				return nil, err
			}
			e, err := s.evidence(ctx, o, nil, choices(r.URL.Query()))
			if err != nil {
				return nil, err
			}
			if id == "" {
				id = fmt.Sprintf("line %d", l.Number)
			}
			all, names = append(all, e), append(names, id)
		}
		c, err := s.ranked(ctx, all, names)
		if err != nil {
			return nil, err
		}
		return assay.JSON(c)
	})
}

// ranked compares on the common day of the offers.
func (s *Server) ranked(ctx context.Context, all []assay.Evidence, names []string) (*assay.Comparison, error) {
	c, err := assay.Compare(ctx, all, names, s.shelf.Within)
	if err != nil && ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if err != nil {
		return nil, refused(err)
	}
	return c, nil
}
