package web

import (
	"testing"

	"github.com/chromedp/chromedp"
)

// The most of a verdict that somebody with a phone should have to scroll through, in its pixels: the first
// screen, and the whole page before anything is unfolded, which is 40 % of the 9,466 that it once had
// for three fields typed.
const (
	firstScreen = 1200
	wholePage   = 3786
)

// TestAPhoneIsEnough holds pages of offers of a year to these heights: of one as somebody types it all that
// is not folded, of a real one with longer words the sentence and the figures that decide.
func TestAPhoneIsEnough(t *testing.T) {
	b := openBrowser(t, nil)
	for _, v := range viewings() {
		if !v.phone {
			continue
		}
		t.Run(v.name, func(t *testing.T) {
			p := b.visit(t, v)
			typed := p.heights("form=1&hashrate=50&price.upfront=1150&term=365" +
				"&fees%5B0%5D.per_hashrate_day=0.047")
			if typed[0] > firstScreen || typed[1] > firstScreen || typed[2] > wholePage {
				t.Errorf("typed: figures end at %.0f, what is not known at %.0f (at most %d), the page at "+
					"%.0f (%d)", typed[0], typed[1], firstScreen, typed[2], wholePage)
			}
			sold := p.heights("example=bitfufu-classic-2021")
			if sold[0] > firstScreen || sold[2] > wholePage {
				t.Errorf("real: figures end at %.0f (at most %d), the page at %.0f (%d)", sold[0],
					firstScreen, sold[2], wholePage)
			}
		})
	}
}

// heights are where the figures end, where what is not known ends, and where the page does.
func (b *tab) heights(query string) []float64 {
	b.Helper()
	b.open("/evaluate?" + query)
	b.settle()
	at, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]float64](`[
		document.querySelector("#verdict .figures").getBoundingClientRect().bottom + window.scrollY,
		document.querySelector("#open").getBoundingClientRect().bottom + window.scrollY,
		document.documentElement.scrollHeight]`))
	if err != nil {
		b.Fatal(err)
	}
	b.Logf("%s: the figures end at %.0f, what is not known at %.0f, the page at %.0f", query, at[0], at[1],
		at[2])
	return at
}
