package bench

import (
	"syscall"
	"testing"
	"time"
)

// cpuTime is the processor time this process has taken: on a shared machine it says more than the
// clock on the wall.
func cpuTime() time.Duration {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

// reportCPU reports processor time since start per unit of work.
func reportCPU(b *testing.B, start time.Duration, perLoop int, unit string) {
	b.ReportMetric(float64(cpuTime()-start)/float64(b.N*perLoop), "cpu-ns/"+unit)
}
