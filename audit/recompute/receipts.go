package recompute

import (
	"slices"

	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/units"
)

// receipts hold what holders were given to the statements, to what their units earned when it is worked out
// again, and to each holder's own receipt of the day before.
func (a *auditor) receipts(texts [][]byte, statements map[units.Date]*daybook.Statement) {
	a.report.GivenReceipts = len(texts)
	var all []*daybook.Receipt
	for _, given := range texts {
		text, signatures := daybook.Cut(given)
		r, err := daybook.ParseReceipt(text)
		if err != nil {
			a.find(0, RuleReceipt, "a receipt that cannot be read: %v", err)
			continue
		}
		if signatures != nil && a.report.Key != "" && a.by.Open(a.report.Key, given) != nil {
			a.find(r.Day, ruleSigned, "the receipt is not signed by the provider's key")
		}
		all = append(all, r)
	}
	slices.SortStableFunc(all, func(x, y *daybook.Receipt) int { return int(x.Day) - int(y.Day) })
	before := map[string]*daybook.Receipt{}
	for _, r := range all {
		if a.receipt(r, before[r.Holder], statements[r.Day]) {
			a.report.Receipts++
		}
		before[r.Holder] = r
	}
}

// receipt reports whether one receipt holds.
func (a *auditor) receipt(r, before *daybook.Receipt, s *daybook.Statement) bool {
	if s == nil {
		a.find(r.Day, RuleReceipt, "no statement of that day is published")
		return false
	}
	if err := r.Check(s); err != nil {
		a.find(r.Day, RuleReceipt, "%v", err)
		return false
	}
	holds := true
	var earned units.MilliSat
	for _, t := range r.Titles {
		due := a.nets[r.Day][t.Series] * units.MilliSat(t.Units)
		earned += due
		if t.Net != due {
			a.find(r.Day, RuleReceipt, "%d units of %s got %d msat by the receipt, and their terms say %d",
				t.Units, t.Series, t.Net, due)
			holds = false
		}
	}
	if before == nil || before.Day != r.Day-1 || r.Mined == before.Mined+earned {
		return holds
	}
	a.find(r.Day, RuleReceipt,
		"the holder is owed %d msat; %d were owed the day before and his units earned %d",
		r.Mined, before.Mined, earned)
	return false
}
