package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"os"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/adapter/bitcoind"
	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/adapter/esplora"
	"github.com/assaymining/assay/adapter/sqlite"
	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/cmd/assay/facts"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/trace"
)

// tracing is what the flags of assay trace say.
type tracing struct {
	node                facts.Node
	esplora             string
	depth, transactions int
	labels              string
	deposits            []string
	store               string
	svg                 string
	json                bool
}

// The budget of a trace where none is given: what a public explorer answers in some ten minutes.
const (
	traceDepth        = 10
	traceTransactions = 1000
)

func traceCommand(p *program) *cobra.Command {
	o := &tracing{}
	cmd := &cobra.Command{
		Use:   "trace ADDRESS|TXID[:OUTPUT]...",
		Short: "Show where payouts came from: newly mined, an exchange, or other customers",
		Long: commandline.Prose(`
Walk back from payouts over the transactions that they descend from, and say how much of them was newly
mined, and by which pools, how much came through an exchange or mixer, how much from addresses where
customers pay the seller, and how much is not resolved. The answer is an interval.

Name the address that you are paid at, or the payouts' transactions; of transactions that are named
beside an address, only what they paid to it counts. Your own node needs an index of transactions
(txindex=1), and to find what an address received one of addresses (btcd: addrindex=1). A public explorer
learns which payouts are asked for. What was read is kept in your store: a run that was cut goes on.

A file of labels holds lines of address, label and kind: exchange, mixer, custodian, or deposit for an
address where customers pay the seller.`),
		Example: "  assay trace --esplora https://mempool.space/api --deposit 1Seller... bc1qme...\n" +
			"  assay trace --node http://127.0.0.1:8332 --node-cookie ~/.bitcoin/.cookie TXID:0\n" +
			"  assay trace --esplora https://blockstream.info/api --svg path.svg --json TXID",
		Args: commandline.Arguments(1, -1, "an address or the ID of a transaction"),
		RunE: func(cmd *cobra.Command, args []string) error { return p.trace(cmd.Context(), o, args) },
	}
	f := cmd.Flags()
	f.StringVar(&o.node.URL, "node", "", "`URL` of your own node's JSON-RPC, Bitcoin Core or btcd")
	f.StringVar(&o.node.Cookie, "node-cookie", "", "`FILE` with \"user:password\" for the node")
	f.StringVar(&o.node.Cert, "node-cert", "", "`FILE` with the node's TLS certificate (btcd: rpc.cert)")
	f.StringVar(&o.esplora, "esplora", "", "`URL` of an Esplora API, such as https://mempool.space/api")
	f.IntVar(&o.depth, "depth", traceDepth, "`N` steps back at most")
	f.IntVar(&o.transactions, "transactions", traceTransactions, "`N` transactions to read at most")
	f.StringVar(&o.labels, "labels", "", "`FILE` of labels of your own, as CSV: address,label,kind")
	f.StringSliceVar(&o.deposits, "deposit", nil, "`ADDRESS` where customers pay the seller; repeatable")
	storeFlag(cmd, &o.store)
	f.StringVar(&o.svg, "svg", "", "write the paths of the coins as a picture to `FILE`")
	f.BoolVar(&o.json, "json", false, "print the result as JSON")
	return cmd
}

func (p *program) trace(ctx context.Context, o *tracing, args []string) error {
	if o.depth < 1 || o.transactions < 1 {
		return &misuse{"a trace takes one step and reads one transaction at least",
			"write --depth 10 --transactions 1000"}
	}
	payouts, err := trace.ParsePayouts(args)
	if wrong := (*trace.NotAnOutput)(nil); errors.As(err, &wrong) {
		return &misuse{err.Error(), "outputs count from 0: " + wrong.ID + ":0"}
	}
	if err != nil {
		return &misuse{err.Error(), "write an address, or a transaction's ID of 64 hexadecimal digits"}
	}
	source, err := p.traceSource(o)
	if err != nil {
		return err
	}
	if path := p.facts().StorePath(o.store); path != "" {
		store, err := sqlite.Open(path)
		if err != nil {
			return err
		}
		defer store.Close()
		source = &trace.Cached{Source: source, Keeper: store}
	}
	tip, err := source.Tip(ctx)
	if err != nil {
		return err
	}
	w := &trace.Walk{Source: source, Network: tip.Network, Depth: o.depth, Transactions: o.transactions}
	if w.Labels, err = o.known(tip.Network); err != nil {
		return err
	}
	r, err := p.walk(ctx, w, payouts)
	if err != nil {
		return err
	}
	r.Sentence = report.TraceSentence(r)
	if o.svg != "" {
		if err := os.WriteFile(o.svg, page.Flow(report.TraceFlow(r)), 0o644); err != nil {
			return err
		}
	}
	if o.json {
		return p.printJSON(r)
	}
	return p.show(report.Trace(r), nil)
}

// walk traces with a bar, and says that a run which was cut can go on.
func (p *program) walk(ctx context.Context, w *trace.Walk, payouts trace.Payouts) (*trace.Result, error) {
	bar := console.NewBar(p.err)
	defer bar.Clear()
	w.Progress = func(step, read, waiting int) { bar.Step("transactions", read, w.Transactions) }
	of, open, err := payouts.Of(ctx, w)
	if errors.Is(err, trace.ErrMany) {
		return nil, &misuse{err.Error(), "name the payouts by their transactions' IDs, or raise --transactions"}
	}
	if open > 0 {
		fmt.Fprintf(p.err, "assay: warning: left out: %s in no block yet, which another may replace\n",
			plural(open, "transaction"))
	}
	if err != nil {
		return nil, err
	}
	r, err := w.Run(ctx, of)
	if _, kept := w.Source.(*trace.Cached); err != nil && kept {
		bar.Clear()
		p.hint("what was read is kept; run it again to go on")
	}
	return r, err
}

// traceSource is the source that the flags name. None is asked unless it is named.
func (p *program) traceSource(o *tracing) (trace.Source, error) {
	switch {
	case o.node.URL != "" && o.esplora != "":
		return nil, &misuse{"two sources are named", "write --node or --esplora, not both"}
	case o.node.URL != "":
		client, err := p.facts().NodeClient(o.node)
		if err != nil {
			return nil, err
		}
		return bitcoind.New(client, o.node.URL), nil
	case o.esplora != "":
		if at, err := url.Parse(o.esplora); err != nil || at.Host == "" {
			return nil, &misuse{"the explorer's address is not a URL",
				"write it as https://mempool.space/api"}
		}
		return esplora.New(p.facts().Fetcher(0), o.esplora), nil
	}
	return nil, &misuse{"assay trace needs a source of transactions",
		"your own node: --node http://127.0.0.1:8332, or a public explorer, which learns what you ask for: " +
			"--esplora https://mempool.space/api"}
}

// known are the labels for a network: the list, then the user's, then deposits.
func (o *tracing) known(n chain.Network) (*trace.Labels, error) {
	labels := trace.KnownLabels(n)
	if o.labels != "" {
		f, err := os.Open(o.labels)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		if err := labels.Read(f, n); err != nil {
			return nil, &misuse{what: fmt.Sprintf("%s: %v", o.labels, err)}
		}
	}
	for _, text := range o.deposits {
		a, err := trace.ParseAddress(text)
		if err == nil {
			err = a.On(n)
		}
		if err != nil {
			return nil, &misuse{what: fmt.Sprintf("--deposit: %v", err)}
		}
		labels.Deposit(a)
	}
	return labels, nil
}
