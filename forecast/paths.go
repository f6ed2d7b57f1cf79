package forecast

import (
	"runtime"
	"sync"
	"sync/atomic"

	"github.com/assaymining/assay/units"
)

// Paths is a simulated market. Day d (from 1, the day after AsOf) of path i is at index
// i*Days + d-1 of each array; all have the length N*Days.
type Paths struct {
	AsOf      units.Date
	Days, N   int
	Price     []float32 // USD per BTC at the end of the day
	Hashvalue []float32 // BTC per TH/s and day, subsidy and fees
	Subsidy   []float32 // of which subsidy; nil unless asked for
}

// Path is path i's days: price and hashvalue.
func (p *Paths) Path(i int) (price, hashvalue []float32) {
	a, b := i*p.Days, (i+1)*p.Days
	return p.Price[a:b:b], p.Hashvalue[a:b:b]
}

// Simulate runs the model. Deterministic: seed, days and paths decide every byte, and a path does
// not depend on how many others there are, nor its first days on how many follow.
func (m Model) Simulate(c Config) (*Paths, error) {
	c, err := c.check()
	if err != nil {
		return nil, err
	}
	days := int(c.Days)
	p := &Paths{AsOf: m.AsOf, Days: days, N: c.Paths,
		Price: make([]float32, c.Paths*days), Hashvalue: make([]float32, c.Paths*days)}
	if c.Subsidy {
		p.Subsidy = make([]float32, c.Paths*days)
	}
	m.eachBlock(c, func(first, n int, run func(i int, out row)) {
		for i := first; i < first+n; i++ {
			a, b := i*days, (i+1)*days
			out := row{price: p.Price[a:b], hashvalue: p.Hashvalue[a:b]}
			if c.Subsidy {
				out.subsidy = p.Subsidy[a:b]
			}
			run(i, out)
		}
	})
	return p, nil
}

// blockPaths is how many paths a worker takes at a time.
const blockPaths = 64

// serialPathDays is the work below which a second goroutine costs more than it gives (20 ms).
const serialPathDays = 1 << 20

// eachBlock calls visit for consecutive blocks of paths, from several goroutines; run simulates one
// path of the block. c is checked.
func (m Model) eachBlock(c Config, visit func(first, n int, run func(i int, out row))) {
	w, d := m.world(c), m.drawer(c)
	run := func(i int, out row) {
		w.run(d.lane(i), uint32(i), int(c.Days), out)
	}
	blocks := (c.Paths + blockPaths - 1) / blockPaths
	workers := c.Workers
	if workers <= 0 {
		workers = runtime.GOMAXPROCS(0)
	}
	if c.Paths*int(c.Days) < serialPathDays && c.Workers == 0 {
		workers = 1
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(workers, blocks) {
		wg.Go(func() {
			for b := int(next.Add(1)) - 1; b < blocks; b = int(next.Add(1)) - 1 {
				first := b * blockPaths
				visit(first, min(blockPaths, c.Paths-first), run)
			}
		})
	}
	wg.Wait()
}
