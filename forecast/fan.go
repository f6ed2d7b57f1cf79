package forecast

import (
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
)

// Quantity is what a fan is drawn of.
type Quantity int

// The quantities of a fan.
const (
	Hashprice  Quantity = iota // USD per TH/s and day, fees included
	Hashvalue                  // BTC per TH/s and day, fees included
	Price                      // USD per BTC
	Difficulty                 // at the end of the day
)

// Fan is daily quantiles: Values[k][d-1] is quantile Q[k] on day d.
type Fan struct {
	Q      []float64
	Values [][]float64
}

// Fan simulates and gives the exact daily quantiles of the sample (the order statistic nearest to
// q of the way up, no interpolation). Only the one quantity is kept: four bytes per path-day.
func (m Model) Fan(c Config, of Quantity, q ...float64) (*Fan, error) {
	c, err := c.check()
	if err != nil {
		return nil, err
	}
	days := int(c.Days)
	byDay := make([]float32, days*c.Paths) // [day][path]
	m.eachBlock(c, func(first, n int, run func(i int, out row)) {
		out := newRow(days)
		out.subsidy = nil
		if of != Difficulty {
			out.difficulty = nil
		}
		tile := make([]float32, n*days)
		for i := range n {
			run(first+i, out)
			pick(tile[i*days:(i+1)*days], out, of)
		}
		for d := range days {
			to := byDay[d*c.Paths+first : d*c.Paths+first+n]
			for i := range to {
				to[i] = tile[i*days+d]
			}
		}
	})
	f := &Fan{Q: slices.Clone(q), Values: make([][]float64, len(q))}
	for k := range f.Values {
		f.Values[k] = make([]float64, days)
	}
	f.fill(byDay, c)
	if of == Difficulty {
		for _, v := range f.Values {
			for d := range v {
				v[d] = m.Difficulty * math.Exp(v[d])
			}
		}
	}
	return f, nil
}

func pick(to []float32, out row, of Quantity) {
	switch of {
	case Hashprice:
		for d := range to {
			to[d] = float32(out.hashvalue[d] * out.price[d])
		}
	case Hashvalue:
		copy(to, out.hashvalue)
	case Price:
		copy(to, out.price)
	default:
		copy(to, out.difficulty)
	}
}

// fill selects each day's quantiles; days are shared among goroutines.
func (f *Fan) fill(byDay []float32, c Config) {
	workers := c.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	ranks := make([]int, len(f.Q))
	for k, q := range f.Q {
		ranks[k] = int(math.Round(min(max(q, 0), 1) * float64(c.Paths-1)))
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() {
			s := newSelector(ranks)
			for d := int(next.Add(1)) - 1; d < int(c.Days); d = int(next.Add(1)) - 1 {
				for k, v := range s.run(byDay[d*c.Paths : (d+1)*c.Paths]) {
					f.Values[k][d] = float64(v)
				}
			}
		})
	}
	wg.Wait()
}

// selector finds order statistics by brackets: a sorted sample says between which two values each
// rank almost surely lies, one pass counts what is below and keeps what is inside, and only that is
// sorted. A rank outside its bracket is found by sorting all.
type selector struct {
	ranks  []int
	sample []float32
	inside [][]float32
	out    []float32
}

func newSelector(ranks []int) *selector {
	return &selector{ranks: ranks, inside: make([][]float32, len(ranks)), out: make([]float32, len(ranks))}
}

// samplePoints is the size of the sample; bracketRanks how far, in ranks of it, the brackets reach
// to either side: four standard deviations of a middle rank, sqrt(1024)/2 = 16 each.
const (
	samplePoints = 1024
	bracketRanks = 64
)

func (s *selector) run(x []float32) []float32 {
	if len(x) <= 4*samplePoints {
		return s.sorted(x)
	}
	s.sample = s.sample[:0]
	for i := range samplePoints {
		s.sample = append(s.sample, x[i*len(x)/samplePoints])
	}
	slices.Sort(s.sample)
	for k, r := range s.ranks {
		at := r * samplePoints / len(x)
		lo, hi := float32(math.Inf(-1)), float32(math.Inf(1))
		if at >= bracketRanks {
			lo = s.sample[at-bracketRanks]
		}
		if at+bracketRanks < samplePoints {
			hi = s.sample[at+bracketRanks]
		}
		below, keep := 0, s.inside[k][:0]
		for _, v := range x {
			if v < lo {
				below++
			} else if v <= hi {
				keep = append(keep, v)
			}
		}
		s.inside[k] = keep
		if r < below || r >= below+len(keep) {
			return s.sorted(x)
		}
		slices.Sort(keep)
		s.out[k] = keep[r-below]
	}
	return s.out
}

func (s *selector) sorted(x []float32) []float32 {
	all := append(s.sample[:0:0], x...)
	slices.Sort(all)
	for k, r := range s.ranks {
		s.out[k] = all[r]
	}
	return s.out
}
