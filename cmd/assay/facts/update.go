package facts

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/adapter/hashmarket"
	"github.com/assaymining/assay/adapter/ingest"
	"github.com/assaymining/assay/adapter/prices"
	"github.com/assaymining/assay/adapter/sqlite"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/units"
)

// Fetching is what is to be fetched, and from whom.
type Fetching struct {
	Store      string // file; empty: in the user's data directory
	Since      *commandline.Quantity[units.Date]
	Node       userNode // the user's own; without one an explorer is asked
	Explorer   string   // address of one of mempool.space's kind
	Esplora    string   // address of an Esplora API, instead
	Sources    []string
	URLs       map[string]string // other addresses, by source
	Currencies []string
	Retargets  bool
	Retries    int // of public sources; 0: the client's default, negative: none
}

// userNode is the user's own node, with the files of its login and certificate.
type userNode struct{ URL, Cookie, Cert string }

// DefaultExplorer is asked for blocks where the user names no source of his own.
const DefaultExplorer = "https://mempool.space"

// Sources are the names of all sources, their groups first.
func Sources() []string {
	return slices.Concat([]string{"blocks", "prices", "hashmarkets"}, prices.Names(), hashmarket.Names())
}

// Update asks the sources one after the other. A source that fails is complained about and the run
// goes on with the next; the error is then the first of them.
func (k Keeper) Update(ctx context.Context, u *Fetching) error {
	if err := u.valid(); err != nil {
		return err
	}
	path := k.storePath(u.Store)
	if path == "" {
		return commandline.Wrong("there is no data directory", "name the store with --store FILE")
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
	fmt.Fprintf(k.Err, "store: %s\n", path)
	var failed []error
	for _, step := range []func(context.Context, *Fetching, *sqlite.Store) error{
		k.updateBlocks, k.updatePrices, k.updateQuotes} {
		err := step(ctx, u, store)
		if err := ctx.Err(); err != nil {
			k.hint("what was fetched is kept; run it again to go on")
			return err
		}
		if err != nil {
			failed = append(failed, err)
		}
	}
	return errors.Join(failed...)
}

// wants reports whether a source, or the group it is in, is asked for.
func (u *Fetching) wants(name, group string) bool {
	return slices.Contains(u.Sources, name) || group != "" && slices.Contains(u.Sources, group)
}

// valid finds names that no source has.
func (u *Fetching) valid() error {
	known := Sources()
	for _, s := range u.Sources {
		if !slices.Contains(known, s) {
			return commandline.Wrong(
				fmt.Sprintf("there is no source %q", s),
				"write one of "+strings.Join(known, ", "),
			)
		}
	}
	for name := range u.URLs {
		if !slices.Contains(known[3:], name) {
			return commandline.Wrong(fmt.Sprintf("there is no source %q to give an address for", name),
				"write one of "+strings.Join(
					known[3:],
					", ",
				)+"; for blocks use --from-node, --explorer or --esplora")
		}
	}
	for _, c := range u.Currencies {
		if m, err := units.ParseMoney("1 " + c); err != nil || string(m.Currency) != strings.ToUpper(c) ||
			m.Currency == units.BTC {
			return commandline.Wrong(fmt.Sprintf("%q is not a currency with a price of bitcoin", c),
				"write codes such as USD,EUR,GBP,CHF,CAD,AUD,JPY")
		}
	}
	return nil
}

// first is the first day to have: as given, else the one after which the embedded facts have no
// figures of their own.
func (u *Fetching) first(cut func(market.Cutoffs) units.Date) units.Date {
	return u.Since.Or(cut(market.Embedded().Cutoffs()) + 1)
}

func (k Keeper) updateBlocks(ctx context.Context, u *Fetching, store *sqlite.Store) error {
	if !u.wants("blocks", "") {
		return nil
	}
	source, name, err := k.chainSource(u)
	if err != nil {
		return err
	}
	bar := console.NewBar(k.Err)
	defer bar.Clear()
	up := ingest.Update{Store: store, Chain: source, Name: name, Progress: bar.Step, Say: bar.Say}
	if name != nodeName {
		up.Batch = 15 // an explorer's page
	}
	r, err := up.Blocks(ctx, u.first(func(c market.Cutoffs) units.Date { return min(c.Blocks, c.Fees) }))
	bar.Clear()
	if r.Blocks > 0 || err == nil {
		fmt.Fprintf(k.Out, "blocks: %s new from %s to height %d (%s), %s; %.0f blocks/s\n",
			report.Count(r.Blocks, "block"), name, r.Tip.Height,
			r.Tip.Network.Name, report.Count(r.Days, "day"), r.PerSecond())
	}
	if err != nil {
		return fmt.Errorf("blocks: %w", err)
	}
	if !u.Retargets && name != nodeName {
		return nil
	}
	n, err := up.Retargets(ctx)
	bar.Clear()
	if err != nil {
		return fmt.Errorf("retargets: %w", err)
	}
	if r.Tip.Network.Retargets() {
		fmt.Fprintf(
			k.Out,
			"retargets: %d checked anew; every change of difficulty since 2009 follows the rule\n",
			n,
		)
	}
	return nil
}

func (k Keeper) updatePrices(ctx context.Context, u *Fetching, store *sqlite.Store) error {
	client := k.fetcher(u.Retries)
	venues := map[string]ingest.Venue{}
	for _, name := range prices.Names() {
		if u.wants(name, "prices") {
			v, err := prices.New(client, name, u.URLs[name])
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
		Since: u.first(func(c market.Cutoffs) units.Date { return c.Price }), Again: u.Since.Value != nil,
		Base: market.Embedded()}
	var failed []error
	for _, code := range u.Currencies {
		c := units.Currency(strings.ToUpper(code))
		r, err := job.Update(ctx, c)
		if err != nil {
			return fmt.Errorf("prices in %s: %w", c, err)
		}
		k.showPrices(r)
		if r.Days == 0 && job.Since < job.Today {
			failed = append(failed, fmt.Errorf("prices in %s: no day on which at least %d venues agree", c,
				market.AgreeVenues))
		}
	}
	return errors.Join(failed...)
}

// refusalsShown is how many refused days are listed before the rest is counted.
const refusalsShown = 3

func (k Keeper) showPrices(r ingest.PriceResult) {
	for _, f := range r.Failed {
		fmt.Fprintf(k.Err, "assay: warning: left out: %s\n", f)
	}
	for i, f := range r.Refused {
		if i == refusalsShown {
			fmt.Fprintf(
				k.Err,
				"assay: warning: %d more days refused; see assay data status\n",
				len(r.Refused)-i,
			)
			break
		}
		fmt.Fprintf(k.Err, "assay: warning: refused: %s\n", f)
	}
	now := "no price now"
	if r.SpotErr == nil {
		now = fmt.Sprintf("now %s, median of %s", units.Group(units.Format(r.Spot.Price, 7)),
			strings.Join(r.Spot.Used, ", "))
		if len(r.Spot.LeftOut) > 0 {
			now += "; left out: " + strings.Join(r.Spot.LeftOut, ", ")
		}
	}
	fmt.Fprintf(k.Out, "prices in %s: %s new; %s\n", r.Currency, report.Count(r.New, "day"), now)
}

func (k Keeper) updateQuotes(ctx context.Context, u *Fetching, store *sqlite.Store) error {
	client := k.fetcher(u.Retries)
	var markets []ingest.Market
	for _, name := range hashmarket.Names() {
		m, err := hashmarket.New(client, name, u.URLs[name])
		if err != nil {
			return err
		}
		m.Key, m.Secret = k.Env("ASSAY_MRR_KEY"), k.Env("ASSAY_MRR_SECRET")
		if u.wants(name, "") || u.wants("", "hashmarkets") && (name != "mrr" || m.Key != "") {
			markets = append(markets, m)
		}
	}
	if len(markets) == 0 {
		return nil
	}
	kept, refused, err := ingest.Quotes(ctx, store, markets, lastHashvalue(ctx, store))
	for _, r := range refused {
		fmt.Fprintf(k.Err, "assay: warning: left out: %s\n", r)
	}
	for _, q := range kept {
		fmt.Fprintf(k.Out, "hashrate at %s: %s %s sat/TH/day\n", q.Venue, q.What, units.Format(q.SatPerTH, 4))
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
