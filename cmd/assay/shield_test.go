package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/assaymining/assay/adapter/console"
	text "github.com/assaymining/assay/report/terminal"
)

// commands are what a stranger may write to take over a terminal: it clears the screen, makes a link of any
// words, colours by a single byte, turns the direction of reading, and hides.
var commands = []string{"\x1b[2J", "\x1b]8;;evil\x1b\\click\x1b]8;;\x1b\\", "\u009b31m", "\u202e001$", "pay\u200bpal"}

// nasty is all of them in one text.
var nasty = "x" + strings.Join(commands, "-") + "y"

// shows reports what of a text a terminal would obey.
func shows(s string) string {
	for _, r := range s {
		if text.Commands(r) {
			return fmt.Sprintf("%U", r)
		}
	}
	if !utf8.ValidString(s) {
		return "bytes that are no UTF-8"
	}
	return ""
}

// nastyOffer is an offer with the text wherever words may stand.
func nastyOffer(words string) string {
	doc, err := json.Marshal(map[string]any{
		"schema": "assay/offer/v1", "provider": map[string]any{"name": words, "website": "https://example.com/" + strings.ReplaceAll(words, " ", "")},
		"product": words, "kind": "cloud", "seen": "2021-09-12", "algorithm": "sha256", "hashrate": "30 TH/s",
		"term": "360d", "price": map[string]any{"upfront": "2026.08 USD"},
		"fees":    []any{map[string]any{"name": words, "per_hashrate_day": "0.05 USD/TH/day", "paid": "separately"}},
		"sources": []any{map[string]any{"url": "https://example.com/" + strings.ReplaceAll(words, " ", ""), "quote": words}},
		"payout":  map[string]any{"basis": "pool_revenue", "currency": "BTC", "to": "wallet"},
	})
	if err != nil {
		panic(err)
	}
	return string(doc)
}

// ways are further command lines of a verb, beside those that every verb is given: the files that makeNasty
// makes, as its way in.
var ways = map[string][]string{
	"assay evaluate":        {"--paths 0 FILE", "--paths 0 SEEN", "--paths 0 --json SEEN", "--paths 0 EVIDENCE", "--paths 0 -", "--history CSV SEEN", "--forward CSV SEEN"},
	"assay compare":         {"--paths 0 SEEN SEEN", "--paths 0 FILE SEEN"},
	"assay replay":          {"--from 2021-09-12 SEEN", "SEEN"},
	"assay flags":           {"SEEN", "FILE", "--json SEEN"},
	"assay screen":          {"--paths 0 LINES", "--paths 0 --format corpus LINES"},
	"assay evidence sign":   {"EVIDENCE --key KEY", "EVIDENCE --key CSV"},
	"assay evidence verify": {"EVIDENCE", "SIGNED", "SIGNED --key CSV"},
	"assay offer check":     {"SEEN", "FILE"},
	"assay offer fmt":       {"SEEN", "FILE", "--json SEEN"},
	"assay offer new":       {"--checklist SEEN"},
	"assay data update": {"--source coinbase,kraken,bitstamp --url coinbase=WORLD,kraken=WORLD,bitstamp=WORLD --store STORE",
		"--source blocks --explorer WORLD --store STORE", "--source blocks --esplora WORLD --store STORE",
		"--source blocks --from-node NODE --store STORE", "--source braiins --url braiins=WORLD --store STORE"},
	"assay data status": {"--history CSV", "--store CSV"},
	"assay data verify": {"--store CSV"},
	"assay data export": {"--store CSV", "--what prices --store CSV"},
	"assay serve":       {"--history CSV", "--base-path WORDS"},
	"assay forecast":    {"--history CSV"},
	"assay backtest":    {"--history CSV"},
	"assay hardware":    {"WORDS"},
	"assay read":        {"FILE", "--json FILE", "-", "SEEN"},
	"assay audit": {"SEEN CSV", "--hashrate 30TH/s CSV", "--hashrate 30TH/s --json CSV", "--provider FILE",
		"--provider WORLD", "--hashrate 30TH/s --provenance CSV CSV", "--hashrate 30TH/s --counts CSV CSV"},
	"assay trace": {"--esplora WORLD 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "--node NODE --labels CSV 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "WORDS"},
	"assay watch": {"--state STORE SEEN", "--state STORE FILE", "--state CSV SEEN"},
	"assay odds":  {"WORDS"},
}

// makeNasty makes files of each kind with the text in them, below names with the text, and gives the places in
// command lines that stand for them.
func makeNasty(t *testing.T) *strings.Replacer {
	t.Helper()
	place := func(name, content string) string {
		path := filepath.Join("in-"+nasty, name+nasty)
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	seen := "pay\u200bpal\u00ad, a\u200db" // what a document may hold
	frozen := filepath.Join("in-"+nasty, "frozen"+nasty)
	file, offered := place("file", nastyOffer(nasty)), place("seen", nastyOffer(seen))
	if _, errs, code := called(t, "", "evaluate", "--paths", "0", "--evidence", frozen, offered); code != answered {
		t.Fatal(errs)
	}
	whole, err := os.ReadFile(frozen)
	if err != nil {
		t.Fatal(err)
	}
	words, _ := json.Marshal(nasty)
	changed := bytes.Replace(whole, []byte(`"version": "`), append([]byte(`"version": `), append(words[:len(words)-1], ' ')...), 1)
	world := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		http.Error(w, nasty, http.StatusTeapot)
	}))
	t.Cleanup(world.Close)
	node := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprintf(w, `{"result":null,"error":{"code":-5,"message":%s},"id":null}`, words)
	}))
	t.Cleanup(node.Close)
	return strings.NewReplacer("FILE", file, "SEEN", offered, "CSV", place("csv", "date,"+nasty+"\n"+nasty+",1\n"),
		"EVIDENCE", place("evidence", rehashed(string(changed))), "KEY", place("key", "PRIVATE+KEY+"+nasty),
		"SIGNED", place("signed", string(whole)+"\n— "+seen+" "+nasty+" AAAAAAAAAAAAAAA=\n"),
		"LINES", place("lines", strings.ReplaceAll(nastyOffer(seen), "\n", "")+"\n"+nasty+"\n"),
		"STORE", "in-"+nasty+"/store"+nasty, "WORLD", world.URL, "NODE", node.URL, "WORDS", nasty)
}

// TestNothingCommandsATerminal walks every verb with commands to the terminal in each way in: its arguments, each
// of its flags, standard input, the names of files and what is in them, and what nodes and venues answer. None
// reaches either stream.
func TestNothingCommandsATerminal(t *testing.T) {
	t.Chdir(t.TempDir())
	in := makeNasty(t)
	runs, silent := 0, 0
	try := func(args ...string) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		var out, errs bytes.Buffer
		run(ctx, args, program{in: strings.NewReader(nasty + "\n" + nasty + "\n"), out: &out, err: &errs,
			env: func(name string) string { return map[string]string{"ASSAY_NODE_USER": nasty}[name] }})
		if runs++; out.Len()+errs.Len() == 0 {
			silent++
		}
		if got := shows(out.String()) + shows(errs.String()); got != "" {
			t.Errorf("%+q lets %s through", args, got)
		}
	}
	var walk func(*cobra.Command)
	walk = func(cmd *cobra.Command) {
		path := strings.Fields(cmd.CommandPath())[1:]
		with := func(more ...string) []string { return append(append([]string{}, path...), more...) }
		for _, sub := range cmd.Commands() {
			walk(sub)
		}
		if cmd.Name() == "new" || cmd.Name() == "key" || cmd.Name() == "man" {
			try(with("in-" + nasty + "/nowhere/" + nasty)...)
		} else {
			try(with(nasty)...)
		}
		try(with("--" + nasty)...)
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			if f.Value.Type() != "bool" && cmd.Name() != "update" && cmd.Name() != "serve" {
				try(with("--"+f.Name, nasty)...)
			}
			try(with("--" + f.Name + "=" + nasty + " ,")...)
		})
		for _, line := range ways[cmd.CommandPath()] {
			args := strings.Fields(line)
			for i := range args {
				args[i] = in.Replace(args[i])
			}
			try(with(args...)...)
		}
	}
	walk(rootCommand(&program{env: func(string) string { return "" }}))
	t.Logf("%d runs, %d of them silent", runs, silent)
	if silent > runs/10 {
		t.Errorf("%d of %d runs said nothing", silent, runs)
	}
}

// TestShieldedJSON: what a terminal would obey is written as an escape, so that programs read the same words.
func TestShieldedJSON(t *testing.T) {
	words := "bidi \u202e, hidden \u200b, tag \U000e0041, C1 \u009b, del \x7f"
	var out bytes.Buffer
	p := &program{out: console.Shielded(&out)}
	if err := p.printJSON(map[string]string{"words": words}); err != nil {
		t.Fatal(err)
	}
	var back map[string]string
	if err := json.Unmarshal(out.Bytes(), &back); err != nil || back["words"] != words || shows(out.String()) != "" {
		t.Errorf("%s is read as %+q: %v", out.String(), back["words"], err)
	}
}

// TestShieldCutCharacters: characters that are cut between two writes come whole.
func TestShieldCutCharacters(t *testing.T) {
	var out bytes.Buffer
	s := console.Shielded(&out)
	for _, b := range []byte("Größe 1\r\n— \u202e €") {
		if n, err := s.Write([]byte{b}); n != 1 || err != nil {
			t.Fatal(n, err)
		}
	}
	s.Write([]byte{0xe2, 0x82})
	s.Flush()
	if got, want := out.String(), "Größe 1\n— \ufffd €\ufffd"; strings.TrimRight(got, "\ufffd") != strings.TrimRight(want, "\ufffd") || shows(got) != "" {
		t.Errorf("%q, want %q", got, want)
	}
}
