package redflag

import (
	"fmt"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/redflag/promise"
)

var promiseCannotLast = Rule{
	ID:       "P1_promise_cannot_last",
	Title:    "The promise breaks unless ever more money comes in",
	Axis:     Trust,
	Severity: Critical,
	Needs:    "a promised rate (payout.fixed_return, or in words), term, referral.share, terms.bonus",
	Why:      "Payouts that mining does not cover are deposits of others. The run-off shows when they no longer suffice.",
	Caution:  "The model favours the seller: machines earn today's gross yield for ever, without power, wear or difficulty.",
	Look:     "Show what the hashrate mined last month beside what was paid out.",
	AskIf:    true,
	Judge:    judgePromiseCannotLast,
	Sources:  []cite.Source{read("run-off by cohorts of deposits, as described in docs/red-flags.md", "")},
}

func judgePromiseCannotLast(f grounds.Facts) Answer {
	r := f.Promise
	if judgePromisedPayout(f).State == Absent {
		return absent("payouts follow revenue: there is no promise to break")
	}
	if r == nil {
		return unknown("the promised rate, if any")
	}
	if promised := judgePromisedPayout(f).State; promised != Present {
		a := unknown("whether the rate that is stated is promised for the term (payout.basis, " +
			"payout.fixed_return)")
		a.Says = "a rate is stated, and not known to be promised for the term"
		if r.BreaksOnDay > 0 {
			a.Says += fmt.Sprintf("; were it promised, it would break on day %d with constant new deposits",
				r.BreaksOnDay)
		}
		return a
	}
	figures := []Figure{
		{"promised", r.PromisedPerDay * 100, "%/day"}, {"mined_at_most", r.MinedPerDay * 100, "%/day"},
		{"share_not_mined", r.ShareNotMined, "1"}, {"commission", r.Commission * 100, "%"},
	}
	if r.BreaksOnDay == 0 && r.BreaksHarder > 0 {
		return present(fmt.Sprintf("it lasts only while difficulty stands still: growing by %.0f %% a year "+
			"as before, the promise breaks on day %d under constant new deposits",
			r.DifficultyGrowth*100, r.BreaksHarder),
			append(figures, Figure{"breaks_on_day", float64(r.BreaksHarder), "days"})...).weighing(High)
	}
	if r.BreaksOnDay == 0 {
		a := absent("with constant deposits the promise holds for three years under assumptions that favour "+
			"the seller", figures...)
		return a
	}
	figures = append(figures, Figure{"breaks_on_day", float64(r.BreaksOnDay), "days"})
	says := fmt.Sprintf("%s; with constant new deposits the promise breaks on day %d", r.NotMined(),
		r.BreaksOnDay)
	if g := r.GrowthToSurvive[0]; g.Possible && g.PerMonth > 0 {
		says += fmt.Sprintf("; to be kept for %d months new deposits must grow by %.0f %% a month, to %.1f "+
			"times a day's", g.Months, g.PerMonth*100, g.Multiple)
		figures = append(figures, Figure{"growth_for_12_months", g.PerMonth * 100, "%/month"})
	}
	return present(says, figures...)
}

// runOff is nil where no rate per day is stated or promised, or the payout is known to follow revenue and
// the rate may be what the hashrate earned. A price that comes back is paid beside what the hashrate
// mines.
func runOff(f grounds.Facts) *promise.RunOff {
	o := f.Offer
	p := promise.Promise{
		TermDays:  int(o.Term.Days),
		Returned:  judgePrincipalReturned(f).State == Present,
		MayReturn: o.Terms.PrincipalReturned != offer.False,
	}
	p.Mined, p.MinedBasis, p.MinedKnown = f.Yield()
	top := grounds.Highest(f.Said().Returns)
	named := grounds.Highest(f.Unearned())
	if o.Payout.Basis == offer.Fixed || judgeGuaranteedIncome(f).State == Present {
		named = grounds.Highest(f.Named())
	}
	switch {
	case named.PerDay > top.PerDay:
		p.PerDay, p.Named = named.PerDay, named.Text
	case top.PerDay > 0 && (judgePromisedPayout(f).State != Absent || farAbove(f)):
		p.PerDay, p.Returned = top.Beside(p.Returned)
	case p.Returned && p.TermDays > 0:
		p.PerDay, p.Mining = p.Mined, true
	default:
		return nil
	}
	if s := o.Referral.Share; s != nil && (o.Referral.Of == "" || o.Referral.Of == "price") {
		p.Commission = min(float64(*s), 0.99)
	}
	if b := o.Terms.Bonus; b != nil {
		p.Bonus = float64(*b)
	}
	if e, ok := f.On(o.Seen); ok {
		p.Growing = max(0, e.Growth)
	}
	return p.RunOff()
}
