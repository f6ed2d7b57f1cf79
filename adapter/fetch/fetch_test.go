package fetch_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/assaymining/assay/adapter/fetch"
)

// quick is a client that loses patience within a test's time.
func quick() *fetch.Client {
	return fetch.New(fetch.Options{Attempt: 300 * time.Millisecond, Retries: 2, Pause: time.Millisecond, LongPause: 20 * time.Millisecond, Bytes: 1 << 16})
}

func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	t.Cleanup(s.CloseClientConnections)
	return s.URL
}

// TestHostileServer has a server do what servers do; each must end in an error that names it, soon.
func TestHostileServer(t *testing.T) {
	for _, c := range []struct {
		name, want string
		do         http.HandlerFunc
	}{
		{"stalls", "no whole answer within the time limit", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{"trickles", "within the time limit", func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				fmt.Fprint(w, " ")
				w.(http.Flusher).Flush()
				time.Sleep(20 * time.Millisecond)
			}
		}},
		{"resets", "", func(w http.ResponseWriter, r *http.Request) {
			conn, _, _ := w.(http.Hijacker).Hijack()
			conn.(*net.TCPConn).SetLinger(0)
			conn.Close()
		}},
		{"cuts the body", "EOF", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, `{"a":`)
		}},
		{"cuts the JSON", "cut off after 5 bytes", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `{"a":`) }},
		{"answers with a page", `HTML page instead of JSON ("Just a moment...")`, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "<!DOCTYPE html><html><head><title>Just a moment...</title>")
		}},
		{"answers with nothing", "empty", func(w http.ResponseWriter, r *http.Request) {}},
		{"floods", "longer than 65536 bytes", func(w http.ResponseWriter, r *http.Request) {
			w.Write(make([]byte, 1<<20))
		}},
		{"says more", "further bytes", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `{} {}`) }},
		{"redirects for ever", "redirects", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", 302) }},
		{"is too busy", "HTTP 429 Too Many Requests (3 attempts)", func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(429) }},
		{"asks for an hour", "asks to wait 1h0m0s", func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(429)
		}},
		{"refuses", `HTTP 403 Forbidden ("no API key")`, func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no API key", 403) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			url := serve(t, c.do)
			var v map[string]any
			begin := time.Now()
			_, err := quick().JSON(context.Background(), url+"/q", &v)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "ask "+url) {
				t.Errorf("error is %v, want one with %q that names the address", err, c.want)
			}
			if d := time.Since(begin); d > 5*time.Second {
				t.Errorf("it took %v", d)
			}
		})
	}
}

func TestPassingTroubleIsRetried(t *testing.T) {
	var n atomic.Int32
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		switch n.Add(1) {
		case 1:
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(429)
		case 2:
			w.WriteHeader(503)
		default:
			if r.URL.Path == "/old" {
				http.Redirect(w, r, "/new", http.StatusFound)
				return
			}
			fmt.Fprintf(w, `{"agent":%q}`, r.UserAgent())
		}
	})
	var v struct{ Agent string }
	src, err := quick().JSON(context.Background(), url+"/old?api_key=s3cret&x=1", &v)
	if err != nil || v.Agent != "assay" {
		t.Fatalf("%+v, %v", v, err)
	}
	if src.URL != url+"/old?api_key=hidden&x=1" || !strings.HasPrefix(src.Hash, "sha256:") || src.Read == "" {
		t.Errorf("source is %+v", src)
	}
}

// TestCancel: a user who interrupts is not kept waiting.
func TestCancel(t *testing.T) {
	url := serve(t, func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	ctx, cancel := context.WithCancel(context.Background())
	time.AfterFunc(50*time.Millisecond, cancel)
	begin := time.Now()
	_, err := fetch.New(fetch.Options{}).JSON(ctx, url, new(any))
	if !errors.Is(err, context.Canceled) || time.Since(begin) > 3*time.Second {
		t.Errorf("%v after %v", err, time.Since(begin))
	}
}

// TestSecrets: no login, key or query secret is ever in an error or a source.
func TestSecrets(t *testing.T) {
	c := fetch.New(fetch.Options{Retries: -1, Attempt: time.Second, Login: func() (string, string, error) { return "alice", "hunter2", nil }})
	for _, address := range []string{
		"http://alice:hunter2@127.0.0.1:1/x?token=hunter2",
		"ftp://alice:hunter2@example.com", "http://alice:hunter2@[", "://alice:hunter2",
	} {
		src, err := c.JSON(context.Background(), address, new(any))
		if err == nil {
			t.Fatalf("%s was answered", address)
		}
		if text := err.Error() + src.String(); strings.Contains(text, "hunter2") || strings.Contains(text, "alice") {
			t.Errorf("shown: %s", text)
		}
	}
}
