package costly

import (
	"context"
	"math"
	"runtime"
	"runtime/debug"
	"time"
)

// Most is the processor time that nothing may take whose context ended after 100 ms: five times what the
// costliest of some hundred took (0.4 s, 2026-11-30).
const Most = 2 * time.Second

// Leftover is the processor time that work takes as a whole, and the most that it took after its context
// ended, cut at so many places: the first at once, the others at shares of the whole. It counts what the
// process does, so that nothing else may run beside it; time on the wall, which a busy machine stretches, is
// not looked at. Each cut is tried thrice and the least counts: work that goes on is there each time, what
// the system does for the process's memory is not.
func Leftover(ctx context.Context, cuts int, work func(context.Context)) (all, left time.Duration) {
	all, _ = Cut(ctx, time.Hour, work)
	for n := range cuts {
		least := time.Duration(math.MaxInt64)
		for range 3 {
			_, after := Cut(ctx, all*time.Duration(n)/time.Duration(cuts), work)
			least = min(least, after)
		}
		left = max(left, least)
	}
	return all, left
}

// Cut ends work once it has taken so much processor time, and tells what it took until then and after,
// without the collector's, which goes on for a while whoever has gone.
func Cut(ctx context.Context, at time.Duration, work func(context.Context)) (before, after time.Duration) {
	ctx, gone := context.WithCancel(ctx)
	defer gone()
	runtime.GC()
	defer debug.SetGCPercent(debug.SetGCPercent(-1))
	began, ended := Spent(), make(chan struct{})
	go func() {
		defer close(ended)
		work(ctx)
	}()
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for Spent()-began < at {
		select {
		case <-ended:
			return Spent() - began, 0
		case <-tick.C:
		}
	}
	until := Spent()
	gone()
	<-ended
	return until - began, Spent() - until
}
