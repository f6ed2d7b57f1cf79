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
	"github.com/assaymining/assay/offer"
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
	PowerUSD   float64 // dollars per kWh that the reader pays; 0 unknown
	Spot       Spot    // of verifiable hashrate on a market
	IsToken    bool    // the offer itself is tokenised hashrate
	// the offer's running fees are paid beside its payouts: power of a machine then is too
	FeesBeside bool
	Machine    *hardware.Machine // the machine to own or host; nil: the cheapest to own and run
}

// Assumptions about what the buyer would do elsewhere. Each is a choice that the text of the
// alternative states.
const (
	poolFee = 0.02 // fee of a large pool (Braiins calculator's default revenue_fees_rate)
	// dollars per kWh, BitFuFu's S21 hosting plan of 2024 (Binance Square 13523368410409)
	hostingUSD  = 0.079
	marketFee   = 0.03 // buyer's fee of a hashrate market (NiceHash help centre)
	tokenJPerTH = 15   // grade of tokenised hashrate
	// dollars per kWh, GoMining 2022-2026 (hardware and token sources: docs/residuals.md)
	tokenPowerUSD = 0.05
	tokenService  = 0.0089 // dollars per TH/s and day, the same
)

// Judge plays every alternative on the paths of an ensemble, in a fixed order, and sets it beside what an
// offer came to there. The money is in.MoneyUSD, as much as the offer costs.
func Judge(e *play.Ensemble, kept *Kept, in Elsewhere, offered *play.Outcomes) []Alternative {
	var out []Alternative
	for _, a := range on(e, kept, in) {
		if a.btc == nil {
			out = append(out, a.Alternative)
			continue
		}
		a.BTCOut = play.DistOf(a.btc).Known()
		a.USDOut = play.DistOf(e.AtEnd(a.btc, in.Horizon)).Known()
		beaten := beatenShare(offered, a.btc, in.MoneyUSD)
		a.ProbBeaten = &beaten
		out = append(out, a.Alternative)
	}
	return out
}

// beatenShare is the share of paths on which the offer gives at least as much bitcoin per dollar as the
// alternative does.
func beatenShare(offered *play.Outcomes, btc []float64, moneyUSD float64) float64 {
	n := 0.0
	for i := range btc {
		if offered.Received[i]*moneyUSD >= btc[i]*offered.PaidUSD[i] {
			n++
		}
	}
	return n / float64(len(btc))
}

// FeesBeside reports whether a running fee of an offer is paid beside the payouts. A dollar that pays a fee
// later has not lost what a dollar lost that bought hashrate at once, so machines are set beside an offer on
// its own plan.
func FeesBeside(o offer.Offer) bool {
	return slices.ContainsFunc(o.Fees, func(f offer.Fee) bool {
		return f.Paid == offer.Separately && (f.PerHashrateDay != nil || f.Efficiency != nil)
	})
}

// on plays every alternative.
func on(e *play.Ensemble, kept *Kept, in Elsewhere) []played {
	p := &playing{e, kept}
	out := []played{p.buy(in), p.dca(in)}
	trend, dated := hardware.FrontierTrend(in.Conditions.AsOf)
	if !dated {
		return out
	}
	own := needing("own_asic", need.Power.For("what you pay for power", "0.08USD/kWh"))
	if in.PowerUSD > 0 {
		own = p.machine(in, trend, "own_asic", in.PowerUSD)
	}
	out = append(out, own, p.machine(in, trend, "hosted_asic", hostingUSD), p.market(in))
	if !in.IsToken {
		out = append(out, p.token(in, trend))
	}
	return out
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

// machine is an ASIC that pays power (or hosting) per kWh, with a pool fee, uptime, failures, a delivery
// delay, the owner's switch and resale at the horizon.
func (p *playing) machine(in Elsewhere, trend hardware.Trend, name string, powerUSD float64) played {
	if in.Horizon <= 2*resale.ASICDeliveryDays {
		return needing(name, fmt.Sprintf("a term beyond %d days: a machine takes three weeks to arrive",
			2*resale.ASICDeliveryDays))
	}
	perTH, efficiency, model := machineFor(in, trend, powerUSD)
	years := float64(in.Horizon) / 365.25
	alive := math.Exp(-resale.ASICFailuresPerYear * years / 2) // mean over the holding
	bought := resale.ASICMarket{Hashprice: in.Conditions.HashpriceUSD(),
		Frontier: float64(trend.JPerTH(in.Conditions.AsOf))}
	h := p.hold(holding{name, in.Horizon, perTH, float64(efficiency), powerUSD, in.FeesBeside, bought},
		func() ([]float64, float64) {
			th := 1 / perTH
			power := efficiency.KWhPerTHDay() * powerUSD * th * resale.ASICUptime * alive
			o := p.e.Play(&contract.Terms{TH: th, Uptime: resale.ASICUptime * alive,
				Delay: resale.ASICDeliveryDays, Length: in.Horizon - resale.ASICDeliveryDays, Every: 1,
				Fees: []contract.FeeTerm{{Name: "pool", Share: poolFee}, {Name: "power", USDPerDay: power,
					Separate: in.FeesBeside}},
				Stops: []contract.StopTerm{{Days: 1, Pause: true, By: "buyer"}}}, in.Horizon, nil)
			kept := th * math.Exp(-resale.ASICFailuresPerYear*years) * (1 - resale.ASICResaleCost)
			residual := resale.AddProceeds(p.e, o.Received, in.Horizon, func(hashprice,
				frontier float64) float64 {
				return kept * resale.ASICResalePerTH(perTH, float64(efficiency), bought,
					resale.ASICMarket{Hashprice: hashprice, Frontier: frontier})
			}, trend)
			if !in.FeesBeside {
				return o.Received, residual
			}
			// what power would cost is spent on every day: on losing days for bitcoin
			_, inverse := p.e.Sums(resale.ASICDeliveryDays, in.Horizon)
			spent := 1 + power*float64(in.Horizon-resale.ASICDeliveryDays)
			for i := range o.Received {
				o.Received[i] = (o.Received[i] + power*float64(inverse[i]) - o.Paid[i]) / spent
			}
			return o.Received, residual / spent
		})
	btc, residual := h.of(in.MoneyUSD)
	losing := "switched off on losing days"
	if in.FeesBeside {
		losing = "paid beside as the offer's fees are, switched off on losing days (it then buys bitcoin)"
	}
	return played{Alternative{Name: name, ResidualUSD: &residual,
		Says: fmt.Sprintf("%s at $%.2f per TH/s and $%.3f per kWh, %s, sold at the end", model, perTH,
			powerUSD, losing)}, btc}
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
		return p.PerTH().Value, p.Machine.Efficiency, withArticle(p.Machine.Name()) + " (" + p.Basis +
			" of " + p.When() + ")"
	}
	j = trend.JPerTH(c.AsOf)
	return resale.ASICPricePerTH(c.HashpriceUSD(), float64(j), float64(j)), j,
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
			return p.PerTH().Value, m.Efficiency, withArticle(m.Name()) + " (" + p.Basis + " of " + p.When() +
				")"
		}
	}
	perTH = resale.ASICPricePerTH(c.HashpriceUSD(), float64(m.Efficiency), float64(trend.JPerTH(c.AsOf)))
	return perTH, m.Efficiency, withArticle(m.Name()) + " at the modelled price"
}

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
	h := p.hold(holding{a.Name, in.Horizon, perTH, tokenJPerTH, tokenPowerUSD, false, market},
		func() ([]float64, float64) {
			th := 1 / perTH
			btc := p.e.Play(&contract.Terms{TH: th, Uptime: 1, Length: in.Horizon, Every: 1,
				Fees: []contract.FeeTerm{{Name: "maintenance",
					USDPerDay: th * (units.Efficiency(tokenJPerTH).KWhPerTHDay()*tokenPowerUSD +
						tokenService)}},
				Stops: []contract.StopTerm{{Days: 1, Pause: true, By: "automatic"}}}, in.Horizon,
				nil).Received
			return btc, resale.AddProceeds(p.e, btc, in.Horizon, func(hashprice, frontier float64) float64 {
				return th * resale.TokenSale{MarketFee: resale.TokenSaleFee,
					Haircut: resale.TokenHaircut}.ProceedsPerTH(resale.TokenPricePerTH(hashprice, tokenJPerTH,
					frontier, 100))
			}, trend)
		})
	btc, residual := h.of(in.MoneyUSD)
	a.btc = btc
	a.ResidualUSD = &residual
	a.Says = fmt.Sprintf("tokenised hashrate of %d J/TH at the modelled $%.2f per TH/s, GoMining's fees "+
		"without discounts, resold at the end", tokenJPerTH, perTH)
	return a
}
