package ingest_test

import (
	"context"
	"strings"
	"testing"

	"github.com/assaymining/assay/adapter/ingest"
	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/market"
)

// fakeChain is mainnet as a source may tell it: headers by height.
type fakeChain map[int]chain.Header

func (f fakeChain) Tip(context.Context) (chain.Tip, error) {
	return chain.Tip{Network: chain.Mainnet(), Height: 2100, Time: 1233100000}, nil
}
func (f fakeChain) Hash(context.Context, int) (chain.Hash, error) { panic("not asked for") }
func (f fakeChain) Headers(_ context.Context, from, to int) (out []chain.Block, src cite.Source, err error) {
	for h := from; h <= to; h++ {
		out = append(out, chain.Block{Height: h, Header: f[h]})
	}
	return out, cite.Source{What: "block headers"}, nil
}
func (f fakeChain) Blocks(ctx context.Context, from, to int) ([]chain.Block, cite.Source, error) {
	return f.Headers(ctx, from, to)
}

func header(t *testing.T, s string) chain.Header {
	t.Helper()
	h, err := chain.ParseHeader(s)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// TestTurnsOfALiar: the first change of difficulty is told wrongly; nothing is stored and the error
// says what the rule demands. Blocks 0 and 2015 are mainnet's.
func TestTurnsOfALiar(t *testing.T) {
	genesis := header(t, "0100000000000000000000000000000000000000000000000000000000000000000000003ba3edfd7a7b12b27ac72c3e67768f617fc81bc3888a51323a9fb8aa4b1e5e4a29ab5f49ffff001d1dac2b7c")
	last := header(t, "01000000e25509cde707c3d02a693e4fe9e7cdd57c38a0d2c8d6341f20dae84b000000000c113df1185e162ee92d031fe21d1400ff7d705a3e9b9c860eea855313cd8ca26c087f49ffff001d30b73231")
	easy := chain.Fields{Version: 1, Prev: last.Hash(), Time: 1233063531, Bits: 0x207fffff}
	for easy.Header().CheckWork() != nil {
		easy.Nonce++
	}
	for _, c := range []struct {
		name, want string
		chain      fakeChain
	}{
		{"an easier target", "block 2016: its bits are 207fffff, the retarget rule demands 1d00ffff", fakeChain{0: genesis, 2015: last, 2016: easy.Header()}},
		{"no work", "does not meet the target", fakeChain{0: genesis, 2015: last, 2016: chain.Fields{Prev: last.Hash(), Bits: 0x1d00ffff}.Header()}},
		{"another block 0", "gives another block 0", fakeChain{0: last, 2015: last, 2016: easy.Header()}},
	} {
		s := newStore(t)
		up := ingest.Update{Store: s, Chain: c.chain, Name: "liar"}
		n, err := up.Retargets(context.Background())
		if err == nil || n != 0 || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %d turns, %v; want %q", c.name, n, err, c.want)
		}
		if turns, _ := s.Retargets(context.Background()); len(turns) != 0 {
			t.Errorf("%s: stored %+v", c.name, turns)
		}
	}
}

// TestHistory: what the store has is laid over the embedded history, and the store of another network
// is refused.
func TestHistory(t *testing.T) {
	ctx, s, base := context.Background(), newStore(t), market.Embedded()
	same, err := ingest.History(ctx, s, base)
	if err != nil || same != base {
		t.Errorf("an empty store changes the history: %v", err)
	}
	day := chain.Day{Date: base.Last() + 1, Difficulty: 1.4e14, Fees: 150e6, FeesKnown: true, Blocks: 150, FirstHeight: 970000}
	if err := s.PutBlocks(ctx, "node", cite.Source{What: "blocks"}, nil, []chain.Day{day}); err != nil {
		t.Fatal(err)
	}
	prices := []market.Agreed{{Currency: "USD", Date: day.Date, Price: 91000}, {Currency: "EUR", Date: day.Date, Price: 84000}}
	if err := s.PutPrices(ctx, nil, prices); err != nil {
		t.Fatal(err)
	}
	h, err := ingest.History(ctx, s, base)
	if err != nil {
		t.Fatal(err)
	}
	d, err := h.At(day.Date)
	if err != nil || d.PriceUSD != 91000 || d.FeesBTC != 0.01 || d.Blocks != 150 || d.Difficulty != 1.4e14 || d.Carried.Any() {
		t.Errorf("the day is %+v, %v", d, err)
	}
	if h.Hash() == base.Hash() || len(h.Sources()) <= len(base.Sources()) {
		t.Errorf("hash %s, sources %+v", h.Hash(), h.Sources())
	}
	rates, err := ingest.Rates(ctx, s, day.Date+3)
	if err != nil || len(rates) != 1 || rates["EUR"] != 91000.0/84000 {
		t.Errorf("rates are %v, %v", rates, err)
	}
	if rates, _ := ingest.Rates(ctx, s, day.Date+7); len(rates) != 0 {
		t.Errorf("rates a week old are used: %v", rates)
	}
	s.SetState(ctx, "network", "regtest")
	if _, err := ingest.History(ctx, s, base); err == nil || !strings.Contains(err.Error(), "regtest") {
		t.Errorf("another network: %v", err)
	}
}
