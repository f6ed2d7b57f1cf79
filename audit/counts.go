package audit

import (
	"fmt"
	"math"
	"strings"

	"github.com/assaymining/assay/audit/mixture"
	"github.com/assaymining/assay/audit/proof"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/units"
)

// The tests of counts, as in the result and in the buyer's file.
const (
	testDelivered = "delivered"
	testLuck      = "luck"
	testMachine   = "machine"
)

// countTests runs the Poisson mixture over each list of counts. They rest on nothing but the counts, so that
// they are told whatever else can be judged.
func countTests(all []Counts) []Test {
	threshold := math.Log((4 + float64(len(all))) / Alpha)
	list := make([]Test, 0, len(all))
	for _, c := range all {
		var p mixture.Poisson
		var best peak
		var seen units.Date
		for i, d := range c.Days {
			if d.Expected > 0 && d.Counted >= 0 {
				before := best.alarm
				p.Add(d.Counted, d.Expected)
				best.see(p.Log(), i+1, threshold)
				if before == 0 && best.alarm > 0 {
					seen = d.Date
				}
			}
		}
		t := Test{Name: c.Test, EValue: eValue(best.log), Alarm: best.alarm > 0,
			Threshold: round(math.Exp(threshold)), Odds: odds(best.log), BlockDays: 1}
		if p.Expected > 0 {
			t.Sigma = round(1 / math.Sqrt(p.Expected))
			t.Power = countSays(c.Test, p.Counted, p.Expected)
		}
		if t.Alarm {
			t.AlarmOn = seen.String()
		}
		list = append(list, t)
	}
	return list
}

// countSays is what counts are of what was expected, with an exact interval, the chance of so few, and what a
// test of so many could have seen.
func countSays(test string, counted, expected float64) string {
	low, high := proof.PoissonInterval(int(counted), 0.95)
	share := func(v float64) string { return fmt.Sprintf("%.3g", 100*v/expected) }
	says := fmt.Sprintf("%s counted of %s expected, %s %% (95 %%: %s to %s); the chance of so few or fewer "+
		"is %.2g", tally(counted), tally(expected), share(counted), share(low), share(high),
		proof.PoissonTail(int(counted), expected))
	switch test {
	case testLuck:
		if n := payout.LuckOf(int(counted), expected).Noticed; n > 1 {
			return says + ". So few are expected that not even keeping back all of them would be noticed"
		} else if n > 0 {
			return says + fmt.Sprintf(". Of so many it would be noticed in four of five cases if %.2g %% or "+
				"more were kept back, and less would not", 100*n)
		}
	case testMachine:
		says += ". A machine counts rejected and stale shares too, which no pool pays"
	}
	return says
}

// tally is a count as it is read: whole numbers in groups, others with a digit or two.
func tally(v float64) string {
	if v == math.Trunc(v) || v >= 1000 {
		return units.Group(fmt.Sprintf("%.0f", v))
	}
	return fmt.Sprintf("%.3g", v)
}

// countsSay ends the sentence where counts alarm: payments in order for the hashrate that a payer counts say
// nothing of what it does not count.
func countsSay(tests []Test) string {
	var says []string
	for _, t := range tests {
		switch {
		case !t.Alarm:
		case t.Name == testMachine:
			says = append(says, "the pool counts less than the machine did")
		case t.Name == testDelivered:
			says = append(says, "counted shares fall short of the hashrate sold")
		case t.Name == testLuck:
			says = append(says, "fewer blocks were found than the hashrate claimed finds")
		}
	}
	if len(says) == 0 {
		return ""
	}
	return "; but " + strings.Join(says, ", and ")
}

// shortByCounts reports whether counts alone show that less was delivered or counted than was due. Luck is
// the pool's and no shortfall of pay.
func shortByCounts(tests []Test) bool {
	for _, t := range tests {
		if t.Alarm && (t.Name == testMachine || t.Name == testDelivered) {
			return true
		}
	}
	return false
}
