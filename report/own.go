package report

import (
	"fmt"

	"github.com/assaymining/assay/economics/owned"
	"github.com/assaymining/assay/units"
)

// owner is the answer to whoever has it already; nil for whoever is offered it.
func (j *judged) owner() *owned.Answer { return j.v.Economics.Owned }

// The names of the first axis, to a buyer and to an owner.
const (
	Economics  = "Economics"
	HoldOrSell = "Hold or sell"
)

// decision is the axis of an owner: what to do in place of what the price is.
func (j *judged) decision() {
	a := j.owner()
	if a == nil || len(j.Axes) == 0 {
		return
	}
	axis := &j.Axes[0]
	axis.Name = HoldOrSell
	switch {
	case a.ProbHoldWins == nil:
		axis.Word, axis.Tone = "no price yet", Unclear
	case *a.ProbHoldWins >= owned.Clearly:
		axis.Word, axis.Tone = owned.Hold, Good
	case *a.ProbHoldWins <= 1-owned.Clearly:
		axis.Word, axis.Tone = owned.Sell, Bad
	default:
		axis.Word, axis.Tone = "either", Even
	}
}

// own sets the ways of an owner side by side.
func (j *judged) own() {
	a := j.owner()
	if a == nil {
		return
	}
	t := Table{Label: "What you could do", Head: []string{"", "bad (1 in 20)", "middle", "good (1 in 20)"}}
	if a.Offered != nil {
		t.Head = append(t.Head, "beats selling")
	}
	var notes []string
	for _, w := range a.Ways {
		if w.USD == nil {
			notes = append(notes, "to "+w.Name+" is not reckoned; it needs "+w.Needs)
			continue
		}
		row := Row{Name: w.Says, Strong: w.Name == a.Best,
			Cells: []string{j.in.USD(w.USD.P05), j.in.USD(w.USD.P50), j.in.USD(w.USD.P95)}}
		switch {
		case a.Offered == nil:
		case w.ProbMoreSold == nil:
			row.Cells = append(row.Cells, "-")
		default:
			row.Cells = append(row.Cells, "in "+units.ShowShare(*w.ProbMoreSold))
		}
		t.Rows = append(t.Rows, row)
	}
	says := fmt.Sprintf("Each over the same %s, as bitcoin at their end less what it costs on the way, in "+
		"%s of today. What you paid is in none of them.", Count(a.DaysLeft, "day"), j.in.Name())
	if j.offer.Owned.Reinvest.Price != nil {
		notes = append(notes, "the price of more moves with what mining earns, as the prices of machines did")
	}
	j.add("own", "What you could do", t, Paragraph{Text: says, Soft: true},
		List{Items: append(j.above(a), notes...)})
}

// above says from which price on selling is right.
func (j *judged) above(a *owned.Answer) []string {
	if a.SellAbove == nil {
		return []string{"holding costs more than it brings: any price is worth taking"}
	}
	says := "selling is better above " + j.in.USD(*a.SellAbove)
	if a.SellAbove80 != nil {
		says += ", and in four cases of five above " + j.in.USD(*a.SellAbove80)
	}
	out := []string{says}
	if a.Fetches != nil {
		out = append(out, "by the model one like it sells for about "+j.in.USD(*a.Fetches)+" today, after "+
			"the costs of selling; nobody was asked")
	}
	return out
}

// ownersFigures are the numbers that an owner looks for first.
func (j *judged) ownersFigures(a *owned.Answer) []Figure {
	var out []Figure
	if a.Offered != nil {
		out = append(out, Figure{"A sale today", j.in.USD(*a.Offered), "as you entered it"})
	}
	value, note := "any price", "holding costs more than it brings"
	if a.SellAbove != nil {
		value, note = j.in.USD(*a.SellAbove), "with even odds"
		if a.SellAbove80 != nil {
			note += "; in four cases of five " + j.in.USD(*a.SellAbove80)
		}
	}
	out = append(out, Figure{"Sell above", value, note})
	if p := a.ProbHoldWins; p != nil {
		note := ""
		if j.v.IfSellerVanishes != nil {
			note = units.ShowShare(j.v.IfSellerVanishes.ProbBeatsBuying) + " if the seller may vanish"
		}
		out = append(out, Figure{"Holding beats selling", units.ShowShare(*p), note})
	}
	return append(out, j.feeShare()...)
}
