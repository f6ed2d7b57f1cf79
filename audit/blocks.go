package audit

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay/audit/proof"
	"github.com/assaymining/assay/units"
)

// byBlocks judges what is paid by blocks found: what each block owed where the holder's part of the window is
// told, else the sum within what the luck of so many blocks allows.
func (s *series) byBlocks(r *Result, u *suite) {
	shares := 0
	for i := range s.list {
		if s.list[i].share > 0 {
			shares++
		}
	}
	if shares == len(s.list) {
		expected, blocks := s.byHashrate()
		s.byWindow()
		var owed, taken units.MilliSat
		r.EachDay = r.EachDay[:0]
		for i := range s.list {
			owed += s.list[i].contracted
			taken += s.list[i].owed - s.list[i].contracted
			if s.list[i].knows {
				r.EachDay = append(r.EachDay, s.day(&s.list[i]))
			}
		}
		r.Explanations = append(r.Explanations,
			Explanation{Days: len(s.list), What: fmt.Sprintf("owed is the told share of each block that the "+
				"pool found: luck is not in it; %s owed %s sat each on average",
				units.ShowCount(blocks, "block"), units.Group(fmt.Sprint(roundSat(owed)/int64(blocks))))})
		if expected > 0 {
			low, high := proof.PoissonInterval(blocks, 0.99)
			what := fmt.Sprintf("by the hashrate alone %s sat were to be expected: the pool's luck and "+
				"window made %.3g %% of it, where the luck of %s makes %.0f to %.0f %%",
				units.Group(fmt.Sprint(roundSat(expected))), 100*float64(owed)/float64(expected),
				units.ShowCount(blocks, "block"), 100*low/float64(blocks), 100*high/float64(blocks))
			r.Explanations = append(r.Explanations, Explanation{Days: len(s.list), What: what})
		}
		// The reward of each block is not known, only the mean of its day: fees differ from block to block.
		u.forgive = 0.5
		u.noise = 2
		u.run()
		r.Tests = u.results()
		r.OwedSat = roundSat(owed)
		r.Parts = Parts{Fees: roundSat(taken)}
		r.Parts.Rest = r.ReceivedSat - r.OwedSat - r.Parts.Fees
		if owed > 0 {
			ratio := round6(float64(r.ReceivedSat) / float64(r.OwedSat))
			r.Paid.Ratio = &ratio
		}
		s.interval(r, u)
		r.Tier = "B" // the share of each window is the payer's own figure
		r.State = state(r, u, s.known())
		if u.kept = s.belowSubsidy(r); u.kept != "" {
			r.State = Underpaid
			r.WouldSettle = append(r.WouldSettle,
				"the pool's blocks of "+u.kept+" on the chain: one that was orphaned owes nothing")
		}
		return
	}
	r.Tests = countTests(s.in.Counts)
	blocks := 0
	for i := range s.list {
		blocks += s.list[i].rows
	}
	low, high := proof.PoissonInterval(blocks, 0.99)
	if blocks > 0 && r.Paid.Ratio != nil {
		// The payment of n blocks, on average what was owed, scatters as their number does.
		paid := *r.Paid.Ratio * float64(blocks)
		from, to := round6(paid/high), round6(paid/max(low, 1e-9))
		r.Paid.Low = &from
		r.Paid.High = &to
		switch {
		case to < 1-u.tolerance:
			r.State = Underpaid
		case from > 1+u.tolerance+overpaidBeyond:
			r.State = Overpaid
		case from < 0.5:
			r.State = NotKnown // half of what is owed would look the same
		default:
			r.State = InOrder
		}
	} else {
		r.State = NotKnown
	}
	r.CannotKnow = append(r.CannotKnow,
		fmt.Sprintf("%s pays by the blocks that the pool finds: with %s luck alone makes %.0f to "+
			"%.0f %% of what is expected",
			r.Scheme, units.ShowCount(blocks, "payment"), 100*low/float64(max(blocks, 1)),
			100*high/float64(max(blocks, 1))))
	r.WouldSettle = append(r.WouldSettle,
		"the pool's list of blocks with your share of the window of each: then luck drops out")
}

// byHashrate is what the hashrate alone owes over the periods, and the number of blocks that paid for them.
func (s *series) byHashrate() (expected units.MilliSat, blocks int) {
	for i := range s.list {
		blocks += s.list[i].rows
		if s.list[i].knows {
			expected += s.list[i].contracted
		}
	}
	return expected, max(blocks, 1)
}

// byWindow sets owed to the told share of the blocks: the mean reward of the day's blocks less the fee.
func (s *series) byWindow() {
	for i := range s.list {
		j := &s.list[i]
		day, err := s.in.History.At(j.from)
		left, ok := baseShare(s.in, j.from)
		if err != nil || !ok {
			j.knows = false
			continue
		}
		reward := units.RoundMilliSat(day.SubsidyBTC + day.FeesBTC)
		gross := float64(reward) * j.share
		told := left
		if j.fee > 0 && j.paid > 0 {
			told = float64(j.paid) / float64(j.paid+j.fee)
		}
		j.least = s.subsidyOf(j, min(told, left))
		j.owed = units.MilliSat(units.Round(gross * told)) // by the fee taken
		j.contracted = units.MilliSat(units.Round(gross * left))
	}
}

// subsidyOf is the least that the day's blocks owe for the told share: their subsidy alone, less the fee and
// a satoshi a row. Each block pays that whatever its transactions paid.
func (s *series) subsidyOf(j *judged, left float64) units.MilliSat {
	subsidy := 0.0
	for day := j.from; day <= j.from+1; day++ { // on the day of a halving the lower of both
		if d, err := s.in.History.At(day); err == nil && (subsidy == 0 || d.SubsidyBTC < subsidy) {
			subsidy = d.SubsidyBTC
		}
	}
	least := units.MilliSat(float64(units.RoundMilliSat(subsidy)) * j.share * left)
	return max(least-units.MilliSat(1000*j.rows), 0)
}

// belowSubsidy names the days whose blocks paid less than their subsidy alone owes, where other days do not
// make it good; empty: none. It is arithmetic and no matter of luck or scatter.
func (s *series) belowSubsidy(r *Result) string {
	var short units.MilliSat
	more := max(s.pay.corrections, 0)
	var days []string
	for i := range s.list {
		switch j := &s.list[i]; {
		case !j.knows:
		case j.paid < j.least:
			short += j.least - j.paid
			days = append(days, j.from.String())
		default:
			more += max(j.paid-j.owed, 0)
		}
	}
	if short <= more {
		return ""
	}
	named := strings.Join(days[:min(len(days), mostNamed)], ", ")
	if n := len(days) - mostNamed; n > 0 {
		named += fmt.Sprintf(" and %d more", n)
	}
	r.Explanations = append(r.Explanations, Explanation{Days: len(days), Sat: -roundSat(short),
		What: "the blocks of " + named + " paid less than their subsidy alone owes for the share told, " +
			"whatever their fees were: a block was found and not shared, or was orphaned"})
	return named
}

// mostNamed is how many days a sentence names.
const mostNamed = 5
