package forecast_test

import (
	"fmt"
	"log"

	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// What may become of difficulty in the year after the halving of 2024, as known on the day, and what came.
func Example() {
	history := market.Embedded()
	asOf, err := units.ParseDate("2024-04-20")
	if err != nil {
		log.Fatal(err)
	}
	model, err := forecast.Fit(history, asOf)
	if err != nil {
		log.Fatal(err)
	}
	quantiles, err := model.Quantiles(paths.Config{Days: 365, Paths: 1024, Seed: 1})
	if err != nil {
		log.Fatal(err)
	}
	came, err := history.At(asOf + 365)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("difficulty that day        %.1f T\n", model.Difficulty/1e12)
	fmt.Printf("after a year, 5 %%          %.1f T\n", quantiles.Difficulty.At(5)/1e12)
	fmt.Printf("median                     %.1f T\n", quantiles.Difficulty.At(50)/1e12)
	fmt.Printf("95 %%                       %.1f T\n", quantiles.Difficulty.At(95)/1e12)
	fmt.Printf("what came                  %.1f T\n", came.Difficulty/1e12)
	fmt.Printf("mined of today's pace      %.0f %% at the median\n", 100*quantiles.Dilution.At(50))

	// The same paths themselves: sixteen of them, a month long.
	drawn, err := model.Simulate(paths.Config{Days: 30, Paths: 16, Seed: 1})
	if err != nil {
		log.Fatal(err)
	}
	price, hashvalue := drawn.Path(0)
	fmt.Printf("first path, day 30         %.0f USD, %.3g BTC per TH/s and day\n", price[29], hashvalue[29])
	// Output:
	// difficulty that day        86.4 T
	// after a year, 5 %          90.6 T
	// median                     122.6 T
	// 95 %                       162.2 T
	// what came                  123.2 T
	// mined of today's pace      84 % at the median
	// first path, day 30         65189 USD, 7.25e-07 BTC per TH/s and day
}
