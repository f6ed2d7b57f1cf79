//go:build !freefacts

package market

import (
	_ "embed"

	"github.com/assaymining/assay/cite"
)

// The figures that stand under terms of others, which do not allow every use: see SOURCES.md. They fill the
// days for which there is no free figure.
//
//go:embed history_terms.bin
var termsBytes []byte

// embeddedHash is that of the history's CSV, so that the same facts have the same hash wherever they come
// from: built in, exported, or frozen in evidence. It is written beside the facts, since it takes longer to
// make than all else here.
//
//go:embed history.hash
var embeddedHash string

// underTerms is SOURCES.md in short, of what not everybody may use for everything.
func underTerms() []cite.Source {
	return []cite.Source{
		{
			What:    "price before 2011-12-31, fees and block counts to 2026-06-01 where no free source has them: Coin Metrics community data",
			Read:    read,
			URL:     "https://github.com/coinmetrics/data",
			Licence: "CC BY-NC 4.0",
		},
		{What: "daily price from 2026-08-22: Yahoo Finance closes", Read: read,
			URL: "https://finance.yahoo.com/quote/BTC-USD/history", Licence: "Yahoo terms (personal use)"},
	}
}
