package stated

import (
	"testing"

	"github.com/assaymining/assay/units"
)

func TestStep(t *testing.T) {
	for text, want := range map[string]units.MilliSat{
		"0.0004 BTC": 10_000_000, "0.0004BTC": 10_000_000, "0.00040954 BTC": 1_000, "0.00040000BTC": 1_000,
		"40000 sat": 1_000, "40000sat": 1_000, "0.4 mBTC": 10_000_000, "1 BTC": 100_000_000_000, "12 USD": 0,
		"": 0, "BTC": 0, "4e-4 BTC": 0, "many": 0, "0.012BTC": 100_000_000,
	} {
		if got := Step(text); got != want {
			t.Errorf("%q: %d, want %d", text, got, want)
		}
	}
}
