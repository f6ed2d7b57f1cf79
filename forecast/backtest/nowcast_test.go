package backtest

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// The next retarget is told better than by the plain formula at every share of the epoch, without bias to
// speak of, and its intervals hold what they say. The bounds leave room over what docs/backtest.md shows.
func TestNowcasts(t *testing.T) {
	from, err := units.ParseISODate("2021-01-04")
	if err != nil {
		t.Fatal(err)
	}
	all, err := Nowcasts(market.Embedded(), from, 512)
	if err != nil {
		t.Fatal(err)
	}
	for i, n := range all {
		if n.Epochs < 130 || n.Error > n.PlainError || n.Bias < -0.4 || n.Bias > 0.4 || n.Covered < 0.7 ||
			n.Covered > 0.92 {
			t.Errorf("%+v", n)
		}
		if i > 0 && n.Error > all[i-1].Error {
			t.Errorf("more blocks tell less: %+v after %+v", n, all[i-1])
		}
	}
	if text := NowcastTable(all); !strings.Contains(text, "| 50 % |") {
		t.Error(text)
	}
}
