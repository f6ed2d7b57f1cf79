package trace_test

import (
	"context"
	"slices"
	"testing"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/trace"
	"github.com/assaymining/assay/units"
)

// ledger is a source made by hand.
type ledger struct {
	txs    map[chain.Hash]trace.Tx
	asked  map[chain.Hash]int
	height int
	hashes map[int]byte
	turn   func(l *ledger, asked int) // runs before each question
	n      int
}

func newLedger() *ledger {
	return &ledger{txs: map[chain.Hash]trace.Tx{}, asked: map[chain.Hash]int{}, height: 1000,
		hashes: map[int]byte{}}
}

func (l *ledger) block(height int) chain.Hash {
	return chain.Hash{byte(height), byte(height >> 8), byte(height >> 16), 1 + l.hashes[height]}
}

func (l *ledger) add(t testing.TB, height int, raw []byte) chain.Hash {
	t.Helper()
	tx, err := trace.ParseTx(raw)
	if err != nil {
		t.Fatal(err)
	}
	tx.Place = trace.Place{Block: l.block(height), Height: height, Time: int64(600 * height)}
	l.txs[tx.ID] = tx
	return tx.ID
}

// mine makes a coinbase.
func (l *ledger) mine(t testing.TB, height int, text string, out ...btcdtest.Paid) chain.Hash {
	return l.add(t, height, btcdtest.Coinbase(height, text, out))
}

// pay makes a transaction.
func (l *ledger) pay(t testing.TB, height int, in []trace.Outpoint, out ...btcdtest.Paid) chain.Hash {
	var spends []btcdtest.Spend
	for _, o := range in {
		spends = append(spends, btcdtest.Spend{ID: o.ID, Vout: o.Vout})
	}
	return l.add(t, height, btcdtest.Transaction(spends, out))
}

func to(sat int64, n int) btcdtest.Paid { return btcdtest.Paid{Sat: sat, Script: btcdtest.Script(n)} }

func at(id chain.Hash, vout uint32) trace.Outpoint { return trace.Outpoint{ID: id, Vout: vout} }

func (l *ledger) Tip(context.Context) (chain.Tip, error) {
	return chain.Tip{Network: regtest(), Height: l.height, Hash: l.block(l.height)}, nil
}

func (l *ledger) Hash(_ context.Context, height int) (chain.Hash, error) { return l.block(height), nil }

func (l *ledger) Txs(_ context.Context, ids []chain.Hash) ([]trace.Tx, error) {
	var out []trace.Tx
	for _, id := range ids {
		if l.n++; l.turn != nil {
			l.turn(l, l.n)
		}
		l.asked[id]++
		tx, ok := l.txs[id]
		if !ok {
			return nil, &trace.Unknown{ID: id}
		}
		out = append(out, tx)
	}
	return out, nil
}

func (l *ledger) Paying(context.Context, trace.Address, int) ([]chain.Hash, error) { return nil, nil }

func regtest() chain.Network {
	n, err := chain.NetworkNamed("regtest")
	if err != nil {
		panic(err)
	}
	return n
}

// labels knows the script of number 90 as an exchange and that of 91 as the seller's deposit address.
func labels(t testing.TB) *trace.Labels {
	t.Helper()
	l := trace.KnownLabels(regtest())
	exchange := trace.AddressOf(btcdtest.Script(90), regtest())
	if err := l.Read(reader("address,label,kind\n"+exchange+",Bourse,exchange\n"), regtest()); err != nil {
		t.Fatal(err)
	}
	deposit, err := trace.ParseAddress(trace.AddressOf(btcdtest.Script(91), regtest()))
	if err != nil {
		t.Fatal(err)
	}
	l.Deposit(deposit)
	return l
}

func run(t testing.TB, l *ledger, depth, most int, of ...trace.Outpoint) *trace.Result {
	t.Helper()
	w := &trace.Walk{Source: l, Network: regtest(), Labels: labels(t), Depth: depth, Transactions: most}
	r, err := w.Run(context.Background(), of)
	if err != nil {
		t.Fatal(err)
	}
	sums(t, r)
	return r
}

// buckets are the four.
func buckets(r *trace.Result) []trace.Bucket {
	b := r.Buckets
	return []trace.Bucket{b.Mined, b.Custodian, b.SameSeller, b.Unresolved}
}

// sums holds a result to what every result must keep.
func sums(t testing.TB, r *trace.Result) {
	t.Helper()
	var paid, fifo, haircut, named, pools, blocks, open units.Sat
	for _, p := range r.Of {
		paid += p.Sat
	}
	for _, b := range buckets(r) {
		fifo += b.FIFO
		haircut += b.Haircut
		for _, v := range []units.Sat{b.FIFO, b.Haircut} {
			if v < b.Low || v > b.High {
				t.Fatalf("%d lies outside of %d to %d: %+v", v, b.Low, b.High, r.Buckets)
			}
		}
		if b.High > b.Poison {
			t.Fatalf("what can be, %d, is more than the poisoned payouts, %d", b.High, b.Poison)
		}
	}
	for _, p := range r.Pools {
		pools += p.FIFO
		for _, b := range p.Blocks {
			blocks += b.FIFO
		}
	}
	for _, n := range r.Named {
		named += n.FIFO
	}
	for _, u := range r.Unresolved {
		open += u.FIFO
	}
	b := r.Buckets
	if fifo != paid || haircut != paid || r.Sat != paid || pools != b.Mined.FIFO || blocks != pools ||
		named != b.Custodian.FIFO+b.SameSeller.FIFO || open != b.Unresolved.FIFO {
		t.Fatalf("parts do not sum to the payouts, %d: FIFO %d, haircut %d, %+v", paid, fifo, haircut, r)
	}
	if slices.ContainsFunc(r.Unresolved,
		func(u trace.Unresolved) bool { return u.Why != trace.Returned && u.FIFO > 0 }) &&
		r.Complete {
		t.Fatal("it is cut off and says that it is complete")
	}
}
