package report

import (
	"fmt"
	"slices"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
)

// Replayed is what a replay was played on.
type Replayed struct {
	Offer   offer.Offer
	Terms   *contract.Terms
	Trust   redflag.Verdict
	Warning string // why nothing is played
	Assumed []string
	Last    units.Date // of the history
	Horizon int        // days that are played at most
	Scaled  bool       // the price of each purchase moves with the hashprice of its day
	In      units.Shown
}

// mistrust is said before any figure of an offer that may be a fraud: a replay plays the terms as if
// they were kept.
func mistrust(trust redflag.Verdict) *Caution {
	if trust.Word != redflag.FraudSigns && trust.Word != redflag.Doubtful {
		return nil
	}
	return &Caution{axis("Trust", trust.Word, trust.Reason),
		"What follows assumes that the seller keeps these terms to the letter, which is what is in doubt."}
}

// unplayed is the document of an offer of which nothing that it would have paid is told.
func (on Replayed) unplayed() *Document {
	return &Document{Name: on.Offer.Summary(), Title: on.Offer.Summary() + ", not played.", Lead: on.Warning,
		Axes: []Axis{axis("Trust", on.Trust.Word, on.Trust.Reason)},
		Sections: []Section{{Key: "none", Blocks: []Block{Paragraph{Text: "What a promise would have " +
			"paid is no " +
			"fact of the past: it is the seller's word."}}}}}
}

// lastDay is the last day that was played.
func lastDay(r valuation.Replay) units.Date { return r.Start + units.Date(r.Totals.Days) - 1 }

// efficiency is nil where nothing is paid, or the price is not stated.
func efficiency(r valuation.Replay) *float64 {
	if v, ok := r.BTCEfficiency(); ok {
		return &v
	}
	return nil
}

// OneDay tells one purchase from the first day to the last.
func OneDay(on Replayed, r valuation.Replay) *Document {
	if on.Warning != "" {
		return on.unplayed()
	}
	d := &Document{Name: on.Offer.Summary(), Day: r.Start.String(),
		Title:   fmt.Sprintf("%s, bought on %s and played to %s.", on.Offer.Summary(), r.Start, lastDay(r)),
		Caution: mistrust(on.Trust), Lead: on.purchase(r)}
	d.add("happened", "What happened", Table{Label: "What happened", Head: []string{"", "bitcoin",
		on.In.Name() + " then"},
		Rows: slices.Concat(on.received(r.Totals), on.paid(r))})
	title := "How it goes on"
	if r.Complete {
		title = "How it ended"
	}
	items := []string{ending(r)}
	if n := r.Totals.LossDays; n > 0 {
		items = append(items, fmt.Sprintf("on %s its fees were higher than its revenue", Count(n, "day")))
	}
	d.add("ended", title, List{Items: items})
	d.add("assumed", assumedTitle, List{Items: on.Assumed})
	return d
}

// received is what was mined, less what is taken of it.
func (on Replayed) received(sum contract.Totals) []Row {
	const before = "mined before fees"
	row := func(name string, btc units.MilliSat, usd string) Row {
		return Row{Name: name, Cells: []string{units.ShowBTC(btc.BTC()), usd}}
	}
	rows := []Row{row(before, sum.Gross, on.In.USD(sum.GrossUSD.Float()))}
	for i, f := range on.Terms.Fees {
		if took := sum.Fees[i]; took.Taken != 0 {
			rows = append(rows, row(f.Name+", deducted", -took.Taken, on.In.USD(-took.TakenUSD.Float())))
		}
	}
	if sum.Stuck.FloorSat() != 0 {
		rows = append(rows, row("left on the balance", -sum.Stuck, ""))
	}
	total := row("received", sum.Received, on.In.USD(sum.ReceivedUSD.Float()))
	total.Strong = true
	return append(rows, total)
}

// paid is the price, each fee that is paid beside the payouts, their sum, and what came back for it.
func (on Replayed) paid(r valuation.Replay) []Row {
	t, sum := on.Terms, r.Totals
	upfront, upfrontUSD := sum.Paid, sum.PaidUSD
	for i := range t.Fees {
		upfront, upfrontUSD = upfront-sum.Fees[i].Paid, upfrontUSD-sum.Fees[i].PaidUSD
	}
	row := func(name string, btc units.MilliSat, usd units.Micro) Row {
		return Row{Name: name, Cells: []string{units.ShowBTC(btc.BTC()), on.In.USD(usd.Float())}}
	}
	var rows []Row
	if t.Unpriced {
		rows = append(rows, Row{Name: "price", Cells: []string{notKnown, notKnown}})
	} else {
		rows = append(rows, row("price", upfront, upfrontUSD))
	}
	for i, f := range t.Fees {
		if fee := sum.Fees[i]; fee.Paid != 0 {
			rows = append(rows, row(f.Name+", paid separately", fee.Paid, fee.PaidUSD))
		}
	}
	if t.Unpriced {
		return append(rows, Row{Name: "paid", Cells: []string{notKnown, notKnown}, Strong: true})
	}
	so := ""
	if !r.Complete {
		so = " so far"
	}
	total := row("paid"+so, sum.Paid, sum.PaidUSD)
	total.Strong = true
	dollars := "-"
	if sum.PaidUSD > 0 {
		dollars = units.ShowRatio(sum.ReceivedUSD.Float() / sum.PaidUSD.Float())
	}
	return append(rows, total, Row{Name: "received" + so + " for each one paid",
		Cells: []string{ratio(efficiency(r)), dollars}})
}

// purchase says what a purchase came to: no verdict while the contract runs and pays, and none without
// a price.
func (on Replayed) purchase(r valuation.Replay) string {
	sum := r.Totals
	received, paid := units.ShowBTC(sum.Received.BTC()), units.ShowBTC(sum.Paid.BTC())
	switch e := efficiency(r); {
	case r.Unpriced && r.Complete:
		return fmt.Sprintf(
			"You would have got back %s BTC; what you would have paid is not known, since the "+
				"price is not stated.",
			received,
		)
	case r.Unpriced:
		return fmt.Sprintf(
			"You would have got back %s BTC in %s, with %s still to come; the price is not stated.",
			received,
			Count(sum.Days, "day"),
			Count(r.Left, "day"),
		)
	case !r.Complete && e != nil && *e >= 1 && on.allPaid():
		return fmt.Sprintf(
			"It still runs, and nothing is left to pay: in %s you would have paid %s BTC and got back %s, "+
				"so that it has already beaten buying bitcoin, by %s so far.",
			Count(sum.Days, "day"),
			paid,
			received,
			units.ShowShare(*e-1),
		)
	case !r.Complete && e != nil && on.allPaid():
		return fmt.Sprintf(
			"It still runs, and nothing is left to pay: in %s you would have paid %s BTC and got back %s; "+
				"to match buying bitcoin the %s still to come must bring %s more.",
			Count(sum.Days, "day"),
			paid,
			received,
			Count(r.Left, "day"),
			units.ShowBTC((sum.Paid - sum.Received).BTC()),
		)
	case !r.Complete:
		return fmt.Sprintf(
			"It still runs: in %s you would have paid %s BTC and got back %s, with %s still to "+
				"come. Whether buying bitcoin was better cannot be said yet.",
			Count(sum.Days, "day"),
			paid,
			received,
			Count(r.Left, "day"),
		)
	case e == nil:
		return fmt.Sprintf("You would have paid nothing and got back %s BTC.", received)
	default:
		return fmt.Sprintf("You would have paid %s BTC and got back %s: %s.", paid, received, against(*e))
	}
}

// allPaid reports whether everything is paid on the first day: no fee is paid beside the payouts, and no bid.
func (on Replayed) allPaid() bool {
	if on.Offer.Price.Bid != nil {
		return false
	}
	return !slices.ContainsFunc(on.Offer.Fees, func(f offer.Fee) bool { return f.Paid == offer.Separately })
}

func ending(r valuation.Replay) string {
	switch {
	case !r.Totals.Ended && !r.Complete:
		return fmt.Sprintf("it was still running when the history ended, on %s, with %s to go", lastDay(r),
			Count(r.Left, "day"))
	case !r.Totals.Ended:
		return fmt.Sprintf("it has no end; %s were played", Count(r.Totals.Days, "day"))
	case r.Totals.EndedBy == "term":
		return fmt.Sprintf("its term ended on %s", lastDay(r))
	}
	return fmt.Sprintf(
		"%s ended it on %s, after %s",
		r.Totals.EndedBy,
		lastDay(r),
		Count(r.Totals.Days, "day"),
	)
}

// against says what a BTC efficiency means beside buying bitcoin.
func against(eps float64) string {
	switch {
	case eps <= 0:
		return "buying bitcoin would have kept all of it"
	case eps < 1:
		return fmt.Sprintf("buying bitcoin was better by %s", units.ShowShare(1/eps-1))
	}
	return fmt.Sprintf("better than buying bitcoin by %s", units.ShowShare(eps-1))
}
