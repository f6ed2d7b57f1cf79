package backtest

import "github.com/assaymining/assay/units"

// contract is a canonical contract of one year, in shares of what constant difficulty, subsidy and
// price would earn over its term.
type contract struct {
	name     string
	upfront  float64 // paid on day 0
	fee      float64 // owed daily in dollars
	deducted bool    // the fee is taken from what is mined, never below zero; else paid separately
	stops    bool    // ends for good after stopDays on end of fees not covered
}

// stopDays is how many days on end fees may exceed revenue before a contract with that clause ends.
const stopDays = 21

// contracts is how many are canonical.
const contracts = len(canonical)

// canonical are the contracts of which is asked whether they beat buying. Their prices are those at which
// about half of the past would have beaten buying, so that a forecast has something to say.
var canonical = [...]contract{
	{name: "all upfront", upfront: 0.80},
	{name: "half upfront, half in dollars by day", upfront: 0.40, fee: 0.40},
	{
		name:    "knocked out after 21 days of fees not covered",
		upfront: 0.40, fee: 0.40, deducted: true, stops: true,
	},
}

// beats reports whether the contract gave at least the bitcoin that its payments would have bought
// on the days they were made.
func (c contract) beats(s series) bool {
	n := int(Horizons[0])
	received, paid := 0.0, c.upfront*float64(n)
	uncovered := 0 // days on end
	for t, v := range s.value[:n] {
		fee := c.fee / s.price[t]
		if fee > v {
			uncovered++
		} else {
			uncovered = 0
		}
		if c.stops && uncovered >= stopDays {
			break
		}
		if c.deducted {
			received += max(v-fee, 0)
		} else {
			received += v
			paid += fee
		}
	}
	return received >= paid
}

// Brier is how well the probability of beating buying was forecast.
type Brier struct {
	Contract string
	Era      string
	N        int
	Beat     float64 // share that did
	Forecast float64 // mean probability
	Score    float64 // mean squared error of the probability; 0 is perfect (Brier 1950)
	Base     float64 // of always saying Beat, with hindsight
	Constant float64 // of constant difficulty's certain answer
}

// Briers scores the canonical contracts, in every era.
func (r *Result) Briers() []Brier {
	var out []Brier
	for _, era := range Eras {
		for k, c := range canonical {
			out = append(out, r.brier(era, k, c.name))
		}
	}
	return out
}

func (r *Result) brier(era era, k int, name string) Brier {
	b := Brier{Contract: name, Era: era.Name}
	for _, o := range r.Origins {
		if !era.holds(o.Date, Horizons[0]) {
			continue
		}
		var p float64
		for _, m := range o.members {
			p += m.weight * m.beatShare[k]
		}
		outcome := 0.0
		if o.beat[k] {
			outcome = 1
		}
		b.N++
		b.Beat += outcome
		b.Forecast += p
		b.Score += (p - outcome) * (p - outcome)
		b.Constant += 1 - outcome // below price 1, constant conditions always say it beats
	}
	n := float64(max(b.N, 1))
	b.Beat /= n
	b.Forecast /= n
	b.Score /= n
	b.Constant /= n
	b.Base = b.Beat * (1 - b.Beat)
	return b
}

// holds reports whether an origin's outcome at a horizon belongs to the era.
func (e era) holds(origin units.Date, horizon units.Days) bool {
	if origin < e.From || origin > e.To {
		return false
	}
	return e.Complete == 0 || origin+units.Date(horizon) <= e.Complete
}
