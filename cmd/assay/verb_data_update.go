package main

import (
	"strings"

	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/cmd/assay/facts"
	"github.com/spf13/cobra"
)

func dataUpdateCommand(p *program) *cobra.Command {
	u := &facts.Fetching{Since: commandline.Date()}
	cmd := &cobra.Command{
		Use:   "update",
		Short: "Fetch facts up to today and keep them in a store of your own",
		Long: commandline.Prose(`
Fetch blocks, prices and hashrate quotes and keep them, each with its source, in a store of your own,
which verdicts then use. Blocks are checked by the rules of consensus; a price needs three venues that
agree within 2 %. What was fetched is kept when the run is cut; the next one goes on from there.

This and --live are the only things that use the network. Proxies are taken from HTTPS_PROXY and NO_PROXY.
A node's login comes from ASSAY_NODE_USER and ASSAY_NODE_PASSWORD, or from a file with --node-cookie that
only you can read. Mining Rig Rentals is asked if ASSAY_MRR_KEY and ASSAY_MRR_SECRET are set.`),
		Example: "  assay data update\n" +
			"  assay data update --from-node http://127.0.0.1:8332 --node-cookie ~/.bitcoin/.cookie\n" +
			"  assay data update --since 2009-01-03 --retargets         everything, checked from the first block\n" +
			"  assay data update --source prices --currency USD,EUR     prices alone",
		Args: commandline.Arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.facts().Update(cmd.Context(), u) },
	}
	f := cmd.Flags()
	storeFlag(cmd, &u.Store)
	f.Var(u.Since, "since", "first `DATE` to have (default: where the facts at hand end)")
	f.StringVar(&u.Node.URL, "from-node", "", "`URL` of your own node's JSON-RPC, Bitcoin Core or btcd")
	f.StringVar(&u.Node.Cookie, "node-cookie", "", "`FILE` with \"user:password\" for the node")
	f.StringVar(&u.Node.Cert, "node-cert", "", "`FILE` with the node's TLS certificate (btcd: rpc.cert)")
	f.StringVar(&u.Explorer, "explorer", facts.DefaultExplorer,
		"`URL` of an explorer of mempool.space's kind, for blocks without a node")
	f.StringVar(&u.Esplora, "esplora", "", "`URL` of an Esplora API, such as https://blockstream.info/api, "+
		"instead")
	f.StringSliceVar(&u.Sources, "source", []string{"blocks", "prices", "hashmarkets"},
		"`LIST` of what to ask: blocks, prices, hashmarkets, or "+
			strings.Join(facts.Sources()[3:], ", "))
	f.StringToStringVar(&u.URLs, "url", nil, "other address of a source, as `NAME=URL`; repeatable")
	f.StringSliceVar(&u.Currencies, "currency", []string{"USD"},
		"`LIST` of currencies to have prices in, as USD,EUR,CHF")
	f.BoolVar(&u.Retargets, "retargets", false,
		"check every change of difficulty since 2009 from headers (with --from-node always)")
	return cmd
}
