// Package prices reads what a bitcoin costs from public exchanges and price services: Coinbase,
// Kraken, Bitstamp, CoinGecko and a server of mempool.space's kind.
//
// Each Venue tells the price now and the closes of past UTC days in one currency. It reads the forms
// each of them uses (numbers and strings, seconds and milliseconds, newest or oldest first) and drops
// the day that is not over. No venue is believed alone: package market takes the median of three.
//
// Sources of the forms: the venues' public API references; their traps are in the tests.
//
// Nothing in it is promised to other modules.
package prices

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// getter gets an address and decodes its JSON.
type getter interface {
	JSON(ctx context.Context, address string, into any) (cite.Source, error)
}

// Venue is one source of prices.
type Venue struct {
	Name string
	Base string // address of its API, without the last slash
	get  getter
	form form
}

// form is how one venue is asked and read. Prices come as pairs of Unix seconds and price.
type form struct {
	spot   func(ctx context.Context, v *Venue, c units.Currency) (float64, cite.Source, error)
	closes func(ctx context.Context, v *Venue, c units.Currency, from, to units.Date) ([]point, cite.Source, error)
	begin  bool // a point is dated at the beginning of the day that it closes
}

type point struct {
	time  int64 // Unix seconds
	price float64
}

// bases are the public addresses of the venues.
var bases = map[string]string{
	"coinbase":  "https://api.exchange.coinbase.com",
	"kraken":    "https://api.kraken.com",
	"bitstamp":  "https://www.bitstamp.net",
	"coingecko": "https://api.coingecko.com",
	"mempool":   "https://mempool.space",
}

// Names of the venues, in the order in which they are asked.
func Names() []string { return []string{"coinbase", "kraken", "bitstamp", "coingecko", "mempool"} }

// New is the venue of that name; an empty base means its public address.
func New(g getter, name, base string) (*Venue, error) {
	f, ok := map[string]form{
		"coinbase":  {coinbaseSpot, coinbaseCloses, true},
		"kraken":    {krakenSpot, krakenCloses, true},
		"bitstamp":  {bitstampSpot, bitstampCloses, true},
		"coingecko": {coingeckoSpot, coingeckoCloses, false},
		"mempool":   {mempoolSpot, mempoolCloses, false},
	}[name]
	if !ok {
		return nil, fmt.Errorf(
			"%.40q is not a price venue; write one of %s",
			name,
			strings.Join(Names(), ", "),
		)
	}
	if base == "" {
		base = bases[name]
	}
	return &Venue{name, strings.TrimRight(base, "/"), g, f}, nil
}

// Spot is the price of a bitcoin now.
func (v *Venue) Spot(ctx context.Context, c units.Currency) (market.Close, error) {
	price, src, err := v.form.spot(ctx, v, c)
	if err == nil {
		err = sane(price)
	}
	if err != nil {
		return market.Close{}, fmt.Errorf("%s: price in %s: %w", v.Name, c, err)
	}
	src.What = "price of a bitcoin in " + string(c) + " at " + v.Name
	return market.Close{
		Venue:    v.Name,
		Currency: c,
		Date:     units.DateOf(time.Now().Unix()),
		Price:    price,
		From:     src,
	}, nil
}

// Closes are the prices at the ends of the UTC days from from to before to, by date, each day once.
// Days that the venue does not know are missing; a day that is not over is never among them.
func (v *Venue) Closes(ctx context.Context, c units.Currency, from, to units.Date) ([]market.Close, error) {
	to = min(to, units.DateOf(time.Now().Unix()))
	if from >= to {
		return nil, nil
	}
	points, src, err := v.form.closes(ctx, v, c, from, to)
	if err != nil {
		return nil, fmt.Errorf("%s: daily prices in %s: %w", v.Name, c, err)
	}
	src.What = "daily prices of a bitcoin in " + string(c) + " at " + v.Name
	byDay := map[units.Date]market.Close{}
	for _, p := range points {
		day, ok := v.day(p.time)
		if !ok || day < from || day >= to {
			continue
		}
		if err := sane(p.price); err != nil {
			return nil, fmt.Errorf("%s: price of %s in %s: %w", v.Name, day, c, err)
		}
		byDay[day] = market.Close{Venue: v.Name, Currency: c, Date: day, Price: p.price, From: src}
	}
	var out []market.Close
	for _, close := range byDay {
		out = append(out, close)
	}
	slices.SortFunc(out, func(a, b market.Close) int { return int(a.Date - b.Date) })
	return out, nil
}

// nearMidnight is how far from midnight a price that is dated at the end of a day may lie.
const nearMidnight = 3600

// day is the day that a point closes.
func (v *Venue) day(unix int64) (units.Date, bool) {
	if v.form.begin {
		return units.DateOf(unix), unix%86400 == 0
	}
	midnight := units.DateOf(unix + nearMidnight)
	off := unix - midnight.Unix()
	return midnight - 1, off <= nearMidnight && off >= -nearMidnight
}

// sane refuses what no price can be. Whether it is right, other venues tell.
func sane(p float64) error {
	if !(p > 0) || math.IsInf(p, 0) || p > 1e15 {
		return fmt.Errorf("%v is not a price", p)
	}
	return nil
}

// number reads a JSON number or a string that holds one.
func number(raw json.RawMessage) (float64, error) {
	var n json.Number
	if err := json.Unmarshal(raw, &n); err != nil {
		return 0, fmt.Errorf("%.40q is not a number", string(raw))
	}
	return n.Float64()
}

// row reads the numbers at two places of a JSON array: time and price.
func row(cells []json.RawMessage, price int) (point, error) {
	if len(cells) <= price {
		return point{}, fmt.Errorf("a row has %d cells instead of more than %d", len(cells), price)
	}
	t, err := number(cells[0])
	if err != nil {
		return point{}, err
	}
	p, err := number(cells[price])
	return point{seconds(t), p}, err
}

// seconds is a Unix time given in seconds or in milliseconds; the two do not meet between 1973 and
// the year 5138.
func seconds(t float64) int64 {
	if t >= 1e11 {
		t /= 1000
	}
	return int64(t)
}
