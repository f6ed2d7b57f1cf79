package prices_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/adapter/prices"
	"github.com/assaymining/assay/units"
)

// The answers of each venue in the form of its public API: 2026-10-01 and 2026-10-02 (00:00 is Unix
// 1790812800 and 1790899200), prices invented.
var recorded = map[string]string{
	"/products/BTC-USD/ticker":  `{"ask":"84700.01","bid":"84700","volume":"5321.1","trade_id":912,"price":"84700.00","size":"0.001","time":"2026-10-03T12:00:00Z"}`,
	"/products/BTC-USD/candles": `[[1790899200,83000.1,85000,84000,84690.2,4000.5],[1790812800,82000,84500.55,83000,84000.01,5000.1]]`,
	"/0/public/Ticker":          `{"error":[],"result":{"XXBTZUSD":{"a":["84701.0","1","1.000"],"b":["84700.9","2","2.000"],"c":["84701.10000","0.00035"],"v":["1","2"]}}}`,
	"/0/public/OHLC": `{"error":[],"result":{"XXBTZUSD":[[1790812800,"83000.0","84510.0","82000.0","84010.5","83500.1","2000.1",40000],
		[1790899200,"84010.5","85010.0","83100.0","84680.0","84100.0","1800.1",38000]],"last":1790812800}}`,
	"/api/v2/ticker/btcusd/": `{"timestamp":"1790985600","open":"84000","high":"85000","low":"83000","last":"84699","volume":"900","vwap":"84100","bid":"84698","ask":"84700"}`,
	"/api/v2/ohlc/btcusd/": `{"data":{"pair":"BTC/USD","ohlc":[{"timestamp":"1790812800","open":"83000","high":"84500","low":"82000","close":"84005","volume":"800"},
		{"timestamp":"1790899200","open":"84005","high":"85000","low":"83000","close":"84685","volume":"700"}]}}`,
	"/api/v3/simple/price":               `{"bitcoin":{"usd":84702.5}}`,
	"/api/v3/coins/bitcoin/market_chart": `{"prices":[[1790812800000,83000.5],[1790899200000,84002.25],[1790985600123,84687.75],[1790990000000,84702.5]],"market_caps":[],"total_volumes":[]}`,
	"/api/v1/prices":                     `{"time":1790985900,"USD":84698,"EUR":72100,"GBP":63000,"CAD":116000,"CHF":67400,"AUD":128000,"JPY":12700000}`,
	"/api/v1/historical-price": `{"prices":[{"time":1790985600,"USD":84690,"EUR":72000},{"time":1790960400,"USD":84111,"EUR":71900},{"time":1790899200,"USD":84003,"EUR":-1},
		{"time":1790812800,"USD":0}],"exchangeRates":{"USDEUR":0.85}}`,
}

func venue(t *testing.T, name string, over map[string]string) *prices.Venue {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a, ok := over[r.URL.Path]
		if !ok {
			a, ok = recorded[r.URL.Path]
		}
		if !ok {
			http.Error(w, `{"message":"NotFound"}`, 404)
			return
		}
		fmt.Fprint(w, a)
	}))
	t.Cleanup(s.Close)
	v, err := prices.New(fetch.New(fetch.Options{Retries: -1}), name, s.URL+"/")
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func day(t *testing.T, s string) units.Date {
	t.Helper()
	d, err := units.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func TestVenues(t *testing.T) {
	for name, want := range map[string]struct{ first, second, spot float64 }{
		"coinbase": {84000.01, 84690.2, 84700}, "kraken": {84010.5, 84680, 84701.1}, "bitstamp": {84005, 84685, 84699},
		"coingecko": {84002.25, 84687.75, 84702.5}, "mempool": {84003, 84690, 84698},
	} {
		v := venue(t, name, nil)
		closes, err := v.Closes(context.Background(), units.USD, day(t, "2026-10-01"), day(t, "2026-10-03"))
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if len(closes) != 2 || closes[0].Date != day(t, "2026-10-01") || closes[0].Price != want.first || closes[1].Price != want.second {
			t.Errorf("%s: closes are %+v, want %v and %v", name, closes, want.first, want.second)
		}
		if c := closes[0]; c.Venue != name || c.Currency != units.USD || c.From.Hash == "" || c.From.Read == "" || !strings.HasPrefix(c.From.URL, "http") {
			t.Errorf("%s: close is not cited: %+v", name, c)
		}
		spot, err := v.Spot(context.Background(), units.USD)
		if err != nil || spot.Price != want.spot {
			t.Errorf("%s: price now is %v, %v, want %v", name, spot.Price, err, want.spot)
		}
	}
}

// TestUnfinishedDay: today's candle is there but its day is not over.
func TestUnfinishedDay(t *testing.T) {
	v := venue(t, "coinbase", map[string]string{"/products/BTC-USD/candles": `[[4102444800,1,2,1,2,1],[1790812800,82000,84500,83000,84000,5000]]`})
	closes, err := v.Closes(context.Background(), units.USD, day(t, "2026-10-01"), day(t, "2100-01-02"))
	if err != nil || len(closes) != 1 {
		t.Errorf("%+v, %v: a day of the year 2100 is not over", closes, err)
	}
}

func TestBadPrices(t *testing.T) {
	for name, c := range map[string]struct{ venue, path, body, want string }{
		"an envelope's error": {"kraken", "/0/public/OHLC", `{"error":["EQuery:Unknown asset pair"]}`, "Unknown asset pair"},
		"no pair":             {"kraken", "/0/public/OHLC", `{"error":[],"result":{"last":5}}`, "no pair"},
		"a short row":         {"coinbase", "/products/BTC-USD/candles", `[[1790812800,1,2]]`, "3 cells"},
		"zero":                {"coinbase", "/products/BTC-USD/candles", `[[1790812800,1,2,3,0,5]]`, "not a price"},
		"negative":            {"bitstamp", "/api/v2/ohlc/btcusd/", `{"data":{"ohlc":[{"timestamp":"1790812800","close":"-3"}]}}`, "not a price"},
		"not a number":        {"bitstamp", "/api/v2/ohlc/btcusd/", `{"data":{"ohlc":[{"timestamp":"soon","close":"3"}]}}`, "invalid number"},
		"cut JSON":            {"coingecko", "/api/v3/coins/bitcoin/market_chart", `{"prices":[[17908`, "cut off"},
		"a page":              {"mempool", "/api/v1/historical-price", `<html><title>Rate limited</title>`, "Rate limited"},
		"another form":        {"coinbase", "/products/BTC-USD/candles", `{"message":"maintenance"}`, "not of the known form"},
	} {
		v := venue(t, c.venue, map[string]string{c.path: c.body})
		closes, err := v.Closes(context.Background(), units.USD, day(t, "2026-10-01"), day(t, "2026-10-03"))
		if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), c.venue) {
			t.Errorf("%s: %+v, %v; want an error with %q that names the venue", name, closes, err, c.want)
		}
	}
	if _, err := venue(t, "mempool", nil).Spot(context.Background(), "SEK"); err == nil || !strings.Contains(err.Error(), "currency") {
		t.Errorf("a currency that is not there: %v", err)
	}
}
