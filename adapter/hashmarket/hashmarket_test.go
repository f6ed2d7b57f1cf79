package hashmarket_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/adapter/hashmarket"
	"github.com/assaymining/assay/market"
)

// The answers in the form of each market's API. 50,011,000 sat/EH/day are 50.011 sat/TH/day; 0.5876
// BTC/EH/day are 58.76; 0.00088500 BTC/PH/day (of a time when hashrate was dearer) are 88.5.
const (
	braiins  = `{"best_ask_sat":50011000,"best_bid_sat":65003000,"hash_rate_available_10m_ph":3237.4,"hash_rate_matched_10m_ph":993.1,"last_avg_price_sat":50856307.99,"status":"SPOT_INSTRUMENT_STATUS_ACTIVE"}`
	nicehash = `{"stats":{"BTC":{"updatedTs":"2026-10-03T12:00:00Z","totalSpeed":"0.9","priceFactor":"%s","marketFactor":"%s","displayPriceFactor":"EH","displayMarketFactor":"EH","orders":[
		{"id":"a","type":"STANDARD","price":"0.6823","limit":"0.1","rigsCount":3,"acceptedSpeed":"0.00050000","payingSpeed":"0.0005","alive":true},
		{"id":"b","type":"STANDARD","price":"0.5876","limit":"0","rigsCount":9,"acceptedSpeed":"0.00060000","payingSpeed":"0.0006","alive":true},
		{"id":"c","type":"STANDARD","price":"0.0001","limit":"0","rigsCount":0,"acceptedSpeed":"0.00000000","payingSpeed":"0","alive":true},
		{"id":"d","type":"STANDARD","price":"9.0","limit":"0","rigsCount":0,"acceptedSpeed":"0.5","payingSpeed":"0","alive":false}]}}}`
	mrr = `{"success":true,"data":[{"name":"scrypt","suggested_price":{"amount":"0.1","currency":"BTC","unit":"gh*day"}},
		{"name":"sha256ab","display":"SHA256 AsicBoost","suggested_price":{"amount":"0.00088500","currency":"BTC","unit":"ph*day"},"stats":{"prices":{"lowest":{"amount":"0.00080000","currency":"BTC","unit":"ph*day"}}}}]}`
)

func ask(t *testing.T, name, body string) ([]market.Quote, http.Header, error) {
	t.Helper()
	var header http.Header
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header = r.Header
		fmt.Fprint(w, body)
	}))
	defer s.Close()
	m, err := hashmarket.New(fetch.New(fetch.Options{Retries: -1}), name, s.URL)
	if err != nil {
		t.Fatal(err)
	}
	m.Key, m.Secret = "the-key", "the-secret"
	q, err := m.Quotes(context.Background())
	return q, header, err
}

func TestQuotes(t *testing.T) {
	const eh, th = "1000000000000000000.00000000", "1000000000000.00000000"
	for _, c := range []struct {
		name, body string
		want       map[string]float64
	}{
		{"braiins", braiins, map[string]float64{"lowest ask": 50.011, "highest bid": 65.003, "last": 50.85630799}},
		{"nicehash", fmt.Sprintf(nicehash, eh, eh), map[string]float64{"lowest bid served": 58.76, "highest bid served": 68.23}},
		// the same book priced by TH: the declared factor is read, the band then refuses it
		{"nicehash", fmt.Sprintf(nicehash, th, eh), map[string]float64{"lowest bid served": 58.76e6, "highest bid served": 68.23e6}},
		{"mrr", mrr, map[string]float64{"suggested price (sha256ab)": 88.5, "lowest ask (sha256ab)": 80}},
	} {
		quotes, _, err := ask(t, c.name, c.body)
		if err != nil || len(quotes) != len(c.want) {
			t.Errorf("%s: %+v, %v", c.name, quotes, err)
			continue
		}
		for _, q := range quotes {
			if want := c.want[q.What]; math.Abs(q.SatPerTH-want) > 1e-9*want {
				t.Errorf("%s: %s is %v sat/TH/day, want %v", c.name, q.What, q.SatPerTH, want)
			}
			if q.Venue != c.name || q.At == 0 || q.From.Hash == "" {
				t.Errorf("%s: quote is not cited: %+v", c.name, q)
			}
			if ok := q.Plausible(0) == nil; ok != (q.SatPerTH < 200) {
				t.Errorf("%s: plausible is %v for %v", c.name, ok, q.SatPerTH)
			}
		}
	}
}

func TestRefused(t *testing.T) {
	for _, c := range []struct{ name, body, want string }{
		{"nicehash", strings.ReplaceAll(nicehash, `"priceFactor":"%s","marketFactor":"%s",`, ""), "does not declare"},
		{"nicehash", `{"stats":{}}`, "empty"},
		{"braiins", strings.Replace(braiins, "ACTIVE", "PAUSED", 1), "not active"},
		{"braiins", `{}`, "empty"},
		{"mrr", `{"success":false,"data":{"message":"Invalid nonce"}}`, "Invalid nonce"},
		{"mrr", strings.Replace(mrr, `"currency":"BTC","unit":"ph*day"},"stats"`, `"currency":"LTC","unit":"ph*day"},"stats"`, 1), "not a price"},
		{"mrr", strings.Replace(mrr, `"ph*day"},"stats"`, `"parsec"},"stats"`, 1), "not per day"},
	} {
		if q, _, err := ask(t, c.name, c.body); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %+v, %v; want %q", c.name, q, err, c.want)
		}
	}
}

// TestSigned: the call carries key, nonce and HMAC, and the secret stays at home.
func TestSigned(t *testing.T) {
	_, h, err := ask(t, "mrr", mrr)
	if err != nil || h.Get("X-Api-Key") != "the-key" || len(h.Get("X-Api-Sign")) != 40 || h.Get("X-Api-Nonce") == "" {
		t.Errorf("headers are %v, %v", h, err)
	}
	if strings.Contains(fmt.Sprint(h), "the-secret") {
		t.Error("the secret was sent")
	}
	m, _ := hashmarket.New(fetch.New(fetch.Options{}), "mrr", "http://127.0.0.1:1")
	if _, err := m.Quotes(context.Background()); !errors.Is(err, hashmarket.ErrNoKey) {
		t.Errorf("without an account: %v", err)
	}
}
