//go:build freefacts

package market

import "testing"

// Built for any use, the history has free figures alone: prices from 2011-12-31 to 2026-08-21, counts of
// blocks with exact heights from 2021-01-03 to 2026-04-21, every epoch.
func TestFreeCover(t *testing.T) {
	h := Embedded()
	c := h.Cutoffs()
	got := [4]string{c.Difficulty.String(), c.Price.String(), c.Fees.String(), c.Blocks.String()}
	if want := [4]string{"2026-10-03", "2026-08-21", "2026-01-31", "2026-04-21"}; got != want {
		t.Errorf("cutoffs %v, want %v", got, want)
	}
	if d := at(t, "2011-12-30"); d.PriceUSD != 0 {
		t.Errorf("2011-12-30: %+v", d)
	}
	if d := at(t, "2021-01-03"); d.FirstHeight != 664_213 || d.Blocks != 158 || d.Carried.Blocks != 0 {
		t.Errorf("2021-01-03: %+v", d)
	}
	for _, s := range h.Sources() {
		if s.Licence == "CC BY-NC 4.0" || s.Licence == "Yahoo terms (personal use)" {
			t.Errorf("under terms: %+v", s)
		}
	}
}
