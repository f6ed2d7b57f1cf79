// Package alternatives says what the money of a contract would have come to elsewhere: bitcoin bought at
// once or in parts, a machine of one's own or hosted, rented or tokenised hashrate, all on the same
// simulated paths.
//
// Each states in its text what is assumed. One that rests on a fact nobody gave says which fact it needs.
//
// Nothing in it is promised to other modules.
package alternatives

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/resale"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/units"
)

// Alternative is what a sum of money comes to elsewhere on the paths of an ensemble, held as bitcoin at the
// horizon, resale included. It cannot be computed where Needs names a fact that is missing.
type Alternative struct {
	Name        string     `json:"name"`
	Says        string     `json:"says"`
	BTCOut      *play.Dist `json:"btc_out"`
	USDOut      *play.Dist `json:"usd_out"`
	ProbBeaten  *float64   `json:"prob_offer_beats"` // share of paths on which the offer gives more bitcoin
	Needs       string     `json:"needs"`
	ResidualUSD *float64   `json:"residual_usd"` // median resale value at the end, in btc_out already
}

// played is an alternative with what it came to on each path, in bitcoin; nil: not computed.
type played struct {
	Alternative
	btc []float64
}

// BuyBitcoin is the name of the alternative that every offer has to beat.
const BuyBitcoin = "buy_bitcoin"

// Spot is a market's price of hashrate, BTC per TH/s and day (0: not known), and where it is from.
type Spot struct {
	BTCPerTHDay float64
	Says        string
}

// Elsewhere is what alternatives are computed from.
type Elsewhere struct {
	MoneyUSD   float64
	Horizon    int
	Conditions valuation.Conditions
	PowerUSD   float64           // dollars per kWh that the reader pays; 0 unknown
	Spot       Spot              // of verifiable hashrate on a market
	IsToken    bool              // the offer itself is tokenised hashrate
	Machine    *hardware.Machine // the machine to own or host; nil: the cheapest to own and run
	// what the offer says of running the buyer's own machine at a host's; nil: it is no such offer. A hosted
	// machine is then run as that is.
	Hosted *Running
}

// Running is how a machine is run.
type Running struct {
	Delay     int     // days from payment to the first mined day
	Uptime    float64 // share of its hashrate that is delivered
	PoolShare float64 // of what is mined, kept by pool or host
}

// usual is how a machine is run where nobody says.
func usual(horizon int) Running {
	years := float64(horizon) / 365.25
	alive := math.Exp(-resale.ASICFailuresPerYear * years / 2) // mean over the holding
	return Running{resale.ASICDeliveryDays, resale.ASICUptime * alive, poolFee}
}

// Assumptions about what the buyer would do elsewhere. Each is a choice that the text of the
// alternative states.
const (
	poolFee = 0.02 // fee of a large pool (Braiins calculator's default revenue_fees_rate)
	// dollars per kWh, BitFuFu's S21 hosting plan of 2024 (Binance Square 13523368410409); the first day
	// of that year stands for the day of the post
	hostingUSD   = 0.079
	hostingSince = "2024-01-01"
	marketFee    = 0.03 // buyer's fee of a hashrate market (NiceHash help centre)
	tokenJPerTH  = 15   // grade of tokenised hashrate
	// dollars per kWh, GoMining 2022-2026 (hardware and token sources: docs/residuals.md)
	tokenPowerUSD = 0.05
	tokenService  = 0.0089 // dollars per TH/s and day, the same
)

// Judge plays every alternative on the paths of an ensemble, in a fixed order, and sets it beside the bitcoin
// that is there after the offer. The money is in.MoneyUSD, what is set aside for the offer (play.Budget).
func Judge(e *play.Ensemble, kept *Kept, in Elsewhere, offered []float64) []Alternative {
	var out []Alternative
	for _, a := range on(e, kept, in) {
		if a.btc == nil {
			out = append(out, a.Alternative)
			continue
		}
		a.BTCOut = play.DistOf(a.btc).Known()
		a.USDOut = play.DistOf(e.AtEnd(a.btc, in.Horizon)).Known()
		beaten := play.Share(offered, func(i int, btc float64) bool { return btc >= a.btc[i]*(1-tied) })
		a.ProbBeaten = &beaten
		out = append(out, a.Alternative)
	}
	return out
}

// tied is the relative difference within which two sums of bitcoin are the same: rounding of float32 figures.
const tied = 1e-6

// on plays every alternative.
func on(e *play.Ensemble, kept *Kept, in Elsewhere) []played {
	p := &playing{e, kept}
	out := []played{p.buy(in), p.dca(in)}
	trend, dated := hardware.FrontierTrend(in.Conditions.AsOf)
	day := in.Conditions.AsOf
	if !dated {
		none := "a price of machines that was known on " + day.String() +
			": the first that are carried came later"
		out = append(out, needing("own_asic", none), needing("hosted_asic", none), p.market(in))
		return p.withToken(out, in, trend)
	}
	if in.Machine != nil && !outBy(*in.Machine, day) {
		none := "a machine that was on sale on " + day.String() + ": the " + in.Machine.Name() + " came later"
		out = append(out, needing("own_asic", none), needing("hosted_asic", none), p.market(in))
		return p.withToken(out, in, trend)
	}
	own := needing("own_asic", need.Power.For("what you pay for power", "0.08USD/kWh"))
	if in.PowerUSD > 0 {
		own = p.machine(in, trend, "own_asic", in.PowerUSD, usual(in.Horizon))
	}
	hosted := needing("hosted_asic", "a price of hosting that was known on "+day.String()+
		": the one that is carried is of 2024")
	if knownBy(hostingSince, day) {
		run := usual(in.Horizon)
		if in.Hosted != nil {
			run = *in.Hosted
		}
		hosted = p.machine(in, trend, "hosted_asic", hostingUSD, run)
	}
	return p.withToken(append(out, own, hosted, p.market(in)), in, trend)
}

// withToken adds tokenised hashrate, unless the offer is that itself; none was on sale at a known price
// before the first that was recorded of its grade.
func (p *playing) withToken(out []played, in Elsewhere, trend hardware.Trend) []played {
	day := in.Conditions.AsOf
	switch {
	case in.IsToken:
		return out
	case !resale.TokenKnownBy(tokenJPerTH, day):
		return append(out, needing("token", "a price of tokenised hashrate that was known on "+day.String()+
			": the first that is carried came later"))
	}
	return append(out, p.token(in, trend))
}

// knownBy reports whether a date that this package wrote itself is not after a day.
func knownBy(date string, day units.Date) bool {
	since, err := units.ParseDate(date)
	return err == nil && since <= day
}

// outBy reports whether a machine was out by a day: released, or seen for sale where no source dates it.
func outBy(m hardware.Machine, day units.Date) bool {
	if m.Released.Known() {
		return m.Released.End() <= day
	}
	return slices.ContainsFunc(m.Prices(), func(p hardware.Price) bool { return p.Seen <= day })
}

// needing is an alternative for which a fact is missing.
func needing(name, fact string) played {
	return played{Alternative: Alternative{Name: name, Needs: fact}}
}

func (p *playing) buy(in Elsewhere) played {
	btc := make([]float64, p.e.N)
	for i := range btc {
		btc[i] = in.MoneyUSD / p.e.Price0()
	}
	return played{Alternative{Name: BuyBitcoin, Says: "buy bitcoin with all of it on the first day"}, btc}
}

func (p *playing) dca(in Elsewhere) played {
	_, inverse := p.e.Sums(0, in.Horizon)
	btc := make([]float64, p.e.N)
	for i := range btc {
		btc[i] = in.MoneyUSD / float64(in.Horizon) * float64(inverse[i])
	}
	return played{Alternative{Name: "dca_bitcoin", Says: "buy bitcoin in equal parts every day"}, btc}
}

// machine is an ASIC that pays power (or hosting) per kWh, with a pool fee, downtime, a delivery delay, the
// owner's switch and resale at the horizon. The money is play.Budget; what is not spent of it stays bitcoin.
func (p *playing) machine(in Elsewhere, trend hardware.Trend, name string, powerUSD float64,
	run Running) played {
	if in.Horizon <= 2*run.Delay {
		return needing(name, fmt.Sprintf("a term beyond %d days: a machine takes three weeks to arrive",
			2*run.Delay))
	}
	perTH, efficiency, model := machineFor(in, trend, powerUSD)
	bought := resale.ASICMarket{Hashprice: in.Conditions.HashpriceUSD(),
		Frontier: float64(trend.JPerTH(in.Conditions.AsOf))}
	h := p.hold(holding{name, in.Horizon, perTH, float64(efficiency), powerUSD, run, bought},
		func() ([]float64, float64) {
			t := &contract.Terms{TH: 1, Uptime: run.Uptime, Delay: run.Delay, Length: in.Horizon - run.Delay,
				Every: 1, UpfrontUSD: units.RoundMicro(perTH),
				Fees: []contract.FeeTerm{{Name: "pool", Share: run.PoolShare},
					{Name: "power", USDPerDay: efficiency.KWhPerTHDay() * powerUSD, Separate: true}}}
			if name == "own_asic" || in.Hosted == nil { // what stands still draws no power
				t.Fees[1].USDPerDay *= run.Uptime
			}
			o := p.e.Play(play.OwnersSwitch(t), in.Horizon, nil)
			residual, _ := resale.Transferable{Terms: t, Efficiency: efficiency, Bought: in.Conditions,
				Horizon: in.Horizon}.ResellMachine(p.e, o)
			return p.perDollar(t, o, in, residual)
		})
	btc, residual := h.of(in.MoneyUSD)
	return played{Alternative{Name: name, ResidualUSD: &residual,
		Says: fmt.Sprintf("%s at $%.2f per TH/s and $%.3f per kWh, switched off on losing days, sold at the "+
			"end", model, perTH, powerUSD)}, btc}
}

// perDollar is what a dollar that is set aside for a holding comes to.
func (p *playing) perDollar(t *contract.Terms, o *play.Outcomes, in Elsewhere,
	residual float64) ([]float64, float64) {
	money := play.Budget(t, in.Horizon, p.e.Price0(), in.Conditions.HashpriceUSD())
	btc := p.e.Held(o, money)
	for i := range btc {
		btc[i] /= money
	}
	return btc, residual / money
}

// machineFor is the machine that the money buys: the one cheapest to own and run over the horizon among
// the observed prices, else the best on sale at the modelled price.
func machineFor(in Elsewhere, trend hardware.Trend, powerUSD float64) (perTH float64, j units.Efficiency,
	model string) {
	c := in.Conditions
	if m := in.Machine; m != nil {
		return chosen(*m, c, trend)
	}
	p, _, ok := hardware.CheapestForTerm(c.AsOf, units.Days(in.Horizon), units.EnergyPrice{Value: powerUSD,
		Currency: units.USD})
	if ok {
		return cents(p.PerTH().Value), p.Machine.Efficiency, withArticle(p.Machine.Name()) + " (" + p.Basis +
			" of " + p.When() + ")"
	}
	// as it is written, so that whoever offers this very machine offers the same
	best := float64(trend.JPerTH(c.AsOf))
	j = units.Efficiency(math.Round(best))
	return cents(resale.ASICPricePerTH(c.HashpriceUSD(), best, best)), j,
		fmt.Sprintf("a machine of %.0f J/TH at the modelled price", float64(j))
}

// chosen is the machine that the reader named, at its last price seen within a year before the day, else
// at the modelled price.
func chosen(m hardware.Machine, c valuation.Conditions, trend hardware.Trend) (perTH float64,
	j units.Efficiency, model string) {
	prices := m.Prices()
	for i := len(prices) - 1; i >= 0; i-- {
		p := prices[i]
		if p.Seen <= c.AsOf && c.AsOf-p.Seen <= units.Date(hardware.PriceMaxAge) &&
			p.PerTH().Currency == units.USD {
			return cents(p.PerTH().Value), m.Efficiency,
				withArticle(m.Name()) + " (" + p.Basis + " of " + p.When() + ")"
		}
	}
	perTH = resale.ASICPricePerTH(c.HashpriceUSD(), float64(m.Efficiency), float64(trend.JPerTH(c.AsOf)))
	return cents(perTH), m.Efficiency, withArticle(m.Name()) + " at the modelled price"
}

// cents is dollars as they are shown: whoever writes down what is shown has the same.
func cents(usd float64) float64 { return math.Round(100*usd) / 100 }

// withArticle is a machine's name with its indefinite article.
func withArticle(name string) string {
	if strings.ContainsAny(name[:1], "AEIOU") {
		return "an " + name
	}
	return "a " + name
}

// market is renting hashrate at today's market price for as long as the money lasts over the horizon.
func (p *playing) market(in Elsewhere) played {
	a := needing("market_hashrate", "")
	if in.Spot.BTCPerTHDay <= 0 {
		a.Needs = need.Quotes.For("today's price on a hashrate market", "")
		return a
	}
	hash, _ := p.e.Sums(0, in.Horizon)
	th := in.MoneyUSD / p.e.Price0() / (in.Spot.BTCPerTHDay * (1 + marketFee) * float64(in.Horizon))
	a.btc = make([]float64, p.e.N)
	for i := range a.btc {
		a.btc[i] = th * (1 - poolFee) * float64(hash[i])
	}
	a.Says = fmt.Sprintf("rent verifiable hashrate every day at %.1f sat per TH/s (%s), 3 %% market and 2 "+
		"%% pool fee", in.Spot.BTCPerTHDay*units.SatPerBTC, in.Spot.Says)
	return a
}

// token is tokenised hashrate at its modelled list price, resold at the horizon.
func (p *playing) token(in Elsewhere, trend hardware.Trend) played {
	c := in.Conditions
	perTH := resale.TokenPricePerTH(c.HashpriceUSD(), tokenJPerTH, float64(trend.JPerTH(c.AsOf)), 100)
	a := needing("token", "")
	if perTH <= 0 {
		a.Needs = "a hashprice above zero"
		return a
	}
	market := resale.ASICMarket{Hashprice: c.HashpriceUSD(), Frontier: float64(trend.JPerTH(c.AsOf))}
	h := p.hold(holding{a.Name, in.Horizon, perTH, tokenJPerTH, tokenPowerUSD, Running{}, market},
		func() ([]float64, float64) {
			t := &contract.Terms{TH: 1, Uptime: 1, Length: in.Horizon, Every: 1,
				UpfrontUSD: units.RoundMicro(perTH), Fees: []contract.FeeTerm{{Name: "maintenance",
					USDPerDay: units.Efficiency(tokenJPerTH).KWhPerTHDay()*tokenPowerUSD + tokenService}},
				Stops: []contract.StopTerm{{Days: 1, Pause: true, By: "automatic"}}}
			o := p.e.Play(t, in.Horizon, nil)
			residual := resale.AddProceeds(p.e, o.Received, in.Horizon, func(hashprice,
				frontier float64) float64 {
				return resale.TokenSale{MarketFee: resale.TokenSaleFee,
					Haircut: resale.TokenHaircut}.ProceedsPerTH(resale.TokenPricePerTH(hashprice, tokenJPerTH,
					frontier, 100))
			}, trend)
			return p.perDollar(t, o, in, residual)
		})
	btc, residual := h.of(in.MoneyUSD)
	a.btc = btc
	a.ResidualUSD = &residual
	a.Says = fmt.Sprintf("tokenised hashrate of %d J/TH at the modelled $%.2f per TH/s, GoMining's fees "+
		"without discounts, resold at the end", tokenJPerTH, perTH)
	return a
}
