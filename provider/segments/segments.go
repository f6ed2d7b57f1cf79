// Package segments keeps jobs and shares in segment files, so that what was acknowledged is on disk.
//
// Main types: Writer (one server's segments), Recalled (what a restart has to know), Workers (the published
// table of names). Shares are written in groups, one frame and one fsync each, and acknowledged after it. A
// segment is sealed at least hourly and at midnight UTC: footer, fsync, rename, SHA-256; the next names it.
//
// A write or fsync that fails ends the process without an acknowledgement: after a failed fsync nobody knows
// what is on disk (https://wiki.postgresql.org/wiki/Fsync_Errors), and a second one would lie. At the next
// start a torn end is cut off, which was never acknowledged, and what is whole is sealed.
//
// Format: docs/segments.md. Nothing in it is promised to other modules.
package segments

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/assaymining/assay/share"
)

// Options of a Writer. The zero value will do.
type Options struct {
	// Window is how long a group takes from its first share until it is on disk, where the disk is fast:
	// the first share waits for others so long, less what the last write took. 0 is 3 ms.
	Window time.Duration
	Grade  share.Grade // 0 is A
	// MaxShares seals a segment that holds so many; 0 is 262,144, whose tree takes a tenth of a second.
	MaxShares int
	// Now is the clock; nil is the system's. A clock that goes back never makes a day come again.
	Now func() time.Time
	// Wrap stands between the writer and each of its files, for tests of a disk that fails; nil does nothing.
	Wrap func(File) File
	// Fatal is told of a write that failed. It must not return; nil says so on standard error and ends the
	// process.
	Fatal func(error)
	// Sealed is told of each sealed segment, in order, by the writer's own goroutine; it may be nil.
	Sealed func(Sealed)
}

// File is what the writer does with a file.
type File interface {
	io.Writer
	Sync() error
	// Trim gives back, durably, what room was made for more than was written.
	Trim() error
	Close() error
}

// Sealed is a segment that is complete.
type Sealed struct {
	Path string
	Head share.Head
	Foot share.Foot
	Sum  [32]byte // SHA-256 of the file
	// Until is the time, in milliseconds since 1970, before which no later segment has a share.
	Until uint64
}

// Writer appends to the segments of one server. It is safe for concurrent use.
type Writer struct {
	dir    string
	server uint8
	o      Options
	lock   *os.File
	recall Recalled

	mu      sync.Mutex
	waiting []entry
	since   time.Time // of the first that waits
	spare   []entry
	wake    chan struct{}
	closed  bool
	done    chan struct{}

	// Of the goroutine that writes alone:
	file   File
	path   string
	head   share.Head
	sum    hash.Hash
	prev   [32]byte
	seq    uint64
	leaves []share.Leaf
	jobs   map[uint32]*share.Job // that shares may come for
	inFile map[uint32]bool       // jobs that the segment has
	lastMS uint64
	took   time.Duration // by the last write
	pause  *pause
	buf    []byte
	group  []share.Share
}

// entry is one thing to be written: a job, a share, or a wish to seal.
type entry struct {
	job  *share.Job
	drop uint32 // jobs below are not needed any more; with job
	one  share.Share
	hash [32]byte
	ack  func(error)
	seal func(Sealed, error)
}

// Limits of a segment.
const (
	longest      = time.Hour
	frameMost    = 65_536
	defaultMost  = 1 << 18
	defaultGroup = 3 * time.Millisecond
)

// errClosed is what comes of a Writer that was closed.
var errClosed = errors.New("the archive is closed")

// Open begins the segments of a server in dir, which is made where it is not there. What an earlier process
// left unsealed is cut to its last whole frame and sealed. Two writers of one server are refused.
func Open(dir string, server uint8, o Options) (*Writer, error) {
	if o.Window == 0 {
		o.Window = defaultGroup
	}
	if o.Grade == 0 {
		o.Grade = share.GradeA
	}
	if o.MaxShares == 0 {
		o.MaxShares = defaultMost
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Wrap == nil {
		o.Wrap = func(f File) File { return f }
	}
	if o.Fatal == nil {
		o.Fatal = func(err error) {
			fmt.Fprintln(os.Stderr, "segments:", err)
			os.Exit(1)
		}
	}
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, err
	}
	lock, err := lockFile(filepath.Join(dir, fmt.Sprintf("s%02x.lock", server)))
	if err != nil {
		return nil, fmt.Errorf("lock the archive of server %d: %w", server, err)
	}
	w := &Writer{
		dir: dir, server: server, o: o, lock: lock, wake: make(chan struct{}, 1), done: make(chan struct{}),
		jobs: map[uint32]*share.Job{},
	}
	w.pause, err = newPause()
	if err != nil {
		lock.Close()
		return nil, err
	}
	if err = w.recover(); err == nil {
		err = w.begin()
	}
	if err != nil {
		w.pause.close()
		lock.Close()
		return nil, err
	}
	go w.run()
	return w, nil
}

// segmentName is the file name of a segment.
func segmentName(server uint8, seq uint64) string { return fmt.Sprintf("s%02x-%010d.seg", server, seq) }

// Recalled is what earlier segments say that a server has to know before it hands out work.
func (w *Writer) Recalled() Recalled { return w.recall }

// Job writes a job and returns when it is on disk: only then may it be handed out. No share will come for a
// job below drop. The job must not be changed afterwards.
func (w *Writer) Job(j *share.Job, drop uint32) error {
	if err := j.Check(); err != nil {
		return err
	}
	done := make(chan error, 1)
	w.put(entry{job: j, drop: drop, ack: func(err error) { done <- err }})
	return <-done
}

// Append writes a share, whose ReceivedMS it fills in, and calls ack when it is on disk, from a goroutine of
// its own that ack must not hold up. hash is that of the share's header.
func (w *Writer) Append(s share.Share, hash [32]byte, ack func(error)) {
	w.put(entry{one: s, hash: hash, ack: ack})
}

// Seal seals the segment in hand and begins the next one.
func (w *Writer) Seal() (Sealed, error) {
	type result struct {
		s   Sealed
		err error
	}
	done := make(chan result, 1)
	w.put(entry{seal: func(s Sealed, err error) { done <- result{s, err} }})
	r := <-done
	return r.s, r.err
}

// Close writes what waits, seals the segment in hand and lets the archive go.
func (w *Writer) Close() error {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		return errClosed
	}
	w.closed = true
	w.mu.Unlock()
	w.nudge()
	<-w.done
	return w.lock.Close()
}

func (w *Writer) put(e entry) {
	w.mu.Lock()
	if w.closed {
		w.mu.Unlock()
		e.tell(Sealed{}, errClosed)
		return
	}
	w.waiting = append(w.waiting, e)
	first := len(w.waiting) == 1
	if first {
		w.since = time.Now()
	}
	w.mu.Unlock()
	if first {
		w.nudge()
	}
}

func (e *entry) tell(s Sealed, err error) {
	if e.seal != nil {
		e.seal(s, err)
		return
	}
	e.ack(err)
}

func (w *Writer) nudge() {
	select {
	case w.wake <- struct{}{}:
	default:
	}
}

// run writes one group after the other.
func (w *Writer) run() {
	defer close(w.done)
	defer w.pause.close()
	rotate := time.NewTimer(w.untilRotation())
	defer rotate.Stop()
	for {
		select {
		case <-w.wake:
			w.linger()
		case <-rotate.C:
		}
		w.mu.Lock()
		batch := w.waiting
		w.waiting, w.spare = w.spare[:0], batch
		closed := w.closed
		w.mu.Unlock()
		w.write(batch)
		clear(batch) // what it held may go
		if closed {
			if _, err := w.seal(); err != nil {
				w.o.Fatal(err)
			}
			return
		}
		rotate.Reset(w.untilRotation())
	}
}

// linger waits until the first of the next group has waited its time: the window without what writing is
// going to take, as it did the last time. It has waited already where it came while the group before it was
// written, and a slow disk gathers groups by itself.
func (w *Writer) linger() {
	w.mu.Lock()
	since := w.since
	w.mu.Unlock()
	if wait := w.o.Window - w.took; wait > 0 { // else a sleep without end, where nothing ever came
		w.pause.sleep(wait - time.Since(since))
	}
}

// untilRotation is how long the segment in hand may grow: to its hour's end or to midnight.
func (w *Writer) untilRotation() time.Duration {
	now := w.now()
	end := min(w.head.StartMS+uint64(longest.Milliseconds()), (uint64(w.head.Day)+1)*dayMS)
	if now >= end {
		return 0
	}
	return time.Duration(end-now) * time.Millisecond
}

const dayMS = 86_400_000

// now is the clock in milliseconds since 1970; it never goes back.
func (w *Writer) now() uint64 {
	w.lastMS = max(w.lastMS, uint64(w.o.Now().UnixMilli()))
	return w.lastMS
}

// write writes a group and acknowledges it. Whatever fails is fatal: see the package comment.
func (w *Writer) write(batch []entry) {
	if err := w.rotate(); err != nil {
		w.o.Fatal(err)
		return
	}
	from := 0
	for i := range batch {
		if batch[i].seal == nil {
			continue
		}
		if !w.flush(batch[from:i]) {
			return
		}
		sealed, err := w.turn()
		if err != nil {
			w.o.Fatal(err)
			return
		}
		batch[i].seal(sealed, nil)
		from = i + 1
	}
	w.flush(batch[from:])
}

// rotate begins the next segment where the one in hand has had its time or its number of shares.
func (w *Writer) rotate() error {
	if w.untilRotation() > 0 && len(w.leaves) < w.o.MaxShares {
		return nil
	}
	_, err := w.turn()
	return err
}

func (w *Writer) turn() (Sealed, error) {
	sealed, err := w.seal()
	if err != nil {
		return sealed, err
	}
	return sealed, w.begin()
}

// begin makes the next segment's file.
func (w *Writer) begin() error {
	start := w.now()
	w.head = share.Head{
		Server: w.server, Grade: w.o.Grade, Day: uint32(start / dayMS), Seq: w.seq, StartMS: start,
		Prev: w.prev,
	}
	w.path = filepath.Join(w.dir, segmentName(w.server, w.seq))
	file, err := os.OpenFile(w.path+partSuffix, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
	if err != nil {
		return fmt.Errorf("begin a segment: %w", err)
	}
	w.file, w.sum = w.o.Wrap(&sheet{file: file, ahead: roomAhead}), sha256.New()
	w.leaves, w.inFile = w.leaves[:0], map[uint32]bool{}
	w.buf = w.head.Append(w.buf[:0])
	if err := w.durable(); err != nil {
		return fmt.Errorf("begin %s: %w", w.path, err)
	}
	return w.syncDir()
}

// partSuffix marks the segment that is not sealed.
const partSuffix = ".part"

// seal ends the segment in hand: its tree, its footer, its name.
func (w *Writer) seal() (Sealed, error) {
	until := w.now()
	tree, err := share.TreeOf(w.leaves)
	if err != nil {
		return Sealed{}, fmt.Errorf("seal %s: %w", w.path, err)
	}
	if err := w.file.Trim(); err != nil { // before the footer, so that nothing ever follows it
		return Sealed{}, fmt.Errorf("seal %s: %w", w.path, err)
	}
	foot := share.Foot(tree)
	w.buf = foot.Append(w.buf[:0])
	if err := w.durable(); err != nil {
		return Sealed{}, fmt.Errorf("seal %s: %w", w.path, err)
	}
	if err := w.file.Close(); err != nil {
		return Sealed{}, fmt.Errorf("seal %s: %w", w.path, err)
	}
	if err := os.Rename(w.path+partSuffix, w.path); err != nil {
		return Sealed{}, err
	}
	if err := w.syncDir(); err != nil {
		return Sealed{}, err
	}
	sealed := Sealed{Path: w.path, Head: w.head, Foot: foot, Sum: [32]byte(w.sum.Sum(nil)), Until: until}
	w.follows(sealed)
	return sealed, nil
}

// follows makes a sealed segment the one before the next, and tells of it.
func (w *Writer) follows(s Sealed) {
	w.prev, w.seq = s.Sum, s.Head.Seq+1
	if w.o.Sealed != nil {
		w.o.Sealed(s)
	}
}

// syncDir makes names durable.
func (w *Writer) syncDir() error {
	d, err := os.Open(w.dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
