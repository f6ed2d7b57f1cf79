package segments

import (
	"fmt"
	"time"

	"github.com/assaymining/assay/share"
)

// flush writes jobs and shares in the order in which they came, makes them durable, and acknowledges them.
func (w *Writer) flush(batch []entry) bool {
	if len(batch) == 0 {
		return true
	}
	if err := w.frames(batch); err != nil {
		w.o.Fatal(fmt.Errorf("write %s: %w", w.path, err))
		return false
	}
	for i := range batch {
		batch[i].ack(nil)
	}
	return true
}

// frames writes frame by frame, and begins none before the one in front is durable: so nothing whole stands
// behind a frame that is not, unless what was durable was damaged.
func (w *Writer) frames(batch []entry) error {
	w.group = w.group[:0]
	received := uint32(w.now() - w.head.StartMS)
	for i := range batch {
		e := &batch[i]
		j := e.job
		if j != nil {
			w.drop(e.drop)
			w.jobs[j.ID] = j
		} else if !w.inFile[e.one.Job] {
			if j = w.jobs[e.one.Job]; j == nil {
				panic(fmt.Sprintf("segments: a share of job %d, which was never written", e.one.Job))
			}
		}
		if j != nil {
			if err := w.job(j); err != nil {
				return err
			}
		}
		if e.job != nil {
			continue
		}
		e.one.ReceivedMS = received
		w.group = append(w.group, e.one)
		w.leaves = append(w.leaves, share.Leaf{
			Hash: e.hash, Level: e.one.Level, Worker: e.one.Worker, Job: e.one.Job,
		})
		if len(w.group) == frameMost {
			if err := w.frame(); err != nil {
				return err
			}
		}
	}
	return w.frame()
}

// frame writes the shares that are gathered.
func (w *Writer) frame() error {
	if len(w.group) == 0 {
		return nil
	}
	w.buf = share.AppendShares(w.buf[:0], w.group)
	w.group = w.group[:0]
	return w.durable()
}

// job writes a job behind the shares that are gathered.
func (w *Writer) job(j *share.Job) error {
	if err := w.frame(); err != nil {
		return err
	}
	w.buf = share.AppendJob(w.buf[:0], j)
	w.inFile[j.ID] = true
	return w.durable()
}

func (w *Writer) drop(below uint32) {
	for id := range w.jobs {
		if id < below {
			delete(w.jobs, id)
		}
	}
}

// durable writes what is gathered and waits until it is on disk.
func (w *Writer) durable() error {
	began := time.Now()
	defer func() { w.took = time.Since(began) }()
	if _, err := w.file.Write(w.buf); err != nil {
		return err
	}
	w.sum.Write(w.buf)
	return w.file.Sync()
}
