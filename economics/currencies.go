package economics

import (
	"slices"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// Currencies are those in which a price, a fee, a least payout or a claimed revenue is stated, but bitcoin
// and dollars; sorted, each once.
func Currencies(o offer.Offer) []units.Currency {
	var out []units.Currency
	add := func(c units.Currency) {
		if c != "" && c != units.BTC && c != units.USD {
			out = append(out, c)
		}
	}
	money := func(m *units.Money) {
		if m != nil {
			add(m.Currency)
		}
	}
	perDay := func(p *units.PerHashrateDay) {
		if p != nil {
			add(p.Currency)
		}
	}
	money(o.Price.Upfront)
	money(o.Price.Deposit)
	money(o.Payout.Minimum)
	perDay(o.Price.Bid)
	if p := o.Price.PerHashrate; p != nil {
		add(p.Currency)
	}
	for _, f := range o.Fees {
		money(f.PerPayout)
		money(f.Once)
		money(f.PerMonth)
		perDay(f.PerHashrateDay)
		if f.EnergyPrice != nil {
			add(f.EnergyPrice.Currency)
		}
	}
	for _, s := range o.Stops {
		money(s.Fee)
	}
	for _, c := range o.Claims {
		perDay(c.DailyRevenue)
		perDay(c.Hashprice)
	}
	if own := o.Owned; own != nil {
		money(own.Offered)
		money(own.Upgrade.Cost)
		if p := own.Reinvest.Price; p != nil {
			add(p.Currency)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}
