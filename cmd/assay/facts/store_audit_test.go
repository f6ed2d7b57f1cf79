package facts

import (
	"context"
	"io"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/assaymining/assay/adapter/bitcoind"
	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/adapter/ingest"
	"github.com/assaymining/assay/adapter/sqlite"
	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/trace"
	"github.com/assaymining/assay/units"
)

// The chain of TestAuditThroughTheStore: 24 blocks a day, the fees of most small and of some large, so
// that their
// median is not their mean.
const (
	storeDays    = 50 // of the chain
	paidFrom     = 12 // the first that is paid for: a coinbase rests for 100 blocks, and averages look back
	paidHashrate = 100e15
	farm, holder = 1, 2
)

// block is what the test knows of a block that it made.
type block struct {
	time int64
	fee  int64
}

// owedMedian is what a pool owes for a day that begins at 16:00 UTC of the day before and pays the
// median fee.
func owedMedian(h *market.History, blocks []block, date units.Date) int64 {
	var fees []int64
	for _, b := range blocks {
		if b.time >= date.Unix()-8*3600 && b.time < date.Unix()+16*3600 {
			fees = append(fees, b.fee)
		}
	}
	slices.Sort(fees)
	n := len(fees)
	median := float64(fees[n/2]+fees[(n-1)/2]) / 2
	found := 0.0 // blocks that the hashrate is expected to find, hour by hour
	for hour := range int64(24) {
		epoch, _ := h.EpochAt(date.Unix() - 8*3600 + hour*3600 + 1800)
		found += paidHashrate * 3600 / (epoch.Difficulty * (1 << 32))
	}
	return int64(found * (3.125e8 + median) * 0.98)
}

// TestAuditThroughTheStore: blocks of a real node go to the store; the payouts to an address are read
// off the chain
// and traced; and the audit finds the payer's day and its median of fees, which the daily means do not tell.
func TestAuditThroughTheStore(t *testing.T) {
	node, c := btcdtest.StartIndexed(t), btcdtest.NewChain()
	first, err := units.ParseDate("2026-02-10")
	if err != nil {
		t.Fatal(err)
	}
	known := market.Embedded()
	fees := rand.New(rand.NewPCG(5, 6))
	var blocks []block
	var earned [][32]byte // coinbases of the farm, one a day
	for day := range units.Date(storeDays) {
		for hour := range int64(24) {
			at := (first + day).Unix() + hour*3600 + 600
			of := first + day - 1 // the day of mining that is paid for in the morning after
			switch paying := day > paidFrom; {
			case hour != 6:
				fee := int64(800_000 + fees.IntN(400_000))
				if fees.IntN(6) == 0 {
					fee += int64(4_000_000 + fees.IntN(6_000_000))
				}
				before := c.Height()
				node.Submit(c.Next(at, fee))
				if before+1-100 < 1 || (before+1-100)%24 == 7 {
					fee = 0 // nothing to spend, or a coinbase of the farm
				}
				blocks = append(blocks, block{at, fee})
			default:
				reward := int64(50e8) >> ((c.Height() + 1) / 150)
				var payments []btcdtest.Payment
				if paying {
					sat := owedMedian(known, blocks, of)
					from := earned[day-6]
					had := int64(50e8) >> ((int(day-6)*24 + 7) / 150)
					payments = append(payments, btcdtest.Payment{
						In: []btcdtest.Spend{{ID: from, Vout: 0, N: farm}},
						Out: []btcdtest.Paid{{Sat: sat, Script: btcdtest.Script(holder)},
							{Sat: had - sat, Script: btcdtest.Script(farm)}}})
				}
				raw, id := c.Mine(at, "/miner/", []btcdtest.Paid{{Sat: reward,
					Script: btcdtest.Script(farm)}}, payments...)
				node.Submit(raw)
				earned = append(earned, id)
				blocks = append(blocks, block{at, 0})
			}
		}
	}

	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "facts.sqlite")
	s, err := sqlite.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	client := fetch.New(fetch.Options{Retries: 600, Pause: 50 * time.Millisecond,
		Login: func() (string, string, error) { return btcdtest.User, btcdtest.Password, nil }})
	up := &ingest.Update{Store: s, Chain: bitcoind.New(client, node.URL), Name: "node",
		Say: func(string, ...any) {}}
	if _, err := up.Blocks(ctx, 0); err != nil {
		t.Fatal(err)
	}
	h := laidOver(t, s, known, first)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}

	k := Keeper{Version: "assay test", Out: io.Discard, Err: io.Discard, Env: func(name string) string {
		return map[string]string{"ASSAY_NODE_USER": btcdtest.User,
			"ASSAY_NODE_PASSWORD": btcdtest.Password}[name]
	}}
	regtest, _ := chain.NetworkNamed("regtest")
	address := trace.AddressOf(btcdtest.Script(holder), regtest)
	traced, err := k.Trace(ctx, &Tracing{Node: userNode{URL: node.URL}, Depth: 5, Transactions: 1000,
		Store: filepath.Join(t.TempDir(), "trace.sqlite")}, []string{address})
	if err != nil {
		t.Fatal(err)
	}
	paid, err := audit.Traced(address, "sha256:test", traced)
	if err != nil {
		t.Fatal(err)
	}
	last := first + storeDays - 3
	list, err := k.BlockFees(ctx, path, first+paidFrom, last)
	if err != nil || len(list) == 0 {
		t.Fatalf("%d fees of blocks, %v", len(list), err)
	}
	in := audit.Input{Terms: audit.AccountTerms(paidHashrate, 0.02, payout.FPPS, 0), History: h,
		BlockFees: list,
		To:        last, Provenance: traced}
	r, err := audit.Statements(in, []*statement.Statement{paid})
	if err != nil {
		t.Fatal(err)
	}
	if r.State != audit.InOrder || r.Boundary.Zone != "UTC+8" || r.Boundary.Average != audit.FeeMedian ||
		!r.Boundary.Found {
		t.Errorf("with the fees of blocks: %s, boundary %+v: %s", r.State, r.Boundary, r.Sentence)
	}
	if p := r.Provenance; p == nil || p.Matched != p.Payouts || p.Payouts != storeDays-1-paidFrom {
		t.Errorf("provenance %+v", p)
	}
	in.BlockFees = nil
	without, err := audit.Statements(in, []*statement.Statement{paid})
	if err != nil {
		t.Fatal(err)
	}
	if without.Boundary.Average == audit.FeeMedian {
		t.Errorf("without the fees of blocks the median is found: %+v", without.Boundary)
	}
	if off, less := distance(without), distance(r); !(less < off/2) {
		t.Errorf("rest %d sat with the fees of blocks, %d without", less, off)
	}
}

// distance is what neither boundary nor rounding explains of a result, in satoshi.
func distance(r *audit.Result) int64 { return max(r.Parts.Rest, -r.Parts.Rest) }

// laidOver is the known history with the store's fees of each day in the place of its own. The rest of a
// regtest
// chain (its difficulty, its subsidy) is of no market.
func laidOver(t *testing.T, s *sqlite.Store, known *market.History, first units.Date) *market.History {
	t.Helper()
	days, err := s.Days(context.Background(), first)
	if err != nil || len(days) < storeDays-2 {
		t.Fatalf("%d days in the store, %v", len(days), err)
	}
	var seen []market.Observation
	for _, d := range days {
		own, err := known.At(d.Date)
		if err != nil {
			t.Fatal(err)
		}
		if !d.FeesKnown {
			t.Fatalf("the fees of %s are not known", d.Date)
		}
		seen = append(seen, market.Observation{Date: d.Date, PriceUSD: own.PriceUSD, Blocks: d.Blocks,
			FirstHeight: market.Unknown, Difficulty: own.Difficulty,
			FeesBTC: d.Fees.BTC() / float64(d.Blocks)})
	}
	h, err := known.Merge(seen, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	return h
}
