package web

import (
	"context"
	"github.com/assaymining/assay/adapter/web/example"
	"github.com/assaymining/assay/adapter/web/link"
	"net/http"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/units"
)

// replayPage is what an offer would have paid, bought on past days.
type replayPage struct {
	Title, Packed, Evaluate string
	Examples                []example.Offer
	History                 *page.Shown
	One                     *page.Shown
	From                    string
	Scaled                  bool
	Wrong                   string
	JSON                    string
}

// allHistory is the parameter that asks for purchases in all of history, at prices that move with hashprice.
const allHistory = "all-history"

// replayEvery is the distance of purchases on the page, in days; the API plays every day.
const replayEvery = 7

// replay shows the offer of the address, bought every week of the past; with "from", also on that day.
func (s *Server) replay(w http.ResponseWriter, r *http.Request) error {
	q := r.URL.Query()
	p := &replayPage{Examples: s.Examples, From: clip(q.Get("from")), Scaled: q.Get(allHistory) == "true"}
	if name := q.Get("example"); name != "" {
		e, err := s.example(name)
		if err != nil {
			return err
		}
		link, _ := s.link("/replay", offer.Format(e.Terms), choices(q))
		http.Redirect(w, r, link, http.StatusSeeOther)
		return nil
	}
	if q.Get("o") == "" {
		return s.show(w, r, http.StatusOK, framed("replay", "Bought on any past day", content("replay", p)))
	}
	doc, err := link.Unpack(q.Get("o"))
	if err != nil {
		return &failure{status: http.StatusBadRequest, says: capital(err.Error())}
	}
	o, warnings, err := s.parse(r, doc)
	if err != nil {
		return &failure{status: http.StatusBadRequest, says: capital(err.Error())}
	}
	chosen := choices(q)
	p.Title, p.Packed = o.Summary(), q.Get("o")
	p.Evaluate, _ = s.link("/evaluate", doc, chosen)
	p.JSON, _ = s.link("/download/replay.jsonl", doc, chosen)
	if p.Scaled {
		p.JSON += "&" + allHistory + "=true"
	}
	err = s.work(r, replayCost, func(ctx context.Context) error {
		e, err := s.evidence(ctx, o, warnings, chosen)
		if err != nil {
			return err
		}
		return s.fillReplay(ctx, e, p)
	})
	status := http.StatusOK
	if f := failureOf(err); err != nil && f.status != http.StatusUnprocessableEntity {
		return err
	} else if err != nil {
		p.Wrong = capital(inFields(f.says))
		status = http.StatusUnprocessableEntity
	}
	return s.show(w, r, status, framed("replay", "Bought on any past day", content("replay", p)))
}

// fillReplay plays the offer over the whole past, and on the day that the page asks for.
func (s *Server) fillReplay(ctx context.Context, e assay.Evidence, p *replayPage) error {
	bought := assay.Purchases{Every: replayEvery, Scaled: p.Scaled}
	if !p.Scaled {
		bought.First, bought.Last = report.PricedBetween(e.Offer, e.History.Last())
	}
	all, err := s.replays(ctx, e, bought)
	if err != nil {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		return err
	}
	on := replayed(e, all)
	p.History = page.Of(report.EveryDay(on, all.Purchases, replayEvery), nil)
	if all.Warning != "" {
		p.JSON = "" // there is no day to look at
	}
	if p.From == "" || all.Warning != "" {
		return nil
	}
	from, err := units.ParseDate(p.From)
	if err != nil {
		return &ChoiceError{"from", err}
	}
	one, err := s.replays(ctx, e, assay.Purchases{From: &from})
	if err != nil {
		return err
	}
	p.One = page.Of(report.OneDay(on, one.Purchases[0]), nil)
	return nil
}

// replayed is what a replay is played on. Trust is that of the day the offer was seen.
func replayed(e assay.Evidence, r *assay.Replayed) report.Replayed {
	r = r.Said(InFields)
	return report.Replayed{Offer: e.Offer, Terms: r.Terms, Trust: r.Trust, Warning: r.Warning,
		Assumed: r.Assumed, Last: e.History.Last(), Horizon: r.Horizon, Scaled: r.Scaled, In: r.Money}
}
