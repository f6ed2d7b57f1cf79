package forecast

import (
	"testing"

	"github.com/assaymining/assay/forecast/paths"
)

// The price is conditioned on, not predicted: at every horizon as many paths end above today's price
// as below it, whatever its recent past. (A drift drawn wider upwards than downwards, even with a
// median of nothing, fails this: the noise spreads it, and two paths in three end above.)
func TestMedianPriceStays(t *testing.T) {
	for _, day := range []string{"2016-01-15", "2018-08-17", "2021-09-12", "2024-04-01", "2026-07-30"} {
		m := fitted(t, day)
		p, err := m.Simulate(paths.Config{Days: 1095, Paths: 8192, Seed: 3})
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range []int{30, 365, 1095} {
			above := 0
			for i := range p.N {
				if float64(p.Price[i*p.Days+d-1]) > m.PriceUSD {
					above++
				}
			}
			// four standard errors of a share of 8,192 paths are 0.022
			if share := float64(above) / float64(p.N); share < 0.478 || share > 0.522 {
				t.Errorf("%s: %.3f of the paths are above today's price after %d days", day, share, d)
			}
		}
	}
}
