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

// Fan simulates and gives the exact daily quantiles of the sample, q ascending from 0 to 1, as
// Quantiler does. No more than 32 days are held at a time.
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
		var product lanes
		value, price := &t.hashvalue[d], &t.price[d]
		for k := range product {
			product[k] = value[k] * price[k]
		}
		copy(to, product[:])
	case Hashvalue:
		copy(to, t.hashvalue[d][:])
	case Price:
		copy(to, t.price[d][:])
	default:
		copy(to, t.difficulty[d][:])
	}
}

// fill finds the quantiles of the days in rows, shared among goroutines.
func (f *Fan) fill(rows []float32, c Config, day, days int) {
	finders := make([]Quantiler, c.workers())
	values := make([]float64, c.workers()*len(f.Q))
	c.eachTake(days, func(worker, d int) {
		to := values[worker*len(f.Q) : (worker+1)*len(f.Q)]
		finders[worker].Of(rows[d*c.Paths:(d+1)*c.Paths], f.Q, to)
		for k, v := range to {
			f.Values[k][day+d] = v
		}
	})
}
