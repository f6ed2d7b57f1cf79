package facts

import (
	"fmt"
	"os"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/forwardcurve"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/units"
)

// Forward reads a curve of forward prices and fills in their mean over the contract's days, in bitcoin
// at the price of the day that is judged. A curve that covers none of those days is an error; one
// that covers a part is said to.
func (k Keeper) Forward(path string, e *assay.Evidence) error {
	if path == "" {
		return nil
	}
	file, err := os.Open(path)
	if err != nil {
		return err
	}
	defer file.Close()
	curve, err := forwardcurve.Parse(path, file)
	if err != nil {
		return commandline.Wrong(err.Error(), "")
	}
	asOf := e.Day()
	from := asOf
	if d := e.Offer.StartDelay; d != nil {
		from += units.Date(*d)
	}
	to := from + units.Date(e.Offer.Term.Days)
	if e.Offer.Term.Days == 0 {
		to = from + units.Date(assay.DefaultOpenDays)
	}
	mean, covered := market.MeanForward(curve, from, to)
	if covered == 0 {
		return commandline.Wrong(
			fmt.Sprintf("%s has no price for the contract's days, %s to %s", path, from, to-1),
			"give the curve of the day that is judged, or another --as-of")
	}
	if part := int(covered); part < int(to-from) {
		fmt.Fprintf(k.Err, "assay: warning: %s covers %d of the contract's %s\n", path, part,
			report.Count(int(to-from), "day"))
	}
	value := mean.Value
	if mean.Currency != units.BTC {
		day, err := e.History.At(min(asOf, e.History.Last()))
		if err != nil || mean.Currency != units.USD || day.PriceUSD == 0 {
			return commandline.Wrong(fmt.Sprintf("%s: prices in %s cannot be converted", path, mean.Currency),
				"give prices in USD or in sat")
		}
		value /= day.PriceUSD
	}
	e.Forward = &grounds.Quote{BTCPerTHDay: value, AsOf: asOf,
		Source: cite.Source{What: fmt.Sprintf("forward prices of %s, mean of %d days", path, covered)}}
	return nil
}
