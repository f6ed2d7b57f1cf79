// Package provided tells what an outsider found in a provider's published days.
//
// Of makes the document that terminal and pages show, Sentence its first words.
//
// Nothing in it is promised to other modules.
package provided

import (
	"fmt"
	"strconv"

	"github.com/assaymining/assay/audit/recompute"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/units"
)

// Of tells what an outsider found in a provider's published days: whether all of it holds, what does
// not, and what nobody can check from it.
func Of(r *recompute.Report) *report.Document {
	d := &report.Document{
		Name:  r.Origin,
		Title: "What " + r.Origin + " publishes, worked out again.",
		Lead:  sentence(r),
	}
	add(d, "findings", "What does not hold", report.List{Items: findings(r)})
	add(d, "days", "Day by day", days(r), report.Paragraph{Soft: true, Text: proven},
		report.Paragraph{Text: luck(r)})
	add(d, "care", "What these files cannot show", report.List{Items: capitals(r.NotChecked)})
	return d
}

// proven says what the columns of the days mean.
const proven = "Proven is what a week's shares stand for with a chance of 999 in 1,000; at most 95 % of it " +
	"may be sold. Delivered is the work that was metered over the work that was sold."

// sentence is the answer in a sentence.
func sentence(r *recompute.Report) string {
	var shares uint64
	for _, d := range r.Days {
		shares += d.Shares
	}
	span := report.Count(len(r.Days), "day")
	if len(r.Days) > 0 {
		span += fmt.Sprintf(" to %v", r.Days[len(r.Days)-1].Day)
	}
	if len(r.Findings) == 0 {
		s := fmt.Sprintf(
			"%s of %s hold: each of %s was hashed again, and each unit got what its terms say.",
			report.Capital(span),
			r.Origin,
			report.Count(int(shares), "share"),
		)
		if r.Signed > 0 && r.Signed == len(r.Days) {
			s += " Each day is signed."
		}
		if r.GivenReceipts > 0 {
			s += receipts(r.GivenReceipts)
		}
		return s
	}
	first := r.Findings[0]
	return fmt.Sprintf("%s does not do what it says: %s in %s. First, on %v: %s.", r.Origin,
		report.Count(len(r.Findings), "finding"), span, first.Day, first.Says)
}

// receipts says that all receipts that were given hold.
func receipts(n int) string {
	if n == 1 {
		return " Your receipt is in the statement of its day."
	}
	return fmt.Sprintf(" All of your %s are in the statements.", report.Count(n, "receipt"))
}

func findings(r *recompute.Report) []string {
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

func days(r *recompute.Report) report.Block {
	t := report.Table{
		Label: "published days",
		Head:  []string{"day", "shares", "proven", "sold", "delivered", "paid to units"},
	}
	for _, d := range r.Days {
		t.Rows = append(t.Rows, report.Row{Name: d.Day.String(), Cells: []string{
			strconv.FormatUint(
				d.Shares,
				10,
			), units.Hashrate(d.Proven).String(), units.Hashrate(d.Sold).String(),
			delivered(d), units.ShowBTC(d.Paid.BTC()) + " BTC",
		}})
	}
	return t
}

// luck says how many blocks came where how many were expected, what keeping back of blocks could be seen by
// that, and how many of the stated ones the chain has.
func luck(r *recompute.Report) string {
	l := r.Luck
	if l.Expected == 0 {
		return "No share stands for a block."
	}
	says := fmt.Sprintf("Luck: %s found where %s were expected by the shares",
		report.Count(l.Blocks, "block"), strconv.FormatFloat(l.Expected, 'f', 1, 64))
	if l.Chance < 0.05 {
		says += fmt.Sprintf(", which chance alone brings in %s of all cases", units.ShowShare(l.Chance))
	}
	if l.Noticed > 1 {
		says += "; with so few expected, not even keeping back all of them could be seen."
	} else {
		says += fmt.Sprintf("; keeping back less than %s of them could not be seen.",
			units.ShowShare(l.Noticed))
	}
	if r.BlocksInChain > 0 {
		says += fmt.Sprintf(" %d of %s that revenue is stated of are in the chain.",
			r.BlocksInChain, report.Count(r.BlocksAsked, "block"))
	}
	return says
}

// delivered is the part of what was sold that worked; where nothing was sold there is none.
func delivered(d recompute.Day) string {
	if d.Sold == 0 {
		return "-"
	}
	return units.ShowShare(d.Delivered)
}

func capitals(items []string) []string {
	out := make([]string, len(items))
	for i, s := range items {
		out[i] = report.Capital(s) + "."
	}
	return out
}

// Order is the order of a provider's days in a terminal.
func Order() report.Order { return report.Order{"findings", "days", "care"} }

// add appends a section, unless it says nothing.
func add(d *report.Document, key, title string, blocks ...report.Block) {
	if l, ok := blocks[0].(report.List); ok && len(l.Items) == 0 {
		return
	}
	d.Sections = append(d.Sections, report.Section{Key: key, Title: title, Blocks: blocks})
}
