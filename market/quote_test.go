package market

import "testing"

// An order can be filled at an ask, or at the lowest bid that is served; what others bid or were paid is no
// offer.
func TestQuoteForSale(t *testing.T) {
	for what, want := range map[string]bool{LowestAsk: true, LowestAsk + " (sha256ab)": true,
		LowestBidServed: true,
		HighestBid:      false, HighestBidServed: false, LastTrade: false, SuggestedPrice +
			" (sha256ab)": false, "": false, "lowest": false} {
		if got := (Quote{What: what}).ForSale(); got != want {
			t.Errorf("%q is for sale: %v", what, got)
		}
	}
}
