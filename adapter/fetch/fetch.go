// Package fetch is the one HTTP client of all sources: it reads a bounded answer from an address
// within a time limit, says where the bytes came from, and never shows a secret.
//
// It keeps each host's rate limit, retries what may pass (429, 502, 503, 504, broken connections) with
// growing pauses, honours Retry-After and the proxy variables of the environment, follows at most five
// redirects, none to another host or port or from https to http, and tells an HTML page or a cut answer
// from JSON. It knows no source: the packages beside it declare the one or two methods they need. It asks
// only where it is told to, and nothing in it runs before it is asked.
//
// Nothing in it is promised to other modules.
package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/assaymining/assay/cite"
	"golang.org/x/time/rate"
)

// Options of a client; the zero value of each means the default.
type Options struct {
	UserAgent string        // default "assay"
	Attempt   time.Duration // longest time for one request with its whole body, default 20 s
	Retries   int           // further attempts after the first, default 4; negative: none
	Pause     time.Duration // first pause before a retry, doubled each time, default 500 ms
	LongPause time.Duration // longest pause, also of a Retry-After that is honoured, default 60 s
	Bytes     int64         // longest body read, default 32 MiB
	PerSecond float64       // requests per second to a host without a limit of its own, default 5
	Roots     *x509.CertPool
	// PublicOnly refuses addresses of private networks, and asks no proxy: for an address that somebody gave.
	PublicOnly bool
	// Login gives name and password for each request (a node's cookie changes when it restarts);
	// they are sent as Basic authorization. Nil: none.
	Login func() (user, password string, err error)
}

// Client asks sources. It is safe for concurrent use.
type Client struct {
	opt    Options
	http   *http.Client
	mu     sync.Mutex
	limits map[string]*rate.Limiter
}

// hostLimits are requests per second that public hosts ask for or tolerate.
// Sources: CoinGecko public plan, 10 to 50 a minute; Kraken public endpoints, about 1 a second;
// Braiins Pool, one in five seconds; F2Pool, Luxor, OCEAN, about 1 a second; Antpool, 600 in ten minutes;
// Bitstamp, 400 a second and 10,000 in ten minutes, kept far below; mempool.space publishes none
// and answers 429 beyond a few a second.
var hostLimits = map[string]float64{
	"api.coingecko.com":         0.15,
	"api.kraken.com":            1,
	"www.bitstamp.net":          2,
	"api.coinbase.com":          3,
	"api.exchange.coinbase.com": 3,
	"mempool.space":             2,
	"blockstream.info":          2,
	"hashpower.braiins.com":     1,
	"api2.nicehash.com":         1,
	"www.miningrigrentals.com":  1,
	"pool.braiins.com":          0.2,
	"api.f2pool.com":            1,
	"app.luxor.tech":            1,
	"api.ocean.xyz":             1,
	"antpool.com":               1,
}

// headers is the longest head of an answer, in bytes; proxies before servers cut it far below.
const headers = 1 << 20

// New is a client with the options, proxies taken from the environment.
func New(opt Options) *Client {
	def := func(d *time.Duration, v time.Duration) {
		if *d <= 0 {
			*d = v
		}
	}
	def(&opt.Attempt, 20*time.Second)
	def(&opt.Pause, 500*time.Millisecond)
	def(&opt.LongPause, time.Minute)
	if opt.UserAgent == "" {
		opt.UserAgent = "assay"
	}
	if opt.Retries == 0 {
		opt.Retries = 4
	}
	if opt.Bytes <= 0 {
		opt.Bytes = 32 << 20
	}
	if opt.PerSecond <= 0 {
		opt.PerSecond = 5
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost, transport.MaxResponseHeaderBytes = 16, headers
	if opt.Roots != nil {
		transport.TLSClientConfig = &tls.Config{RootCAs: opt.Roots, MinVersion: tls.VersionTLS12}
	}
	if opt.PublicOnly {
		transport.Proxy = nil
		transport.DialContext = (&net.Dialer{Timeout: opt.Attempt, Control: public}).DialContext
	}
	return &Client{
		opt:    opt,
		http:   &http.Client{Transport: transport, CheckRedirect: redirect},
		limits: map[string]*rate.Limiter{},
	}
}

// public refuses to dial an address that is not on the public internet.
func public(_, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil {
		return &permanent{err}
	}
	ip := at.Addr().Unmap()
	if !ip.IsGlobalUnicast() || ip.IsPrivate() || slices.ContainsFunc(notPublic(), func(p netip.Prefix) bool {
		return p.Contains(ip)
	}) {
		return &permanent{errors.New("the address lies in a private network")}
	}
	return nil
}

// notPublic is the networks beside those of RFC 1918 that nobody on the internet has: of carriers, of
// protocols, of tests, of the future; and those in which an address of the old kind stands, private or not.
func notPublic() []netip.Prefix {
	var all []netip.Prefix
	for _, p := range []string{
		"0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.0.2.0/24", "198.18.0.0/15", "198.51.100.0/24",
		"192.88.99.0/24", "203.0.113.0/24", "240.0.0.0/4", "::/96", "::ffff:0:0:0/96", "64:ff9b::/96",
		"64:ff9b:1::/48", "100::/48", "2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20", "5f00::/16",
		"fec0::/10",
	} {
		all = append(all, netip.MustParsePrefix(p))
	}
	return all
}

// redirect refuses the sixth redirect, one to another place, which would be told logins, keys and what is
// asked for, or could stand inside a network that the asker alone reaches, and a fall from https to http.
func redirect(next *http.Request, via []*http.Request) error {
	if len(via) > 5 {
		return &permanent{errors.New("more than 5 redirects")}
	}
	if via[0].URL.Scheme == "https" && next.URL.Scheme != "https" {
		return &permanent{errors.New("redirect from https to http refused")}
	}
	if place(next.URL) != place(via[0].URL) {
		return &permanent{fmt.Errorf("redirect to another place refused: %q", place(next.URL))}
	}
	return nil
}

// place is host and port of an address. The ports of http and https count as one, since a server may lead
// from the one to the other.
func place(u *url.URL) string {
	port := u.Port()
	if port == "" || port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		port = "web"
	}
	return strings.ToLower(u.Hostname()) + ":" + port
}

// Request is one question: GET, or POST where Body is set.
type Request struct {
	URL    string
	Body   []byte      // JSON to post
	Header http.Header // further headers; never logged
}

// Answer is what came back, and from where.
type Answer struct {
	Status int
	Body   []byte
	Source cite.Source
}

// Do asks and retries until an answer stands, the retries are used up or ctx ends. An answer with a
// status that may pass (429, 502, 503, 504) is retried; any other is returned with a nil error.
func (c *Client) Do(ctx context.Context, req Request) (Answer, error) {
	where := Scrub(req.URL)
	pause := c.opt.Pause
	for attempt := 0; ; attempt++ {
		a, wait, err := c.once(ctx, req)
		if err == nil && !passing(a.Status) {
			return a, nil
		}
		if err == nil {
			err = fmt.Errorf("HTTP %d %s", a.Status, http.StatusText(a.Status))
		}
		final := &permanent{}
		switch {
		case ctx.Err() != nil:
			return a, fmt.Errorf("ask %s: %w", where, ctx.Err())
		case errors.As(err, &final):
			return a, fmt.Errorf("ask %s: %w", where, final.error)
		case wait > c.opt.LongPause:
			return a, fmt.Errorf("ask %s: %w; it asks to wait %s", where, err, wait.Round(time.Second))
		case attempt >= c.opt.Retries:
			return a, fmt.Errorf("ask %s: %w (%d attempts)", where, err, attempt+1)
		}
		wait = max(wait, time.Duration(float64(pause)*(0.75+rand.Float64()/2)))
		pause = min(pause*2, c.opt.LongPause)
		if err := sleep(ctx, wait); err != nil {
			return a, fmt.Errorf("ask %s: %w", where, err)
		}
	}
}

// permanent marks an error that another attempt would meet again.
type permanent struct{ error }

// passing tells a status that a later attempt may not meet.
func passing(status int) bool {
	return status == 429 || status == 502 || status == 503 || status == 504
}

// once is one attempt; wait is what a Retry-After asks for.
func (c *Client) once(ctx context.Context, req Request) (a Answer, wait time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, c.opt.Attempt)
	defer cancel()
	r, err := c.request(ctx, req)
	if err != nil {
		return a, 0, &permanent{err}
	}
	if err := c.limit(r.URL.Hostname()).Wait(ctx); err != nil {
		return a, 0, err
	}
	resp, err := c.http.Do(r)
	if err != nil {
		return a, 0, plain(err)
	}
	defer resp.Body.Close()
	a.Status = resp.StatusCode
	a.Body, err = io.ReadAll(io.LimitReader(resp.Body, c.opt.Bytes+1))
	if err != nil {
		return a, 0, fmt.Errorf("read the answer: %w", plain(err))
	}
	if int64(len(a.Body)) > c.opt.Bytes {
		return a, 0, &permanent{fmt.Errorf("answer is longer than %d bytes", c.opt.Bytes)}
	}
	a.Source = cite.Source{
		URL:  Scrub(req.URL),
		Read: time.Now().UTC().Format(time.RFC3339),
		Hash: cite.Hash(a.Body),
	}
	return a, retryAfter(resp.Header.Get("Retry-After"), time.Now()), nil
}

func (c *Client) request(ctx context.Context, req Request) (*http.Request, error) {
	method, body := http.MethodGet, io.Reader(nil)
	if req.Body != nil {
		method, body = http.MethodPost, strings.NewReader(string(req.Body))
	}
	r, err := http.NewRequestWithContext(ctx, method, req.URL, body)
	if err != nil {
		return nil, fmt.Errorf("address is not a URL")
	}
	if r.URL.Scheme != "http" && r.URL.Scheme != "https" || r.URL.Host == "" {
		return nil, fmt.Errorf("address must begin with http:// or https://")
	}
	for k, v := range req.Header {
		r.Header[k] = v
	}
	r.Header.Set("User-Agent", c.opt.UserAgent)
	r.Header.Set("Accept", "application/json")
	if req.Body != nil && r.Header.Get("Content-Type") == "" {
		r.Header.Set("Content-Type", "application/json")
	}
	if c.opt.Login != nil {
		user, password, err := c.opt.Login()
		if err != nil {
			return nil, err
		}
		r.SetBasicAuth(user, password)
	}
	return r, nil
}

// limit is the limiter of a host; a machine of the user's own (loopback, private) has none.
func (c *Client) limit(host string) *rate.Limiter {
	c.mu.Lock()
	defer c.mu.Unlock()
	if l := c.limits[host]; l != nil {
		return l
	}
	perSecond, known := hostLimits[host]
	if !known {
		perSecond = c.opt.PerSecond
	}
	limit := rate.Limit(perSecond)
	if ip := net.ParseIP(host); host == "localhost" || ip != nil && (ip.IsLoopback() || ip.IsPrivate()) {
		limit = rate.Inf
	}
	c.limits[host] = rate.NewLimiter(limit, 1)
	return c.limits[host]
}

// retryAfter reads seconds or an HTTP date; zero where there is none.
func retryAfter(h string, now time.Time) time.Duration {
	if h = strings.TrimSpace(h); h == "" {
		return 0
	}
	if s, err := time.ParseDuration(h + "s"); err == nil && s >= 0 {
		return s
	}
	if t, err := http.ParseTime(h); err == nil {
		return max(0, t.Sub(now))
	}
	return 0
}

func sleep(ctx context.Context, d time.Duration) error {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-t.C:
		return nil
	}
}

// plain takes the address out of an error of net/http, which would show its user name and query.
func plain(err error) error {
	final, u := &permanent{}, &url.Error{}
	switch {
	case errors.As(err, &final):
		return final
	case errors.Is(err, context.DeadlineExceeded):
		return errors.New("no whole answer within the time limit")
	case errors.As(err, &u):
		return u.Err
	}
	return err
}

// Scrub is the address without user name, password, fragment and the values of query keys that may
// be secrets, as it may be shown and stored.
func Scrub(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return "(an address that is not a URL)"
	}
	u.User, u.Fragment = nil, ""
	q := u.Query()
	for k := range q {
		low := strings.ToLower(k)
		for _, word := range []string{"key", "token", "secret", "pass", "auth", "sign"} {
			if strings.Contains(low, word) {
				q.Set(k, "hidden")
			}
		}
	}
	if len(q) > 0 {
		u.RawQuery = q.Encode()
	}
	return u.String()
}
