package forecast

import (
	"context"
	"math"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// BacktestHorizons are the horizons that are scored, in days.
var BacktestHorizons = [...]units.Days{365, 730, 1095}

// poolMembers is how many members the pool has; the backtest knows one more.
const poolMembers = 3

// horizons is how many there are.
const horizons = len(BacktestHorizons)

// BacktestConfig says how much work to do.
type BacktestConfig struct {
	From, To units.Date // origins; 0: from 2013 to the last with a year after it
	Paths    int        // per member; default 512
	Every    int        // every how many epochs an origin; default 1
	Seed     uint64
	// Progress, if not nil, is called after each origin, from several goroutines.
	Progress func(done, total int)

	hyper *hyper // nil: frozen
}

// Origin is one day on which forecasts were made, and what came.
type Origin struct {
	Date units.Date
	// Dilution and Revenue are the outcomes per horizon: ln dilution, and ln of revenue in dollars
	// from the subsidy over the same at the day's difficulty, subsidy and price. NaN: not yet known.
	Dilution, Revenue [horizons]float64
	Beats             [len(Contracts)]bool // whether each canonical contract beat buying; known with Dilution[0]

	members  [][horizons]twoEnsembles
	beatProb [][len(Contracts)]float64 // per member
	points   map[string][horizons]Ensemble
	weights  []float64
	loss     []float64 // of each of the pool's members at one year, relative to the outcome
	squared  float64   // error of the pool at one year, squared, in its variances; at most 6
}

// twoEnsembles is a forecast of both targets.
type twoEnsembles struct{ dilution, revenue Ensemble }

// RunBacktest makes a forecast at every origin with what was known then, and pairs it with what
// came. Origins are the days on which a difficulty epoch began. It stops early with the context's
// error. Deterministic in the history and c.
func RunBacktest(ctx context.Context, h *market.History, c BacktestConfig) (*Backtest, error) {
	if c.Paths == 0 {
		c.Paths = 512
	}
	c.Every = max(c.Every, 1)
	if c.From == 0 {
		c.From = firstUsable
	}
	if last := h.Last() - units.Date(BacktestHorizons[0]); c.To == 0 || c.To > last {
		c.To = last
	}
	b := &Backtest{Config: c, First: h.First(), Last: h.Last()}
	for i, e := range h.Epochs() {
		if d := units.DateOf(e.Time); i%c.Every == 0 && d >= c.From && d <= c.To {
			b.Origins = append(b.Origins, &Origin{Date: d})
		}
	}
	errs := make([]error, len(b.Origins))
	var next, done atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(b.Origins) && ctx.Err() == nil; i = int(next.Add(1)) - 1 {
				errs[i] = b.Origins[i].forecast(h, c)
				if n := int(done.Add(1)); c.Progress != nil {
					c.Progress(n, len(b.Origins))
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
	return b, nil
}

// Backtest is forecasts and outcomes of many origins.
type Backtest struct {
	Config      BacktestConfig
	First, Last units.Date // of the history
	Origins     []*Origin  // ascending
}

func (o *Origin) forecast(h *market.History, c BacktestConfig) error {
	hy := frozen
	if c.hyper != nil {
		hy = *c.hyper
	}
	m, err := fit(h, o.Date, hy)
	if err != nil {
		return err
	}
	p, err := newPast(h, o.Date)
	if err != nil {
		return err
	}
	o.outcomes(h, m)
	o.points = p.baselines(m)
	other := m.dollars
	other.Weight = 0 // shown, not in the pool
	for _, mem := range append(slices.Clone(m.Members), other) {
		o.weights = append(o.weights, mem.Weight)
		one := m
		one.Members = []Member{mem}
		o.sample(one, c)
	}
	o.settle()
	return nil
}

// outcomes sets what came of the origin, from the days after it.
func (o *Origin) outcomes(h *market.History, m Model) {
	base := float64(consensus.HashvalueAt(m.DaySubsidyBTC, m.DayDifficulty))
	var days series
	for _, d := range h.Days(o.Date+1, o.Date+1+maxDays) {
		days.value = append(days.value, float64(d.SubsidyHashvalue())/base)
		days.price = append(days.price, d.PriceUSD/m.PriceUSD)
	}
	for j := range BacktestHorizons {
		o.Dilution[j], o.Revenue[j] = days.logs(j)
	}
	if len(days.value) >= int(BacktestHorizons[0]) {
		for k, c := range Contracts {
			o.Beats[k] = c.beats(days)
		}
	}
}

// series is a market relative to its as-of day: hashvalue from subsidy, and price.
type series struct{ value, price []float64 }

// logs is ln dilution and ln revenue over horizon j; NaN if the days do not reach.
func (s series) logs(j int) (dilution, revenue float64) {
	n := int(BacktestHorizons[j])
	if len(s.value) < n {
		return math.NaN(), math.NaN()
	}
	var a, b float64
	for t, v := range s.value[:n] {
		a += v
		b += v * s.price[t]
	}
	return math.Log(a / float64(n)), math.Log(b / float64(n))
}

// sample adds the forecast of a model with one member.
func (o *Origin) sample(m Model, c BacktestConfig) {
	const days = 1095
	p, err := m.Simulate(Config{Days: days, Paths: c.Paths, Seed: c.Seed, Workers: 1, Subsidy: true})
	if err != nil {
		panic("forecast: " + err.Error()) // the caller has checked the number of paths
	}
	base := float64(consensus.HashvalueAt(m.DaySubsidyBTC, m.DayDifficulty))
	var x, u [horizons][]float64
	var beat [len(Contracts)]float64
	s := series{make([]float64, days), make([]float64, days)}
	for i := range p.N {
		for t := range days {
			s.value[t], s.price[t] = float64(p.Subsidy[i*days+t])/base, float64(p.Price[i*days+t])/m.PriceUSD
		}
		for j := range BacktestHorizons {
			a, b := s.logs(j)
			x[j], u[j] = append(x[j], a), append(u[j], b)
		}
		for k, contract := range Contracts {
			if contract.beats(s) {
				beat[k] += 1 / float64(p.N)
			}
		}
	}
	var e [horizons]twoEnsembles
	for j := range BacktestHorizons {
		e[j] = twoEnsembles{newEnsemble(x[j]), newEnsemble(u[j])}
	}
	o.members, o.beatProb = append(o.members, e), append(o.beatProb, beat)
}

// Contract is a canonical contract of one year, in shares of what constant difficulty, subsidy and
// price would earn over its term.
type Contract struct {
	Name     string
	Upfront  float64 // paid on day 0
	Fee      float64 // owed daily in dollars
	Deducted bool    // the fee is taken from what is mined, never below zero; else paid separately
	Stops    bool    // ends for good after 21 days on end of fees not covered
}

// Contracts are the canonical contracts. Their prices are those at which about half of the past
// would have beaten buying, so that a forecast has something to say.
var Contracts = [...]Contract{
	{Name: "all upfront", Upfront: 0.80},
	{Name: "half upfront, half in dollars by day", Upfront: 0.40, Fee: 0.40},
	{Name: "knocked out after 21 days of fees not covered", Upfront: 0.40, Fee: 0.40, Deducted: true, Stops: true},
}

// beats reports whether the contract gave at least the bitcoin that its payments would have bought
// on the days they were made.
func (c Contract) beats(s series) bool {
	n := int(BacktestHorizons[0])
	received, paid, short := 0.0, c.Upfront*float64(n), 0
	for t, v := range s.value[:n] {
		fee := c.Fee / s.price[t]
		if fee > v {
			short++
		} else {
			short = 0
		}
		if c.Stops && short >= 21 {
			break
		}
		if c.Deducted {
			received += max(v-fee, 0)
		} else {
			received, paid = received+v, paid+fee
		}
	}
	return received >= paid
}
