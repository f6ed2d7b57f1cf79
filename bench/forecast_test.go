package bench

import (
	"os"
	"os/exec"
	"syscall"
	"testing"
	"time"

	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/forecast/paths"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

func model(b *testing.B) forecast.Model { return modelOf(b, "2024-01-15") }

func modelOf(b *testing.B, day string) forecast.Model {
	b.Helper()
	asOf, err := units.ParseDate(day)
	if err != nil {
		b.Fatal(err)
	}
	m, err := forecast.Fit(market.Embedded(), asOf)
	if err != nil {
		b.Fatal(err)
	}
	return m
}

// BenchmarkFit learns a model from fifteen years of history.
func BenchmarkFit(b *testing.B) {
	asOf, h := model(b).AsOf, market.Embedded()
	for b.Loop() {
		if _, err := forecast.Fit(h, asOf); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkMarket makes a market as a verdict does, kept by day with its sums, on one core. What the
// simulation alone takes: BenchmarkPaths of package forecast/paths.
func BenchmarkMarket(b *testing.B) {
	m := model(b)
	const n, days = 4096, 365
	start := cpuTime()
	for b.Loop() {
		c := paths.Config{Days: days, Paths: n, Seed: 1, Workers: 1}
		if _, err := m.Strips(c, m.PriceUSD, 1e-6); err != nil {
			b.Fatal(err)
		}
	}
	reportCPU(b, start, n*days, "path-day")
}

// BenchmarkFan is 65,536 paths of a year with the exact quantiles of each day, 5 to 95 %.
func BenchmarkFan(b *testing.B) {
	m := model(b)
	b.ReportAllocs()
	start := cpuTime()
	for b.Loop() {
		c := paths.Config{Days: 365, Paths: 65_536, Seed: 1}
		if _, err := m.Fan(c, forecast.Hashprice, 0.05, 0.25, 0.5, 0.75, 0.95); err != nil {
			b.Fatal(err)
		}
	}
	reportCPU(b, start, 1, "fan")
}

// BenchmarkFanProcess is BenchmarkFan once as a process of its own, from its start to its end:
// time on the wall, processor time, and the most memory it held.
func BenchmarkFanProcess(b *testing.B) {
	var cpu time.Duration
	var memory int64
	for b.Loop() {
		c := exec.Command(os.Args[0], "-test.run=^$", "-test.bench=^BenchmarkFan$", "-test.benchtime=1x")
		if out, err := c.CombinedOutput(); err != nil {
			b.Fatalf("%v\n%s", err, out)
		}
		cpu += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
		if r, ok := c.ProcessState.SysUsage().(*syscall.Rusage); ok {
			memory = max(memory, r.Maxrss)
		}
	}
	b.ReportMetric(cpu.Seconds()/float64(b.N), "cpu-s/op")
	b.ReportMetric(float64(memory)/1024, "MiB")
}
