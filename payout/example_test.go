package payout_test

import (
	"fmt"

	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/units"
)

// What a pool owes for a day of 100 TH/s at a difficulty of 1e14, with a subsidy of 3.125 BTC and fees of
// 0.05 BTC a block, of which it keeps 2 %: under PPS the subsidy's part alone, under FPPS the fees' too.
func Example() {
	shares := payout.SharesOf(100e12, 86400)
	r := payout.Reward{Subsidy: 3_125 * units.MSatPerBTC / 1000, Fees: 50 * units.MSatPerBTC / 1000}
	pps := payout.PayPPS(shares, 1e14, r, 0.02)
	fpps := payout.PayFPPS(shares, 1e14, r, 0.02)
	fmt.Println(pps.Net, fpps.Net) // in BTC, to a thousandth of a satoshi
	// Output: 0.00006160698 0.00006259270
}

// A block's reward is divided in whole thousandths of a satoshi, and what is left over goes to the largest
// remainders.
func ExampleDivide() {
	fmt.Println(payout.Divide(100, []uint64{1, 2, 4}))
	// Output: [0.00000000014 0.00000000029 0.00000000057]
}

// A miner who came half a window ago is paid half of what the work is worth, and the other half behind its
// end: less than all is no theft.
func ExampleRampIn() {
	window := payout.WindowShares(payout.TIDESWindow, 1e14)
	fmt.Println(payout.RampIn(window/2, window), payout.RampOut(window/2, window))
	// Output: 0.5 0.5
}
