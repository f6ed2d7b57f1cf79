package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/assaymining/assay/adapter/web/view"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// replayPage is what an offer would have paid, bought on past days.
type replayPage struct {
	Title, Packed, Evaluate string
	Examples                []Example
	History                 *view.Replayed
	One                     *view.OneReplay
	From                    string
	Wrong                   string
	JSON                    string
}

// replayEvery is the distance of purchases on the page, in days; the API plays every day.
const replayEvery = 7

// replay shows the offer of the address, bought every week of the past; with "from", also on that day.
func (s *Server) replay(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	p := &replayPage{Examples: s.Examples, From: clip(q.Get("from"))}
	if name := q.Get("example"); name != "" {
		for _, e := range s.Examples {
			if e.Name == name {
				link, _ := s.link("/replay", offer.Format(e.Offer), s.choices(q))
				http.Redirect(w, r, link, http.StatusSeeOther)
				return nil
			}
		}
		return &failure{status: http.StatusNotFound, says: "There is no example of this name."}
	}
	if q.Get("o") == "" {
		return s.show(w, r, http.StatusOK, "replay", "Bought on any past day", content("replay", p))
	}
	doc, err := unpack(q.Get("o"))
	if err != nil {
		return &failure{status: http.StatusBadRequest, says: capital(err.Error())}
	}
	o, warnings, err := offer.Parse("offer", doc)
	if err != nil {
		return &failure{status: http.StatusBadRequest, says: capital(err.Error())}
	}
	choices := s.choices(q)
	p.Title, p.Packed = o.Summary(), q.Get("o")
	p.Evaluate, _ = s.link("/evaluate", doc, choices)
	p.JSON = s.Base + "/api/v1/replay?" + url.Values{"o": {p.Packed}}.Encode()
	status := http.StatusOK
	err = s.work(r, replayCost, func(ctx context.Context) error {
		e, err := s.Evidence(o, warnings, choices)
		if err != nil {
			return err
		}
		all, t, err := s.replays(ctx, e, nil, replayEvery)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			return err
		}
		p.History = view.ReplayedOf(all)
		if p.From == "" {
			return nil
		}
		from, err := units.ParseDate(p.From)
		if err != nil {
			return &ChoiceError{"from", err}
		}
		var one []valuation.Replay
		if one, _, err = s.replays(ctx, e, &from, 1); err != nil {
			return err
		}
		p.One = view.OneReplayOf(one[0], t)
		return nil
	})
	if f := failureOf(err); err != nil && f.status != http.StatusUnprocessableEntity {
		return err
	} else if err != nil {
		p.Wrong = capital(f.says)
		status = http.StatusUnprocessableEntity
	}
	return s.show(w, r, status, "replay", "Bought on any past day", content("replay", p))
}
