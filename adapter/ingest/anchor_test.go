package ingest

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// TestAnchor: a store of mainnet that begins in the middle begins with an epoch, and its first block
// must have that epoch's target.
func TestAnchor(t *testing.T) {
	since, _ := units.ParseDate("2026-06-02")
	height := startHeight(chain.Mainnet(), since)
	e, ok := market.Embedded().EpochAt((since - 1).Unix())
	if !ok || height != e.Height || height%2016 != 0 {
		t.Fatalf("blocks from %s on begin at %d, the epoch at %d", since, height, e.Height)
	}
	good := chain.Block{Height: height, Header: chain.Fields{Bits: e.Bits, Time: e.Time}.Header()}
	if err := anchored(chain.Mainnet(), good); err != nil {
		t.Error(err)
	}
	lie := chain.Block{Height: height, Header: chain.Fields{Bits: e.Bits + 1, Time: e.Time}.Header()}
	if err := anchored(chain.Mainnet(), lie); err == nil || !strings.Contains(err.Error(), "wrong or on another chain") {
		t.Errorf("another target: %v", err)
	}
	if got := startHeight(chain.Mainnet(), 0); got != 0 {
		t.Errorf("everything begins at %d", got)
	}
	regtest, _ := chain.NetworkNamed("regtest")
	if got := startHeight(regtest, since); got != 0 {
		t.Errorf("regtest begins at %d", got)
	}
}
