package pools

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/assaymining/assay/units"
)

// known are the pools. Each form was read in the pool's own page or in a client of its interface.
func known() map[string]pool {
	return map[string]pool{
		"braiins": {url: "https://pool.braiins.com", needs: []string{"key"}, days: 90, page: braiins},
		"f2pool":  {url: "https://api.f2pool.com", needs: []string{"account", "key"}, days: 30, page: f2pool},
		"viabtc":  {url: "https://www.viabtc.net", needs: []string{"key"}, page: viabtc},
		"viabtc-observer": {url: "https://www.viabtc.com", needs: []string{"key"},
			page: viabtcObserver},
		"btcpool.kz": {url: "https://btcpool.kz", needs: []string{"key"}, page: btcpoolKZ},
		"antpool":    {url: "https://antpool.com", needs: []string{"user", "key", "secret"}, page: antpool},
		"foundry": {url: "https://api.foundryusapool.com", needs: []string{"account", "key"}, days: 90,
			page: foundry},
		"luxor": {url: "https://app.luxor.tech", needs: []string{"account", "key"}, page: luxor},
		"ocean": {url: "https://api.ocean.xyz", needs: []string{"address"}, days: 90, page: ocean},
		"binance": {url: "https://api.binance.com", needs: []string{"account", "key", "secret"}, days: 30,
			page: binance},
		"nicehash": {url: "https://api2.nicehash.com", needs: []string{"organization", "key", "secret"},
			page: nicehash},
	}
}

func day(d units.Date) string     { return d.String() }
func seconds(d units.Date) string { return strconv.FormatInt(d.Unix(), 10) }
func millis(d units.Date) string  { return strconv.FormatInt(d.Unix()*1000, 10) }

// sign is the HMAC-SHA256 of a text in hexadecimal digits.
func sign(secret, text string) string {
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(text))
	return hex.EncodeToString(mac.Sum(nil))
}

func braiins(ctx context.Context, q *question, _ int) ([]byte, bool, error) {
	body, err := q.get(ctx, "/accounts/rewards/json/btc",
		url.Values{"from": {day(q.from)}, "to": {day(q.to)}}, "Pool-Auth-Token", q.Key)
	return body, false, err
}

func f2pool(ctx context.Context, q *question, _ int) ([]byte, bool, error) {
	ask, err := json.Marshal(map[string]any{"currency": "bitcoin", "mining_user_name": q.Account,
		"type": "revenue", "start_time": q.from.Unix(), "end_time": (q.to + 1).Unix() - 1})
	if err != nil {
		return nil, false, err
	}
	body, err := q.post(ctx, "/v2/assets/transactions/list", "application/json", ask, "F2P-API-SECRET",
		q.Key)
	return body, false, err
}

// paged is the data of ViaBTC's answers.
type paged struct {
	Data struct {
		HasNext bool `json:"has_next"`
	} `json:"data"`
}

func viabtc(ctx context.Context, q *question, n int) ([]byte, bool, error) {
	return q.viabtcPage(ctx, "/res/openapi/v1/profit/history", url.Values{}, n)
}

func viabtcObserver(ctx context.Context, q *question, n int) ([]byte, bool, error) {
	return q.viabtcPage(ctx, "/res/saas/observer/profit/detail", url.Values{"access_key": {q.Key}}, n)
}

// viabtcPage asks for days of UTC: the pool's own are of Beijing.
func (q *question) viabtcPage(ctx context.Context, path string, query url.Values, n int) ([]byte, bool,
	error) {
	for k, v := range map[string]string{"coin": "BTC", "utc": "true", "start_date": day(q.from),
		"end_date": day(q.to), "page": strconv.Itoa(n), "limit": "50"} {
		query.Set(k, v)
	}
	header := "X-API-KEY"
	if query.Has("access_key") {
		header = ""
	}
	body, err := q.get(ctx, path, query, header, q.Key)
	var p paged
	if err == nil {
		err = json.Unmarshal(body, &p)
	}
	return body, p.Data.HasNext, err
}

func btcpoolKZ(ctx context.Context, q *question, n int) ([]byte, bool, error) {
	const size = 100
	body, err := q.get(ctx, "/ru/api", url.Values{"v": {"1"}, "method": {"profit_history"},
		"currency": {"BTC"},
		"from":     {day(q.from)}, "to": {day(q.to)}, "limit": {strconv.Itoa(size)},
		"offset": {strconv.Itoa((n - 1) * size)}}, "X-API-KEY", q.Key)
	var p struct{ Total int }
	if err == nil {
		err = json.Unmarshal(body, &p)
	}
	return body, p.Total > n*size, err
}

func antpool(ctx context.Context, q *question, n int) ([]byte, bool, error) {
	nonce := strconv.FormatInt(q.now().UnixMilli(), 10)
	form := url.Values{"key": {q.Key}, "nonce": {nonce}, "coin": {"BTC"}, "type": {"recv"},
		"pageEnable": {"1"}, "signature": {strings.ToUpper(sign(q.Secret, q.User+q.Key+nonce))},
		"page":     {strconv.Itoa(n)},
		"pageSize": {"50"}}
	body, err := q.post(ctx, "/api/paymentHistoryV2.htm", "application/x-www-form-urlencoded",
		[]byte(form.Encode()), "", "")
	var p struct{ Data struct{ TotalPage int } }
	if err == nil {
		err = json.Unmarshal(body, &p)
	}
	return body, p.Data.TotalPage > n, err
}

func foundry(ctx context.Context, q *question, _ int) ([]byte, bool, error) {
	body, err := q.get(ctx, "/earnings/"+url.PathEscape(q.Account), url.Values{"coin": {"BTC"},
		"startDateUnixMs": {millis(q.from)}, "endDateUnixMs": {millis(q.to + 1)}}, "X-API-KEY", q.Key)
	return body, false, err
}

func luxor(ctx context.Context, q *question, n int) ([]byte, bool, error) {
	body, err := q.get(ctx, "/api/v2/pool/revenue/BTC", url.Values{"subaccount_names": {q.Account},
		"start_date": {day(q.from)}, "end_date": {day(q.to)}, "page_number": {strconv.Itoa(n)},
		"page_size": {"100"}}, "authorization", q.Key)
	var p struct {
		Pagination struct {
			Next *string `json:"next_page_url"`
		} `json:"pagination"`
	}
	if err == nil {
		err = json.Unmarshal(body, &p)
	}
	return body, p.Pagination.Next != nil && *p.Pagination.Next != "", err
}

func ocean(ctx context.Context, q *question, _ int) ([]byte, bool, error) {
	body, err := q.get(ctx, fmt.Sprintf("/v1/earnpay/%s/%s/%s", url.PathEscape(q.Address), seconds(q.from),
		seconds(q.to+1)), nil, "", "")
	return body, false, err
}

// binance signs the query; the signature stands last.
func binance(ctx context.Context, q *question, n int) ([]byte, bool, error) {
	const size = 200
	query := url.Values{"algo": {"sha256"}, "userName": {q.Account}, "startDate": {millis(q.from)},
		"endDate": {millis(q.to + 1)}, "pageIndex": {strconv.Itoa(n)}, "pageSize": {strconv.Itoa(size)},
		"timestamp": {strconv.FormatInt(q.now().UnixMilli(), 10)}, "recvWindow": {"20000"}}.Encode()
	var body json.RawMessage
	_, err := q.client.JSONWith(ctx,
		q.URL+"/sapi/v1/mining/payment/list?"+query+"&signature="+sign(q.Secret, query),
		http.Header{"X-Mbx-Apikey": {q.Key}}, &body)
	if err == nil {
		err = refusal(body)
	}
	var p struct{ Data struct{ TotalNum int } }
	if err == nil {
		err = json.Unmarshal(body, &p)
	}
	return body, p.Data.TotalNum > n*size, err
}

// nicehash signs time, nonce, organization, method, path and query, with a zero byte between them.
func nicehash(ctx context.Context, q *question, n int) ([]byte, bool, error) {
	const size = 1000
	const path = "/main/api/v2/accounting/hashpowerEarnings/BTC"
	query := url.Values{"op": {"LT"}, "timestamp": {millis(q.to + 1)}, "page": {strconv.Itoa(n - 1)},
		"size": {strconv.Itoa(size)}}.Encode()
	at := strconv.FormatInt(q.now().UnixMilli(), 10)
	nonce := rand.Text()
	text := strings.Join([]string{q.Key, at, nonce, "", q.Organization, "", http.MethodGet, path, query},
		"\x00")
	h := http.Header{"X-Time": {at}, "X-Nonce": {nonce}, "X-Organization-Id": {q.Organization},
		"X-Request-Id": {nonce}, "X-Auth": {q.Key + ":" + sign(q.Secret, text)}}
	var body json.RawMessage
	if _, err := q.client.JSONWith(ctx, q.URL+path+"?"+query, h, &body); err != nil {
		return nil, false, err
	}
	var p struct {
		List []struct {
			Created int64 `json:"created"`
		} `json:"list"`
	}
	if err := json.Unmarshal(body, &p); err != nil {
		return nil, false, err
	}
	older := len(p.List) > 0 && p.List[len(p.List)-1].Created/1000 < q.from.Unix()
	return body, len(p.List) == size && !older, refusal(body)
}
