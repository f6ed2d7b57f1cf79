package play

import (
	"slices"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/internal/quantile"
	"github.com/assaymining/assay/units"
)

// Screener judges many contracts on one ensemble, as little as is needed to rank them: the BTC
// efficiency and the fair prices. It gives what Play and Sum give. Contracts that are judged together
// and run over the same days share the work of going through them. It keeps scratch and what
// contracts share, so it belongs to one goroutine.
type Screener struct {
	e      *Ensemble
	plays  player
	z      quantile.Finder
	lane   laneDays
	ranked ranked
	played [][]played
	x      []float32
}

// Asked is a contract to be judged over a horizon in days; Fair asks for its fair prices too, at half as
// much again.
type Asked struct {
	Terms   *contract.Terms
	Horizon int
	Fair    bool
}

// Screened is what a Screener finds. Fair is nil where the price sets the payout.
type Screened struct {
	BTCEfficiency Dist
	ProbBeats     float64
	ProbStopped   float64
	Fair          []fairPrice
}

// candidate is a contract in the course of being judged.
type candidate struct {
	plan
	upfront      float64 // BTC paid at the start
	earns, costs float32 // hashprice from which a day pays out, from which it is paid for
	rankEarns    int     // of earns and costs among the thresholds of those judged together
	rankCosts    int
	binds        float32  // hashprice below which something may bind
	played       []played // the paths that go so low
	stopped      int      // of them
	fair         bool
	to           *Screened
}

// played is what a contract comes to on one path: its BTC efficiency, and the upfront price in bitcoin at
// which that is 1.
type played struct {
	path             int32
	efficiency, fair float32
}

// maxSpans bounds what a Screener keeps: 16 bytes per path for each pair of first and last day.
const maxSpans = 64

// maxPlayed bounds what is kept for contracts that are judged together: 12 bytes for each of them and path.
const maxPlayed = 4 << 20

// ScreenerBytes is how much memory a Screener takes beside its ensemble, at most, where so many contracts
// are judged together.
func ScreenerBytes(paths, days, together int) int {
	const perSpan, perPlayed, perDay, quantiles = 4 * 4, 12, 16, 64 << 10
	return paths*(maxSpans*perSpan+4+8) + min(together*paths, max(maxPlayed, paths))*perPlayed +
		(strip+4)*days*perDay + quantiles
}

// NewScreener makes a Screener. The ensemble may be shared with others.
func NewScreener(e *Ensemble) *Screener {
	return &Screener{e: e, plays: player{e: e}, x: make([]float32, e.N)}
}

// For binds the scratch to the same markets for another caller, who may give up at another time.
func (s *Screener) For(e *Ensemble) *Screener {
	s.e, s.plays.e = e, e
	return s
}

// Judge judges contracts, each as if it were alone. It panics where the ensemble is shorter than a horizon.
func (s *Screener) Judge(all []Asked) []Screened {
	found := make([]Screened, len(all))
	groups := map[[2]int][]candidate{} // by first and last day
	for i, a := range all {
		c := candidate{plan: newPlan(a.Terms, a.Horizon, s.e.FeeShare), fair: a.Fair &&
			!a.Terms.PriceSetsPayout(), to: &found[i]}
		c.upfront = c.upfrontUSD/s.e.Price0() + c.upfrontBTC
		if !c.whole || hasAside(a.Terms) || c.charges != nil || c.waitsForEven || c.returnCap > 0 ||
			c.payBTC > 0 ||
			a.Terms.UpfrontUSD+units.Micro(a.Terms.UpfrontBTC) <= 0 && c.payUSD == 0 {
			found[i] = s.slow(a)
			continue
		}
		// all that waits goes out at the end
		if c.minimumBTC == 0 && c.minimumUSD == 0 && c.last > 0 && c.last <= c.end {
			c.payoutsWait, c.nothingBindsFrom = false, max(c.floor, c.profitableFrom)
		}
		c.earns = float32(c.floor)
		if c.pause == 1 {
			c.costs = float32(c.profitableFrom)
			c.earns = max(c.earns, c.costs)
		}
		key := [2]int{c.delay, c.end}
		groups[key] = append(groups[key], c)
	}
	for days, group := range groups {
		if len(s.plays.spans) >= maxSpans {
			clear(s.plays.spans)
		}
		span := s.plays.span(days[0], days[1])
		for part := range slices.Chunk(group, max(1, maxPlayed/s.e.N)) {
			s.playBound(part, span)
			for i := range part {
				s.sum(&part[i], span)
			}
		}
	}
	return found
}

// slow is Judge for contracts whose days have to be gone through one by one.
func (s *Screener) slow(a Asked) Screened {
	o := s.e.Play(a.Terms, a.Horizon, nil)
	var r Screened
	r.BTCEfficiency, r.ProbBeats = efficiencyOver(&s.z, o.Efficiency(s.x))
	for _, stopped := range o.Stopped {
		if stopped {
			r.ProbStopped += 1 / float64(s.e.N)
		}
	}
	if a.Fair && !a.Terms.PriceSetsPayout() {
		r.Fair = s.e.fair(&s.z, a.Terms, o, s.x)
	}
	return r
}

// sum turns a contract's days into figures: in closed form, but for the paths that were played.
func (s *Screener) sum(c *candidate, span *span) {
	r, n := c.to, len(s.x)
	hash, inv := span.hash[:n], span.inv[:n]
	for i := range s.x {
		r := float64(inv[i])
		s.x[i] = float32((c.gain*float64(hash[i]) - c.deductUSD*r) / (c.upfront + c.payUSD*r))
	}
	for _, p := range c.played {
		s.x[p.path] = p.efficiency
	}
	r.ProbStopped = float64(c.stopped) / float64(n)
	r.BTCEfficiency, r.ProbBeats = efficiencyOver(&s.z, s.x)
	if !c.fair {
		return
	}
	fees, price := c.deductUSD+c.payUSD, s.e.Price0()
	for i := range s.x {
		s.x[i] = float32((c.gain*float64(hash[i]) - fees*float64(inv[i])) * price)
	}
	for _, p := range c.played {
		s.x[p.path] = p.fair * float32(price)
	}
	r.Fair = s.e.fairOf(&s.z, s.x)
}
