package forecast

import (
	"math"
	"slices"
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
// q of the way up, no interpolation). No more than 32 days are held at a time.
func (m Model) Fan(c Config, of Quantity, q ...float64) (*Fan, error) {
	c, err := c.check()
	if err != nil {
		return nil, err
	}
	f := &Fan{Q: slices.Clone(q), Values: make([][]float64, len(q))}
	for k := range f.Values {
		f.Values[k] = make([]float64, c.Days)
	}
	rows := make([]float32, tileDays*c.Paths) // [day][path]
	m.eachTile(c, func(at place, t *tile) {
		for d := range at.days {
			t.pick(rows[d*c.Paths+at.first:d*c.Paths+at.first+at.n], d, of)
		}
	}, func(day, days int) { f.fill(rows, c, day, days) })
	if of == Difficulty {
		for _, v := range f.Values {
			for d := range v {
				v[d] = m.Difficulty * math.Exp(v[d])
			}
		}
	}
	return f, nil
}

// pick copies one day of a quantity.
func (t *tile) pick(to []float32, d int, of Quantity) {
	switch of {
	case Hashprice:
		for k := range to {
			to[k] = t.hashvalue[d][k] * t.price[d][k]
		}
	case Hashvalue:
		copy(to, t.hashvalue[d][:])
	case Price:
		copy(to, t.price[d][:])
	default:
		copy(to, t.difficulty[d][:])
	}
}

// fill selects the quantiles of the days in rows, shared among goroutines.
func (f *Fan) fill(rows []float32, c Config, day, days int) {
	ranks := make([]int, len(f.Q))
	for k, q := range f.Q {
		ranks[k] = int(math.Round(min(max(q, 0), 1) * float64(c.Paths-1)))
	}
	selectors := make([]*selector, c.workers())
	c.eachTake(days, func(worker, d int) {
		if selectors[worker] == nil {
			selectors[worker] = newSelector(ranks)
		}
		for k, v := range selectors[worker].run(rows[d*c.Paths : (d+1)*c.Paths]) {
			f.Values[k][day+d] = float64(v)
		}
	})
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
