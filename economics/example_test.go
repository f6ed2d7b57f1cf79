package economics_test

import (
	"context"
	"fmt"

	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/economics/survival"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
)

// Trust in the seller has to be stated: how likely he is to stop depends on it.
func ExampleJudge() {
	h := market.Embedded()
	c, err := valuation.ConditionsAt(h, h.Last(), valuation.Overrides{})
	if err != nil {
		fmt.Println(err)
		return
	}
	offer, _, err := offer.Parse("offer.yaml", []byte("schema: assay/offer/v1\n"+
		"hashrate: 1 TH/s\nterm: 365d\nprice: {upfront: 100 USD}\nfees: []\n"))
	if err != nil {
		fmt.Println(err)
		return
	}
	in := economics.Input{Offer: offer, History: h.Hash(), Conditions: c,
		Choices: economics.Choices{Paths: 64},
		Markets: simulated.Keep(context.Background(), h)}
	_, err = economics.Judge(context.Background(), in)
	fmt.Println(err)

	in.Trust = survival.Unproven
	s, err := economics.Judge(context.Background(), in)
	fmt.Println(s.Word, s.Paths, err)
	// Output:
	// no hazard is known for a seller whose trust is ""
	// losing 64 <nil>
}
