package office

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/clerk"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/store"
	"github.com/assaymining/assay/units"
)

// office is a whole one over SQLite, on a day of its own.
func office(t *testing.T) (*httptest.Server, *http.Client, *desk.Desk, string) {
	t.Helper()
	dir := t.TempDir()
	books, err := store.Open(t.Context(), filepath.Join(dir, "books.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { books.Close() })
	now := func() time.Time { return time.Date(2026, 11, 29, 12, 0, 0, 0, time.UTC) }
	d := desk.New(books, "provider.example/assay", []byte("secret"))
	public := filepath.Join(dir, "public")
	c, err := clerk.New(clerk.Options{
		Dir: public, Desk: d, Now: now,
		Price: func(_ context.Context, day units.Date) (daybook.Facts, error) {
			return daybook.Facts{Day: day, Price: 76_000_000_000}, nil
		},
		Confirmations: func(_ context.Context, blocks []desk.Found) ([]int, error) {
			return slices.Repeat([]int{desk.Maturity}, len(blocks)), nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	o, err := New(Options{Desk: d, Clerk: c, Dir: public, Key: "right-key", Now: now})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(o)
	t.Cleanup(server.Close)
	jar, _ := cookiejar.New(nil)
	return server, &http.Client{Jar: jar}, d, public
}

func send(
	t *testing.T,
	c *http.Client,
	address string,
	form url.Values,
	header ...string,
) (int, string) {
	t.Helper()
	method, body := http.MethodGet, io.Reader(nil)
	if form != nil {
		method, body = http.MethodPost, strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(t.Context(), method, address, body)
	if err != nil {
		t.Fatal(err)
	}
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := c.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(text)
}

const document = `schema: assay/offer/v1
product: One terahash
kind: cloud
algorithm: sha256
hashrate: 1 TH/s
start_delay: 0d
term: 30d
price: {upfront: 20 USD}
fees: [{name: pool, revenue_share: 2%, paid: deducted, changeable: false}]
payout: {basis: pool_revenue, currency: BTC, every: 1d}
`

// Nothing can be written without the operator's key, nor from another site with his session.
func TestOnlyTheOperatorWrites(t *testing.T) {
	server, c, d, _ := office(t)
	series := url.Values{
		"name": {
			"one",
		}, "first": {"2026-12-01"}, "price": {"25000"}, "escrowed": {"80"}, "document": {document},
	}
	if code, _ := send(t, c, server.URL+"/operator/series", series); code != http.StatusForbidden {
		t.Errorf("a stranger freezes a series: %d", code)
	}
	if code, _ := send(t, c, server.URL+"/operator/login", url.Values{"key": {"wrong"}}); code != http.StatusForbidden {
		t.Errorf("a wrong key: %d", code)
	}
	code, page := send(t, c, server.URL+"/operator/login", url.Values{"key": {"right-key"}})
	if code != http.StatusOK || !strings.Contains(page, "Sell units") {
		t.Fatalf("the right key: %d\n%s", code, page)
	}
	if code, _ := send(t, c, server.URL+"/operator/series", series, "Sec-Fetch-Site", "cross-site"); code != http.StatusForbidden {
		t.Errorf("from another site: %d", code)
	}
	if code, page := send(t, c, server.URL+"/operator/series", series); code != http.StatusOK {
		t.Errorf("%d\n%s", code, page)
	}
	if all, err := d.Series(t.Context()); err != nil || len(all) != 1 || all[0].Rate != 1e12 {
		t.Errorf("%+v, %v", all, err)
	}
	code, page = send(
		t,
		c,
		server.URL+"/operator/account",
		url.Values{"name": {"<b>Ada</b>"}, "key": {"bc1qada"}},
	)
	if code != http.StatusOK || strings.Contains(page, "<b>Ada") {
		t.Errorf("%d: a name is markup\n%s", code, page)
	}
	_, after, _ := strings.Cut(page, "<code>holder/")
	token, _, _ := strings.Cut(after, "</code>")
	if code, page := send(t, &http.Client{}, server.URL+"/holder/"+token, nil); code != http.StatusOK ||
		!strings.Contains(page, "owed to you") {
		t.Errorf("a holder's own link: %d", code)
	}
	if code, _ := send(t, &http.Client{}, server.URL+"/holder/"+token[1:], nil); code != http.StatusNotFound {
		t.Errorf("another link: %d", code)
	}
	sale := url.Values{"order": {"o"}, "series": {"one"}, "holder": {"1"}, "units": {"3"}}
	if code, page := send(t, c, server.URL+"/operator/sale", sale); code != http.StatusConflict ||
		!strings.Contains(page, "overbooked") {
		t.Errorf("a sale of what is not proven: %d\n%s", code, page)
	}
	send(t, c, server.URL+"/operator/logout", url.Values{})
	if code, _ := send(t, c, server.URL+"/operator/sale", sale); code != http.StatusForbidden {
		t.Errorf("after leaving: %d", code)
	}
}

func TestKeysAreNotGuessed(t *testing.T) {
	server, c, _, _ := office(t)
	last := 0
	for range maxTries + 1 {
		last, _ = send(t, c, server.URL+"/operator/login", url.Values{"key": {"guess"}})
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("%d after %d wrong keys", last, maxTries+1)
	}
	// who tries wrong keys without end keeps the operator out of nothing
	if code, _ := send(t, c, server.URL+"/operator/login",
		url.Values{"key": {"right-key"}}); code != http.StatusOK {
		t.Errorf("%d for the right key in the same minute", code)
	}
	if code, _ := send(t, c, server.URL+"/operator/login",
		url.Values{"key": {""}}); code != http.StatusTooManyRequests {
		t.Errorf("%d for no key in the same minute", code)
	}
}

// What is published is served, nothing beside it, and no folder is shown.
func TestPublishedAlone(t *testing.T) {
	server, c, _, public := office(t)
	if err := os.WriteFile(filepath.Join(public, "days", "2026-11-28.txt"), []byte("assay/day/v1\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(public, "days", ".new-1"), []byte("half"), 0o644); err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]int{
		"/days/2026-11-28.txt": 200, "/days/": 404, "/days/.new-1": 404, "/segments/": 404, "/books.db": 404,
		"/days/../../books.db": 404, "/days/%2e%2e/%2e%2e/books.db": 404, "/healthz": 200, "/": 200,
		"/api/v1/days": 200, "/api/v1/openapi.json": 200, "/holder/": 404,
	} {
		if code, page := send(t, c, server.URL+path, nil); code != want {
			t.Errorf("%s: %d, want %d\n%.200s", path, code, want, page)
		}
	}
}

// TestHoldersSeeTheirOwn: a link opens its holder's pages and nobody else's; a link that is nearly right, a
// part of one, or another's day opens nothing, and says no more of it than of any other.
func TestHoldersSeeTheirOwn(t *testing.T) {
	server, _, d, _ := office(t)
	tokens := map[string]string{"Ada": "ADATOKENADATOKENADATOKENAD", "Bob": "BOBTOKENBOBTOKENBOBTOKENBO"}
	for name, token := range tokens {
		if _, err := d.OpenAccount(t.Context(), name, "key-of-"+name, token); err != nil {
			t.Fatal(err)
		}
	}
	stranger := &http.Client{}
	for name, token := range tokens {
		code, page := send(t, stranger, server.URL+"/holder/"+token, nil)
		if code != http.StatusOK || !strings.Contains(page, name) {
			t.Errorf("%s: %d", name, code)
		}
		for other := range tokens {
			if other != name && strings.Contains(page, other) {
				t.Errorf("%s reads of %s", name, other)
			}
		}
	}
	_, nothing := send(t, stranger, server.URL+"/holder/x", nil)
	ada := tokens["Ada"]
	for _, guess := range []string{
		ada[1:], ada[:25], ada + "A", strings.ToLower(ada), "B" + ada[1:], "1", "0", "-1", "Ada", "key-of-Ada",
		"%00", "*", "%25", "%2e%2e", "ADATOKEN%", desk.LinkOf(ada), "' OR '1'='1", "holder",
		strings.Repeat("A", 4000),
	} {
		code, page := send(t, stranger, server.URL+"/holder/"+url.PathEscape(guess), nil)
		if code != http.StatusNotFound || page != nothing {
			t.Errorf("%.40q: %d\n%.300s", guess, code, page)
		}
	}
	for _, path := range []string{
		"/holder/" + ada + "/2026-11-28", "/holder/" + ada + "/2026-11-28.txt", "/holder//2026-11-28",
		"/holder/" + ada + "/..%2f" + tokens["Bob"], "/holder/" + tokens["Bob"] + "/" + ada,
		"/holder/x/2026-11-28", "/holder/" + ada + "/9999-99-99",
	} {
		if code, page := send(t, stranger, server.URL+path, nil); code == http.StatusOK {
			t.Errorf("%s: %d\n%.300s", path, code, page)
		}
	}
}
