package web

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// The most of a verdict that somebody with a phone should have to scroll through, in its pixels: what
// decides first, and the whole page before anything is unfolded, which is 40 % of the 9,466 that it once had
// for three fields typed.
const (
	firstScreen = 1200
	wholePage   = 3786
)

// TestAPhoneIsEnough holds the page of an offer of a year, as somebody types it, to these heights.
func TestAPhoneIsEnough(t *testing.T) {
	b := openBrowser(t, nil)
	for _, v := range viewings() {
		if !v.phone {
			continue
		}
		t.Run(v.name, func(t *testing.T) {
			p := b.visit(t, v)
			p.open("/evaluate?form=1&hashrate=50&price.upfront=1150&term=365" +
				"&fees%5B0%5D.per_hashrate_day=0.047")
			p.settle()
			at, err := chromedp.Run(p.ctx, chromedp.Evaluate[[]float64](`[
				document.querySelector("#verdict .figures").getBoundingClientRect().top + window.scrollY,
				document.documentElement.scrollHeight]`))
			if err != nil {
				t.Fatal(err)
			}
			t.Logf("what decides ends at %.0f, the page at %.0f", at[0], at[1])
			if at[0] > firstScreen || at[1] > wholePage {
				t.Errorf("what decides ends at %.0f (at most %d), the page at %.0f (%d)", at[0],
					firstScreen, at[1], wholePage)
			}
		})
	}
}
