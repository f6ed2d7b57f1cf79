package compile_test

import (
	"fmt"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
)

const plan = `schema: assay/offer/v1
provider: {name: Example Mining}
hashrate: 30 TH/s
term: 360d
price: {upfront: 600 USD}
fees: [{name: service, per_hashrate_day: 0.03 USD/TH/day, paid: separately}]
`

// What the offer does not say is assumed aloud.
func ExampleOffer() {
	o, _, err := offer.Parse("plan.yaml", []byte(plan))
	if err != nil {
		fmt.Println(err)
		return
	}
	terms, assumed, err := compile.Offer(o, compile.Options{})
	fmt.Printf("%.2f USD a day, %v\n", terms.Fees[0].USDPerDay, err)
	for _, a := range assumed {
		fmt.Println(a)
	}
	// Output:
	// 0.90 USD a day, <nil>
	// uptime is not stated: 100 % is used, which flatters the offer
}
