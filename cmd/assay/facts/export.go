package facts

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"

	"github.com/assaymining/assay/internal/cells"
	"github.com/assaymining/assay/units"
)

// WritePrices writes the agreed prices of a store as CSV.
func (k Keeper) WritePrices(ctx context.Context, out io.Writer, store string, c units.Currency) error {
	s, err := k.store(store)
	if err != nil {
		return err
	}
	defer s.Close()
	prices, err := s.Prices(ctx, c)
	if err != nil {
		return err
	}
	w := csv.NewWriter(out)
	w.Write([]string{"date", "currency", "price", "spread", "used", "left_out"})
	for _, a := range prices {
		w.Write([]string{a.Date.String(), cells.Text(string(a.Currency)), strconv.FormatFloat(a.Price, 'f',
			-1, 64),
			strconv.FormatFloat(a.Spread, 'g', 4, 64), cells.Text(strings.Join(a.Used, " ")),
			cells.Text(strings.Join(a.LeftOut, " "))})
	}
	w.Flush()
	return w.Error()
}
