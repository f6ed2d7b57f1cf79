package bench

import (
	"math/rand/v2"
	"testing"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/units"
)

// ensemble is a market of paths over days rows, the as-of day with them.
func ensemble(b *testing.B, asOf string, n, days int) *play.Ensemble {
	b.Helper()
	m := modelOf(b, asOf)
	r, err := m.Strips(paths.Config{Days: units.Days(days - 1), Paths: n, Seed: 1, Workers: 1}, m.PriceUSD, float64(m.Hashvalue()))
	if err != nil {
		b.Fatal(err)
	}
	return play.FromStrips(r, 0)
}

// offers are drawn contracts where a TH/s earns hashprice dollars a day: terms of 30 to 360 days, fees of
// 10 to 60 % of revenue, half of them deducted, half paid beside, one in ten without; one in four
// with a stop after 7 or 21 unprofitable days, one in eight with a pause.
func offers(n int, hashprice float64) []*contract.Terms {
	r := rand.New(rand.NewPCG(1, 2))
	out := make([]*contract.Terms, n)
	for i := range out {
		th := 10 + 190*r.Float64()
		term := []int{30, 60, 90, 180, 270, 360}[r.IntN(6)]
		t := &contract.Terms{TH: th, Uptime: 0.95 + 0.05*r.Float64(), Delay: r.IntN(4), Length: term, Every: 1,
			UpfrontUSD: units.RoundMicro(th * float64(term) * hashprice * (0.2 + 0.8*r.Float64()))}
		if r.IntN(10) > 0 {
			t.Fees = append(t.Fees, contract.FeeTerm{Name: "electricity", USDPerDay: th * hashprice * (0.1 + 0.5*r.Float64()), Separate: r.IntN(2) == 0})
		}
		if r.IntN(2) == 0 {
			t.Fees = append(t.Fees, contract.FeeTerm{Name: "pool", Share: 0.01 + 0.02*r.Float64()})
		}
		switch r.IntN(8) {
		case 0, 1:
			t.Stops = []contract.StopTerm{{Days: []int{7, 21}[r.IntN(2)], By: "provider"}}
		case 2:
			t.Stops = []contract.StopTerm{{Days: 1, Pause: true, By: "buyer"}}
		}
		out[i] = t
	}
	return out
}

// BenchmarkScreen judges 10,000 offers on one shared market: five exact quantiles of each. In the
// first market no halving is near; in the second one comes after three months, so that on most paths
// many of these fees come to exceed revenue, floors and stops bind and days are played one by one.
func BenchmarkScreen(b *testing.B) {
	for _, c := range [][2]string{{"calm", "2024-07-15"}, {"halving", "2024-01-15"}} {
		b.Run(c[0], func(b *testing.B) {
			asOf := c[1]
			e := ensemble(b, asOf, 10_240, 366)
			m := modelOf(b, asOf)
			all := offers(10_000, m.HashpriceUSD())
			asked := make([]play.Asked, len(all))
			for i, t := range all {
				asked[i] = play.Asked{Terms: t, Horizon: valuation.Horizon(t, 365)}
			}
			b.ReportAllocs()
			start := cpuTime()
			for b.Loop() {
				for _, r := range play.NewScreener(e).Judge(asked) {
					if !(r.BTCEfficiency.P50 > -1) {
						b.Fatal("no quantile")
					}
				}
			}
			reportCPU(b, start, len(all), "offer")
		})
	}
}

// BenchmarkRejudgeFiveYears judges one offer again after a changed term, the market kept, over 16,384 paths
// of five years: distribution, chances and fair prices, as a screening does; and with payback, the
// dollars and the fan besides, as a verdict shows them.
func BenchmarkRejudgeFiveYears(b *testing.B) {
	const asOf, paths = "2024-07-15", 16_384
	e := ensemble(b, asOf, paths, 1826)
	price := modelOf(b, asOf).HashpriceUSD()
	screener := play.NewScreener(e)
	for _, c := range []struct {
		name  string
		judge func(t *contract.Terms) int
	}{
		{"figures", func(t *contract.Terms) int {
			return len(screener.Judge([]play.Asked{{Terms: t, Horizon: t.Length, Fair: true}})[0].Fair)
		}},
		{"full", func(t *contract.Terms) int { s, _ := play.Simulate(e, t, t.Length); return len(s.Fair) }},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			start, i := cpuTime(), 0
			for b.Loop() {
				i++
				t := &contract.Terms{TH: 100, Uptime: 1, Length: 1825 - i%100, Every: 1, UpfrontUSD: units.RoundMicro(100 * price * float64(300+i%300)),
					Fees: []contract.FeeTerm{{Name: "electricity", USDPerDay: 100 * 0.3 * price, Separate: true}}}
				if c.judge(t) != 3 {
					b.Fatal("not judged")
				}
			}
			reportCPU(b, start, 1, "judgement")
		})
	}
}
