package web

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/base64"
	"fmt"
	"github.com/assaymining/assay/adapter/web/link"
	"io"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/offer"
)

const attack = `<script>alert(1)</script>"'><img src=x onerror=alert(2)>`

// hostileOffer has the attack in every text that an offer can hold.
func hostileOffer(t testing.TB) offer.Offer {
	t.Helper()
	q := func(s string) string { return fmt.Sprintf("%q", s) }
	doc := "schema: assay/offer/v1\nhashrate: 30 TH/s\nterm: 90d\nprice: {upfront: 500 USD}\n" +
		"provider: {name: " + q(attack) + ", registered: " + q(attack) + "}\nproduct: " + q(attack) + "\n" +
		"sources: [{url: \"https://example.org/?x=%3Cscript%3E\", quote: " + q(attack) + "}]\n" +
		"fees: [{name: " + q(attack) + ", per_hashrate_day: 0.01 USD/TH/day, paid: deducted, discount: {share: 5%, needs: " + q(attack) + "}}]\n" +
		"claims: [{says: " + q(attack) + "}, {guaranteed: " + q(attack) + "}]\n" +
		"proof: {data_centres: [{place: " + q(attack) + ", evidence: \"https://example.org/%22onload=x\"}]}\n" +
		"hardware: {model: " + q(attack) + "}\nterms: {copied_from: " + q(attack) + ", text: " + q(attack) + "}\n"
	o, _, err := offer.Parse("hostile", []byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// Script in an offer's texts is shown as text on every page and in every download that a browser opens.
func TestScriptIsShownAsText(t *testing.T) {
	h := testServer(t, nil).Handler()
	packed, err := link.Pack(offer.Format(hostileOffer(t)))
	if err != nil {
		t.Fatal(err)
	}
	q := "o=" + packed
	for _, target := range []string{"/evaluate?" + q, "/evaluate?price.upfront=" + url.QueryEscape(attack) + "&" + q, "/compare?" + q, "/replay?" + q,
		"/replay?from=" + url.QueryEscape(attack) + "&" + q, "/download/report.html?" + q, "/download/picture/fan.svg?" + q, "/download/picture/waterfall.svg?" + q,
		"/evaluate?as-of=" + url.QueryEscape(attack) + "&" + q, "/evaluate?example=" + url.QueryEscape(attack), "/api?" + url.QueryEscape(attack), "/" + url.PathEscape(attack)} {
		for _, live := range []string{"", "true"} {
			_, _, body := get(t, h, "GET", target, "", "HX-Request", live)
			if strings.Contains(body, "<script>alert") || strings.Contains(body, "<img src=x") || strings.Contains(body, `"'>`) {
				t.Errorf("GET %.50s (live %q) holds the attack unescaped", target, live)
			}
		}
	}
	_, _, body := get(t, h, "GET", "/evaluate?"+q, "")
	if !strings.Contains(body, "&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("the page does not show the text at all")
	}
	_, _, body = get(t, h, "POST", "/evaluate", "document="+url.QueryEscape(attack), "Content-Type", "application/x-www-form-urlencoded")
	if strings.Contains(body, "<script>alert") {
		t.Error("a document that cannot be read is shown unescaped")
	}
}

// No page has an inline style, script or handler: the policy would block it and the page would look wrong.
func TestPagesKeepTheirPolicy(t *testing.T) {
	h := testServer(t, nil).Handler()
	for _, target := range []string{"/", "/evaluate?" + linkTo(t, plainOffer), "/compare?" + linkTo(t, plainOffer), "/replay?" + linkTo(t, plainOffer),
		"/market", "/track-record", "/checklist", "/api"} {
		_, _, body := get(t, h, "GET", target, "")
		for _, inline := range []string{" style=", "<style", "<script>", " onclick=", " onload=", "javascript:"} {
			if i := strings.Index(body, inline); i >= 0 {
				t.Errorf("GET %.20s has %.80s", target, body[i:])
			}
		}
	}
}

// Every answer carries the policy, no answer a cookie: there is no state that a forged request could use.
func TestHeadersOfEveryAnswer(t *testing.T) {
	h := testServer(t, nil).Handler()
	for _, target := range []string{"/", "/evaluate?" + linkTo(t, plainOffer), "/static/app.css", "/api/v1/examples", "/nowhere", "/healthz", "/evaluate?o=broken"} {
		for _, method := range []string{"GET", "POST", "PUT", "DELETE"} {
			_, header, _ := get(t, h, method, target, "", "Origin", "https://evil.example", "Cookie", "session=1")
			if got := header.Get("Content-Security-Policy"); got != policy || header.Get("X-Content-Type-Options") != "nosniff" {
				t.Errorf("%s %.30s: policy %q", method, target, got)
			}
			if header.Get("Set-Cookie") != "" || header.Get("Access-Control-Allow-Origin") != "" {
				t.Errorf("%s %.30s sets a cookie or opens itself to other origins", method, target)
			}
		}
	}
	if strings.Contains(policy, "unsafe") {
		t.Error("the policy allows something unsafe")
	}
}

func TestBodiesAreBounded(t *testing.T) {
	h := testServer(t, nil).Handler()
	big := strings.Repeat("x", maxBody+1)
	form := func(content string) (string, string) {
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		f, err := m.CreateFormFile("file", "offer.yaml")
		if err != nil {
			t.Fatal(err)
		}
		io.WriteString(f, content)
		m.Close()
		return b.String(), m.FormDataContentType()
	}
	bigForm, bigType := form(big)
	goodForm, goodType := form(plainOffer)
	for _, c := range []struct {
		name, target, body, kind string
		want                     int
		header                   []string
	}{
		{"an oversized body", "/api/v1/evaluate", big, "application/yaml", 413, nil},
		{"an oversized form", "/evaluate", "document=" + big, "application/x-www-form-urlencoded", 413, nil},
		{"an oversized upload", "/evaluate", bigForm, bigType, 413, nil},
		{"an upload", "/evaluate", goodForm, goodType, 303, nil},
		{"half an upload", "/evaluate", goodForm[:len(goodForm)/2], goodType, 400, nil},
		{"a form without a boundary", "/evaluate", goodForm, "multipart/form-data", 400, nil},
		{"a packed body", "/api/v1/evaluate", "\x1f\x8b\x08", "application/yaml", 415, []string{"Content-Encoding", "gzip"}},
		{"an empty body", "/api/v1/evaluate", "", "application/yaml", 422, nil},
		{"bytes that are no text", "/api/v1/evaluate", "\xff\xfe\x00", "application/yaml", 422, nil},
		{"deep nesting", "/api/v1/evaluate", strings.Repeat("[", 100_000), "application/json", 422, nil},
		{"YAML references", "/api/v1/evaluate", "a: &a [x,x]\nb: [*a,*a]\n", "application/yaml", 422, nil},
		{"a huge number", "/api/v1/evaluate", "schema: assay/offer/v1\nhashrate: 1e400 EH/s\n", "application/yaml", 422, nil},
	} {
		status, _, body := get(t, h, "POST", c.target, c.body, append(c.header, "Content-Type", c.kind)...)
		if status != c.want {
			t.Errorf("%s: status %d, want %d: %.200s", c.name, status, c.want, body)
		}
	}
}

// A link whose offer unpacks into more than an offer is refused before it fills the memory.
func TestLinksDoNotExplode(t *testing.T) {
	var b bytes.Buffer
	z, err := zlib.NewWriterLevelDict(&b, zlib.BestCompression, []byte(link.Dictionary))
	if err != nil {
		t.Fatal(err)
	}
	zeros := make([]byte, 1<<20)
	for range 16 {
		z.Write(zeros)
	}
	z.Close()
	bomb := link.Form + base64.RawURLEncoding.EncodeToString(b.Bytes())
	if len(bomb) > link.Max {
		t.Fatalf("the bomb has %d characters and tries nothing", len(bomb))
	}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	if _, err := link.Unpack(bomb); err == nil {
		t.Error("16 MiB of zeros were unpacked")
	}
	runtime.ReadMemStats(&after)
	if grown := after.TotalAlloc - before.TotalAlloc; grown > 4<<20 {
		t.Errorf("refusing took %d bytes", grown)
	}
	h := testServer(t, nil).Handler()
	for _, o := range []string{bomb, "a", "a====", "b" + bomb[1:], strings.Repeat("a", link.Max+1), bomb[:len(bomb)/2], "a" + attack} {
		if status, _, _ := get(t, h, "GET", "/evaluate?o="+url.QueryEscape(o), ""); status != http.StatusBadRequest {
			t.Errorf("o of %d characters: status %d", len(o), status)
		}
	}
}

// No path leads out of the embedded files.
func TestPathTricks(t *testing.T) {
	server := httptest.NewServer(testServer(t, nil).Handler())
	defer server.Close()
	for _, path := range []string{"/static/../web.go", "/static/..%2f..%2fetc/passwd", "/static/%2e%2e/%2e%2e/go.mod", "/static//etc/passwd",
		"/static/", "/static/vendor", "/..//static/../../x", "/static/app.css%00.js", `/static/..\..\web.go`, "/api/v1/schema/..%2foffer", "/download/picture/..%2ffan.svg",
		"/api/v1/examples/..%2f..%2fgo.mod"} {
		c, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n", path)
		answer, _ := io.ReadAll(c)
		c.Close()
		if line, _, _ := strings.Cut(string(answer), "\r\n"); !strings.Contains(line, " 404 ") && !strings.Contains(line, " 30") && !strings.Contains(line, " 400 ") {
			t.Errorf("%s: %s", path, line)
		}
		if strings.Contains(string(answer), "root:") || strings.Contains(string(answer), "package web") || strings.Contains(string(answer), "module github") {
			t.Errorf("%s leaks a file", path)
		}
	}
}

// Nothing of an offer gets into a header as more than its letters and digits.
func TestNoHeaderFromAnOffer(t *testing.T) {
	o := hostileOffer(t)
	o.Provider.Name, o.Product = "a\r\nSet-Cookie: x=1", "\"; filename=evil.exe\n"
	if name := fileName(o, ".pdf"); name != "a-set-cookie-x-1-filename-evil-exe.pdf" {
		t.Errorf("the file is called %q", name)
	}
	h := testServer(t, nil).Handler()
	for _, target := range []string{"/evaluate?hashrate=30&term=9%0d%0aSet-Cookie:%20x=1", "/evaluate?example=teaching&as-of=%0d%0aSet-Cookie:%20x=1", "/compare?add=teaching&price=%0d%0aX: 1"} {
		_, header, _ := get(t, h, "GET", strings.ReplaceAll(target, " ", "%20"), "", "HX-Request", "true")
		if header.Get("Set-Cookie") != "" || strings.ContainsAny(header.Get("Location")+header.Get("HX-Replace-Url"), "\r\n") {
			t.Errorf("%s injects a header: %v", target, header)
		}
	}
}

// Clients that send their body slowly hold no turn: others are judged meanwhile.
func TestSlowClientsHoldNoTurn(t *testing.T) {
	server := httptest.NewServer(testServer(t, func(c *Config) { c.Limits.Concurrent = 1 }).Handler())
	defer server.Close()
	for range 50 {
		c, err := net.Dial("tcp", server.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		fmt.Fprintf(c, "POST /api/v1/evaluate HTTP/1.1\r\nHost: x\r\nContent-Type: application/yaml\r\nContent-Length: 1000\r\n\r\nschema:")
	}
	answer, err := http.Post(server.URL+"/api/v1/evaluate", "application/yaml", strings.NewReader(plainOffer))
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != 200 {
		t.Errorf("beside slow clients: status %d", answer.StatusCode)
	}
}

// A client cannot choose whom it is taken for, unless a trusted proxy says so.
func TestClientAddress(t *testing.T) {
	r := httptest.NewRequest("GET", "/", nil)
	r.RemoteAddr = "192.0.2.1:1234"
	r.Header.Set("X-Forwarded-For", "203.0.113.9, 198.51.100.7")
	if got := testServer(t, nil).client(r).String(); got != "192.0.2.1" {
		t.Errorf("without trust: %s", got)
	}
	if got := testServer(t, func(c *Config) { c.Limits.TrustHeader = "X-Forwarded-For" }).client(r).String(); got != "198.51.100.7" {
		t.Errorf("with trust: %s, want the entry that the proxy wrote", got)
	}
}

// When all turns and places in the queue are taken, requests are turned away at once, and served again after.
func TestShedding(t *testing.T) {
	s := testServer(t, func(c *Config) {
		c.Limits.Concurrent, c.Limits.Queue, c.Limits.Wait, c.Limits.Patience = 1, 1, time.Millisecond, time.Millisecond
	})
	h := s.Handler()
	var leave []func()
	leave = append(leave, takeTurn(t, s))
	status, header, _ := get(t, h, "POST", "/api/v1/evaluate", plainOffer)
	if status != http.StatusServiceUnavailable || header.Get("Retry-After") == "" {
		t.Errorf("with all turns taken: status %d, Retry-After %q", status, header.Get("Retry-After"))
	}
	if status, _, _ := get(t, h, "GET", "/", ""); status != 200 {
		t.Errorf("a page without a judgement: status %d", status)
	}
	page := "/evaluate?seed=%3Cscript%3Ealert%281%29&" + linkTo(t, plainOffer)
	if status, header, body := get(t, h, "GET", page, ""); status != http.StatusServiceUnavailable || header.Get("Retry-After") != "1" ||
		!strings.Contains(body, `<a href="`+strings.ReplaceAll(page, "&", "&amp;")+`">Ask for the same page again</a> in a second`) {
		t.Errorf("a page that is turned away: status %d, Retry-After %q, no link back in %.2000s", status, header.Get("Retry-After"), body)
	}
	if _, header, _ := get(t, h, "GET", "/evaluate?"+linkTo(t, plainOffer), "", "HX-Request", "true"); header.Get("HX-Reswap") != "none" {
		t.Error("a page that is turned away loses what it shows")
	}
	for _, l := range leave {
		l()
	}
	if status, _, _ := get(t, h, "POST", "/api/v1/evaluate", plainOffer); status != 200 {
		t.Errorf("after it: status %d", status)
	}
	one := testServer(t, func(c *Config) { c.Limits.PerSecond, c.Limits.Burst = 0.001, 1 }).Handler()
	get(t, one, "POST", "/api/v1/evaluate", plainOffer)
	if status, header, _ := get(t, one, "POST", "/api/v1/evaluate", plainOffer); status != http.StatusTooManyRequests || header.Get("Retry-After") == "" {
		t.Errorf("the second judgement of a client with one: status %d", status)
	}
}

// Simulated markets are kept within their memory.
func TestMarketsAreBounded(t *testing.T) {
	s := testServer(t, func(c *Config) { c.Limits.MarketBytes = 1 << 20 })
	h := s.Handler()
	for day := 1; day <= 12; day++ {
		if status, _, _ := get(t, h, "POST", fmt.Sprintf("/api/v1/evaluate?as-of=2025-05-%02d", day), plainOffer); status != 200 {
			t.Fatalf("day %d: status %d", day, status)
		}
	}
	if n, size := s.shelf.Len(), s.shelf.Bytes(); size > s.Limits.MarketBytes || n == 12 {
		t.Errorf("%d markets of %d bytes are kept, at most %d bytes", n, size, s.Limits.MarketBytes)
	}
}

// What takes longer than it may is stopped and told, with when to come again.
func TestTimeIsBounded(t *testing.T) {
	h := testServer(t, func(c *Config) { c.Limits.Request = time.Nanosecond }).Handler()
	for target, method := range map[string]string{"/api/v1/evaluate": "POST", "/evaluate": "GET", "/compare": "GET", "/replay": "GET", "/download/evidence": "GET"} {
		status, header, body := get(t, h, method, target+"?"+linkTo(t, plainOffer), "")
		if status != http.StatusServiceUnavailable || header.Get("Retry-After") != "10" || !strings.Contains(body, "was stopped") {
			t.Errorf("%s: status %d, Retry-After %q: %.300s", target, status, header.Get("Retry-After"), body)
		}
	}
}

// A reader who goes away is judged no further: no market is simulated for him, and his turn is free.
func TestCancellationStopsTheWork(t *testing.T) {
	s := testServer(t, func(c *Config) { c.Limits.Concurrent = 1 })
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	r := httptest.NewRequest("POST", "/api/v1/evaluate", strings.NewReader(plainOffer)).WithContext(ctx)
	s.Handler().ServeHTTP(httptest.NewRecorder(), r)
	if n := s.shelf.Len(); n != 0 {
		t.Errorf("%d markets were simulated for nobody", n)
	}
	r = httptest.NewRequest("GET", "/replay?"+linkTo(t, plainOffer), nil).WithContext(ctx)
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	if w.Code == http.StatusOK {
		t.Error("a replay was played for nobody")
	}
	if s.turns.Taken() != 0 {
		t.Errorf("%d turns and places are still taken", s.turns.Taken())
	}
}
