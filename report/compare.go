package report

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
)

// Comparison is what a person reads of offers and alternatives side by side, the best first.
func Comparison(c *assay.Comparison) *Document {
	in, said, offers := c.Money, "Dollars", 0
	if in.Currency != units.USD {
		said = "Amounts in " + in.Name()
	}
	for _, r := range c.Rows {
		if r.Kind == "offer" {
			offers++
		}
	}
	d := &Document{Day: c.AsOf, Lead: c.Sentence, Title: fmt.Sprintf("%s and what else the money could do, "+
		"judged as of %s.", Count(offers, "offer"), c.AsOf)}
	bars := Bars{Picture: Picture{Key: "compared", Title: "Bitcoin at the end"}, Ref: 1, Top: 1}
	for _, r := range c.Rows {
		bar := compared(r, in)
		if bar.Known {
			bars.Top = max(bars.Top, bar.Value)
			bars.Desc += Capital(bar.Name) + " " + bar.Says + ". "
		}
		bars.Rows = append(bars.Rows, bar)
	}
	d.add("ranked", "Bitcoin at the end for each bitcoin that the same money buys at once", bars,
		Paragraph{Text: fmt.Sprintf("The median over %s simulated markets, and the range of nine in ten; "+
			"above 1 is more than buying bitcoin. For each is set aside what it asks for at once, or what "+
			"it would mine at today's rate if that is more; what is not spent stays bitcoin. %s are of "+
			"%s spent, at the price of this day.", number(c.Paths), said, in.USD(c.Budget)), Soft: true})
	d.add("care", takeCare, List{Items: c.Warnings})
	return d
}

// compared is an offer or an alternative with the range, the chances and the axes as clauses.
func compared(r assay.Row, in units.Shown) Bar {
	offered := r.Kind == "offer"
	bar := Bar{Name: r.Name, Strong: offered}
	if !offered {
		bar.Name = alternative(r.Name)
		if r.Days != nil {
			if r.Name == "dca_bitcoin" { // so that a picture has room for the days
				bar.Name = "bitcoin in parts"
			}
			bar.Name += ", " + Count(*r.Days, "day")
		}
	}
	if offered {
		bar.Axes = []Axis{axis("Economics", r.Economics, ""), axis("Contract risk", r.ContractRisk, ""),
			axis("Trust", r.Trust, "")}
	}
	m := r.BTCPerBTC
	if r.Withheld {
		bar.Tone, bar.Notes = Bad, []string{strings.TrimSuffix(r.Says, ".")}
		return bar
	}
	if m == nil {
		why := r.Says
		if r.Needs != "" {
			why = "it needs " + r.Needs
		}
		bar.Notes = []string{"not computed; " + why}
		return bar
	}
	bar.Known = true
	bar.Value, bar.Says = m.P50, units.ShowRatio(m.P50)
	add := func(format string, args ...any) { bar.Notes = append(bar.Notes, fmt.Sprintf(format, args...)) }
	add("%s to %s in nine of ten", units.ShowRatio(m.P05), units.ShowRatio(m.P95))
	add("bitcoin worth %s in the middle", in.USD(r.USDOut.P50))
	if !offered {
		add("%s", r.Says)
		return bar
	}
	if bar.Tone = gain(m.P50); bar.Tone == Good && r.Trust == redflag.Doubtful {
		bar.Tone = Unclear // what may never be paid is no gain
	}
	if p := r.ProbBeatsBuying; p != nil {
		vanish := ""
		if gone := r.ProbWithDefault; gone != nil {
			vanish = fmt.Sprintf(" (%s if the seller may vanish)", units.ShowShare(*gone))
		}
		add("beats buying in %s%s", units.ShowShare(*p), vanish)
	}
	if r.AskedUSDPerTH != nil && r.FairUSDPerTH != nil {
		add("asks %s per TH/s, %s is even odds", in.USD(*r.AskedUSDPerTH), in.USD(*r.FairUSDPerTH))
	}
	if r.AfterTax != nil {
		add("%s after your taxes, if mining never gets harder", units.ShowRatio(*r.AfterTax))
	}
	return bar
}
