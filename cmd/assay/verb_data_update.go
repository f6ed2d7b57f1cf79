package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/adapter/hashmarket"
	"github.com/assaymining/assay/adapter/ingest"
	"github.com/assaymining/assay/adapter/prices"
	"github.com/assaymining/assay/adapter/sqlite"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// updating is what the flags of `assay data update` say.
type updating struct {
	store      string
	since      *commandline.Quantity[units.Date]
	node       string
	nodeCookie string
	nodeCert   string
	explorer   string
	esplora    string
	sources    []string
	urls       map[string]string
	currencies []string
	retargets  bool
	retries    int // of public sources; 0: the client's default, negative: none
}

// defaultExplorer is asked for blocks where the user names no source of his own.
const defaultExplorer = "https://mempool.space"

func dataUpdateCommand(p *program) *cobra.Command {
	u := &updating{since: commandline.Date()}
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
		RunE: func(cmd *cobra.Command, _ []string) error { return p.update(cmd.Context(), u) },
	}
	f := cmd.Flags()
	storeFlag(cmd, &u.store)
	f.Var(u.since, "since", "first `DATE` to have (default: where the facts at hand end)")
	f.StringVar(&u.node, "from-node", "", "`URL` of your own node's JSON-RPC, Bitcoin Core or btcd")
	f.StringVar(&u.nodeCookie, "node-cookie", "", "`FILE` with \"user:password\" for the node")
	f.StringVar(&u.nodeCert, "node-cert", "", "`FILE` with the node's TLS certificate (btcd: rpc.cert)")
	f.StringVar(&u.explorer, "explorer", defaultExplorer,
		"`URL` of an explorer of mempool.space's kind, for blocks without a node")
	f.StringVar(&u.esplora, "esplora", "", "`URL` of an Esplora API, such as https://blockstream.info/api, "+
		"instead")
	f.StringSliceVar(&u.sources, "source", []string{"blocks", "prices", "hashmarkets"},
		"`LIST` of what to ask: blocks, prices, hashmarkets, or "+
			strings.Join(slices.Concat(prices.Names(), hashmarket.Names()), ", "))
	f.StringToStringVar(&u.urls, "url", nil, "other address of a source, as `NAME=URL`; repeatable")
	f.StringSliceVar(&u.currencies, "currency", []string{"USD"},
		"`LIST` of currencies to have prices in, as USD,EUR,CHF")
	f.BoolVar(&u.retargets, "retargets", false,
		"check every change of difficulty since 2009 from headers (with --from-node always)")
	return cmd
}

// update asks the sources one after the other. A source that fails is complained about and the run
// goes on with the next; the error is then the first of them.
func (p *program) update(ctx context.Context, u *updating) error {
	if err := u.valid(); err != nil {
		return err
	}
	path := p.storePath(u.store)
	if path == "" {
		return &misuse{"there is no data directory", "name the store with --store FILE"}
	}
	release, err := sqlite.Lock(path)
	if err != nil {
		return err
	}
	defer release()
	store, err := sqlite.Open(path)
	if err != nil {
		return err
	}
	defer store.Close()
	fmt.Fprintf(p.err, "store: %s\n", path)
	var failed []error
	for _, step := range []func(context.Context, *updating, *sqlite.Store) error{p.updateBlocks, p.updatePrices,
		p.updateQuotes} {
		err := step(ctx, u, store)
		if err := ctx.Err(); err != nil {
			p.hint("what was fetched is kept; run it again to go on")
			return err
		}
		if err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// wants reports whether a source, or the group it is in, is asked for.
func (u *updating) wants(name, group string) bool {
	return slices.Contains(u.sources, name) || group != "" && slices.Contains(u.sources, group)
}

// valid finds names that no source has.
func (u *updating) valid() error {
	known := slices.Concat([]string{"blocks", "prices", "hashmarkets"}, prices.Names(), hashmarket.Names())
	for _, s := range u.sources {
		if !slices.Contains(known, s) {
			return &misuse{
				fmt.Sprintf("there is no source %q", s),
				"write one of " + strings.Join(known, ", "),
			}
		}
	}
	for name := range u.urls {
		if !slices.Contains(known[3:], name) {
			return &misuse{fmt.Sprintf("there is no source %q to give an address for", name),
				"write one of " + strings.Join(
					known[3:],
					", ",
				) + "; for blocks use --from-node, --explorer or --esplora"}
		}
	}
	for _, c := range u.currencies {
		if m, err := units.ParseMoney("1 " + c); err != nil || string(m.Currency) != strings.ToUpper(c) ||
			m.Currency == units.BTC {
			return &misuse{fmt.Sprintf("%q is not a currency with a price of bitcoin", c),
				"write codes such as USD,EUR,GBP,CHF,CAD,AUD,JPY"}
		}
	}
	return nil
}

// first is the first day to have: as given, else the one after which the embedded facts have no
// figures of their own.
func (u *updating) first(cut func(market.Cutoffs) units.Date) units.Date {
	return u.since.Or(cut(market.Embedded().Cutoffs()) + 1)
}

func (p *program) updateBlocks(ctx context.Context, u *updating, store *sqlite.Store) error {
	if !u.wants("blocks", "") {
		return nil
	}
	source, name, err := p.chainSource(u)
	if err != nil {
		return err
	}
	bar := console.NewBar(p.err)
	defer bar.Clear()
	up := ingest.Update{Store: store, Chain: source, Name: name, Progress: bar.Step, Say: bar.Say}
	if name != nodeName {
		up.Batch = 15 // an explorer's page
	}
	r, err := up.Blocks(ctx, u.first(func(c market.Cutoffs) units.Date { return min(c.Blocks, c.Fees) }))
	bar.Clear()
	if r.Blocks > 0 || err == nil {
		fmt.Fprintf(p.out, "blocks: %s new from %s to height %d (%s), %s; %.0f blocks/s\n",
			plural(r.Blocks, "block"), name, r.Tip.Height,
			r.Tip.Network.Name, plural(r.Days, "day"), r.PerSecond())
	}
	if err != nil {
		return fmt.Errorf("blocks: %w", err)
	}
	if !u.retargets && name != nodeName {
		return nil
	}
	n, err := up.Retargets(ctx)
	bar.Clear()
	if err != nil {
		return fmt.Errorf("retargets: %w", err)
	}
	if r.Tip.Network.Retargets() {
		fmt.Fprintf(
			p.out,
			"retargets: %d checked anew; every change of difficulty since 2009 follows the rule\n",
			n,
		)
	}
	return nil
}

func (p *program) updatePrices(ctx context.Context, u *updating, store *sqlite.Store) error {
	client := p.fetcher(u.retries)
	venues := map[string]ingest.Venue{}
	for _, name := range prices.Names() {
		if u.wants(name, "prices") {
			v, err := prices.New(client, name, u.urls[name])
			if err != nil {
				return err
			}
			venues[name] = v
		}
	}
	if len(venues) == 0 {
		return nil
	}
	job := ingest.Prices{Store: store, Venues: venues, Today: units.DateOf(time.Now().Unix()),
		Since: u.first(func(c market.Cutoffs) units.Date { return c.Price }), Again: u.since.Value != nil,
		Base: market.Embedded()}
	var failed []error
	for _, code := range u.currencies {
		c := units.Currency(strings.ToUpper(code))
		r, err := job.Update(ctx, c)
		if err != nil {
			return fmt.Errorf("prices in %s: %w", c, err)
		}
		p.showPrices(r)
		if r.Days == 0 && job.Since < job.Today {
			failed = append(failed, fmt.Errorf("prices in %s: no day on which at least %d venues agree", c,
				market.AgreeVenues))
		}
	}
	return errors.Join(failed...)
}

// refusalsShown is how many refused days are listed before the rest is counted.
const refusalsShown = 3

func (p *program) showPrices(r ingest.PriceResult) {
	for _, f := range r.Failed {
		fmt.Fprintf(p.err, "assay: warning: left out: %s\n", f)
	}
	for i, f := range r.Refused {
		if i == refusalsShown {
			fmt.Fprintf(
				p.err,
				"assay: warning: %d more days refused; see assay data status\n",
				len(r.Refused)-i,
			)
			break
		}
		fmt.Fprintf(p.err, "assay: warning: refused: %s\n", f)
	}
	now := "no price now"
	if r.SpotErr == nil {
		now = fmt.Sprintf("now %s, median of %s", units.Group(units.Format(r.Spot.Price, 7)),
			strings.Join(r.Spot.Used, ", "))
		if len(r.Spot.LeftOut) > 0 {
			now += "; left out: " + strings.Join(r.Spot.LeftOut, ", ")
		}
	}
	fmt.Fprintf(p.out, "prices in %s: %s new; %s\n", r.Currency, plural(r.New, "day"), now)
}

func (p *program) updateQuotes(ctx context.Context, u *updating, store *sqlite.Store) error {
	client := p.fetcher(u.retries)
	var markets []ingest.Market
	for _, name := range hashmarket.Names() {
		m, err := hashmarket.New(client, name, u.urls[name])
		if err != nil {
			return err
		}
		m.Key, m.Secret = p.env("ASSAY_MRR_KEY"), p.env("ASSAY_MRR_SECRET")
		if u.wants(name, "") || u.wants("", "hashmarkets") && (name != "mrr" || m.Key != "") {
			markets = append(markets, m)
		}
	}
	if len(markets) == 0 {
		return nil
	}
	kept, refused, err := ingest.Quotes(ctx, store, markets, lastHashvalue(ctx, store))
	for _, r := range refused {
		fmt.Fprintf(p.err, "assay: warning: left out: %s\n", r)
	}
	for _, q := range kept {
		fmt.Fprintf(p.out, "hashrate at %s: %s %s sat/TH/day\n", q.Venue, q.What, units.Format(q.SatPerTH, 4))
	}
	if err == nil && len(kept) == 0 {
		err = errors.New("hashrate markets: none gave a plausible price")
	}
	return err
}

// lastHashvalue is the hashvalue of the last day at hand; 0 if none can be told.
func lastHashvalue(ctx context.Context, store *sqlite.Store) consensus.Hashvalue {
	h, err := ingest.History(ctx, store, market.Embedded())
	if err != nil {
		return 0
	}
	d, err := h.At(h.Last())
	if err != nil {
		return 0
	}
	return d.Hashvalue()
}
