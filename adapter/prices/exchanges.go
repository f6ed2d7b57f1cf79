package prices

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/units"
)

// coinbaseSpot reads the last trade of /products/BTC-USD/ticker.
func coinbaseSpot(ctx context.Context, v *Venue, c units.Currency) (float64, cite.Source, error) {
	var t struct{ Price json.Number }
	src, err := v.get.JSON(ctx, fmt.Sprintf("%s/products/BTC-%s/ticker", v.Base, c), &t)
	if err != nil {
		return 0, src, err
	}
	p, err := t.Price.Float64()
	return p, src, err
}

// coinbaseRows is the longest answer of /candles.
const coinbaseRows = 300

// coinbaseCloses reads rows [time, low, high, open, close, volume], newest first, 300 at a time.
func coinbaseCloses(
	ctx context.Context,
	v *Venue,
	c units.Currency,
	from, to units.Date,
) (out []point, src cite.Source, err error) {
	for at := from; at < to; at += coinbaseRows {
		end := min(to, at+coinbaseRows) - 1
		var rows [][]json.RawMessage
		address := fmt.Sprintf(
			"%s/products/BTC-%s/candles?granularity=86400&start=%sT00:00:00Z&end=%sT00:00:00Z",
			v.Base,
			c,
			at,
			end,
		)
		if src, err = v.get.JSON(ctx, address, &rows); err != nil {
			return nil, src, err
		}
		if out, err = appendRows(out, rows, 4); err != nil {
			return nil, src, err
		}
	}
	return out, src, nil
}

func appendRows(out []point, rows [][]json.RawMessage, price int) ([]point, error) {
	for _, cells := range rows {
		p, err := row(cells, price)
		if err != nil {
			return nil, err
		}
		out = append(out, p)
	}
	return out, nil
}

// krakenResult is the envelope of Kraken: errors beside a result whose keys are pair names of the
// venue's own making (XXBTZUSD, but XBTCHF) and "last".
type krakenResult struct {
	Error  []string
	Result map[string]json.RawMessage
}

func (k krakenResult) pair(into any) error {
	if len(k.Error) > 0 {
		return fmt.Errorf("it says %.120q", strings.Join(k.Error, "; "))
	}
	for name, raw := range k.Result {
		if name != "last" {
			return json.Unmarshal(raw, into)
		}
	}
	return errors.New("the answer holds no pair")
}

func krakenSpot(ctx context.Context, v *Venue, c units.Currency) (float64, cite.Source, error) {
	var k krakenResult
	src, err := v.get.JSON(ctx, fmt.Sprintf("%s/0/public/Ticker?pair=XBT%s", v.Base, c), &k)
	var t struct {
		C []json.RawMessage // price and volume of the last trade, strings
	}
	if err == nil {
		err = k.pair(&t)
	}
	if err == nil && len(t.C) == 0 {
		err = errors.New("the answer holds no last trade")
	}
	if err != nil {
		return 0, src, err
	}
	p, err := number(t.C[0])
	return p, src, err
}

// krakenCloses reads rows [time, open, high, low, close, vwap, volume, count], at most the last 720;
// the last of them is the day that is not over.
func krakenCloses(
	ctx context.Context,
	v *Venue,
	c units.Currency,
	from, _ units.Date,
) ([]point, cite.Source, error) {
	var k krakenResult
	src, err := v.get.JSON(
		ctx,
		fmt.Sprintf("%s/0/public/OHLC?pair=XBT%s&interval=1440&since=%d", v.Base, c, from.Unix()-1),
		&k,
	)
	var rows [][]json.RawMessage
	if err == nil {
		err = k.pair(&rows)
	}
	if err != nil {
		return nil, src, err
	}
	out, err := appendRows(nil, rows, 4)
	return out, src, err
}

func bitstampSpot(ctx context.Context, v *Venue, c units.Currency) (float64, cite.Source, error) {
	var t struct{ Last json.Number }
	src, err := v.get.JSON(
		ctx,
		fmt.Sprintf("%s/api/v2/ticker/btc%s/", v.Base, strings.ToLower(string(c))),
		&t,
	)
	if err != nil {
		return 0, src, err
	}
	p, err := t.Last.Float64()
	return p, src, err
}

// bitstampRows is the longest answer of /ohlc.
const bitstampRows = 1000

func bitstampCloses(
	ctx context.Context,
	v *Venue,
	c units.Currency,
	from, to units.Date,
) (out []point, src cite.Source, err error) {
	for at := from; at < to; at += bitstampRows {
		var k struct {
			Data struct {
				OHLC []struct{ Timestamp, Close json.Number }
			}
		}
		end := min(to, at+bitstampRows) - 1
		address := fmt.Sprintf("%s/api/v2/ohlc/btc%s/?step=86400&limit=%d&start=%d&end=%d",
			v.Base, strings.ToLower(string(c)), end-at+1, at.Unix(), end.Unix())
		if src, err = v.get.JSON(ctx, address, &k); err != nil {
			return nil, src, err
		}
		for _, r := range k.Data.OHLC {
			t, err1 := r.Timestamp.Float64()
			p, err2 := r.Close.Float64()
			if err := errors.Join(err1, err2); err != nil {
				return nil, src, err
			}
			out = append(out, point{seconds(t), p})
		}
	}
	return out, src, nil
}

func coingeckoSpot(ctx context.Context, v *Venue, c units.Currency) (float64, cite.Source, error) {
	low := strings.ToLower(string(c))
	var t struct{ Bitcoin map[string]json.Number }
	src, err := v.get.JSON(
		ctx,
		fmt.Sprintf("%s/api/v3/simple/price?ids=bitcoin&vs_currencies=%s", v.Base, low),
		&t,
	)
	if err != nil {
		return 0, src, err
	}
	p, err := t.Bitcoin[low].Float64()
	return p, src, err
}

// coingeckoDays is the longest history of the public plan; below 90 days it would answer by the hour,
// which is asked away with interval=daily.
const coingeckoDays = 365

func coingeckoCloses(
	ctx context.Context,
	v *Venue,
	c units.Currency,
	from, _ units.Date,
) ([]point, cite.Source, error) {
	days := min(int(units.DateOf(time.Now().Unix())-from)+1, coingeckoDays)
	var t struct{ Prices [][]json.RawMessage }
	src, err := v.get.JSON(
		ctx,
		fmt.Sprintf("%s/api/v3/coins/bitcoin/market_chart?vs_currency=%s&days=%d&interval=daily",
			v.Base, strings.ToLower(string(c)), days),
		&t,
	)
	if err != nil {
		return nil, src, err
	}
	out, err := appendRows(nil, t.Prices, 1)
	return out, src, err
}

func mempoolSpot(ctx context.Context, v *Venue, c units.Currency) (float64, cite.Source, error) {
	var t map[string]json.Number
	src, err := v.get.JSON(ctx, v.Base+"/api/v1/prices", &t)
	if err != nil {
		return 0, src, err
	}
	if _, ok := t[string(c)]; !ok {
		return 0, src, errors.New("it does not know this currency")
	}
	p, err := t[string(c)].Float64()
	return p, src, err
}

// mempoolCloses reads the whole history of /historical-price, whose points lie at full hours or days.
func mempoolCloses(
	ctx context.Context,
	v *Venue,
	c units.Currency,
	_, _ units.Date,
) ([]point, cite.Source, error) {
	var t struct{ Prices []map[string]json.Number }
	src, err := v.get.JSON(ctx, fmt.Sprintf("%s/api/v1/historical-price?currency=%s", v.Base, c), &t)
	if err != nil {
		return nil, src, err
	}
	var out []point
	for _, p := range t.Prices {
		price, err := p[string(c)].Float64()
		if err != nil || price <= 0 { // -1 and 0 stand for "not known"
			continue
		}
		at, err := p["time"].Float64()
		if err != nil {
			return nil, src, errors.New("a price has no time")
		}
		out = append(out, point{seconds(at), price})
	}
	return out, src, nil
}
