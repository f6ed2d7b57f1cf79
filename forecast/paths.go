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
	m.eachTile(c, func(at place, t *tile) {
		for k := range at.n {
			from := (at.first+k)*days + at.day
			t.column(k, p.Price[from:from+at.days], &t.price)
			t.column(k, p.Hashvalue[from:from+at.days], &t.hashvalue)
			if c.Subsidy {
				t.column(k, p.Subsidy[from:from+at.days], &t.subsidy)
			}
		}
	}, nil)
	return p, nil
}

// place is which paths and days (from 0) of a simulation a tile holds.
type place struct{ first, n, day, days int }

// column copies the days of lane k.
func (t *tile) column(k int, to []float32, from *[tileDays]lanes) {
	for d := range to {
		to[d] = from[d][k]
	}
}

// takeBlocks is how many blocks a worker takes at a time.
const takeBlocks = 4

// serialPathDays is the work below which a second goroutine costs more than it gives.
const serialPathDays = 4 << 20

// eachTile simulates, tileDays at a time, and calls visit for every block of paths and, when all
// have been visited, after (if not nil) for those days. visit runs on several goroutines at once.
// c is checked. Every state is kept between: 112 bytes per path.
func (m Model) eachTile(c Config, visit func(at place, t *tile), after func(day, days int)) {
	w, d := m.world(c), m.drawer(c)
	all := kernels()
	run := all[len(all)-1]
	if c.kernel > 0 {
		run = all[c.kernel-1]
	}
	blocks := make([]block, (c.Paths+blockLanes-1)/blockLanes)
	tiles := make([]tile, c.workers())
	for day := 0; day < int(c.Days); day += tileDays {
		days := min(tileDays, int(c.Days)-day)
		c.eachTake(len(blocks), func(worker, i int) {
			b, t := &blocks[i], &tiles[worker]
			if day == 0 {
				b.fill(w, d, i*blockLanes)
			}
			run(w, b, day, days, t)
			visit(place{i * blockLanes, min(blockLanes, c.Paths-i*blockLanes), day, days}, t)
		})
		if after != nil {
			after(day, days)
		}
	}
}

// workers is how many goroutines run.
func (c Config) workers() int {
	if c.Workers > 0 {
		return c.Workers
	}
	if c.Paths*int(c.Days) < serialPathDays {
		return 1
	}
	return runtime.GOMAXPROCS(0)
}

// eachTake calls do for 0 to n-1, from each worker for some.
func (c Config) eachTake(n int, do func(worker, i int)) {
	workers := c.workers()
	if workers == 1 {
		for i := range n {
			do(0, i)
		}
		return
	}
	var next atomic.Int64
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Go(func() {
			for i := int(next.Add(takeBlocks)) - takeBlocks; i < n; i = int(next.Add(takeBlocks)) - takeBlocks {
				for j := i; j < min(i+takeBlocks, n); j++ {
					do(worker, j)
				}
			}
		})
	}
	wg.Wait()
}
