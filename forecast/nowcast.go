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

// nowcast sets where hashrate stands above the difficulty in force: the Kalman filter of the model that
// noise measures, log hashrate as a random walk about its drift and blocks as a Poisson process. It goes
// through the last epochs, each of whose means the next difficulty tells with a luck of variance 1/2016,
// and then through the blocks of the running one.
func (p *past) nowcast(m *Model, drift float64) {
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
