package owned

import (
	"fmt"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// Remaining is what is left on a day of a contract that somebody owns, as an offer whose price is what a
// sale would bring: to hold it is to buy it for that. notes are what had to be assumed, in plain sentences.
// The error says that nothing is left.
func Remaining(o offer.Offer, day units.Date) (left offer.Offer, notes []string, err error) {
	own := o.Owned
	note := func(format string, args ...any) { notes = append(notes, fmt.Sprintf(format, args...)) }
	if paid := sunk(o); paid != "" {
		note("what was paid, %s, is gone whether you hold or sell, and counts for nothing", paid)
	}
	if err = runOut(&o, day, note); err != nil {
		return o, notes, err
	}
	o.Price.Upfront, o.Price.PerHashrate = own.Offered, nil
	o.FeesStated = o.FeesStated || len(o.Fees) > 0
	var fees []offer.Fee
	for _, f := range o.Fees {
		if f.Once != nil {
			note("%s was paid when you bought it, and counts for nothing", named(f))
			continue
		}
		if f.After == offer.BreakEven {
			note("%s is taken from today on: whether your price has been earned back is not stated", named(f))
			f.After = ""
		}
		fees = append(fees, f)
	}
	o.Fees = fees
	var stops []offer.Stop
	for _, s := range o.Stops {
		if s.When == "return_reaches" {
			note("that it ends at a return on your price is not counted: how much has come back is not " +
				"stated")
			continue
		}
		stops = append(stops, s)
	}
	o.Stops = stops
	if d := o.Price.Deposit; d != nil && d.Minor > 0 {
		note("the deposit of %s is taken to come back to you today if you sell, and at the end if you "+
			"hold", d)
	}
	sellable := o.Kind == offer.Token || o.Kind == offer.Hosted
	if o.Resale.Transferable == offer.Unknown && own.Offered != nil && sellable {
		note("since somebody would buy it today, it is taken to find a buyer at the end too")
		o.Resale.Transferable = offer.True
	}
	return o, notes, nil
}

// runOut takes the days that are over from the start delay and the term.
func runOut(o *offer.Offer, day units.Date, note func(string, ...any)) error {
	since := o.Owned.Since
	switch {
	case since == nil && o.Term.Days > 0:
		note("since when you have it is not stated: all %d days of its term are taken to be left",
			int(o.Term.Days))
		return nil
	case since == nil || *since >= day:
		return nil
	}
	over := int(day - *since)
	delay := 0
	if o.StartDelay != nil {
		delay = int(*o.StartDelay)
		rest := units.Days(max(0, delay-over))
		o.StartDelay = &rest
	}
	if o.Term.Days == 0 {
		return nil
	}
	ends := *since + units.Date(delay) + units.Date(o.Term.Days)
	if ends <= day {
		return fmt.Errorf("it ended on %s: nothing is left to hold or to sell", ends-1)
	}
	o.Term.Days -= units.Days(max(0, over-delay))
	return nil
}

// sunk is what was paid, as it was written; empty: not stated.
func sunk(o offer.Offer) string {
	switch p := o.Price; {
	case o.Owned.Paid != nil:
		return o.Owned.Paid.String()
	case p.Upfront != nil:
		return p.Upfront.String()
	case p.PerHashrate != nil:
		return p.PerHashrate.String()
	}
	return ""
}

func named(f offer.Fee) string {
	if f.Name == "" {
		return "a charge"
	}
	return f.Name
}
