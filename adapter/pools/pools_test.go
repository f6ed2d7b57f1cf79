package pools_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/adapter/pools"
	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/units"
)

// recorded is a pool of the loopback that answers from a saved answer: the key must be right, days outside of
// what is asked for are left out, and long lists come in pages.
type recorded struct {
	file  string
	path  string                                                 // of the question
	list  []string                                               // where the entries are
	open  func(r *http.Request, body []byte) bool                // the key is right
	days  func(r *http.Request, body []byte) (from, to int64)    // seconds, to excluded; nil: all
	day   func(entry map[string]any) int64                       // seconds
	page  func(r *http.Request, body []byte) (number, size int)  // from 1 on; size 0: one page
	total func(document map[string]any, page, size, entries int) // tells how many there are
}

func whole(s string) int64 { n, _ := strconv.ParseInt(s, 10, 64); return n }

func number(v any) int64 { n, _ := v.(json.Number).Int64(); return n }

func form(body []byte) url.Values { v, _ := url.ParseQuery(string(body)); return v }

func key(name string) func(*http.Request, []byte) bool {
	return func(r *http.Request, _ []byte) bool { return r.Header.Get(name) == "opens" }
}

func pages(number, size string) func(*http.Request, []byte) (int, int) {
	return func(r *http.Request, _ []byte) (int, int) {
		return int(whole(r.URL.Query().Get(number))), int(whole(r.URL.Query().Get(size)))
	}
}

var recordings = map[string]recorded{
	"braiins": {file: "braiins-rewards.json", path: "/accounts/rewards/json/btc", open: key("Pool-Auth-Token")},
	"f2pool": {file: "f2pool-transactions.json", path: "/v2/assets/transactions/list", list: []string{"transactions"},
		open: key("F2P-API-SECRET"),
		days: func(_ *http.Request, body []byte) (int64, int64) {
			var ask struct {
				User  string `json:"mining_user_name"`
				Start int64  `json:"start_time"`
				End   int64  `json:"end_time"`
			}
			if json.Unmarshal(body, &ask) != nil || ask.User != "me" {
				return 0, 0
			}
			return ask.Start, ask.End + 1
		},
		day: func(e map[string]any) int64 {
			extra, _ := e["mining_extra"].(map[string]any)
			return number(extra["mining_date"])
		}},
	"viabtc": {file: "viabtc-profit-history.json", path: "/res/openapi/v1/profit/history", list: []string{"data", "data"},
		open: func(r *http.Request, b []byte) bool {
			return key("X-API-KEY")(r, b) && r.URL.Query().Get("utc") == "true"
		},
		page: pages("page", "limit"),
		total: func(d map[string]any, page, size, entries int) {
			d["data"].(map[string]any)["has_next"] = page*size < entries
		}},
	"viabtc-observer": {file: "viabtc-profit-history.json", path: "/res/saas/observer/profit/detail",
		list: []string{"data", "data"},
		open: func(r *http.Request, _ []byte) bool { return r.URL.Query().Get("access_key") == "opens" },
		page: pages("page", "limit"),
		total: func(d map[string]any, page, size, entries int) {
			d["data"].(map[string]any)["has_next"] = page*size < entries
		}},
	"btcpool.kz": {file: "btcpool-kz-profit-history.json", path: "/ru/api", list: []string{"data"}, open: key("X-API-KEY"),
		page: func(r *http.Request, _ []byte) (int, int) {
			size := int(whole(r.URL.Query().Get("limit")))
			return int(whole(r.URL.Query().Get("offset")))/size + 1, size
		}},
	"antpool": {file: "antpool-paymentHistoryV2-recv.json", path: "/api/paymentHistoryV2.htm", list: []string{"data", "rows"},
		open: func(r *http.Request, body []byte) bool {
			// HMAC-SHA256 of "me" + "opens" + "1780000000000" by "hidden", worked out with openssl.
			return form(body).Get("signature") == antpoolSigned && form(body).Get("key") == "opens"
		},
		page: func(_ *http.Request, body []byte) (int, int) {
			return int(whole(form(body).Get("page"))), int(whole(form(body).Get("pageSize")))
		},
		total: func(d map[string]any, _, size, entries int) {
			d["data"].(map[string]any)["totalPage"] = (entries + size - 1) / size
		}},
	"foundry": {file: "foundry-earnings.json", path: "/earnings/me", open: key("X-API-KEY")},
	"luxor": {file: "luxor-v2-revenue.json", path: "/api/v2/pool/revenue/BTC", list: []string{"revenue"},
		open: key("authorization"), page: pages("page_number", "page_size"),
		total: func(d map[string]any, page, size, entries int) {
			next := any(nil)
			if page*size < entries {
				next = "https://example.com/next"
			}
			d["pagination"] = map[string]any{"next_page_url": next}
		}},
	"ocean": {file: "ocean-earnpay.json", path: "/v1/earnpay/bc1qme/1772323200/1777507200",
		open: func(*http.Request, []byte) bool { return true }},
	"binance": {file: "binance-mining-payment-list.json", path: "/sapi/v1/mining/payment/list",
		list: []string{"data", "accountProfits"},
		open: func(r *http.Request, _ []byte) bool {
			return r.Header.Get("X-MBX-APIKEY") == "opens" && len(r.URL.Query().Get("signature")) == 64 &&
				strings.HasSuffix(r.URL.RawQuery, "signature="+r.URL.Query().Get("signature"))
		},
		days: func(r *http.Request, _ []byte) (int64, int64) {
			return whole(r.URL.Query().Get("startDate")) / 1000, whole(r.URL.Query().Get("endDate")) / 1000
		},
		day:  func(e map[string]any) int64 { return number(e["time"]) / 1000 },
		page: pages("pageIndex", "pageSize"),
		total: func(d map[string]any, _, _, entries int) {
			d["data"].(map[string]any)["totalNum"] = entries
		}},
	"nicehash": {file: "nicehash-hashpowerEarnings.json", path: "/main/api/v2/accounting/hashpowerEarnings/BTC",
		list: []string{"list"},
		open: func(r *http.Request, _ []byte) bool {
			return strings.HasPrefix(r.Header.Get("X-Auth"), "opens:") && r.Header.Get("X-Organization-Id") == "org"
		}},
}

// antpoolSigned: printf meopens1780000000000 | openssl dgst -sha256 -hmac hidden, in capitals.
const antpoolSigned = "17539356F121B1641EC622F913EBC55732FBA0DAA08D99C26591421C12A1A3AF"

func (p recorded) answer(t *testing.T, r *http.Request) (int, []byte) {
	body, _ := io.ReadAll(r.Body)
	if r.URL.Path != p.path {
		return http.StatusNotFound, nil
	}
	if !p.open(r, body) {
		return http.StatusUnauthorized, []byte(`{"detail": "no"}`)
	}
	data, err := os.ReadFile("../../payout/statement/testdata/holder/" + p.file)
	if err != nil {
		t.Error(err)
	}
	if p.list == nil {
		return http.StatusOK, data
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	var document map[string]any
	if err := d.Decode(&document); err != nil {
		t.Error(err)
	}
	at := document
	for _, name := range p.list[:len(p.list)-1] {
		at = at[name].(map[string]any)
	}
	last := p.list[len(p.list)-1]
	var entries []any
	for _, e := range at[last].([]any) {
		if p.days != nil {
			from, to := p.days(r, body)
			if day := p.day(e.(map[string]any)); day < from || day >= to {
				continue
			}
		}
		entries = append(entries, e)
	}
	n, size, all := 1, len(entries), len(entries)
	if p.page != nil {
		n, size = p.page(r, body)
		entries = entries[min((n-1)*size, all):min(n*size, all)]
	}
	at[last] = entries
	if p.total != nil {
		p.total(document, n, size, all)
	}
	out, err := json.Marshal(document)
	if err != nil {
		t.Error(err)
	}
	return http.StatusOK, out
}

func fetched(t *testing.T, p recorded, a pools.Access, client *fetch.Client) ([]pools.Answer, error) {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		status, body := p.answer(t, r)
		w.WriteHeader(status)
		_, _ = w.Write(body)
	}))
	defer server.Close()
	a.URL = server.URL
	from, _ := units.ParseDate("2026-03-01")
	to, _ := units.ParseDate("2026-04-29")
	return pools.Fetch(context.Background(), client, a, from, to, func() time.Time { return time.UnixMilli(1780000000000) })
}

// TestEveryPool: of each pool the same holder comes to the same satoshi, over pages and spans of days, and a
// key that does not open is named as such and never shown.
func TestEveryPool(t *testing.T) {
	client := fetch.New(fetch.Options{Retries: -1})
	for _, name := range pools.Names() {
		p, ok := recordings[name]
		if !ok {
			t.Errorf("%s has no recorded answer", name)
			continue
		}
		a := pools.Access{Pool: name, Account: "me", Key: "opens", Secret: "hidden", User: "me", Organization: "org",
			Address: "bc1qme"}
		answers, err := fetched(t, p, a, client)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var list []*statement.Statement
		for _, one := range answers {
			s, err := statement.Read(one.Name, bytes.NewReader(one.Body), statement.Options{})
			if err != nil {
				t.Fatal(err)
			}
			list = append(list, s)
		}
		var sum units.MilliSat
		rows, err := statement.Merge(list)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			if r.Kind == statement.Credit {
				sum += r.Amount
			}
		}
		if sum.FloorSat() != 668_739 {
			t.Errorf("%s: %s of %d answers, want 668,739 sat", name, sum.FloorSat(), len(answers))
		}
		if name == "ocean" {
			continue // takes no key
		}
		a.Key = "wrong-and-secret"
		_, err = fetched(t, p, a, client)
		if err == nil || !strings.Contains(err.Error(), "read-only") || strings.Contains(err.Error(), "secret") {
			t.Errorf("%s, a wrong key: %v", name, err)
		}
		a.Key = ""
		if _, err = fetched(t, p, a, client); err == nil || !strings.Contains(err.Error(), `"key" is missing`) {
			t.Errorf("%s, no key: %v", name, err)
		}
	}
}

// TestRefusals: what a pool says in an answer of status 200 is an error with its words, and one that has a
// next page for ever is left.
func TestRefusals(t *testing.T) {
	from, _ := units.ParseDate("2026-03-01")
	asked := 0
	body := ""
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked++
		fmt.Fprint(w, body)
	}))
	defer server.Close()
	for _, c := range []struct{ pool, body, says string }{
		{"viabtc", `{"code":12001,"data":null,"message":"invalid api key"}`, "invalid api key"},
		{"f2pool", `{"code":-1,"msg":"unauthorized"}`, "unauthorized"},
		{"antpool", `{"code":1,"message":"signature error"}`, "signature error"},
		{"braiins", `{"detail":"not found"}`, "not found"},
		{"viabtc", `<html><title>Just a moment...</title>`, "HTML page"},
		{"viabtc", `{"code":0,"data":{"has_next":true,"data":[]},"message":"OK"}`, "more than 400 pages"},
		{"luxor", `{"pagination":`, "cut off"},
		{"solo", ``, "is no pool that can be asked"},
	} {
		body = c.body
		asked = 0
		a := pools.Access{Pool: c.pool, Account: "me", Key: "k", Secret: "s", User: "u", URL: server.URL}
		_, err := pools.Fetch(context.Background(), fetch.New(fetch.Options{Retries: -1}), a, from, from, time.Now)
		if err == nil || !strings.Contains(err.Error(), c.says) || asked > 400 {
			t.Errorf("%s: %v after %d questions, want %q", c.pool, err, asked, c.says)
		}
	}
}

// TestPagesWithoutEnd: a pool that always has another page is left after so many, one whose pages are long
// after so many bytes, since all are held at once.
func TestPagesWithoutEnd(t *testing.T) {
	for _, c := range []struct {
		row, says string
		asked     int
	}{
		{`{"coin":"BTC"}`, "more than 400 pages", 400},
		{`{"coin":"` + strings.Repeat("x", 8<<20) + `"}`, "more than 64 MiB of answers", 8},
	} {
		asked := 0
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			asked++
			fmt.Fprintf(w, `{"code":0,"data":{"has_next":true,"data":[%s]}}`, c.row)
		}))
		defer s.Close()
		_, err := pools.Fetch(t.Context(), fetch.New(fetch.Options{}), pools.Access{Pool: "viabtc",
			Key: "opens", URL: s.URL},
			20500, 20510, time.Now)
		if err == nil || !strings.Contains(err.Error(), c.says) || asked != c.asked {
			t.Errorf("%s: %v, asked %d times, want %d", c.says, err, asked, c.asked)
		}
	}
}
