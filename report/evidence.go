package report

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/internal/differ"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// differencesShown is how many values of a frozen verdict are named before the rest is counted.
const differencesShown = 6

// FrozenDiffers says where a frozen verdict differs from the one that was judged on its evidence now; nothing
// where it does not. frozen and now are the versions that judged.
func FrozenDiffers(all []differ.Value, frozen, now string) []string {
	if len(all) == 0 {
		return nil
	}
	out := []string{fmt.Sprintf("shown is what version %s judges now; the verdict that was frozen by "+
		"version %s differs in %s", now, frozen, Count(len(all), "value"))}
	if frozen == now {
		out[0] += ": one version does not judge twice in two ways, so that the frozen verdict was changed " +
			"or another build made it"
	}
	for i, d := range all {
		if i == differencesShown {
			out = append(out, fmt.Sprintf("and %s more", Count(len(all)-i, "value")))
			break
		}
		out = append(out, fmt.Sprintf("%s: frozen %s, now %s", d.Key, valued(d.Frozen), valued(d.Now)))
	}
	return out
}

// valued is a value of JSON, shortened.
func valued(v string) string {
	const most = 120
	if v == "" {
		return "nothing"
	}
	if runes := []rune(v); len(runes) > most {
		return string(runes[:most]) + "..."
	}
	return v
}

// FactsHeld says how the facts of evidence stand beside those that come with the program. wrong is true
// where a price or a difficulty is further away than two honest sources are.
func FactsHeld(a market.Against) (says []string, wrong bool) {
	if a.Same {
		return []string{"the facts are those that come with this assay"}, false
	}
	if len(a.Figures) == 0 {
		says = append(says, fmt.Sprintf("the facts of %s are those that come with this assay",
			Count(a.Days, "day")))
	}
	for _, f := range a.Figures {
		says = append(says, apart(f, a.Days))
		wrong = wrong || f.Most > farthest(f.Figure)
	}
	if a.Beyond > 0 {
		says = append(says, fmt.Sprintf("on %s nothing comes with this assay to hold the facts to",
			Count(a.Beyond, "day")))
	}
	return says, wrong
}

// farthest is how far honest figures of a day lie apart. Difficulty follows from headers, so that only
// the hour at which a day with a retarget ends can move its mean; closes of exchanges and price services
// differ by some per cent on a wild day. Fees and counts of blocks move with the hour without end.
func farthest(figure string) float64 {
	switch figure {
	case "difficulty":
		return 0.05
	case "price":
		return 0.10
	}
	return math.Inf(1)
}

func apart(f market.Apart, days int) string {
	s := "the facts are not all those that come with this assay: the " + f.Figure
	if f.Differ > 0 {
		s += fmt.Sprintf(" differs on %s of %d, most on %s, by %s (%s, here %s)", Count(f.Differ, "day"),
			days, f.Worst, percentOf(f.Most), units.Format(f.Given, 5), units.Format(f.Known, 5))
	}
	for _, more := range []struct {
		n    int
		says string
	}{{f.Added, "is given on %s without one here"}, {f.Missing, "is missing on %s"}} {
		if more.n > 0 {
			if s[len(s)-1] == ')' {
				s += ","
			}
			s += " " + fmt.Sprintf(more.says, Count(more.n, "day"))
		}
	}
	return s
}

func percentOf(x float64) string {
	if math.IsInf(x, 1) {
		return "all of it"
	}
	return units.Format(100*x, 3) + " %"
}

// HashLacking is what is said of evidence that was frozen before the whole of it had a hash.
const HashLacking = "frozen by an older version: its sources, choices, overrides and warnings have no " +
	"hash, so that a change of them cannot be seen"

// AuditHashLacking is what is said of a frozen audit from before the whole of it had a hash.
const AuditHashLacking = "frozen by an older version: its flags, arguments and names of files have no " +
	"hash; what they change in the result is seen when it is judged again"
