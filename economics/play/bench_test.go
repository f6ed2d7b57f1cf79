package play

import (
	"testing"

	"github.com/assaymining/assay/contract"
)

// BenchmarkPlay is a day of a path, on one core, where fees bind on every path: by each way of playing it.
func BenchmarkPlay(b *testing.B) {
	const paths, days = 4096, 366
	e := walks(paths, days, 0.03, 1)
	fee := contract.FeeTerm{Name: "power", USDPerDay: 100 * 0.03}
	terms := func(change func(*contract.Terms)) *contract.Terms {
		t := &contract.Terms{TH: 100, Uptime: 1, Length: 365, Every: 1, UpfrontUSD: 1e9,
			Fees:  []contract.FeeTerm{fee},
			Stops: []contract.StopTerm{{Days: 1, Pause: true, By: "buyer"}}}
		change(t)
		return t
	}
	for _, way := range []struct {
		name  string
		alone bool
		terms *contract.Terms
	}{
		{"side by side", false, terms(func(*contract.Terms) {})},
		{"side by side, payouts that wait", false, terms(func(t *contract.Terms) { t.MinimumBTC = 1e8 })},
		{"path by path", true, terms(func(*contract.Terms) {})},
		{"path by path, payouts that wait", true, terms(func(t *contract.Terms) { t.MinimumBTC = 1e8 })},
		{"fee by fee", false, terms(func(t *contract.Terms) { t.Fees = append(t.Fees, contract.FeeTerm{Name: "profits", Profit: 0.2}) })},
		{"day function", false, terms(func(t *contract.Terms) { t.Fixed = 1e-3 })},
	} {
		b.Run(way.name, func(b *testing.B) {
			if way.alone {
				played := walkStrip
				walkStrip = nil
				defer func() { walkStrip = played }()
			}
			p, all := newPlan(way.terms, days, 0), ascending(paths)
			o := e.newOutcomes(FanDays(days))
			for b.Loop() {
				if p.whole {
					e.playPaths(&p, o, all)
				} else {
					e.playDays(&p, o, all[:256])
				}
			}
			n := paths
			if !p.whole {
				n = 256
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*n*(days-1)), "ns/path-day")
		})
	}
}
