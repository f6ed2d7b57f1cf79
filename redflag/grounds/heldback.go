package grounds

import "fmt"

// HeldBack is what a seller's own figure leaves unsaid, where it is far below what is earned.
type HeldBack struct {
	Explained float64 // by the fees named, a share of what is earned
	Says      string
}

// HeldBack says of the share of something earned that is paid out by the seller's own figure how much is not,
// and how much of that the fees explain; nil where it is no less than so much of what they leave.
func (f Facts) HeldBack(paid, below float64, what string) *HeldBack {
	days := f.DaysBought(BoundedDays) // over which a charge made once is spread
	fees, known := f.feesAtMost(days)
	fees /= days
	e, dated := f.On(f.Offer.Seen)
	explained := 0.0
	if known && dated && e.Hashprice() > 0 {
		explained = min(1, fees/e.Hashprice())
	}
	if !(paid < below*(1-explained)) {
		return nil
	}
	h := &HeldBack{explained, fmt.Sprintf("by the seller's own figure %.0f %% of %s is not paid out",
		100*(1-paid), what)}
	switch {
	case known && explained > 0:
		h.Says += fmt.Sprintf(", and the fees named explain %.0f %%", 100*explained)
	case known:
		h.Says += ", and no fee is named that explains it"
	default:
		h.Says += ", and the fees that are stated do not say why"
	}
	return h
}
