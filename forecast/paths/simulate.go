package paths

import (
	"errors"
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

// Path is path i's days: price and hashvalue. The slices are the market's own.
func (p *Paths) Path(i int) (price, hashvalue []float32) {
	from, to := i*p.Days, (i+1)*p.Days
	return p.Price[from:to:to], p.Hashvalue[from:to:to]
}

// Simulate runs the process. Deterministic: seed, days and paths decide every byte, and a path does
// not depend on how many others there are, nor its first days on how many follow.
func (p Process) Simulate(c Config) (*Paths, error) {
	c, err := c.Checked()
	if err != nil {
		return nil, err
	}
	days := int(c.Days)
	out := &Paths{
		AsOf:      p.AsOf,
		Days:      days,
		N:         c.Paths,
		Price:     make([]float32, c.Paths*days),
		Hashvalue: make([]float32, c.Paths*days),
	}
	if c.Subsidy {
		out.Subsidy = make([]float32, c.Paths*days)
	}
	err = p.eachTile(c, func(at Place, t *Tile) {
		for k := range at.N {
			from := (at.First+k)*days + at.Day
			column(k, out.Price[from:from+at.Days], &t.Price)
			column(k, out.Hashvalue[from:from+at.Days], &t.Hashvalue)
			if c.Subsidy {
				column(k, out.Subsidy[from:from+at.Days], &t.Subsidy)
			}
		}
	}, nil)
	if err != nil {
		return nil, err
	}
	return out, nil
}

// column copies the days of lane k.
func column(k int, to []float32, from *[TileDays]lanes) {
	for d := range to {
		to[d] = from[d][k]
	}
}

// Place is which paths and days (both from 0) of a simulation a tile holds: day 0 is the day after AsOf.
type Place struct {
	First, N  int // paths First to First+N-1
	Day, Days int // days Day to Day+Days-1, at most 32
}

// EachTile simulates 32 days of all paths at a time, calls visit for every strip of paths and, when all
// strips have been visited, after (if not nil) for those days. visit runs on several goroutines at once,
// in no order, and must not keep the tile. Between the tiles the states of all paths are kept, some 112
// bytes each, and no days. The error is that of c.Checked, or errGivenUp.
func (p Process) EachTile(c Config, visit func(at Place, t *Tile), after func(day, days int)) error {
	c, err := c.Checked()
	if err != nil {
		return err
	}
	return p.eachTile(c, visit, after)
}

// errGivenUp says that Config.Done was closed before the paths were made.
var errGivenUp = errors.New("the simulation was given up")

// eachTile is EachTile of a c that is checked.
func (p Process) eachTile(c Config, visit func(at Place, t *Tile), after func(day, days int)) error {
	w, d := p.world(c), p.drawer(c)
	all := kernels()
	run := all[len(all)-1]
	if c.kernel > 0 {
		run = all[c.kernel-1]
	}
	strips := make([]strip, (c.Paths+PerStrip-1)/PerStrip)
	tiles := make([]Tile, c.Goroutines()) // one a worker, overwritten from strip to strip
	// Days are the outer loop, so that all paths of a day can be looked at together without keeping more.
	for day := 0; day < int(c.Days); day += TileDays {
		days := min(TileDays, int(c.Days)-day)
		c.Share(len(strips), func(worker, i int) {
			if c.givenUp() {
				return
			}
			s, t := &strips[i], &tiles[worker]
			first := i * PerStrip
			if day == 0 {
				s.fill(w, d, first)
			}
			run(w, s, day, days, t)
			visit(Place{First: first, N: min(PerStrip, c.Paths-first), Day: day, Days: days}, t)
		})
		if c.givenUp() {
			return errGivenUp
		}
		if after != nil {
			after(day, days)
		}
	}
	return nil
}

// serialPathDays is the work below which a second goroutine costs more than it gives: some milliseconds of
// simulation. Found by trial.
const serialPathDays = 4 << 20

// Goroutines is how many run: c.Workers, or where that is 0 one, and for much work one per core.
func (c Config) Goroutines() int {
	if c.Workers > 0 {
		return c.Workers
	}
	if c.Paths*int(c.Days) < serialPathDays {
		return 1
	}
	return runtime.GOMAXPROCS(0)
}

// takeAtOnce is how many pieces of work a goroutine takes at a time.
const takeAtOnce = 4

// Share calls do for 0 to n-1, each once, from c.Goroutines goroutines, and returns when all have been
// done. worker, from 0, is the goroutine's number: what belongs to a worker is used by one at a time.
func (c Config) Share(n int, do func(worker, i int)) {
	workers := c.Goroutines()
	if workers == 1 {
		for i := range n {
			do(0, i)
		}
		return
	}
	var next atomic.Int64
	take := func() int { return int(next.Add(takeAtOnce)) - takeAtOnce }
	var wg sync.WaitGroup
	for worker := range workers {
		wg.Go(func() {
			for from := take(); from < n; from = take() {
				for i := from; i < min(from+takeAtOnce, n); i++ {
					do(worker, i)
				}
			}
		})
	}
	wg.Wait()
}
