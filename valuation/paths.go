package valuation

import (
	"github.com/assaymining/assay/forecast"
)

// FromPaths makes an ensemble of simulated paths behind the day they start from: row 0 is the as-of
// day itself, on which a contract is bought, row d the forecast's day d. The paths are copied.
func FromPaths(p *forecast.Paths, c Conditions) *Ensemble {
	days := p.Days + 1
	price, hash := make([]float32, p.N*days), make([]float32, p.N*days)
	today := float32(c.HashpriceUSD() / c.PriceUSD)
	for i := range p.N {
		price[i], hash[i] = float32(c.PriceUSD), today
	}
	turn(price[p.N:], p.Price, p.N, p.Days)
	turn(hash[p.N:], p.Hashvalue, p.N, p.Days)
	e := NewEnsemble(p.AsOf, p.N, days, price, hash)
	if reward := c.SubsidyBTC + c.FeesBTC; reward > 0 {
		e.FeeShare = c.FeesBTC / reward
	}
	return e
}

// tile is the edge of the squares in which turn works, so that both sides stay in the cache.
const tile = 32

// turn writes path-major src (n paths of days) to dst day-major.
func turn(dst, src []float32, n, days int) {
	for i0 := 0; i0 < n; i0 += tile {
		for d0 := 0; d0 < days; d0 += tile {
			for i := i0; i < min(i0+tile, n); i++ {
				row := src[i*days : (i+1)*days]
				for d := d0; d < min(d0+tile, days); d++ {
					dst[d*n+i] = row[d]
				}
			}
		}
	}
}
