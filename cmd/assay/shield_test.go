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
	"github.com/assaymining/assay/adapter/extract"
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
	"assay evaluate": {"--paths 0 PDF", "--paths 0 PAGE", "--paths 0 PICTURE", "--paths 0 FILE", "--paths 0 SEEN",
		"--paths 0 --json SEEN", "--paths 0 EVIDENCE", "--paths 0 -", "--history CSV SEEN", "--forward CSV SEEN"},
	"assay compare":         {"--paths 0 SEEN SEEN", "--paths 0 FILE SEEN"},
	"assay replay":          {"--from 2021-09-12 SEEN", "SEEN"},
	"assay flags":           {"SEEN", "FILE", "--json SEEN"},
	"assay screen":          {"--paths 0 LINES", "--paths 0 --format corpus LINES"},
	"assay evidence sign":   {"EVIDENCE --key KEY", "EVIDENCE --key CSV"},
	"assay evidence verify": {"EVIDENCE", "SIGNED", "SIGNED --key CSV", "AUDITED", "FORGED"},
	"assay offer check":     {"SEEN", "FILE"},
	"assay offer fmt":       {"SEEN", "FILE", "--json SEEN"},
	"assay offer new":       {"--checklist SEEN"},
	"assay data update": {"--source coinbase,kraken,bitstamp --url coinbase=WORLD,kraken=WORLD,bitstamp=WORLD --store STORE",
		"--source blocks --explorer WORLD --store STORE", "--source blocks --esplora WORLD --store STORE",
		"--source blocks --from-node NODE --store STORE", "--source braiins --url braiins=WORLD --store STORE",
		"--source coinbase,kraken,bitstamp --url coinbase=VENUE,kraken=VENUE,bitstamp=VENUE --store STORE",
		"--source braiins,nicehash,rigrentals --url braiins=VENUE,nicehash=VENUE,rigrentals=VENUE --store STORE",
		"--source blocks --esplora VENUE --store STORE", "--source blocks --esplora TITLE --store STORE"},
	"assay data status": {"--history CSV", "--store CSV"},
	"assay data verify": {"--store CSV"},
	"assay data export": {"--store CSV", "--what prices --store CSV"},
	"assay serve":       {"--history CSV", "--base-path WORDS"},
	"assay forecast":    {"--history CSV"},
	"assay backtest":    {"--history CSV"},
	"assay hardware":    {"WORDS"},
	"assay read": {"FILE", "--json FILE", "-", "SEEN", "PDF", "--json PDF", "PAGE", "--json PAGE", "PICTURE",
		"--json PICTURE"},
	"assay audit": {"SEEN CSV", "--hashrate 30TH/s CSV", "--hashrate 30TH/s --json CSV", "--provider FILE",
		"--provider WORLD", "--hashrate 30TH/s --provenance CSV CSV", "--hashrate 30TH/s --counts CSV CSV",
		"--hashrate 30TH/s PAID", "--hashrate 30TH/s --json PAID", "SEEN PAID", "--hashrate 30TH/s ANSWER", "AUDITED", "FORGED",
		"--provider DISCLOSED", "--provider DISCLOSED --receipt CSV", "--provider VENUE",
		"--hashrate 30TH/s --pool braiins --pool-key KEY", "--hashrate 30TH/s --pool ocean --pool-key LOGIN"},
	"assay trace": {"--esplora WORLD 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "--node NODE --labels CSV 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", "WORDS"},
	"assay mcp":   {""},
	"assay watch": {"--state STORE WATCH",
		"--state STORE SEEN", "--state STORE FILE", "--state CSV SEEN"},
	"assay odds": {"WORDS"},
}

// answering is the address of a server that answers everything with a text, as if all were well.
func answering(t *testing.T, text string) string {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		fmt.Fprint(w, text)
	}))
	t.Cleanup(s.Close)
	return s.URL
}

// nastyPDF is a PDF whose letters stand for all commands to a terminal, as its own table of characters says.
func nastyPDF() string {
	var table, shown strings.Builder
	for i, r := range "30 TH/s for 360 days $412 " + nasty {
		code := 'A' + i%26 // letters of a page may mean anything
		fmt.Fprintf(&table, "1 beginbfchar <%02X%02X> <%04X> endbfchar\n", 1+i/26, code, r)
		fmt.Fprintf(&shown, "%02X%02X", 1+i/26, code)
	}
	stream := func(s string) string { return fmt.Sprintf("<< /Length %d >>\nstream\n%s\nendstream", len(s), s) }
	var b strings.Builder
	b.WriteString("%PDF-1.7\n")
	for i, o := range []string{"<< /Type /Catalog /Pages 2 0 R >>", "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
		"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 900 300] /Resources << /Font << /F 4 0 R >> >> /Contents 7 0 R >>",
		"<< /Type /Font /Subtype /Type0 /BaseFont /X /Encoding /Identity-H /DescendantFonts [5 0 R] /ToUnicode 6 0 R >>",
		"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /X /CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) " +
			"/Supplement 0 >> /DW 600 /FontDescriptor 8 0 R >>",
		stream("/CIDInit /ProcSet findresource begin begincmap 1 begincodespacerange <0000> <FFFF> endcodespacerange\n" +
			table.String() + "endcmap end"),
		stream("BT /F 8 Tf 20 200 Td <" + shown.String() + "> Tj ET"),
		"<< /Type /FontDescriptor /FontName /X /Flags 4 /FontBBox [0 0 600 700] /ItalicAngle 0 /Ascent 700 /Descent 0 " +
			"/CapHeight 700 /StemV 80 >>"} {
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	b.WriteString("trailer << /Size 9 /Root 1 0 R >>\n")
	return b.String()
}

// nastySight puts a program in the place of tesseract that sees commands in whatever picture it is given.
func nastySight(t *testing.T) {
	t.Helper()
	dir := t.TempDir()
	words := "30 TH/s for 360 days, price $412 " + nasty + "\n"
	if err := os.WriteFile(filepath.Join(dir, "words"), []byte(words), 0o600); err != nil {
		t.Fatal(err)
	}
	script := "#!/bin/sh\ncat > /dev/null\nexec cat '" + filepath.Join(dir, "words") + "'\n"
	if err := os.WriteFile(filepath.Join(dir, "tesseract"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", dir+string(os.PathListSeparator)+os.Getenv("PATH"))
}

// TestNastyFilesAreNasty: what the walk is given in a PDF's text, in a picture and in a page would command a
// terminal where it was shown as it is.
func TestNastyFilesAreNasty(t *testing.T) {
	nastySight(t)
	for kind, content := range map[string]string{"pdf": nastyPDF(), "image": "\x89PNG\r\n\x1a\n",
		"html": "<!doctype html><p>" + nasty} {
		got, err := extract.From(t.Context(), []byte(content))
		if err != nil && strings.Contains(err.Error(), "is not installed") && os.Getenv("CI") != "true" {
			t.Log(err)
			continue
		}
		if err != nil || got.Kind != kind || !strings.Contains(got.Text, "\x1b]8;;evil") ||
			!strings.ContainsAny(got.Text, "\u202e") || !strings.ContainsAny(got.Text, "\u009b") {
			t.Errorf("%s: %+q, %v", kind, got.Text, err)
		}
	}
}

// makeNasty makes files of each kind with the text in them, below names with the text, and gives the places
// in command lines that stand for them.
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
	const heads = "date,amount,unit,kind,hashrate,hashrate_unit,note\n2026-03-01,0.00001,BTC,payout,30,TH/s,"
	paid := place("paid", heads+nasty+"\n"+
		"2026-03-02,0.00001,BTC,"+nasty+",30,TH/s,x\n2026-03-03,0.00001,BTC,payout,30,TH/s,"+nasty+"\n")
	good := place("good", heads+strings.ReplaceAll(seen, ",", "")+"\n")
	audited := filepath.Join("in-"+nasty, "audited"+nasty)
	if _, errs, code := called(t, "", "audit", "--hashrate", "30TH/s", "--evidence", audited, good); code != answered {
		t.Fatal(errs)
	}
	frozenAudit, err := os.ReadFile(audited)
	if err != nil {
		t.Fatal(err)
	}
	version := `"version": ` + string(words[:len(words)-1])
	forged := place("forged", rehashed(strings.Replace(string(frozenAudit), `"version": "`, version, 1)))
	index := place("disclosed/index.txt", "assay/index/v1\n"+nasty+"\n")
	os.Rename(index, strings.TrimSuffix(index, nasty))
	return strings.NewReplacer("FILE", file, "SEEN", offered, "CSV", place("csv", "date,"+nasty+"\n"+nasty+",1\n"),
		"EVIDENCE", place("evidence", rehashed(string(changed))), "KEY", place("key", "PRIVATE+KEY+"+nasty),
		"AUDITED", audited, "FORGED", forged, "PAID", paid, "PDF", place("pdf", nastyPDF()),
		"DISCLOSED", filepath.Dir(index),
		"PAGE", place("page", "<!doctype html><title>"+nasty+"</title><p>"+nasty+
			" 30 TH/s for 360 days, price $412 "+nasty),
		"PICTURE", place("picture", "\x89PNG\r\n\x1a\n"), "LOGIN", place("login", "account="+nasty+"\nkey="+nasty+"\n"),
		"ANSWER", place("answer", fmt.Sprintf(
			`{"data":[{"date":"2026-03-01","coin":%[1]s,"total_reward":%[1]s}]}`, words)),
		"WATCH", place("watch", fmt.Sprintf("schema: assay/watch/v1\nname: %[1]s\n"+
			"audit: {payouts: [%[1]s], hashrate: 250TH/s}\n", words)),
		"VENUE", answering(t, fmt.Sprintf(`{"error":[%[1]s],"result":{"price":%[1]s},"id":%[1]s}`, words)),
		"TITLE", answering(t, "<html><title>"+nasty+"</title>"),
		"SIGNED", place("signed", string(whole)+"\n— "+seen+" "+nasty+" AAAAAAAAAAAAAAA=\n"),
		"LINES", place("lines", strings.ReplaceAll(nastyOffer(seen), "\n", "")+"\n"+nasty+"\n"),
		"STORE", "in-"+nasty+"/store"+nasty, "WORLD", world.URL, "NODE", node.URL, "WORDS", nasty)
}

// TestNothingCommandsATerminal walks every verb with commands to the terminal in each way in: its arguments,
// each of its flags, standard input, the names of files and what is in them, and what nodes and venues
// answer. None reaches either stream.
func TestNothingCommandsATerminal(t *testing.T) {
	t.Chdir(t.TempDir())
	nastySight(t)
	in := makeNasty(t)
	call, _ := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": nasty, "method": "tools/call",
		"params": map[string]any{"name": nasty, "arguments": map[string]any{nasty: nasty}}})
	runs, silent := 0, 0
	try := func(args ...string) {
		ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
		defer cancel()
		var out, errs bytes.Buffer
		run(ctx, args, program{in: strings.NewReader(nasty + "\n" + string(call) + "\n" + nasty + "\n"), out: &out, err: &errs,
			env: inEnvironment})
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

// inEnvironment has the commands in each variable that is asked for, but for what names a home.
func inEnvironment(name string) string {
	if name == "HOME" || name == "LocalAppData" {
		return ""
	}
	return nasty
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
