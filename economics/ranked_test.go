package economics_test

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/survival"
	"github.com/assaymining/assay/units"
)

// What is said of offers beside each other, by who is among them. Of a thousand dollars.
func TestRank(t *testing.T) {
	left := func(name string, usd float64) economics.Ranked {
		return economics.Ranked{Name: name, Left: &play.Dist{P50: usd}, Economics: economics.Losing,
			Trust: survival.Unproven}
	}
	refused := func(name string) economics.Ranked { return economics.Ranked{Name: name, Withheld: true} }
	beats := .78
	good := left("A", 1240)
	good.Beats, good.Economics = &beats, economics.Favourable
	proven, doubtful, risky, blank := good, good, good, good
	proven.Trust, doubtful.Trust = survival.Verifiable, survival.Doubtful
	risky.Risky, blank.Economics = true, economics.NotKnown
	const says = "of $1,000 it would probably leave bitcoin worth $1,240, and more than buying bitcoin " +
		"leaves in 78 % of the markets."
	for _, c := range []struct {
		offers []economics.Ranked
		want   string
	}{
		{[]economics.Ranked{left("A", 684)},
			"Buying bitcoin is better: of $1,000, “A” would probably leave bitcoin worth $684."},
		{[]economics.Ranked{left("A", 684), left("B", 300)}, "Buying bitcoin is better than each of the 2 " +
			"offers: of $1,000, the best of them, “A”, would probably leave bitcoin worth $684."},
		{[]economics.Ranked{left("A", 0)},
			"Buying bitcoin is better: of $1,000, “A” would probably leave nothing."},
		{[]economics.Ranked{left("A", 684), left("B", 300), {Name: "C"}}, "Buying bitcoin is better than each " +
			"of the 2 that can be computed: of $1,000, the best of them, “A”, would probably leave bitcoin worth $684."},
		{[]economics.Ranked{good}, "If the machines of “A” exist, which nothing shows, " + says},
		{[]economics.Ranked{proven}, "If all is as “A” says, " + says},
		{[]economics.Ranked{doubtful},
			"Pay nothing for “A” before the doubts about it are answered: if they are, " + says},
		{[]economics.Ranked{risky}, "Read the contract of “A” before you pay: " + says},
		{[]economics.Ranked{blank}, "Whether “A” pays is not known, since a fact is missing: as far as " +
			"it is stated, " + says},
		{[]economics.Ranked{refused("P")}, "Do not pay for “P”: no miner can keep what it offers."},
		{[]economics.Ranked{left("A", 684), left("B", 2), refused("P"), refused("Q")},
			"Do not pay for “P” and “Q”: no miner can keep what they offer. Buying bitcoin is better than each " +
				"of the other 2: of $1,000, the best of them, “A”, would probably leave bitcoin worth $684."},
		{[]economics.Ranked{refused("P"), refused("Q"), refused("R"), refused("S")},
			"Do not pay for “P”, “Q” and 2 more: no miner can keep what they offer."},
		{[]economics.Ranked{{Name: "C"}}, "None of the offers can be ranked: what each lacks stands beside it."},
		{[]economics.Ranked{refused(strings.Repeat("ö", 5000))}, "Do not pay for “" + strings.Repeat("ö", 59) +
			"…”: no miner can keep what it offers."},
	} {
		if got := economics.Rank(c.offers, 1000, units.Shown{}); got != c.want {
			t.Errorf("got  %s\nwant %s", got, c.want)
		}
	}
	euros := units.Shown{Currency: "EUR", Per: 1.25}
	got := economics.Rank([]economics.Ranked{left("A", 684)}, 1000, euros)
	if !strings.Contains(got, "of 800 EUR") ||
		!strings.Contains(got, "547 EUR") {
		t.Errorf("in euros it says %q", got)
	}
}
