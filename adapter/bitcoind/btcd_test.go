package bitcoind_test

import (
	"context"
	"testing"
	"time"

	"github.com/assaymining/assay/adapter/bitcoind"
	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/internal/btcdtest"
	"github.com/assaymining/assay/units"
)

func TestBtcd(t *testing.T) {
	n := btcdtest.Start(t)
	c := btcdtest.NewChain()
	begin := time.Now().Add(-48 * time.Hour).Unix()
	for i := range int64(200) {
		n.Submit(c.Next(begin+i*600, 1000*i))
	}
	node := bitcoind.New(fetch.New(fetch.Options{Login: func() (string, string, error) { return btcdtest.User, btcdtest.Password, nil }}), n.URL)
	tip, err := node.Tip(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	if tip.Network.Name != "regtest" || tip.Height != 200 || tip.Hash != c.Hash() {
		t.Errorf("tip is %+v", tip)
	}
	blocks, src, err := node.Blocks(context.Background(), 0, 200)
	if err != nil {
		t.Fatal(err)
	}
	for i, b := range blocks {
		want := units.Sat(0) // blocks from the 101st on have a transaction; block i was made with 1000*(i-1)
		if i > 100 {
			want = units.Sat(1000 * (i - 1))
		}
		if b.Height != i || !b.FeesKnown || b.Fees != want {
			t.Fatalf("block %d has height %d, fees %d, want %d", i, b.Height, b.Fees, want)
		}
	}
	if src.URL != n.URL || src.Hash == "" {
		t.Errorf("source is %+v", src)
	}
}
