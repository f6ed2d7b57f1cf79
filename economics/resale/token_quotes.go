package resale

import (
	_ "embed"
	"encoding/csv"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
)

//go:embed token_prices.csv
var tokenPricesCSV string

// TokenQuote is one observed list price of tokenised hashrate.
type TokenQuote struct {
	Seen       units.Date
	Efficiency units.Efficiency // the grade
	LotTH      float64          // smallest purchase at this price, TH/s
	PerTH      units.PerHashrate
	RecordedBy string
}

var tokenQuotes = sync.OnceValue(func() []TokenQuote {
	quotes, err := parseTokenQuotes(tokenPricesCSV)
	if err != nil {
		panic("resale: embedded token prices: " + err.Error())
	}
	return quotes
})

// TokenQuotes is the observed list prices that the program carries, oldest first; a fresh slice.
func TokenQuotes() []TokenQuote { return slices.Clone(tokenQuotes()) }

// TokenKnownBy reports whether a list price of a grade was recorded by a day: before, nobody could compare
// with it.
func TokenKnownBy(grade units.Efficiency, day units.Date) bool {
	return slices.ContainsFunc(tokenQuotes(),
		func(q TokenQuote) bool { return q.Efficiency == grade && q.Seen <= day })
}

// parseTokenQuotes reads the columns seen, j_per_th, lot_th, usd_per_th, recorded_by behind one header.
func parseTokenQuotes(text string) ([]TokenQuote, error) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comment = '#'
	r.FieldsPerRecord = 5
	rows, err := r.ReadAll()
	if err != nil {
		return nil, err
	}
	var out []TokenQuote
	for i, f := range rows[min(1, len(rows)):] {
		d, err := units.ParseDate(f[0])
		if err != nil {
			return nil, err
		}
		var v [3]float64
		for j, s := range f[1:4] {
			if v[j], err = strconv.ParseFloat(s, 64); err != nil || !(v[j] > 0) {
				return nil, fmt.Errorf("row %d: %q is no positive number", i+2, s)
			}
		}
		out = append(out, TokenQuote{d, units.Efficiency(v[0]), v[1], units.PerHashrate{Value: v[2],
			Currency: units.USD}, f[4]})
	}
	return out, nil
}

// TokenRoundTrip is one lot bought at one observed price and sold at a later one.
type TokenRoundTrip struct {
	Buy, Sell TokenQuote // of the same grade and lot
	Sale      TokenSale
}

// Replay is what the round trip brought, over what happened: fees, discounts and payouts are those of o,
// whose own price and hashrate are set aside. The error says which of the two prices does not fit.
func (h TokenRoundTrip) Replay(o offer.Offer, opt compile.Options, past *market.History) (TokenOutcome,
	error) {
	if h.Buy.Efficiency != h.Sell.Efficiency || h.Buy.LotTH != h.Sell.LotTH {
		return TokenOutcome{},
			fmt.Errorf("bought at %s in lots of %g TH/s, sold at %s in lots of %g: prices of different "+
				"things",
				h.Buy.Efficiency, h.Buy.LotTH, h.Sell.Efficiency, h.Sell.LotTH)
	}
	if h.Sell.Seen <= h.Buy.Seen || h.Buy.Seen < past.First() || h.Sell.Seen > past.Last() {
		return TokenOutcome{}, fmt.Errorf("%s to %s is no holding within the history (%s to %s)", h.Buy.Seen,
			h.Sell.Seen, past.First(), past.Last())
	}
	price := h.Buy.PerTH
	o.Price = offer.Price{PerHashrate: &price}
	o.Hashrate = units.Hashrate(h.Buy.LotTH * 1e12)
	t, _, err := compile.Offer(o, opt)
	if err != nil {
		return TokenOutcome{}, err
	}
	return replayToken(tokenHold{Terms: t, Days: valuation.FactsOf(past.Days(h.Buy.Seen, h.Sell.Seen+1)),
		List: h.Sell.PerTH, Sale: h.Sale})
}
