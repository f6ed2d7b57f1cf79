package grounds

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// Anchor is what hashrate is worth by a measure that the seller does not set, in satoshi per TH/s
// and day, and the offer's price over it: above 1 the offer is dearer.
type Anchor struct {
	Name  string      `json:"name"`                 // protocol, spot_market or forward
	Value *float64    `json:"value_sat_per_th_day"` // null: not known
	AsOf  string      `json:"as_of"`
	From  cite.Source `json:"source"`
	Ratio *float64    `json:"ratio"` // the offer's all-in price over the value; null: not known
}

// ForwardDiscount is what a professional asked for paying ahead: 3,000 PH/s for 90 days at 500 BTC
// upfront is 0.00185 BTC per PH/s and day against a spot of 0.00226, 18 % less (Luxor's text on
// deliverable forwards, read in a mirror; undated, about 2022; to be read again at the source).
const ForwardDiscount = 0.00185 / 0.00226

// ForwardSource is where ForwardDiscount is from.
var ForwardSource = cite.Source{
	What: "Luxor on deliverable forwards, 90 days paid upfront; the 18 % below spot stood in a copy of its example, which the page no longer has",
	URL:  "https://blog.derivatives.luxor.tech/luxor-now-offers-deliverable-forward-contracts-with-upfront-and-fixed-payment-options/",
}

const satPerBTC = 1e8

// Anchors is always the three, in this order.
func (f Facts) Anchors() []Anchor {
	asked, priced := f.AskedSat()
	e, known := f.On(f.Offer.Seen)
	known = known && f.SHA256()
	set := func(a *Anchor, value float64, day units.Date) {
		a.Value, a.AsOf = &value, day.String()
		if priced && value > 0 {
			ratio := asked / value
			a.Ratio = &ratio
		}
	}
	protocol := Anchor{Name: "protocol", From: ProtocolSource}
	spot := Anchor{
		Name: "spot_market",
		From: cite.Source{What: "no executable price of verifiable hashrate is known for that day"},
	}
	forward := Anchor{Name: "forward", From: ForwardSource}
	if known {
		protocol.From = e.Source
		set(&protocol, e.Hashvalue*satPerBTC, e.Date)
		set(&forward, e.Hashvalue*satPerBTC*ForwardDiscount, e.Date)
	}
	if f.Spot != nil && f.Spot.BTCPerTHDay > 0 {
		spot.From = f.Spot.Source
		set(&spot, f.Spot.BTCPerTHDay*satPerBTC, f.Spot.AsOf)
		set(&forward, f.Spot.BTCPerTHDay*satPerBTC*ForwardDiscount, f.Spot.AsOf)
	}
	if f.Forward != nil && f.Forward.BTCPerTHDay > 0 {
		forward.From = f.Forward.Source
		set(&forward, f.Forward.BTCPerTHDay*satPerBTC, f.Forward.AsOf)
	}
	return []Anchor{protocol, spot, forward}
}

// AskedSat is the offer's price per TH/s and day with all fees, in satoshi at the price of the day
// it was seen; false where the term is open or a part is not known.
func (f Facts) AskedSat() (float64, bool) {
	o := f.Offer
	e, ok := f.On(o.Seen)
	if !ok || !f.SHA256() || o.Kind == offer.Hosted { // a machine is worth something at the end
		return 0, false
	}
	sat := func(v float64, c units.Currency) (float64, bool) {
		usd, ok := f.usd(v, c)
		return usd / e.PriceUSD * satPerBTC, ok && e.PriceUSD > 0
	}
	var price float64
	switch p := o.Price; {
	case p.Bid != nil:
		price, ok = sat(p.Bid.Value, p.Bid.Currency)
	case o.Term.Days > 0 && p.PerHashrate != nil:
		price, ok = sat(p.PerHashrate.Value/float64(o.Term.Days), p.PerHashrate.Currency)
	case o.Term.Days > 0 && p.Upfront != nil && o.Hashrate > 0:
		price, ok = sat(p.Upfront.Float()/o.Hashrate.TH()/float64(o.Term.Days), p.Upfront.Currency)
	default:
		return 0, false
	}
	if !ok {
		return 0, false
	}
	price *= f.taxed()
	fees, known := f.FeesUSDPerTHDay()
	feeSat, ok := sat(fees, units.USD)
	if !known || fees > 0 && !ok {
		return 0, false
	}
	return price + feeSat, true
}
