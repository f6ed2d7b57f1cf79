package main

import (
	"encoding/csv"
	"strconv"
	"strings"

	"github.com/assaymining/assay/market"
)

// writePrices writes agreed prices as CSV.
func (p *program) writePrices(prices []market.Agreed) error {
	w := csv.NewWriter(p.out)
	w.Write([]string{"date", "currency", "price", "spread", "used", "left_out"})
	for _, a := range prices {
		w.Write([]string{a.Date.String(), string(a.Currency), strconv.FormatFloat(a.Price, 'f', -1, 64),
			strconv.FormatFloat(a.Spread, 'g', 4, 64), strings.Join(a.Used, " "), strings.Join(a.LeftOut, " ")})
	}
	w.Flush()
	return w.Error()
}
