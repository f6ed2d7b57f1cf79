package redflag

import (
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

// A return stated in money is one of the price that the document states, in whichever form: 25 of 100 x 10
// dollars a day is 2.5 %. The time after which it comes again is no term.
func TestMoneyOfAPricePerHashrate(t *testing.T) {
	h := market.Embedded()
	for _, price := range []string{"{upfront: 1000 USD}", "{per_hashrate: 10 USD/TH}"} {
		o, _, err := offer.Parse("offer", []byte("schema: assay/offer/v1\nseen: 2025-06-19\nhashrate: 100 TH/s\n"+
			"term: 90d\nprice: "+price+"\nterms: {text: \"Your account is credited with $25 every day.\"}\n"))
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range Judge(grounds.Gather(o, *o.Seen, h)).Findings {
			if f.Rule != onePercentADay.ID {
				continue
			}
			if f.State != Present || len(f.Figures) == 0 || f.Figures[0].Value != 2.5 {
				t.Errorf("%s: %s, %s %v", price, f.State, f.Says, f.Figures)
			}
		}
	}
}
