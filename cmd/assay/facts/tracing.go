package facts

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/adapter/bitcoind"
	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/adapter/esplora"
	"github.com/assaymining/assay/adapter/sqlite"
	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/payouts"
	"github.com/assaymining/assay/trace"
)

// Tracing is where transactions are read, and how far back.
type Tracing struct {
	Node         Node
	Esplora      string // URL
	Depth        int
	Transactions int
	Labels       string   // file
	Deposits     []string // addresses where customers pay the seller
	Store        string
}

// OnChain reports whether text names an address, a transaction or an output of one.
func OnChain(text string) bool {
	_, _, err := namedIn([]string{text})
	return err == nil
}

// Trace walks back from what the arguments name: addresses, transactions or outputs of them.
func (k Keeper) Trace(ctx context.Context, o *Tracing, args []string) (*trace.Result, error) {
	if o.Depth < 1 || o.Transactions < 1 {
		return nil, commandline.Wrong("a trace takes one step and reads one transaction at least",
			"write --depth 10 --transactions 1000")
	}
	addresses, outputs, err := namedIn(args)
	if err != nil {
		return nil, err
	}
	source, err := k.traceSource(o)
	if err != nil {
		return nil, err
	}
	if path := k.StorePath(o.Store); path != "" {
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
	r, err := k.walk(ctx, w, addresses, outputs)
	if err != nil {
		return nil, err
	}
	r.Sentence = payouts.TraceSentence(r)
	return r, nil
}

// walk traces with a bar, and says that a run which was cut can go on.
func (k Keeper) walk(ctx context.Context, w *trace.Walk, addresses []trace.Address,
	outputs []named) (*trace.Result,
	error) {
	bar := console.NewBar(k.Err)
	defer bar.Clear()
	w.Progress = func(step, read, waiting int) { bar.Step("transactions", read, w.Transactions) }
	of, err := k.payouts(ctx, w, addresses, outputs)
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

// named is a transaction or one output of it.
type named struct {
	id   chain.Hash
	vout int // -1: all
}

// namedIn sorts the arguments.
func namedIn(args []string) (addresses []trace.Address, outputs []named, err error) {
	for _, arg := range args {
		digits, number, one := strings.Cut(arg, ":")
		if id, err := chain.ParseHash(digits); err == nil {
			n := named{id, -1}
			if one {
				if n.vout, err = strconv.Atoi(number); err != nil || n.vout < 0 {
					return nil, nil, commandline.Wrong(
						fmt.Sprintf("%q is not the number of an output", number),
						"outputs count from 0: "+digits+":0")
				}
			}
			outputs = append(outputs, n)
			continue
		}
		a, err := trace.ParseAddress(arg)
		if err != nil {
			return nil, nil, commandline.Wrong(err.Error(), "write an address, or a transaction's ID of 64 "+
				"hexadecimal digits")
		}
		addresses = append(addresses, a)
	}
	return addresses, outputs, nil
}

// traceSource is the source that the flags name. None is asked unless it is named.
func (k Keeper) traceSource(o *Tracing) (trace.Source, error) {
	switch {
	case o.Node.URL != "" && o.Esplora != "":
		return nil, commandline.Wrong("two sources are named", "write --node or --esplora, not both")
	case o.Node.URL != "":
		client, err := k.NodeClient(o.Node)
		if err != nil {
			return nil, err
		}
		return bitcoind.New(client, o.Node.URL), nil
	case o.Esplora != "":
		if at, err := url.Parse(o.Esplora); err != nil || at.Host == "" {
			return nil, commandline.Wrong("the explorer's address is not a URL",
				"write it as https://mempool.space/api")
		}
		return esplora.New(k.Fetcher(0), o.Esplora), nil
	}
	return nil, commandline.Wrong("assay trace needs a source of transactions",
		"your own node: --node http://127.0.0.1:8332, or a public explorer, which learns what you ask for: "+
			"--esplora https://mempool.space/api")
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

// payouts are the outputs that are meant: those of the transactions named, or of all that paid to an
// address, as far as they pay to the addresses.
func (k Keeper) payouts(ctx context.Context, w *trace.Walk, addresses []trace.Address, outputs []named) (
	[]trace.Outpoint, error) {
	for _, a := range addresses {
		if err := a.On(w.Network); err != nil {
			return nil, err
		}
	}
	var ids []chain.Hash
	for _, o := range outputs {
		ids = append(ids, o.id)
	}
	given, open := len(outputs) > 0, 0 // transactions are named; how many of a list are in no block yet
	if !given {
		for _, a := range addresses {
			paying, err := w.Source.Paying(ctx, a, w.Transactions)
			if errors.Is(err, trace.ErrMany) {
				return nil, commandline.Wrong(err.Error(), "name the payouts by their transactions' IDs, or "+
					"raise --transactions")
			}
			if err != nil {
				return nil, err
			}
			for _, id := range paying {
				outputs = append(outputs, named{id, -1})
			}
			ids = append(ids, paying...)
		}
	}
	var of []trace.Outpoint
	for part := range slices.Chunk(ids, 100) {
		txs, err := w.Source.Txs(ctx, part)
		if err != nil {
			return nil, err
		}
		for i, tx := range txs {
			if !given && !tx.Place.Mined() {
				open++
				continue
			}
			of = append(of, meant(tx, addresses, outputs[i])...)
		}
		outputs = outputs[len(part):]
	}
	if open > 0 {
		fmt.Fprintf(k.Err, "assay: warning: left out: %s in no block yet, which another may replace\n",
			report.Count(open, "transaction"))
	}
	switch {
	case len(of) == 0 && !given:
		return nil, fmt.Errorf("nothing was paid to %s", addresses[0].Text)
	case len(of) == 0:
		return nil, errors.New("the transactions named have no such output, or pay nothing to the address")
	}
	return of, nil
}

// meant are the outputs of one transaction that are meant.
func meant(tx trace.Tx, addresses []trace.Address, n named) (out []trace.Outpoint) {
	for v, o := range tx.Outputs {
		ours := len(addresses) == 0 || slices.ContainsFunc(addresses, func(a trace.Address) bool {
			return string(a.Script) == string(o.Script)
		})
		if ours && (n.vout < 0 || n.vout == v) && o.Sat > 0 {
			out = append(out, trace.Outpoint{ID: tx.ID, Vout: uint32(v)})
		}
	}
	return out
}
