package hashmarket

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

type nicehashBook struct {
	Stats map[string]struct {
		PriceFactor  json.Number // hashes per second that a price is for
		MarketFactor json.Number // hashes per second that a speed is counted in
		Orders       []nicehashOrder
	}
}

type nicehashOrder struct {
	Price, AcceptedSpeed json.Number
	Alive                *bool
}

// nicehash reads the order book. Orders there are bids of buyers; one is counted if miners serve it
// now, so that a bid nobody takes does not count as a price. The quotes are the highest and the
// lowest bid that is served, lowest being what hashrate can be had for.
func nicehash(ctx context.Context, m *Market) ([]market.Quote, error) {
	var book nicehashBook
	src, err := m.json(ctx, "/main/api/v2/hashpower/orderBook?algorithm=SHA256ASICBOOST", nil, &book)
	if err != nil {
		return nil, err
	}
	var served []float64 // satoshi per TH/s and day
	var speed units.Hashrate
	for name, side := range book.Stats {
		if name != "BTC" && name != "EU" && name != "USA" && name != "EU_N" && name != "USA_E" {
			continue
		}
		priceFactor, err1 := side.PriceFactor.Float64()
		marketFactor, err2 := side.MarketFactor.Float64()
		if err := errors.Join(err1, err2); err != nil || !(priceFactor > 0) || !(marketFactor > 0) {
			return nil, fmt.Errorf("the book of %s does not declare the unit of its prices", name)
		}
		for _, o := range side.Orders {
			price, err1 := o.Price.Float64()
			accepted, err2 := o.AcceptedSpeed.Float64()
			if errors.Join(err1, err2) != nil || !(price > 0) || !(accepted > 0) ||
				o.Alive != nil && !*o.Alive {
				continue
			}
			served = append(served, price*units.SatPerBTC/(priceFactor/1e12))
			speed += units.Hashrate(accepted * marketFactor)
		}
	}
	if len(served) == 0 {
		return nil, nil
	}
	return []market.Quote{
		m.quote(market.LowestBidServed, slices.Min(served), speed, src),
		m.quote(market.HighestBidServed, slices.Max(served), speed, src),
	}, nil
}
