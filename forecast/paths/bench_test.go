package paths

import (
	"syscall"
	"testing"
)

// BenchmarkPaths simulates and keeps nothing, by each kernel of this processor, on one core;
// processor time, since the machine may be shared.
func BenchmarkPaths(b *testing.B) {
	p := processOf(b, "2024-01-15")
	const paths, days = 4096, 365
	for k, name := range []string{"plain", "avx2", "avx512"}[:len(kernels())] {
		b.Run(name, func(b *testing.B) {
			start := processorTime(b)
			for b.Loop() {
				c := Config{Days: days, Paths: paths, Seed: 1, Workers: 1, kernel: k + 1}
				p.eachTile(c, func(Place, *Tile) {}, nil)
			}
			b.ReportMetric(float64(processorTime(b)-start)/float64(b.N*paths*days), "cpu-ns/path-day")
		})
	}
}

func processorTime(b *testing.B) int64 {
	var r syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &r); err != nil {
		b.Skip(err)
	}
	return r.Utime.Nano() + r.Stime.Nano()
}
