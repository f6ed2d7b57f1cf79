package owned

import (
	"fmt"

	"github.com/assaymining/assay/economics/resale"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// upgraded is paying once, today, for more of it or a better one. What is not written stays as it is.
func (in Input) upgraded(h *Held) played {
	up := in.Offer.Owned.Upgrade
	if up == (offer.Upgrade{}) {
		return played{}
	}
	w := played{name: Upgrade}
	byUse := false
	for _, f := range in.Offer.Fees {
		byUse = byUse || f.Efficiency != nil && f.EnergyPrice != nil
	}
	switch {
	case up.Cost == nil:
		w.needs = "what the upgrade costs"
		return w
	case up.Hashrate == 0 && up.Efficiency == nil:
		w.needs = "what the upgrade makes of it: its hashrate or its efficiency afterwards"
		return w
	case up.Hashrate == 0 && !byUse && h.sale == nil:
		w.needs = "a fee by the kWh, since nothing else that is stated depends on efficiency"
		return w
	}
	o := after(in.Offer)
	t, err := in.Terms(o)
	if err != nil {
		w.needs = err.Error()
		return w
	}
	w.usd = in.worth(in.Ensemble.Play(t, in.Horizon, nil))
	if in.Sale != nil {
		if s := in.Sale(o, t); s != nil {
			for i, btc := range s.BTC {
				w.usd[i] += h.anchor * btc * in.Ensemble.Price0()
			}
		}
	}
	w.says = fmt.Sprintf("upgrade it to %s for %s", becomes(up), up.Cost)
	return w
}

// becomes says what an upgrade makes of it.
func becomes(up offer.Upgrade) string {
	switch {
	case up.Efficiency == nil:
		return up.Hashrate.String()
	case up.Hashrate == 0:
		return up.Efficiency.String()
	}
	return up.Hashrate.String() + " at " + up.Efficiency.String()
}

// after is the offer that an upgrade makes of what is left: its cost is the price.
func after(o offer.Offer) offer.Offer {
	up := o.Owned.Upgrade
	o.Price.Upfront, o.Price.PerHashrate = up.Cost, nil
	if up.Hashrate > 0 {
		o.Hashrate = up.Hashrate
	}
	if up.Efficiency == nil {
		return o
	}
	fees := make([]offer.Fee, len(o.Fees))
	copy(fees, o.Fees)
	for i := range fees {
		if fees[i].Efficiency != nil {
			fees[i].Efficiency = up.Efficiency
		}
	}
	o.Fees, o.Hardware.Efficiency = fees, up.Efficiency
	return o
}

// reinvested is buying more of the same with what it earns, at a price that moves with hashprice as the
// prices of machines do: once a month, what the month earned. What its fees cost beyond its revenue is paid,
// and buys nothing; the last month's earnings are kept.
func (in Input) reinvested(h *Held, held []float64) played {
	v := in.Offer.Owned.Reinvest
	if v.Price == nil {
		return played{}
	}
	w := played{name: Reinvest}
	perTH, known := in.perTH(*v.Price)
	switch {
	case !known:
		w.needs = "the dollar value of " + string(v.Price.Currency)
		return w
	case !(perTH > 0) || in.Offer.Hashrate == 0:
		w.needs = "a price of more hashrate above zero"
		return w
	}
	until := in.Horizon
	if v.For != nil {
		until = min(until, int(*v.For))
	}
	grown, still := in.grow(h, perTH, until), in.grow(h, 0, 0)
	w.usd = make([]float64, len(held))
	for i := range w.usd {
		w.usd[i] = held[i] + grown[i] - still[i]
	}
	w.says = fmt.Sprintf("buy more at %s with what it earns", v.Price)
	if v.For != nil {
		w.says += fmt.Sprintf(", for %d days", int(*v.For))
	}
	return w
}

// perTH is a price per TH/s in dollars of today.
func (in Input) perTH(p units.PerHashrate) (usd float64, known bool) {
	switch p.Currency {
	case units.USD:
		return p.Value, true
	case units.BTC:
		return p.Value * in.Ensemble.Price0(), true
	}
	rate := in.USDPer[p.Currency]
	return p.Value * rate, rate > 0
}

// grow is what comes, in dollars of today, of a holding whose earnings buy more at that price until a day.
// Until 0 nothing is bought.
func (in Input) grow(h *Held, perTH float64, until int) []float64 {
	e, o := in.Ensemble, h.samples
	if t := withoutDeposit(h.terms); t != h.terms {
		o = e.Play(t, in.Horizon, months(in.Horizon))
	}
	out := make([]float64, e.N)
	last := len(o.SampleDays) - 1
	for i := range out {
		scale, kept, before := 1.0, 0.0, 0.0
		for k, day := range o.SampleDays {
			sum := float64(o.Fan[k][i]) - float64(o.FanPaid[k][i])
			earned := scale * (sum - before)
			before = sum
			if earned <= 0 || k == last || day > until {
				kept += earned
				continue
			}
			usd := earned * float64(e.Price[e.At(i, day-1)])
			scale += usd / (perTH * in.Dearer(i, day-1) * h.terms.TH)
		}
		if h.resold != nil {
			kept += scale * h.anchor * h.sale.BTC[i]
		}
		out[i] = kept * e.Price0()
	}
	return out
}

// Dearer is how many times today's price hashrate costs where hashprice and the efficiency of the best
// machine move: as the price of any machine in the model does, whatever its own efficiency.
func Dearer(today, then resale.ASICMarket) float64 {
	const any = 15 // J/TH: it cancels
	before := resale.ASICPricePerTH(today.Hashprice, any, today.Frontier)
	if !(before > 0) {
		return 1
	}
	return resale.ASICPricePerTH(then.Hashprice, any, then.Frontier) / before
}
