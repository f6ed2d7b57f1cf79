package paths

import (
	"math"

	"github.com/assaymining/assay/consensus"
)

// world is what the paths share. It is worked out in float64 and rounded once, to the float32 of the paths.
func (p Process) world(c Config) *world {
	nextHalving := (p.Height/consensus.HalvingBlocks + 1) * consensus.HalvingBlocks
	w := &world{
		noiseSD:       float32(p.HashrateSD * unitOf3Bytes),
		transientKept: float32(math.Exp2(-1 / max(p.TransientHalfLife, 1))),
		price:         float32(p.PriceUSD),
		subsidyValue:  float32(consensus.HashvalueAt(p.SubsidyBTC, p.Difficulty)),
		toHalving:     float32(nextHalving-p.Height) / consensus.BlocksPerDay,
		feeMean:       float32(math.Log(p.FeeMean)),
		feePull:       FeePull,
		feeSD:         float32(p.FeeSD * unitOf3Bytes),
		key0:          uint32(c.Seed),
		key1:          uint32(c.Seed >> 32),
	}
	// The highest byte of a word chooses the scale: fat tails for the price of one look-up.
	for i, scale := range studentScale() {
		w.shock[i] = float32(p.PriceSD * unitOf4Bytes * scale)
	}
	// The kernel has the price's shock at hand, not its standard normal: the share is over PriceSD.
	if p.PriceSD > 0 {
		w.shockShare = float32(p.HashrateSD * p.Correlation / p.PriceSD)
	}
	w.wide = w.widen()
	return w
}

// studentScale is what a normal is multiplied by to give Student's t with four degrees of freedom
// and variance 1, at the middles of 256 equally likely strata: sqrt(4/X), X of chi-squared with
// four degrees, whose distribution function is 1 - exp(-x/2)(1+x/2). Four by judgement: weekly returns of
// the price have had a kurtosis of 4 to 7.
func studentScale() *[256]float64 {
	var inverse [256]float64
	var sum float64
	x := 0.1
	for i := range inverse {
		u := (float64(i) + 0.5) / 256
		for range 8 { // Newton's method, from the stratum below
			e := math.Exp(-x / 2)
			x += (u - (1 - e*(1+x/2))) / (x / 4 * e)
		}
		inverse[i] = 4 / x
		sum += inverse[i]
	}
	for i, v := range inverse {
		inverse[i] = math.Sqrt(v * 256 / sum) // the strata's mean of squares is 1, not nearly 1
	}
	return &inverse
}

// The dimensions of a path's point in the low-discrepancy sequence. A drift and a trend of the level share
// one, since no member has both.
const (
	dimMember = iota
	dimDrift
	dimTransient
	dimLevel
	dimGap
	dimPriceDrift
	dimLuck
	dims
)

// drawer gives each path its parameters. Path i's are point i of a low-discrepancy sequence (the
// additive recurrence on the root of x^8 = x+1, Roberts 2018), shifted by the seed: the shares of
// the members and the spread of the drifts are right to one path, not to a square root of paths.
type drawer struct {
	process      Process
	priceDrift   float64       // of log price per day, the median path's
	shift        [dims]float64 // of the sequence
	upTo         []float64     // running sum of the members' weights
	logHashprice float64
	logFees      float32 // log of Process.FeeShare
	luckDays     float64 // Process.luckDays
}

// step is 1/phi, 1/phi^2 .. of phi = 1.0969815578, the root of x^8 = x+1: the sequence's step in each
// dimension.
var step = [dims]float64{
	0.9115923535, 0.8310006189, 0.7575338100, 0.6905620287, 0.6295110649, 0.5738574732, 0.5231240846,
}

// shiftWord is the second number of the counters that give the sequence's shift: beyond those of days, of
// which there are at most MaxHorizon/2.
const shiftWord = 0xD1CE

// drawer is the parameters' source under a seed.
func (p Process) drawer(c Config) *drawer {
	d := &drawer{
		process:      p,
		priceDrift:   math.Log1p(c.PriceDrift) / daysPerYear,
		logHashprice: p.LogHashprice(),
		logFees:      float32(math.Log(p.FeeShare)),
		luckDays:     p.luckDays(),
	}
	for i := range d.shift {
		word, _, _, _ := Philox(uint32(i), shiftWord, uint32(c.Seed), uint32(c.Seed>>32))
		d.shift[i] = (float64(word) + 0.5) / (1 << 32)
	}
	var sum float64
	for _, m := range p.Members {
		sum += m.Weight
		d.upTo = append(d.upTo, sum)
	}
	return d
}

// uniform is a dimension of point i, within (0, 1).
func (d *drawer) uniform(i, dim int) float64 {
	x := d.shift[dim] + float64(i+1)*step[dim]
	return min(max(x-math.Floor(x), 1e-9), 1-1e-9) // normal has no quantile at 0 and 1
}

// normal is the standard normal quantile of a dimension of point i, times sd.
func (d *drawer) normal(i, dim int, sd float64) float64 {
	if sd == 0 {
		return 0
	}
	return sd * (math.Sqrt2 * math.Erfinv(2*d.uniform(i, dim)-1))
}

// member is the member path i belongs to.
func (d *drawer) member(i int) *Member {
	u := d.uniform(i, dimMember) * d.upTo[len(d.upTo)-1]
	for k, upTo := range d.upTo {
		if u < upTo {
			return &d.process.Members[k]
		}
	}
	return &d.process.Members[len(d.upTo)-1]
}

// lane is path i before its first day. At the start difficulty is the unit of hashrate, so that the log of
// hashrate is the gap between both.
func (d *drawer) lane(i int) lane {
	p, m := &d.process, d.member(i)
	gap := p.Gap + d.normal(i, dimGap, p.GapSD)
	l := lane{
		hashrate:    float32(gap),
		level:       float32(gap),
		growth:      float32(m.Drift + d.normal(i, dimDrift, m.DriftSD)),
		transient:   float32(m.Transient + d.normal(i, dimTransient, m.TransientSD)),
		pull:        float32(m.Pull),
		epochBlocks: float32(p.EpochBlocks / consensus.BlocksPerDay),
		epochAge:    float32(p.EpochDays + d.normal(i, dimLuck, d.luckDays)),
		logFees:     d.logFees,
		priceDrift:  float32(d.priceDrift + d.normal(i, dimPriceDrift, p.PriceDriftSD)),
	}
	if m.RewardPull {
		l.rewardPull = 1
	}
	if !m.OwnLevel {
		l.level = float32(d.logHashprice - m.Level + d.normal(i, dimLevel, m.LevelSD))
		l.levelDrift = float32(m.Trend + d.normal(i, dimDrift, m.TrendSD))
	}
	return l
}

// luckDays is how much sooner or later than expected the rest of the running epoch may be found:
// the standard deviation of the time to n blocks is 600 s * sqrt(n).
func (p Process) luckDays() float64 {
	return math.Sqrt(consensus.RetargetBlocks-p.EpochBlocks) / consensus.BlocksPerDay
}
