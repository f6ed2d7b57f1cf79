package survival

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Lifetime is how long a seller was seen: until it stopped, or until it was last seen working.
type Lifetime struct {
	Months  float64
	Stopped bool // false: still working when last seen, so it lasted at least this long
}

// Step is the share still working just after Months.
type Step struct {
	Months, Share float64
	AtRisk        int // watched just before
}

// KaplanMeier is the survival curve of lifetimes of which some are cut off (Kaplan and Meier, JASA 53,
// 1958): one step for each time at which somebody stopped, in order. Those cut off at the same time
// as a stop count as at risk in it. Months must not be negative or NaN.
func KaplanMeier(lives []Lifetime) ([]Step, error) {
	for i, l := range lives {
		if !(l.Months >= 0) || math.IsInf(l.Months, 0) {
			return nil, fmt.Errorf("lifetime %d is %v months", i, l.Months)
		}
	}
	sorted := slices.Clone(lives)
	slices.SortFunc(sorted, func(a, b Lifetime) int { return cmp.Compare(a.Months, b.Months) })
	var steps []Step
	share := 1.0
	for i := 0; i < len(sorted); {
		j, stops := i, 0
		for ; j < len(sorted) && sorted[j].Months == sorted[i].Months; j++ {
			if sorted[j].Stopped {
				stops++
			}
		}
		if stops > 0 {
			atRisk := len(sorted) - i
			share *= 1 - float64(stops)/float64(atRisk)
			steps = append(steps, Step{sorted[i].Months, share, atRisk})
		}
		i = j
	}
	return steps, nil
}

// ShareAt is the share of a survival curve still working at months.
func ShareAt(curve []Step, months float64) float64 {
	share := 1.0
	for _, s := range curve {
		if s.Months > months {
			break
		}
		share = s.Share
	}
	return share
}

// StopsPerYear is stops over years watched, the maximum likelihood estimate of a constant rate.
func StopsPerYear(lives []Lifetime) (rate float64, stops int, years float64) {
	for _, l := range lives {
		years += l.Months / 12
		if l.Stopped {
			stops++
		}
	}
	return float64(stops) / years, stops, years
}
