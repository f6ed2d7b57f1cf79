package report

import (
	"fmt"

	"github.com/assaymining/assay/audit/recompute"
	"github.com/assaymining/assay/units"
)

// Provided tells what an outsider found in a provider's published days: whether all of it holds, what does
// not, and what nobody can check from it.
func Provided(r *recompute.Report) *Document {
	d := &Document{Name: r.Origin, Title: "What " + r.Origin + " publishes, worked out again.", Lead: ProvidedSentence(r)}
	d.add("findings", "What does not hold", List{Items: providedFindings(r)})
	d.add("days", "Day by day", providedDays(r), Paragraph{Soft: true, Text: "Proven is what a week's shares " +
		"stand for with a chance of 999 in 1,000; at most 95 % of it may be sold. Delivered is the work that was " +
		"metered over the work that was sold."})
	d.add("care", "What these files cannot show", List{Items: capitals(r.NotChecked)})
	return d
}

// ProvidedSentence is the answer in a sentence.
func ProvidedSentence(r *recompute.Report) string {
	var shares uint64
	for _, d := range r.Days {
		shares += d.Shares
	}
	span := Count(len(r.Days), "day")
	if len(r.Days) > 0 {
		span += fmt.Sprintf(" to %v", r.Days[len(r.Days)-1].Day)
	}
	if len(r.Findings) == 0 {
		s := fmt.Sprintf("%s of %s hold: each of %s was hashed again, and each unit got what its terms say.",
			Capital(span), r.Origin, Count(int(shares), "share"))
		if r.GivenReceipts > 0 {
			s += fmt.Sprintf(" All of your %s are in the statements.", Count(r.GivenReceipts, "receipt"))
		}
		return s
	}
	first := r.Findings[0]
	return fmt.Sprintf("%s does not do what it says: %s in %s. First, on %v: %s.", r.Origin,
		Count(len(r.Findings), "finding"), span, first.Day, first.Says)
}

func providedFindings(r *recompute.Report) []string {
	const most = 12
	var items []string
	for i, f := range r.Findings {
		if i == most {
			items = append(items, fmt.Sprintf("and %d more, in the JSON", len(r.Findings)-most))
			break
		}
		items = append(items, fmt.Sprintf("%v, %s: %s.", f.Day, f.Rule, f.Says))
	}
	return items
}

func providedDays(r *recompute.Report) Block {
	t := Table{Label: "published days", Head: []string{"day", "shares", "proven", "sold", "delivered", "paid to units"}}
	for _, d := range r.Days {
		t.Rows = append(t.Rows, Row{Name: d.Day.String(), Cells: []string{
			number(int(d.Shares)), units.Hashrate(d.Proven).String(), units.Hashrate(d.Sold).String(),
			units.ShowShare(d.Delivered), units.ShowBTC(d.Paid.BTC()) + " BTC",
		}})
	}
	return t
}

func capitals(items []string) []string {
	out := make([]string, len(items))
	for i, s := range items {
		out[i] = Capital(s) + "."
	}
	return out
}

// ProvidedOnTerminal is the order of a provider's days in a terminal.
func ProvidedOnTerminal() Order { return Order{"findings", "days", "care"} }
