package economics

import (
	"fmt"
	"math"
	"slices"
	"sync"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/alternatives"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/resale"
	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/economics/sizing"
	"github.com/assaymining/assay/economics/survival"
	"github.com/assaymining/assay/internal/quantile"
	"github.com/assaymining/assay/offer"
)

// onPaths adds the figures that rest on simulated markets; a day for which none can be made is a
// warning, since the deterministic figures stand without.
func (s *Section) onPaths(in Input, hazard survival.Model, t *contract.Terms, horizon int) error {
	m, err := in.Markets(simulated.Key{History: in.History, AsOf: in.Conditions.AsOf,
		Days:  simulated.DaysFor(horizon),
		Paths: in.Choices.paths(), Seed: in.Choices.Seed, PriceDrift: in.Choices.PriceDrift,
		Overrides: in.Overrides})
	if err != nil {
		s.warn("no paths are simulated: " + err.Error())
		return nil
	}
	if horizon > m.Key.Days {
		s.warn(fmt.Sprintf("the paths reach %d days of %d: what comes later is not counted in the "+
			"simulated figures", m.Key.Days, horizon))
		horizon = m.Key.Days
	}
	s.Seed, s.Paths = m.Key.Seed, m.Ensemble.N
	if in.Choices.Brief && in.Offer.Owned == nil && !s.resells(in.Offer) {
		s.screen(in, m, t, horizon)
		return nil
	}
	return s.play(in, m, hazard, t, horizon)
}

// play plays the contract and all that it is set beside.
func (s *Section) play(in Input, m *simulated.Market, hazard survival.Model, t *contract.Terms,
	horizon int) error {
	var samples []int
	if !in.Choices.Brief {
		samples = play.FanDays(horizon)
	}
	e := m.Ensemble
	if s.mayBeSwitchedOff(in.Offer) {
		t = play.OwnersSwitch(t)
		s.assume("your machine is yours to switch off, and its power is charged by use: on simulated " +
			"markets it stands still on losing days")
	}
	outcomes := e.Play(t, horizon, samples)
	if err := s.own(in, e, outcomes, t, horizon); err != nil {
		return err
	}
	if in.Choices.Brief {
		s.Figures.fill(e.Sum(t, outcomes), t, in.Offer)
		s.fairOf(t)
		s.Figures.PaybackDays = nil // found with the fan only
		return nil
	}
	// where nothing is paid, there is nothing to lose, compare or size
	priced := slices.ContainsFunc(outcomes.Paid, func(paid float64) bool { return paid > 0 }) && !t.Unpriced
	var clauses []play.Clause
	var fates []float64
	var err error
	parts := []func(){ // each writes its own part of the section
		func() { s.Figures.fill(e.Sum(t, outcomes), t, in.Offer) },
		func() { clauses, err = play.Clauses(e, in.Offer, in.Choices.Compile(), horizon) },
	}
	if priced {
		parts = append(parts, func() {
			if !hazard.Known() {
				fates = efficiencies(outcomes)
				return
			}
			var vanishes survival.IfSellerVanishes
			vanishes, fates = survival.Judge(e, m.Stops, outcomes, hazard, horizon)
			s.IfSellerVanishes = &vanishes
		}, func() { s.compare(in, m, t, outcomes, horizon) })
		if !hazard.Known() {
			s.warn("too few sellers had been seen to stop by " + in.Conditions.AsOf.String() + ": that " +
				"this one may vanish is not counted in any figure")
		}
	}
	together(e.N*horizon, parts)
	if err != nil {
		return err
	}
	s.Clauses = append(s.Clauses, clauses...)
	s.fairOf(t)
	if priced {
		s.size(in, t, fates)
		s.Figures.FairBid = fairBid(e, in.Offer, t, outcomes, horizon)
	}
	return nil
}

// togetherFrom is the number of path-days from which the parts of a verdict run at the same time; below it
// they take less than some 20 ms, and threads do not pay.
const togetherFrom = 2 << 20

// together runs parts that do not depend on each other.
func together(pathDays int, parts []func()) {
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

// screen fills the figures that offers are ranked by, and no others.
func (s *Section) screen(in Input, m *simulated.Market, t *contract.Terms, horizon int) {
	r := m.Screen(play.Asked{Terms: t, Horizon: horizon, Fair: true})
	f := &s.Figures
	f.fill(&play.Simulation{Paths: m.Ensemble.N, BTCEfficiency: r.BTCEfficiency, ProbBeats: r.ProbBeats,
		ProbStdErr: math.Sqrt(r.ProbBeats * (1 - r.ProbBeats) / float64(m.Ensemble.N)), Fair: r.Fair,
		ProbStopped: r.ProbStopped}, t, in.Offer)
	f.NetUSD, f.NetBTC = nil, nil
	f.PaybackDays, f.FeeShareOfGross = nil, nil
}

// compare adds what the same money comes to with the offer and elsewhere, on the same paths. The money is
// play.Budget: what is not spent of it stays bitcoin, in the offer as elsewhere.
func (s *Section) compare(in Input, m *simulated.Market, t *contract.Terms, o *play.Outcomes, horizon int) {
	e := m.Ensemble
	money := play.Budget(t, horizon, e.Price0(), in.Conditions.HashpriceUSD())
	if !(money > 0) || s.Figures.AskedUSD == nil && in.Offer.Price.Bid == nil {
		return
	}
	held := e.Held(o, money)
	if idle := play.WithoutBuyersStops(t); idle != nil { // what is one's own to use need not be used
		left := e.Play(idle, horizon, nil)
		if in.Offer.Owned == nil && s.resells(in.Offer) {
			sell(in, e, left, idle, horizon)
		}
		if without := e.Held(left, money); play.DistOf(without).P50 > play.DistOf(held).P50 {
			held = without
		}
	}
	s.Figures.budget(e, held, money)
	s.Alternatives = append(s.Alternatives, alternatives.Judge(e, m.Kept,
		alternatives.Elsewhere{MoneyUSD: money,
			Horizon: horizon, Conditions: in.Conditions, PowerUSD: in.Choices.PowerUSD,
			Machine: in.Choices.Machine, Spot: in.Spot,
			IsToken: in.Offer.Kind == offer.Token, Hosted: hostedAs(in.Offer, t)}, held)...)
}

// hostedAs is how the buyer's own machine is run at the host's of an offer; nil where it is no such offer.
func hostedAs(o offer.Offer, t *contract.Terms) *alternatives.Running {
	if o.Kind != offer.Hosted || resale.EfficiencyOf(o) == 0 {
		return nil
	}
	run := alternatives.Running{Delay: t.Delay, Uptime: t.Uptime}
	for _, f := range t.Fees {
		if !f.AfterEven {
			run.PoolShare += f.Share
		}
	}
	return &run
}

// mayBeSwitchedOff reports that the buyer's own machine stands at a host's who charges its power by use and
// nothing by the day, and that the terms do not say otherwise: neither that nobody may stop it, nor when the
// buyer may.
func (s *Section) mayBeSwitchedOff(o offer.Offer) bool {
	if o.Kind != offer.Hosted || !s.resells(o) || o.StopsStated && len(o.Stops) == 0 ||
		slices.ContainsFunc(o.Stops, func(s offer.Stop) bool {
			return s.By == "buyer" && s.Then == "pause"
		}) {
		return false
	}
	byUse := false
	for _, f := range o.Fees {
		if f.IsDaily() && (f.Efficiency == nil || f.Paid != offer.Separately) {
			return false
		}
		byUse = byUse || f.IsDaily()
	}
	return byUse
}

// size says how much of one's money the offer deserves, by its BTC efficiency on each path with sellers
// that vanish.
func (s *Section) size(in Input, t *contract.Terms, fates []float64) {
	asked := t.UpfrontUSD.Float() + t.UpfrontBTC.BTC()*in.Conditions.PriceUSD
	if s.Figures.AskedUSD == nil || asked <= 0 || in.Offer.Owned != nil { // an owner has all of it in it
		return
	}
	var warnings []string
	within := sizing.Within{MinedUSD: math.Inf(1)}
	if paid := s.Figures.PaidBTC; paid != nil {
		within.PaidUSD = *paid * in.Conditions.PriceUSD
	}
	if basis := find(s.Scenarios, s.Figures.Basis); basis != nil && s.Figures.Luck == nil {
		within.MinedUSD = basis.GrossUSD
	}
	s.Sizing, warnings = sizing.Judge(t, fates, within, in.Conditions.PriceUSD, in.Choices.BudgetUSD)
	s.Warnings = append(s.Warnings, warnings...)
}

// resell counts the resale of a transferable tokenised contract or hosted machine, where the offer
// states that it can be sold; the section says what it is and what the figures are without.
func (s *Section) resell(in Input, e *play.Ensemble, o *play.Outcomes, t *contract.Terms, horizon int) {
	if !s.resells(in.Offer) {
		return
	}
	hosted := in.Offer.Kind == offer.Hosted
	if !hosted && in.Conditions.AsOf < resale.TokenQuotes()[0].Seen {
		s.warn("resale is not counted: no price of tokenised hashrate was known by that day")
		return
	}
	without := play.DistOf(efficiencies(o))
	if !hosted && in.Offer.Resale.MarketFee == nil {
		s.assume("the market's fee on resale is not stated: " + resale.TokenSaleFee.String() + " is used")
	}
	sold, ok := sell(in, e, o, t, horizon)
	switch {
	case !ok && hosted:
		s.warn("the sale of your machine at the end is not counted: its price cannot be modelled")
		return
	case !ok:
		s.warn("resale is not counted: its price cannot be modelled without the efficiency of the machine " +
			"(J/TH)")
		return
	}
	s.Figures.Resale = &Resale{USD: sold, BTCEfficiencyWithout: without.Known()}
	if in.Offer.Resale.Token != (offer.TokenContract{}) {
		s.assume("the token that is named is not looked up on its chain: what it sells for is modelled")
	}
	if hosted {
		s.assume("your machine is sold at the end of the days computed, at the price that hashprice then " +
			"implies less 15 % and what fails by then")
		return
	}
	s.assume("resale at the end of the days computed is counted at the price that hashprice then implies, " +
		"less the market's fee and " +
		"10 % to find a buyer; machines this efficient may be worth nothing by then")
}

// sell adds the proceeds of a resale to outcomes: of a token, or of the buyer's own machine as of those
// that the
// offer is set beside. It returns their median in dollars.
func sell(in Input, e *play.Ensemble, o *play.Outcomes, t *contract.Terms,
	horizon int) (usd float64, ok bool) {
	lot := resale.Transferable{Terms: t, Efficiency: resale.EfficiencyOf(in.Offer),
		MarketFee: resale.TokenSaleFee, Bought: in.Conditions, Horizon: horizon}
	if in.Offer.Kind == offer.Hosted {
		return lot.ResellMachine(e, o)
	}
	if in.Conditions.AsOf < resale.TokenQuotes()[0].Seen {
		return 0, false
	}
	if f := in.Offer.Resale.MarketFee; f != nil {
		lot.MarketFee = *f
	}
	return lot.Resell(e, o)
}

// resells reports whether a resale counts: of tokenised hashrate, or of the buyer's own machine, that may be
// sold on and has a price.
func (s *Section) resells(o offer.Offer) bool {
	own := o.Kind == offer.Token || o.Kind == offer.Hosted && resale.EfficiencyOf(o) > 0
	return own && o.Resale.Transferable == offer.True && (s.Figures.AskedUSD != nil || o.Owned != nil)
}

func efficiencies(o *play.Outcomes) []float64 {
	out := make([]float64, len(o.Received))
	for i := range out {
		out[i] = o.Received[i] / o.Paid[i]
	}
	return out
}

// fairBid is the bid at which each share of the paths gives back what it costs: what comes back, less what is
// paid beside the bid, over what the bid and shares of it come to, times the bid.
func fairBid(e *play.Ensemble, o offer.Offer, t *contract.Terms, out *play.Outcomes, horizon int) *FairBid {
	if o.Price.Bid == nil || !(o.Price.Bid.Value > 0) || t.UpfrontUSD != 0 || t.UpfrontBTC != 0 {
		return nil
	}
	per := out.Efficiency(make([]float32, len(out.Paid)))
	if paysBeside(t) {
		free := *t
		free.Bid, free.BidUSD = 0, 0
		for i, beside := range e.Play(&free, horizon, nil).Paid {
			per[i] = float32((out.Received[i] - beside) / (out.Paid[i] - beside))
		}
	}
	var z quantile.Finder
	var at [3]float64
	z.Reached(per, []float64{0.95, 0.8, 0.5}, at[:])
	if math.IsNaN(at[0] + at[1] + at[2]) {
		return nil
	}
	bid := o.Price.Bid
	return &FairBid{Currency: string(bid.Currency), P50: price(at[2] * bid.Value),
		P80: price(at[1] * bid.Value), P95: price(at[0] * bid.Value)}
}
