package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
)

// real is a real offer, the verdict of its day and its outcome.
type real struct {
	file    string
	verdict *assay.Verdict
	outcome valuation.Replay
}

// judged evaluates each dated offer on its day and replays it. Offers without a day, a price or an
// outcome yet are left out.
func judged(ctx context.Context, files []string, h *market.History) ([]real, error) {
	var out []real
	for _, name := range files {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		o, _, err := offer.Parse(name, data)
		if err != nil {
			return nil, err
		}
		if o.Seen == nil || o.Price.Upfront == nil && o.Price.PerHashrate == nil {
			continue
		}
		t, _, err := compile.Offer(o, compile.Options{})
		if err != nil {
			continue
		}
		r, err := valuation.ReplayFrom(context.Background(), t, h, *o.Seen, assay.DefaultOpenDays)
		if err != nil || t.PriceSetsPayout() && t.Fixed > 0 {
			continue
		}
		v, err := assay.Evaluate(assay.Evidence{Offer: o, History: h})
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, real{name, v, r})
	}
	return out, nil
}

// form is one canonical kind of contract on 1 TH/s.
type form struct {
	name string
	days int
	// fee is the daily fee as a share of the hashprice of the day of purchase; stop as in Options.
	fee  float64
	stop compile.StopPolicy
}

var forms = []form{
	{"all upfront", 365, 0, compile.NoStops},
	{"all upfront", 730, 0, compile.NoStops},
	{"half as a daily dollar fee", 365, 0.5, compile.NoStops},
	{"half as a daily dollar fee", 730, 0.5, compile.NoStops},
	{"the same, ended after 21 losing days", 365, 0.5, compile.KnockOut},
}

// prices are the upfront prices tried, as shares of the one that breaks even under constant conditions.
var prices = []float64{0.5, 0.65, 0.8, 0.95}

// outcome is one canonical contract bought on one day: the chance given and what happened.
type outcome struct {
	form   form
	price  float64
	day    units.Date
	chance float64
	beat   bool
}

// since is the first origin; the model's configuration was chosen on outcomes up to 2019.
const since, frozenAfter = "2016-01-01", "2020-01-01"

// markets is how many paths each forecast is made of.
const markets = 4096

// canonical plays the forms from the day on which each epoch began, where the outcome is known.
func canonical(ctx context.Context, h *market.History, progress io.Writer) ([]outcome, error) {
	first, err := units.ParseDate(since)
	if err != nil {
		return nil, err
	}
	var out []outcome
	for _, epoch := range h.Epochs() {
		day := units.DateOf(epoch.Time)
		if day < first || day+365 > h.Last() {
			continue
		}
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		fmt.Fprintf(progress, "\r%s %d cases", day, len(out))
		add, err := origin(h, day)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", day, err)
		}
		out = append(out, add...)
	}
	fmt.Fprintln(progress)
	return out, nil
}

// origin judges every form and price on one day.
func origin(h *market.History, day units.Date) ([]outcome, error) {
	today, err := h.At(day)
	if err != nil {
		return nil, err
	}
	model, err := forecast.Fit(h, day)
	if err != nil {
		return nil, err
	}
	c := valuation.ConditionsOf(today, nil)
	p, err := model.Strips(paths.Config{Days: 729, Paths: markets}, c.PriceUSD, c.HashpriceUSD()/c.PriceUSD)
	if err != nil {
		return nil, err
	}
	e := play.FromStrips(p, c.FeeShare())
	var out []outcome
	for _, f := range forms {
		if day+units.Date(f.days) > h.Last() {
			continue
		}
		free, err := f.terms(0, c)
		if err != nil {
			return nil, err
		}
		most := valuation.BreakEvenUpfront(context.Background(), free, c.Unchanged(f.days), c.PriceUSD)
		if most == nil {
			continue
		}
		for _, share := range prices {
			t, err := f.terms(share**most, c)
			if err != nil {
				return nil, err
			}
			sim, _ := play.Simulate(e, t, f.days)
			r, err := valuation.ReplayFrom(context.Background(), t, h, day, 0)
			if err != nil {
				return nil, err
			}
			eps, _ := r.Totals.BTCEfficiency()
			out = append(out, outcome{f, share, day, sim.ProbBeats, eps >= 1})
		}
	}
	return out, nil
}

func (f form) terms(upfront float64, c valuation.Conditions) (*contract.Terms, error) {
	o := offer.Offer{Hashrate: units.THPerS, Term: offer.Term{Days: units.Days(f.days)}, FeesStated: true,
		Price: offer.Price{Upfront: &units.Money{Currency: units.USD, Minor: int64(upfront * 1e6)}}}
	if f.fee > 0 {
		o.Fees = []offer.Fee{{Name: "daily fee", Paid: offer.Deducted,
			PerHashrateDay: &units.PerHashrateDay{Value: f.fee * c.HashpriceUSD(), Currency: units.USD}}}
	}
	t, _, err := compile.Offer(o, compile.Options{Stops: f.stop})
	return t, err
}
