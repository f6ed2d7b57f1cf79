package play

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/units"
)

// Ensemble is one set of simulated markets, made once and shared by every contract that is judged:
// N paths of Days days from AsOf on, in strips of sixteen paths (see paths.Strips), with prefix sums, so
// that a contract with linear fees costs O(paths) instead of O(paths x days).
// Its figures are never written once made; many goroutines may play on it.
type Ensemble struct {
	AsOf  units.Date
	N     int
	Days  int
	Price []float32 // USD per BTC, at At(path, day)
	Hash  []float32 // BTC per TH/s and day, subsidy and fees
	// FeeShare is the share of transaction fees in that revenue, for contracts that leave them to the pool.
	FeeShare float64
	// Reward is what a block is expected to pay on each day, in BTC, for contracts that are paid by blocks
	// found; nil where none is played.
	Reward []float64

	// Sums over chunks: chunk c is days 16c+1 to 16(c+1); a prefix row c is over the days before 16c+1.
	hash, inv, usd          []float32 // of each chunk: sums of Hash, of 1/Price, of Hash*Price
	lowest                  []float32 // lowest Hash*Price of each chunk
	cumHash, cumInv, cumUSD []float32 // the same sums from day 0 on
	low                     []float32 // lowest Hash*Price from day 0 on

	done <-chan struct{} // closed where nobody waits for plays any more; nil: never
}

// Until is the same ensemble for who gives up when done is closed: plays in progress then end early, and
// what they come to must not be used.
func (e *Ensemble) Until(done <-chan struct{}) *Ensemble {
	until := *e
	until.done = done
	return &until
}

// GivenUp reports that nobody waits for plays any more: what they come to must not be used.
func (e *Ensemble) GivenUp() bool {
	select {
	case <-e.done:
		return true
	default:
		return false
	}
}

const chunkDays = paths.ChunkDays

// FromStrips makes an ensemble of a simulated market, whose figures it keeps; day 0 is the as-of day, on
// which a contract is bought. feeShare is the share of transaction fees in a block's reward.
func FromStrips(r *paths.Strips, feeShare float64) *Ensemble {
	e := &Ensemble{AsOf: r.AsOf, N: r.N, Days: r.Days, Price: r.Price, Hash: r.Hashvalue, FeeShare: feeShare,
		hash: r.Hash, inv: r.Inverse, usd: r.USD, lowest: r.Low}
	e.prefix()
	return e
}

// StripPaths is how many paths lie side by side.
const StripPaths = paths.PerStrip

const strip = StripPaths

// At is where the figures of a path and day are.
func (e *Ensemble) At(path, day int) int { return paths.At(path, day, e.Days) }

// NewEnsemble is FromStrips for price and hashvalue from anywhere, day d of path i at d*n + i. It panics
// where the lengths do not match n*days.
func NewEnsemble(asOf units.Date, n, days int, price, hash []float32) *Ensemble {
	if len(price) != n*days || len(hash) != n*days || n == 0 || days == 0 {
		panic(fmt.Sprintf("play: %d prices and %d hashvalues for %d paths of %d days", len(price), len(hash),
			n, days))
	}
	size := (n + strip - 1) / strip * strip * days
	e := &Ensemble{AsOf: asOf, N: n, Days: days, Price: make([]float32, size), Hash: make([]float32, size)}
	for d := range days {
		for i := range n {
			e.Price[e.At(i, d)], e.Hash[e.At(i, d)] = price[d*n+i], hash[d*n+i]
		}
	}
	s := e.newSpan()
	for from := 1; from < days; from += chunkDays {
		s.clear()
		e.addDays(s, from, min(from+chunkDays, days))
		e.hash, e.inv, e.usd = append(e.hash, s.hash...), append(e.inv, s.inv...), append(e.usd, s.usd...)
		e.lowest = append(e.lowest, s.low...)
	}
	e.prefix()
	return e
}

// prefix accumulates in float64 and stores float32: the relative error of a stored sum is 6e-8.
func (e *Ensemble) prefix() {
	rows := len(e.hash)/e.N + 1
	back := make([]float32, 4*rows*e.N)
	cut := func(k int) []float32 { return back[k*rows*e.N : (k+1)*rows*e.N] }
	e.cumHash, e.cumInv, e.cumUSD, e.low = cut(0), cut(1), cut(2), cut(3)
	s := e.newSpan()
	s.clear()
	e.addDays(s, 0, 1)
	copy(e.low, s.low)
	for row := 1; row < rows; row++ {
		before, at := e.row(e.low, row-1), e.row(e.low, row)
		for p, v := range e.row(e.lowest, row-1) {
			at[p] = min(before[p], v)
		}
	}
	acc := make([]float64, e.N)
	for _, x := range []struct{ to, first, chunks []float32 }{{e.cumHash, s.hash, e.hash}, {e.cumInv, s.inv,
		e.inv}, {e.cumUSD, s.usd, e.usd}} {
		for p, v := range x.first {
			acc[p], x.to[p] = float64(v), v
		}
		for row := 1; row < rows; row++ {
			to := e.row(x.to, row)
			for p, v := range e.row(x.chunks, row-1) {
				acc[p] += float64(v)
				to[p] = float32(acc[p])
			}
		}
	}
}

// row is row c of sums by chunk.
func (e *Ensemble) row(a []float32, c int) []float32 { return a[c*e.N : (c+1)*e.N : (c+1)*e.N] }

// span is the market between two days, one figure per path: sums over from <= day < to.
type span struct {
	hash, inv, usd []float32
	low            []float32 // lowest hashprice of days before to (from day 0, so never too high)
}

// newSpan makes the scratch for spans of the ensemble.
func (e *Ensemble) newSpan() *span {
	back := make([]float32, 4*e.N)
	return &span{back[:e.N], back[e.N : 2*e.N], back[2*e.N : 3*e.N], back[3*e.N:]}
}

// clear makes s the span of no days.
func (s *span) clear() {
	clear(s.hash)
	clear(s.inv)
	clear(s.usd)
	for p := range s.low {
		s.low[p] = float32(math.Inf(1))
	}
}

// between fills s with the sums of from <= day < to.
func (e *Ensemble) between(s *span, from, to int) {
	e.upTo(s, to)
	if from == 0 {
		return
	}
	start := e.newSpan()
	e.upTo(start, from)
	for p := range s.hash {
		s.hash[p] -= start.hash[p]
		s.inv[p] -= start.inv[p]
		s.usd[p] -= start.usd[p]
	}
}

// upTo fills s with the sums of the days before to.
func (e *Ensemble) upTo(s *span, to int) {
	if to == 0 {
		s.clear()
		return
	}
	c := (to - 1) / chunkDays
	copy(s.hash, e.row(e.cumHash, c))
	copy(s.inv, e.row(e.cumInv, c))
	copy(s.usd, e.row(e.cumUSD, c))
	copy(s.low, e.row(e.low, c))
	e.addDays(s, 1+c*chunkDays, to)
}

// addDays adds from <= day < to.
func (e *Ensemble) addDays(s *span, from, to int) {
	for first := 0; first < e.N; first += strip {
		end := min(first+strip, e.N)
		hash, inv, sum, low := s.hash[first:end], s.inv[first:end], s.usd[first:end], s.low[first:end]
		for d := from; d < to; d++ {
			at := e.At(first, d)
			price, value := (*[strip]float32)(e.Price[at:]), (*[strip]float32)(e.Hash[at:])
			for p := range hash {
				h, usd := value[p], value[p]*price[p]
				hash[p] += h
				inv[p] += 1 / price[p]
				sum[p] += usd
				if usd < low[p] {
					low[p] = usd
				}
			}
		}
	}
}

// coins fills hash and inv of s alone with their sums up to a day, from the nearest prefix row.
func (e *Ensemble) coins(s *span, to int) {
	if to == 0 {
		s.clear()
		return
	}
	c := (to - 1) / chunkDays
	last := len(e.cumHash)/e.N - 1
	from, sign := 1+c*chunkDays, float32(1)
	if to-from > chunkDays/2 && c < last && 1+(c+1)*chunkDays <= e.Days {
		c, from, sign = c+1, to, -1
		to = 1 + c*chunkDays
	}
	copy(s.hash, e.row(e.cumHash, c))
	copy(s.inv, e.row(e.cumInv, c))
	if from == to {
		return
	}
	for first := 0; first < e.N; first += strip {
		end := min(first+strip, e.N)
		hash, inv := s.hash[first:end], s.inv[first:end]
		for d := from; d < to; d++ {
			at := e.At(first, d)
			price, value := (*[strip]float32)(e.Price[at:]), (*[strip]float32)(e.Hash[at:])
			for p := range hash {
				hash[p] += sign * value[p]
				inv[p] += sign / price[p]
			}
		}
	}
}

// Price0 is the price of the as-of day, which all paths share.
func (e *Ensemble) Price0() float64 { return float64(e.Price[0]) }

// Bytes is the memory that the ensemble takes, at most.
func (e *Ensemble) Bytes() int {
	return 4 * (2*len(e.Price) + 4*len(e.hash) + 4*len(e.cumHash))
}

// Sums are BTC per TH/s and 1/price of each path, added up over from <= day < to.
func (e *Ensemble) Sums(from, to int) (hash, inverse []float32) {
	s := e.newSpan()
	e.between(s, from, to)
	return s.hash, s.inv
}

// AtEnd values bitcoin in dollars of each path's last day of a horizon.
func (e *Ensemble) AtEnd(btc []float64, horizon int) []float64 {
	out := make([]float64, e.N)
	for i := range out {
		out[i] = btc[i] * float64(e.Price[e.At(i, horizon-1)])
	}
	return out
}
