package view

import (
	"fmt"
	"math"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/chart"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/units"
)

// Comparison is offers and alternatives side by side.
type Comparison struct {
	AsOf, Paths string
	Rows        []ComparedRow
	Picture     *Picture
	Warnings    []string
}

// ComparedRow is one offer or alternative.
type ComparedRow struct {
	Name, Says, Needs                      string
	Median, Range, Beats, Vanish           string
	Asked, Fair, AfterTax                  string
	Economics, ContractRisk, Trust         string
	EconomicsMark, ContractMark, TrustMark string
	Offer, Known, Loses                    bool
}

// Compared prepares a comparison.
func Compared(c *assay.Comparison) *Comparison {
	out := &Comparison{AsOf: c.AsOf, Paths: units.Group(fmt.Sprint(c.Paths)), Warnings: c.Warnings}
	bars := chart.Bars{Ref: 1, RefName: "simply buying bitcoin: 1"}
	desc := ""
	for _, r := range c.Rows {
		row := ComparedRow{Name: r.Name, Says: capital(r.Says), Needs: need.What(r.Needs), Offer: r.Kind == "offer",
			Economics: spaced(r.Economics), ContractRisk: spaced(r.ContractRisk), Trust: spaced(r.Trust),
			EconomicsMark: markOf(r.Economics), ContractMark: markOf(r.ContractRisk), TrustMark: markOf(r.Trust)}
		if !row.Offer {
			row.Name = capital(alternativeName(r.Name))
		}
		if d := r.BTCPerBTC; d != nil {
			row.Known, row.Loses = true, d.P50 < 1
			row.Median, row.Range = units.ShowRatio(d.P50), units.ShowRatio(d.P05)+" to "+units.ShowRatio(d.P95)
			class := "soft"
			if row.Offer {
				class = map[bool]string{true: "two", false: "three"}[row.Loses]
			}
			bars.Bars = append(bars.Bars, chart.Bar{Name: short(row.Name), Value: d.P50, Says: row.Median, Class: class})
			desc += short(row.Name) + " " + row.Median + ". "
		}
		row.Beats, row.Vanish = optionalShare(r.ProbBeatsBuying), optionalShare(r.ProbWithDefault)
		row.Asked, row.Fair = optionalUSD(r.AskedUSDPerTH), optionalUSD(r.FairUSDPerTH)
		if r.AfterTax != nil {
			row.AfterTax = units.ShowRatio(*r.AfterTax)
		}
		out.Rows = append(out.Rows, row)
	}
	if len(bars.Bars) > 0 {
		p := Draw("compared", func(f chart.Frame) string { b := bars; b.Frame = f; return b.SVG() },
			chart.Frame{Title: "Bitcoin back for each bitcoin, median", Desc: desc})
		out.Picture = &p
	}
	return out
}

// short keeps a name within the room beside a bar.
func short(s string) string {
	if r := []rune(s); len(r) > 36 {
		return string(r[:35]) + "…"
	}
	return s
}

func optionalShare(v *float64) string {
	if v == nil || math.IsNaN(*v) {
		return ""
	}
	return units.ShowShare(*v)
}

func optionalUSD(v *float64) string {
	if v == nil || math.IsNaN(*v) {
		return ""
	}
	return units.ShowUSD(*v)
}
