package main

import (
	"encoding/json"
	"strconv"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/report"
	text "github.com/assaymining/assay/report/terminal"
	"github.com/assaymining/assay/units"
	"github.com/assaymining/assay/valuation"
)

// screen is what the terminal of the result can show.
func (p *program) screen() text.Screen {
	return text.Screen{Width: p.width(), Colour: p.colour(), ASCII: p.plain()}
}

// show writes a document to the result.
func (p *program) show(d *report.Document, o report.Order) error {
	_, err := p.out.Write(p.screen().Document(d, o))
	return err
}

func wrap(line string, width int, indent string) string { return text.Wrap(line, width, indent) }

func plural(n int, what string) string { return report.Count(n, what) }

func (p *program) printVerdict(o contract.Offer, v *assay.Verdict) error {
	return p.show(report.Verdict(o, v, nil, p.amounts), report.VerdictOnTerminal())
}

func (p *program) printFlags(o contract.Offer, asOf units.Date, dated bool, r redflag.Report) error {
	return p.show(report.Flags(o, asOf, dated, r), report.FlagsOnTerminal())
}

func (p *program) printComparison(c *assay.Comparison) error {
	return p.show(report.Comparison(c, p.amounts), nil)
}

func (p *program) printOneDay(o contract.Offer, trust redflag.Verdict, t *contract.Terms, r valuation.Replay,
	assumed []string) error {
	return p.show(report.OneDay(report.Replayed{Offer: o, Terms: t, Trust: trust, Assumed: assumed,
		In: p.amounts}, r), nil)
}

func (p *program) printEveryDay(o contract.Offer, t *contract.Terms, trust redflag.Verdict,
	h *market.History, all []valuation.Replay, horizon int) error {
	return p.show(report.EveryDay(report.Replayed{Offer: o, Terms: t, Trust: trust, Last: h.Last(),
		Horizon: horizon, In: p.amounts}, all, 1), nil)
}

func (p *program) printForecast(v *forecastView) error {
	return p.show(report.Forecast(v.shown()), nil)
}

// forecastView is one forecast as it is shown.
type forecastView struct {
	model     forecast.Model
	quantiles forecast.Quantiles
	config    forecast.Config
	history   *market.History
	fan       *forecast.Fan // of difficulty: 5, 25, 50, 75, 95 %
}

func (v *forecastView) shown() report.Forecasted {
	return report.Forecasted{Model: v.model, Quantiles: v.quantiles, Seed: v.config.Seed, History: v.history,
		Fan: v.fan}
}

func (v *forecastView) warnings() []string { return v.shown().Warnings() }

func (v *forecastView) pastFrom() units.Date { return v.shown().From() }

func (v *forecastView) past() []float64 { return v.shown().Past() }

// significant rounds to eight significant digits.
func significant(x float64) float64 {
	v, _ := strconv.ParseFloat(strconv.FormatFloat(x, 'g', 8, 64), 64)
	return v
}

// replayLine is one start day as `assay replay --json` prints it, one object per line.
type replayLine struct {
	Start         string   `json:"start"`
	Days          int      `json:"days"` // from purchase to the end, or to the end of the history
	BTCReceived   float64  `json:"btc_received"`
	BTCPaid       *float64 `json:"btc_paid"`       // null, as usd_paid: the price is not stated
	BTCEfficiency *float64 `json:"btc_efficiency"` // so far, where the contract still ran
	USDReceived   float64  `json:"usd_received"`
	USDPaid       *float64 `json:"usd_paid"`
	Ended         *string  `json:"ended"` // last day, null while it still ran at the end of the history
	EndedBy       string   `json:"ended_by"`
	DaysLeft      int      `json:"days_left"` // that were still to come at the end of the history
}

func (p *program) printReplays(all []valuation.Replay) error {
	enc := json.NewEncoder(p.out)
	for _, r := range all {
		sum := r.Totals
		line := replayLine{Start: r.Start.String(), Days: sum.Days, BTCReceived: sum.Received.BTC(),
			USDReceived: sum.ReceivedUSD.Float(), EndedBy: sum.EndedBy, DaysLeft: r.Left}
		if e, ok := r.BTCEfficiency(); ok {
			line.BTCEfficiency = &e
		}
		if btc, usd := sum.Paid.BTC(), sum.PaidUSD.Float(); !r.Unpriced {
			line.BTCPaid, line.USDPaid = &btc, &usd
		}
		if sum.Ended {
			end := (r.Start + units.Date(sum.Days) - 1).String()
			line.Ended = &end
		}
		if err := enc.Encode(line); err != nil {
			return err
		}
	}
	return nil
}
