package forecast

import (
	"math"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/internal/quantile"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// Fit learns a model from what the history knew at the end of day asOf; later days are not read.
// The error says what is missing and how to repair it. Deterministic in the history up to asOf.
func Fit(h *market.History, asOf units.Date) (Model, error) { return FitWith(h, asOf, shipped) }

// FitWith is Fit by other parameters than those that ship, to be scored.
func FitWith(h *market.History, asOf units.Date, by Parameters) (Model, error) {
	p, err := newPast(h, asOf)
	if err != nil {
		return Model{}, err
	}
	m := Model{Process: paths.Process{AsOf: asOf}}
	p.start(&m)
	p.fees(&m)
	m.PriceSD = p.volatility(by.VolatilityDays)
	m.Correlation = by.Correlation
	m.PriceDriftSD = by.PriceDriftSD / daysPerYear
	m.TransientHalfLife = by.TransientDays
	momentum := Growth(p.epochs, by.MomentumDays)
	p.nowcast(&m, momentum, by.NoiseEpochs)
	m.Members = []paths.Member{p.growth(by, momentum, 1), p.growth(by, momentum, 0), p.errorCorrection(by)}
	m.dollars = p.reversion(by)
	return m, nil
}

// start sets what is known of the as-of day itself.
func (p *past) start(m *Model) {
	day, last := p.days[len(p.days)-1], p.epochs[len(p.epochs)-1]
	m.PriceUSD = day.PriceUSD
	m.DayDifficulty = day.Difficulty
	m.Difficulty = last.Difficulty
	m.DaySubsidyBTC = day.SubsidyBTC
	m.EpochDays = float64(p.end()-last.Time) / consensus.SecondsPerDay
	m.Height = day.FirstHeight + day.Blocks
	m.EpochBlocks = float64(m.Height - last.Height)
	// A count of blocks that is carried from an earlier day, or that does not fit the epoch, is worth less
	// than the clock.
	if day.Carried.Blocks != 0 || m.EpochBlocks < 0 || m.EpochBlocks >= consensus.RetargetBlocks {
		m.EpochBlocks = min(m.EpochDays*consensus.BlocksPerDay, consensus.RetargetBlocks-1)
		m.Height = last.Height + int(m.EpochBlocks)
		m.blocksUnknown = true
	}
	m.SubsidyBTC = float64(consensus.Subsidy(m.Height)) / units.SatPerBTC
}

// minNoise keeps a calm stretch from promising a calm future: 2 % per epoch; by judgement.
const minNoise = 0.02

// noise is the standard deviation per square root of a day of hashrate about its drift, from the
// last n epochs' changes of ln difficulty. A retarget sees the mean of an epoch, and the change from
// one mean of a random walk to the next has 2/3 of the variance the walk gathers in an epoch
// (Working, Econometrica 28(4), 1960). And it sees luck: the time to 2016 blocks has relative
// variance 1/2016, and a change is the difference of two.
func (p *past) noise(n int) float64 {
	v := 1.5 * (ChangeVariance(p.epochs, n) - 2.0/consensus.RetargetBlocks)
	return math.Sqrt(max(v, minNoise*minNoise) / epochDays)
}

const (
	minFeeShare   = 0.0002 // where no fees are known: 0.02 % of the subsidy
	feeDays       = 730    // with fees, that their mean and spread are of
	recentFeeDays = 28     // with fees, that their level now is of, and the least that say anything
)

// fees sets the AR(1) of ln(fees / subsidy) per epoch: from the last 28 days' median towards the
// median of two years with a half-life of eight weeks, as spread as the two years were.
func (p *past) fees(m *Model) {
	var all []float64 // the latest day first
	for i := len(p.days) - 1; i >= 0 && len(all) < feeDays; i-- {
		d := &p.days[i]
		if d.FeesBTC > 0 && d.Carried.Fees == 0 {
			all = append(all, math.Log(d.FeesBTC/d.SubsidyBTC))
		}
	}
	m.FeeShare = minFeeShare
	m.FeeMean = minFeeShare
	m.FeeSD = 0
	if len(all) < recentFeeDays {
		return
	}
	now, mean := quantile.Of(all[:recentFeeDays], 0.5), quantile.Of(all, 0.5)
	m.FeeShare = math.Exp(now)
	m.FeeMean = math.Exp(mean)
	var sum float64
	for _, share := range all {
		sum += (share - mean) * (share - mean)
	}
	// An AR(1) that keeps 1-pull of its distance has this share of its own spread as noise.
	m.FeeSD = math.Sqrt(sum/float64(len(all))) * math.Sqrt(1-(1-paths.FeePull)*(1-paths.FeePull))
}
