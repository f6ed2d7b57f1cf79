package valuation

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// WriteSeries writes what a contract bought on a day gives, day by day, as CSV: satoshi for each TH/s that is
// contracted, mined before fees, credited after them and sent, and what is paid beside. The error says why
// the
// day cannot be used, or is the writer's.
func WriteSeries(w io.Writer, t *contract.Terms, h *market.History, start units.Date, openDays int) error {
	if !(t.TH > 0) {
		return fmt.Errorf("the offer names no hashrate: there is nothing per TH/s")
	}
	if start < h.First() || start > h.Last() {
		return fmt.Errorf("%s is outside the history (%s to %s)", start, h.First(), h.Last())
	}
	days := FactsOf(h.Days(start, min(h.Last()+1, start+units.Date(Horizon(t, openDays)))))
	if err := t.Fits(days[0]); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	_ = out.Write([]string{"date", "price_usd", "mined_sat_per_ths", "credited_sat_per_ths",
		"sent_sat_per_ths", "paid_sat_per_ths", "sent_so_far_sat_per_ths", "paid_so_far_sat_per_ths"})
	per := func(m units.MilliSat) string {
		return strconv.FormatFloat(float64(m)/1000/t.TH, 'f', 4, 64)
	}
	var sent, paid units.MilliSat
	t.Run(days, func(f contract.Facts, flow *contract.Flow) {
		back := flow.Payout + flow.Returned
		sent, paid = sent+back, paid+flow.Paid
		_ = out.Write([]string{f.Date.String(), strconv.FormatFloat(f.Price, 'f', 2, 64), per(flow.Gross),
			per(flow.Net), per(back), per(flow.Paid), per(sent), per(paid)})
	})
	out.Flush()
	return out.Error()
}
