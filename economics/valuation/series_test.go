package valuation

import (
	"bytes"
	"encoding/csv"
	"math"
	"strconv"
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// A contract whose price moves with hashprice and that asks for nothing else gives back, on each day, what
// one for a day's revenue times as many days would: its scale is the day's hashprice over that of the offer's
// day.
func TestReplaysAtTheDaysHashprice(t *testing.T) {
	h := market.Embedded()
	terms := compiled(t, "hashrate: 30 TH/s\nterm: 90d\nprice: {upfront: 300 USD}\nfees: []\n")
	seen, err := h.At(date(t, "2021-09-12"))
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	scaled := Buying{Every: 101, Complete: true, Hashprice: seen.HashpriceUSD()}
	for r := range Replays(t.Context(), terms, h, 0, scaled) {
		day, err := h.At(r.Start)
		if err != nil {
			t.Fatal(err)
		}
		n++
		want := day.HashpriceUSD() / seen.HashpriceUSD()
		if got := r.Totals.PaidUSD.Float() / 300; math.Abs(got/want-1) > 1e-6 ||
			math.Abs(r.Scale/want-1) > 1e-9 {
			t.Errorf("%s: %.6f of the price is paid, scale %.6f, the day's hashprice is %.6f of the offer's day's", r.Start, got, r.Scale, want)
		}
		alone, err := ReplayFrom(t.Context(), terms, h, r.Start, 0)
		if err != nil || alone.Totals.Received != r.Totals.Received {
			t.Errorf("%s: %v received, %v at the offer's price", r.Start, r.Totals.Received,
				alone.Totals.Received)
		}
	}
	if n < 30 {
		t.Errorf("%d days", n)
	}
}

// The series sums up to the replay, and its first day's mining is the day's hashvalue.
func TestSeriesIsTheReplay(t *testing.T) {
	h, start := market.Embedded(), date(t, "2021-09-12")
	terms := compiled(t, "hashrate: 30 TH/s\nterm: 360d\nprice: {upfront: 2026.08 USD, deposit: 50 USD}\n"+
		"fees: [{name: e, per_hashrate_day: 0.0499 USD/TH/day, paid: separately}]\n")
	var out bytes.Buffer
	if err := WriteSeries(&out, terms, h, start, 0); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(&out).ReadAll()
	if err != nil || len(rows) != 361 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	at := func(row, col int) float64 {
		v, err := strconv.ParseFloat(rows[row][col], 64)
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
	one, err := ReplayFrom(t.Context(), terms, h, start, 0)
	if err != nil {
		t.Fatal(err)
	}
	day, _ := h.At(start)
	for what, pair := range map[string][2]float64{
		"sent":          {at(360, 6) * 30, one.Totals.Received.BTC() * units.SatPerBTC},
		"paid":          {at(360, 7) * 30, one.Totals.Paid.BTC() * units.SatPerBTC},
		"the first day": {at(1, 2), float64(day.Hashvalue()) * units.SatPerBTC},
	} {
		if math.Abs(pair[0]-pair[1]) > 0.01 {
			t.Errorf("%s: %v, by the replay %v", what, pair[0], pair[1])
		}
	}
	for _, bad := range []units.Date{h.First() - 1, h.Last() + 1} {
		if WriteSeries(&out, terms, h, bad, 0) == nil {
			t.Errorf("%s has a series", bad)
		}
	}
}
