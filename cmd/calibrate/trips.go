package main

import (
	"fmt"
	"io"

	"github.com/assaymining/assay/economics/resale"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
)

// tripOffer is the holder's contract: fees as third parties found them in 2025 and 2026, deducted from the
// payout.
const tripOffer = `{"schema":"assay/offer/v1","provider":{"name":"GoMining"},"kind":"token","hashrate":"1 TH/s","term":"open",
"price":{"per_hashrate":"1 USD/TH"},"payout":{"basis":"pool_revenue","currency":"BTC","every":"1d"},"uptime":{"promised":"100%"},
"fees":[{"name":"electricity","efficiency":"15 J/TH","energy_price":"0.05 USD/kWh","paid":"deducted","discount":{"share":"20%","needs":"token"}},
{"name":"service","per_hashrate_day":"0.0089 USD/TH/day","paid":"deducted","discount":{"share":"20%","needs":"token"}}]}`

// tripSection replays every purchase of 1 TH/s at 15 J/TH to the last price recorded for it.
func tripSection(w io.Writer) error {
	offered, _, err := offer.Parse("token", []byte(tripOffer))
	if err != nil {
		return err
	}
	var quotes []resale.TokenQuote
	for _, q := range resale.TokenQuotes() {
		if q.Efficiency == units.Efficiency(15) && q.LotTH == 1 {
			quotes = append(quotes, q)
		}
	}
	last := quotes[len(quotes)-1]
	fmt.Fprintf(w, tripText, last.Seen, last.PerTH.Value)
	for _, q := range quotes[:len(quotes)-1] {
		trip := resale.TokenRoundTrip{
			Buy:  q,
			Sell: last,
			Sale: resale.TokenSale{MarketFee: 0.05, Haircut: resale.TokenHaircut},
		}
		if last.Seen-q.Seen < 90 {
			continue
		}
		full, err := trip.Replay(offered, compile.Options{}, market.Embedded())
		if err != nil {
			return err
		}
		less, err := trip.Replay(offered, compile.Options{Discounts: true}, market.Embedded())
		if err != nil {
			return err
		}
		fmt.Fprintf(
			w,
			"| %s | %.2f | %.2f | %.2f | %+.0f %% | %.2f | %+.0f %% |\n",
			q.Seen,
			q.PerTH.Value,
			full.WithoutResale,
			full.BTCEfficiency,
			100*full.USDReturn,
			less.BTCEfficiency,
			100*less.USDReturn,
		)
	}
	return nil
}
