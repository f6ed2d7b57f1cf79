package view

import (
	"fmt"
	"math"
	"slices"
	"strconv"

	"github.com/assaymining/assay/chart"
	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/units"
)

// Replayed is an offer bought on many past days.
type Replayed struct {
	Picture   *Picture
	Purchases string
	Beat      string // share of them that gave more bitcoin than buying
	Median    string
	Worst     string
	Best      string
	Years     []ReplayedYear
	First     string
	Last      string
}

// ReplayedYear are the purchases of one year.
type ReplayedYear struct {
	Year                         string
	Purchases                    int
	Worst, Median, Best, Beating string
}

// ReplayedOf sums up replays, oldest first; nil where none has paid anything.
func ReplayedOf(all []valuation.Replay) *Replayed {
	line := chart.Line{Class: "one"}
	var every []float64
	years := map[int][]float64{}
	for _, r := range all {
		e, ok := r.BTCEfficiency()
		if !ok {
			continue
		}
		line.X, line.Y = append(line.X, float64(r.Start)), append(line.Y, e)
		every = append(every, e)
		year, _ := strconv.Atoi(r.Start.String()[:4])
		years[year] = append(years[year], e)
	}
	if len(every) == 0 {
		return nil
	}
	out := &Replayed{Purchases: units.Group(fmt.Sprint(len(every))), Beat: beating(every), First: units.Date(line.X[0]).String(),
		Last: units.Date(line.X[len(line.X)-1]).String()}
	out.Worst, out.Median, out.Best = spreadOf(every)
	var order []int
	for y := range years {
		order = append(order, y)
	}
	slices.Sort(order)
	for _, y := range order {
		row := ReplayedYear{Year: strconv.Itoa(y), Purchases: len(years[y]), Beating: beating(years[y])}
		row.Worst, row.Median, row.Best = spreadOf(years[y])
		out.Years = append(out.Years, row)
	}
	f := chart.Frame{Title: "Bitcoin back for each bitcoin paid, by day of purchase", Desc: fmt.Sprintf(
		"Bought on %s days from %s to %s: %s of the purchases gave more bitcoin than buying it; the median gave %s.", out.Purchases, out.First, out.Last, out.Beat, out.Median)}
	p := Draw("replay", func(f chart.Frame) string {
		return chart.Lines{Frame: f, Lines: []chart.Line{line}, Dates: true, Log: true, Ref: 1, RefName: "simply buying bitcoin: 1",
			YLabel: "BTC back per BTC paid, logarithmic", Format: plainRatio}.SVG()
	}, f)
	out.Picture = &p
	return out
}

// plainRatio labels an axis.
func plainRatio(v float64) string { return units.Group(units.Format(v, 2)) }

func beating(all []float64) string {
	n := 0
	for _, e := range all {
		if e >= 1 {
			n++
		}
	}
	return units.ShowShare(float64(n) / float64(len(all)))
}

func spreadOf(all []float64) (worst, median, best string) {
	s := slices.Clone(all)
	slices.Sort(s)
	return units.ShowRatio(s[0]), units.ShowRatio((s[(len(s)-1)/2] + s[len(s)/2]) / 2), units.ShowRatio(s[len(s)-1])
}

// OneReplay is one purchase, told from the first day to the last.
type OneReplay struct {
	Sentence string
	Rows     []Figure
}

// OneReplayOf tells one replay.
func OneReplayOf(r valuation.Replay, t *contract.Terms) *OneReplay {
	sum := r.Totals
	out := &OneReplay{Sentence: oneSentence(r)}
	add := func(name, value, note string) { out.Rows = append(out.Rows, Figure{name, value, note}) }
	so, end := "", "ended by "+spaced(sum.EndedBy)
	switch {
	case r.Left > 0:
		so, end = " so far", "still running at the end of the history, "+plural(r.Left, "day")+" to go"
	case !sum.Ended:
		end = "it has no end; these were played"
	}
	if e, ok := r.BTCEfficiency(); ok && !math.IsNaN(e) {
		add("Bitcoin back per bitcoin"+so, units.ShowRatio(e), "1 is simply buying bitcoin")
	}
	if r.Unpriced {
		add("Paid", "not known", "the price is not stated")
	} else {
		add("Paid"+so, units.ShowUSD(sum.PaidUSD.Float()), "in dollars of each payment's day")
	}
	add("Received"+so, units.ShowUSD(sum.ReceivedUSD.Float()), "in dollars of each payout's day")
	add("Days", units.Group(fmt.Sprint(sum.Days)), end)
	switch {
	case r.Unpriced || sum.PaidUSD == 0:
	case sum.PaybackDay >= 0:
		add("Paid back in dollars", fmt.Sprintf("day %d", sum.PaybackDay), "")
	case r.Left > 0:
		add("Paid back in dollars", "not yet", "")
	default:
		add("Paid back in dollars", "never", "")
	}
	if sum.LossDays > 0 {
		add("Days at a loss", strconv.Itoa(sum.LossDays), "fees above revenue")
	}
	return out
}

// oneSentence gives no verdict while the contract still ran, and none without a price.
func oneSentence(r valuation.Replay) string {
	received, paid := units.ShowBTC(r.Totals.Received.BTC()), units.ShowBTC(r.Totals.Paid.BTC())
	switch {
	case r.Unpriced && r.Left > 0:
		return fmt.Sprintf("Bought on %s, it has given back %s BTC in %s and still runs; the price is not stated.", r.Start, received, plural(r.Totals.Days, "day"))
	case r.Unpriced:
		return fmt.Sprintf("Bought on %s, it would have given back %s BTC; what it would have cost is not known.", r.Start, received)
	case r.Left > 0:
		return fmt.Sprintf("Bought on %s, it still runs: in %s it has cost %s BTC and given back %s, with %s to go.", r.Start,
			plural(r.Totals.Days, "day"), paid, received, plural(r.Left, "day"))
	}
	return fmt.Sprintf("Bought on %s, it would have cost %s BTC and given back %s.", r.Start, paid, received)
}
