package web

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// A file that a program of the system works on for long keeps nobody from reading text, and its sender from a
// second file alone: another client's file waits for the place. What took too long is told as such.
func TestAFileDelaysNoText(t *testing.T) {
	began, release := make(chan struct{}, 9), make(chan struct{})
	s := testServer(t, func(c *Config) {
		c.Plain = func(data []byte) bool { return !strings.HasPrefix(string(data), "%PDF") }
		c.Words = func(ctx context.Context, data []byte) (string, string, error) {
			if c.Plain(data) {
				return "text", string(data), nil
			}
			began <- struct{}{}
			select {
			case <-release:
				return "pdf", sellersWords, nil
			case <-ctx.Done():
				return "pdf", "", ctx.Err()
			}
		}
	})
	h := s.Handler()
	read := func(ctx context.Context, who, content string) (int, string) {
		r := httptest.NewRequest("POST", "http://assay.test/api/v1/read", strings.NewReader(content))
		r.RemoteAddr = who + ":1"
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r.WithContext(ctx))
		return w.Code, w.Body.String()
	}
	first, other := make(chan int), make(chan int)
	go func() { n, _ := read(t.Context(), "192.0.2.9", "%PDF"); first <- n }()
	<-began
	for _, who := range []string{"192.0.2.9", "192.0.2.2"} {
		if status, body := read(t.Context(), who, sellersWords); status != 200 {
			t.Errorf("text beside a file: %d %.200s", status, body)
		}
	}
	if status, _ := read(t.Context(), "192.0.2.9", "%PDF 2"); status != 503 {
		t.Errorf("a second file of the same client: %d", status)
	}
	go func() { n, _ := read(t.Context(), "192.0.2.2", "%PDF"); other <- n }()
	release <- struct{}{}
	<-began
	release <- struct{}{}
	if a, b := <-first, <-other; a != 200 || b != 200 {
		t.Errorf("%d and %d", a, b)
	}
	ctx, gone := context.WithCancel(t.Context())
	go func() { n, _ := read(ctx, "192.0.2.9", "%PDF"); first <- n }()
	<-began
	gone() // nothing is left in the place of who has gone
	<-first
	go func() { n, _ := read(t.Context(), "192.0.2.9", "%PDF"); first <- n }()
	<-began
	release <- struct{}{}
	if status := <-first; status != 200 {
		t.Errorf("after a client has gone: %d", status)
	}
}

// However many clients send files that take long, one is read at a time and each sender has one: texts and
// offers of others are answered beside them, and each file in its turn.
func TestFilesOfManyClients(t *testing.T) {
	const clients = 16
	began, release := make(chan struct{}), make(chan struct{})
	var reading, most atomic.Int32
	s := testServer(t, func(c *Config) {
		c.Plain = func(data []byte) bool { return !strings.HasPrefix(string(data), "%PDF") }
		c.Words = func(_ context.Context, data []byte) (string, string, error) {
			if c.Plain(data) {
				return "text", string(data), nil
			}
			if n := reading.Add(1); n > most.Load() {
				most.Store(n)
			}
			defer reading.Add(-1)
			began <- struct{}{}
			<-release
			return "pdf", sellersWords, nil
		}
	})
	h := s.Handler()
	ask := func(who, path, content string) int {
		r := httptest.NewRequest("POST", "http://assay.test"+path, strings.NewReader(content))
		r.RemoteAddr = who + ":1"
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		return w.Code
	}
	answers := make(chan int)
	for i := range clients {
		go func() { answers <- ask(fmt.Sprintf("192.0.2.%d", 100+i), "/api/v1/read", "%PDF") }()
	}
	files := 0
	for left := clients; left > 0; {
		select {
		case <-began:
			if files++; files < 4 {
				if status := ask("198.51.100.1", "/api/v1/read", sellersWords); status != 200 {
					t.Errorf("text beside the files: %d", status)
				}
				if status := ask("198.51.100.2", "/api/v1/evaluate", plainOffer); status != 200 {
					t.Errorf("an offer beside the files: %d", status)
				}
			}
			release <- struct{}{}
		case status := <-answers:
			if left--; status != 200 && status != 503 { // 503: the machine was too slow for its wait
				t.Errorf("a file in its turn: %d", status)
			}
		}
	}
	if n := most.Load(); n != 1 || files < 4 {
		t.Errorf("%d files were read, %d at a time", files, n)
	}
}

// Reading that does not end in its time is the file's fault, not the server's.
func TestReadingThatTakesTooLong(t *testing.T) {
	if testing.Short() {
		t.Skip("waits for the time that a file has")
	}
	h := testServer(t, func(c *Config) {
		c.Words = func(ctx context.Context, _ []byte) (string, string, error) {
			<-ctx.Done()
			return "image", "", errors.New("tesseract was ended")
		}
	}).Handler()
	status, _, body := get(t, h, "POST", "/api/v1/read", "\x89PNG")
	if status != 422 || !strings.Contains(body, "took too long") {
		t.Errorf("%d: %s", status, body)
	}
}

// A body whose length nobody said is read as far as a body may be long, in either way of sending one
// without end, and its memory is free again.
func TestUnsaidBodiesAreBounded(t *testing.T) {
	server := testServer(t, nil)
	served := httptest.NewServer(server.Handler())
	defer served.Close()
	for path, kind := range map[string]string{"/api/v1/evaluate": "application/yaml",
		"/evaluate": "application/x-www-form-urlencoded",
		"/read":     "application/x-www-form-urlencoded", "/api/v1/read": "application/pdf",
		"/api/v1/compare": "application/json",
		"/audit":          "application/x-www-form-urlencoded"} {
		c, err := net.Dial("tcp", served.Listener.Addr().String())
		if err != nil {
			t.Fatal(err)
		}
		c.SetDeadline(time.Now().Add(5 * time.Minute)) // of a machine that is stuck
		fmt.Fprintf(c,
			"POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\n"+
				"Transfer-Encoding: chunked\r\n\r\n", path, kind)
		line := make(chan string, 1)
		go func() {
			s, _ := bufio.NewReader(c).ReadString('\n')
			line <- s
		}()
		chunk, sent := "10000\r\n"+strings.Repeat("x", 1<<16)+"\r\n", 0
		for ; sent < 64<<20; sent += len(chunk) {
			if _, err := io.WriteString(c, chunk); err != nil {
				break
			}
		}
		if sent >= 64<<20 {
			c.Close() // it would read for ever
		}
		said := <-line
		c.Close()
		if said != "" && !strings.Contains(said, " 413 ") ||
			sent >= 64<<20 { // "": it was cut off before it read that
			t.Errorf("%s: %q after %d bytes", path, said, sent)
		}
	}
	for began := time.Now(); server.bodies.Held() > 0; time.Sleep(time.Millisecond) {
		if time.Since(began) > time.Minute {
			t.Fatalf("%d bytes stay taken", server.bodies.Held())
		}
	}
}

// A body that is said to be too long is refused at once: its sender need not send it, and keeps no connection
// by not doing so.
func TestTooLongBodiesAreRefusedUnread(t *testing.T) {
	served := httptest.NewServer(testServer(t, nil).Handler())
	defer served.Close()
	for _, path := range []string{"/api/v1/evaluate", "/evaluate", "/read", "/api/v1/compare"} {
		for _, n := range []string{"9223372036854775807", "20000000"} {
			c, err := net.Dial("tcp", served.Listener.Addr().String())
			if err != nil {
				t.Fatal(err)
			}
			c.SetDeadline(time.Now().Add(20 * time.Second))
			fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: text/plain\r\n"+
				"Content-Length: %s\r\n\r\n", path, n)
			line, err := bufio.NewReader(c).ReadString('\n')
			c.Close()
			if err != nil || !strings.Contains(line, " 413 ") {
				t.Errorf("%s of %s bytes: %q, %v", path, n, line, err)
			}
		}
	}
}
