//go:build unix

package costly

import (
	"syscall"
	"time"
)

// Spent is the processor time that this process has taken.
func Spent() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		panic(err)
	}
	return time.Duration(syscall.TimevalToNsec(r.Utime) + syscall.TimevalToNsec(r.Stime))
}

// TooLong is the processor time that nothing takes which is bounded, nor what has no client any more: a
// watchdog, a hundred times what a turn has in these tests. It does not run while others have the
// processor.
const TooLong = 10 * time.Second * slower

// Watch panics with what it is told where the process takes three times TooLong before it is stopped.
func Watch(what string) (stop func()) {
	began, ended := Spent(), make(chan struct{})
	go func() {
		for {
			select {
			case <-ended:
				return
			case <-time.After(100 * time.Millisecond):
			}
			if Spent()-began > 3*TooLong {
				panic(what)
			}
		}
	}()
	return func() { close(ended) }
}
