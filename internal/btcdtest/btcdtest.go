// Package btcdtest runs real btcd nodes on regtest for tests, and makes blocks for them.
//
// btcd is built from its module into a cache folder, once; a machine that cannot do that fails the
// test, it does not skip it. Start runs a node on free ports of the loopback; Chain makes
// blocks with times and fees of the test's choice, which the node checks like any others.
package btcdtest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"
)

// Version is the release that tests run against.
const Version = "v0.26.2"

var builtOnce = sync.OnceValues(build)

func build() (string, error) {
	cache, err := os.UserCacheDir()
	if err != nil {
		cache = os.TempDir()
	}
	dir := filepath.Join(cache, "assay-test", "btcd-"+Version)
	path := filepath.Join(dir, "btcd")
	if _, err := os.Stat(path); err == nil {
		return path, nil
	}
	fmt.Fprintf(os.Stderr, "building btcd %s into %s (once, about half a minute)\n", Version, dir)
	tmp, err := os.MkdirTemp("", "btcd")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(tmp)
	cmd := exec.Command("go", "install", "github.com/btcsuite/btcd@"+Version)
	flags := strings.TrimSpace(
		os.Getenv("GOFLAGS") + " -mod=mod",
	) // what tests are built with, .ci/clocks asks for more
	cmd.Env = append(os.Environ(), "GOBIN="+tmp, "GOFLAGS="+flags, "GOWORK=off")
	cmd.Dir = tmp
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("go install: %w\n%s", err, out)
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return "", err
	}
	data, err := os.ReadFile(filepath.Join(tmp, "btcd"))
	if err != nil {
		return "", err
	}
	part := fmt.Sprintf("%s.%d", path, os.Getpid()) // two test binaries may build at once
	if err := os.WriteFile(part, data, 0o755); err != nil {
		return "", err
	}
	return path, os.Rename(part, path)
}

// User and Password are every node's login.
const (
	User     = "tester"
	Password = "regtest-only"
)

// Node is a running node.
type Node struct {
	URL, Peer string // of its RPC server; host and port for other nodes
	dir       string
	rpc       string
	network   string
	more      []string // arguments
	cmd       *exec.Cmd
	ended     chan struct{} // closed when cmd has ended
	log       *bytes.Buffer // what cmd said, to be read once it has ended
	t         testing.TB
}

// Start runs a regtest node with an empty chain. It is stopped when the test ends.
func Start(t testing.TB) *Node { t.Helper(); return start(t, "regtest") }

// StartIndexed is Start with indexes of transactions and of addresses.
func StartIndexed(t testing.TB) *Node {
	t.Helper()
	return start(t, "regtest", "--txindex", "--addrindex")
}

// StartSimnet runs a simnet node. Unlike a regtest node, whose chain btcd deletes at each start, it
// survives Restart.
func StartSimnet(t testing.TB) *Node { t.Helper(); return start(t, "simnet") }

func start(t testing.TB, network string, more ...string) *Node {
	t.Helper()
	rpc, peer := freePorts(t)
	n := &Node{URL: "http://" + rpc, Peer: peer, rpc: rpc, network: network, dir: t.TempDir(), t: t}
	n.more = more
	n.Restart()
	t.Cleanup(n.Stop)
	return n
}

// patience bounds how long a node may take to answer or to end on a busy machine; none needs a second on an
// idle one.
const patience = 2 * time.Minute

// Restart runs the node again on its old data and waits until it answers.
func (n *Node) Restart() {
	n.t.Helper()
	if err := n.Run(); err != nil {
		n.t.Fatal(err)
	}
}

// Run is Restart for goroutines beside the test's own: it tells what is wrong instead of ending the test.
func (n *Node) Run() error {
	path, err := builtOnce()
	if err != nil {
		return fmt.Errorf("btcd %s is needed: %w", Version, err)
	}
	cmd := exec.Command(
		path,
		append(n.more,
			"--"+n.network,
			"--configfile="+filepath.Join(n.dir, "none.conf"),
			"--datadir="+n.dir,
			"--logdir="+n.dir,
			"--notls",
			"--rpclisten="+n.rpc,
			"--listen="+n.Peer,
			"--rpcuser="+User,
			"--rpcpass="+Password,
			"--nodnsseed",
			"--nocfilters",
			"--nobanning",
			"--nostalldetect",
			"--debuglevel=error",
			"--rpcmaxclients=40")...,
	)
	cmd.Dir = n.dir
	log := &bytes.Buffer{}
	cmd.Stdout, cmd.Stderr = log, log
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	go func() { cmd.Wait(); close(ended) }()
	n.cmd, n.ended, n.log = cmd, ended, log
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for n.Call(nil, "getblockcount") != nil {
		select {
		case <-ended:
			return fmt.Errorf("btcd ended at once (%v): %s", cmd.ProcessState, log)
		case <-ctx.Done():
			n.Stop()
			return fmt.Errorf("btcd does not answer: %s", log)
		case <-time.After(20 * time.Millisecond):
		}
	}
	return nil
}

// Stop ends the node as an operator would.
func (n *Node) Stop() {
	if n.cmd == nil {
		return
	}
	n.cmd.Process.Signal(syscall.SIGTERM)
	killer := time.AfterFunc(patience, func() { n.cmd.Process.Kill() })
	<-n.ended
	killer.Stop()
	n.cmd = nil
}

// Call makes one JSON-RPC call; result may be nil.
func (n *Node) Call(result any, method string, params ...any) error {
	if params == nil {
		params = []any{}
	}
	raw, err := n.post(map[string]any{"jsonrpc": "1.0", "id": 1, "method": method, "params": params})
	if err != nil {
		return err
	}
	var reply struct {
		Result json.RawMessage
		Error  *struct{ Message string }
	}
	if err := json.Unmarshal(raw, &reply); err != nil {
		return fmt.Errorf("%s: %w", method, err)
	}
	if reply.Error != nil {
		return errors.New(method + ": " + reply.Error.Message)
	}
	if result == nil {
		return nil
	}
	return json.Unmarshal(reply.Result, result)
}

// Submit hands blocks to the node, which must take each.
func (n *Node) Submit(blocks ...[]byte) {
	n.t.Helper()
	for len(blocks) > 0 {
		part := blocks[:min(len(blocks), submitMost)]
		blocks = blocks[len(part):]
		var calls []map[string]any
		for i, b := range part {
			calls = append(
				calls,
				map[string]any{
					"jsonrpc": "1.0",
					"id":      i,
					"method":  "submitblock",
					"params":  []any{fmt.Sprintf("%x", b)},
				},
			)
		}
		raw, err := n.post(calls)
		var replies []struct {
			Result *string
			Error  *struct{ Message string }
		}
		if err == nil {
			err = json.Unmarshal(raw, &replies)
		}
		if err != nil || len(replies) != len(part) {
			n.t.Fatalf("submit %d blocks: %d answers, %v", len(part), len(replies), err)
		}
		for i, r := range replies {
			if r.Result != nil {
				n.t.Fatalf("node refuses block %d of %d: %s", i+1, len(part), *r.Result)
			}
			if r.Error != nil {
				n.t.Fatalf("node refuses block %d of %d: %s", i+1, len(part), r.Error.Message)
			}
		}
	}
}

// submitMost is how many blocks are submitted at once.
const submitMost = 500

// post sends JSON and gives the answer's bytes.
func (n *Node) post(v any) ([]byte, error) {
	body, err := json.Marshal(v)
	if err != nil {
		return nil, err
	}
	req, err := http.NewRequest("POST", n.URL, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	req.SetBasicAuth(User, Password)
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, n.dead(err)
	}
	defer resp.Body.Close()
	return io.ReadAll(resp.Body)
}

// dead adds to what a call met how the node ended, where nobody asked it to: a signal, a panic, its own wish.
func (n *Node) dead(err error) error {
	if n.cmd == nil {
		return err
	}
	select {
	case <-n.ended:
		said := n.log.Bytes()
		said = said[max(0, len(said)-4000):]
		return fmt.Errorf("%w: btcd has ended (%v): %s", err, n.cmd.ProcessState, said)
	case <-time.After(time.Second): // it may be ending
		return err
	}
}

// Height is the height of the node's tip.
func (n *Node) Height() int {
	n.t.Helper()
	var h int
	if err := n.Call(&h, "getblockcount"); err != nil {
		n.t.Fatal(err)
	}
	return h
}

// WaitHeight waits until the node's tip has the height.
func (n *Node) WaitHeight(height int) {
	n.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	for n.Height() < height {
		select {
		case <-ctx.Done():
			n.t.Fatalf("the node is at height %d, not at %d", n.Height(), height)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

// freePorts are two addresses that nothing listens on and nothing else will, until the test ends. A port
// that was free a moment ago is another's the next, so that they are not asked of the system: they lie
// below the ports that it hands out by itself (from 32768 on Linux, 49152 elsewhere), and a port beside
// them, which the test keeps open, tells other test programs that they are taken.
func freePorts(t testing.TB) (first, second string) {
	t.Helper()
	at := func(port int) string { return fmt.Sprintf("127.0.0.1:%d", port) }
	free := func(port int) bool {
		l, err := net.Listen("tcp", at(port))
		return err == nil && l.Close() == nil
	}
	for range 1000 {
		base := 15_000 + 3*rand.IntN(5000)
		guard, err := net.Listen("tcp", at(base))
		if err != nil {
			continue
		}
		if free(base+1) && free(base+2) {
			t.Cleanup(func() { guard.Close() })
			return at(base + 1), at(base + 2)
		}
		guard.Close()
	}
	t.Fatal("no free ports between 15000 and 30000")
	return "", ""
}
