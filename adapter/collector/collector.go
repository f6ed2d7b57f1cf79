// Package collector says when the garbage collector first runs.
//
// Nothing in it is promised to other modules.
package collector

import (
	"os"
	"runtime"
	"runtime/debug"
)

// later is the percentage that lets a heap grow to 16 MiB before it is first collected, not to 4; plain is
// what it is without anybody's wish.
const (
	later = 400
	plain = 100
)

// Eagerly collects early, by a small percentage, until done is called, which collects what is left: else the
// heap would grow to twice what was in use at the end. Where the first collection has not come yet, what was
// put off is over too.
func Eagerly(percent int) (done func()) {
	before := debug.SetGCPercent(percent)
	if before == later {
		before = plain
	}
	return func() {
		runtime.GC()
		debug.SetGCPercent(before)
	}
}

// FirstLater puts the first collection off: most verbs make a few MiB and end, and would spend a tenth of
// their time on finding out that nearly all of it is in use. From the first collection on it is as it was.
// Who sets GOGC, or a percentage in between, is obeyed.
func FirstLater() {
	if os.Getenv("GOGC") != "" {
		return
	}
	usual := debug.SetGCPercent(later)
	first := new([16]byte) // unreachable at once, and so found by the first collection
	runtime.AddCleanup(first, func(usual int) {
		if now := debug.SetGCPercent(usual); now != later {
			debug.SetGCPercent(now)
		}
	}, usual)
}
