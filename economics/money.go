package economics

import (
	"fmt"
	"maps"
	"slices"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// Rated is the choices with a dollar value for each currency of the offer, and for the one that amounts are
// said in: the monthly mean rate that is known on the day, where neither the reader nor an update gave one of
// the day. What was taken so is said.
func (c Choices) Rated(o offer.Offer, day units.Date) (_ Choices, assumed []string) {
	wanted := Currencies(o)
	if c.Currency != "" && c.Currency != units.USD && !slices.Contains(wanted, c.Currency) {
		wanted = append(wanted, c.Currency)
	}
	var rates map[units.Currency]float64
	for _, of := range wanted {
		if c.USDPer[of] > 0 {
			continue
		}
		rate, ok := market.MonthlyRateOf(of, day)
		if !ok {
			continue // to be asked for by who compiles the offer, or by Shows
		}
		if rates == nil {
			rates = map[units.Currency]float64{}
			maps.Copy(rates, c.USDPer)
		}
		rates[of] = rate.USDPer
		says := units.Format(rate.USDPer, 4)
		assumed = append(
			assumed,
			fmt.Sprintf("1 %s is taken as %s USD, the mean of %s: a monthly rate; for that of "+
				"the day give %s", of, says, rate.Month, need.FX.As(string(of)+"="+says)),
		)
	}
	if rates != nil {
		c.USDPer = rates
	}
	return c, assumed
}

// Shows is an error where it is not known what the currency that the reader chose is in dollars.
func (c Choices) Shows() error {
	if c.Currency == "" || c.Currency == units.USD || c.USDPer[c.Currency] > 0 {
		return nil
	}
	return fmt.Errorf("what one %s is in dollars is not known for that day; give it with %s", c.Currency,
		need.FX.As(string(c.Currency)+"=1.08"))
}

// Money is what amounts are said in: the currency that the reader chose, else that of the price, where it is
// known what one unit is in dollars; else dollars.
func (c Choices) Money(o offer.Offer) units.Shown {
	of := c.says(o)
	if per := c.USDPer[of]; per > 0 {
		return units.Shown{Currency: of, Per: per}
	}
	return units.Shown{Currency: units.USD, Per: 1}
}

// MoneyOn is Money at the rates that are known on a day.
func (c Choices) MoneyOn(o offer.Offer, day units.Date) units.Shown {
	if of := c.says(o); of != "" && of != units.USD && of != units.BTC {
		c, _ = c.Rated(o, day)
	}
	return c.Money(o)
}

// says is the currency that the reader chose, else that of the price; empty: neither.
func (c Choices) says(o offer.Offer) units.Currency {
	if c.Currency != "" {
		return c.Currency
	}
	return pricedIn(o)
}

// pricedIn is the currency of what is paid for an offer, or could be had for it; empty: no price is stated.
func pricedIn(o offer.Offer) units.Currency {
	switch p := o.Price; {
	case o.Owned != nil && o.Owned.Offered != nil:
		return o.Owned.Offered.Currency
	case p.Upfront != nil:
		return p.Upfront.Currency
	case p.PerHashrate != nil:
		return p.PerHashrate.Currency
	case p.Bid != nil:
		return p.Bid.Currency
	}
	return ""
}
