package hardware

import (
	"math"
	"slices"
	"sort"
	"sync"

	"github.com/assaymining/assay/units"
)

// Trend is a straight line through the logarithm of the best efficiency on sale.
type Trend struct {
	At2018  units.Efficiency // J/TH on 2018-01-01
	PerYear float64          // fall of the logarithm per year of 365.25 days; 0.23 is 21 % a year
}

// JPerTH is the trend's efficiency on a day; beyond the catalogue's last machine it is extrapolated.
func (t Trend) JPerTH(d units.Date) units.Efficiency {
	return units.Efficiency(float64(t.At2018) * math.Exp(-t.PerYear*yearsSince2018(d)))
}

// since2018 is 2018-01-01.
const since2018 units.Date = 17532

func yearsSince2018(d units.Date) float64 { return float64(d-since2018) / 365.25 }

// MostEfficient is the machine of the catalogue with the lowest J/TH of those that were out by a day; ok is
// false where none was.
func MostEfficient(day units.Date) (m Machine, ok bool) {
	known := records()
	n := sort.Search(len(known), func(i int) bool { return known[i].Released.End() > day })
	if n == 0 {
		return Machine{}, false
	}
	return known[n-1], true
}

// records are the machines that were more efficient than any before them, in order of release.
var records = sync.OnceValue(func() []Machine {
	unknown := func(m Machine) bool { return !m.Released.Known() || m.Efficiency <= 0 }
	dated := slices.DeleteFunc(Catalogue(), unknown)
	slices.SortStableFunc(dated, func(a, b Machine) int { return int(a.Released.End() - b.Released.End()) })
	var out []Machine
	for _, m := range dated {
		if len(out) == 0 || m.Efficiency < out[len(out)-1].Efficiency {
			out = append(out, m)
		}
	}
	return out
})

// FrontierTrend is the trend of the best air-cooled efficiency as the catalogue shows it at the end
// of asOf: least squares through the running minimum of J/TH, month by month from July 2016. Home
// devices below 10 TH/s, hydro and immersion machines, undated and doubtful entries are left out.
// Before 2018 there is too little history: ok is false. Release dates are makers' announcements,
// some months ahead of delivery.
func FrontierTrend(asOf units.Date) (t Trend, ok bool) {
	return frontierOf(catalogue(), asOf)
}

func frontierOf(list []Machine, asOf units.Date) (t Trend, ok bool) {
	if asOf < since2018 {
		return Trend{}, false
	}
	machines := contenders(list)
	best, next := math.Inf(1), 0
	var n, sx, sy, sxx, sxy float64
	for month := (Release{2016, 7}); month.End() <= asOf; month = month.next() {
		for ; next < len(machines) && machines[next].out <= month.End(); next++ {
			best = min(best, machines[next].jPerTH)
		}
		x, y := yearsSince2018(month.End()), math.Log(best)
		n, sx, sy, sxx, sxy = n+1, sx+x, sy+y, sxx+x*x, sxy+x*y
	}
	slope := (n*sxy - sx*sy) / (n*sxx - sx*sx)
	return Trend{At2018: units.Efficiency(math.Exp((sy - slope*sx) / n)), PerYear: -slope}, true
}

type contender struct {
	out    units.Date
	jPerTH float64
}

// contenders is the machines that may set the frontier, in order of release.
func contenders(list []Machine) []contender {
	var out []contender
	for _, m := range list {
		if m.Released.Known() && m.Hashrate >= 10*units.THPerS && m.Conflict == "" &&
			(m.Cooling == "" || m.Cooling == "air") {
			out = append(out, contender{m.Released.End(), float64(m.Efficiency)})
		}
	}
	slices.SortFunc(out, func(a, b contender) int { return int(a.out - b.out) })
	return out
}

func (r Release) next() Release {
	if r.Month == 12 {
		return Release{r.Year + 1, 1}
	}
	return Release{r.Year, r.Month + 1}
}
