// Package ingest brings the user's store up to date: it asks sources, checks what they say by the
// rules of consensus and against each other, and stores what stands.
//
// Update.Blocks follows a chain (a node or an explorer) block by block, Update.Retargets checks every
// change of difficulty since genesis, Update.Prices agrees on daily prices, Update.Quotes reads
// hashrate markets; Verify checks a store anew and History makes the history that verdicts use.
//
// What it refuses: a block that breaks a rule, a branch with less work, a price that fewer than
// three venues stand for, a quote outside the plausible band. Each refusal is noted in the store.
// It knows sources and the store only as the small interfaces below.
//
// Nothing in it is promised to other modules.
package ingest

import (
	"context"
	"time"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// Chain is a source of blocks. An error that wraps chain.ErrBranch means that a height is not, or no
// longer, on its main chain.
type Chain interface {
	Tip(ctx context.Context) (chain.Tip, error)
	Hash(ctx context.Context, height int) (chain.Hash, error)
	Headers(ctx context.Context, from, to int) ([]chain.Block, cite.Source, error)
	Blocks(ctx context.Context, from, to int) ([]chain.Block, cite.Source, error)
}

// Venue is a source of prices.
type Venue interface {
	Spot(ctx context.Context, c units.Currency) (market.Close, error)
	Closes(ctx context.Context, c units.Currency, from, to units.Date) ([]market.Close, error)
}

// Market is a source of hashrate prices.
type Market interface {
	Quotes(ctx context.Context) ([]market.Quote, error)
}

// Reader is a store that is read.
type Reader interface {
	State(key string) (string, error)
	Range() (low, high int, ok bool, err error)
	Run(height int) (stored bool, end int, err error)
	Blocks(ctx context.Context, from, to int, visit func(chain.Block) error) error
	Retargets(ctx context.Context) ([]chain.Retarget, error)
	Days(ctx context.Context, from units.Date) ([]chain.Day, error)
	Prices(ctx context.Context, c units.Currency) ([]market.Agreed, error)
	PricesByDay(ctx context.Context, c units.Currency) (map[units.Date]float64, error)
	Currencies() ([]units.Currency, error)
	Closes(ctx context.Context, visit func(market.Close) error) error
	Sources(ctx context.Context) ([]cite.Source, error)
	Corrections() (int, error)
	Integrity(ctx context.Context) error
}

// Store is a store that is written.
type Store interface {
	Reader
	SetState(ctx context.Context, key, value string) error
	DropBlocks(ctx context.Context, height int) error
	PutBlocks(ctx context.Context, source string, src cite.Source, blocks []chain.Block,
		days []chain.Day) error
	PutRetarget(ctx context.Context, source string, src cite.Source, t chain.Retarget) error
	PutPrices(ctx context.Context, closes []market.Close, prices []market.Agreed) error
	PutQuotes(ctx context.Context, quotes []market.Quote) error
	PutNote(ctx context.Context, kind, subject, says string) error
}

// networkKey is the store's state that names its network.
const networkKey = "network"

// Update is one run over one source of blocks; the zero values of its numbers mean the defaults.
type Update struct {
	Store    Store
	Chain    Chain
	Name     string // of the chain's source, as it is stored: "node", "mempool.space"
	Batch    int    // blocks asked for at once, default 200
	Workers  int    // questions under way at once, default 4
	Now      func() time.Time
	Progress func(stage string, done, total int) // called often; may be nil
	Say      func(format string, args ...any)    // tells the user what is worth telling; may be nil
}

func (u *Update) defaults() {
	if u.Batch <= 0 {
		u.Batch = 200
	}
	if u.Workers <= 0 {
		u.Workers = 4
	}
	if u.Now == nil {
		u.Now = time.Now
	}
	if u.Progress == nil {
		u.Progress = func(string, int, int) {}
	}
	if u.Say == nil {
		u.Say = func(string, ...any) {}
	}
}
