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
	threshold := math.Log((4 + float64(len(all))) / alpha)
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

// countSays is what counts are of what was expected, and what a test of so many could have seen.
func countSays(test string, counted, expected float64) string {
	says := proof.CountSays(counted, expected)
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

// ofCounts reports whether a test is one of counts.
func ofCounts(name string) bool {
	return name == testMachine || name == testDelivered || name == testLuck
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
