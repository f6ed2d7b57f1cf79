package units_test

import (
	"fmt"

	"github.com/assaymining/assay/units"
)

// A quantity carries its unit; one without is refused, with how to write it.
func ExampleParseHashrate() {
	h, err := units.ParseHashrate("1.2 PH/s")
	fmt.Println(h.TH(), err)
	_, err = units.ParseHashrate("1.2")
	fmt.Println(err)
	// Output:
	// 1200 <nil>
	// "1.2" is not a hashrate; write a number and TH/s, PH/s or EH/s, as in "30 TH/s"
}

// A price for hashrate per day is no price for energy.
func ExampleParsePerHashrateDay() {
	p, err := units.ParsePerHashrateDay("0.0199 USD/TH/day")
	fmt.Println(p.Value, p.Currency, err)
	_, err = units.ParsePerHashrateDay("0.08 USD/kWh")
	fmt.Println(err)
	// Output:
	// 0.0199 USD <nil>
	// "0.08 USD/kWh" is not a price per hashrate and day; write currency per TH/s and day, as in "0.0499 USD/TH/day" (kWh belongs in energy_price)
}
