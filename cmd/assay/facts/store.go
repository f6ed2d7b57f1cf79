package facts

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/ingest"
	"github.com/assaymining/assay/adapter/sqlite"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

// storePath is the file of the Store: as given, else facts.sqlite in the user's data directory
// (XDG Base Directory Specification on Linux); empty if there is no such directory.
func (k Keeper) storePath(given string) string {
	if given != "" {
		return given
	}
	dir := k.Env("XDG_DATA_HOME")
	if home := k.Env("HOME"); dir == "" && home != "" {
		dir = filepath.Join(home, ".local", "share")
		if runtime.GOOS == "darwin" {
			dir = filepath.Join(home, "Library", "Application Support")
		}
	}
	if runtime.GOOS == "windows" && k.Env("XDG_DATA_HOME") == "" {
		dir = k.Env("LocalAppData")
	}
	if !filepath.IsAbs(dir) { // the specification ignores relative paths
		return ""
	}
	return filepath.Join(dir, "assay", "facts.sqlite")
}

// store opens the store for reading, or says how to get one.
func (k Keeper) store(given string) (*sqlite.Store, error) {
	path := k.storePath(given)
	if path == "" {
		return nil, commandline.Wrong("there is no data directory", "name the store with --store FILE")
	}
	if !sqlite.Exists(path) {
		return nil, commandline.Wrong(fmt.Sprintf("there is no store %s", path),
			"fetch facts first: assay data update")
	}
	return sqlite.OpenRead(path)
}

// anyStore opens the store for reading; nil: there is none. One that nobody named and that cannot be read
// is none, and why is told: what comes with the program is then judged on.
func (k Keeper) anyStore(given string) (*sqlite.Store, error) {
	path := k.storePath(given)
	if path == "" || given == "" && !sqlite.Exists(path) {
		return nil, nil
	}
	s, err := k.store(given)
	if err != nil && given == "" {
		k.without(err)
		return nil, nil
	}
	return s, err
}

// without warns that the facts of the store are left out.
func (k Keeper) without(err error) {
	fmt.Fprintf(k.Err, "assay: warning: %s\nassay: warning: the facts that come with assay are used alone\n",
		need.Say(err.Error(), commandline.InFlags))
}

// Merged is the embedded history with the store's figures laid over it; without a store it is
// the embedded one.
func (k Keeper) Merged(given string) (*market.History, error) {
	s, err := k.anyStore(given)
	if err != nil {
		return nil, err
	}
	if s == nil {
		return market.Embedded(), nil
	}
	defer s.Close()
	h, err := ingest.History(context.Background(), s, market.Embedded())
	if err != nil {
		err = fmt.Errorf("store %s: %w", s.Path(), err)
		if given != "" { // one that nobody named is left out, whatever is wrong with it
			return nil, err
		}
		k.without(err)
		return market.Embedded(), nil
	}
	return h, nil
}

// quoteDays is how old a quote of a hashrate market may be on the day that is judged.
const quoteDays = 7

// Complete fills in what the store knows beside the history: what hashrate costs on a market, and
// exchange rates, as the ratio of the prices of a bitcoin in both currencies on the day that is
// judged. Rates given by the user stay.
func (k Keeper) Complete(ctx context.Context, given string, e *assay.Evidence) error {
	path := k.storePath(given)
	if given != "" && !isStore(given) || path == "" || !sqlite.Exists(path) {
		return nil
	}
	s, err := sqlite.OpenRead(path)
	if err == nil {
		defer s.Close()
		err = quoted(ctx, s, e)
	}
	if given == "" && (errors.Is(err, sqlite.ErrDamaged) || errors.Is(err, sqlite.ErrEmpty) || s == nil) {
		return nil // the history has said that the store is left out
	}
	return err
}

// quoted fills in the store's quotes and exchange rates of the day that is judged.
func quoted(ctx context.Context, s *sqlite.Store, e *assay.Evidence) error {
	asOf := e.Day()
	quotes, err := s.Quotes(ctx, (asOf+1).Unix()-1)
	if err != nil {
		return err
	}
	for _, q := range quotes {
		if day := units.DateOf(q.At); day > asOf-quoteDays && q.ForSale() &&
			(e.Spot == nil || q.SatPerTH < e.Spot.BTCPerTHDay*units.SatPerBTC) {
			e.Spot = &grounds.Quote{BTCPerTHDay: q.SatPerTH / units.SatPerBTC, AsOf: day, Source: q.From}
		}
	}
	rates, err := ingest.Rates(ctx, s, asOf)
	if err != nil {
		return err
	}
	maps.Copy(rates, e.Choices.USDPer)
	e.Choices.USDPer = rates
	return nil
}

// Live brings the store up to date before an offer is judged. What fails is told, and the offer is
// judged on the facts at hand.
func (k Keeper) Live(ctx context.Context) {
	aside := k
	aside.Out = k.Err
	u := &Fetching{Since: commandline.Date(), Explorer: DefaultExplorer,
		Sources: []string{"blocks", "prices", "hashmarkets"}, Currencies: []string{"USD"}, Retries: -1}
	if k.From != nil {
		from := *k.From
		u = &from
	}
	// a first run from the history's end on is short enough to wait for
	if path := k.storePath(""); path != "" && !sqlite.Exists(path) {
		last := market.Embedded().Last()
		u.Since.Value = &last
	}
	if err := aside.Update(ctx, u); err != nil && ctx.Err() == nil {
		for line := range strings.SplitSeq(need.Say(err.Error(), commandline.InFlags), "\n") {
			fmt.Fprintf(k.Err, "assay: warning: not fetched: %s\n", line)
		}
		fmt.Fprintf(k.Err, "assay: warning: judged on the facts at hand\n")
	}
}

// isStore reports whether a file begins as SQLite's do (file format, section 1.3).
func isStore(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 16)
	n, _ := f.Read(head)
	return string(head[:n]) == "SQLite format 3\x00"
}
