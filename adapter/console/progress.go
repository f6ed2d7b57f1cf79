package console

import (
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"
)

// Bar is a progress bar on a terminal, and silent elsewhere.
type Bar struct {
	to   io.Writer
	bar  *progressbar.ProgressBar
	what string
}

// NewBar is a bar on a stream.
func NewBar(to io.Writer) *Bar { return &Bar{to: to} }

// Step shows how far a stage is.
func (b *Bar) Step(stage string, done, total int) {
	if !IsTerminal(b.to) {
		return
	}
	if b.bar == nil || b.what != stage {
		b.Clear()
		b.what = stage
		b.bar = progressbar.NewOptions(total, progressbar.OptionSetWriter(Raw(b.to)),
			progressbar.OptionSetDescription(stage),
			progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString(stage),
			progressbar.OptionThrottle(100*time.Millisecond),
			progressbar.OptionClearOnFinish(), progressbar.OptionSetPredictTime(true))
	}
	b.bar.Set(done)
}

// Say prints a warning between two states of the bar.
func (b *Bar) Say(format string, args ...any) {
	b.Clear()
	fmt.Fprintf(b.to, "assay: warning: "+format+"\n", args...)
}

// Clear takes the bar away.
func (b *Bar) Clear() {
	if b.bar != nil {
		b.bar.Clear()
	}
	b.bar = nil
}

// Bytes shows how far a file of size bytes is read (-1: not known); what is read goes to the writer.
func Bytes(to io.Writer, size int64) (read io.Writer, finish func() error) {
	out := Raw(to)
	if !IsTerminal(out) {
		out = io.Discard
	}
	bar := progressbar.NewOptions64(size, progressbar.OptionSetWriter(out), progressbar.OptionShowBytes(true),
		progressbar.OptionThrottle(100*time.Millisecond), progressbar.OptionClearOnFinish(),
		progressbar.OptionSetPredictTime(true))
	return bar, bar.Finish
}

// Counting shows how far a long work is, from whatever goroutine; nil where nobody would see it.
func Counting(to io.Writer, what string) func(done, total int) {
	if !IsTerminal(to) {
		return nil
	}
	var mu sync.Mutex
	return func(done, total int) {
		mu.Lock()
		defer mu.Unlock()
		fmt.Fprintf(Raw(to), "\r%s: %d of %d", what, done, total)
		if done == total {
			fmt.Fprintln(to)
		}
	}
}

// Tenths tells how far a large file is read: a line every tenth.
func Tenths(to io.Writer, path string, f io.Reader) io.Reader {
	file, ok := f.(*os.File)
	if !ok {
		return f
	}
	info, err := file.Stat()
	if err != nil || info.Size() < 8<<20 {
		return f
	}
	return &watched{Reader: f, to: to, path: path, size: info.Size()}
}

// watched is a file that is being read.
type watched struct {
	io.Reader
	to         io.Writer
	path       string
	read, size int64
	told       int64 // tenths
}

// Read passes on, and tells each tenth.
func (w *watched) Read(b []byte) (int, error) {
	n, err := w.Reader.Read(b)
	w.read += int64(n)
	if tenth := w.read * 10 / w.size; tenth > w.told {
		w.told = tenth
		fmt.Fprintf(w.to, "assay: %s: %d %% read\n", w.path, 10*tenth)
	}
	return n, err
}
