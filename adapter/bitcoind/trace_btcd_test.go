package bitcoind_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/adapter/bitcoind"
	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/trace"
)

// Who is who on the chain of TestTraceBtcd, as numbers of btcdtest.Script.
const (
	farm = iota + 1
	treasury
	mixer
	stranger
	exchange
	deposit
	holder
	other
	hot
)

// world is a regtest chain on a real node with payouts of every kind.
type world struct {
	t     *testing.T
	node  *btcdtest.Node
	chain *btcdtest.Chain
	time  int64
}

func (w *world) mine(text string, to []btcdtest.Paid, txs ...btcdtest.Payment) [32]byte {
	block, id := w.chain.Mine(w.time, text, to, txs...)
	w.time += 600
	w.node.Submit(block)
	return id
}

func (w *world) rest(blocks int) {
	for range blocks {
		w.mine("", []btcdtest.Paid{{Sat: 1, Script: btcdtest.Script(99)}})
	}
}

func pay(in []btcdtest.Spend, out ...btcdtest.Paid) (btcdtest.Payment, [32]byte) {
	p := btcdtest.Payment{In: in, Out: out}
	return p, p.ID()
}

func paid(sat int64, n int) btcdtest.Paid { return btcdtest.Paid{Sat: sat, Script: btcdtest.Script(n)} }

// spend is an output that pays to a number of a script.
func spend(id [32]byte, vout uint32, n int) btcdtest.Spend {
	return btcdtest.Spend{ID: id, Vout: vout, N: n}
}

func addressOf(n int) trace.Address {
	regtest, _ := chain.NetworkNamed("regtest")
	a, err := trace.ParseAddress(trace.AddressOf(btcdtest.Script(n), regtest))
	if err != nil {
		panic(err)
	}
	return a
}

func newWorld(t *testing.T) (*world, *bitcoind.Node) {
	n := btcdtest.StartIndexed(t)
	w := &world{t: t, node: n, chain: btcdtest.NewChain(), time: time.Now().Add(-96 * time.Hour).Unix()}
	login := func() (string, string, error) { return btcdtest.User, btcdtest.Password, nil }
	return w, bitcoind.New(fetch.New(fetch.Options{Login: login}), n.URL)
}

// walk traces all that an address received.
func walk(t *testing.T, n *bitcoind.Node, a trace.Address, only ...[32]byte) *trace.Result {
	t.Helper()
	ctx := context.Background()
	tip, err := n.Tip(ctx)
	if err != nil {
		t.Fatal(err)
	}
	ids, err := n.Paying(ctx, a, 1000)
	if err != nil {
		t.Fatal(err)
	}
	txs, err := n.Txs(ctx, ids)
	if err != nil {
		t.Fatal(err)
	}
	var of []trace.Outpoint
	for _, tx := range txs {
		for v, o := range tx.Outputs {
			wanted := len(only) == 0
			for _, id := range only {
				wanted = wanted || id == tx.ID
			}
			if wanted && string(o.Script) == string(a.Script) {
				of = append(of, trace.Outpoint{ID: tx.ID, Vout: uint32(v)})
			}
		}
	}
	labels := trace.KnownLabels(tip.Network)
	text := addressOf(exchange).Text + ",Bourse,exchange\n" + addressOf(mixer).Text + ",Fog,mixer\n"
	if err := labels.Read(strings.NewReader(text), tip.Network); err != nil {
		t.Fatal(err)
	}
	labels.Deposit(addressOf(deposit))
	w := &trace.Walk{Source: n, Network: tip.Network, Labels: labels, Depth: 10, Transactions: 200}
	r, err := w.Run(ctx, of)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestTraceBtcd pays the holder in six ways on a real chain. Every figure is derived beside it.
func TestTraceBtcd(t *testing.T) {
	w, node := newWorld(t)
	// The farm's pool makes two blocks; two strangers' blocks fund an exchange, and the seller's other customers.
	first := w.mine("/ViaBTC/ mined", []btcdtest.Paid{paid(40e8, farm), paid(10e8, holder)}) // 10: by the coinbase itself
	second := w.mine("/slush/", []btcdtest.Paid{paid(50e8, farm)})
	third := w.mine("", []btcdtest.Paid{paid(50e8, stranger)})
	fourth := w.mine("", []btcdtest.Paid{paid(50e8, stranger)})
	w.rest(101)
	toExchange, exchanged := pay([]btcdtest.Spend{spend(third, 0, stranger)}, paid(30e8, exchange), paid(20e8, mixer))
	toSeller, deposited := pay([]btcdtest.Spend{spend(fourth, 0, stranger)}, paid(15e8, deposit), paid(35e8, stranger))
	toTreasury, treasured := pay([]btcdtest.Spend{spend(first, 0, farm), spend(second, 0, farm)}, paid(60e8, treasury), paid(29e8, hot)) // fee 1
	w.mine("", []btcdtest.Paid{paid(1, 99)}, toExchange, toSeller, toTreasury)

	// From the treasury alone, over a detour: all mined. FIFO takes 40 of the first block, then 20 of the second.
	detour, went := pay([]btcdtest.Spend{spend(treasured, 0, treasury)}, paid(50e8, other), paid(10e8, treasury))
	clean, mined := pay([]btcdtest.Spend{spend(went, 0, other)}, paid(50e8, holder))
	// From the exchange alone: nothing to see.
	bought, custodial := pay([]btcdtest.Spend{spend(exchanged, 0, exchange)}, paid(30e8, holder))
	w.mine("", []btcdtest.Paid{paid(1, 99)}, detour, clean, bought)
	// A Ponzi: another customer's deposit.
	passed, ponzi := pay([]btcdtest.Spend{spend(deposited, 0, deposit)}, paid(15e8, holder))
	// A mix: 10 of the treasury, 20 of the mixer, 29 of the farm's hot wallet; 40 are paid.
	mixed, mix := pay([]btcdtest.Spend{spend(went, 1, treasury), spend(exchanged, 1, mixer), spend(treasured, 1, hot)}, paid(40e8, holder), paid(18e8, other))
	w.mine("", []btcdtest.Paid{paid(1, 99)}, passed, mixed)

	type want struct{ fifo, haircut, low, high int64 }
	for _, c := range []struct {
		name                        string
		id                          [32]byte
		mined, custodian, customers want
		pools                       int
	}{
		{"coinbase", first, want{10e8, 10e8, 10e8, 10e8}, want{}, want{}, 1},
		{"treasury", mined, want{50e8, 50e8, 50e8, 50e8}, want{}, want{}, 2},
		{"exchange", custodial, want{}, want{30e8, 30e8, 30e8, 30e8}, want{}, 0},
		{"ponzi", ponzi, want{}, want{}, want{15e8, 15e8, 15e8, 15e8}, 0},
		// 59 in, 40 out: FIFO 10 mined, 20 mixer, 10 mined. In proportion 40 x 39/59 = 26.44067797 mined (three inputs
		// rounded: 10/59 6.77966102, 20/59 13.55932203, 29/59 19.66101695; they sum to 40). Mined at least 40 - 20,
		// at most 39; the mixer at least 40 - 39.
		{"mix", mix, want{20e8, 26_44067797, 20e8, 39e8}, want{20e8, 13_55932203, 1e8, 20e8}, want{}, 2},
	} {
		r := walk(t, node, addressOf(holder), c.id)
		got := func(b trace.Bucket) want {
			return want{int64(b.FIFO), int64(b.Haircut), int64(b.Low), int64(b.High)}
		}
		if got(r.Buckets.Mined) != c.mined || got(r.Buckets.Custodian) != c.custodian || got(r.Buckets.SameSeller) != c.customers ||
			r.Buckets.Unresolved.Poison != 0 || len(r.Pools) != c.pools || !r.Complete {
			t.Errorf("%s: %+v, pools %+v", c.name, r.Buckets, r.Pools)
		}
	}
	all := walk(t, node, addressOf(holder))
	if len(all.Of) != 5 || all.Sat != 145e8 || all.Buckets.Mined.FIFO != 80e8 || all.Buckets.SameSeller.FIFO != 15e8 {
		t.Errorf("all payouts: %d of %d, %+v", len(all.Of), all.Sat, all.Buckets)
	}
	if *all.Of[0].NewestSource != 1 || all.Of[0].Coinbase != true || *all.Of[4].NewestSource != *all.Of[4].Height-100 {
		t.Errorf("maturity: %+v", all.Of)
	}
	w.reorganised(node, mined)
}

// reorganised replaces the last blocks by a longer branch in which the exchange's payout went to somebody else, so that
// what the holder had seen is gone.
func (w *world) reorganised(node *bitcoind.Node, kept [32]byte) {
	t := w.t
	w.rest(1)
	made := w.mine("", []btcdtest.Paid{paid(50e8, farm)})
	w.rest(100)
	branch := w.chain.Fork(1)
	raw, gone := pay([]btcdtest.Spend{spend(made, 0, farm)}, paid(49e8, holder))
	w.mine("", []btcdtest.Paid{paid(1, 99)}, raw)
	before := walk(t, node, addressOf(holder), gone)
	if before.Buckets.Mined.Low != 49e8 {
		t.Fatalf("before the reorganisation: %+v", before.Buckets)
	}
	w.chain = branch
	replaced, instead := pay([]btcdtest.Spend{spend(made, 0, farm)}, paid(7e8, holder), paid(42e8, stranger))
	for i := range 3 {
		var txs []btcdtest.Payment
		if i == 1 {
			txs = []btcdtest.Payment{replaced}
		}
		block, _ := w.chain.Mine(w.time, "branch", []btcdtest.Paid{paid(1, 98)}, txs...)
		w.time += 600
		w.node.Submit(block)
	}
	after := walk(t, node, addressOf(holder), instead)
	if after.Sat != 7e8 || after.Of[0].Block == before.Of[0].Block || after.Tip.Hash == before.Tip.Hash {
		t.Errorf("after the reorganisation: %+v", after.Of)
	}
	// btcd takes the transaction of a block that left the chain back into its pool, though another spends its coins.
	txs, err := node.Txs(context.Background(), []chain.Hash{gone})
	if err != nil || txs[0].Place.Mined() {
		t.Errorf("the replaced payout: %+v, %v", txs, err)
	}
	var unknown *trace.Unknown
	if _, err := node.Txs(context.Background(), []chain.Hash{{1}}); !errors.As(err, &unknown) || unknown.ID != (chain.Hash{1}) {
		t.Errorf("a transaction that never was: %v", err)
	}
}

// TestTraceWithoutIndex: a real node without indexes says so, with its repair.
func TestTraceWithoutIndex(t *testing.T) {
	n := btcdtest.Start(t)
	c := btcdtest.NewChain()
	block, id := c.Mine(time.Now().Add(-time.Hour).Unix(), "", []btcdtest.Paid{paid(1, holder)})
	n.Submit(block)
	login := func() (string, string, error) { return btcdtest.User, btcdtest.Password, nil }
	node := bitcoind.New(fetch.New(fetch.Options{Login: login}), n.URL)
	if _, err := node.Txs(context.Background(), []chain.Hash{id}); !errors.Is(err, trace.ErrNoIndex) || !strings.Contains(err.Error(), "txindex=1") {
		t.Errorf("without an index of transactions: %v", err)
	}
	if _, err := node.Paying(context.Background(), addressOf(holder), 10); !errors.Is(err, trace.ErrNoAddresses) || !strings.Contains(err.Error(), "addrindex=1") {
		t.Errorf("without an index of addresses: %v", err)
	}
}
