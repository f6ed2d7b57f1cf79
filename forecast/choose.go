package forecast

import (
	"context"
	"math"
	"slices"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// Choice is one value that was tried for one figure of the configuration, the others being as chosen so
// far, and its loss on what was known by the end of 2019.
type Choice struct {
	Round  int
	Figure string
	Value  float64
	Loss   float64
	Taken  bool
}

// chooseBy is the last day on which an outcome may be complete to have a say, 2019-12-31.
const chooseBy units.Date = 18261

// grid is what is tried, in this order, two rounds of it. Each list begins with the value preferred where
// the data do not care: none of a spread or pull that may not be needed, else what was published before.
var grid = []struct {
	figure string
	set    func(*hyper, float64)
	values []float64
}{
	{"noise window, epochs", func(h *hyper, v float64) { h.noiseEpochs = int(v) }, []float64{104, 52, 26}},
	{"spread of growth, per epoch", func(h *hyper, v float64) { h.driftSD = v }, []float64{0, 0.003, 0.006, 0.009, 0.012}},
	{"spread of last year's surplus, per epoch", func(h *hyper, v float64) { h.transientSD = v }, []float64{0, 0.003, 0.006}},
	{"pull of growth, per epoch", func(h *hyper, v float64) { h.pull1 = v }, []float64{0, 0.005, 0.01, 0.02}},
	{"pull of error correction, per epoch", func(h *hyper, v float64) { h.pull2 = v }, []float64{0.02, 0.025, 0.015, 0.03, 0.01}},
	{"fall of its level, per year", func(h *hyper, v float64) { h.trend2 = v }, []float64{0.30, 0.25, 0.35, 0.2, 0.4, 0.15}},
	{"spread of that level", func(h *hyper, v float64) { h.anchorSD = v }, []float64{0.25, 0.05, 0.5}},
}

// Ruled is a configuration that a rule chose without a person, on outcomes complete by the end of 2019.
type Ruled struct {
	Name   string
	Steps  []Choice
	Scores []Score // of the pool, in every era
}

// chooseRules are the rules: how much worse than the best, as a fraction, a preferred value may be.
var chooseRules = []struct {
	name      string
	tolerance float64
}{
	{"the lowest loss", 0},
	{"the preferred value unless it is 2 % worse", 0.02},
}

// Choose searches the configuration by rule alone, one figure at a time, two rounds. The loss is the mean
// over origins and horizons whose outcome was complete by the end of 2019 of the pool's CRPS over
// 0.1 + |outcome|; no later day is read. The scores are to be set beside those of the configuration that
// ships, which was settled by people who saw all years. Minutes of work; c.Progress counts the trials.
func Choose(ctx context.Context, h *market.History, c BacktestConfig) ([]Ruled, error) {
	past, done, total := h.CutAt(chooseBy), 0, 0
	for _, g := range grid {
		total += 2 * len(g.values) * len(chooseRules)
	}
	count := func() {
		if done++; c.Progress != nil {
			c.Progress(done, total)
		}
	}
	var out []Ruled
	for _, rule := range chooseRules {
		r, best := Ruled{Name: rule.name}, start()
		for round := 1; round <= 2; round++ {
			for _, g := range grid {
				steps, err := tryAll(ctx, past, c, best, g.set, g.values, count)
				if err != nil {
					return nil, err
				}
				at := taken(steps, rule.tolerance)
				steps[at].Taken = true
				g.set(&best, g.values[at])
				for _, s := range steps {
					s.Round, s.Figure = round, g.figure
					r.Steps = append(r.Steps, s)
				}
			}
		}
		all := c
		all.Progress, all.hyper = nil, &best
		b, err := RunBacktest(ctx, h, all)
		if err != nil {
			return nil, err
		}
		r.Scores = slices.DeleteFunc(b.Scores(), func(s Score) bool { return s.Model != ModelPool || s.Dollars })
		out = append(out, r)
	}
	return out, nil
}

// start is where the search begins: the figures of the structural model and of the shrunk drift as they
// were published before (half-life 34 epochs, 0.30 +- 0.08 a year, spreads 0.25 and 0.009, 104 epochs).
func start() hyper {
	h := frozen
	h.noiseEpochs, h.driftSD, h.transientSD, h.pull1 = 104, 0.009, 0, 0
	h.pull2, h.trend2, h.trend2SD, h.anchorSD = 0.02, 0.30, 0.08, 0.25
	return h
}

// tryAll is the loss of each value of one figure, the others as they are.
func tryAll(ctx context.Context, past *market.History, c BacktestConfig, hy hyper, set func(*hyper, float64), values []float64, count func()) ([]Choice, error) {
	var steps []Choice
	for _, v := range values {
		try := hy
		set(&try, v)
		loss, err := lossOf(ctx, past, c, try)
		if err != nil {
			return nil, err
		}
		steps = append(steps, Choice{Value: v, Loss: loss})
		count()
	}
	return steps, nil
}

// taken is the first value, in order of preference, within a tolerance of the lowest loss.
func taken(steps []Choice, tolerance float64) int {
	lowest := math.Inf(1)
	for _, s := range steps {
		lowest = min(lowest, s.Loss)
	}
	return slices.IndexFunc(steps, func(s Choice) bool { return s.Loss <= lowest*(1+tolerance) })
}

// lossOf is the loss of one configuration on a history that ends with chooseBy.
func lossOf(ctx context.Context, past *market.History, c BacktestConfig, hy hyper) (float64, error) {
	c.Progress, c.hyper, c.From, c.To = nil, &hy, 0, 0
	b, err := RunBacktest(ctx, past, c)
	if err != nil {
		return 0, err
	}
	var sum, n float64
	for _, o := range b.Origins {
		for j := range BacktestHorizons {
			if outcome := o.Dilution[j]; !math.IsNaN(outcome) {
				sum += o.Pool(j, false).CRPS(outcome) / (0.1 + math.Abs(outcome))
				n++
			}
		}
	}
	return sum / n, nil
}
