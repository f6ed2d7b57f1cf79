package main

import (
	"github.com/spf13/cobra"

	"github.com/assaymining/assay/cmd/assay/facts"
	"github.com/assaymining/assay/market"
)

// storeFlag adds --store to a verb that reads or writes the user's store of facts.
func storeFlag(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "store", "", "`FILE` of the facts fetched by \"assay data update\" (default "+
		"in your data directory)")
}

// historyFlag adds --history to a verb that needs the market's past.
func historyFlag(cmd *cobra.Command, path *string) {
	cmd.Flags().StringVar(path, "history", "", "CSV `FILE` of dated facts to use instead of the embedded "+
		"history")
}

// facts keeps the facts at hand for a verb.
func (p *program) facts() facts.Keeper {
	return facts.Keeper{Env: p.env, Out: p.out, Err: p.err, Version: version()}
}

// history is the market's past, as a verb's flag names it.
func (p *program) history(path string) (*market.History, error) { return p.facts().History(path) }
