package valuation

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/units"
)

// Ensemble is one set of simulated markets, made once and shared by every contract that is judged:
// N paths of Days days from AsOf on, as day-major rows (row d holds day d of all paths) with prefix
// sums, so that a contract with linear fees costs O(paths) instead of O(paths x days).
// It is never written after NewEnsemble; many goroutines may read it.
type Ensemble struct {
	AsOf  units.Date
	N     int
	Days  int
	Price []float32 // USD per BTC, [day*N + path]
	Hash  []float32 // BTC per TH/s and day, subsidy and fees, [day*N + path]
	// FeeShare is the share of transaction fees in that revenue, for contracts that leave them to the pool.
	FeeShare float64

	stride  int       // days between prefix rows
	cumHash []float32 // sum of Hash over days before stride*row, BTC per TH/s
	cumInv  []float32 // sum of 1/Price, BTC per dollar a day
	cumUSD  []float32 // sum of Hash*Price, USD per TH/s
	low     []float32 // lowest Hash*Price of those days, USD per TH/s and day
}

// sparseFrom is the number of path-days from which prefix rows are kept for every 16th day only, to
// bound memory: 8 million path-days are 128 MB of dense prefix rows.
const sparseFrom = 8 << 20

// NewEnsemble builds the prefix rows over day-major price and hashvalue, which it keeps.
// It panics where the lengths do not match n*days.
func NewEnsemble(asOf units.Date, n, days int, price, hash []float32) *Ensemble {
	if len(price) != n*days || len(hash) != n*days || n == 0 || days == 0 {
		panic(fmt.Sprintf("valuation: %d prices and %d hashvalues for %d paths of %d days", len(price), len(hash), n, days))
	}
	e := &Ensemble{AsOf: asOf, N: n, Days: days, Price: price, Hash: hash, stride: 1}
	if n*days > sparseFrom {
		e.stride = 16
	}
	rows := days/e.stride + 1
	back := make([]float32, 4*rows*n)
	e.cumHash, e.cumInv, e.cumUSD, e.low = back[:rows*n], back[rows*n:2*rows*n], back[2*rows*n:3*rows*n], back[3*rows*n:]
	e.prefix()
	return e
}

// prefix accumulates in float64 and stores float32: the relative error of a stored sum is 6e-8.
func (e *Ensemble) prefix() {
	acc := make([]float64, 3*e.N)
	sumHash, sumInv, sumUSD := acc[:e.N], acc[e.N:2*e.N], acc[2*e.N:]
	low := make([]float32, e.N)
	for p := range low {
		low[p] = float32(math.Inf(1))
	}
	for d := 0; ; d++ {
		if d%e.stride == 0 {
			at := d / e.stride * e.N
			for p := range low {
				e.cumHash[at+p], e.cumInv[at+p], e.cumUSD[at+p] = float32(sumHash[p]), float32(sumInv[p]), float32(sumUSD[p])
			}
			copy(e.low[at:at+e.N], low)
		}
		if d == e.Days {
			return
		}
		hash, price := e.row(e.Hash, d), e.row(e.Price, d)
		for p := range low {
			h, usd := float64(hash[p]), float64(price[p])
			sumHash[p] += h
			sumInv[p] += 1 / usd
			sumUSD[p] += h * usd
			low[p] = min(low[p], hash[p]*price[p])
		}
	}
}

func (e *Ensemble) row(a []float32, d int) []float32 { return a[d*e.N : (d+1)*e.N : (d+1)*e.N] }

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

func (e *Ensemble) upTo(s *span, to int) {
	c := to / e.stride
	copy(s.hash, e.row(e.cumHash, c))
	copy(s.inv, e.row(e.cumInv, c))
	copy(s.usd, e.row(e.cumUSD, c))
	copy(s.low, e.row(e.low, c))
	for d := c * e.stride; d < to; d++ {
		hash, price := e.row(e.Hash, d), e.row(e.Price, d)
		for p, h := range hash {
			usd := h * price[p]
			s.hash[p] += h
			s.inv[p] += 1 / price[p]
			s.usd[p] += usd
			s.low[p] = min(s.low[p], usd)
		}
	}
}

// Price0 is the price of the as-of day, which all paths share.
func (e *Ensemble) Price0() float64 { return float64(e.Price[0]) }

// Bytes is the memory that the rows take.
func (e *Ensemble) Bytes() int {
	return 4 * (len(e.Price) + len(e.Hash) + len(e.cumHash) + len(e.cumInv) + len(e.cumUSD) + len(e.low))
}
