package main

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// TestFactScripts runs the manual of the verbs that fetch facts, against a real node and a server that
// plays the price venues and hashrate markets.
func TestFactScripts(t *testing.T) {
	node := btcdtest.Start(t)
	chain := btcdtest.NewChain()
	begin := units.DateOf(time.Now().Unix()-5*86400).Unix() + 3600
	for i := range int64(500) {
		node.Submit(chain.Next(begin+i*600, 500))
	}
	world := httptest.NewServer(http.HandlerFunc(playWorld))
	t.Cleanup(world.Close) // scripts run beside each other, after this function returns
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join("testdata", "facts"),
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Condition: func(name string) (bool, error) {
			if name != "recent" { // the history that comes with the program ends within a year
				return false, fmt.Errorf("no condition %q", name)
			}
			return units.DateOf(time.Now().Unix())-market.Embedded().Last() < 365, nil
		},
		Setup: func(env *testscript.Env) error {
			env.Setenv("NODE", node.URL)
			env.Setenv("NODE_USER", btcdtest.User)
			env.Setenv("NODE_PASSWORD", btcdtest.Password)
			env.Setenv("WORLD", world.URL)
			env.Setenv("XDG_DATA_HOME", filepath.Join(env.WorkDir, "data"))
			env.Setenv("YESTERDAY", (units.DateOf(time.Now().Unix()) - 1).String())
			env.Setenv("WEEK", (units.DateOf(time.Now().Unix()) - 7).String())
			return setup(env)
		},
	})
}

// playWorld plays every venue below a path of its name: /coinbase, /kraken and so on. /liar is a coinbase
// whose prices are off by a hundred times, and so is any venue behind "lying-"; /page answers with HTML.
func playWorld(w http.ResponseWriter, r *http.Request) {
	name, path, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	name, lies := strings.CutPrefix(name, "lying-")
	euro := strings.Contains(strings.ToLower(r.URL.String()), "eur")
	today := units.DateOf(time.Now().Unix())
	price := func(d units.Date) float64 {
		p := 80000 + float64(d%10)*100
		if euro {
			p *= 0.9
		}
		if name == "liar" || lies {
			p *= 100
		}
		return p
	}
	var rows []any
	switch {
	case name == "page":
		fmt.Fprint(w, "<html><title>Just a moment...</title></html>")
		return
	case name == "coinbase" || name == "liar":
		if strings.HasSuffix(path, "ticker") {
			reply(w, map[string]any{"price": fmt.Sprint(price(today))})
			return
		}
		for d := today; d > today-40; d-- {
			rows = append(rows, []any{d.Unix(), 1, 2, 3, price(d), 4})
		}
		reply(w, rows)
	case name == "kraken":
		if strings.HasSuffix(path, "Ticker") {
			reply(w, map[string]any{"error": []string{}, "result": map[string]any{"XXBTZUSD": map[string]any{"c": []string{fmt.Sprint(price(today)), "1"}}}})
			return
		}
		for d := today - 40; d <= today; d++ {
			rows = append(rows, []any{d.Unix(), "1", "2", "3", fmt.Sprint(price(d) * 1.0005), "4", "5", 6})
		}
		reply(w, map[string]any{"error": []string{}, "result": map[string]any{"XXBTZUSD": rows, "last": 1}})
	case name == "bitstamp":
		if strings.Contains(path, "ticker") {
			reply(w, map[string]any{"last": fmt.Sprint(price(today))})
			return
		}
		for d := today - 40; d <= today; d++ {
			rows = append(rows, map[string]any{"timestamp": fmt.Sprint(d.Unix()), "close": fmt.Sprint(price(d) * 0.9995)})
		}
		reply(w, map[string]any{"data": map[string]any{"ohlc": rows}})
	case name == "braiins":
		reply(w, map[string]any{"best_ask_sat": 45011000, "best_bid_sat": 46003000, "status": "SPOT_INSTRUMENT_STATUS_ACTIVE"})
	case name == "inflated":
		reply(w, map[string]any{"best_ask_sat": 45011000e3, "status": "SPOT_INSTRUMENT_STATUS_ACTIVE"})
	default:
		http.Error(w, "no such venue", http.StatusNotFound)
	}
}

func reply(w http.ResponseWriter, v any) { json.NewEncoder(w).Encode(v) }

// TestSecretsStayHome: no secret of the environment or of a file is in what a failing update prints or
// leaves behind.
func TestSecretsStayHome(t *testing.T) {
	node, dir := btcdtest.Start(t), t.TempDir()
	cookie := filepath.Join(dir, "cookie")
	if err := os.WriteFile(cookie, []byte("alice:correct-horse\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"ASSAY_NODE_USER": "alice", "ASSAY_NODE_PASSWORD": "correct-horse", "ASSAY_MRR_KEY": "battery", "ASSAY_MRR_SECRET": "staple"}
	for _, args := range [][]string{
		{"--from-node", node.URL, "--source", "blocks"},
		{"--from-node", node.URL, "--source", "blocks", "--node-cookie", cookie},
		{"--from-node", "http://alice:correct-horse@127.0.0.1:1", "--source", "blocks"},
		{"--source", "mrr", "--url", "mrr=" + node.URL + "/?key=battery"},
	} {
		store := filepath.Join(dir, "facts.sqlite")
		var out strings.Builder
		code := run(t.Context(), append([]string{"data", "update", "--store", store}, args...), program{in: strings.NewReader(""), out: &out, err: &out, env: func(k string) string { return env[k] }})
		if code == 0 {
			t.Errorf("%v succeeded", args)
		}
		left, _ := os.ReadFile(store)
		for _, secret := range []string{"correct-horse", "battery", "staple"} {
			if strings.Contains(out.String(), secret) || strings.Contains(string(left), secret) {
				t.Errorf("%v shows or stores %q:\n%s", args, secret, out.String())
			}
		}
	}
}
