package backtest

import (
	"context"
	"math"
	"slices"

	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// trial is one value that was tried for one figure of the configuration, the others being as chosen so
// far, and its loss on what was known by the end of 2019.
type trial struct {
	Round  int
	Figure string
	Value  float64
	Loss   float64
	Taken  bool
}

// Chosen is a configuration that a rule chose without a person, on outcomes complete by the end of 2019.
type Chosen struct {
	Name   string
	Steps  []trial
	Scores []Score // of the pool, in every era
}

// chooseBy is the last day on which an outcome may be complete to have a say, 2019-12-31.
const chooseBy units.Date = 18261

// figure is one figure of the configuration and the values that are tried for it.
type figure struct {
	name   string
	set    func(*forecast.Parameters, float64)
	values []float64
}

// grid is what is tried, in this order, two rounds of it. Each list begins with the value preferred where
// the data do not care: none of a spread or pull that may not be needed, else what was published before.
var grid = []figure{
	{
		"noise window, epochs",
		func(p *forecast.Parameters, v float64) { p.NoiseEpochs = int(v) },
		[]float64{104, 52, 26},
	},
	{
		"spread of growth, per epoch",
		func(p *forecast.Parameters, v float64) { p.DriftSD = v },
		[]float64{0, 0.003, 0.006, 0.009, 0.012},
	},
	{
		"spread of last year's surplus, per epoch",
		func(p *forecast.Parameters, v float64) { p.TransientSD = v },
		[]float64{0, 0.003, 0.006},
	},
	{
		"pull of growth, per epoch",
		func(p *forecast.Parameters, v float64) { p.GrowthPull = v },
		[]float64{0, 0.005, 0.01, 0.02},
	},
	{
		"pull of error correction, per epoch",
		func(p *forecast.Parameters, v float64) { p.CorrectionPull = v },
		[]float64{0.02, 0.025, 0.015, 0.03, 0.01},
	},
	{
		"fall of its level, per year",
		func(p *forecast.Parameters, v float64) { p.CorrectionTrend = v },
		[]float64{0.30, 0.25, 0.35, 0.2, 0.4, 0.15},
	},
	{
		"spread of that level",
		func(p *forecast.Parameters, v float64) { p.AnchorSD = v },
		[]float64{0.25, 0.05, 0.5},
	},
}

const rounds = 2

// rule is how a value is chosen: how much worse than the best, as a fraction, a preferred value may be.
type rule struct {
	name      string
	tolerance float64
}

// rules are those that are set beside the configuration that ships.
var rules = []rule{
	{"the lowest loss", 0},
	{"the preferred value unless it is 2 % worse", 0.02},
}

// Choose searches the configuration by rule alone, one figure at a time, two rounds. The loss is the mean
// over origins and horizons whose outcome was complete by the end of 2019 of the pool's CRPS over
// 0.1 + |outcome|; no later day is read. The scores are to be set beside those of the configuration that
// ships, which was settled by people who saw all years. Minutes of work; c.Progress counts the trials.
func Choose(ctx context.Context, h *market.History, c Config) ([]Chosen, error) {
	s := &search{past: h.CutAt(chooseBy), config: c}
	for _, g := range grid {
		s.total += rounds * len(g.values) * len(rules)
	}
	var out []Chosen
	for _, rule := range rules {
		chosen, best, err := s.by(ctx, rule)
		if err != nil {
			return nil, err
		}
		// What a rule has chosen is scored on all years, with the caller's origins and paths.
		all := c
		all.Progress = nil
		all.parameters = &best
		r, err := Run(ctx, h, all)
		if err != nil {
			return nil, err
		}
		chosen.Scores = slices.DeleteFunc(r.Scores(), func(s Score) bool {
			return s.Model != ModelPool || s.Dollars
		})
		out = append(out, chosen)
	}
	return out, nil
}

// search is how far Choose is.
type search struct {
	past        *market.History // ends with chooseBy
	config      Config
	done, total int // trials
}

// by searches by one rule, and gives its steps and what it ends with.
func (s *search) by(ctx context.Context, rule rule) (Chosen, forecast.Parameters, error) {
	chosen := Chosen{Name: rule.name}
	best := published()
	for round := 1; round <= rounds; round++ {
		for _, g := range grid {
			trials, err := s.tryAll(ctx, best, g)
			if err != nil {
				return chosen, best, err
			}
			at := taken(trials, rule.tolerance)
			trials[at].Taken = true
			g.set(&best, g.values[at])
			for _, t := range trials {
				t.Round = round
				chosen.Steps = append(chosen.Steps, t)
			}
		}
	}
	return chosen, best, nil
}

// published is where the search begins: the figures of the structural model and of the shrunk drift as they
// were published before (half-life 34 epochs, 0.30 +- 0.08 a year, spreads 0.25 and 0.009, 104 epochs).
func published() forecast.Parameters {
	p := forecast.Shipped()
	p.NoiseEpochs = 104
	p.DriftSD = 0.009
	p.TransientSD = 0
	p.GrowthPull = 0
	p.CorrectionPull = 0.02
	p.CorrectionTrend = 0.30
	p.CorrectionTrendSD = 0.08
	p.AnchorSD = 0.25
	return p
}

// tryAll is the loss of each value of one figure, the others as they are.
func (s *search) tryAll(ctx context.Context, others forecast.Parameters, g figure) ([]trial, error) {
	var trials []trial
	for _, v := range g.values {
		p := others
		g.set(&p, v)
		loss, err := s.loss(ctx, p)
		if err != nil {
			return nil, err
		}
		trials = append(trials, trial{Figure: g.name, Value: v, Loss: loss})
		if s.done++; s.config.Progress != nil {
			s.config.Progress(s.done, s.total)
		}
	}
	return trials, nil
}

// taken is the first value, in order of preference, within a tolerance of the lowest loss.
func taken(trials []trial, tolerance float64) int {
	lowest := math.Inf(1)
	for _, t := range trials {
		lowest = min(lowest, t.Loss)
	}
	return slices.IndexFunc(trials, func(t trial) bool { return t.Loss <= lowest*(1+tolerance) })
}

// loss is that of one configuration on the past.
func (s *search) loss(ctx context.Context, p forecast.Parameters) (float64, error) {
	c := s.config
	c.Progress = nil
	c.From = 0 // all origins that the past has outcomes of
	c.To = 0
	c.parameters = &p
	r, err := Run(ctx, s.past, c)
	if err != nil {
		return 0, err
	}
	var sum, n float64
	for _, o := range r.Origins {
		for j := range Horizons {
			if outcome := o.Dilution[j]; !math.IsNaN(outcome) {
				sum += relativeLoss(o.Pool(j, false), outcome)
				n++
			}
		}
	}
	return sum / n, nil
}
