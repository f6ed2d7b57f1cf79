package contract_test

import (
	"testing"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/units"
)

// Terms whose sums could leave an int64 are refused. A fee that waits for break-even makes the payout depend
// on the price, as New notes.
func TestNew(t *testing.T) {
	if _, err := contract.New(contract.Terms{TH: 2e12, Uptime: 1, Every: 1}); err == nil {
		t.Error("a thousand networks are taken")
	}
	fee := contract.FeeTerm{Name: "profit share", Share: 0.4}
	for _, waits := range []bool{false, true} {
		fee.AfterEven = waits
		terms, err := contract.New(contract.Terms{TH: 1, Uptime: 1, Every: 1,
			UpfrontUSD: units.RoundMicro(0.05), Fees: []contract.FeeTerm{fee}})
		if err != nil {
			t.Fatal(err)
		}
		if terms.PriceSetsPayout() != waits {
			t.Errorf("waiting for break-even %v: the price sets the payout %v", waits, !waits)
		}
		// $0.05 a day reaches the price on the first day: then 40 % of the second day's 100 satoshi goes, or
		// of both.
		days := []contract.Facts{{Subsidy: 1e-6, Price: 50_000}, {Subsidy: 1e-6, Price: 50_000}}
		want := units.MilliSat(120_000)
		if waits {
			want = 160_000
		}
		if got := terms.Run(days, nil).Received; got != want {
			t.Errorf("waiting for break-even %v: received %v, want %v", waits, got, want)
		}
	}
}
