package report

import (
	"fmt"
	"slices"

	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// drawnTo is the highest BTC efficiency that the picture of purchases shows.
const drawnTo = 2.0

// EveryDay sums up purchases on past days, oldest first, every days apart.
func EveryDay(on Replayed, all []valuation.Replay, every int) *Document {
	if on.Warning != "" {
		return on.unplayed()
	}
	often := "on every past day"
	if every != 1 {
		often = fmt.Sprintf("on one past day in %d", every)
	}
	d := &Document{Name: on.Offer.Summary(), Title: on.Offer.Summary() + ", bought " + often + "."}
	if on.Terms.Unpriced {
		d.add("none", "", Paragraph{Text: "The price is not stated: what a purchase would have cost is not " +
			"known, and whether it beat " +
			"buying bitcoin neither. A purchase on one day can be played, and says what came back."})
		return d
	}
	d.Caution = mistrust(on.Trust)
	near, when := around(on, all), "within a year of the offer's day"
	if on.Scaled {
		near, when = all, "on past days, at the price scaled to each day's hashprice"
	}
	some := paying(near)
	if len(paying(all)) == 0 {
		d.add(
			"none",
			"",
			Paragraph{Text: fmt.Sprintf("There is no past day to play it from: its %s reach beyond "+
				"the history's end, or it is larger than the market was.",
				Count(on.Horizon, "day"))},
		)
		return d
	}
	if len(some) == 0 {
		d.Lead = "No purchase within a year of the offer's day has run its term yet, and on other days " +
			"nobody was asked this price."
		return d
	}
	beat := "it beat"
	if d.Caution != nil {
		beat = "had it paid it would have beaten"
	}
	s := spreadOf(some)
	d.Lead = fmt.Sprintf(
		"Bought %s, %s buying bitcoin on %s of %s (%s); in the middle case you got back %s for each bitcoin "+
			"paid.",
		when,
		beat,
		number(s.won),
		Count(len(some), "day"),
		s.share(),
		units.ShowRatio(s.middle),
	)
	d.add(
		"when",
		"",
		Paragraph{Text: fmt.Sprintf("Days from %s to %s whose term has ended by %s. %s", near[0].Start,
			near[len(near)-1].Start, on.Last, on.priced())},
	)
	d.add("purchases", "Bitcoin back for each bitcoin paid, by day of purchase", purchases(near, d.Lead))
	d.add("years", "By year of purchase", byYear(near))
	return d
}

// priced says at which price purchases are made.
func (on Replayed) priced() string {
	if on.Scaled {
		return "The price of each is that of this offer times the day's hashprice over that of the offer's " +
			"day; fees stay as the offer says."
	}
	return "The price stays the one of this offer, so only days within a year of its own are counted."
}

// yearAround is how many days before and after the offer's day its price is one that somebody was asked.
const yearAround = 365

// PricedBetween are the first and the last day of those within a year of the offer's day, on which alone
// EveryDay counts purchases at the offer's price. An undated offer's day is the last of the history.
func PricedBetween(o offer.Offer, end units.Date) (first, last units.Date) {
	day := end
	if o.Seen != nil {
		day = *o.Seen
	}
	return day - yearAround, day + yearAround
}

// around are the purchases within a year of the offer's day.
func around(on Replayed, all []valuation.Replay) []valuation.Replay {
	first, last := PricedBetween(on.Offer, on.Last)
	var out []valuation.Replay
	for _, r := range all {
		if r.Start >= first && r.Start <= last {
			out = append(out, r)
		}
	}
	return out
}

// paying are the BTC efficiencies of the purchases that have one.
func paying(all []valuation.Replay) []float64 {
	var out []float64
	for _, r := range all {
		if e := efficiency(r); e != nil {
			out = append(out, *e)
		}
	}
	return out
}

// spread of BTC efficiencies.
type spread struct {
	worst, middle, best float64
	won, of             int
}

// spreadOf is by nearest rank. values must not be empty.
func spreadOf(values []float64) spread {
	s := slices.Sorted(slices.Values(values))
	out := spread{worst: s[0], middle: s[int(0.5*float64(len(s)-1)+0.5)], best: s[len(s)-1], of: len(s)}
	for _, v := range s {
		if v >= 1 {
			out.won++
		}
	}
	return out
}

func (s spread) share() string { return units.ShowShare(float64(s.won) / float64(s.of)) }

// purchases draw BTC efficiency over the day of purchase.
func purchases(all []valuation.Replay, says string) Curves {
	line := Curve{}
	for _, r := range all {
		if e := efficiency(r); e != nil {
			line.X, line.Y = append(line.X, float64(r.Start)), append(line.Y, *e)
		}
	}
	return Curves{Picture: Picture{Key: "replay", Title: "Bitcoin back for each bitcoin paid, by day of " +
		"purchase", Desc: says},
		Lines: []Curve{
			line,
		}, Log: true, Dates: true, Ref: 1, RefName: "if you simply buy bitcoin", Drawn: true,
		Cut:    drawnTo,
		YLabel: "BTC back per BTC paid, logarithmic",
		Format: func(v float64) string { return units.Group(units.Format(v, 2)) }}
}

// byYear is one line for each year of purchase.
func byYear(all []valuation.Replay) Table {
	t := Table{Label: "By year of purchase", First: 3,
		Head: []string{"", "beat bitcoin", "worst", "middle", "best"}}
	for len(all) > 0 {
		year := all[0].Start.String()[:4]
		n := slices.IndexFunc(all, func(r valuation.Replay) bool { return r.Start.String()[:4] != year })
		if n < 0 {
			n = len(all)
		}
		some := paying(all[:n])
		all = all[n:]
		if len(some) == 0 {
			continue
		}
		s := spreadOf(some)
		t.Rows = append(t.Rows, Row{Name: fmt.Sprintf("%s (%s)", year, Count(len(some), "day")),
			Cells: []string{
				s.share(),
				units.ShowRatio(s.worst),
				units.ShowRatio(s.middle),
				units.ShowRatio(s.best),
			}})
	}
	return t
}
