package paths

import (
	"math"

	"github.com/assaymining/assay/units"
)

// ChunkDays is how many days the sums of Strips are over.
const ChunkDays = 16

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

// at is where the figures of a path and day are.
func (s *Strips) at(path, day int) int { return At(path, day, s.Days) }

// At is where a path and day are in strips of so many days.
func At(path, day, days int) int {
	return (path/PerStrip*days+day)*PerStrip + path%PerStrip
}

// chunk is the sums of some days of a strip; the order of its fields is known to tools/asm.
type chunk struct{ hash, inverse, usd, low lanes }

// Strips is Simulate for contracts to be run over all paths at once; c.Days days follow an as-of day of
// this price and hashvalue. The figures are those of Simulate.
func (p Process) Strips(c Config, price, hashvalue float64) (*Strips, error) {
	c, err := c.Checked()
	if err != nil {
		return nil, err
	}
	s := newStrips(p.AsOf, int(c.Days)+1, c.Paths)
	var today [2]lanes
	for k := range PerStrip {
		today[0][k] = float32(price)
		today[1][k] = float32(hashvalue)
	}
	// Strips lie as the tiles do: a day of sixteen paths is copied whole.
	err = p.eachTile(c, func(at Place, t *Tile) {
		to := s.at(at.First, at.Day+1)
		if at.Day == 0 {
			*(*lanes)(s.Price[to-PerStrip:]) = today[0]
			*(*lanes)(s.Hashvalue[to-PerStrip:]) = today[1]
		}
		for d := range at.Days {
			*(*lanes)(s.Price[to:]) = t.Price[d]
			*(*lanes)(s.Hashvalue[to:]) = t.Hashvalue[d]
			to += PerStrip
		}
		s.addSums(at, t)
	}, nil)
	if err != nil {
		return nil, err
	}
	return s, nil
}

// newStrips is room for n paths of so many days, day 0 with them. A last strip that is not full has room
// for all of its lanes.
func newStrips(asOf units.Date, days, n int) *Strips {
	size := (n + PerStrip - 1) / PerStrip * PerStrip * days
	sums := (days - 1 + ChunkDays - 1) / ChunkDays * n
	return &Strips{
		AsOf:      asOf,
		Days:      days,
		N:         n,
		Price:     make([]float32, size),
		Hashvalue: make([]float32, size),
		Hash:      make([]float32, sums),
		Inverse:   make([]float32, sums),
		USD:       make([]float32, sums),
		Low:       make([]float32, sums),
	}
}

// addSums keeps the sums of a tile's chunks, of which it holds whole ones: TileDays is a multiple of
// ChunkDays.
func (s *Strips) addSums(at Place, t *Tile) {
	var sums chunk
	for d := 0; d < at.Days; d += ChunkDays {
		sum(t, d, min(ChunkDays, at.Days-d), &sums)
		to := (at.Day+d)/ChunkDays*s.N + at.First
		copy(s.Hash[to:to+at.N], sums.hash[:])
		copy(s.Inverse[to:to+at.N], sums.inverse[:])
		copy(s.USD[to:to+at.N], sums.usd[:])
		copy(s.Low[to:to+at.N], sums.low[:])
	}
}

// sum adds up days of the tile from first on, in float32 and in the order of days, as its vector twin does.
func (t *Tile) sum(first, days int, c *chunk) {
	for k := range PerStrip {
		var hash, inverse, usd float32
		low := float32(math.Inf(1))
		for d := first; d < first+days; d++ {
			price, value := t.Price[d][k], t.Hashvalue[d][k]
			hash += value
			inverse += 1 / price
			product := float32(value * price)
			usd += product
			low = min(low, product)
		}
		c.hash[k] = hash
		c.inverse[k] = inverse
		c.usd[k] = usd
		c.low[k] = low
	}
}
