package report

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// Where nothing is left to pay, a purchase that still runs may have beaten buying bitcoin already; with fees
// still to come, or less received than paid, that is not said.
func TestNothingLeftToPay(t *testing.T) {
	sum := contract.Totals{Days: 276, Received: 130e8, Paid: 100e8, PaidUSD: 1e9, PaybackDay: -1}
	less := sum
	less.Received = 40e8
	beside := []offer.Fee{{Paid: offer.Separately}}
	deducted := []offer.Fee{{Paid: offer.Deducted}}
	for name, c := range map[string]struct {
		fees []offer.Fee
		sum  contract.Totals
		says string
	}{
		"won":           {nil, sum, "it has already beaten buying bitcoin, by 30 %"},
		"won, deducted": {deducted, sum, "it has already beaten buying bitcoin, by 30 %"},
		"fees to come":  {beside, sum, "cannot be said yet"},
		"not yet":       {nil, less, "the 89 days still to come must bring 0.06000 more"},
	} {
		on := Replayed{Offer: offer.Offer{Fees: c.fees}, Terms: &contract.Terms{}}
		d := OneDay(on, valuation.Replay{Start: 20000, Left: 89, Totals: c.sum})
		if !strings.Contains(d.Lead, c.says) {
			t.Errorf("%s: %s", name, d.Lead)
		}
	}
}

// Only purchases within a year of the offer's day are counted: what its price would have been in another year
// nobody was asked.
func TestReplayAroundItsDay(t *testing.T) {
	won := contract.Totals{Days: 9, Received: 2e8, Paid: 1e8, PaidUSD: 1e9}
	lost := contract.Totals{Days: 9, Received: 1e8, Paid: 2e8, PaidUSD: 1e9}
	seen := units.Date(20000)
	var all []valuation.Replay
	for day := units.Date(16000); day <= 20300; day += 50 {
		sum := won
		if day >= seen-yearAround {
			sum = lost
		}
		all = append(all, valuation.Replay{Start: day, Complete: true, Totals: sum})
	}
	on := Replayed{Offer: offer.Offer{Seen: &seen}, Terms: &contract.Terms{}, Last: 20400}
	if d := EveryDay(on, all, 1); !strings.Contains(d.Lead, "it beat buying bitcoin on 0 of 14 days (0 %)") {
		t.Errorf("%s", d.Lead)
	}
	early := units.Date(15000)
	on.Offer.Seen = &early
	if d := EveryDay(on, all, 1); !strings.HasPrefix(d.Lead, "No purchase within a year") ||
		len(d.Sections) > 0 {
		t.Errorf("%s", d.Lead)
	}
}
