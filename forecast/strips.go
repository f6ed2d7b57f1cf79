package forecast

import (
	"math"

	"github.com/assaymining/assay/units"
)

// ChunkDays is how many days the sums of Rows are over.
const ChunkDays = 16

// StripPaths is how many paths of Strips lie side by side.
const StripPaths = blockLanes

// Strips is a simulated market for contracts to be run over: strips of sixteen paths side by side, day
// after day, so that both the days of some paths and one day of all are read in order. Day 0 is the
// as-of day, the same on every path. Figures of path i on day d are at At(i, d); the sums of chunk c of
// path i, at c*N + i, are over days c*ChunkDays+1 to (c+1)*ChunkDays, the last chunk over what is left.
type Strips struct {
	AsOf      units.Date
	Days, N   int       // days, day 0 with them; paths
	Price     []float32 // USD per BTC at the end of the day
	Hashvalue []float32 // BTC per TH/s and day, subsidy and fees

	Hash, Inverse, USD []float32 // sums of Hashvalue, of 1/Price, of Hashvalue*Price
	Low                []float32 // lowest Hashvalue*Price
}

// At is where the figures of a path and day are.
func (s *Strips) At(path, day int) int { return StripAt(path, day, s.Days) }

// StripAt is where a path and day are in strips of so many days.
func StripAt(path, day, days int) int {
	return (path/StripPaths*days+day)*StripPaths + path%StripPaths
}

// chunk is the sums of some days of a block.
type chunk struct{ hash, inverse, usd, low lanes }

// Strips is Simulate for contracts to be run over all paths at once; c.Days days follow an as-of day of
// this price and hashvalue. The figures are those of Simulate.
func (m Model) Strips(c Config, price, hashvalue float64) (*Strips, error) {
	c, err := c.check()
	if err != nil {
		return nil, err
	}
	days, n := int(c.Days)+1, c.Paths
	chunks, strips := (days-1+ChunkDays-1)/ChunkDays, (n+StripPaths-1)/StripPaths
	s := &Strips{AsOf: m.AsOf, Days: days, N: n, Price: make([]float32, strips*days*StripPaths), Hashvalue: make([]float32, strips*days*StripPaths),
		Hash: make([]float32, chunks*n), Inverse: make([]float32, chunks*n), USD: make([]float32, chunks*n), Low: make([]float32, chunks*n)}
	var today [2]lanes
	for k := range StripPaths {
		today[0][k], today[1][k] = float32(price), float32(hashvalue)
	}
	m.eachTile(c, func(at place, t *tile) {
		to := s.At(at.first, at.day+1)
		if at.day == 0 {
			*(*lanes)(s.Price[to-StripPaths:]), *(*lanes)(s.Hashvalue[to-StripPaths:]) = today[0], today[1]
		}
		for d := range at.days {
			*(*lanes)(s.Price[to:]), *(*lanes)(s.Hashvalue[to:]) = t.price[d], t.hashvalue[d]
			to += StripPaths
		}
		var sums chunk
		for d := 0; d < at.days; d += ChunkDays {
			sum(t, d, min(ChunkDays, at.days-d), &sums)
			to := (at.day+d)/ChunkDays*n + at.first
			copy(s.Hash[to:to+at.n], sums.hash[:])
			copy(s.Inverse[to:to+at.n], sums.inverse[:])
			copy(s.USD[to:to+at.n], sums.usd[:])
			copy(s.Low[to:to+at.n], sums.low[:])
		}
	}, nil)
	return s, nil
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
