package main

import (
	"github.com/assaymining/assay"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/report"
	text "github.com/assaymining/assay/report/terminal"
	"github.com/assaymining/assay/units"
)

// screen is what the terminal of the result can show.
func (p *program) screen() text.Screen {
	return text.Screen{Width: p.width(), Colour: p.colour(), ASCII: p.plain()}
}

// show writes a document to the result.
func (p *program) show(d *report.Document, o report.Order) error {
	return shielded(p.out).styled(p.screen().Document(d, o))
}

func wrap(line string, width int, indent string) string { return text.Wrap(line, width, indent) }

func plural(n int, what string) string { return report.Count(n, what) }

func (p *program) printVerdict(o offer.Offer, v *assay.Verdict) error {
	return p.show(report.Verdict(o, v, nil, p.amounts), report.VerdictOnTerminal())
}

func (p *program) printFlags(o offer.Offer, asOf units.Date, dated bool, r redflag.Report) error {
	return p.show(report.Flags(o, asOf, dated, r), report.FlagsOnTerminal())
}

func (p *program) printComparison(c *assay.Comparison) error {
	return p.show(report.Comparison(c, p.amounts), nil)
}

func (p *program) printOneDay(o offer.Offer, trust redflag.Verdict, t *contract.Terms, r valuation.Replay,
	assumed []string) error {
	return p.show(report.OneDay(report.Replayed{Offer: o, Terms: t, Trust: trust, Assumed: assumed,
		In: p.amounts}, r), nil)
}

func (p *program) printEveryDay(o offer.Offer, t *contract.Terms, trust redflag.Verdict,
	h *market.History, all []valuation.Replay, horizon int) error {
	return p.show(report.EveryDay(report.Replayed{Offer: o, Terms: t, Trust: trust, Last: h.Last(),
		Horizon: horizon, In: p.amounts}, all, 1), nil)
}
