package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/cmd/assay/facts"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// venues plays five venues whose last day moves: three tell the truth, one names a hundred times the
// price, one never answers. Explorers answer with a page.
type venues struct {
	last   atomic.Int32 // the last day that is told
	asked  sync.Map     // by name
	closed chan struct{}
}

func (v *venues) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	name, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	v.asked.Store(name, true)
	price := func(d units.Date) float64 { return 80000 + float64(d%10)*100 }
	last := units.Date(v.last.Load())
	var rows []any
	for d := last - 12; d <= last; d++ {
		switch name {
		case "coinbase":
			rows = append(rows, []any{d.Unix(), 1, 2, 3, price(d), 4})
		case "kraken":
			rows = append(rows, []any{d.Unix(), "1", "2", "3", fmt.Sprint(price(d) * 1.0005), "4", "5", 6})
		case "bitstamp":
			rows = append(rows, map[string]any{"timestamp": fmt.Sprint(d.Unix()),
				"close": fmt.Sprint(price(d) * 0.9995)})
		case "coingecko":
			rows = append(rows, []any{d.Unix() * 1000, 100 * price(d)})
		}
	}
	spot := strings.Contains(strings.ToLower(path), "ticker") || strings.Contains(path, "simple")
	switch {
	case name == "mempool":
		select { // the client gives up
		case <-r.Context().Done():
		case <-v.closed:
		}
	case name == "coinbase" && spot:
		reply(w, map[string]any{"price": fmt.Sprint(price(last))})
	case name == "coinbase":
		reply(w, rows)
	case name == "kraken" && spot:
		reply(w, map[string]any{"error": []string{}, "result": map[string]any{"XXBTZUSD": map[string]any{
			"c": []string{fmt.Sprint(price(last)), "1"}}}})
	case name == "kraken":
		reply(w, map[string]any{"error": []string{}, "result": map[string]any{"XXBTZUSD": rows, "last": 1}})
	case name == "bitstamp" && spot:
		reply(w, map[string]any{"last": fmt.Sprint(price(last))})
	case name == "bitstamp":
		reply(w, map[string]any{"data": map[string]any{"ohlc": rows}})
	case name == "coingecko" && spot:
		reply(w, map[string]any{"bitcoin": map[string]any{"usd": 100 * price(last)}})
	case name == "coingecko":
		reply(w, map[string]any{"prices": rows})
	default:
		fmt.Fprint(w, "<html><title>Just a moment...</title></html>")
	}
}

// said is what a program tells on its error stream, read while it runs.
type said struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *said) Write(b []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(b)
}

func (s *said) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

// A server that keeps its facts fresh serves the new ones after each update, and /readyz tells their age:
// from five venues of which one lies and one stalls, and an explorer that answers with a page. What fails
// is told, and costs no facts at hand.
func TestServeStaysFresh(t *testing.T) {
	v := &venues{closed: make(chan struct{})}
	today := units.DateOf(time.Now().Unix())
	v.last.Store(int32(today - 4))
	world := httptest.NewServer(v)
	t.Cleanup(world.Close)
	t.Cleanup(func() { close(v.closed) })

	tells, data := &said{}, t.TempDir()
	p := &program{out: io.Discard, err: tells, env: func(key string) string {
		return map[string]string{"XDG_DATA_HOME": data}[key]
	}}
	first := market.Embedded()
	served, err := p.workbench(t.Context(), first, &serving{names: []string{"example.com"}, quiet: true,
		update: time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	k := p.facts()
	k.Patience = 300 * time.Millisecond
	k.From = &facts.Fetching{Since: commandline.Date(), Explorer: world.URL + "/explorer", Retries: -1,
		Sources: []string{"blocks", "prices"}, Currencies: []string{"USD"}, URLs: map[string]string{}}
	k.From.Since.Value = new(units.Date)
	*k.From.Since.Value = today - 10
	for _, name := range []string{"coinbase", "kraken", "bitstamp", "coingecko", "mempool"} {
		k.From.URLs[name] = world.URL + "/" + name
	}

	histories := make(chan *market.History, 8)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan struct{})
	go func() {
		k.Fresh(ctx, time.Second, func(h *market.History) { histories <- h })
		close(done)
	}()
	for i, want := range []units.Date{today - 4, today - 1} {
		var h *market.History
		select {
		case h = <-histories:
		case <-time.After(time.Minute):
			t.Fatalf("update %d never came\n%s", i, tells)
		}
		if h.Last() != want {
			t.Fatalf("update %d ends on %s, want %s\n%s", i, h.Last(), want, tells)
		}
		if at, err := h.At(want); err != nil || at.PriceUSD < 80000*0.99 || at.PriceUSD > 82000 {
			t.Errorf("the price of %s is %v, %v", want, at.PriceUSD, err)
		}
		served = served.Renewed(h, documents{h})
		age := fmt.Sprintf("facts to %s, %d days old", want, today-want)
		if got := ask(t, served.Handler(), "/readyz"); !strings.HasPrefix(got, "ready: ") ||
			!strings.Contains(got, age) {
			t.Errorf("after update %d: %q, want %q", i, got, age)
		}
		v.last.Store(int32(today))
	}
	stop()
	<-done
	for _, name := range []string{"coinbase", "kraken", "bitstamp", "coingecko", "mempool", "explorer"} {
		if _, ok := v.asked.Load(name); !ok {
			t.Errorf("%s was never asked", name)
		}
	}
	for _, want := range []string{"left out: coingecko", "mempool", "not fetched: blocks"} {
		if !strings.Contains(tells.String(), want) {
			t.Errorf("nothing is told of %q:\n%s", want, tells)
		}
	}
}

// ask is what a page answers.
func ask(t *testing.T, h http.Handler, path string) string {
	t.Helper()
	r := httptest.NewRequest("GET", "http://example.com"+path, nil)
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return strings.TrimSpace(w.Body.String())
}
