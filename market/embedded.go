package market

import (
	_ "embed"
	"slices"
	"strings"
	"sync"

	"github.com/assaymining/assay/cite"
)

//go:embed history.bin
var embeddedBytes []byte

// embeddedHash is that of its CSV, so that the same facts have the same hash wherever they come from: built in,
// exported, or frozen in evidence. Written beside history.bin, since it takes longer to make than all else here.
//
//go:embed history.hash
var embeddedHash string

// Embedded is the history that comes with the program: every difficulty epoch and day from
// 2009-01-03 on. It is decoded once, at the first call; its sources are those of SOURCES.md.
func Embedded() *History { return embedded() }

var embedded = sync.OnceValue(func() *History {
	h, err := Decode(embeddedBytes)
	if err != nil {
		panic("market: embedded history: " + err.Error())
	}
	h.hash = strings.TrimSpace(embeddedHash)
	h.sources = slices.Concat([]cite.Source{{What: "history that comes with assay", Hash: h.hash}}, origins())
	return h
})

// origins is SOURCES.md in short.
func origins() []cite.Source {
	const read = "2026-11-22"
	return []cite.Source{
		{
			What:    "difficulty epochs to height 878976: headers kept by bitcoinj",
			Read:    read,
			Licence: "Apache-2.0",
			URL:     "https://github.com/bitcoinj/bitcoinj",
		},
		{What: "difficulty epochs to height 953568: targets kept by Electrum", Read: read, Licence: "MIT",
			URL: "https://github.com/spesmilo/electrum"},
		{What: "block times 2021-01 to 2026-04", Read: read, Licence: "BSD-2-Clause",
			URL: "https://github.com/sorukumar/bitcoin-mining-pools"},
		{What: "difficulty epochs from height 955584: headers quoted in public repositories", Read: read},
		{What: "daily price, fees and block counts to 2026-06-01: Coin Metrics community data", Read: read,
			URL: "https://github.com/coinmetrics/data", Licence: "CC BY-NC 4.0"},
		{What: "daily price from 2026-06-02: Yahoo Finance closes", Read: read,
			URL: "https://finance.yahoo.com/quote/BTC-USD/history", Licence: "Yahoo terms (personal use)"},
	}
}
