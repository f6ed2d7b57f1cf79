package redflag

// F10: no data centre that can be checked, or a fake one.

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
)

var noDataCentre = Rule{
	ID:       "F10_no_data_centre",
	Title:    "No data centre that anybody could check",
	Axis:     Trust,
	Severity: Critical,
	Needs:    "proof.data_centres",
	Why:      "Megawatts cannot be hidden. 7 of 11 frauds with a known answer showed none, or somebody else's; no real offer did.",
	Caution:  "A real farm clears nobody: several frauds had one far smaller than what they sold.",
	Look:     "Where do the machines stand, and who but you has seen them there?",
	Judge:    judgeNoDataCentre,
	Sources: []cite.Source{
		read(
			"Puppet, criteria to spot a cloud mining scam, no. 3",
			"https://bitcointalk.org/index.php?topic=878387",
		),
		read(
			"Texas State Securities Board on a mining firm without a place",
			"https://www.ssb.texas.gov/news-publications/one-day-after-order-crypto-mining-firm-stops-us-sales",
		),
	},
}

func judgeNoDataCentre(f grounds.Facts) Answer {
	p := f.Offer.Proof
	withheld, known := "", true
	for _, d := range p.DataCentres {
		switch {
		case grounds.Given(d.Place):
			return absent("named: " + grounds.Shorten(d.Place))
		case grounds.Given(d.Evidence):
			return absent("shown: " + grounds.Shorten(d.Evidence))
		case grounds.Refused(d.Place) || grounds.Refused(d.Evidence):
			withheld = d.Place
		default:
			known = false
		}
	}
	switch {
	case withheld != "" && known:
		return present("where the machines stand is not told: \"" + grounds.Shorten(withheld) + "\"")
	case p.DataCentresStated && known:
		return present("looked for: none can be checked")
	}
	return unknown("where the machines stand (proof.data_centres; write [] where you looked and found none)")
}
