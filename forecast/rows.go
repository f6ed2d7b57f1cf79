package forecast

import (
	"math"

	"github.com/assaymining/assay/units"
)

// ChunkDays is how many days the sums of Rows are over.
const ChunkDays = 16

// Rows is a simulated market by day: row 0 is the as-of day, the same on every path, row d the day d
// after it. Path i of row d is at d*N + i. The sums of chunk c, at c*N + i, are over rows
// c*ChunkDays+1 to (c+1)*ChunkDays, the last chunk over what is left.
type Rows struct {
	AsOf      units.Date
	Days, N   int       // rows; paths
	Price     []float32 // USD per BTC at the end of the day
	Hashvalue []float32 // BTC per TH/s and day, subsidy and fees

	Hash, Inverse, USD []float32 // sums of Hashvalue, of 1/Price, of Hashvalue*Price
	Low                []float32 // lowest Hashvalue*Price
}

// chunk is the sums of some days of a block.
type chunk struct{ hash, inverse, usd, low lanes }

// Rows is Simulate by day, for contracts to be run over all paths at once; c.Days days follow an
// as-of day of this price and hashvalue. The figures are those of Simulate.
func (m Model) Rows(c Config, price, hashvalue float64) (*Rows, error) {
	c, err := c.check()
	if err != nil {
		return nil, err
	}
	days, n := int(c.Days)+1, c.Paths
	chunks := (days - 1 + ChunkDays - 1) / ChunkDays
	r := &Rows{AsOf: m.AsOf, Days: days, N: n, Price: make([]float32, days*n), Hashvalue: make([]float32, days*n),
		Hash: make([]float32, chunks*n), Inverse: make([]float32, chunks*n), USD: make([]float32, chunks*n), Low: make([]float32, chunks*n)}
	for i := range n {
		r.Price[i], r.Hashvalue[i] = float32(price), float32(hashvalue)
	}
	m.eachTile(c, func(at place, t *tile) {
		for d := range at.days {
			to := (at.day+d+1)*n + at.first
			if at.n == blockLanes {
				*(*lanes)(r.Price[to:]), *(*lanes)(r.Hashvalue[to:]) = t.price[d], t.hashvalue[d]
				continue
			}
			copy(r.Price[to:to+at.n], t.price[d][:])
			copy(r.Hashvalue[to:to+at.n], t.hashvalue[d][:])
		}
		var s chunk
		for d := 0; d < at.days; d += ChunkDays {
			sum(t, d, min(ChunkDays, at.days-d), &s)
			to := (at.day+d)/ChunkDays*n + at.first
			copy(r.Hash[to:to+at.n], s.hash[:])
			copy(r.Inverse[to:to+at.n], s.inverse[:])
			copy(r.USD[to:to+at.n], s.usd[:])
			copy(r.Low[to:to+at.n], s.low[:])
		}
	}, nil)
	return r, nil
}

// sum adds up days of the tile from first on.
func (t *tile) sum(first, days int, c *chunk) {
	for k := range blockLanes {
		var hash, inverse, usd float32
		low := float32(math.Inf(1))
		for d := first; d < first+days; d++ {
			p, h := t.price[d][k], t.hashvalue[d][k]
			hash += h
			inverse += 1 / p
			product := float32(h * p)
			usd += product
			low = min(low, product)
		}
		c.hash[k], c.inverse[k], c.usd[k], c.low[k] = hash, inverse, usd, low
	}
}
