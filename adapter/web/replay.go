package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/units"
	"github.com/assaymining/assay/valuation"
)

// replayPage is what an offer would have paid, bought on past days.
type replayPage struct {
	Title, Packed, Evaluate string
	Examples                []Example
	History                 *page.Shown
	One                     *page.Shown
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
				link, _ := s.link("/replay", contract.Format(e.Offer), s.choices(q))
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
	o, warnings, err := contract.Parse("offer", doc)
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
		on := replayed(e, t)
		p.History = page.Of(report.EveryDay(on, all, replayEvery), nil)
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
		p.One = page.Of(report.OneDay(on, one[0]), nil)
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

// replayed is what a replay is played on. Trust is that of the day the offer was seen.
func replayed(e assay.Evidence, t *contract.Terms) report.Replayed {
	open := e.Choices.OpenDays
	if open == 0 {
		open = assay.DefaultOpenDays
	}
	seen := e.History.Last()
	if e.Offer.Seen != nil {
		seen = *e.Offer.Seen
	}
	return report.Replayed{Offer: e.Offer, Terms: t, Trust: redflag.Judge(redflag.Gather(e.Offer, seen,
		e.History)).Trust,
		Last: e.History.Last(), Horizon: valuation.Horizon(t, open)}
}
