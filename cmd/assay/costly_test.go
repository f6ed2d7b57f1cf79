package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/internal/costly"
	"github.com/assaymining/assay/offer"
)

// costlyRuns are verbs on a document, by what they are asked.
func costlyRuns(t *testing.T, dir, doc string) [][]string {
	t.Helper()
	o, _, err := offer.Parse("costly", []byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	file := write("offer.yaml", doc)
	lines := write(
		"offers.jsonl",
		strings.Repeat(strings.ReplaceAll(string(offer.JSON(o)), "\n", " ")+"\n", 64),
	)
	text := write("terms.txt", strings.Repeat(doc+"\n", 1+(200<<10)/len(doc)))
	var paid strings.Builder
	paid.WriteString("date,amount,unit,kind,hashrate,hashrate_unit,note\n")
	day := time.Date(2012, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := range 5000 {
		fmt.Fprintf(
			&paid,
			"%s,%d,sat,credit,30,TH/s,\n",
			day.AddDate(0, 0, n).Format(time.DateOnly),
			1000+n,
		)
	}
	payouts := write("payouts.csv", paid.String())
	html := filepath.Join(dir, "report.html")
	return [][]string{
		{"evaluate", "--html", html, file},
		{"evaluate", "--pdf", filepath.Join(dir, "report.pdf"), file},
		{"replay", file},
		{"replay", "--all-history", "--json", file},
		{"replay", "--from", "2014-01-01", "--export", filepath.Join(dir, "days.csv"), file},
		{
			"screen",
			"--paths",
			"262144",
			lines,
		},
		{"audit", file, payouts},
		{"offer", "new", "--checklist", file},
		{"watch", "--state", filepath.Join(dir, "state"), file},
		{"data", "export"},
		{"data", "verify"},
		{
			"odds",
			"--hashrate",
			"10PH/s",
			"--days",
			"36500d",
		},
		{"schema", "offer"},
		{"mcp"},
		{"completion", "bash"},
		{"trace", "--esplora", stalling(t), "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
		{"version"},
		{
			"evidence",
			"verify",
			filepath.Join(dir, "e"),
		},
		{"evidence", "sign", filepath.Join(dir, "e"), "--key", file},
		{"serve", "--listen", "127.0.0.1:0"},
		{"man", filepath.Join(dir, "man")},
		{
			"data",
			"update",
			"--source",
			"blocks",
			"--esplora",
			stalling(t),
			"--store",
			filepath.Join(dir, "store"),
		},
		{"evaluate", file},
		{"evaluate", "--json", file},
		{"evaluate", "--paths", "262144", file},
		{
			"evaluate",
			"--evidence",
			filepath.Join(dir, "e"),
			file,
		},
		{"compare", file, file, file},
		{"replay", "--json", file},
		{
			"replay",
			"--json",
			"--from",
			"2013-01-01",
			file,
		},
		{"flags", file},
		{"screen", lines},
		{"offer", "check", file},
		{"offer", "fmt", file},
		{
			"read",
			text,
		},
		{"forecast", "--json"},
		{"backtest"},
		{"audit", "--hashrate", "30TH/s", payouts},
		{"hardware"},
		{"data", "status"},
	}
}

// stalling is a server that takes requests and never answers.
func stalling(t *testing.T) string {
	world := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		<-r.Context().Done()
	}))
	t.Cleanup(world.Close)
	return world.URL
}

// toolText is what an assistant sends that asks each tool for the text of a document.
func toolText(doc string) string {
	var b strings.Builder
	greet(&b)
	for i, tool := range []string{"evaluate", "flags", "read"} {
		send(&b, 2+i, "tools/call", map[string]any{"name": tool, "arguments": map[string]any{"text": doc}})
	}
	return b.String()
}

// toolCalls is what an assistant sends that asks each tool for the document, which can be read.
func toolCalls(doc string) string {
	o, _, err := offer.Parse("costly", []byte(doc))
	if err != nil {
		panic(err)
	}
	var b strings.Builder
	b.WriteString(toolText(doc))
	same := json.RawMessage(offer.JSON(o))
	send(&b, 5, "tools/call", map[string]any{"name": "compare",
		"arguments": map[string]any{"offers": []json.RawMessage{same, same, same, same}}})
	return b.String()
}

// greet writes how an assistant begins.
func greet(b *strings.Builder) {
	send(b, 1, "initialize", map[string]any{"protocolVersion": "2025-06-18", "capabilities": map[string]any{},
		"clientInfo": map[string]any{"name": "costly", "version": "1"}})
	b.WriteString(`{"jsonrpc":"2.0","method":"notifications/initialized"}` + "\n")
}

// send writes one request of an assistant.
func send(b *strings.Builder, id int, method string, params any) {
	line, err := json.Marshal(
		map[string]any{"jsonrpc": "2.0", "id": id, "method": method, "params": params},
	)
	if err != nil {
		panic(err)
	}
	b.Write(append(line, '\n'))
}

// Every verb has a line among those that are searched, so that a new one is not forgotten.
func TestEveryVerbIsSearched(t *testing.T) {
	searched := map[string]bool{}
	for _, args := range costlyRuns(t, t.TempDir(), costly.Draw(rand.New(rand.NewPCG(1, 1))).YAML()) {
		for n := range args {
			searched[strings.Join(args[:n], " ")] = true
		}
		searched[strings.Join(args, " ")] = true
	}
	verbs := 0
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
		name := strings.TrimPrefix(cmd.CommandPath(), "assay ")
		if !cmd.Runnable() || slices.Contains([]string{"assay", "evidence key", "help"}, name) {
			return // nothing is read
		}
		if verbs++; !searched[name] {
			t.Errorf("no costly document is given to %s", name)
		}
	}
	walk(rootCommand(&program{env: func(string) string { return "" }}))
	if verbs < 20 {
		t.Errorf("only %d verbs are found", verbs)
	}
}

// Every verb that is told to end does so soon, for the costliest documents that a search finds: from
// documents drawn at random it goes on with the costliest. The bound is a watchdog, for a machine that does
// much else; what was longest is logged.
func TestNoDocumentOutlastsItsVerb(t *testing.T) {
	if testing.Short() {
		t.Skip("a search of many judgements")
	}
	r := rand.New(rand.NewPCG(15, uint64(time.Now().YearDay())))
	best, longest := costly.Draw(r), map[string]time.Duration{}
	var most time.Duration
	dir := t.TempDir()
	for n := range 6 {
		d := best.Change(r)
		if n%3 == 0 {
			d = costly.Draw(r)
		}
		var all time.Duration
		for _, args := range costlyRuns(t, dir, d.YAML()) {
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			began := costly.Spent()
			var out, says bytes.Buffer
			run(
				ctx,
				args,
				program{
					in:  strings.NewReader(toolCalls(d.YAML())),
					out: &out,
					err: &says,
					env: func(string) string { return "" },
				},
			)
			took := costly.Spent() - began
			cancel()
			name := strings.ReplaceAll(strings.Join(args, " "), dir, "")
			longest[name] = max(longest[name], took.Round(time.Millisecond))
			if all += took; took > costly.TooLong {
				t.Errorf("%s took %s for\n%.3000s", name, took, d.YAML())
			}
		}
		if all > most {
			best, most = d, all
		}
	}
	t.Logf("longest: %v", longest)
}
