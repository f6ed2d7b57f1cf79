package segments

import (
	"testing"
	"time"
)

// slow is a file on a disk that takes its time.
type slow struct {
	File
	each time.Duration
}

func (s slow) Sync() error {
	time.Sleep(s.each)
	return s.File.Sync()
}

// TestClosedAtOnce: a writer to which nothing came ends, also where the disk takes longer than a window.
func TestClosedAtOnce(t *testing.T) {
	w := open(t, t.TempDir(), Options{
		Window: time.Microsecond, Wrap: func(f File) File { return slow{f, 5 * time.Millisecond} },
	})
	done := make(chan error, 1)
	go func() { done <- w.Close() }()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Fatal("it does not end")
	}
}

// TestWindow: what writing takes is taken off the time that a group waits, and a group waits no longer than
// its window for others.
func TestWindow(t *testing.T) {
	const window, each = 400 * time.Millisecond, 300 * time.Millisecond
	w := open(t, t.TempDir(), Options{
		Window: window, Wrap: func(f File) File { return slow{f, each} },
	})
	j := job(1, 1)
	if err := w.Job(j, 0); err != nil {
		t.Fatal(err)
	}
	var took time.Duration
	for n := range uint32(5) { // a busy machine may be late now and then
		one, hash := mine(t, j, 2*n)
		two, hash2 := mine(t, j, 2*n+1)
		done := make(chan error, 2)
		began := time.Now()
		w.Append(one, hash, func(err error) { done <- err })
		time.Sleep((window - each) / 2) // into the same group
		w.Append(two, hash2, func(err error) { done <- err })
		for range 2 {
			if err := <-done; err != nil {
				t.Fatal(err)
			}
		}
		if took = time.Since(began); took > each && took < window+each-20*time.Millisecond {
			return
		}
	}
	t.Errorf("a group was on disk after %v, its window is %v and a write takes %v", took, window, each)
}

// TestPause: a pause lasts as long as it was told, and one that is over at once returns.
func TestPause(t *testing.T) {
	p, err := newPause()
	if err != nil {
		t.Fatal(err)
	}
	defer p.close()
	for _, d := range []time.Duration{-time.Second, 0, 1, 300 * time.Microsecond, 2 * time.Millisecond} {
		began := time.Now()
		p.sleep(d)
		if took := time.Since(began); took < d || took > d+5*time.Second {
			t.Errorf("a pause of %v took %v", d, took)
		}
	}
}

// BenchmarkPause is how much later than told a pause ends, beside a sleep of the runtime.
func BenchmarkPause(b *testing.B) {
	const told = 2200 * time.Microsecond
	p, err := newPause()
	if err != nil {
		b.Fatal(err)
	}
	defer p.close()
	for name, wait := range map[string]func(time.Duration){"pause": p.sleep, "sleep": time.Sleep} {
		b.Run(name, func(b *testing.B) {
			began := time.Now()
			for range b.N {
				wait(told)
			}
			b.ReportMetric(float64((time.Since(began)/time.Duration(b.N) - told).Microseconds()), "us-late")
		})
	}
}
