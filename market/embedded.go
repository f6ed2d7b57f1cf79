package market

import (
	_ "embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/assaymining/assay/cite"
)

// The figures that may be used for any purpose.
//
//go:embed history.bin
var freeBytes []byte

// Embedded is the history that comes with the program: every difficulty epoch and day from 2009-01-03 on.
// It is decoded once, at the first call; its sources are those of SOURCES.md. A program that is built with
// the tag freefacts leaves out what stands under terms of others (embedded_terms.go).
func Embedded() *History { return embedded() }

var embedded = sync.OnceValue(func() *History {
	days, epochs, height, err := decode(freeBytes)
	if err != nil {
		panic("market: embedded history: " + err.Error())
	}
	sources := free()
	if len(termsBytes) > 0 {
		others, _, first, err := decode(termsBytes)
		if err != nil || len(others) != len(days) {
			panic(
				fmt.Sprintf(
					"market: embedded history under terms: %d days for %d, %v",
					len(others),
					len(days),
					err,
				),
			)
		}
		for i := range days {
			days[i] = days[i].Over(others[i])
		}
		height, sources = first, slices.Concat(sources, underTerms())
	}
	h, err := newHistory(days, epochs, height)
	if err != nil {
		panic("market: embedded history: " + err.Error())
	}
	h.hash = strings.TrimSpace(embeddedHash)
	h.sources = slices.Concat([]cite.Source{{What: "history that comes with assay", Hash: h.hash}}, sources)
	return h
})

// read is the day on which the sources were gathered.
const read = "2026-11-22"

// free is SOURCES.md in short, of what may be used for any purpose.
func free() []cite.Source {
	return []cite.Source{
		{
			What:    "difficulty epochs to height 878976: headers kept by bitcoinj",
			Read:    read,
			Licence: "Apache-2.0",
			URL:     "https://github.com/bitcoinj/bitcoinj",
		},
		{What: "difficulty epochs to height 953568: targets kept by Electrum", Read: read, Licence: "MIT",
			URL: "https://github.com/spesmilo/electrum"},
		{What: "block times and counts 2021-01 to 2026-04", Read: read, Licence: "BSD-2-Clause",
			URL: "https://github.com/sorukumar/bitcoin-mining-pools"},
		{What: "fees of 381 days from 2021 to 2026: blocks as a node gives them", Read: read, Licence: "MIT",
			URL: "https://github.com/m-marqx/BTC-RPC-Data"},
		{What: "difficulty epochs from height 955584: headers quoted in public repositories", Read: read},
		{What: "daily price 2011-12-31 to 2026-08-21: Bitstamp closes", Read: read, Licence: "CC BY-SA 4.0",
			URL: "https://www.kaggle.com/datasets/mczielinski/bitcoin-historical-data"},
	}
}
