package contract_test

import (
	"fmt"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// A TH/s that earns 100 satoshi and pays two cents a day for its power, at $50,000 for a bitcoin: 40 satoshi
// go, 60 are sent.
func ExampleTerms_Day() {
	terms, err := contract.New(contract.Terms{TH: 1, Uptime: 1, Length: 365, Every: 1,
		Fees: []contract.FeeTerm{{Name: "electricity", USDPerDay: 0.02}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	day := contract.Facts{Subsidy: 98e-8, Fees: 2e-8, Price: 50_000}
	state, flow := terms.Start(), contract.Flow{}
	terms.Day(&state, day, &flow)
	fmt.Println(flow.Gross, flow.Fees[0].Deducted, flow.Payout)
	// Output: 0.00000100000 0.00000040000 0.00000060000
}

// Three days at falling revenue, of which the last costs more than it earns and ends the contract.
func ExampleTerms_Run() {
	terms, err := contract.New(contract.Terms{TH: 1, Uptime: 1, Length: 365, Every: 1,
		UpfrontUSD: units.RoundMicro(0.10),
		Fees:       []contract.FeeTerm{{Name: "electricity", USDPerDay: 0.02}},
		Stops:      []contract.StopTerm{{Days: 1, By: "provider"}}})
	if err != nil {
		fmt.Println(err)
		return
	}
	days := []contract.Facts{{Subsidy: 1e-6, Price: 50_000}, {Subsidy: 0.5e-6, Price: 50_000},
		{Subsidy: 0.3e-6, Price: 50_000}}
	r := terms.Run(days, nil)
	fmt.Println(r.MiningDays, "days,", r.Received, "BTC for", r.Paid, "ended by the", r.EndedBy)
	// Output: 3 days, 0.00000070000 BTC for 0.00000200000 ended by the provider
}
