package assay_test

import (
	"fmt"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// An offer is judged on the market of a day. Without paths only what is exact is computed.
func ExampleEvaluate() {
	offer, _, err := offer.Parse("offer.yaml", []byte(`
schema: assay/offer/v1
hashrate: 1 TH/s
term: 365d
price: {upfront: 20 USD}
fees: []
`))
	if err != nil {
		fmt.Println(err)
		return
	}
	day, _ := units.ParseDate("2026-10-01")
	v, err := assay.Evaluate(assay.Evidence{
		Offer:     offer,
		AsOf:      &day,
		History:   market.Embedded(),
		Overrides: assay.Overrides{HashpriceUSD: 0.036},
		Choices:   assay.Choices{Paths: -1},
	})
	if err != nil {
		fmt.Println(err)
		return
	}
	fmt.Println(v.Verdict.Economics)
	fmt.Printf("break-even at $%.2f upfront\n", *v.Economics.BreakEven.UpfrontUSD)
	// Output:
	// losing
	// break-even at $13.14 upfront
}
