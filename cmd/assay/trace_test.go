package main

import (
	"bytes"
	"encoding/hex"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cmd/assay/schemas"
	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/trace"
)

var large = flag.Bool("large", false, "trace a hundred thousand transactions, and measure")

// explorer is an Esplora server of a chain of transactions that was made up, over the loopback.
type explorer struct {
	*httptest.Server
	answers sync.Map // []byte by path
	order   []string // paths of transactions
	payout  chain.Hash
	asked   atomic.Int64
	stop    atomic.Pointer[func(asked int64)] // runs before each answer
}

// set says what a path answers.
func (e *explorer) set(path string, answer []byte) { e.answers.Store(path, answer) }

// answer is what a path answers, nil where there is nothing.
func (e *explorer) answer(path string) []byte {
	a, _ := e.answers.Load(path)
	b, _ := a.([]byte)
	return b
}

// vouts and vins are as Esplora writes them (API.md).
type explorerTx struct {
	Txid     string           `json:"txid"`
	Version  int              `json:"version"`
	Locktime int              `json:"locktime"`
	Vin      []map[string]any `json:"vin"`
	Vout     []map[string]any `json:"vout"`
	Status   map[string]any   `json:"status"`
}

func (e *explorer) add(raw []byte, height int) chain.Hash {
	tx, err := trace.ParseTx(raw)
	if err != nil {
		panic(err)
	}
	out := explorerTx{Txid: tx.ID.String(), Version: 1, Status: map[string]any{"confirmed": true, "block_height": height,
		"block_hash": fmt.Sprintf("%064x", height+1), "block_time": 1_600_000_000 + 600*height}}
	for _, s := range tx.Spends {
		out.Vin = append(out.Vin, map[string]any{"txid": s.ID.String(), "vout": s.Vout, "scriptsig": "",
			"sequence": uint32(0xffffffff), "is_coinbase": false, "witness": []string{"00"}})
	}
	if tx.Coinbase() {
		out.Vin = append(out.Vin, map[string]any{"txid": strings.Repeat("0", 64), "vout": uint32(0xffffffff), "prevout": nil,
			"scriptsig": hex.EncodeToString(tx.Script), "sequence": uint32(0xffffffff), "is_coinbase": true})
	}
	for _, o := range tx.Outputs {
		out.Vout = append(out.Vout, map[string]any{"scriptpubkey": hex.EncodeToString(o.Script), "value": o.Sat})
	}
	path := "/api/tx/" + out.Txid
	answer, _ := json.Marshal(out)
	e.set(path, answer)
	e.order = append(e.order, path)
	return tx.ID
}

// newExplorer serves a chain of so many transactions that all are ancestors of one payout to the script of number 7.
func newExplorer(t testing.TB, size int) *explorer {
	e := &explorer{}
	r := rand.New(rand.NewPCG(7, uint64(size)))
	type coin struct {
		in  btcdtest.Spend
		sat int64
	}
	var open []coin
	keep := func(id chain.Hash, out []btcdtest.Paid) {
		for v, o := range out {
			open = append(open, coin{btcdtest.Spend{ID: id, Vout: uint32(v)}, o.Sat})
		}
	}
	take := func(n int) (in []btcdtest.Spend, sum int64) {
		for range n {
			k := r.IntN(len(open))
			in, sum = append(in, open[k].in), sum+open[k].sat
			open[k] = open[len(open)-1]
			open = open[:len(open)-1]
		}
		return in, sum
	}
	for i := range size - 1 {
		if len(open) < min(200, size/4) || r.IntN(3) == 0 && len(open) < 400 {
			out := []btcdtest.Paid{{Sat: 6_25000000, Script: btcdtest.Script(r.IntN(5))}}
			keep(e.add(btcdtest.Coinbase(i, []string{"/ViaBTC/", "/slush/", "nobody"}[r.IntN(3)], out), i), out)
			continue
		}
		in, sum := take(3)
		part := 1 + r.Int64N(sum-1000)
		out := []btcdtest.Paid{{Sat: part, Script: btcdtest.Script(10 + r.IntN(50))},
			{Sat: sum - part - 500, Script: btcdtest.Script(10 + r.IntN(50))}}
		keep(e.add(btcdtest.Transaction(in, out), 200+i), out)
	}
	in, sum := take(len(open))
	e.payout = e.add(btcdtest.Transaction(in, []btcdtest.Paid{{Sat: sum - 2000, Script: btcdtest.Script(7)}}), 200+size)
	tip := 400 + size
	e.set("/api/blocks/tip/height", fmt.Append(nil, tip))
	e.set("/api/block-height/0", []byte("0f9188f13cb7b2c71f2a335e3a4fc328bf5beb436012afca590b1a11466e2206"))
	header := chain.Fields{Version: 1, Time: 1_600_000_000, Bits: 0x207fffff}.Header()
	e.set(fmt.Sprintf("/api/block-height/%d", tip), fmt.Append(nil, header.Hash()))
	e.set(fmt.Sprintf("/api/blocks/%d", tip), fmt.Appendf(nil, `[{"id":%q,"height":%d,"version":1,`+
		`"timestamp":1600000000,"bits":545259519,"nonce":0,"merkle_root":%q,"previousblockhash":%q}]`,
		header.Hash(), tip, chain.Hash{}, chain.Hash{}))
	e.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		n := e.asked.Add(1)
		if stop := e.stop.Load(); stop != nil {
			(*stop)(n)
		}
		a := e.answer(r.URL.Path)
		if a == nil {
			http.Error(w, "Transaction not found", http.StatusNotFound)
			return
		}
		w.Write(a)
	}))
	t.Cleanup(e.Close)
	return e
}

// traceProgram is the program as a process of its own.
func traceProgram(t testing.TB, e *explorer, store string, args ...string) *exec.Cmd {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(t.TempDir(), "assay")
	if err := os.Symlink(self, name); err != nil {
		t.Fatal(err)
	}
	all := []string{"trace", "--store", store}
	for flag, value := range map[string]string{"--esplora": e.URL + "/api", "--depth": "1000000", "--transactions": "200000"} {
		if !slices.Contains(args, flag) {
			all = append(all, flag, value)
		}
	}
	cmd := exec.Command(name, append(all, args...)...)
	cmd.Env = append(shifted(), "HOME="+t.TempDir(), "NO_COLOR=1", "COLUMNS=80")
	cmd.Stderr = &bytes.Buffer{}
	return cmd
}

// TestTraceResumes kills a trace in many places; each run goes on from what was kept, and the last gives the bytes of
// one that was never cut, having asked for hardly more.
func TestTraceResumes(t *testing.T) {
	size := 3000
	if *large {
		size = 100_000
	}
	e := newExplorer(t, size)
	dir := t.TempDir()
	whole, err := traceProgram(t, e, filepath.Join(dir, "whole.sqlite"), "--json", e.payout.String()).Output()
	if err != nil {
		t.Fatal(err)
	}
	questions := e.asked.Swap(0)
	var r trace.Result
	if err := json.Unmarshal(whole, &r); err != nil || r.Transactions != size || !r.Complete || r.Buckets.Mined.Low != r.Sat {
		t.Fatalf("%d transactions, complete %t, %+v, %v", r.Transactions, r.Complete, r.Buckets, err)
	}
	const kills = 8
	store := filepath.Join(dir, "cut.sqlite")
	var asked int64
	for i := range int64(kills) {
		cmd := traceProgram(t, e, store, "--json", e.payout.String())
		e.asked.Store(0)
		var printed bytes.Buffer
		cmd.Stdout = &printed
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		stop := func(n int64) {
			if n >= questions/kills+i {
				cmd.Process.Kill()
			}
		}
		e.stop.Store(&stop)
		err := cmd.Wait()
		out := printed.Bytes()
		asked += e.asked.Load()
		if e.stop.Store(nil); err == nil {
			if i < kills/2 {
				t.Errorf("run %d of %d ended by itself", i, kills)
			}
			break
		}
		if len(out) > 0 {
			t.Errorf("a killed run printed %q", out)
		}
	}
	e.asked.Store(0)
	got, err := traceProgram(t, e, store, "--json", e.payout.String()).Output()
	if err != nil || !bytes.Equal(got, whole) {
		t.Errorf("after %d kills: %v, %d bytes, want %d", kills, err, len(got), len(whole))
	}
	if asked += e.asked.Load(); asked > questions*5/4+kills*150 {
		t.Errorf("%d questions in all, %d without kills", asked, questions)
	}
}

// TestTraceMeasured prints memory and speed, beside the same requests without anything done with their answers.
func TestTraceMeasured(t *testing.T) {
	size := 2000
	if *large {
		size = 100_000
	}
	e := newExplorer(t, size)
	cmd := traceProgram(t, e, filepath.Join(t.TempDir(), "s.sqlite"), "--json", e.payout.String())
	begin := time.Now()
	if out, err := cmd.Output(); err != nil || !bytes.Contains(out, []byte(`"complete": true`)) {
		t.Fatalf("%v: %s", err, cmd.Stderr)
	}
	took := time.Since(begin)
	usage := cmd.ProcessState.SysUsage().(*syscall.Rusage)
	begin = time.Now()
	var next atomic.Int64
	var all sync.WaitGroup
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 16}}
	for range 8 {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(e.order); i = int(next.Add(1)) - 1 {
				resp, err := client.Get(e.URL + e.order[i])
				if err != nil {
					t.Error(err)
					return
				}
				io.Copy(io.Discard, resp.Body)
				resp.Body.Close()
			}
		})
	}
	all.Wait()
	bare := time.Since(begin)
	cpu := time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
	t.Logf("%d transactions: %.0f a second, %d MiB, %s of processor; bare requests %.0f a second", size,
		float64(size)/took.Seconds(), usage.Maxrss>>10, cpu.Round(time.Millisecond), float64(size)/bare.Seconds())
	// Alone, or of this size: a process counts what the one that began it held at that moment.
	if *large && usage.Maxrss>>10 > 512 {
		t.Errorf("%d MiB, more than 512", usage.Maxrss>>10)
	}
}

// TestTraceFitsItsSchema checks the JSON of a trace against the published schema.
func TestTraceFitsItsSchema(t *testing.T) {
	e := newExplorer(t, 60)
	out, err := traceProgram(t, e, filepath.Join(t.TempDir(), "s.sqlite"), "--json", "--depth", "4", e.payout.String()).Output()
	if err != nil {
		t.Fatal(err)
	}
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(schemas.Of("trace")))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("trace.json", doc); err != nil {
		t.Fatal(err)
	}
	schema, err := c.Compile("trace.json")
	if err != nil {
		t.Fatal(err)
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(out))
	if err == nil {
		err = schema.Validate(value)
	}
	if err != nil {
		t.Error(err)
	}
}

// TestTraceSays runs the program on good and bad input; what it says names the repair.
func TestTraceSays(t *testing.T) {
	e := newExplorer(t, 60)
	regtest, _ := chain.NetworkNamed("regtest")
	holder := trace.AddressOf(btcdtest.Script(7), regtest)
	deposit := trace.AddressOf(btcdtest.Script(12), regtest)
	page := "[" + string(e.answer("/api/tx/"+e.payout.String())) + "]"
	e.set("/api/address/"+holder+"/txs", []byte(page))
	e.set("/api/address/"+holder+"/txs/chain/"+e.payout.String(), []byte("[]"))
	liar := slices.Clone(e.answer("/api/tx/" + e.payout.String()))
	dir := t.TempDir()
	picture := filepath.Join(dir, "way.svg")
	bad := filepath.Join(dir, "bad.csv")
	if err := os.WriteFile(bad, []byte(holder+",Me,friend\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name string
		args []string
		code int
		says []string
	}{
		{"address", []string{"--svg", picture, "--deposit", deposit, holder}, 0, []string{"1 payout of", "newly mined", "ViaBTC",
			"A tag is a claim", "Coins arriving is not mining", "holds no coins made after"}},
		{"output", []string{e.payout.String() + ":0", "--depth", "1"}, 0, []string{"more than 1 step back"}},
		{"no such output", []string{e.payout.String() + ":5"}, 1, []string{"no such output"}},
		{"other network", []string{"1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"}, 2, []string{"is of main, and the source is on regtest"}},
		{"unknown", []string{strings.Repeat("ab", 32)}, 1, []string{"there is no transaction abab", "replaced"}},
		{"nothing", []string{"--esplora", "", e.payout.String()}, 2, []string{"needs a source", "--node", "--esplora"}},
		{"labels", []string{"--labels", bad, e.payout.String()}, 2, []string{"bad.csv", "no kind", "exchange"}},
		{"typo", []string{holder[:20] + "zz" + holder[22:]}, 2, []string{"checksum"}},
	} {
		cmd := traceProgram(t, e, filepath.Join(dir, "s.sqlite"), c.args...)
		out, err := cmd.Output()
		got := string(out) + cmd.Stderr.(*bytes.Buffer).String()
		if cmd.ProcessState.ExitCode() != c.code {
			t.Errorf("%s: exit code %d, %v: %s", c.name, cmd.ProcessState.ExitCode(), err, got)
		}
		for _, says := range c.says {
			if !strings.Contains(strings.Join(strings.Fields(got), " "), says) {
				t.Errorf("%s: says nothing of %q:\n%s", c.name, says, got)
			}
		}
	}
	if svg, err := os.ReadFile(picture); err != nil || !bytes.Contains(svg, []byte(">ViaBTC</text>")) {
		t.Errorf("picture: %v, %d bytes", err, len(svg))
	}
	// A server that changes an amount is found out by the hash, one that stalls by the clock, and both are named.
	e.set("/api/tx/"+e.payout.String(), bytes.Replace(liar, []byte(`"value":`), []byte(`"value":1`), 1))
	cmd := traceProgram(t, e, filepath.Join(dir, "t.sqlite"), e.payout.String())
	if _, err := cmd.Output(); err == nil || !strings.Contains(fmt.Sprint(cmd.Stderr), "does not have that hash") {
		t.Errorf("a lie: %v, %s", err, cmd.Stderr)
	}
}

// TestAuditOfAnAddress: an address alone is audited, with where its payouts came from, and the evidence repeats it
// without asking anybody.
func TestAuditOfAnAddress(t *testing.T) {
	e := newExplorer(t, 60)
	regtest, _ := chain.NetworkNamed("regtest")
	holder := trace.AddressOf(btcdtest.Script(7), regtest)
	e.set("/api/address/"+holder+"/txs", []byte("["+string(e.answer("/api/tx/"+e.payout.String()))+"]"))
	e.set("/api/address/"+holder+"/txs/chain/"+e.payout.String(), []byte("[]"))
	dir := t.TempDir()
	frozen := filepath.Join(dir, "frozen.json")
	audit := func(args ...string) string {
		cmd := traceProgram(t, e, filepath.Join(dir, "s.sqlite"))
		cmd.Args = append(append(cmd.Args[:1], "audit"), args...)
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("%v: %v, %s", args, err, cmd.Stderr)
		}
		return strings.Join(strings.Fields(string(out)), " ")
	}
	flags := []string{"--hashrate", "20EH/s", "--from", "2020-09-13", "--store", filepath.Join(dir, "s.sqlite")}
	source := []string{"--esplora", e.URL + "/api", "--depth", "40"}
	got := audit(append(append(flags, source...), "--evidence", frozen, holder)...)
	for _, says := range []string{"Where the coins came from", "descends from newly mined coins", "→ payout",
		"Coins arriving is not mining happening", "newly made coins rest for 100 blocks", "1 of 1 payout in the files",
		"blocks older than the last payout"} {
		if !strings.Contains(got, says) {
			t.Errorf("nothing of %q:\n%s", says, got)
		}
	}
	cmd := traceProgram(t, e, filepath.Join(dir, "s.sqlite"), "--json", holder)
	traced, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	name := filepath.Join(dir, "trace.json")
	plain := filepath.Join(dir, "paid.csv")
	var r trace.Result
	if err := json.Unmarshal(traced, &r); err != nil {
		t.Fatal(err)
	}
	for path, data := range map[string][]byte{name: traced, plain: fmt.Appendf(nil,
		"date,amount,unit,kind,hashrate,hashrate_unit,note\n%s,%d,sat,payout,,,\n",
		time.Unix(r.Of[0].Time, 0).UTC().Format(time.RFC3339), r.Sat)} {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	e.Close()
	if again := audit(frozen); again != got {
		t.Errorf("the evidence gives another answer:\n%s\n%s", got, again)
	}
	if got = audit(append(flags, "--provenance", name, plain)...); !strings.Contains(got, "1 of 1 payout in the files") {
		t.Errorf("the trace of a file is not set beside the payouts:\n%s", got)
	}
}

// TestAuditOfAPool: a read-only key in a file is enough, the file must be its owner's alone, the key stands in no
// evidence, and the evidence repeats the audit without the pool.
func TestAuditOfAPool(t *testing.T) {
	data, err := os.ReadFile("../../payout/statement/testdata/holder/viabtc-profit-history.json")
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-API-KEY") != "sesame" {
			http.Error(w, "no", http.StatusForbidden)
			return
		}
		_, _ = w.Write(data)
	}))
	dir := t.TempDir()
	keys := filepath.Join(dir, "keys")
	frozen := filepath.Join(dir, "frozen.json")
	write := func(text string, mode os.FileMode) {
		t.Helper()
		if err := os.WriteFile(keys, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(keys, mode); err != nil {
			t.Fatal(err)
		}
	}
	audit := func(args ...string) (string, string, int) {
		cmd := traceProgram(t, &explorer{Server: server}, filepath.Join(dir, "s.sqlite"))
		cmd.Args = append(append(cmd.Args[:1], "audit"), args...)
		out, _ := cmd.Output()
		return string(out), cmd.Stderr.(*bytes.Buffer).String(), cmd.ProcessState.ExitCode()
	}
	flags := []string{"--hashrate", "250TH/s", "--fee", "2%", "--pool", "viabtc", "--pool-key", keys, "--from", "2026-03-01",
		"--to", "2026-04-29"}
	for _, c := range []struct {
		text string
		mode os.FileMode
		code int
		says string
	}{
		{"key=sesame\nurl=" + server.URL + "\n", 0o644, 2, "can be read by others"},
		{"sesame\n", 0o600, 2, ":1 is no line of a file of keys"},
		{"url=" + server.URL + "\n", 0o600, 2, "viabtc needs key"},
		{"key=wrong\nurl=" + server.URL + "\n", 0o600, 1, "read-only"},
	} {
		write(c.text, c.mode)
		if _, says, code := audit(flags...); code != c.code || !strings.Contains(says, c.says) || strings.Contains(says, "sesame") {
			t.Errorf("%q: %d, %s", c.text, code, says)
		}
	}
	write("# read-only\nkey = sesame\nurl = "+server.URL+"\n", 0o600)
	got, says, code := audit(append(flags, "--evidence", frozen)...)
	if code != 0 || !strings.Contains(got, "668,739 sat") || !strings.Contains(got, "IN ORDER") {
		t.Fatalf("%d\n%s\n%s", code, got, says)
	}
	server.Close()
	kept, err := os.ReadFile(frozen)
	if err != nil || bytes.Contains(kept, []byte("sesame")) {
		t.Errorf("the key stands in the evidence: %v", err)
	}
	if again, says, code := audit(frozen); code != 0 || again != got {
		t.Errorf("%d: the evidence gives another answer: %s\n%s", code, again, says)
	}
}
