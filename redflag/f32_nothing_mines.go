package redflag

import (
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
)

var nothingMines = Rule{
	ID:       "F32_nothing_mines",
	Title:    "By the seller's own words the hashrate is virtual or simulated",
	Axis:     Trust,
	Severity: Critical,
	Needs:    "claims, terms.text",
	Why:      "Hashrate that is simulated finds no block: what it pays comes from somebody's deposit.",
	Caution:  "\"Virtual\" is also said of a share in real machines, and a calculator simulates. The words are quoted: read them.",
	Look:     "Which machines hash for me, where, and at which pool can I see it?",
	AskIf:    true,
	Judge:    judgeNothingMines,
	Sources:  []cite.Source{read("terms of a platform that simulates its earnings (2024)", "")},
}

func judgeNothingMines(f grounds.Facts) Answer {
	if quote := f.Said().Virtual; quote != "" {
		return present("the seller says: \"" + grounds.Shorten(quote) + "\"")
	}
	if judgeNoPoolProof(f).State == Absent {
		return absent("a pool, an account or an address is shown, and no words say so")
	}
	return unknown("whether machines stand behind the hashrate (proof)")
}
