package assay

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/alternatives"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/survival"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// Market is one simulated market, made once and shared by every offer judged on the same day, seed,
// number of paths and facts. It is never written after NewMarket.
type Market struct {
	Key      MarketKey
	ensemble *play.Ensemble
	kept     *alternatives.Kept // of them; shared with until
	screener *sync.Pool         // of *play.Screener, scratch for brief judgements
}

// until is the market for who gives up when done is closed: figures are then not to be used.
func (m *Market) until(done <-chan struct{}) *Market {
	return &Market{Key: m.Key, ensemble: m.ensemble.Until(done), kept: m.kept, screener: m.screener}
}

// MarketKey names a simulated market: equal keys give equal markets.
type MarketKey struct {
	History    string
	AsOf       units.Date
	Days       int
	Paths      int
	Seed       uint64
	PriceDrift float64
	Overrides  Overrides
}

// marketDays are the lengths in which markets are made, in days with the day of purchase, so that
// the same offer meets the same bytes whether its market was made for it or kept from a longer one.
var marketDays = [...]int{92, 184, 366, 732, 1097, int(forecast.MaxHorizon) + 1}

// MarketKeyOf is the key of the market in which a contract of this horizon is judged.
func MarketKeyOf(e Evidence, horizon int) (MarketKey, error) {
	c, _, err := conditions(e)
	if err != nil {
		return MarketKey{}, err
	}
	days := marketDays[len(marketDays)-1]
	for i := len(marketDays) - 1; i >= 0 && marketDays[i] >= horizon; i-- {
		days = marketDays[i]
	}
	return MarketKey{History: e.History.Hash(), AsOf: c.AsOf, Days: days, Paths: pathsOf(e.Choices), Seed: e.Choices.Seed,
		PriceDrift: e.Choices.PriceDrift, Overrides: e.Overrides}, nil
}

func pathsOf(c Choices) int {
	if c.Paths == 0 {
		return DefaultPaths
	}
	return c.Paths
}

// NewMarket simulates the market of a key on a history.
func NewMarket(k MarketKey, h *market.History) (*Market, error) {
	e := Evidence{History: h, AsOf: &k.AsOf, Overrides: k.Overrides}
	c, _, err := conditions(e)
	if err != nil {
		return nil, err
	}
	model, err := forecast.Fit(h, k.AsOf)
	if err != nil {
		return nil, err
	}
	day, err := h.At(k.AsOf)
	if err != nil {
		return nil, err
	}
	model, err = model.With(forecast.Overrides{PriceUSD: k.Overrides.PriceUSD, Difficulty: model.Difficulty * c.Difficulty / day.Difficulty})
	if err != nil {
		return nil, err
	}
	strips, err := model.Strips(forecast.Config{Days: units.Days(k.Days - 1), Paths: k.Paths, Seed: k.Seed, PriceDrift: k.PriceDrift},
		c.PriceUSD, float64(hashvalue(c)))
	if err != nil {
		return nil, err
	}
	return &Market{Key: k, ensemble: play.FromStrips(strips, c.FeeShare()), kept: &alternatives.Kept{}, screener: &sync.Pool{}}, nil
}

// Bytes is about how much memory the market takes.
func (m *Market) Bytes() int { return m.ensemble.Bytes() + alternatives.KeptBytes(m.ensemble.N) }

// simulate fills the figures that rest on paths.
func simulate(v *Verdict, e Evidence, c valuation.Conditions, m *Market, t *contract.Terms, horizon int) error {
	if horizon > m.Key.Days {
		v.Warnings = append(v.Warnings, fmt.Sprintf("the paths reach %d days of %d: what comes later is not counted in the simulated figures", m.Key.Days, horizon))
		horizon = m.Key.Days
	}
	v.Seed, v.Paths = m.Key.Seed, m.ensemble.N
	if e.Choices.Brief && !resells(v, e.Offer) {
		screen(v, e, m, t, horizon)
		return nil
	}
	var samples []int
	if !e.Choices.Brief {
		samples = play.FanDays(horizon)
	}
	outcomes := m.ensemble.Play(t, horizon, samples)
	resell(v, e, c, m.ensemble, outcomes, t, horizon)
	if e.Choices.Brief {
		v.Economics.fill(m.ensemble.Sum(t, outcomes), t, e.Offer)
		v.Economics.PaybackDays = nil // found with the fan only
		return nil
	}
	priced := slices.ContainsFunc(outcomes.Paid, func(paid float64) bool { return paid > 0 }) && !t.Unpriced // else there is nothing to lose, compare or size
	var clauses []play.Clause
	var fates []float64
	var err error
	together(m.ensemble.N*horizon, // each writes its own part of the verdict
		func() { v.Economics.fill(m.ensemble.Sum(t, outcomes), t, e.Offer) },
		func() { clauses, err = play.Clauses(m.ensemble, e.Offer, compileOptions(e), horizon) },
		func() {
			if priced {
				fates = vanish(v, m.ensemble, outcomes, horizon)
			}
		},
		func() {
			if priced {
				compare(v, e, c, m, outcomes, horizon)
			}
		})
	if err != nil {
		return err
	}
	for i, cl := range clauses {
		if cl.Name == "knock_out_21_days" && slices.ContainsFunc(clauses[:i], func(written play.Clause) bool {
			return written.Name == "stops_as_written" && written.USDPerTH == cl.USDPerTH && written.ProbBinding == cl.ProbBinding && cl.ProbBinding > 0
		}) {
			continue // these terms have that very right
		}
		v.Clauses = append(v.Clauses, Clause(cl))
	}
	if priced {
		size(v, e, t, fates)
		v.Economics.FairBid = fairBid(e.Offer, t, outcomes)
	}
	return nil
}

// fairBid is the bid at which each share of the paths gives back what it costs. What is paid is the bid and
// shares of it, so that BTC efficiency falls as the bid rises; nil where something else is paid too.
func fairBid(o contract.Offer, t *contract.Terms, out *play.Outcomes) *FairBid {
	if o.Price.Bid == nil || !(o.Price.Bid.Value > 0) || t.UpfrontUSD != 0 || t.UpfrontBTC != 0 ||
		slices.ContainsFunc(t.Fees, func(f contract.FeeTerm) bool { return f.Separate && f.Spend == 0 }) {
		return nil
	}
	var z forecast.Quantiler
	var at [3]float64
	z.Of(out.Efficiency(make([]float32, len(out.Paid))), []float64{0.05, 0.2, 0.5}, at[:])
	if math.IsNaN(at[0] + at[1] + at[2]) {
		return nil
	}
	bid := o.Price.Bid
	return &FairBid{Currency: string(bid.Currency), P50: at[2] * bid.Value, P80: at[1] * bid.Value, P95: at[0] * bid.Value}
}

// togetherFrom is the number of path-days from which the parts of a verdict run at the same time; below it
// they take less than some 20 ms, and threads do not pay.
const togetherFrom = 2 << 20

// together runs parts that do not depend on each other.
func together(pathDays int, parts ...func()) {
	if pathDays < togetherFrom {
		for _, part := range parts {
			part()
		}
		return
	}
	var wg sync.WaitGroup
	for _, part := range parts {
		wg.Go(part)
	}
	wg.Wait()
}

// fill copies a simulation into the document, without what rests on a price or a fee that is not stated.
func (ec *Economics) fill(s *play.Simulation, t *contract.Terms, o contract.Offer) {
	if !t.Unpriced {
		if ec.BTCEfficiency = dist(s.BTCEfficiency); ec.BTCEfficiency != nil {
			ec.ProbBeatsBuying, ec.ProbStdErr = &s.ProbBeats, &s.ProbStdErr
			if o.Price.Bid == nil {
				ec.PaybackDays = &Payback{P50: s.PaybackP50, ProbNever: s.ProbNever}
			}
		}
		ec.NetUSD, ec.NetBTC = dist(s.NetUSD), dist(s.NetBTC)
	}
	ec.ProbStopped = &s.ProbStopped
	if o.FeesKnown() {
		ec.FeeShareOfGross = &s.FeeShare
	}
	if len(s.Fair) == 3 && t.TH > 0 && o.Price.Bid == nil {
		per := func(k int) float64 { return s.Fair[k].USD / t.TH }
		ec.FairUpfront = &FairUpfront{P50: per(0), P80: per(1), P95: per(2),
			StdErr: [3]float64{s.Fair[0].StdErr / t.TH, s.Fair[1].StdErr / t.TH, s.Fair[2].StdErr / t.TH}}
	}
	for _, f := range s.Fan {
		p := FanPoint{Day: f.Day, P05: f.P05, P25: f.P25, P50: f.P50, P75: f.P75, P95: f.P95}
		if !t.Unpriced {
			p.Bought = &f.Bought
		}
		ec.Fan = append(ec.Fan, p)
	}
}

func dist(d play.Dist) *Dist {
	if d.P50 != d.P50 { // nothing is paid: an efficiency has no meaning
		return nil
	}
	out := Dist(d)
	return &out
}

// vanish adds the economics if the seller may stop paying, by the evidence for the seller, and returns
// the BTC efficiency of each path with it.
func vanish(v *Verdict, e *play.Ensemble, o *play.Outcomes, horizon int) []float64 {
	hazard := survival.Hazard(v.Verdict.Trust)
	received, paid, gone := survival.Vanish(e, o, hazard.Increments(horizon))
	fates := make([]float64, len(received))
	for i := range received {
		if paid[i] > 0 {
			fates[i] = max(0, received[i]/paid[i])
		}
	}
	d, p := play.DistOf(fates), 0.0
	for _, x := range fates {
		if x >= 1 {
			p++
		}
	}
	v.Default = &Default{Basis: hazard.Basis + "; more when mining earns less", ProbVanished: gone, BTCEfficiency: dist(d), ProbBeatsBuying: p / float64(len(fates))}
	return fates
}

// screen fills the figures that offers are ranked by, and no others.
func screen(v *Verdict, e Evidence, m *Market, t *contract.Terms, horizon int) {
	asked := play.Asked{Terms: t, Horizon: horizon, Fair: true}
	var r play.Screened
	if e.batch != nil {
		r = e.batch.screen(m, asked)
	} else {
		r = m.screen([]play.Asked{asked})[0]
	}
	v.Economics.fill(&play.Simulation{Paths: m.ensemble.N, BTCEfficiency: r.BTCEfficiency, ProbBeats: r.ProbBeats,
		ProbStdErr: math.Sqrt(r.ProbBeats * (1 - r.ProbBeats) / float64(m.ensemble.N)), Fair: r.Fair, ProbStopped: r.ProbStopped}, t, e.Offer)
	v.Economics.NetUSD, v.Economics.NetBTC, v.Economics.PaybackDays, v.Economics.FeeShareOfGross = nil, nil, nil, nil
}

// screen judges contracts with scratch that is kept for the next.
func (m *Market) screen(all []play.Asked) []play.Screened {
	s, ok := m.screener.Get().(*play.Screener)
	if !ok {
		s = play.NewScreener(m.ensemble)
	}
	defer m.screener.Put(s)
	return s.Judge(all)
}
