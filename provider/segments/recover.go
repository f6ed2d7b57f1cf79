package segments

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"hash"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/assaymining/assay/share"
)

// Recalled is what a server has to know after a restart: which numbers of jobs are taken, and which shares
// were kept for the latest blocks, so that one that is handed in again is a duplicate.
type Recalled struct {
	LastJob uint32
	Shares  []keptShare
}

// keptShare is a share that an earlier process kept.
type keptShare struct {
	Prev [32]byte // the previous block of its job
	Tail [8]byte  // share.TailOf its hash
}

// recallPrevs is how many blocks' shares are recalled: as many as reorganisations come back over.
const recallPrevs = 8

// recover looks at what earlier processes left: the last sealed segment, and one that was not sealed.
// Everything is read before anything is changed, so that what is refused stays as it was.
func (w *Writer) recover() error {
	names, err := w.names()
	if err != nil {
		return err
	}
	for i, name := range names {
		if want := segmentName(w.server, uint64(i)); strings.TrimSuffix(name, partSuffix) != want {
			return fmt.Errorf("%s: %s is missing before %s; bring it back", w.dir, want, name)
		}
		if strings.HasSuffix(name, partSuffix) && i != len(names)-1 {
			return fmt.Errorf("%s: %s is not sealed, and %s follows it", w.dir, name, names[i+1])
		}
	}
	if len(names) == 0 {
		return nil
	}
	last := names[len(names)-1]
	prevs := map[[32]byte]bool{}
	settle := func() error { return nil }
	if strings.HasSuffix(last, partSuffix) {
		settle, err = w.finish(last, names[:len(names)-1], prevs)
	} else {
		err = w.follow(last)
	}
	if err == nil {
		err = w.remember(prevs)
	}
	if err != nil {
		return err
	}
	return settle()
}

// names are the server's segments in order, an unsealed one with its suffix.
func (w *Writer) names() ([]string, error) {
	all, err := os.ReadDir(w.dir)
	if err != nil {
		return nil, err
	}
	prefix := fmt.Sprintf("s%02x-", w.server)
	var out []string
	for _, e := range all {
		if name := e.Name(); strings.HasPrefix(name, prefix) && strings.Contains(name, ".seg") {
			out = append(out, name)
		}
	}
	slices.Sort(out)
	return out, nil
}

// follow makes a sealed segment the one before the next.
func (w *Writer) follow(name string) error {
	seg, err := w.read(name, share.Visitor{})
	switch {
	case err != nil:
	case !seg.Sealed:
		err = errors.New("it has a sealed segment's name and no footer")
	case segmentName(seg.Head.Server, seg.Head.Seq) != name:
		err = fmt.Errorf("it says that it is %s", segmentName(seg.Head.Server, seg.Head.Seq))
	}
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	w.prev, w.seq = seg.Sum, seg.Head.Seq+1
	w.lastMS = max(w.lastMS, seg.Head.StartMS)
	return nil
}

func (w *Writer) read(name string, v share.Visitor) (share.Segment, error) {
	return w.readTo(name, math.MaxInt64, v)
}

// readTo reads a segment's first bytes.
func (w *Writer) readTo(name string, end int64, v share.Visitor) (share.Segment, error) {
	f, err := os.Open(filepath.Join(w.dir, name))
	if err != nil {
		return share.Segment{}, err
	}
	defer f.Close()
	return share.Read(io.LimitReader(f, end), v)
}

// end is where an unsealed segment's whole frames end. Behind it may be room that was made and not written,
// or a frame that was being written: never a whole one, which would say that the one before it was durable
// once and is damaged now.
func (w *Writer) end(name string) (int64, error) {
	seg, err := w.read(name, share.Visitor{})
	var place *share.PlaceError
	if seg.Sealed || seg.Whole == 0 || err != nil && !errors.As(err, &place) {
		return seg.Whole, err
	}
	b, broken := os.ReadFile(filepath.Join(w.dir, name))
	if broken != nil {
		return 0, broken
	}
	for at := seg.Whole; at < int64(len(b)); at++ {
		if share.WholeFrame(b[at:]) > 0 {
			if err == nil {
				err = fmt.Errorf("at byte %d: broken, and a whole frame is at byte %d", seg.Whole, at)
			}
			return 0, err
		}
	}
	return seg.Whole, nil
}

// finish reads an unsealed segment and gives what is to be done with it: it is cut to its last whole frame
// and sealed. One without a whole head has nothing that was acknowledged, and goes.
func (w *Writer) finish(name string, before []string, prevs map[[32]byte]bool) (func() error, error) {
	w.path = filepath.Join(w.dir, strings.TrimSuffix(name, partSuffix))
	info, err := os.Stat(w.path + partSuffix)
	if err != nil {
		return nil, err
	}
	if len(before) > 0 {
		if err := w.follow(before[len(before)-1]); err != nil {
			return nil, err
		}
	}
	unbegun := info.Size() < headSize
	if !unbegun {
		if unbegun, err = blank(w.path + partSuffix); err != nil {
			return nil, err
		}
	}
	if unbegun {
		return func() error { return os.Remove(w.path + partSuffix) }, nil
	}
	return w.resume(name, prevs)
}

// blank reports a file of room that was made and of which nothing was written, the head neither.
func blank(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, err
	}
	defer f.Close()
	b := make([]byte, 64<<10)
	for {
		n, err := f.Read(b)
		if slices.ContainsFunc(b[:n], func(c byte) bool { return c != 0 }) {
			return false, nil
		}
		if errors.Is(err, io.EOF) {
			return true, nil
		}
		if err != nil {
			return false, err
		}
	}
}

// headSize is the length of a segment's head (docs/segments.md).
const headSize = 128

// resume reads an unsealed segment back, as if this process had written it, and gives what seals it.
func (w *Writer) resume(name string, prevs map[[32]byte]bool) (func() error, error) {
	jobs := map[uint32]share.Job{}
	var received uint64
	end, err := w.end(name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	seg, err := w.readTo(name, end, share.Visitor{
		Job: func(j share.Job) error {
			jobs[j.ID] = j
			w.recallJob(j, prevs)
			return nil
		},
		Share: func(s share.Share) error {
			j, ok := jobs[s.Job]
			if !ok {
				return fmt.Errorf("a share of job %d, which is not before it", s.Job)
			}
			hash, err := j.Verify(&s)
			if err != nil {
				return err
			}
			w.leaves = append(w.leaves, share.Leaf{Hash: hash, Level: s.Level, Worker: s.Worker, Job: s.Job})
			w.recall.Shares = append(w.recall.Shares, keptShare{j.Prev, s.Tail})
			received = max(received, uint64(s.ReceivedMS))
			return nil
		},
	})
	h := seg.Head
	if err == nil && (segmentName(h.Server, h.Seq)+partSuffix != name || h.Seq != w.seq || h.Prev != w.prev) {
		err = errors.New("it does not follow the segment before it")
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	w.head = h
	w.lastMS = max(w.lastMS, h.StartMS+received) // the clock may have gone back since
	if seg.Sealed {
		return func() error { return w.rename(&seg) }, nil
	}
	return func() error {
		if err := w.reopen(name, seg.Whole); err != nil {
			return err
		}
		_, err := w.seal()
		return err
	}, nil
}

// rename ends a segment of which all but its name was done.
func (w *Writer) rename(seg *share.Segment) error {
	if err := os.Rename(w.path+partSuffix, w.path); err != nil {
		return err
	}
	if err := w.syncDir(); err != nil {
		return err
	}
	w.follows(Sealed{Path: w.path, Head: seg.Head, Foot: seg.Foot, Sum: seg.Sum, Until: w.now()})
	return nil
}

// reopen cuts a file to its whole frames and goes on behind them.
func (w *Writer) reopen(name string, whole int64) error {
	path := filepath.Join(w.dir, name)
	if err := os.Truncate(path, whole); err != nil {
		return err
	}
	var err error
	if w.sum, err = sumOf(path); err != nil {
		return err
	}
	file, err := os.OpenFile(path, os.O_WRONLY, 0o644)
	if err != nil {
		return err
	}
	w.file = w.o.Wrap(&sheet{file: file, size: whole, room: whole})
	return w.file.Sync()
}

// remember reads sealed segments backwards until enough blocks are recalled; prevs are those that are.
func (w *Writer) remember(prevs map[[32]byte]bool) error {
	for seq := w.seq; seq > 0 && len(prevs) < recallPrevs; seq-- {
		jobs := map[uint32][32]byte{}
		_, err := w.read(segmentName(w.server, seq-1), share.Visitor{
			Job: func(j share.Job) error {
				jobs[j.ID] = j.Prev
				w.recallJob(j, prevs)
				return nil
			},
			Share: func(s share.Share) error {
				w.recall.Shares = append(w.recall.Shares, keptShare{jobs[s.Job], s.Tail})
				return nil
			},
		})
		if err != nil {
			return fmt.Errorf("%s: %w", segmentName(w.server, seq-1), err)
		}
	}
	return nil
}

func (w *Writer) recallJob(j share.Job, prevs map[[32]byte]bool) {
	prevs[j.Prev] = true
	w.recall.LastJob = max(w.recall.LastJob, j.ID)
}

// sumOf begins the hash of a file with what it has.
func sumOf(path string) (hash.Hash, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	sum := sha256.New()
	_, err = io.Copy(sum, f)
	return sum, err
}
