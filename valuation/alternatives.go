package valuation

import (
	"fmt"
	"math"
	"strings"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/units"
)

// Alternative is what a sum of money comes to elsewhere on the paths of an ensemble: BTC held at the
// horizon, resale included. BTC is nil where Needs names a fact that is missing.
type Alternative struct {
	Name        string
	Says        string
	Needs       string
	BTC         []float64
	ResidualUSD *float64 // median resale value, already in BTC
}

// Elsewhere is what alternatives are computed from.
type Elsewhere struct {
	MoneyUSD   float64
	Horizon    int
	Conditions Conditions
	PowerUSD   float64 // dollars per kWh that the reader pays; 0 unknown
	SpotBTC    float64 // market price of verifiable hashrate, BTC per TH/s and day; 0 unknown
	SpotSays   string
	IsToken    bool              // the offer itself is tokenised hashrate
	FeesBeside bool              // the offer's running fees are paid beside its payouts: power of a machine then is too
	Machine    *hardware.Machine // the machine to own or host; nil: the cheapest to own and run
}

// Assumptions about what the buyer would do elsewhere. Each is a choice that the text of the
// alternative states.
const (
	poolFee       = 0.02   // fee of a large pool (Braiins calculator's default revenue_fees_rate)
	hostingUSD    = 0.079  // dollars per kWh, BitFuFu's S21 hosting plan of 2024 (Binance Square 13523368410409)
	marketFee     = 0.03   // buyer's fee of a hashrate market (NiceHash help centre)
	tokenJPerTH   = 15     // grade of tokenised hashrate
	tokenPowerUSD = 0.05   // dollars per kWh, GoMining 2022-2026 (hardware and token sources: docs/residuals.md)
	tokenService  = 0.0089 // dollars per TH/s and day, the same
	resaleDays    = 7      // hashprice at resale is the mean of the last days, as in the model's fit
)

// TokenSaleFee is the marketplace's cut of a resale where the offer does not state it, an assumption.
const TokenSaleFee units.Fraction = 0.05

// Alternatives plays every alternative on the same paths, in a fixed order.
func (e *Ensemble) Alternatives(in Elsewhere) []Alternative {
	out := []Alternative{e.buy(in), e.dca(in)}
	trend, dated := hardware.FrontierTrend(in.Conditions.AsOf)
	if !dated {
		return out
	}
	own := Alternative{Name: "own_asic", Needs: need.Power.For("what you pay for power", "0.08USD/kWh")}
	if in.PowerUSD > 0 {
		own = e.machine(in, trend, "own_asic", in.PowerUSD)
	}
	out = append(out, own, e.machine(in, trend, "hosted_asic", hostingUSD), e.market(in))
	if !in.IsToken {
		out = append(out, e.token(in, trend))
	}
	return out
}

func (e *Ensemble) buy(in Elsewhere) Alternative {
	btc := make([]float64, e.N)
	for i := range btc {
		btc[i] = in.MoneyUSD / e.Price0()
	}
	return Alternative{Name: "buy_bitcoin", Says: "buy bitcoin with all of it on the first day", BTC: btc}
}

func (e *Ensemble) dca(in Elsewhere) Alternative {
	s := e.newSpan()
	e.upTo(s, in.Horizon)
	btc := make([]float64, e.N)
	for i := range btc {
		btc[i] = in.MoneyUSD / float64(in.Horizon) * float64(s.inv[i])
	}
	return Alternative{Name: "dca_bitcoin", Says: "buy bitcoin in equal parts every day", BTC: btc}
}

// machine is an ASIC that pays power (or hosting) per kWh, with a pool fee, uptime, failures, a delivery
// delay, the owner's switch and resale at the horizon.
func (e *Ensemble) machine(in Elsewhere, trend hardware.Trend, name string, powerUSD float64) Alternative {
	if in.Horizon <= 2*ASICDeliveryDays {
		return Alternative{Name: name, Needs: fmt.Sprintf("a term beyond %d days: a machine takes three weeks to arrive", 2*ASICDeliveryDays)}
	}
	perTH, efficiency, model := machineFor(in, trend, powerUSD)
	years := float64(in.Horizon) / 365.25
	alive := math.Exp(-ASICFailuresPerYear * years / 2) // mean over the holding
	bought := ASICMarket{in.Conditions.HashpriceUSD(), float64(trend.JPerTH(in.Conditions.AsOf))}
	h := e.hold(holding{name, in.Horizon, perTH, float64(efficiency), powerUSD, in.FeesBeside, bought}, func() ([]float64, float64) {
		th := 1 / perTH
		power := efficiency.KWhPerTHDay() * powerUSD * th * ASICUptime * alive
		o := e.Play(&contract.Terms{TH: th, Uptime: ASICUptime * alive, Delay: ASICDeliveryDays, Length: in.Horizon - ASICDeliveryDays, Every: 1,
			Fees:  []contract.FeeTerm{{Name: "pool", Share: poolFee}, {Name: "power", USDPerDay: power, Separate: in.FeesBeside}},
			Stops: []contract.StopTerm{{Days: 1, Pause: true, By: "buyer"}}}, in.Horizon, nil)
		kept := th * math.Exp(-ASICFailuresPerYear*years) * (1 - ASICResaleCost)
		residual := e.addResale(o.Received, in.Horizon, func(hashprice, frontier float64) float64 {
			return kept * ASICResalePerTH(perTH, float64(efficiency), bought, ASICMarket{hashprice, frontier})
		}, trend)
		if !in.FeesBeside {
			return o.Received, residual
		}
		s := e.newSpan() // what power would cost is spent on every day: on losing days for bitcoin
		e.between(s, ASICDeliveryDays, in.Horizon)
		spent := 1 + power*float64(in.Horizon-ASICDeliveryDays)
		for i := range o.Received {
			o.Received[i] = (o.Received[i] + power*float64(s.inv[i]) - o.Paid[i]) / spent
		}
		return o.Received, residual / spent
	})
	btc, residual := h.of(in.MoneyUSD)
	losing := "switched off on losing days"
	if in.FeesBeside {
		losing = "paid beside as the offer's fees are, switched off on losing days (it then buys bitcoin)"
	}
	return Alternative{Name: name, BTC: btc, ResidualUSD: &residual,
		Says: fmt.Sprintf("%s at $%.2f per TH/s and $%.3f per kWh, %s, sold at the end", model, perTH, powerUSD, losing)}
}

// machineFor is the machine that the money buys: the one cheapest to own and run over the horizon among
// the observed prices, else the best on sale at the modelled price.
func machineFor(in Elsewhere, trend hardware.Trend, powerUSD float64) (perTH float64, j units.Efficiency, model string) {
	c := in.Conditions
	if m := in.Machine; m != nil {
		return chosen(*m, c, trend)
	}
	p, _, ok := hardware.CheapestForTerm(c.AsOf, units.Days(in.Horizon), units.EnergyPrice{Value: powerUSD, Currency: units.USD})
	if ok {
		return p.PerTH().Value, p.Machine.Efficiency, withArticle(p.Machine.Name()) + " (" + p.Basis + " of " + p.When() + ")"
	}
	j = trend.JPerTH(c.AsOf)
	return ASICPricePerTH(c.HashpriceUSD(), float64(j), float64(j)), j, fmt.Sprintf("a machine of %.0f J/TH at the modelled price", float64(j))
}

// chosen is the machine that the reader named, at its last price seen within a year before the day, else
// at the modelled price.
func chosen(m hardware.Machine, c Conditions, trend hardware.Trend) (perTH float64, j units.Efficiency, model string) {
	prices := m.Prices()
	for i := len(prices) - 1; i >= 0; i-- {
		p := prices[i]
		if p.Seen <= c.AsOf && c.AsOf-p.Seen <= units.Date(hardware.PriceMaxAge) && p.PerTH().Currency == units.USD {
			return p.PerTH().Value, m.Efficiency, withArticle(m.Name()) + " (" + p.Basis + " of " + p.When() + ")"
		}
	}
	perTH = ASICPricePerTH(c.HashpriceUSD(), float64(m.Efficiency), float64(trend.JPerTH(c.AsOf)))
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
func (e *Ensemble) market(in Elsewhere) Alternative {
	a := Alternative{Name: "market_hashrate"}
	if in.SpotBTC <= 0 {
		a.Needs = need.Quotes.For("today's price on a hashrate market", "")
		return a
	}
	s := e.newSpan()
	e.upTo(s, in.Horizon)
	th := in.MoneyUSD / e.Price0() / (in.SpotBTC * (1 + marketFee) * float64(in.Horizon))
	a.BTC = make([]float64, e.N)
	for i := range a.BTC {
		a.BTC[i] = th * (1 - poolFee) * float64(s.hash[i])
	}
	a.Says = fmt.Sprintf("rent verifiable hashrate every day at %.1f sat per TH/s (%s), 3 %% market and 2 %% pool fee", in.SpotBTC*units.SatPerBTC, in.SpotSays)
	return a
}

// token is tokenised hashrate at its modelled list price, resold at the horizon.
func (e *Ensemble) token(in Elsewhere, trend hardware.Trend) Alternative {
	c := in.Conditions
	perTH := TokenPricePerTH(c.HashpriceUSD(), tokenJPerTH, float64(trend.JPerTH(c.AsOf)), 100)
	a := Alternative{Name: "token"}
	if perTH <= 0 {
		a.Needs = "a hashprice above zero"
		return a
	}
	market := ASICMarket{c.HashpriceUSD(), float64(trend.JPerTH(c.AsOf))}
	h := e.hold(holding{a.Name, in.Horizon, perTH, tokenJPerTH, tokenPowerUSD, false, market}, func() ([]float64, float64) {
		th := 1 / perTH
		btc := e.Play(&contract.Terms{TH: th, Uptime: 1, Length: in.Horizon, Every: 1,
			Fees:  []contract.FeeTerm{{Name: "maintenance", USDPerDay: th * (units.Efficiency(tokenJPerTH).KWhPerTHDay()*tokenPowerUSD + tokenService)}},
			Stops: []contract.StopTerm{{Days: 1, Pause: true, By: "automatic"}}}, in.Horizon, nil).Received
		return btc, e.addResale(btc, in.Horizon, func(hashprice, frontier float64) float64 {
			return th * TokenSale{MarketFee: TokenSaleFee, Haircut: TokenHaircut}.ProceedsPerTH(TokenPricePerTH(hashprice, tokenJPerTH, frontier, 100))
		}, trend)
	})
	btc, residual := h.of(in.MoneyUSD)
	a.BTC = btc
	a.ResidualUSD = &residual
	a.Says = fmt.Sprintf("tokenised hashrate of %d J/TH at the modelled $%.2f per TH/s, GoMining's fees without discounts, resold at the end", tokenJPerTH, perTH)
	return a
}

// addResale adds the proceeds of a sale on the last day to the bitcoin of each path, at the mean
// hashprice of the last week, and returns the median proceeds in dollars.
func (e *Ensemble) addResale(btc []float64, horizon int, proceeds func(hashprice, frontier float64) float64, trend hardware.Trend) float64 {
	frontier := float64(trend.JPerTH(e.AsOf + units.Date(horizon)))
	usd := make([]float32, e.N)
	for i := range usd {
		var sum float64
		n := min(resaleDays, horizon)
		for d := horizon - n; d < horizon; d++ {
			at := e.at(i, d)
			sum += float64(e.Hash[at]) * float64(e.Price[at])
		}
		p := proceeds(sum/float64(n), frontier)
		btc[i] += p / float64(e.Price[e.at(i, horizon-1)])
		usd[i] = float32(p)
	}
	var median [1]float64
	(&forecast.Quantiler{}).Of(usd, []float64{0.5}, median[:])
	return median[0]
}

// Resell adds to outcomes what a transferable tokenised contract fetches at the horizon: the asking price
// per TH/s moves as TokenPricePerTH, a premium over the model is not carried over, and the sale costs
// the market's fee and a haircut. It returns the median proceeds in dollars; ok is false where the
// day is too early for the model.
func (e *Ensemble) Resell(o *Outcomes, t *contract.Terms, j units.Efficiency, fee units.Fraction, c Conditions, horizon int) (residual float64, ok bool) {
	trend, dated := hardware.FrontierTrend(c.AsOf)
	if !dated || t.TH <= 0 || j <= 0 {
		return 0, false
	}
	asked := (t.UpfrontUSD.Float() + t.UpfrontBTC.BTC()*c.PriceUSD) / t.TH
	then := TokenPricePerTH(c.HashpriceUSD(), float64(j), float64(trend.JPerTH(c.AsOf)), t.TH)
	if then <= 0 {
		return 0, false
	}
	sale := TokenSale{MarketFee: fee, Haircut: TokenHaircut}
	residual = e.addResale(o.Received, horizon, func(hashprice, frontier float64) float64 {
		return t.TH * sale.ProceedsPerTH(TokenPricePerTH(hashprice, float64(j), frontier, t.TH)*min(1, asked/then))
	}, trend)
	if k := len(o.Fan) - 1; k >= 0 {
		for i := range o.Received {
			o.Fan[k][i] = float32(o.Received[i])
		}
	}
	return residual, true
}

// AtEnd values bitcoin in dollars of each path's last day.
func (e *Ensemble) AtEnd(btc []float64, horizon int) []float64 {
	out := make([]float64, e.N)
	for i := range out {
		out[i] = btc[i] * float64(e.Price[e.at(i, horizon-1)])
	}
	return out
}
