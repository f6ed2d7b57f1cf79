package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/cmd/assay/schemas"
)

const sellersPage = "<html><body><h1>Plan A</h1><p>30 TH/s for 12 months, price $412.</p>" +
	"<p>Electricity: $0.05 per TH per day, deducted.</p></body></html>"

// site is a server as sellers, and worse, have them.
func site(t *testing.T) *httptest.Server {
	mux := http.NewServeMux()
	mux.HandleFunc("/offer", func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte(sellersPage)) })
	mux.HandleFunc("/moved", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/offer", http.StatusFound) })
	mux.HandleFunc("/inside", func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://169.254.169.254/latest/meta-data", http.StatusFound)
	})
	mux.HandleFunc("/round", func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/round", http.StatusFound) })
	mux.HandleFunc("/endless", func(w http.ResponseWriter, r *http.Request) {
		for line := bytes.Repeat([]byte("30 TH/s for $412. "), 4096); r.Context().Err() == nil; {
			if _, err := w.Write(line); err != nil {
				return
			}
		}
	})
	mux.HandleFunc("/slow", func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	mux.HandleFunc("/archive.zip", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/zip")
		w.Write([]byte("PK\x03\x04\x14\x00\x00\x00"))
	})
	s := httptest.NewServer(mux)
	t.Cleanup(s.Close)
	return s
}

// A page is asked for once, within bounds, and never inside a private network.
func TestPagesAreFetchedWithinBounds(t *testing.T) {
	s := site(t)
	const enough, short = 10 * time.Minute, 2 * time.Second
	for _, c := range []struct {
		path, fails string
		attempt     time.Duration
	}{
		{"/offer", "", enough},
		{"/moved", "", enough},
		{"/inside", "another place", enough},
		{"/round", "redirects", enough},
		{"/endless", "longer", enough}, // it ends by its length, however long the machine takes for that
		{"/slow", "time", short},
		{"/none", "404", enough},
	} {
		began := time.Now()
		data, err := pageAt(t.Context(), s.URL+c.path, fetch.Options{Attempt: c.attempt})
		if c.fails == "" && (err != nil || string(data) != sellersPage) || c.fails != "" && (err == nil || !strings.Contains(err.Error(), c.fails)) {
			t.Errorf("%s: %d bytes, %v; want an error with %q", c.path, len(data), err, c.fails)
		}
		if took := time.Since(began); took > time.Minute {
			t.Errorf("%s took %s", c.path, took)
		}
	}
	if _, err := pageAt(t.Context(), s.URL+"/offer", fetch.Options{PublicOnly: true}); err == nil || !strings.Contains(err.Error(), "private network") {
		t.Errorf("a page of this machine: %v", err)
	}
	data, err := pageAt(t.Context(), s.URL+"/archive.zip", fetch.Options{})
	if err == nil {
		_, err = readSeller(t.Context(), data, s.URL+"/archive.zip")
	}
	if err == nil || !strings.Contains(err.Error(), "no text, page, PDF or picture") {
		t.Errorf("an archive: %v", err)
	}
}

// A page is asked for once, also where another attempt could do better, and none within the asker's own
// network is asked for at all: by its name, by an address in any spelling, and behind a login.
func TestPagesAreAskedForOnce(t *testing.T) {
	var asked atomic.Int32
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Add(1)
		switch r.URL.Path {
		case "/busy":
			w.Header().Set("Retry-After", "0")
			http.Error(w, "later", http.StatusServiceUnavailable)
		case "/often":
			http.Error(w, "less often", http.StatusTooManyRequests)
		case "/broken":
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				conn.Close()
			}
		case "/cut":
			w.Header().Set("Content-Length", "100")
			w.Write([]byte(sellersPage[:10]))
		default:
			w.Write([]byte(sellersPage))
		}
	}))
	defer s.Close()
	for i, path := range []string{"/busy", "/often", "/broken", "/cut", "/offer"} {
		_, err := pageAt(t.Context(), s.URL+path, fetch.Options{})
		if (err == nil) != (path == "/offer") || asked.Load() != int32(i+1) {
			t.Errorf("%s: %v, asked %d times in all, want %d", path, err, asked.Load(), i+1)
		}
	}
	asked.Store(0)
	port := s.URL[strings.LastIndex(s.URL, ":"):]
	for _, host := range []string{"127.0.0.1", "localhost", "[::ffff:127.0.0.1]", "0.0.0.0",
		"alice:s3cret@127.0.0.1"} {
		out, said, code := ran(t, "", "read", "http://"+host+port+"/offer")
		if code != unable || !strings.Contains(said, "private network") || out != "" ||
			strings.Contains(said, "s3cret") {
			t.Errorf("%s: exit code %d, %q, %q", host, code, out, said)
		}
	}
	if n := asked.Load(); n != 0 {
		t.Errorf("a server of this machine was asked %d times", n)
	}
}

// ran runs the program and is what it printed.
func ran(t *testing.T, stdin string, args ...string) (out, complained string, code int) {
	t.Helper()
	var o, e bytes.Buffer
	p := program{in: strings.NewReader(stdin), out: &o, err: &e, env: func(string) string { return "" }}
	code = run(t.Context(), args, p)
	return o.String(), e.String(), code
}

// What a seller wrote is judged as it is, whatever its kind, and the program says that it was read.
func TestEvaluateWords(t *testing.T) {
	page := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(page, []byte(sellersPage), 0o600); err != nil {
		t.Fatal(err)
	}
	files := []string{page}
	for _, f := range []string{"sheet-en.pdf", "shot.png"} {
		files = append(files, filepath.Join("..", "..", "adapter", "extract", "testdata", f))
	}
	for _, file := range files {
		out, said, code := ran(t, "", "evaluate", "--json", "--paths", "0", file)
		if strings.Contains(said, "is not installed") {
			t.Log(said)
			continue
		}
		if code != answered || !strings.Contains(out, "assay/verdict/v1") || !strings.Contains(said, "is no offer document; what the seller wrote was read") {
			t.Errorf("%s: exit code %d, says %q", file, code, said)
		}
	}
	out, said, code := ran(t, "Price: $412\nHashrate: 30 TH/s\nTerm: 12 months\n", "evaluate", "--json", "--paths", "0", "-")
	if code != answered || !strings.Contains(out, "412") || !strings.Contains(said, "what the seller wrote was read") {
		t.Errorf("words with colons: exit code %d, says %q", code, said)
	}
	if _, said, code = ran(t, "schema: assay/offer/v1\nhashrate: 30\n", "evaluate", "-"); code == answered || !strings.Contains(said, "TH/s") {
		t.Errorf("a document with a mistake: exit code %d, says %q", code, said)
	}
	if _, said, code = ran(t, "hello, how are you", "evaluate", "-"); code == answered {
		t.Errorf("words of nothing: exit code %d, says %q", code, said)
	}
}

// What `assay read --json` prints fits the schema that is published.
func TestReadingsFitTheirSchema(t *testing.T) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemas.Of("reading")))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("reading.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("reading.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{sellersPage, "30 TH/s for $412. The price is $500.", "Earn 2 % a day, guaranteed. Call us!", "nothing"} {
		out, said, code := ran(t, text, "read", "--json", "-")
		if code != answered {
			t.Fatalf("%q: exit code %d: %s", text, code, said)
		}
		reading, err := jsonschema.UnmarshalJSON(strings.NewReader(out))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(reading); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}
