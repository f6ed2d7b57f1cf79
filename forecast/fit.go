package forecast

import (
	"errors"
	"fmt"
	"math"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/units"
)

// hyper is what the data at an origin do not decide. See frozen.
type hyper struct {
	momentumDays, trendDays, anchorDays, volatilityDays int     // windows that end at the origin
	noiseEpochs                                         int     // epochs whose changes give the noise
	transientDays                                       float64 // half-life of what last year grew too much
	driftSD, transientSD                                float64 // per epoch of 14 days
	pull1, pull2                                        float64 // per epoch: of growth, of the error correction
	trend2, trend2SD                                    float64 // per year: fall of the error correction's level
	anchorSD                                            float64 // of that level
	weight2                                             float64 // of the error correction in the pool
	corr                                                float64
	priceDriftSD                                        float64 // per year
}

// minPast is how many days with difficulty and price a fit needs: the window of its volatility.
const minPast = 365

// Fit learns a model from what the history knew at the end of day asOf; later days are not read.
// The error says what is missing and how to repair it.
func Fit(h *market.History, asOf units.Date) (Model, error) { return fit(h, asOf, frozen) }

func fit(h *market.History, asOf units.Date, hy hyper) (Model, error) {
	p, err := newPast(h, asOf)
	if err != nil {
		return Model{}, err
	}
	m := Model{AsOf: asOf}
	p.start(&m)
	p.fees(&m)
	m.PriceSD = p.volatility(hy.volatilityDays)
	m.HashrateSD = p.noise(hy.noiseEpochs)
	m.Correlation = hy.corr
	m.PriceDriftSD = hy.priceDriftSD / 365.25
	m.TransientHalfLife = hy.transientDays
	momentum := p.drift(hy.momentumDays)
	p.nowcast(&m, momentum)
	m.Members = []Member{p.growth(hy, momentum, 1), p.growth(hy, momentum, 0), p.errorCorrection(hy)}
	m.dollars = p.reversion(hy)
	return m, nil
}

// past is a history cut at an origin.
type past struct {
	asOf   units.Date
	days   []market.Day // the last is asOf; from the first with a price
	epochs []market.Epoch
}

func newPast(h *market.History, asOf units.Date) (*past, error) {
	if asOf < h.First() || asOf > h.Last() {
		return nil, fmt.Errorf("no facts for %s: the history covers %s to %s; choose a day inside, or give a longer one with %s",
			asOf, h.First(), h.Last(), need.History.As("FILE"))
	}
	cut := h.CutAt(asOf)
	days := cut.Days(cut.First(), asOf+1)
	for len(days) > 0 && (days[0].PriceUSD <= 0 || days[0].Difficulty <= 0) {
		days = days[1:]
	}
	p := &past{asOf: asOf, days: days, epochs: cut.Epochs()}
	if len(days) <= minPast || asOf < firstUsable {
		return nil, p.tooShort(h)
	}
	if len(p.epochs) < 3 {
		return nil, errors.New("the history has no difficulty epochs; give one with a column of difficulty for each day")
	}
	return p, nil
}

func (p *past) tooShort(h *market.History) error {
	first := h.Last() - units.Date(len(p.days)) + 1
	if len(p.days) > 0 {
		first = p.days[0].Date
	}
	usable := max(first+minPast, firstUsable)
	if usable > h.Last() {
		return fmt.Errorf("a forecast needs %d days of difficulty and price before it, and the history has %d up to %s; give a longer one with %s",
			minPast, max(len(p.days)-1, 0), h.Last(), need.History.As("FILE"))
	}
	return fmt.Errorf("%s is too early for a forecast, which needs %d days of difficulty and price before it and a market of machines made for mining; the first usable day is %s",
		p.asOf, minPast, usable)
}

// end is the moment at which the as-of day ended, Unix seconds.
func (p *past) end() int64 { return (p.asOf + 1).Unix() }

// start sets what is known of the as-of day itself.
func (p *past) start(m *Model) {
	day, last := p.days[len(p.days)-1], p.epochs[len(p.epochs)-1]
	m.PriceUSD, m.DayDifficulty, m.Difficulty = day.PriceUSD, day.Difficulty, last.Difficulty
	m.DaySubsidyBTC = day.SubsidyBTC
	m.EpochDays = float64(p.end()-last.Time) / consensus.SecondsPerDay
	m.Height = day.FirstHeight + day.Blocks
	m.EpochBlocks = float64(m.Height - last.Height)
	if day.Carried.Blocks != 0 || m.EpochBlocks < 0 || m.EpochBlocks >= consensus.RetargetBlocks {
		m.EpochBlocks = min(m.EpochDays*consensus.BlocksPerDay, consensus.RetargetBlocks-1)
		m.Height = last.Height + int(m.EpochBlocks)
		m.BlocksUnknown = true
	}
	m.SubsidyBTC = float64(consensus.Subsidy(m.Height)) / units.SatPerBTC
}

// drift is the mean growth of ln difficulty per day over the epochs begun in the last n days.
func (p *past) drift(n int) float64 {
	k := len(p.epochs) - 1
	j := k
	for j > 1 && p.epochs[j].Time > p.epochs[k].Time-int64(n)*consensus.SecondsPerDay {
		j--
	}
	j = min(j, k-1)
	a, b := p.epochs[j], p.epochs[k]
	return math.Log(b.Difficulty/a.Difficulty) / float64(b.Time-a.Time) * consensus.SecondsPerDay
}

// noise is the standard deviation per square root of a day of hashrate about its drift, from the
// last n epochs' changes of ln difficulty. A retarget sees the mean of an epoch, and the change from
// one mean of a random walk to the next has 2/3 of the variance the walk gathers in an epoch
// (Working, Econometrica 28(4), 1960). And it sees luck: the time to 2016 blocks has relative
// variance 1/2016, and a change is the difference of two.
func (p *past) noise(n int) float64 {
	k := len(p.epochs) - 1
	n = min(n, k-1)
	mean := math.Log(p.epochs[k].Difficulty/p.epochs[k-n].Difficulty) / float64(n)
	var sum float64
	for i := k - n + 1; i <= k; i++ {
		d := math.Log(p.epochs[i].Difficulty/p.epochs[i-1].Difficulty) - mean
		sum += d * d
	}
	v := 1.5 * (sum/float64(max(n-1, 1)) - 2.0/consensus.RetargetBlocks)
	return math.Sqrt(max(v, minNoise*minNoise) / epochDays)
}

// minNoise keeps a calm stretch from promising a calm future: 2 % per epoch; by judgement.
const minNoise = 0.02

// volatility is the root mean square of the last n daily log returns of the price.
func (p *past) volatility(n int) float64 {
	var sum, count float64
	for i := len(p.days) - 1; i > 0 && count < float64(n); i-- {
		r := math.Log(p.days[i].PriceUSD / p.days[i-1].PriceUSD)
		sum, count = sum+r*r, count+1
	}
	return math.Sqrt(sum / count)
}

// nowcast sets where hashrate stands above the difficulty in force. Before any block of the epoch
// is seen it is the drift of the ten days since the middle of the last epoch, give or take 5 %;
// n blocks in e days measure the epoch's mean with relative variance 1/n (and 2 % for days counted
// by median time).
func (p *past) nowcast(m *Model, drift float64) {
	prior := drift * 10
	m.Gap, m.GapSD = prior, priorGapSD
	if m.BlocksUnknown || m.EpochBlocks < 10 {
		return
	}
	seen := math.Log(m.EpochBlocks / (consensus.BlocksPerDay * m.EpochDays))
	v := 1/m.EpochBlocks + 0.02*0.02
	w := priorGapSD * priorGapSD / (priorGapSD*priorGapSD + v)
	m.Gap = (1-w)*prior + w*(seen+drift*m.EpochDays/2)
	m.GapSD = math.Sqrt(w * v)
}

const priorGapSD = 0.05 // about the mean absolute change of an epoch since 2020 (4.5 %)

// growth is a member whose hashrate grows at the efficiency trend, plus a share of what last year
// grew more than that, which fades. It is pulled to where the price has gone, weakly.
func (p *past) growth(hy hyper, momentum, share float64) Member {
	trend := efficiencyTrend(p.asOf, hy.trendDays)
	name := "efficiency trend"
	if share > 0 {
		name = "last year's growth"
	}
	return Member{
		Name: name, Weight: (1 - hy.weight2) / 2,
		Drift: trend, DriftSD: hy.driftSD / epochDays,
		Transient: share * (momentum - trend), TransientSD: hy.transientSD / epochDays,
		Pull: hy.pull1 / epochDays, OwnLevel: true,
	}
}

// reversion is not in the pool, it forecasts hashprice in dollars: hashrate grows as last year and machines say, half each, and is
// pulled to where hashprice stood on average over two years. It is right about dollars and wrong
// about bitcoin (docs/backtest.md says why).
func (p *past) reversion(hy hyper) Member {
	n := min(730, len(p.days))
	var sum float64
	for _, d := range p.days[len(p.days)-n:] {
		sum += math.Log(d.PriceUSD * d.SubsidyBTC / d.Difficulty)
	}
	drift := (p.drift(730) + efficiencyTrend(p.asOf, hy.trendDays)) / 2
	return Member{
		Name: "return to two years' hashprice", Weight: 1, Pull: 0.02 / epochDays, RewardPull: true,
		Drift: drift, Level: sum / float64(n), Trend: -drift,
	}
}

// errorCorrection is M2: ln hashrate is pulled to ln(price * subsidy) less a level that hashprice
// has kept to over the anchor window and that falls with efficiency (free entry: Prat and Walter,
// JPE 129(8), 2021; adjustment in months to a year: Kristoufek 2020).
func (p *past) errorCorrection(hy hyper) Member {
	n := min(hy.anchorDays, len(p.days))
	trend := hy.trend2 / 365.25
	var sum float64
	last := len(p.days) - 1
	for back := range n {
		d := p.days[last-back]
		sum += math.Log(d.PriceUSD*d.SubsidyBTC/d.Difficulty) - trend*float64(back)
	}
	pull := hy.pull2 / epochDays
	return Member{
		Name: "error correction", Weight: hy.weight2, Pull: pull, RewardPull: true,
		Level: sum/float64(n) - p.drift(n)/pull, LevelSD: hy.anchorSD,
		Trend: trend, TrendSD: hy.trend2SD / 365.25,
	}
}

// fees sets the AR(1) of ln(fees / subsidy) per epoch: from the last 28 days' mean towards the
// median of two years with a half-life of eight weeks, as spread as the two years were.
func (p *past) fees(m *Model) {
	var recent, all []float64
	for i := len(p.days) - 1; i >= 0 && len(all) < 730; i-- {
		d := p.days[i]
		if d.FeesBTC <= 0 || d.Carried.Fees != 0 {
			continue
		}
		share := math.Log(d.FeesBTC / d.SubsidyBTC)
		all = append(all, share)
		if len(recent) < 28 {
			recent = append(recent, share)
		}
	}
	m.FeeShare, m.FeeMean = minFeeShare, minFeeShare
	m.FeeSD = 0
	if len(all) < 28 {
		return
	}
	now, mean := median(recent), median(all)
	m.FeeShare, m.FeeMean = math.Exp(now), math.Exp(mean)
	var sum float64
	for _, s := range all {
		sum += (s - mean) * (s - mean)
	}
	m.FeeSD = math.Sqrt(sum/float64(len(all))) * math.Sqrt(1-(1-feePull)*(1-feePull))
}

const (
	minFeeShare = 0.0002   // where no fees are known: 0.02 % of the subsidy
	feePull     = 0.159104 // per epoch: 1 - 2^(-1/4), a half-life of four epochs
)

func median(x []float64) float64 { return quantile(x, 0.5) }
