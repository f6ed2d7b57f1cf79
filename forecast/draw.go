package forecast

import (
	"math"

	"github.com/assaymining/assay/consensus"
)

// restRatio is ln(price * subsidy / difficulty), what an error correction compares with its level.
func (m Model) restRatio() float64 { return math.Log(m.PriceUSD * m.SubsidyBTC / m.Difficulty) }

// world is what the paths share.
func (m Model) world(c Config) *world {
	next := (m.Height/consensus.HalvingBlocks + 1) * consensus.HalvingBlocks
	w := &world{
		own: float32(m.HashrateSD * unit3), kappa: float32(math.Exp2(-1 / max(m.TransientHalfLife, 1))),
		price: float32(m.PriceUSD), hashvalue: float32(consensus.HashvalueAt(m.SubsidyBTC, m.Difficulty)),
		left:    float32(next-m.Height) / consensus.BlocksPerDay,
		feeMean: float32(math.Log(m.FeeMean)), feePull: feePull, feeSD: float32(m.FeeSD * unit3),
		k0: uint32(c.Seed), k1: uint32(c.Seed >> 32),
	}
	for i, scale := range studentScale() {
		w.shock[i] = float32(m.PriceSD * unit4 * scale)
	}
	if m.PriceSD > 0 {
		w.both = float32(m.HashrateSD * m.Correlation / m.PriceSD)
	}
	w.wide = w.widen()
	return w
}

// studentScale is what a normal is multiplied by to give Student's t with four degrees of freedom
// and variance 1, at the middles of 256 equally likely strata: sqrt(4/X), X of chi-squared with
// four degrees, whose distribution function is 1 - exp(-x/2)(1+x/2). Four is the reference's choice
// for the price's daily returns, whose kurtosis has been 4 to 7 a week.
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
		inverse[i] = math.Sqrt(v * 256 / sum)
	}
	return &inverse
}

// drawer gives each path its parameters. Path i's are point i of a low-discrepancy sequence (the
// additive recurrence on the root of x^8 = x+1, Roberts 2018), shifted by the seed: the shares of
// the members and the spread of the drifts are right to one path, not to a square root of paths.
type drawer struct {
	m     Model
	drift float64 // of log price per day, the median path's
	shift [drawDims]float64
	upTo  []float64 // running sum of the members' weights
	rest  float64   // Model.restRatio
	fee   float32   // log of Model.FeeShare
	luck  float64   // Model.luckDays
}

const drawDims = 7

// drawStep is 1/phi, 1/phi^2 .. of phi = 1.0969815578.
var drawStep = [drawDims]float64{0.9115923535, 0.8310006189, 0.7575338100, 0.6905620287, 0.6295110649, 0.5738574732, 0.5231240846}

func (m Model) drawer(c Config) *drawer {
	d := &drawer{m: m, drift: math.Log1p(c.PriceDrift) / 365.25,
		rest: m.restRatio(), fee: float32(math.Log(m.FeeShare)), luck: m.luckDays()}
	for i := range d.shift {
		a, _, _, _ := philox(uint32(i), 0xD1CE, uint32(c.Seed), uint32(c.Seed>>32))
		d.shift[i] = (float64(a) + 0.5) / (1 << 32)
	}
	var sum float64
	for _, mem := range m.Members {
		sum += mem.Weight
		d.upTo = append(d.upTo, sum)
	}
	return d
}

// uniform is dimension k of point i, within (0, 1).
func (d *drawer) uniform(i, k int) float64 {
	x := d.shift[k] + float64(i+1)*drawStep[k]
	return min(max(x-math.Floor(x), 1e-9), 1-1e-9)
}

// normal is the standard normal quantile of dimension k of point i, times sd.
func (d *drawer) normal(i, k int, sd float64) float64 {
	if sd == 0 {
		return 0
	}
	return sd * (math.Sqrt2 * math.Erfinv(2*d.uniform(i, k)-1))
}

// member is the member path i belongs to.
func (d *drawer) member(i int) int {
	u := d.uniform(i, 0) * d.upTo[len(d.upTo)-1]
	for k, upTo := range d.upTo {
		if u < upTo {
			return k
		}
	}
	return len(d.upTo) - 1
}

// lane is path i before its first day.
func (d *drawer) lane(i int) lane {
	m, mem := &d.m, &d.m.Members[d.member(i)]
	gap := m.Gap + d.normal(i, 4, m.GapSD)
	l := lane{
		h: float32(gap), n: float32(m.EpochBlocks / consensus.BlocksPerDay), e: float32(m.EpochDays + d.normal(i, 6, d.luck)),
		g:   float32(mem.Drift + d.normal(i, 1, mem.DriftSD)),
		q:   float32(mem.Transient + d.normal(i, 2, mem.TransientSD)),
		lam: float32(mem.Pull), fee: d.fee,
		level: float32(gap),
		mu:    float32(d.drift + d.normal(i, 5, m.PriceDriftSD)),
	}
	if mem.RewardPull {
		l.rho = 1
	}
	if !mem.OwnLevel {
		l.level = float32(d.rest - mem.Level + d.normal(i, 3, mem.LevelSD))
		l.s = float32(mem.Trend + d.normal(i, 1, mem.TrendSD))
	}
	return l
}

// luckDays is how much sooner or later than expected the rest of the running epoch may be found:
// the standard deviation of the time to n blocks is 600 s * sqrt(n).
func (m *Model) luckDays() float64 {
	return math.Sqrt(consensus.RetargetBlocks-m.EpochBlocks) / consensus.BlocksPerDay
}
