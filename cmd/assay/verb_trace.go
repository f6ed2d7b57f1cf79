package main

import (
	"context"
	"os"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/cmd/assay/facts"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/report/payouts"
)

// tracing is what the flags of assay trace say.
type tracing struct {
	facts.Tracing
	svg    string
	json   bool
	sheets reporting
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
	traceFlags(cmd, &o.Tracing)
	f := cmd.Flags()
	f.StringVar(&o.svg, "svg", "", "write the paths of the coins as a picture to `FILE`")
	o.sheets.flags(cmd)
	f.BoolVar(&o.json, "json", false, "print the result as JSON")
	return cmd
}

// traceFlags are those that say where transactions are read and how far back.
func traceFlags(cmd *cobra.Command, o *facts.Tracing) {
	f := cmd.Flags()
	f.StringVar(&o.Node.URL, "node", "", "`URL` of your own node's JSON-RPC, Bitcoin Core or btcd")
	f.StringVar(&o.Node.Cookie, "node-cookie", "", "`FILE` with \"user:password\" for the node")
	f.StringVar(&o.Node.Cert, "node-cert", "", "`FILE` with the node's TLS certificate (btcd: rpc.cert)")
	f.StringVar(&o.Esplora, "esplora", "", "`URL` of an Esplora API, such as https://mempool.space/api")
	f.IntVar(&o.Depth, "depth", traceDepth, "`N` steps back at most")
	f.IntVar(&o.Transactions, "transactions", traceTransactions, "`N` transactions to read at most")
	f.StringVar(&o.Labels, "labels", "", "`FILE` of labels of your own, as CSV: address,label,kind")
	f.StringSliceVar(&o.Deposits, "deposit", nil, "`ADDRESS` where customers pay the seller; repeatable")
	storeFlag(cmd, &o.Store)
}

func (p *program) trace(ctx context.Context, o *tracing, args []string) error {
	if err := o.sheets.check(1); err != nil {
		return err
	}
	r, err := p.facts().Trace(ctx, &o.Tracing, args)
	if err != nil {
		return err
	}
	if o.svg != "" {
		if err := os.WriteFile(o.svg, page.Flow(payouts.TraceFlow(r)), 0o644); err != nil {
			return err
		}
	}
	document := payouts.Trace(r)
	if o.sheets.wanted() {
		sheet, err := page.Trace(document)
		if err != nil {
			return err
		}
		if err := o.sheets.put(ctx, p, sheet, private); err != nil {
			return err
		}
	}
	if o.json {
		return p.printJSON(r)
	}
	return p.show(document, nil)
}
