package trace_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/trace"
	"github.com/assaymining/assay/units"
)

func reader(text string) io.Reader { return strings.NewReader(text) }

// TestMixed derives every figure by hand. A treasury holds 60 mined, then 40 of an exchange, then 20 of a
// customer's deposit: 120 in. It pays 70 to the holder, 45 to others, and 5 as a fee.
//
// FIFO: the first 70 of the queue are all 60 mined and 10 of the exchange. Haircut: 70 x 60/120 = 35, 70 x
// 40/120 = 23 1/3, 70 x 20/120 = 11 2/3: rounded down 35, 23, 11, and the missing one goes to the largest
// remainder, the deposit. Bounds of mined: at least 70 - 60 others = 10, at most 60; of the exchange: 70 - 80
// < 0, at most 40.
func TestMixed(t *testing.T) {
	l := newLedger()
	made := l.mine(t, 100, "/alone/", to(60, 1))
	bought := l.mine(t, 101, "", to(40, 90), to(20, 91))
	moved := l.pay(t, 300, []trace.Outpoint{at(bought, 0), at(bought, 1)}, to(40, 90), to(20, 91))
	payout := l.pay(t, 400, []trace.Outpoint{at(made, 0), at(moved, 0), at(moved, 1)}, to(70, 2), to(45, 3))
	r := run(t, l, 5, 100, at(payout, 0))
	want := trace.Buckets{
		Mined:      trace.Bucket{FIFO: 60, Haircut: 35, Low: 10, High: 60, Poison: 70},
		Custodian:  trace.Bucket{FIFO: 10, Haircut: 23, Low: 0, High: 40, Poison: 70},
		SameSeller: trace.Bucket{FIFO: 0, Haircut: 12, Low: 0, High: 20, Poison: 70},
	}
	if diff := cmp.Diff(want, r.Buckets); diff != "" {
		t.Error(diff)
	}
	if r.Steps != 1 || r.Transactions != 3 || !r.Complete {
		t.Errorf("%d steps, %d transactions, complete %t", r.Steps, r.Transactions, r.Complete)
	}
	if len(r.Pools) != 1 || r.Pools[0].By != trace.ByNone || r.Pools[0].Blocks[0].Height != 100 {
		t.Errorf("pools are %+v", r.Pools)
	}
	// The second output holds what comes after: 30 of the exchange, 15 of the deposit.
	r = run(t, l, 5, 100, at(payout, 1))
	if b := r.Buckets; b.Mined.FIFO != 0 || b.Custodian.FIFO != 30 || b.SameSeller.FIFO != 15 {
		t.Errorf("second output: %+v", b)
	}
	// Both together are bounded together: 115 of 120 hold at least 55 of the 60.
	r = run(t, l, 5, 100, at(payout, 0), at(payout, 1))
	if b := r.Buckets.Mined; b.Low != 55 || b.High != 60 || b.FIFO != 60 {
		t.Errorf("both outputs: %+v", b)
	}
}

// TestHorizon: what is not followed stays unresolved, by reason, whole.
func TestHorizon(t *testing.T) {
	l := newLedger()
	id := l.mine(t, 100, "", to(1000, 1))
	for height := range 6 {
		id = l.pay(t, 300+height, []trace.Outpoint{at(id, 0)}, to(1000-int64(height), 1))
	}
	for depth := 1; depth <= 7; depth++ {
		r := run(t, l, depth, 100, at(id, 0))
		resolved := depth >= 6
		if b := r.Buckets; resolved != (b.Mined.FIFO == 995) || resolved == (b.Unresolved.Low == 995) ||
			r.Complete != resolved {
			t.Errorf("%d steps: %+v", depth, b)
		}
		if !resolved && (len(r.Unresolved) != 1 || r.Unresolved[0].Why != trace.AtDepth) {
			t.Errorf("%d steps: %+v", depth, r.Unresolved)
		}
		most := run(t, l, 20, depth, at(id, 0))
		if !(depth >= 7) && (len(most.Unresolved) != 1 || most.Unresolved[0].Why != trace.AtBudget ||
			most.Transactions != depth) {
			t.Errorf("%d transactions: %+v", depth, most.Unresolved)
		}
	}
}

// TestReturned: a payout that the holder paid in again is no second proof.
func TestReturned(t *testing.T) {
	l := newLedger()
	made := l.mine(t, 100, "", to(50, 1))
	first := l.pay(t, 300, []trace.Outpoint{at(made, 0)}, to(50, 2))
	again := l.pay(t, 301, []trace.Outpoint{at(first, 0)}, to(50, 2))
	r := run(t, l, 9, 100, at(first, 0), at(again, 0))
	if b := r.Buckets; b.Mined.FIFO != 50 || b.Unresolved.FIFO != 50 ||
		r.Unresolved[0].Why != trace.Returned {
		t.Errorf("%+v", r.Buckets)
	}
}

// TestCoinbasePayout: a payout by the coinbase itself is newly mined, and may be as young as its own block.
func TestCoinbasePayout(t *testing.T) {
	l := newLedger()
	made := l.mine(t, 500, "mined by /ViaBTC/", to(30, 1), to(20, 2))
	r := run(t, l, 3, 10, at(made, 1))
	if r.Buckets.Mined.Low != 20 || *r.Of[0].NewestSource != 500 || r.Pools[0].Pool != "ViaBTC" ||
		r.Pools[0].By != trace.ByTag {
		t.Errorf("%+v", r)
	}
	later := l.pay(t, 600, []trace.Outpoint{at(made, 0)}, to(30, 3))
	if r = run(t, l, 3, 10, at(later, 0)); *r.Of[0].NewestSource != 500 {
		t.Errorf("a payout in block 600 can hold coins of block %d at most", *r.Of[0].NewestSource)
	}
}

// TestContradictions: each lie of a source that hashes do not exclude is found.
func TestContradictions(t *testing.T) {
	for _, c := range []struct {
		name, says string
		make       func(l *ledger) trace.Outpoint
	}{
		{"immature", "must rest for 100 blocks", func(l *ledger) trace.Outpoint {
			made := l.mine(t, 301, "", to(50, 1))
			return at(l.pay(t, 400, []trace.Outpoint{at(made, 0)}, to(50, 2)), 0)
		}},
		{"order", "spends from block 500", func(l *ledger) trace.Outpoint {
			made := l.mine(t, 100, "", to(50, 1))
			moved := l.pay(t, 500, []trace.Outpoint{at(made, 0)}, to(50, 2))
			return at(l.pay(t, 400, []trace.Outpoint{at(moved, 0)}, to(50, 2)), 0)
		}},
		{"money", "spends only", func(l *ledger) trace.Outpoint {
			made := l.mine(t, 100, "", to(50, 1))
			return at(l.pay(t, 400, []trace.Outpoint{at(made, 0)}, to(51, 2)), 0)
		}},
		{"no such output", "which there is not", func(l *ledger) trace.Outpoint {
			made := l.mine(t, 100, "", to(50, 1))
			return at(l.pay(t, 400, []trace.Outpoint{at(made, 7)}, to(51, 2)), 0)
		}},
		{"twice", "spent already", func(l *ledger) trace.Outpoint {
			made := l.mine(t, 100, "", to(50, 1))
			a := l.pay(t, 300, []trace.Outpoint{at(made, 0)}, to(50, 2))
			b := l.pay(t, 301, []trace.Outpoint{at(made, 0)}, to(50, 3))
			return at(l.pay(t, 400, []trace.Outpoint{at(a, 0), at(b, 0)}, to(90, 2)), 0)
		}},
		{"circle", "ancestor of itself", func(l *ledger) trace.Outpoint {
			made := l.mine(t, 100, "", to(10, 1))
			a := l.pay(t, 300, []trace.Outpoint{at(made, 0)}, to(10, 2))
			b := l.pay(t, 300, []trace.Outpoint{at(a, 0)}, to(10, 3), to(0, 4))
			liar := l.txs[a] // as no hash can be, but a source that is believed could say
			liar.Spends = []trace.Outpoint{at(b, 0)}
			l.txs[a] = liar
			return at(l.pay(t, 400, []trace.Outpoint{at(b, 1)}, to(0, 2)), 0)
		}},
		{"another", "was given", func(l *ledger) trace.Outpoint {
			made := l.mine(t, 100, "", to(50, 1))
			other := l.mine(t, 101, "", to(50, 1))
			l.txs[made] = l.txs[other]
			return at(made, 0)
		}},
	} {
		l := newLedger()
		of := c.make(l)
		w := &trace.Walk{Source: l, Network: regtest(), Depth: 10, Transactions: 100}
		_, err := w.Run(context.Background(), []trace.Outpoint{of})
		var lie *trace.Contradiction
		if !errors.As(err, &lie) || !strings.Contains(err.Error(), c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestReorganised: a block that leaves the chain under the walk makes it begin anew, with the other branch's
// blocks.
func TestReorganised(t *testing.T) {
	l := newLedger()
	made := l.mine(t, 100, "", to(50, 1))
	moved := l.pay(t, 900, []trace.Outpoint{at(made, 0)}, to(50, 2))
	payout := l.pay(t, 990, []trace.Outpoint{at(moved, 0)}, to(50, 3))
	l.turn = func(l *ledger, asked int) {
		if asked == 2 { // the payout was given as of block 990; it is now of 995
			for h := 980; h <= 1000; h++ {
				l.hashes[h] = 1
			}
			tx := l.txs[payout]
			tx.Place.Height, tx.Place.Block = 995, l.block(995)
			l.txs[payout] = tx
		}
	}
	r := run(t, l, 9, 100, at(payout, 0))
	if *r.Of[0].Height != 995 || r.Of[0].Block != l.block(995).String() ||
		r.Tip.Hash != l.block(1000).String() {
		t.Errorf("%+v", r.Of)
	}
	// A payout that the other branch replaced is named.
	l.turn = func(l *ledger, asked int) {
		if l.hashes[1000] == 1 {
			l.hashes[1000] = 2
			delete(l.txs, payout)
		}
	}
	w := &trace.Walk{Source: l, Network: regtest(), Depth: 9, Transactions: 100}
	var unknown *trace.Unknown
	if _, err := w.Run(context.Background(), []trace.Outpoint{at(payout, 0)}); !errors.As(err, &unknown) ||
		unknown.ID != payout || !strings.Contains(err.Error(), "replaced") {
		t.Errorf("a replaced payout: %v", err)
	}
}

// randomChain is a chain of mined coins, moves, mixes and labelled addresses, and its unspent outputs.
func randomChain(t testing.TB, r *rand.Rand, size int) (*ledger, []trace.Outpoint) {
	l := newLedger()
	l.height = 200 + size
	var open []trace.Outpoint
	value := func(o trace.Outpoint) int64 { return int64(l.txs[o.ID].Outputs[o.Vout].Sat) }
	outs := func(sum int64) (out []btcdtest.Paid) {
		for n := 1 + r.IntN(4); n > 0 && sum > 0; n-- {
			part := 1 + r.Int64N(sum)
			if n == 1 {
				part = sum - r.Int64N(min(sum, 3)) // the rest is a fee
			}
			script := r.IntN(30)
			if r.IntN(8) == 0 {
				script = 90 + r.IntN(2)
			}
			out = append(out, to(part, script))
			sum -= part
		}
		return out
	}
	for i := range size {
		var id chain.Hash
		if len(open) == 0 || r.IntN(4) == 0 {
			id = l.mine(t, i, []string{"", "/ViaBTC/", "/slush/"}[r.IntN(3)], outs(1+r.Int64N(1000))...)
		} else {
			var in []trace.Outpoint
			var sum int64
			for n := 1 + r.IntN(5); n > 0 && len(open) > 0; n-- {
				k := r.IntN(len(open))
				in = append(in, open[k])
				sum += value(open[k])
				open[k] = open[len(open)-1]
				open = open[:len(open)-1]
			}
			id = l.pay(t, 200+i, in, outs(sum)...)
		}
		for v := range l.txs[id].Outputs {
			open = append(open, at(id, uint32(v)))
		}
	}
	return l, open
}

// TestRandomChains: over random chains the parts of every answer sum to the payouts and the conventions lie
// within the bounds (sums checks both), and the order in which payouts are named does not matter.
func TestRandomChains(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "seed"), 1))
		l, open := randomChain(t, r, 5+r.IntN(120))
		r.Shuffle(len(open), func(i, j int) { open[i], open[j] = open[j], open[i] })
		of := open[:1+r.IntN(min(len(open), 6))]
		depth, most := 1+r.IntN(30), len(of)+r.IntN(120)
		first := run(t, l, depth, most, of...)
		r.Shuffle(len(of), func(i, j int) { of[i], of[j] = of[j], of[i] })
		if diff := cmp.Diff(bytes(t, first), bytes(t, run(t, l, depth, most, of...))); diff != "" {
			rt.Fatal(diff)
		}
		if first.Transactions > most || first.Steps > depth {
			rt.Fatalf("%d transactions of %d, %d steps of %d", first.Transactions, most, first.Steps, depth)
		}
		history(rt, r, l, of, run(t, l, 1000, 1000, of...))
	})
}

// history draws one of all the histories that the payouts' satoshi may have had: each transaction takes what
// is asked of it from its inputs, however it likes. Every one lies within the bounds.
func history(t *rapid.T, r *rand.Rand, l *ledger, of []trace.Outpoint, result *trace.Result) {
	labelled := map[string]int{string(btcdtest.Script(90)): 1, string(btcdtest.Script(91)): 2}
	var got [4]units.Sat
	asked, own := map[trace.Outpoint]units.Sat{}, map[trace.Outpoint]bool{}
	for _, o := range of {
		own[o] = true
		asked[o] = l.txs[o.ID].Outputs[o.Vout].Sat
	}
	// each block holds at most one move and one coinbase
	for height := l.height + 200; height >= 0; height-- {
		for _, tx := range l.txs {
			if tx.Place.Height != height {
				continue
			}
			var want units.Sat
			for v, o := range tx.Outputs {
				out := trace.Outpoint{ID: tx.ID, Vout: uint32(v)}
				switch k := labelled[string(o.Script)]; {
				case tx.Coinbase():
					got[0] += asked[out]
				case k > 0 && !own[out]:
					got[k] += asked[out]
				default:
					want += asked[out]
				}
			}
			for n := 0; want > 0; n++ { // unspent payouts are no inputs of others here
				in := tx.Spends[n%len(tx.Spends)]
				free := l.txs[in.ID].Outputs[in.Vout].Sat - asked[in]
				part := min(want, free)
				if part > 0 && r.IntN(3) > 0 {
					part = 1 + units.Sat(r.Int64N(int64(part)))
				}
				asked[in] += part
				want -= part
			}
		}
	}
	for i, b := range buckets(result) {
		if got[i] < b.Low || got[i] > b.High {
			t.Fatalf("a history takes %v, bounds of bucket %d are %d and %d", got, i, b.Low, b.High)
		}
	}
}

func bytes(t testing.TB, r *trace.Result) string {
	t.Helper()
	out, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// TestApportion: parts sum to the whole and none exceeds its amount; 7 in proportion to 1, 1, 1, 6 is 0.77
// three times and 4.66: rounded down 0, 0, 0, 4, and the three that are missing go to the remainders of 0.77.
func TestApportion(t *testing.T) {
	if diff := cmp.Diff([]units.Sat{1, 1, 1, 4}, trace.Apportion(7, []units.Sat{1, 1, 1, 6})); diff != "" {
		t.Error(diff)
	}
	rapid.Check(t, func(t *rapid.T) {
		amounts := rapid.SliceOfN(rapid.Map(rapid.Int64Range(0, 21e14),
			func(v int64) units.Sat { return units.Sat(v) }), 1, 9).Draw(t, "amounts")
		var sum units.Sat
		for _, a := range amounts {
			sum += a
		}
		whole := units.Sat(rapid.Int64Range(0, int64(sum)).Draw(t, "whole"))
		var got units.Sat
		for i, p := range trace.Apportion(whole, amounts) {
			got += p
			if p < 0 || p > amounts[i] {
				t.Fatalf("part %d of amount %d", p, amounts[i])
			}
		}
		if got != whole {
			t.Fatalf("parts sum to %d, not %d", got, whole)
		}
	})
}
