package bitcoind_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/assaymining/assay/adapter/bitcoind"
	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
)

// Answers of Bitcoin Core 28 in the form of its RPC help and of src/rpc/blockchain.cpp; blocks 0 and 1
// of mainnet, whose headers prove themselves. The fees of block 1 are invented: it has none.
const (
	hash0     = "000000000019d6689c085ae165831e934ff763ae46a2a6c172b3f1b60a8ce26f"
	hash1     = "00000000839a8e6886ab5951d76f411475428afc90947ee320161bbf18eb6048"
	header0   = "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c"
	header1   = "010000006fe28c0ab6f1b372c1a6a246ae63f74f931e8365e15a089c68d6190000000000982051fd1e4ba744bbbe680e1fee14677ba1a3c3540bf7b1cdb606e857233e0e61bc6649ffff001d01e36299"
	chainInfo = `{"chain":"main","blocks":1,"headers":921604,"bestblockhash":"` + hash1 + `","bits":"1d00ffff","target":"00000000ffff0000000000000000000000000000000000000000000000000000",
		"difficulty":1,"time":1231469665,"mediantime":1231469665,"verificationprogress":1.2e-10,"initialblockdownload":true,
		"chainwork":"0000000000000000000000000000000000000000000000000000000200020002","size_on_disk":508,"pruned":false,"warnings":[]}`
)

// core answers as a node does; over replaces the answer to a method.
func core(t *testing.T, over map[string]string) *bitcoind.Node {
	t.Helper()
	answers := map[string]string{
		"getblockchaininfo":       chainInfo,
		"getblockhash 0":          `"` + hash0 + `"`,
		"getblockhash 1":          `"` + hash1 + `"`,
		"getblockheader " + hash0: `"` + header0 + `"`,
		"getblockheader " + hash1: `"` + header1 + `"`,
		"getblockstats " + hash1:  `{"height":1,"totalfee":1311748254}`,
	}
	for k, v := range over {
		answers[k] = v
	}
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		var calls []struct {
			ID     int
			Method string
			Params []any
		}
		if err := json.Unmarshal(body, &calls); err != nil {
			t.Errorf("not a batch: %s", body)
		}
		var out []string
		for _, c := range calls {
			key := c.Method
			if len(c.Params) > 0 {
				key = fmt.Sprint(c.Method, " ", c.Params[0])
			}
			a, ok := answers[key]
			switch {
			case !ok:
				out = append(out, fmt.Sprintf(`{"result":null,"error":{"code":-8,"message":"Block height out of range"},"id":%d}`, c.ID))
			case strings.HasPrefix(a, "error "):
				out = append(out, fmt.Sprintf(`{"result":null,"error":%s,"id":%d}`, a[6:], c.ID))
			default:
				out = append([]string{fmt.Sprintf(`{"result":%s,"error":null,"id":%d}`, a, c.ID)}, out...) // in any order
			}
		}
		fmt.Fprintf(w, "[%s]\n", strings.Join(out, ","))
	}))
	t.Cleanup(s.Close)
	return bitcoind.New(fetch.New(fetch.Options{Retries: -1}), s.URL)
}

func TestCore(t *testing.T) {
	n := core(t, nil)
	tip, err := n.Tip(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if tip.Network.Name != "main" || tip.Height != 1 || !tip.Syncing || tip.Headers != 921604 || tip.Time != 1231469665 || tip.Hash.String() != hash1 {
		t.Errorf("tip is %+v", tip)
	}
	blocks, _, err := n.Blocks(context.Background(), 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	if blocks[0].Header.Hash().String() != hash0 || blocks[1].Header.Hash().String() != hash1 ||
		blocks[0].Fees != 0 || blocks[1].Fees != 1311748254 || !blocks[1].FeesKnown || blocks[1].Height != 1 {
		t.Errorf("blocks are %+v", blocks)
	}
	if _, _, err := n.Blocks(context.Background(), 1, 2); !errors.Is(err, chain.ErrBranch) {
		t.Errorf("a height above the tip: %v", err)
	}
	if h, _, err := n.Headers(context.Background(), 0, 1); err != nil || h[1].FeesKnown || h[1].Header != blocks[1].Header {
		t.Errorf("headers are %+v, %v", h, err)
	}
}

func TestCoreErrors(t *testing.T) {
	for _, c := range []struct {
		name, want string
		over       map[string]string
	}{
		{"pruned", "pruned data", map[string]string{"getblockstats " + hash1: `error {"code":-1,"message":"Block not available (pruned data)"}`}},
		{"another header", "does not have the hash", map[string]string{"getblockheader " + hash1: `"` + header0 + `"`}},
		{"stats without fees", "lacks totalfee", map[string]string{"getblockstats " + hash1: `{"height":1}`}},
		{"negative fees", "lacks totalfee", map[string]string{"getblockstats " + hash1: `{"height":1,"totalfee":-5}`}},
		{"another chain", "not a known Bitcoin network", map[string]string{"getblockhash 0": `"` + hash1 + `"`}},
		{"a hash that is none", "not a block hash", map[string]string{"getblockhash 1": `"00"`}},
	} {
		n := core(t, c.over)
		_, err := n.Tip(context.Background())
		if err == nil {
			_, _, err = n.Blocks(context.Background(), 0, 1)
		}
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error is %v, want %q", c.name, err, c.want)
		}
	}
}

// TestStatuses: what Bitcoin Core's HTTP server says outside of JSON-RPC.
func TestStatuses(t *testing.T) {
	for _, c := range []struct {
		status     int
		body, want string
	}{
		{401, "", "ASSAY_NODE_PASSWORD"},
		{403, "", "rpcallowip"},
		{404, "<html>no such page</html>", "HTTP 404"},
		{200, "<html>router login</html>", "did not answer in JSON-RPC"},
		{200, `[{"result":1,"error":null,"id":0}`, "cut or not JSON-RPC"},
		{200, `[{"result":1,"error":null,"id":7},{"result":1,"error":null,"id":8}]`, "calls that were not made"},
		{200, `[{"result":{},"error":null,"id":0}]`, "1 of 2 calls"},
		{500, `{"result":null,"error":{"code":-32700,"message":"Parse error"},"id":null}`, "Parse error"},
		{503, "Work queue depth exceeded", "HTTP 503"},
	} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(c.status)
			io.WriteString(w, c.body)
		}))
		_, err := bitcoind.New(fetch.New(fetch.Options{Retries: -1}), s.URL).Tip(context.Background())
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("HTTP %d %q: error is %v, want %q", c.status, c.body, err, c.want)
		}
		s.Close()
	}
}

// TestWarmup: a node that is starting is waited for (Bitcoin Core src/httprpc.cpp answers 500 with code -28), and so is
// one that is shutting down to be started again (btcd rpcserver.go answers 200 with nothing). Who loses patience is told why.
func TestWarmup(t *testing.T) {
	for _, c := range []struct {
		name, body, says string
		status           int
	}{
		{"starting", `{"result":null,"error":{"code":-28,"message":"Loading block index…"},"id":null}`, "Loading block index", 500},
		{"shutting down", "", "shutting down", 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int32
			s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if asked.Add(1) == 2 {
					fmt.Fprintf(w, `[{"result":%s,"error":null,"id":0},{"result":%q,"error":null,"id":1}]`, chainInfo, hash0)
					return
				}
				w.WriteHeader(c.status)
				io.WriteString(w, c.body)
			}))
			defer s.Close()
			client := fetch.New(fetch.Options{Retries: -1})
			if _, err := bitcoind.New(client, s.URL).Tip(context.Background()); err != nil || asked.Load() != 2 {
				t.Errorf("%v after %d questions", err, asked.Load())
			}
			asked.Store(2)
			ctx, leave := context.WithCancel(context.Background())
			defer leave()
			_, err := bitcoind.New(leaving{client, leave}, s.URL).Tip(ctx)
			if !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), c.says) || asked.Load() != 3 {
				t.Errorf("interrupted while waiting: %v after %d questions", err, asked.Load()-2)
			}
		})
	}
}

// leaving is a client whose user gives up once an answer is there.
type leaving struct {
	*fetch.Client
	leave func()
}

func (l leaving) Post(ctx context.Context, address string, body []byte) (int, []byte, cite.Source, error) {
	defer l.leave()
	return l.Client.Post(ctx, address, body)
}
