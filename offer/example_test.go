package offer_test

import (
	"fmt"

	"github.com/assaymining/assay/offer"
)

const plan = `schema: assay/offer/v1
provider: {name: Example Mining}
hashrate: 30 TH/s
term: 360d
price: {upfront: 600 USD}
fees: [{name: service, per_hashrate_day: 0.03 USD/TH/day, paid: separately}]
`

func ExampleParse() {
	o, _, err := offer.Parse("plan.yaml", []byte(plan))
	fmt.Println(o.Summary(), err)
	_, _, err = offer.Parse("plan.yaml", []byte("schema: assay/offer/v1\nhashrate: 30\n"))
	fmt.Println(err)
	// Output:
	// Example Mining: 30 TH/s for 360 days at $600.00 <nil>
	// plan.yaml:2:11: hashrate: "30" has no unit, so it is not a hashrate; write a number and TH/s, PH/s or EH/s, as in "30 TH/s"
}

// A thousand times the hashrate for the same price is hardly meant.
func ExampleCheck() {
	o, _, _ := offer.Parse("plan.yaml", []byte("schema: assay/offer/v1\nseen: 2026-05-01\n"+
		"hashrate: 30 PH/s\nterm: 360d\nprice: {upfront: 600 USD}\n"))
	for _, w := range offer.Check(o) {
		fmt.Println(w)
	}
	// Output: price.upfront: 0.02 USD per TH/s for 360d is less than a twentieth of what a TH/s earned in 2026 at its worst (0.0275 a day); is a unit wrong?
}
