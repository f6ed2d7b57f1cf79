package audit

import (
	"encoding/csv"
	"io"
	"strconv"

	"github.com/assaymining/assay/internal/cells"
)

// WriteDays writes owed and received of each day as CSV, in satoshi; a day without a row is empty.
func (r *Result) WriteDays(out io.Writer) error {
	w := csv.NewWriter(out)
	_ = w.Write([]string{"date", "owed_sat", "received_sat", "hashrate_ths", "note"})
	for _, d := range r.EachDay {
		received := ""
		if d.ReceivedSat != nil {
			received = strconv.FormatInt(*d.ReceivedSat, 10)
		}
		_ = w.Write([]string{d.Date, strconv.FormatInt(d.OwedSat, 10), received,
			strconv.FormatFloat(d.HashrateTH, 'f', -1, 64), cells.Text(d.Note)})
	}
	w.Flush()
	return w.Error()
}
