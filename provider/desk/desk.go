// Package desk runs a provider's day: series and their titles, sales against what is proven, blocks as the
// chain takes them up and leaves them, the close of each day and the statement of it.
//
// Desk does it over a Store. Everything it does happens in one transaction, and may be asked for again after
// a failure: the second time it answers what the first one did. Where an equation of the books does not hold
// it stops: nothing is sold or closed until somebody has looked (ErrStopped says what and where).
//
// It opens no file, no socket and no clock: days, randomness and what a node says are passed in.
//
// Nothing in it is promised to other modules.
package desk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"

	"github.com/assaymining/assay/provider/ledger"
	"github.com/assaymining/assay/units"
)

// Store is where books and records are kept: f happens wholly or not at all, alone, and may run again.
type Store interface {
	Do(ctx context.Context, f func(Tx) error) error
}

// Tx is one transaction of a Store.
type Tx interface {
	Post(j ledger.Journal) (replay bool, err error)
	Balance(a ledger.Account) (units.MilliSat, error)
	Each(c ledger.Class, tell func(ledger.Account, units.MilliSat)) error
	Head() (journals int, head [32]byte, err error)
	Get(bucket, key string) ([]byte, error)
	Put(bucket, key string, value []byte) error
	List(bucket string, tell func(key string, value []byte) error) error
}

// The buckets of records.
const (
	buckSeries   = "series"   // by name
	buckHolder   = "holder"   // by number
	buckName     = "name"     // of a holder: its number
	buckTitle    = "title"    // events by number
	buckHoldings = "holdings" // by series and the first day they stand for
	buckBlock    = "block"    // by hash
	buckFacts    = "facts"    // by day
	buckDay      = "day"      // statements by day
	buckLeaves   = "leaves"   // what is owed to each, by day
	buckState    = "state"    // "last" closed day, "stopped", counters
)

// Desk is a provider's day over a store. It is safe for concurrent use.
type Desk struct {
	store  Store
	origin string
	secret []byte
}

// New is a desk. origin is the provider's public name, without blanks; secret is what holders' salts are
// made from: whoever knows it can tell whose leaf is whose.
func New(store Store, origin string, secret []byte) *Desk {
	return &Desk{store: store, origin: origin, secret: secret}
}

// Origin is the provider's public name.
func (d *Desk) Origin() string { return d.origin }

// What a desk refuses.
var (
	ErrStopped  = errors.New("stopped")
	ErrTaken    = errors.New("taken, by something else")
	ErrUnknown  = errors.New("not known here")
	ErrTooEarly = errors.New("too early")
	ErrOrder    = errors.New("an order that cannot be filled")
)

// do runs f in a transaction unless the desk is stopped; a breach in f stops it.
func (d *Desk) do(ctx context.Context, f func(Tx) error) error {
	err := d.store.Do(ctx, func(tx Tx) error {
		why, err := tx.Get(buckState, "stopped")
		if err != nil {
			return err
		}
		if why != nil {
			return fmt.Errorf("%w: %s", ErrStopped, why)
		}
		return f(tx)
	})
	var breach *ledger.Breach
	if !errors.As(err, &breach) {
		return err
	}
	stop := d.store.Do(
		ctx,
		func(tx Tx) error { return tx.Put(buckState, "stopped", []byte(breach.Error())) },
	)
	return errors.Join(fmt.Errorf("%w: %w", ErrStopped, err), stop)
}

// Stopped is why the desk is stopped, "" where it is not.
func (d *Desk) Stopped(ctx context.Context) (why string, err error) {
	err = d.store.Do(ctx, func(tx Tx) error {
		b, err := tx.Get(buckState, "stopped")
		why = string(b)
		return err
	})
	return why, err
}

// load reads a record; false where there is none.
func load(tx Tx, bucket, key string, into any) (bool, error) {
	b, err := tx.Get(bucket, key)
	if err != nil || b == nil {
		return false, err
	}
	if err := json.Unmarshal(b, into); err != nil {
		return false, fmt.Errorf("the record %s %s: %w", bucket, key, err)
	}
	return true, nil
}

// save writes a record.
func save(tx Tx, bucket, key string, value any) error {
	b, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return tx.Put(bucket, key, b)
}

// next counts up a counter and returns what it was, from first.
func next(tx Tx, counter string, first int) (int, error) {
	n := first
	if _, err := load(tx, buckState, counter, &n); err != nil {
		return 0, err
	}
	return n, save(tx, buckState, counter, n+1)
}
