// Package demo runs a whole provider on this machine in a minute: a chain in memory, miners on the processor
// over both protocols, series and holders, fast days, and what is published of them.
//
// Run does it. Everything but the chain and the clock is the real thing: sockets, segments, books, closes. A
// Cheat makes the provider dishonest in one way, so that an auditor can be seen to find it.
//
// Nothing in it is promised to other modules.
package demo

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/provider/clerk"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/jobs"
	"github.com/assaymining/assay/provider/miner"
	"github.com/assaymining/assay/provider/segments"
	"github.com/assaymining/assay/provider/store"
	"github.com/assaymining/assay/provider/swarm"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// Options of a demonstration.
type Options struct {
	Dir   string        // made anew: books in it, what is published in its folder "public"
	Day   time.Duration // how long a day lasts at least; it lasts until enough was mined to prove something
	Rate  float64       // hashes a second of each miner at most; 0 is as many as the processor makes
	Cheat Cheat
	Out   io.Writer
	// Store is the address of the books; empty is a file in Dir.
	Store string
	// Ready is told of everything before the first day, for pages; nil tells nobody.
	Ready func(Running)
	// After is called when all days are closed and published, with the books still open; nil is not.
	After func(ctx context.Context, public string) error
}

// Running is a demonstration under way.
type Running struct {
	Desk   *desk.Desk
	Clerk  *clerk.Clerk
	Public string
	Now    func() time.Time
	Miners func() miner.Counts
	Signer clerk.Signer // of days and receipts
}

// Cheat is a way to be dishonest.
type Cheat string

// The ways that the demonstration knows.
const (
	Honest   Cheat = ""
	Short    Cheat = "short"    // units get one percent less than they earned
	Replay   Cheat = "replay"   // yesterday's shares are counted again
	Fee      Cheat = "fee"      // the pool fee is twice what the terms say
	Oversell Cheat = "oversell" // more is sold than is proven
)

// Cheats are all ways, honesty left out.
var Cheats = []Cheat{Short, Replay, Fee, Oversell}

// What the demonstration is made of.
const (
	days    = 4          // one that proves, one that sells, two that earn
	level   = 14         // 16,384 hashes a share
	bits    = 0x1e0fffff // about a million hashes a block
	subsidy = 10_000     // satoshi
	miners  = 4
	enough  = 400 // shares a day, at least: by fewer a week proves next to nothing
)

// demo is one demonstration under way.
type demo struct {
	o          Options
	clock      sync.Mutex
	begun      time.Time // when the day began, by the machine's clock
	first      time.Time // the day, by the demonstration's
	handed     time.Time // when miners last got work, by the demonstration's
	zero       units.Date
	kept       atomic.Int64 // shares on disk, and those of days before
	keptBefore int64
	public     string
	chain      *chain
	store      *store.Store
	desk       *desk.Desk
	clerk      *clerk.Clerk
	signer     clerk.Signer
	writer     *segments.Writer
	server     *miner.Server
}

// Run runs a demonstration to its end and returns where the provider published.
func Run(ctx context.Context, o Options) (public string, err error) {
	d := &demo{o: o, public: filepath.Join(o.Dir, "public")}
	defer func() { err = errors.Join(err, d.close()) }()
	for _, step := range []func(context.Context) error{d.open, d.run, d.receipts} {
		if err := step(ctx); err != nil {
			return "", err
		}
	}
	if o.After != nil {
		return d.public, o.After(ctx, d.public)
	}
	return d.public, nil
}

// fresh is how old the work that miners have becomes at most: shares under way when a day turns are then far
// from a day old.
const fresh = 6 * time.Hour

// now is the demonstration's clock: it starts at a midnight, and stands at a day's last second until turn,
// and where the work that miners have grows old.
func (d *demo) now() time.Time {
	d.clock.Lock()
	defer d.clock.Unlock()
	const last = 24*time.Hour - time.Second
	passed := min(time.Duration(d.passed()*float64(24*time.Hour)), last)
	if !d.handed.Before(d.first) {
		passed = min(passed, d.handed.Add(fresh).Sub(d.first))
	}
	return d.first.Add(passed)
}

// passed is the part of the day that is over, from 0 to 1: by its time, and by what was mined.
func (d *demo) passed() float64 {
	return min(float64(time.Since(d.begun))/float64(d.o.Day), float64(d.kept.Load()-d.keptBefore)/enough, 1)
}

// turn begins the next day where this one is over, and reports it. Nobody else turns the day: however busy
// the machine is, none passes before what its midnight brings was done.
func (d *demo) turn() bool {
	d.clock.Lock()
	defer d.clock.Unlock()
	if d.passed() < 1 || d.first.Add(24*time.Hour).Sub(d.handed) > fresh {
		return false
	}
	d.first, d.begun, d.keptBefore = d.first.Add(24*time.Hour), time.Now(), d.kept.Load()
	return true
}

func (d *demo) day() units.Date { return units.Date(d.now().Unix() / 86_400) }

func (d *demo) say(format string, args ...any) {
	fmt.Fprintf(d.o.Out, "%v  ", d.now().UTC().Format("2006-01-02 15:04"))
	fmt.Fprintf(d.o.Out, format+"\n", args...)
}

// open makes everything and starts nothing.
func (d *demo) open(ctx context.Context) error {
	if entries, err := os.ReadDir(d.o.Dir); err == nil && len(entries) > 0 {
		return fmt.Errorf("%s is not empty: name a folder that is not there yet, as in "+
			"assay-provider demo another", d.o.Dir)
	}
	if err := os.MkdirAll(d.public, 0o755); err != nil {
		return err
	}
	var err error
	if d.chain, err = newChain(bits, subsidy); err != nil {
		return err
	}
	address := d.o.Store
	if address == "" {
		address = filepath.Join(d.o.Dir, "books.db")
	}
	if d.store, err = store.Open(ctx, address); err != nil {
		return err
	}
	secret := make([]byte, 32)
	if _, err := rand.Read(secret); err != nil {
		return err
	}
	d.desk = desk.New(d.store, "demo.example/assay", secret)
	if d.signer, err = signer("demo.example/assay"); err != nil {
		return err
	}
	d.begun = time.Now()
	d.first = d.begun.UTC().Truncate(24 * time.Hour)
	d.zero = units.Date(d.first.Unix() / 86_400)
	d.clerk, err = clerk.New(clerk.Options{
		Dir: d.public, Desk: d.desk, Price: price, Confirmations: d.chain.confirmations, Now: d.now,
		Bend: d.bend(), Signer: d.signer,
	})
	if err != nil {
		return err
	}
	if err := d.mine(); err != nil {
		return err
	}
	if d.o.Ready != nil {
		d.o.Ready(Running{d.desk, d.clerk, d.public, d.now, d.server.Counts, d.signer})
	}
	return nil
}

// signer has keys of the demonstration's own.
func signer(origin string) (clerk.Signer, error) {
	secret, public, err := note.GenerateKey(rand.Reader, origin)
	if err != nil {
		return clerk.Signer{}, err
	}
	return clerk.SignerOf(secret, public)
}

// price is a made-up price.
func price(_ context.Context, day units.Date) (daybook.Facts, error) {
	return daybook.Facts{
		Day:     day,
		Price:   76_000_000_000,
		Sources: []string{"made up for the demonstration"},
	}, nil
}

// mine opens the archive and the server of miners.
func (d *demo) mine() error {
	var err error
	d.writer, err = segments.Open(filepath.Join(d.public, "segments"), 1, segments.Options{
		Now:    d.now,
		Sealed: func(s segments.Sealed) { d.clerk.Sealed(s.Path, s.Until) },
	})
	if err != nil {
		return err
	}
	workers, err := segments.OpenWorkers(filepath.Join(d.public, "workers.txt"), nil)
	if err != nil {
		return err
	}
	authority := [32]byte{31: 1}
	d.server, err = miner.New(miner.Options{
		Archive: counted{
			d.writer,
			&d.kept,
		}, Workers: workers, Submit: d.chain.submit, Authority: &authority, Rand: rand.Reader, Now: d.now,
		Payout: jobs.Payout{Server: 1, Script: []byte("\x00\x14demo payout script.."[:22])},
		Start:  level, Min: level, Max: level, Interval: time.Hour,
	})
	return err
}

// counted counts the shares that are on disk.
type counted struct {
	*segments.Writer
	kept *atomic.Int64
}

// Append writes a share and counts it when it is on disk.
func (c counted) Append(s share.Share, hash [32]byte, ack func(error)) {
	c.Writer.Append(s, hash, func(err error) {
		if err == nil {
			c.kept.Add(1)
		}
		ack(err)
	})
}

func (d *demo) close() error {
	var all []error
	if d.server != nil {
		all = append(all, d.server.Close())
	}
	if d.writer != nil {
		all = append(all, d.writer.Close())
	}
	if d.store != nil {
		all = append(all, d.store.Close())
	}
	return errors.Join(all...)
}

// run lets miners mine and days pass.
func (d *demo) run(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	mined, err := d.start(ctx)
	if err != nil {
		return err
	}
	if err := d.series(ctx); err != nil {
		return err
	}
	today := d.day()
	last := today + days
	var prev [32]byte
	tick := time.NewTicker(50 * time.Millisecond)
	defer tick.Stop()
	for today < last {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-mined:
			return fmt.Errorf("a miner stopped: %w", err)
		case <-tick.C:
		}
		turned := d.turn()
		if turned { // miners have work on the new tip before the day behind is looked at
			d.chain.advance(desk.Maturity)
		}
		if t := d.chain.template(uint32(d.now().Unix())); t.Prev != prev || d.aged() {
			prev = t.Prev
			if err := d.hand(t); err != nil {
				return err
			}
		}
		if turned {
			if err := d.midnight(ctx, today, today+1); err != nil {
				return err
			}
			today++
		}
	}
	cancel()
	return d.finish(context.WithoutCancel(ctx))
}

// aged reports that the work that miners have is an hour old.
func (d *demo) aged() bool {
	now := d.now()
	d.clock.Lock()
	defer d.clock.Unlock()
	return now.Sub(d.handed) > time.Hour
}

// hand gives miners new work.
func (d *demo) hand(t *jobs.Template) error {
	err := d.server.SetTemplate(t)
	d.clock.Lock()
	defer d.clock.Unlock()
	d.handed = time.Unix(int64(t.Time), 0)
	return err
}

// start opens the sockets and sets miners to work over both protocols.
func (d *demo) start(ctx context.Context) (<-chan error, error) {
	if err := d.hand(d.chain.template(uint32(d.now().Unix()))); err != nil {
		return nil, err
	}
	stopped := make(chan error, miners)
	key := [32]byte{31: 1}
	authority, err := authorityOf(key)
	if err != nil {
		return nil, err
	}
	for n := range miners {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			return nil, err
		}
		proto := share.V1
		if n == miners-1 {
			proto = share.V2
		}
		go d.server.Serve(l, proto)
		o := swarm.Options{User: fmt.Sprintf("hall-a.cpu%d", n+1), Rate: d.o.Rate, Authority: authority,
			Now: d.now}
		go func() {
			var err error
			if proto == share.V2 {
				_, err = swarm.MineV2(ctx, l.Addr().String(), o)
			} else {
				_, err = swarm.MineV1(ctx, l.Addr().String(), o)
			}
			if err != nil && ctx.Err() == nil {
				stopped <- err
			}
		}()
	}
	d.say("%d miners work on this processor, three over Stratum V1 and one over V2", miners)
	return stopped, nil
}

// midnight closes what can be closed, and sells on the second day.
func (d *demo) midnight(ctx context.Context, before, today units.Date) error {
	c := d.server.Counts()
	d.say(
		"%v is over; so far %d shares are kept, %d came late behind a new block, %d were refused otherwise; "+
			"%d blocks found",
		before, c.Taken, c.Stale, c.Refused-c.Stale, c.Blocks,
	)
	if today == d.zero+1 {
		if err := d.clerk.Step(ctx); err != nil { // counts the day that is proven
			return err
		}
		if d.o.Cheat == Replay {
			if err := d.replay(before, today); err != nil {
				return err
			}
		}
		if err := d.sales(ctx, today); err != nil {
			return err
		}
	}
	return d.clerk.Step(ctx)
}

// finish seals, lets the last blocks mature, and closes every day that is over.
func (d *demo) finish(ctx context.Context) error {
	if err := d.server.Close(); err != nil {
		return err
	}
	if err := d.writer.Close(); err != nil {
		return err
	}
	d.server, d.writer = nil, nil
	d.chain.advance(desk.Maturity)
	if err := d.clerk.Step(ctx); err != nil {
		return err
	}
	last, closed, err := d.desk.LastClosed(ctx)
	if err != nil || !closed {
		return errors.Join(err, errors.New("no day was closed"))
	}
	d.say("days up to %v are closed and published in %s", last, d.public)
	return nil
}
