package forecast

import (
	"math"

	"github.com/assaymining/assay/consensus"
)

const (
	nowcastEpochs = 12 // by which what was known before them has no weight left
	// firstLevelSD is of what is known before them: about an epoch's mean absolute change since 2020 (4.5 %).
	firstLevelSD = 0.05
	fewBlocks    = 10 // below it their time says nothing of hashrate
)

// nowcast sets where hashrate stands above the difficulty in force, and how restless it is: the Kalman filter
// of log hashrate as a random walk about its drift, seen in the blocks of each day, which come as a Poisson
// process. The walk is the one under which the blocks of the last epochs are likeliest. Where they were not
// counted, both come from the means of epochs, which the difficulties tell.
func (p *past) nowcast(m *Model, drift float64, epochs int) {
	days := min(epochs*epochDays, len(p.days)-1)
	if m.blocksUnknown || !p.counted(days) {
		m.HashrateSD = p.noise(epochs)
		p.byEpochs(m, drift)
		return
	}
	at, likeliest := level{}, math.Inf(-1)
	for sd := minNoise / math.Sqrt(epochDays); sd < wildest; sd *= walkStep {
		l, likelihood := p.byDays(m, level{drift: drift, walk: sd * sd}, days)
		if likelihood > likeliest {
			at, likeliest = l, likelihood
		}
	}
	m.Gap, m.GapSD, m.HashrateSD = at.mean, math.Sqrt(at.variance), math.Sqrt(at.walk)
}

// The walks that are tried, by the standard deviation of log hashrate per square root of a day, begin at
// minNoise. The most restless year since 2013, up to February 2018, had 0.048.
const (
	wildest  = 0.1
	walkStep = 1.1 // a step of half the size changes no error of the next retarget by more than 0.01 points
)

// counted reports whether the blocks of nearly all of the last days were counted.
func (p *past) counted(days int) bool {
	n := 0
	for _, d := range p.days[len(p.days)-days:] {
		if d.Carried.Blocks == 0 && d.Blocks >= fewBlocks {
			n++
		}
	}
	return days > 0 && 10*n >= 9*days
}

// byDays goes through the blocks of the last days, and says how likely they were, as a log. The luck of a day
// is that of the blocks expected on it: by those found, lucky days would weigh more.
func (p *past) byDays(m *Model, at level, days int) (level, float64) {
	first := len(p.days) - days
	at.mean, at.variance = math.Log(p.days[first].Difficulty/m.Difficulty), firstLevelSD*firstLevelSD
	likelihood := 0.0
	for i := first; i < len(p.days); i++ {
		d := &p.days[i]
		if d.Carried.Blocks != 0 || d.Blocks < fewBlocks {
			at.mean += at.drift
			at.variance += at.walk
			continue
		}
		expected := at.mean + at.drift/2
		perBlock := d.Difficulty / (consensus.BlocksPerDay * m.Difficulty)
		luck := perBlock / math.Exp(expected)
		seen := math.Log(float64(d.Blocks)*perBlock) + luck/2 // the log of a count is too low by as much
		variance := at.variance + at.walk/3 + luck
		likelihood -= (math.Log(variance) + (seen-expected)*(seen-expected)/variance) / 2
		at.see(seen, 1, luck)
	}
	return at, likelihood
}

// byEpochs goes through the last epochs, each of whose means the next difficulty tells with a luck of
// variance 1/2016, and then through the blocks of the running one.
func (p *past) byEpochs(m *Model, drift float64) {
	k := len(p.epochs) - 1
	first := max(k-nowcastEpochs, 1)
	at := level{drift: drift, walk: m.HashrateSD * m.HashrateSD,
		mean: math.Log(p.epochs[first].Difficulty / m.Difficulty), variance: firstLevelSD * firstLevelSD}
	for i := first; i < k; i++ {
		days := float64(p.epochs[i+1].Time-p.epochs[i].Time) / consensus.SecondsPerDay
		at.see(math.Log(p.epochs[i+1].Difficulty/m.Difficulty), days, 1.0/consensus.RetargetBlocks)
	}
	intervals := m.EpochBlocks - 1 // the first block began the epoch
	if m.blocksUnknown || intervals < fewBlocks {
		at.mean += drift * m.EpochDays
		at.variance += at.walk * m.EpochDays
	} else {
		at.see(math.Log(intervals/(consensus.BlocksPerDay*m.EpochDays)), m.EpochDays, 1/intervals)
	}
	m.Gap = at.mean
	m.GapSD = math.Sqrt(at.variance)
}

// level is what is known of log hashrate at a moment: a normal distribution, of a random walk with a drift
// and a variance per day.
type level struct {
	drift, walk    float64
	mean, variance float64
}

// see moves the level on by so many days, over which the mean of log hashrate was seen with an error of the
// given variance. A walk's mean over T days has the variance s^2*T/3 about where it began, and s^2*T/2 in
// common with where it ends.
func (l *level) see(mean, days, luck float64) {
	together := l.variance + l.walk*days/2
	gain := together / (l.variance + l.walk*days/3 + luck)
	l.mean += l.drift*days + gain*(mean-l.mean-l.drift*days/2)
	l.variance += l.walk*days - gain*together
}
