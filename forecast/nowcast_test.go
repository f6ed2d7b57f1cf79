package forecast

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/stat/distuv"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// wander is a past of so many days at difficulty 1, in which log hashrate walks by sd a day from where
// difficulty expects it and blocks are lucky, and where hashrate stands at its end.
func wander(seed uint64, days int, sd float64) (*past, float64) {
	random := rand.New(rand.NewPCG(seed, 1))
	p := &past{}
	at := 0.0
	for d := range days {
		before := at
		at += sd * random.NormFloat64()
		luck := distuv.Poisson{Lambda: 144 * math.Exp((before+at)/2), Src: random}
		p.days = append(p.days, market.Day{Date: units.Date(d), Difficulty: 1, Blocks: int(luck.Rand())})
		if d%14 == 0 {
			p.epochs = append(p.epochs, market.Epoch{Time: int64(d) * 86400, Difficulty: 1})
		}
	}
	return p, at
}

// TestNowcastByDays: where hashrate truly stands lies in the intervals as often as they say, and the walk
// that is found is the one that was walked.
func TestNowcastByDays(t *testing.T) {
	const worlds, sd = 200, 0.02
	inside := 0
	var walks []float64
	for seed := range uint64(worlds) {
		p, truth := wander(seed, 400, sd)
		m := Model{}
		m.Difficulty = 1
		p.nowcast(&m, 0, 26)
		if math.Abs(truth-m.Gap) < 1.2816*m.GapSD {
			inside++
		}
		walks = append(walks, m.HashrateSD)
	}
	slices.Sort(walks)
	if inside < worlds*74/100 || inside > worlds*86/100 {
		t.Errorf("the 80 %% interval holds the truth in %d of %d worlds", inside, worlds)
	}
	if median := walks[worlds/2]; math.Abs(median/sd-1) > 0.1 {
		t.Errorf("a walk of %v a day is taken for one of %v", sd, median)
	}
}

// TestNowcastWithoutCounts: where a tenth of the days was not counted the means of epochs tell.
func TestNowcastWithoutCounts(t *testing.T) {
	p, _ := wander(1, 400, 0.02)
	for d := 100; d < 150; d++ {
		p.days[d].Carried.Blocks = p.days[99].Date
	}
	m, epochs := Model{}, Model{}
	for _, m := range []*Model{&m, &epochs} {
		m.Difficulty, m.EpochDays, m.EpochBlocks = 1, 7, 1000
	}
	p.nowcast(&m, 0, 26)
	epochs.HashrateSD = p.noise(26)
	p.byEpochs(&epochs, 0)
	if m.Gap != epochs.Gap || m.GapSD != epochs.GapSD || m.HashrateSD != epochs.HashrateSD {
		t.Errorf("%+v, by epochs %+v", m.Process, epochs.Process)
	}
}
