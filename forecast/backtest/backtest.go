// Package backtest says how right forecasts have been: at the first day of every difficulty epoch it makes
// again the forecast that package forecast would have made with what was known then, and scores it
// against what came, beside the rules of thumb that calculators use.
//
// Run gives a Result: forecasts and outcomes of many origins. Result.Scores and Result.Briers reduce it to
// tables, in eras; Choose searches the configuration by rule, on outcomes complete by 2019.
//
// The target is ln dilution, bitcoin mined from subsidy over one, two and three years over the same at
// constant difficulty and subsidy, and ln revenue in dollars. Windows overlap, so that a decade holds about
// ten independent outcomes of one year: no score comes without its range.
//
// docs/backtest.md is written from it.
//
// Nothing in it is promised to other modules.
package backtest

import (
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/internal/quantile"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// Horizons are the horizons that are scored, in days.
var Horizons = [...]units.Days{365, 730, 1095}

const (
	// horizons is how many there are, longest the last of them.
	horizons = len(Horizons)
	longest  = 1095

	// poolMembers is how many members the pool has; the backtest knows one more, the model for dollars.
	poolMembers = 3

	// epochDays is how many days an epoch takes at ten minutes a block.
	epochDays = consensus.RetargetBlocks / consensus.BlocksPerDay
)

// Config says how much work to do.
type Config struct {
	From, To units.Date // origins; 0: from 2013 to the last with a year after it
	Paths    int        // per member; default 512
	Every    int        // every how many epochs an origin; default 1
	Seed     uint64
	// Progress, if not nil, is called after each origin, from several goroutines.
	Progress func(done, total int)

	parameters *forecast.Parameters // nil: those that ship
}

// withDefaults is c for a history, with what is left out filled in.
func (c Config) withDefaults(h *market.History) Config {
	if c.Paths == 0 {
		c.Paths = 512
	}
	c.Every = max(c.Every, 1)
	if c.From == 0 {
		c.From = forecast.FirstUsable
	}
	if last := h.Last() - units.Date(Horizons[0]); c.To == 0 || c.To > last {
		c.To = last
	}
	if c.parameters == nil {
		shipped := forecast.Shipped()
		c.parameters = &shipped
	}
	return c
}

// Result is forecasts and outcomes of many origins.
type Result struct {
	Config      Config
	First, Last units.Date // of the history
	Origins     []*Origin  // ascending
	Nowcasts    []Nowcast  // of the next retarget, where they were asked for
}

// Origin is one day on which forecasts were made, and what came.
type Origin struct {
	Date units.Date
	// Dilution and Revenue are the outcomes per horizon: ln dilution, and ln of revenue in dollars
	// from the subsidy over the same at the day's difficulty, subsidy and price. NaN: not yet known.
	Dilution, Revenue [horizons]float64

	beat    [contracts]bool // whether each canonical contract beat buying; known with Dilution[0]
	members []memberForecast
	points  map[string][horizons]quantile.Sample // of the baselines, of ln dilution

	// What is learnt from at later origins, at one year: the relative loss of each of the pool's members, and
	// the pool's error, squared, in its variances.
	loss    []float64
	squared float64
}

// memberForecast is what one member alone forecasts.
type memberForecast struct {
	weight float64 // in the pool
	// dilution and revenue are of the logs that Origin has the outcomes of.
	dilution, revenue [horizons]quantile.Sample
	beatShare         [contracts]float64 // of paths on which each canonical contract beats buying
}

// Run makes a forecast at every origin with what was known then, and pairs it with what came. Origins are
// the days on which a difficulty epoch began. It stops early with the context's error. Deterministic in the
// history and c.
func Run(ctx context.Context, h *market.History, c Config) (*Result, error) {
	c = c.withDefaults(h)
	r := &Result{Config: c, First: h.First(), Last: h.Last()}
	for i, e := range h.Epochs() {
		if d := units.DateOf(e.Time); i%c.Every == 0 && d >= c.From && d <= c.To {
			r.Origins = append(r.Origins, &Origin{Date: d})
		}
	}
	errs := make([]error, len(r.Origins))
	var next, done atomic.Int64
	take := func() int { return int(next.Add(1)) - 1 }
	var wg sync.WaitGroup
	// An origin is one worker's alone, and its paths run on one goroutine: no result depends on the number.
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := take(); i < len(r.Origins) && ctx.Err() == nil; i = take() {
				errs[i] = r.Origins[i].forecast(h, c)
				if n := int(done.Add(1)); c.Progress != nil {
					c.Progress(n, len(r.Origins))
				}
			}
		})
	}
	wg.Wait()
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return r, nil
}

// forecast fills an origin of which only the date is known. The model sees the history up to that day; the
// outcomes alone read what came after it.
func (o *Origin) forecast(h *market.History, c Config) error {
	m, err := forecast.FitWith(h, o.Date, *c.parameters)
	if err != nil {
		return err
	}
	o.outcomes(h, m) // nothing below reads them but settle
	o.points = baselines(m, h.CutAt(o.Date).Epochs())
	dollars := m.Dollars().Members[0]
	dollars.Weight = 0 // shown, not in the pool
	for _, member := range append(slices.Clone(m.Members), dollars) {
		alone := m // members are simulated apart, so that any mixture of them can be scored later
		alone.Members = []paths.Member{member}
		f, err := sample(alone, c)
		if err != nil {
			return err
		}
		f.weight = member.Weight
		o.members = append(o.members, f)
	}
	o.settle()
	return nil
}

// outcomes sets what came of the origin, from the days after it.
func (o *Origin) outcomes(h *market.History, m forecast.Model) {
	constant := float64(consensus.HashvalueAt(m.DaySubsidyBTC, m.DayDifficulty))
	var days series
	for _, d := range h.Days(o.Date+1, o.Date+1+longest) {
		days.value = append(days.value, float64(d.SubsidyHashvalue())/constant)
		days.price = append(days.price, d.PriceUSD/m.PriceUSD)
	}
	for j := range Horizons {
		o.Dilution[j], o.Revenue[j] = days.logs(j)
	}
	if len(days.value) >= int(Horizons[0]) {
		for k, c := range canonical {
			o.beat[k] = c.beats(days)
		}
	}
}

// sample is the forecast of a model, here of one with a single member. The error is that of the number of
// paths.
func sample(m forecast.Model, c Config) (memberForecast, error) {
	var f memberForecast
	p, err := m.Simulate(paths.Config{Days: longest, Paths: c.Paths, Seed: c.Seed, Workers: 1, Subsidy: true})
	if err != nil {
		return f, err
	}
	constant := float64(consensus.HashvalueAt(m.DaySubsidyBTC, m.DayDifficulty))
	var dilution, revenue [horizons][]float64
	s := series{make([]float64, longest), make([]float64, longest)}
	for i := range p.N {
		for t := range longest {
			s.value[t] = float64(p.Subsidy[i*longest+t]) / constant
			s.price[t] = float64(p.Price[i*longest+t]) / m.PriceUSD
		}
		for j := range Horizons {
			a, b := s.logs(j)
			dilution[j] = append(dilution[j], a)
			revenue[j] = append(revenue[j], b)
		}
		for k, contract := range canonical {
			if contract.beats(s) {
				f.beatShare[k] += 1 / float64(p.N)
			}
		}
	}
	for j := range Horizons {
		f.dilution[j] = quantile.NewSample(dilution[j])
		f.revenue[j] = quantile.NewSample(revenue[j])
	}
	return f, nil
}

// series is a market relative to its as-of day, day by day from the one after it: hashvalue from subsidy
// over that of constant difficulty and subsidy, and price over the day's price.
type series struct{ value, price []float64 }

// logs is ln dilution and ln revenue over horizon j; NaN if the days do not reach.
func (s series) logs(j int) (dilution, revenue float64) {
	n := int(Horizons[j])
	if len(s.value) < n {
		return math.NaN(), math.NaN()
	}
	var coins, dollars float64
	for t, v := range s.value[:n] {
		coins += v
		dollars += v * s.price[t]
	}
	return math.Log(coins / float64(n)), math.Log(dollars / float64(n))
}
