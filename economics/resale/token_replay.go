package resale

import (
	"fmt"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// tokenHold is tokenised hashrate bought, held and sold again. The price paid and all fees are in
// Terms; the first of Days is the day of purchase, the last the day of sale, which still earns.
type tokenHold struct {
	Terms *contract.Terms
	Days  []contract.Facts
	List  units.PerHashrate // list price of the same grade and lot on the day of sale, in USD
	Sale  TokenSale
}

// TokenOutcome is what became of it.
type TokenOutcome struct {
	Mining    contract.Totals
	ResaleUSD units.Micro
	ResaleBTC units.MilliSat // at the price of the day of sale
	// BTCEfficiency is bitcoin received, with the resale and with the balance that is still with the
	// seller, per bitcoin that the payments would have bought; WithoutResale leaves the resale out.
	BTCEfficiency, WithoutResale float64
	// USDReturn is dollars received (payouts at each day's price, and the resale) over dollars paid, less 1.
	USDReturn float64
}

// replayToken plays buy, hold and resell over the days given. Deterministic; the error says what is missing.
func replayToken(h tokenHold) (TokenOutcome, error) {
	if len(h.Days) < 2 {
		return TokenOutcome{}, fmt.Errorf("a holding needs a day of purchase and a later day of sale")
	}
	if h.List.Currency != units.USD || !(h.List.Value >= 0) {
		return TokenOutcome{}, fmt.Errorf("the price at resale is %s; it must be in dollars per TH", h.List)
	}
	for _, d := range []contract.Facts{h.Days[0], h.Days[len(h.Days)-1]} {
		if !(d.Price > 0) {
			return TokenOutcome{}, fmt.Errorf("no bitcoin price is known for %s", d.Date)
		}
	}
	out := TokenOutcome{Mining: h.Terms.Run(h.Days, nil)}
	if out.Mining.Paid <= 0 {
		return TokenOutcome{}, fmt.Errorf("the token has no price; write price.upfront or price.per_hashrate")
	}
	if !out.Mining.Ended { // an ended contract has nothing left to sell
		out.ResaleUSD = units.RoundMicro(h.Sale.ProceedsPerTH(h.List.Value) * h.Terms.TH)
		out.ResaleBTC = units.RoundMilliSat(out.ResaleUSD.Float() / h.Days[len(h.Days)-1].Price)
	}
	last := h.Days[out.Mining.Days-1].Price
	mined, paid := float64(out.Mining.Received+out.Mining.Stuck), float64(out.Mining.Paid)
	out.WithoutResale = mined / paid
	out.BTCEfficiency = (mined + float64(out.ResaleBTC)) / paid
	received := out.Mining.ReceivedUSD.Float() + out.Mining.Stuck.BTC()*last + out.ResaleUSD.Float()
	out.USDReturn = received/out.Mining.PaidUSD.Float() - 1
	return out, nil
}
