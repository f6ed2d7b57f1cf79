package ingest

import (
	"context"
	"fmt"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// History is base with the store's figures laid over it: difficulty, fees and blocks of each day
// that was summed from blocks, prices in dollars that venues agree on, and the epochs that headers
// prove. A store of another network than mainnet has no history.
func History(ctx context.Context, s Reader, base *market.History) (*market.History, error) {
	network, err := s.State(networkKey)
	if err != nil {
		return nil, err
	}
	if network != "" && network != chain.Mainnet().Name {
		return nil, fmt.Errorf("the store holds network %s; verdicts need the store of mainnet", network)
	}
	days, err := s.Days(ctx, base.First())
	if err != nil {
		return nil, err
	}
	prices, err := s.PricesByDay(ctx, units.USD)
	if err != nil {
		return nil, err
	}
	retargets, err := s.Retargets(ctx)
	if err != nil {
		return nil, err
	}
	sources, err := s.Sources(ctx)
	if err != nil {
		return nil, err
	}
	obs := observations(days, prices, base.First())
	if len(obs) == 0 && len(retargets) == 0 {
		return base, nil
	}
	return base.Merge(obs, epochs(retargets), sources)
}

// observations are the days and prices, each day once.
func observations(days []chain.Day, prices map[units.Date]float64, first units.Date) []market.Observation {
	const none = market.Unknown
	out := make([]market.Observation, 0, len(days)+len(prices))
	priced := map[units.Date]bool{}
	for _, d := range days {
		o := market.Observation{Date: d.Date, PriceUSD: none, FeesBTC: none, Blocks: d.Blocks,
			FirstHeight: d.FirstHeight, Difficulty: d.Difficulty}
		if d.FeesKnown && d.Blocks > 0 {
			o.FeesBTC = d.Fees.BTC() / float64(d.Blocks)
		}
		if d.Blocks == 0 {
			o.FirstHeight = none
		}
		if p, ok := prices[d.Date]; ok {
			o.PriceUSD, priced[d.Date] = p, true
		}
		out = append(out, o)
	}
	for date, p := range prices {
		if !priced[date] && date >= first {
			out = append(out, market.Observation{Date: date, PriceUSD: p, FeesBTC: none, Blocks: none,
				FirstHeight: none, Difficulty: none})
		}
	}
	return out
}

// rateDays is how far before a day a price may lie for its exchange rates.
const rateDays = 7

// Rates are dollars for one unit of each currency that the store has prices in, from the last day up
// to date, within a week, on which there is a price in both: what a bitcoin costs in dollars over
// what it costs in the currency.
func Rates(ctx context.Context, s Reader, date units.Date) (map[units.Currency]float64, error) {
	currencies, err := s.Currencies()
	if err != nil {
		return nil, err
	}
	dollars, err := s.PricesByDay(ctx, units.USD)
	if err != nil {
		return nil, err
	}
	out := map[units.Currency]float64{}
	for _, c := range currencies {
		prices, err := s.PricesByDay(ctx, c)
		if err != nil {
			return nil, err
		}
		for d := date; d > date-rateDays && c != units.USD; d-- {
			if usd, price := dollars[d], prices[d]; usd > 0 && price > 0 {
				out[c] = usd / price
				break
			}
		}
	}
	return out, nil
}
