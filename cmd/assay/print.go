package main

import (
	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/report"
	text "github.com/assaymining/assay/report/terminal"
	"github.com/assaymining/assay/units"
)

// width is the number of columns of the result.
func (p *program) width() int { return console.Width(p.out, p.env) }

// show writes a document to the result.
func (p *program) show(d *report.Document, o report.Order) error {
	return console.Shielded(p.out).Styled(console.Screen(p.out, p.env).Document(d, o))
}

func wrap(line string, width int, indent string) string { return text.Wrap(line, width, indent) }

func (p *program) printVerdict(o offer.Offer, v *assay.Verdict) error {
	return p.show(report.Verdict(o, v, nil), report.VerdictOnTerminal())
}

func (p *program) printFlags(o offer.Offer, asOf units.Date, dated bool, r redflag.Report) error {
	return p.show(report.Flags(o, asOf, dated, r), report.FlagsOnTerminal())
}

func (p *program) printComparison(c *assay.Comparison) error {
	return p.show(report.Comparison(c), nil)
}

func (p *program) printReplay(o offer.Offer, h *market.History, r *assay.Replayed, one bool) error {
	on := report.Replayed{Offer: o, Terms: r.Terms, Trust: r.Trust, Warning: r.Warning, Assumed: r.Assumed,
		Last: h.Last(), Horizon: r.Horizon, Scaled: r.Scaled, In: r.Money}
	if !one || len(r.Purchases) == 0 {
		return p.show(report.EveryDay(on, r.Purchases, 1), nil)
	}
	return p.show(report.OneDay(on, r.Purchases[0]), nil)
}
