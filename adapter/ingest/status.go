package ingest

import (
	"context"
	"fmt"
	"math"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// Status is what a store holds, where it has holes, and where it disagrees with the history that comes
// with the program.
type Status struct {
	Network       string         `json:"network"`
	BlocksFrom    int            `json:"blocks_from"`
	BlocksTo      int            `json:"blocks_to"` // -1: no blocks
	DaysFrom      string         `json:"days_from"` // empty: no days
	DaysTo        string         `json:"days_to"`
	Retargets     int            `json:"retargets"` // changes of difficulty proved by headers
	Prices        []priceStatus  `json:"prices"`
	Gaps          []string       `json:"gaps"`
	Disagreements []disagreement `json:"disagreements"`
}

// priceStatus is how far the prices of one currency reach.
type priceStatus struct {
	Currency units.Currency `json:"currency"`
	Days     int            `json:"days"`
	From     string         `json:"from"`
	To       string         `json:"to"`
}

// disagreement counts the days on which the store and the history that comes with the program say
// different things, and names the worst.
type disagreement struct {
	Figure  string  `json:"figure"`
	Days    int     `json:"days"`
	Of      int     `json:"of"`
	Worst   string  `json:"worst_day"`
	Store   float64 `json:"store"`
	History float64 `json:"history"`
}

// Differences above which two sources disagree: difficulty follows from headers and can only differ by
// rounding; closes of exchanges and of price services differ by up to two per cent (their days end
// apart); fees by a tenth, since those of most of the history's days are by median time, an hour behind
// header time (market/SOURCES.md).
const (
	difficultyDiffers = 1e-6
	priceDiffers      = 0.025
	feesDiffer        = 0.10
)

// StatusOf looks through a store; base is the history that comes with the program.
func StatusOf(ctx context.Context, s Reader, base *market.History) (Status, error) {
	st := Status{BlocksTo: -1, Prices: []priceStatus{}, Gaps: []string{}, Disagreements: []disagreement{}}
	var err error
	if st.Network, err = s.State(networkKey); err != nil {
		return st, err
	}
	low, high, ok, err := s.Range()
	if err != nil {
		return st, err
	}
	if ok {
		st.BlocksFrom, st.BlocksTo = low, high
		if stored, end, err := s.Run(low); err != nil {
			return st, err
		} else if stored && end < high {
			st.Gaps = append(st.Gaps, fmt.Sprintf("blocks after %d are missing", end))
		}
	}
	retargets, err := s.Retargets(ctx)
	if err != nil {
		return st, err
	}
	st.Retargets = len(retargets)
	if err := st.days(ctx, s, base); err != nil {
		return st, err
	}
	return st, st.prices(ctx, s, base)
}

func (st *Status) days(ctx context.Context, s Reader, base *market.History) error {
	days, err := s.Days(ctx, 0)
	if err != nil || len(days) == 0 {
		return err
	}
	st.DaysFrom, st.DaysTo = days[0].Date.String(), days[len(days)-1].Date.String()
	difficulty, fees := disagreement{Figure: "difficulty"}, disagreement{Figure: "fees per block"}
	for i, d := range days {
		if i > 0 && d.Date != days[i-1].Date+1 && i > 1 { // the network slept after block 0
			st.Gaps = append(st.Gaps, fmt.Sprintf("days %s to %s are missing", days[i-1].Date+1, d.Date-1))
		}
		old, err := base.At(d.Date)
		if err != nil || st.Network != "main" {
			continue
		}
		if old.Carried.Difficulty == 0 {
			difficulty.compare(d.Date, d.Difficulty, old.Difficulty, difficultyDiffers)
		}
		if d.FeesKnown && d.Blocks > 0 && old.Carried.Fees == 0 && old.FeesBTC > 0 {
			fees.compare(d.Date, d.Fees.BTC()/float64(d.Blocks), old.FeesBTC, feesDiffer)
		}
	}
	st.add(difficulty, fees)
	return nil
}

func (st *Status) prices(ctx context.Context, s Reader, base *market.History) error {
	currencies, err := s.Currencies()
	if err != nil {
		return err
	}
	for _, c := range currencies {
		prices, err := s.Prices(ctx, c)
		if err != nil {
			return err
		}
		st.Prices = append(st.Prices, priceStatus{c, len(prices), prices[0].Date.String(),
			prices[len(prices)-1].Date.String()})
		differ := disagreement{Figure: "price in " + string(c)}
		for i, p := range prices {
			if i > 0 && p.Date != prices[i-1].Date+1 {
				st.Gaps = append(st.Gaps, fmt.Sprintf("prices in %s of %s to %s are missing", c,
					prices[i-1].Date+1, p.Date-1))
			}
			if old, err := base.At(p.Date); err == nil && c == units.USD && old.PriceUSD > 0 &&
				old.Carried.Price == 0 {
				differ.compare(p.Date, p.Price, old.PriceUSD, priceDiffers)
			}
		}
		st.add(differ)
	}
	return nil
}

func (st *Status) add(ds ...disagreement) {
	for _, d := range ds {
		if d.Days > 0 {
			st.Disagreements = append(st.Disagreements, d)
		}
	}
}

// compare counts a day and keeps the worst.
func (d *disagreement) compare(date units.Date, store, history, limit float64) {
	d.Of++
	far := math.Abs(store-history) / history
	if far <= limit {
		return
	}
	if d.Days++; d.Days == 1 || far > math.Abs(d.Store-d.History)/d.History {
		d.Worst, d.Store, d.History = date.String(), store, history
	}
}
