package web

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/assaymining/assay/adapter/web/origin"
)

// A page elsewhere whose name was made to lead here (DNS rebinding) is answered nothing, on any route.
func TestRebinding(t *testing.T) {
	s := testServer(t, func(c *Config) { c.Listens, c.Names = "127.0.0.1:8480", []string{"assay.example.org"} })
	h := s.Handler()
	ask := func(method, target, host string) int {
		r, w := httptest.NewRequest(method, target, strings.NewReader(plainOffer)), httptest.NewRecorder()
		r.Host = host
		h.ServeHTTP(w, r)
		if w.Code == http.StatusMisdirectedRequest && strings.Contains(w.Body.String(), host) {
			t.Errorf("the answer repeats the stranger's name: %s", w.Body)
		}
		return w.Code
	}
	for _, target := range []string{"GET /", "GET /evaluate?" + linkTo(t, plainOffer), "POST /evaluate", "GET /download/evidence?" + linkTo(t, plainOffer),
		"POST /api/v1/evaluate", "GET /api/v1/market", "GET /api", "GET /metrics", "GET /static/app.css", "GET /nowhere"} {
		method, path, _ := strings.Cut(target, " ")
		for _, stranger := range []string{"evil.example", "evil.example:8480", "127.0.0.1.evil.example", "localhost.evil.example:8480", "assay.example.org.evil.example", "203.0.113.7:8480", "[2001:db8::1]:8480", "0.0.0.0:8480"} {
			if status := ask(method, path, stranger); status != http.StatusMisdirectedRequest {
				t.Errorf("%s for %s: status %d", target, stranger, status)
			}
		}
	}
	for _, own := range []string{"localhost", "localhost:8480", "127.0.0.1:8480", "[::1]:8480", "ASSAY.example.org", "assay.example.org.:443", "me.localhost:9"} {
		if status := ask("GET", "/", own); status != http.StatusOK {
			t.Errorf("its own name %s: status %d", own, status)
		}
	}
	every := testServer(t, func(c *Config) { c.Listens, c.Names = ":8480", nil })
	for host, want := range map[string]bool{"192.0.2.7:8480": true, "[2001:db8::1]:8480": true, "evil.example:8480": false} {
		if (origin.Names{Listens: every.Listens, Also: every.Names}).Known(host) != want {
			t.Errorf("listening on every address, %s is known: %v", host, !want)
		}
	}
}

// No route that works does so for a stranger's name, nor for a script of another site.
func TestStrangersOnEveryRoute(t *testing.T) {
	s := testServer(t, func(c *Config) { c.Listens, c.Names = "127.0.0.1:8480", nil })
	h := s.Handler()
	for name, c := range costlyRequests(t, plainOffer) {
		for _, from := range []struct {
			host, site string
			want       int
		}{
			{"evil.example:8480", "", http.StatusMisdirectedRequest},
			{"localhost:8480", "cross-site", http.StatusForbidden},
		} {
			r, w := httptest.NewRequest(c[0], c[1], strings.NewReader(c[2])), httptest.NewRecorder()
			r.Host = from.host
			if from.site != "" {
				r.Header.Set("Sec-Fetch-Site", from.site)
				r.Header.Set("Sec-Fetch-Mode", "cors")
				r.Header.Set("Sec-Fetch-Dest", "empty")
			}
			if h.ServeHTTP(w, r); w.Code != from.want {
				t.Errorf("%s of %s %s: status %d, want %d", name, from.host, from.site, w.Code, from.want)
			}
		}
	}
}

// Health and metrics on a listener of their own are told to nobody who comes by a stranger's name either.
func TestAdminKnowsItsNames(t *testing.T) {
	h := testServer(t, func(c *Config) { c.Listens, c.Names = ":8480", []string{"assay.example.org"} }).AdminHandler("127.0.0.1:8481")
	for host, want := range map[string]int{"127.0.0.1:8481": 200, "localhost:8481": 200, "assay.example.org": 200, "": 200,
		"evil.example": 421, "evil.example:8481": 421, "203.0.113.7:8481": 421} {
		for _, path := range []string{"/healthz", "/metrics"} {
			r, w := httptest.NewRequest("GET", path, nil), httptest.NewRecorder()
			r.Host = host
			h.ServeHTTP(w, r)
			if w.Code != want {
				t.Errorf("%s for %q: status %d, want %d", path, host, w.Code, want)
			}
		}
	}
}

// Another site may lead a window to a page, and make a browser do nothing else here.
func TestOtherSites(t *testing.T) {
	h := testServer(t, nil).Handler()
	page := "/evaluate?" + linkTo(t, plainOffer)
	for _, c := range []struct {
		method, target, site, mode, dest string
		want                             int
	}{
		{"GET", page, "cross-site", "navigate", "document", 200},
		{"GET", page, "same-site", "navigate", "document", 200},
		{"GET", page, "none", "navigate", "document", 200},
		{"GET", page, "same-origin", "cors", "empty", 200},
		{"GET", page, "cross-site", "navigate", "iframe", 403},
		{"GET", page, "cross-site", "no-cors", "image", 403},
		{"GET", page, "same-site", "cors", "empty", 403},
		{"GET", "/download/report.html?" + linkTo(t, plainOffer), "cross-site", "navigate", "document", 403},
		{"GET", "/api/v1/market", "cross-site", "navigate", "document", 403},
		{"GET", "/api/v1/market", "cross-site", "no-cors", "script", 403},
		{"POST", "/api/v1/evaluate", "cross-site", "no-cors", "empty", 403},
		{"POST", "/evaluate", "cross-site", "navigate", "document", 403},
		{"POST", "/api/v1/evaluate", "same-origin", "cors", "empty", 200},
	} {
		status, _, _ := get(t, h, c.method, c.target, plainOffer, "Sec-Fetch-Site", c.site, "Sec-Fetch-Mode", c.mode, "Sec-Fetch-Dest", c.dest)
		if status != c.want {
			t.Errorf("%s %.30s from %s, %s of a %s: status %d, want %d", c.method, c.target, c.site, c.mode, c.dest, status, c.want)
		}
	}
	for origin, want := range map[string]int{"http://evil.example": 403, "null": 403, "http://assay.test": 200} {
		if status, _, _ := get(t, h, "POST", "/api/v1/evaluate", plainOffer, "Origin", origin); status != want {
			t.Errorf("an old browser on a page of %s: status %d, want %d", origin, status, want)
		}
	}
}

// Every redirection stays below the base path, also where a path is cleaned.
func TestRedirectionsKeepTheBase(t *testing.T) {
	h := testServer(t, func(c *Config) { c.Base = "/assay" }).Handler()
	for _, target := range []string{"/assay", "/assay?a=b", "/assay//evaluate", "/assay/x/../evaluate", "/assay/./", "/assay//evil.example/..", "/assay/evaluate", "/assay/compare?add=teaching", "/assay/evaluate?example=teaching"} {
		status, header, _ := get(t, h, "GET", target, "")
		if to := header.Get("Location"); status/100 == 3 && !strings.HasPrefix(to, "/assay/") {
			t.Errorf("%s leads to %q", target, to)
		} else if status/100 != 3 && status != http.StatusNotFound {
			t.Errorf("%s: status %d tries nothing", target, status)
		}
	}
	if _, header, _ := get(t, h, "GET", "/assay?a=b", ""); header.Get("Location") != "/assay/?a=b" {
		t.Errorf("the query is lost: %q", header.Get("Location"))
	}
}

// No page depends on who reads it: on his screen, his light, or whether he has script. A journey that is
// walked in one way of looking is served the same bytes in any other.
func TestPagesDoNotKnowTheirReader(t *testing.T) {
	h := testServer(t, nil).Handler()
	for _, target := range []string{"/", "/?kind=hosted", "/compare?add=", "/replay", "/audit", "/glossary",
		"/evaluate?" + linkTo(t, plainOffer)} {
		_, _, plain := get(t, h, "GET", target, "")
		for _, reader := range [][]string{
			{"User-Agent", "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) Mobile/15E148"},
			{"Sec-CH-Prefers-Color-Scheme", "dark"}, {"Sec-CH-UA-Mobile", "?1"}, {"Sec-CH-Viewport-Width", "390"},
			{"Save-Data", "on"},
		} {
			if _, _, body := get(t, h, "GET", target, "", reader...); body != plain {
				t.Errorf("%.30s is another for %s", target, reader)
			}
		}
	}
}

// Odd spellings of a path lead to no other site, out of no base path, and to no page but those that the
// plain spelling has: what is behind a base is told by its path alone, with doubled and encoded slashes,
// dots, other case and addresses of other forms.
func TestOddPathsStayBelowTheBase(t *testing.T) {
	for _, base := range []string{"", "/assay", "/tools/assay"} {
		server := httptest.NewServer(testServer(t, func(c *Config) { c.Base = base }).Handler())
		defer server.Close()
		for _, target := range []string{
			"//evil.example/%2e%2e", "//evil.example", "/%2f/evil.example", "/%2fevil.example",
			"/\\evil.example/..", "/%5cevil.example/%2e%2e/",
			"///evil.example//", "/./evil.example/.", "BASE//evil.example", "BASE//evil.example/..",
			"BASE/%2f%2fevil.example/..",
			"BASE/\\evil.example", "BASE/%5c%5cevil.example", "BASE%2f%2fevil.example/..", "BASE%2fmarket",
			"BASE/..%2f..%2fmarket",
			"BASE/..", "BASE/../", "BASE/../../market", "BASE/%2e%2e/metrics", "BASE/%2e%2e%2fmetrics",
			"BASE/../BASE/market",
			"BASE;/market", "BASEX/market", "BASE/market/", "BASE/market//",
			"BASE/evaluate/..//compare?add=teaching",
			"BASE/evaluate?example=//evil.example", "BASE/compare?add=//evil.example", "BASE/%00",
			"BASE/market%00", "BASE/market%0d%0aSet-Cookie:x=1",
			"BASE//market%0d%0aLocation:%20http://evil.example/", "BASE?next=//evil.example",
			"BASE/?%0d%0aSet-Cookie:x=1",
			"http://evil.example/market", "http://evil.example//x", "//evil.example@x/..", "http:market", "*",
		} {
			c, err := net.Dial("tcp", server.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			fmt.Fprintf(c, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
				strings.ReplaceAll(target, "BASE", base))
			answer, err := http.ReadResponse(bufio.NewReader(c), nil)
			if err != nil {
				t.Errorf("base %q, %s: %v", base, target, err)
				c.Close()
				continue
			}
			body, _ := io.ReadAll(answer.Body)
			c.Close()
			to := answer.Header.Get("Location")
			switch {
			case answer.StatusCode/100 == 5 || answer.StatusCode/100 == 3 && to == "" ||
				len(answer.Cookies()) > 0:
				t.Errorf("base %q, %s: status %d to %q, cookies %v", base, target, answer.StatusCode, to,
					answer.Cookies())
			case to != "" && (!strings.HasPrefix(to, base+"/") || strings.HasPrefix(to, "//") ||
				strings.ContainsAny(to, "\\\r\n")):
				t.Errorf("base %q, %s leads to %q", base, target, to)
			case bytes.Contains(body, []byte(`="//`)) || bytes.Contains(body, []byte(`="http://evil`)) ||
				bytes.Contains(body, []byte(`="\evil`)):
				t.Errorf("base %q, %s: its page leads elsewhere", base, target)
			case base != "" && bytes.Contains(body, []byte("assay_requests")):
				t.Errorf("base %q, %s shows metrics", base, target)
			}
		}
	}
}
