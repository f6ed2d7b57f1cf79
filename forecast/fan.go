package forecast

import (
	"math"
	"slices"

	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/internal/quantile"
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

// Fan is daily quantiles: Values[k][d-1] is quantile Q[k] on day d, from 1, the day after the as-of day.
type Fan struct {
	Q      []float64
	Values [][]float64
}

// Fan simulates and gives the exact daily quantiles of the sample, q ascending from 0 to 1, of type 7
// (Hyndman and Fan 1996). No more than 32 days are held at a time. Deterministic. The error is that of
// paths.Config.Checked.
func (m Model) Fan(c paths.Config, of Quantity, q ...float64) (*Fan, error) {
	c, err := c.Checked()
	if err != nil {
		return nil, err
	}
	f := &Fan{Q: slices.Clone(q), Values: make([][]float64, len(q))}
	for k := range f.Values {
		f.Values[k] = make([]float64, c.Days)
	}
	var rows [][]float32 // [day of the tiles][path]
	for range paths.TileDays {
		rows = append(rows, make([]float32, c.Paths))
	}
	err = m.EachTile(c, func(at paths.Place, t *paths.Tile) {
		for d := range at.Days {
			pick(t, d, of, rows[d][at.First:at.First+at.N])
		}
	}, func(day, days int) { f.fill(rows[:days], c, day) })
	if err != nil {
		return nil, err
	}
	if of == Difficulty {
		f.scaleDifficulty(m.Difficulty)
	}
	return f, nil
}

// pick copies one day of a quantity.
func pick(t *paths.Tile, d int, of Quantity, to []float32) {
	switch of {
	case Hashprice:
		value, price := &t.Hashvalue[d], &t.Price[d]
		for k := range to {
			to[k] = value[k] * price[k]
		}
	case Hashvalue:
		copy(to, t.Hashvalue[d][:])
	case Price:
		copy(to, t.Price[d][:])
	default:
		copy(to, t.Difficulty[d][:])
	}
}

// fill finds the quantiles of the days in rows, of which the first is day, shared among goroutines.
func (f *Fan) fill(rows [][]float32, c paths.Config, day int) {
	finders := make([]quantile.Finder, c.Goroutines())
	values := make([]float64, c.Goroutines()*len(f.Q))
	c.Share(len(rows), func(worker, d int) {
		to := values[worker*len(f.Q) : (worker+1)*len(f.Q)]
		finders[worker].Of(rows[d], f.Q, to)
		for k, v := range to {
			f.Values[k][day+d] = v
		}
	})
}

// scaleDifficulty turns logs over the as-of day's difficulty into difficulties. A quantile between two order
// statistics is interpolated in logs.
func (f *Fan) scaleDifficulty(asOf float64) {
	for _, v := range f.Values {
		for d := range v {
			v[d] = asOf * math.Exp(v[d])
		}
	}
}
