package backtest

import (
	"fmt"
	"math"
	"strings"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// Nowcast is how well the change of difficulty at the end of a running epoch was told, when a share of its
// blocks had been found. Errors are in points of per cent: a change of 3 % told as 5 % is 2 off.
type Nowcast struct {
	Share      float64 // of the epoch's blocks, at the end of the day that comes nearest to it
	Epochs     int
	Error      float64 // mean absolute, of the median
	Bias       float64 // mean, of the median
	PlainError float64 // mean absolute, of 2016*600 s / (elapsed / blocks found)
	Covered    float64 // share of epochs whose change lay within the 80 % interval
}

// NowcastPaths is how many markets each is told from: twice as many change no figure of the table by more
// than 0.02.
const NowcastPaths = 2048

// nowcastShares are those that the table shows.
var nowcastShares = [...]float64{0.15, 0.30, 0.50, 0.70, 0.85, 0.95}

// Nowcasts tells the change of each epoch that began on or after from and ended by the last day with a
// count of blocks, each from what was known on the day. Deterministic in the history and the number of
// paths.
func Nowcasts(h *market.History, from units.Date, simulated int) ([]Nowcast, error) {
	all := h.Epochs()
	counted := h.Cutoffs().Blocks
	out := make([]Nowcast, len(nowcastShares))
	for k, share := range nowcastShares {
		n := Nowcast{Share: share}
		for i := 0; i+1 < len(all); i++ {
			if units.DateOf(all[i].Time) < from || units.DateOf(all[i+1].Time) > counted {
				continue
			}
			if err := n.add(h, all[i], all[i+1], simulated); err != nil {
				return nil, err
			}
		}
		if n.Epochs > 0 {
			count := float64(n.Epochs)
			n.Error, n.Bias, n.PlainError = n.Error/count, n.Bias/count, n.PlainError/count
			n.Covered /= count
		}
		out[k] = n
	}
	return out, nil
}

// add tells the change from one epoch to the next, and counts how far off that was.
func (n *Nowcast) add(h *market.History, running, next market.Epoch, simulated int) error {
	day, err := dayOf(h, running, next, n.Share)
	if err != nil {
		return err
	}
	m, err := forecast.Fit(h, day.Date)
	if err != nil {
		return err
	}
	q, err := m.Quantiles(paths.Config{Days: 20, Paths: simulated, Seed: 1})
	if err != nil {
		return err
	}
	change := next.Difficulty/running.Difficulty - 1
	blocks := float64(day.FirstHeight + day.Blocks - running.Height)
	plain := blocks*consensus.BlockSeconds/float64((day.Date+1).Unix()-running.Time) - 1
	told := q.NextRetarget
	n.Epochs++
	n.Error += 100 * math.Abs(told[49]-change)
	n.Bias += 100 * (told[49] - change)
	n.PlainError += 100 * math.Abs(plain-change)
	if change >= told[9] && change <= told[89] {
		n.Covered++
	}
	return nil
}

// dayOf is the day at whose end the share of the epoch's blocks that had been found was nearest to the
// given one.
func dayOf(h *market.History, running, next market.Epoch, share float64) (market.Day, error) {
	var best market.Day
	nearest := math.Inf(1)
	for d := units.DateOf(running.Time); d < units.DateOf(next.Time); d++ {
		day, err := h.At(d)
		if err != nil {
			return best, err
		}
		found := float64(day.FirstHeight+day.Blocks-running.Height) / consensus.RetargetBlocks
		if away := math.Abs(found - share); away < nearest {
			best, nearest = day, away
		}
	}
	return best, nil
}

// NowcastTable is the table in Markdown.
func NowcastTable(all []Nowcast) string {
	var b strings.Builder
	b.WriteString(
		"| blocks of the epoch found | epochs | mean absolute error | bias | 80 % interval covers | " +
			"2016 x 600 s / (elapsed / blocks) |\n|--:|--:|--:|--:|--:|--:|\n",
	)
	for _, n := range all {
		fmt.Fprintf(
			&b,
			"| %.0f %% | %d | %.2f | %+.2f | %.0f %% | %.2f |\n",
			100*n.Share,
			n.Epochs,
			n.Error,
			n.Bias,
			100*n.Covered,
			n.PlainError,
		)
	}
	return b.String()
}
