package forecast

import (
	"fmt"
	"math"
	"slices"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/units"
)

// CurvePoint is what a market for hashrate in bitcoin pays for delivery around a day.
type CurvePoint struct {
	Day       units.Days // after the as-of day
	Hashvalue consensus.Hashvalue
}

// curveDriftSD is how wrong the curve's growth may be, per epoch of 14 days: by judgement, about
// what the other members differ by.
const curveDriftSD = 0.006

// WithCurve is the model with a market curve as a further member of the given share (0 to 1, usually
// 1/4: as one of four): difficulty grows steadily, at the rate that is closest to the curve (least
// squares of logs, halvings where 144 blocks a day put them). The other members keep their
// proportions. An error if there is no point, or if one lies outside 1 to paths.MaxHorizon or pays nothing.
func (m Model) WithCurve(curve []CurvePoint, share float64) (Model, error) {
	if len(curve) == 0 || !(share > 0 && share <= 1) {
		return m, fmt.Errorf("a market curve needs a point and a share above 0 and up to 1, not %d points and %g",
			len(curve), share)
	}
	// The line goes through the as-of day, where growth is nothing: its slope is sum(xy) / sum(xx).
	var xy, xx float64
	for _, p := range curve {
		if p.Day < 1 || p.Day > paths.MaxHorizon || !(p.Hashvalue > 0) {
			return m, fmt.Errorf("market curve: %g BTC per TH/s and day after %d days; give a positive price "+
				"within 1 to %d days", p.Hashvalue, p.Day, paths.MaxHorizon)
		}
		subsidy := float64(consensus.Subsidy(m.Height+int(p.Day)*consensus.BlocksPerDay)) / units.SatPerBTC
		expected := float64(m.Hashvalue()) * subsidy / m.SubsidyBTC
		x := float64(p.Day)
		xy += x * math.Log(expected/float64(p.Hashvalue))
		xx += x * x
	}
	m.Members = slices.Clone(m.Members)
	for i := range m.Members {
		m.Members[i].Weight *= 1 - share
	}
	m.Members = append(m.Members, paths.Member{
		Name:     "market curve",
		Weight:   share,
		OwnLevel: true,
		Drift:    xy / xx,
		DriftSD:  curveDriftSD / epochDays,
		Pull:     shipped.GrowthPull / epochDays,
	})
	return m, nil
}
