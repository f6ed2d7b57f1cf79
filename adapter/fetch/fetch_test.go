package fetch_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/assaymining/assay/adapter/fetch"
)

// client gives a request so long, and tries three times with hardly a pause.
func client(attempt time.Duration) *fetch.Client {
	return fetch.New(fetch.Options{Attempt: attempt, Retries: 2, Pause: time.Millisecond, LongPause: 20 * time.Millisecond, Bytes: 1 << 16})
}

// TestMain leaves out what the HTTP library says of servers that say more than they were asked.
func TestMain(m *testing.M) {
	log.SetOutput(io.Discard)
	os.Exit(m.Run())
}

// watchdog ends what should have ended long before, on the slowest of machines.
const watchdog = time.Minute

func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(h)
	t.Cleanup(s.Close)
	t.Cleanup(s.CloseClientConnections)
	return s.URL
}

// packedZeros is so many zeros, packed into a thousandth.
func packedZeros(n int) []byte {
	var b bytes.Buffer
	z, _ := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	for zeros := make([]byte, 1<<20); n > 0; n -= len(zeros) {
		z.Write(zeros)
	}
	z.Close()
	return b.Bytes()
}

// raw writes what no honest server says: a beginning, and the rest until nobody listens.
func raw(w http.ResponseWriter, begin, rest string) {
	conn, _, err := w.(http.Hijacker).Hijack()
	if err != nil {
		return
	}
	defer conn.Close()
	for _, err = io.WriteString(conn, begin); err == nil; {
		_, err = io.WriteString(conn, rest)
	}
}

// TestHostileServer has a server do what servers do; each must end in an error that names it, after so many
// attempts. The client of those who take their time loses patience soon; the others' answers may take as long
// as a machine needs.
func TestHostileServer(t *testing.T) {
	for _, c := range []struct {
		name, want string
		asked      int32
		do         http.HandlerFunc
	}{
		{"stalls", "no whole answer within the time limit", 3, func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() }},
		{"trickles", "within the time limit", 3, func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				fmt.Fprint(w, " ")
				w.(http.Flusher).Flush()
				time.Sleep(20 * time.Millisecond)
			}
		}},
		{"resets", "reset", 3, func(w http.ResponseWriter, r *http.Request) {
			conn, _, _ := w.(http.Hijacker).Hijack()
			conn.(*net.TCPConn).SetLinger(0)
			conn.Close()
		}},
		{"cuts the body", "EOF", 3, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, `{"a":`)
		}},
		{"cuts the JSON", "cut off after 5 bytes", 1, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `{"a":`) }},
		{"answers with a page", `HTML page instead of JSON ("Just a moment...")`, 1, func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprint(w, "<!DOCTYPE html><html><head><title>Just a moment...</title>")
		}},
		{"answers with nothing", "empty", 1, func(w http.ResponseWriter, r *http.Request) {}},
		{"floods", "longer than 65536 bytes", 1, func(w http.ResponseWriter, r *http.Request) {
			w.Write(make([]byte, 1<<20))
		}},
		{"packs a bomb", "longer than 65536 bytes", 1, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(packedZeros(256 << 20))
		}},
		{"packs a bomb in a bomb", "not of the known form", 1, func(w http.ResponseWriter, r *http.Request) {
			var b bytes.Buffer
			z := gzip.NewWriter(&b)
			z.Write(packedZeros(1 << 20))
			z.Close()
			w.Header().Set("Content-Encoding", "gzip")
			w.Write(b.Bytes())
		}},
		{"says that it packs", "gzip: invalid header", 3, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			fmt.Fprint(w, `{"a":1}, and no word of it is packed`)
		}},
		{"writes headers without end", "headers exceeded 1048576 bytes", 3, func(w http.ResponseWriter,
			r *http.Request) {
			raw(w, "HTTP/1.1 200 OK\r\n", "X-More: "+strings.Repeat("x", 1<<16)+"\r\n")
		}},
		{"promises without end", "headers exceeded 1048576 bytes", 3, func(w http.ResponseWriter,
			r *http.Request) {
			raw(w, "", "HTTP/1.1 103 Early Hints\r\n\r\n")
		}},
		{"redirects with a body without end", "redirects", 6, func(w http.ResponseWriter, r *http.Request) {
			raw(w,
				"HTTP/1.1 302 Found\r\nLocation: "+r.URL.Path+"x\r\nContent-Length: 1000000000000\r\n\r\n",
				strings.Repeat("x", 1<<16))
		}},
		{"lies about its length", "further bytes", 1, func(w http.ResponseWriter, r *http.Request) {
			raw(w, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n{} {}", strings.Repeat("x", 1<<16))
		}},
		{"says more", "further bytes", 1, func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, `{} {}`) }},
		{"redirects for ever", "redirects", 6, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, r.URL.Path+"x", http.StatusFound) }},
		{"is too busy", "HTTP 429 Too Many Requests (3 attempts)", 3, func(w http.ResponseWriter, r *http.Request) { w.WriteHeader(429) }},
		{"asks for an hour", "asks to wait 1h0m0s", 1, func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Retry-After", "3600")
			w.WriteHeader(429)
		}},
		{"refuses", `HTTP 403 Forbidden ("no API key")`, 1, func(w http.ResponseWriter, r *http.Request) { http.Error(w, "no API key", http.StatusForbidden) }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int32
			url := serve(t, func(w http.ResponseWriter, r *http.Request) { asked.Add(1); c.do(w, r) })
			attempt := watchdog
			if strings.Contains(c.want, "time limit") {
				attempt = 300 * time.Millisecond
			}
			ctx, cancel := context.WithTimeout(context.Background(), 5*watchdog)
			defer cancel()
			var v map[string]any
			_, err := client(attempt).JSON(ctx, url+"/q", &v)
			if err == nil || !strings.Contains(err.Error(), c.want) || !strings.HasPrefix(err.Error(), "ask "+url) {
				t.Errorf("error is %v, want one with %q that names the address", err, c.want)
			}
			if n := asked.Load(); n != c.asked && (attempt == watchdog || n > c.asked) { // one without patience may not come through
				t.Errorf("it was asked %d times, want %d", n, c.asked)
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
	src, err := client(watchdog).JSON(context.Background(), url+"/old?api_key=s3cret&x=1", &v)
	if err != nil || v.Agent != "assay" {
		t.Fatalf("%+v, %v", v, err)
	}
	if src.URL != url+"/old?api_key=hidden&x=1" || !strings.HasPrefix(src.Hash, "sha256:") || src.Read == "" {
		t.Errorf("source is %+v", src)
	}
}

// TestRedirects: an answer may lead on within its own place. To another host or port nothing is asked, so
// that neither login nor header nor question goes there.
func TestRedirects(t *testing.T) {
	var elsewhere atomic.Int32
	other := serve(t, func(w http.ResponseWriter, _ *http.Request) {
		elsewhere.Add(1)
		fmt.Fprint(w, `{}`)
	})
	byName := strings.Replace(other, "127.0.0.1", "localhost", 1)
	for _, to := range []string{other + "/x", byName + "/x", strings.Replace(other, "http://", "//", 1), "http://alice@" + other[7:]} {
		url := serve(t, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, to, http.StatusTemporaryRedirect) })
		c := fetch.New(fetch.Options{Retries: -1, Login: func() (string, string, error) { return "alice", "s3cret", nil }})
		_, err := c.Do(context.Background(), fetch.Request{URL: url + "/?key=s3cret", Body: []byte("[]"), Header: http.Header{"X-Api-Key": {"s3cret"}}})
		if err == nil || !strings.Contains(err.Error(), "redirect to another place refused") || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("to %s: %v", to, err)
		}
	}
	if n := elsewhere.Load(); n != 0 {
		t.Errorf("another place was asked %d times", n)
	}
}

// TestCancel: a user who interrupts is not kept waiting.
func TestCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	if _, err := client(watchdog).JSON(ctx, url, new(any)); !errors.Is(err, context.Canceled) { // else it waited for its time limit
		t.Error(err)
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

// TestBombs: of an answer that unpacks into a thousand times more only so much is unpacked as is read.
func TestBombs(t *testing.T) {
	bomb := packedZeros(64 << 20)
	url := serve(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Write(bomb)
	})
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	_, err := client(watchdog).Do(t.Context(), fetch.Request{URL: url})
	runtime.ReadMemStats(&after)
	if made := after.TotalAlloc - before.TotalAlloc; err == nil || made > 16<<20 {
		t.Errorf("%d bytes were made of it: %v", made, err)
	}
}
