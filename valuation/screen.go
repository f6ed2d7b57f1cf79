package valuation

import (
	"math"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/units"
)

// Screener judges many contracts on one ensemble, as little as is needed to rank them: the BTC
// efficiency and the fair prices. It gives what Play and Sum give, some fifty times as fast where
// clauses seldom bind. It keeps scratch and what contracts share, so it belongs to one goroutine.
type Screener struct {
	e      *Ensemble
	plays  player
	levels map[int][]float32 // by days in a row; see level
	z      forecast.Quantiler
	hard   []int32 // the paths that are played
	tally  []tally // of each path, where it is played
	chunks []sortedChunk
	x      []float32
}

// tally is what a played path comes to, in bitcoin.
type tally struct {
	received, paid float64
	streak         int32
	stopped        bool
}

// Screened is what a Screener finds. Fair is nil where the price sets the payout.
type Screened struct {
	BTCEfficiency Dist
	ProbBeats     float64
	ProbStopped   float64
	Fair          []FairPrice
}

// maxSpans bounds what a Screener keeps: 16 bytes per path for each pair of first and last day.
const maxSpans = 64

// NewScreener makes a Screener. The ensemble may be shared with others.
func NewScreener(e *Ensemble) *Screener {
	return &Screener{e: e, plays: player{e: e}, levels: map[int][]float32{}, tally: make([]tally, e.N), x: make([]float32, e.N)}
}

// Judge plays a contract; fair asks for the fair prices too, at half as much again.
// It panics where the ensemble is shorter than the horizon.
func (s *Screener) Judge(t *contract.Terms, horizon int, fair bool) Screened {
	e, p := s.e, newPlan(t, horizon, s.e.FeeShare)
	if !p.whole || t.UpfrontUSD+units.Micro(t.UpfrontBTC) <= 0 && p.payUSD == 0 {
		return s.slow(t, horizon, fair)
	}
	if len(s.plays.spans) >= maxSpans {
		clear(s.plays.spans)
	}
	span := s.plays.span(p.delay, p.end)
	s.mayBind(&p, span)
	upfront := p.upfrontUSD/e.Price0() + p.upfrontBTC
	s.play(&p, upfront)
	for i, hash := range span.hash[:len(s.x)] {
		inv := float64(span.inv[i])
		s.x[i] = float32((p.gain*float64(hash) - p.deductUSD*inv) / (upfront + p.payUSD*inv))
	}
	var r Screened
	for _, i := range s.hard {
		s.x[i] = float32(s.tally[i].received / s.tally[i].paid)
		if s.tally[i].stopped {
			r.ProbStopped++
		}
	}
	r.ProbStopped /= float64(e.N)
	r.BTCEfficiency, r.ProbBeats = beats(&s.z, s.x)
	if fair && !t.PriceSetsPayout() {
		fees := p.deductUSD + p.payUSD
		for i, hash := range span.hash[:len(s.x)] {
			s.x[i] = float32((p.gain*float64(hash) - fees*float64(span.inv[i])) * e.Price0())
		}
		for _, i := range s.hard {
			s.x[i] = float32((s.tally[i].received - (s.tally[i].paid - upfront)) * e.Price0())
		}
		r.Fair = e.fairOf(&s.z, s.x)
	}
	return r
}

// slow is Judge for contracts that no plan expresses.
func (s *Screener) slow(t *contract.Terms, horizon int, fair bool) Screened {
	o := s.e.Play(t, horizon, nil)
	var r Screened
	r.BTCEfficiency, r.ProbBeats = beats(&s.z, o.Efficiency(s.x))
	for _, stopped := range o.Stopped {
		if stopped {
			r.ProbStopped += 1 / float64(s.e.N)
		}
	}
	if fair && !t.PriceSetsPayout() {
		r.Fair = s.e.fair(&s.z, t, o, s.x)
	}
	return r
}

// mayBind lists the paths on which a floor or a stop may bind: those that must be played.
func (s *Screener) mayBind(p *plan, span *span) {
	s.hard = s.hard[:0]
	if p.safe == 0 {
		return
	}
	row := min((p.end+chunkDays-2)/chunkDays, len(s.e.low)/s.e.N-1) // the first prefix row not before the end
	pause, knockOut := span.low, span.low
	if p.pause > 1 {
		pause = s.e.row(s.level(p.pause), row)
	}
	if p.knockOut > 1 {
		knockOut = s.e.row(s.level(p.knockOut), row)
	}
	floor, pauseBelow, endBelow := float32(p.floor*above), float32(0), float32(0)
	if p.pause > 0 {
		pauseBelow = float32(p.even * above)
	}
	if p.knockOut > 0 {
		endBelow = float32(p.even * above)
	}
	for i, low := range span.low {
		if low < floor || pause[i] < pauseBelow || knockOut[i] < endBelow {
			s.hard = append(s.hard, int32(i))
		}
	}
}

// play plays the hard paths: in closed form the chunks in which nothing binds, else day by day.
func (s *Screener) play(p *plan, upfront float64) {
	for _, i := range s.hard {
		s.tally[i] = tally{paid: upfront}
	}
	var sorted []sortedChunk
	byRank := len(s.hard) > 0 && p.knockOut == 0 && p.pause <= 1 && p.payBTC == 0 // no day depends on the day before
	if byRank {
		sorted = s.sorted()
	}
	floor, profitable := float32(max(p.floor, p.even)), float32(p.even)
	s.days(p, 0, 1)
	for c := 0; 1+c*chunkDays < p.end; c++ {
		from, to := 1+c*chunkDays, 1+(c+1)*chunkDays
		if from < p.delay || to > p.end {
			s.days(p, from, to)
			continue
		}
		lowest, hash, inv := s.e.row(s.e.lowest, c), s.e.row(s.e.hash, c), s.e.row(s.e.inv, c)
		for _, i := range s.hard {
			y := &s.tally[i]
			switch {
			case y.stopped:
			case float64(lowest[i]) >= p.safe:
				y.received += p.gain*float64(hash[i]) - p.deductUSD*float64(inv[i])
				y.paid += p.payUSD * float64(inv[i])
				y.streak = 0
			case sorted != nil:
				days := &sorted[c*s.e.N+int(i)]
				h, r := days.from(floor)
				y.received += p.gain*h - p.deductUSD*r
				if p.payUSD > 0 {
					_, paid := days.from(profitable)
					y.paid += p.payUSD * paid
				}
			default:
				s.path(p, y, int(i), from, to)
			}
		}
	}
}

// days plays days of all hard paths.
func (s *Screener) days(p *plan, from, to int) {
	for _, i := range s.hard {
		if y := &s.tally[i]; !y.stopped {
			s.path(p, y, int(i), max(from, p.delay), min(to, p.end))
		}
	}
}

// path plays days of one path.
func (s *Screener) path(p *plan, y *tally, i, from, to int) {
	hash, price, n := s.e.Hash, s.e.Price, s.e.N
	running, received, paid, streak := p.deductUSD+p.payUSD, y.received, y.paid, y.streak
	for at := from*n + i; at < to*n; at += n {
		h, usd := float64(hash[at]), float64(price[at])
		streak++
		if running <= p.gross*h*usd {
			streak = 0
		}
		if p.pause == 0 || int(streak) < p.pause {
			inverse := 1 / usd
			received += max(p.gain*h-p.deductUSD*inverse, 0)
			paid += p.payUSD*inverse + p.payBTC
		}
		if p.knockOut > 0 && int(streak) >= p.knockOut {
			y.stopped = true
			break
		}
	}
	y.received, y.paid, y.streak = received, paid, streak
}

// above takes in what is so near to binding that only a play can tell.
const above = 1 + 1e-5

// maxLevelDays bounds the memory that a level is found with; the lowest day is lower than any level.
const maxLevelDays = 64

// level is, per prefix row and path, the lowest maximum of hashprice over n days in a row from day 0 on: a
// stop after n unprofitable days cannot bind where it is not below what a day costs. Days before a
// contract's first and up to 16 after its last are counted in, which can only lower it.
func (s *Screener) level(n int) []float32 {
	e := s.e
	if n > maxLevelDays {
		return e.low
	}
	if l := s.levels[n]; l != nil {
		return l
	}
	out := make([]float32, len(e.low))
	lowest, ring := make([]float32, e.N), make([]float32, n*e.N) // ring: the last n days' hashprice
	highest := make([]float32, e.N)
	for i := range lowest {
		lowest[i] = float32(math.Inf(1))
	}
	for d := range e.Days {
		today := ring[d%n*e.N : (d%n+1)*e.N]
		hash, price := e.row(e.Hash, d), e.row(e.Price, d)
		for i := range today {
			before := today[i]
			today[i] = hash[i] * price[i]
			if d >= n && before >= highest[i] && today[i] < before { // the highest leaves the window
				highest[i] = 0
				for k := range n {
					highest[i] = max(highest[i], ring[k*e.N+i])
				}
			}
			highest[i] = max(highest[i], today[i])
			if d >= n-1 {
				lowest[i] = min(lowest[i], highest[i])
			}
		}
		if d%chunkDays == 0 {
			copy(e.row(out, d/chunkDays), lowest)
		}
	}
	if last := len(out)/e.N - 1; (e.Days-1)%chunkDays != 0 {
		copy(e.row(out, last), lowest)
	}
	s.levels[n] = out
	return out
}
