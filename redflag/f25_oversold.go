package redflag

// F25: more hashrate sold than shown. One seller sold $577 million of contracts and mined less than
// 1 % of the bitcoin hashrate it had sold.

import (
	"fmt"
	"math"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

var oversold = Rule{
	ID:       "F25_oversold",
	Title:    "More hashrate is sold than is shown to run, or than runs anywhere",
	Axis:     Trust,
	Severity: High,
	Needs:    "proof.capacity, seen",
	Why:      "Hashrate sold twice is paid out of deposits, and nobody has more than all miners together. Four large sellers that failed had oversold.",
	Caution:  "A pre-sale delivers later: then the start of delivery is dated and nothing is paid out before.",
	Look:     "How many TH/s have you sold in all, how many run, and where can I see both?",
	Judge:    judgeOversold,
	Sources: []cite.Source{
		read(
			"Puppet, criteria to spot a cloud mining scam, no. 4",
			"https://bitcointalk.org/index.php?topic=878387",
		),
		read(
			"indictment of HashFlare's founders: under 1 % of the hashrate sold",
			"https://www.justice.gov/opa/pr/two-estonian-citizens-arrested-575-million-cryptocurrency-fraud-and-money-laundering-scheme",
		),
	},
}

// halfShown is deployed over sold below which no growth explains the gap: set by judgement.
const halfShown = 0.5

func judgeOversold(f grounds.Facts) Answer {
	c := f.Offer.Proof.Capacity
	if e, ok := f.On(f.Offer.Seen); ok && f.SHA256() && e.Network > 0 && max(c.Sold, c.Deployed) > e.Network {
		most := max(c.Sold, c.Deployed)
		a := present(
			fmt.Sprintf(
				"%s named; all miners together ran %s EH/s on %s",
				most,
				units.Format(e.Network.TH()/1e6, 3),
				e.Date,
			),
			Figure{"named", most.TH(), "TH/s"},
			Figure{"network", e.Network.TH(), "TH/s"},
		).weighing(Critical)
		a.Sources = []cite.Source{e.Source}
		return a
	}
	if c.Sold <= 0 || c.Deployed <= 0 {
		return unknown("hashrate sold and hashrate shown to run (proof.capacity)")
	}
	shown := float64(c.Deployed / c.Sold)
	figures := []Figure{
		{"sold", c.Sold.TH(), "TH/s"},
		{"deployed", c.Deployed.TH(), "TH/s"},
		{"shown", shown, "1"},
	}
	percent := units.Format(math.Floor(shown*1000)/10, 3)
	says := fmt.Sprintf("%s sold, %s shown: %s %%", c.Sold, c.Deployed, percent)
	switch {
	case shown < halfShown:
		return present(says, figures...).weighing(Critical)
	case shown < 1:
		return present(says, figures...)
	}
	return absent(says, figures...)
}
