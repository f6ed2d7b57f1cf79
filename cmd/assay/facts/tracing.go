package facts

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"

	"github.com/assaymining/assay/adapter/bitcoind"
	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/adapter/esplora"
	"github.com/assaymining/assay/adapter/sqlite"
	"github.com/assaymining/assay/audit/recompute"
	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/payouts"
	"github.com/assaymining/assay/trace"
)

// Tracing is where transactions are read, and how far back.
type Tracing struct {
	Node         userNode
	Esplora      string // URL
	Depth        int
	Transactions int
	Labels       string   // file
	Deposits     []string // addresses where customers pay the seller
	Store        string
}

// OnChain reports whether text names an address, a transaction or an output of one.
func OnChain(text string) bool {
	_, err := trace.ParsePayouts([]string{text})
	return err == nil
}

// Trace walks back from what the arguments name: addresses, transactions or outputs of them.
func (k Keeper) Trace(ctx context.Context, o *Tracing, args []string) (*trace.Result, error) {
	if o.Depth < 1 || o.Transactions < 1 {
		return nil, commandline.Wrong("a trace takes one step and reads one transaction at least",
			"write --depth 10 --transactions 1000")
	}
	named, err := trace.ParsePayouts(args)
	if wrong := (*trace.NotAnOutput)(nil); errors.As(err, &wrong) {
		return nil, commandline.Wrong(err.Error(), "outputs count from 0: "+wrong.ID+":0")
	}
	if err != nil {
		return nil, commandline.Wrong(err.Error(),
			"write an address, or a transaction's ID of 64 hexadecimal digits")
	}
	source, err := k.traceSource(o)
	if err != nil {
		return nil, err
	}
	if path := k.storePath(o.Store); path != "" {
		store, err := sqlite.Open(path)
		if err != nil {
			return nil, err
		}
		defer store.Close()
		source = &trace.Cached{Source: source, Keeper: store}
	}
	tip, err := source.Tip(ctx)
	if err != nil {
		return nil, err
	}
	w := &trace.Walk{Source: source, Network: tip.Network, Depth: o.Depth, Transactions: o.Transactions}
	if w.Labels, err = o.known(tip.Network); err != nil {
		return nil, err
	}
	r, err := k.walk(ctx, w, named)
	if err != nil {
		return nil, err
	}
	r.Sentence = payouts.TraceSentence(r)
	return r, nil
}

// walk traces with a bar, and says that a run which was cut can go on.
func (k Keeper) walk(ctx context.Context, w *trace.Walk, named trace.Payouts) (*trace.Result, error) {
	bar := console.NewBar(k.Err)
	defer bar.Clear()
	w.Progress = func(step, read, waiting int) { bar.Step("transactions", read, w.Transactions) }
	of, open, err := named.Of(ctx, w)
	if errors.Is(err, trace.ErrMany) {
		return nil, commandline.Wrong(err.Error(),
			"name the payouts by their transactions' IDs, or raise --transactions")
	}
	if open > 0 {
		fmt.Fprintf(k.Err, "assay: warning: left out: %s in no block yet, which another may replace\n",
			report.Count(open, "transaction"))
	}
	if err != nil {
		return nil, err
	}
	r, err := w.Run(ctx, of)
	if _, kept := w.Source.(*trace.Cached); err != nil && kept {
		bar.Clear()
		k.hint("what was read is kept; run it again to go on")
	}
	return r, err
}

// traceSource is the source that the flags name. None is asked unless it is named.
func (k Keeper) traceSource(o *Tracing) (trace.Source, error) {
	switch {
	case o.Node.URL != "" && o.Esplora != "":
		return nil, commandline.Wrong("two sources are named", "write --node or --esplora, not both")
	case o.Node.URL != "":
		client, err := k.nodeClient(o.Node)
		if err != nil {
			return nil, err
		}
		return bitcoind.New(client, o.Node.URL), nil
	case o.Esplora != "":
		if at, err := url.Parse(o.Esplora); err != nil || at.Host == "" {
			return nil, commandline.Wrong("the explorer's address is not a URL",
				"write it as https://mempool.space/api")
		}
		return esplora.New(k.fetcher(0), o.Esplora), nil
	}
	return nil, commandline.Wrong("assay trace needs a source of transactions",
		"your own node: --node http://127.0.0.1:8332, or a public explorer, which learns what you ask for: "+
			"--esplora https://mempool.space/api")
}

// Chain is the chain of blocks of the source that the flags name; nil where none is named.
func (k Keeper) Chain(o *Tracing) (recompute.Chain, error) {
	if o.Node.URL == "" && o.Esplora == "" {
		return nil, nil
	}
	source, err := k.traceSource(o)
	if err != nil {
		return nil, err
	}
	blocks, ok := source.(recompute.Chain)
	if !ok {
		panic("facts: a source of transactions that knows no blocks")
	}
	return blocks, nil
}

// known are the labels for a network: the list, then the user's, then deposits.
func (o *Tracing) known(n chain.Network) (*trace.Labels, error) {
	labels := trace.KnownLabels(n)
	if o.Labels != "" {
		f, err := os.Open(o.Labels)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if err := labels.Read(f, n); err != nil {
			return nil, commandline.Wrong(fmt.Sprintf("%s: %v", o.Labels, err), "")
		}
	}
	for _, text := range o.Deposits {
		a, err := trace.ParseAddress(text)
		if err == nil {
			err = a.On(n)
		}
		if err != nil {
			return nil, commandline.Wrong(fmt.Sprintf("--deposit: %v", err), "")
		}
		labels.Deposit(a)
	}
	return labels, nil
}
