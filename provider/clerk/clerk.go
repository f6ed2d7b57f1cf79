// Package clerk walks a provider through its days over real files and a real clock: it counts sealed
// segments, follows blocks, freezes facts, closes days and publishes them.
//
// Clerk does it. Each step may run again after a kill at any moment and then comes to the same bytes: what is
// published is written beside and renamed, and what was counted is counted once. Files that are published
// stand in one directory, so that any static server will do.
//
// What a day comes to is said by desk; where facts and blocks come from is passed in.
//
// Nothing in it is promised to other modules.
package clerk

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/provider/desk"
	"github.com/assaymining/assay/provider/meter"
	"github.com/assaymining/assay/share"
	"github.com/assaymining/assay/units"
)

// Options of a Clerk.
type Options struct {
	Dir  string // where is published; segments lie in its folder "segments"
	Desk *desk.Desk
	// Price is the price of a day and where it comes from, asked for once a day after its end.
	Price func(ctx context.Context, day units.Date) (daybook.Facts, error)
	// Confirmations asks the node what has become of a block.
	Confirmations desk.Confirmations
	Now           func() time.Time
	// Signer signs what is published of a day; the zero value signs nothing.
	Signer Signer
	// Bend changes a statement before it is published: for demonstrations of dishonesty alone.
	Bend func(*daybook.Statement)
}

// Clerk is a provider's days over files. It is safe for concurrent use.
type Clerk struct {
	o    Options
	step sync.Mutex // one step at a time

	// What is counted is changed by the step alone, which holds mu meanwhile and never while it waits for the
	// node, the books or a file: those who record shares and who look at pages wait for none of them.
	mu       sync.Mutex
	sealed   []sealed // segments that are not counted yet, in order
	meter    *meter.Meter
	segments map[units.Date][]daybook.Segment
	next     map[uint8]uint64 // of each server: the segment to be counted next
	until    map[uint8]uint64 // up to when it has reported
	blocks   []desk.Found     // found in segments, not yet booked
	network  payout.Network
	luck     map[units.Date]payout.Luck // blocks that shares of a day found, and stand for
	trouble  error                      // of the last step that failed
}

// sealed is a segment, and up to when its server had reported then, in milliseconds since 1970.
type sealed struct {
	path  string
	until uint64
}

// New reads what earlier days left and is ready to go on.
func New(o Options) (*Clerk, error) {
	for _, folder := range []string{"segments", "days", "facts", "series"} {
		if err := os.MkdirAll(filepath.Join(o.Dir, folder), 0o755); err != nil {
			return nil, err
		}
	}
	c := &Clerk{
		o: o, meter: &meter.Meter{}, segments: map[units.Date][]daybook.Segment{}, next: map[uint8]uint64{},
		until: map[uint8]uint64{}, luck: map[units.Date]payout.Luck{},
	}
	names, err := filepath.Glob(filepath.Join(o.Dir, "segments", "*.seg"))
	if err != nil {
		return nil, err
	}
	slices.Sort(names) // by server and number
	for _, name := range names {
		if err := c.count(name, 0); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
	}
	return c, c.sign()
}

// Sealed tells of a segment of a server that has now reported up to until, in milliseconds since 1970. The
// next step counts it; who calls waits for nothing.
func (c *Clerk) Sealed(path string, until uint64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sealed = append(c.sealed, sealed{path, until})
}

// counting counts the segments that were sealed since; one that cannot be counted stays the next.
func (c *Clerk) counting() error {
	for {
		c.mu.Lock()
		waiting := c.sealed
		c.mu.Unlock()
		if len(waiting) == 0 {
			return nil
		}
		if err := c.count(waiting[0].path, waiting[0].until); err != nil {
			return fmt.Errorf("%s: %w", filepath.Base(waiting[0].path), err)
		}
		c.mu.Lock()
		c.sealed = c.sealed[1:]
		c.mu.Unlock()
	}
}

func (c *Clerk) count(path string, until uint64) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	var found []desk.Found
	expected := 0.
	checked, err := share.RecheckWith(f, nil, func(j *share.Job, s *share.Share, hash [32]byte) {
		expected += c.network.Expected(j.Bits, s.Level)
		if b, ok := blockOf(j, hash); ok {
			found = append(found, b)
		}
	})
	if err != nil {
		return err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	head := checked.Segment.Head
	if !checked.Segment.Sealed || head.Seq < c.next[head.Server] {
		return nil // the one in hand, or one that was counted
	}
	c.until[head.Server] = max(c.until[head.Server], until, head.StartMS)
	if err := c.meter.Add(&checked, c.until[head.Server]); err != nil {
		return err
	}
	c.next[head.Server] = head.Seq + 1
	day := units.Date(head.Day)
	luck := c.luck[day]
	c.luck[day] = payout.Luck{Blocks: luck.Blocks + len(found), Expected: luck.Expected + expected}
	for _, b := range found {
		b.Day = day
		c.blocks = append(c.blocks, b)
	}
	c.segments[day] = append(c.segments[day], daybook.Segment{
		Server: head.Server, Seq: head.Seq, Grade: head.Grade, Shares: checked.Tree.Shares,
		Work: checked.Tree.Work,
		Root: checked.Tree.Root, File: checked.Segment.Sum,
	})
	return nil
}

// blockOf is the block that a share is, if it is one.
func blockOf(j *share.Job, hash [32]byte) (desk.Found, bool) {
	if !j.Solves(hash) {
		return desk.Found{}, false
	}
	height, err := j.Height()
	if err != nil {
		return desk.Found{}, false
	}
	printed := share.Printed(hash)
	pays, err := j.Pays()
	return desk.Found{Hash: hex.EncodeToString(printed[:]), Height: height, Reward: pays}, err == nil
}

// Luck is how many blocks the shares of a day found, those that another block displaced among them, and how
// many they stand for.
func (c *Clerk) Luck(day units.Date) (found int, expected float64) {
	c.mu.Lock()
	defer c.mu.Unlock()
	l := c.luck[day]
	return l.Blocks, l.Expected
}

// Capacity is what is proven by the end of the day before now: what sales are held to.
func (c *Clerk) Capacity() (meter.Capacity, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.meter.Capacity(c.today() - 1)
}

// today is the day of the clock.
func (c *Clerk) today() units.Date { return units.Date(c.o.Now().Unix() / 86_400) }

// Trouble is what the last step that failed said, nil where all is well.
func (c *Clerk) Trouble() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.trouble
}

// Step does what can be done now: counts segments, books blocks, follows them, and closes and publishes every
// day that is ready. What has to wait is no error.
func (c *Clerk) Step(ctx context.Context) error {
	c.step.Lock()
	defer c.step.Unlock()
	err := c.walk(ctx)
	c.mu.Lock()
	defer c.mu.Unlock()
	c.trouble = err
	return err
}

func (c *Clerk) walk(ctx context.Context) error {
	if err := c.counting(); err != nil {
		return err
	}
	for len(c.blocks) > 0 {
		if err := c.o.Desk.Block(ctx, c.blocks[0]); err != nil {
			return err
		}
		c.blocks = c.blocks[1:]
	}
	if err := c.o.Desk.Follow(ctx, c.o.Confirmations); err != nil {
		return err
	}
	for {
		day, ok, err := c.due(ctx)
		if err != nil || !ok {
			return err
		}
		err = c.closeDay(ctx, day)
		if errors.Is(err, desk.ErrTooEarly) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%v: %w", day, err)
		}
	}
}

// due is the day to be closed next, if it is over: the one after the last, or the first that has segments.
func (c *Clerk) due(ctx context.Context) (units.Date, bool, error) {
	last, closed, err := c.o.Desk.LastClosed(ctx)
	if err != nil {
		return 0, false, err
	}
	if closed {
		if err := c.publishDay(ctx, last); err != nil { // killed between the close and the rename
			return 0, false, err
		}
		return last + 1, last+1 < c.today(), nil
	}
	if len(c.segments) == 0 {
		return 0, false, nil
	}
	first := units.Date(1 << 30)
	for day := range c.segments {
		first = min(first, day)
	}
	return first, first < c.today(), nil
}

func (c *Clerk) closeDay(ctx context.Context, day units.Date) error {
	if err := c.freeze(ctx, day); err != nil {
		return err
	}
	in := desk.Metered{Meter: c.meter, Segments: c.segments[day]}
	if _, err := c.o.Desk.Close(ctx, day, in); err != nil {
		return err
	}
	return c.publishDay(ctx, day)
}

// freeze asks for the day's facts where they are not frozen yet.
func (c *Clerk) freeze(ctx context.Context, day units.Date) error {
	text, err := c.o.Desk.Facts(ctx, day)
	if err != nil || text != nil {
		return err
	}
	facts, err := c.o.Price(ctx, day)
	if err != nil {
		return err
	}
	return c.o.Desk.Freeze(ctx, &facts)
}

// publishDay writes everything that a closed day consists of, and then the index that names it.
func (c *Clerk) publishDay(ctx context.Context, day units.Date) error {
	if _, err := os.Stat(filepath.Join(c.o.Dir, daybook.DayFile(day))); err == nil {
		if indexed, err := c.indexed(day); err != nil || indexed {
			return err
		}
	}
	series, err := c.o.Desk.Series(ctx)
	if err != nil {
		return err
	}
	for i := range series {
		if err := c.write(daybook.SeriesFile(series[i].Name), series[i].Document); err != nil {
			return err
		}
	}
	facts, err := c.o.Desk.Facts(ctx, day)
	if err != nil {
		return err
	}
	if err := c.write(daybook.FactsFile(day), facts); err != nil {
		return err
	}
	text, err := c.o.Desk.Statement(ctx, day)
	if err != nil {
		return err
	}
	index, err := c.index()
	if err != nil {
		return err
	}
	if text, err = c.bent(text, index); err != nil {
		return err
	}
	if err := c.write(daybook.DayFile(day), text); err != nil {
		return err
	}
	if err := c.signed(daybook.SignatureFile(day), text); err != nil {
		return err
	}
	index.Days = append(index.Days, daybook.Entry{Day: day, Hash: daybook.HashOf(text)})
	return c.write(daybook.IndexFile, index.Append(nil))
}

// bent is the statement as a dishonest provider would publish it, linked to what he published before.
func (c *Clerk) bent(text []byte, index *daybook.Index) ([]byte, error) {
	if c.o.Bend == nil {
		return text, nil
	}
	s, err := daybook.Parse(text)
	if err != nil {
		return nil, err
	}
	if n := len(index.Days); n > 0 {
		s.Previous = index.Days[n-1].Hash
	}
	c.o.Bend(s)
	return s.Append(nil), nil
}

func (c *Clerk) index() (*daybook.Index, error) {
	text, err := os.ReadFile(filepath.Join(c.o.Dir, daybook.IndexFile))
	if errors.Is(err, fs.ErrNotExist) {
		return &daybook.Index{Origin: c.o.Desk.Origin()}, nil
	}
	if err != nil {
		return nil, err
	}
	return daybook.ParseIndex(text)
}

func (c *Clerk) indexed(day units.Date) (bool, error) {
	index, err := c.index()
	if err != nil {
		return false, err
	}
	return slices.ContainsFunc(index.Days, func(e daybook.Entry) bool { return e.Day == day }), nil
}

// write puts a file in place: beside, synced, renamed. The same bytes again change nothing.
func (c *Clerk) write(name string, content []byte) error {
	path := filepath.Join(c.o.Dir, name)
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, content) {
		return nil
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".new-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name())
	_, err = f.Write(content)
	if err == nil {
		err = f.Chmod(0o644)
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return err
	}
	return os.Rename(f.Name(), path)
}
