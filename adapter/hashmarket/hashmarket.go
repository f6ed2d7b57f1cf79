// Package hashmarket reads what hashrate costs on public markets: Braiins Hashpower, NiceHash and
// Mining Rig Rentals.
//
// A Market gives quotes in satoshi per TH/s and day. Prices come in units that the markets declare
// (satoshi per EH/s and day, bitcoin per a factor that the answer names, bitcoin per "ph*day") and
// are read in those, never in assumed ones; whether the result is plausible, market.Quote tells.
//
// Sources: Braiins Hashpower OpenAPI (prices in sat per EH and day); NiceHash REST v2 (price is
// bitcoin per priceFactor hashes per second and day); Mining Rig Rentals API v2.
//
// Nothing in it is promised to other modules.
package hashmarket

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// getter gets an address with headers and decodes its JSON.
type getter interface {
	JSONWith(ctx context.Context, address string, header http.Header, into any) (cite.Source, error)
}

// Market is one source of quotes.
type Market struct {
	Name        string
	Base        string
	Key, Secret string // of Mining Rig Rentals, which answers nobody without; never shown
	get         getter
	quotes      func(context.Context, *Market) ([]market.Quote, error)
}

var bases = map[string]string{
	"braiins":  "https://hashpower.braiins.com/v1",
	"nicehash": "https://api2.nicehash.com",
	"mrr":      "https://www.miningrigrentals.com/api/v2",
}

// Names of the markets, in the order in which they are asked.
func Names() []string { return []string{"braiins", "nicehash", "mrr"} }

// New is the market of that name; an empty base means its public address.
func New(g getter, name, base string) (*Market, error) {
	read, ok := map[string]func(context.Context, *Market) ([]market.Quote, error){
		"braiins": braiins, "nicehash": nicehash, "mrr": rigRentals,
	}[name]
	if !ok {
		return nil, fmt.Errorf(
			"%.40q is not a hashrate market; write one of %s",
			name,
			strings.Join(Names(), ", "),
		)
	}
	if base == "" {
		base = bases[name]
	}
	return &Market{Name: name, Base: strings.TrimRight(base, "/"), get: g, quotes: read}, nil
}

// Quotes are the market's prices now.
func (m *Market) Quotes(ctx context.Context) ([]market.Quote, error) {
	out, err := m.quotes(ctx, m)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", m.Name, err)
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("%s: the market is empty", m.Name)
	}
	return out, nil
}

func (m *Market) json(ctx context.Context, path string, header http.Header, into any) (cite.Source, error) {
	src, err := m.get.JSONWith(ctx, m.Base+path, header, into)
	src.What = "price of hashrate at " + m.Name
	return src, err
}

func (m *Market) quote(
	what string,
	satPerTH float64,
	available units.Hashrate,
	src cite.Source,
) market.Quote {
	return market.Quote{
		Venue:     m.Name,
		What:      what,
		SatPerTH:  satPerTH,
		Available: available,
		At:        time.Now().Unix(),
		From:      src,
	}
}

// thPerEH is the number of TH/s in an EH/s.
const thPerEH = 1e6

// braiins reads /spot/stats, whose prices are satoshi per EH/s and day.
func braiins(ctx context.Context, m *Market) ([]market.Quote, error) {
	var s struct {
		BestAsk   json.Number `json:"best_ask_sat"`
		BestBid   json.Number `json:"best_bid_sat"`
		Last      json.Number `json:"last_avg_price_sat"`
		Available json.Number `json:"hash_rate_available_10m_ph"`
		Status    string      `json:"status"`
	}
	src, err := m.json(ctx, "/spot/stats", nil, &s)
	if err != nil {
		return nil, err
	}
	if s.Status != "" && s.Status != "SPOT_INSTRUMENT_STATUS_ACTIVE" {
		return nil, fmt.Errorf("the market is not active (%.60q)", s.Status)
	}
	available, _ := s.Available.Float64()
	var out []market.Quote
	for _, p := range []struct {
		what  string
		value json.Number
		hash  units.Hashrate
	}{
		{market.LowestAsk, s.BestAsk, units.Hashrate(available) * units.PHPerS},
		{market.HighestBid, s.BestBid, 0},
		{market.LastTrade, s.Last, 0},
	} {
		if v, err := p.value.Float64(); err == nil && v > 0 {
			out = append(out, m.quote(p.what, v/thPerEH, p.hash, src))
		}
	}
	return out, nil
}
