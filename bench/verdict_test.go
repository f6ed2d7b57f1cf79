package bench

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"time"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
)

const offerPath = "../examples/bitfufu-classic-2021.yaml"

func offerBytes(b *testing.B) []byte {
	b.Helper()
	data, err := os.ReadFile(offerPath)
	if err != nil {
		b.Fatal(err)
	}
	return data
}

func parsed(b *testing.B) offer.Offer {
	b.Helper()
	o, _, err := offer.Parse(offerPath, offerBytes(b))
	if err != nil {
		b.Fatal(err)
	}
	return o
}

func BenchmarkParse(b *testing.B) {
	data := offerBytes(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, _, err := offer.Parse(offerPath, data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkParseAndEvaluate is one offer from its bytes to its verdict, the history being decoded: the
// deterministic figures alone, and with the simulated ones, their market made anew each time.
func BenchmarkParseAndEvaluate(b *testing.B) {
	data, h := offerBytes(b), market.Embedded()
	for _, c := range []struct {
		name  string
		paths int
	}{{"no-paths", -1}, {"paths", 0}} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			start := cpuTime()
			for b.Loop() {
				o, _, err := offer.Parse(offerPath, data)
				if err != nil {
					b.Fatal(err)
				}
				if _, err := assay.Evaluate(assay.Evidence{Offer: o, History: h, Choices: assay.Choices{Paths: c.paths}}); err != nil {
					b.Fatal(err)
				}
			}
			reportCPU(b, start, 1, "verdict")
		})
	}
}

// BenchmarkReplayEveryDay buys a contract of 360 days on every past day.
func BenchmarkReplayEveryDay(b *testing.B) {
	t, _, err := compile.Offer(parsed(b), compile.Options{})
	if err != nil {
		b.Fatal(err)
	}
	h := market.Embedded()
	b.ReportAllocs()
	days, start := 0, cpuTime()
	for b.Loop() {
		days = 0
		for range valuation.Replays(b.Context(), t, h, 0, valuation.Buying{Every: 1, Complete: true}) {
			days++
		}
	}
	reportCPU(b, start, 1, "replay")
	b.ReportMetric(float64(days), "start-days")
}

// BenchmarkStartToVerdict is the program as a user starts it, from exec to its end.
func BenchmarkStartToVerdict(b *testing.B) {
	program := filepath.Join(b.TempDir(), "assay")
	if out, err := exec.Command("go", "build", "-o", program, "../cmd/assay").CombinedOutput(); err != nil {
		b.Fatalf("build: %v\n%s", err, out)
	}
	for _, run := range []struct {
		name string
		args []string
	}{{"version", []string{"version"}}, {"evaluate-no-paths", []string{"evaluate", "--paths", "0", offerPath}}, {"evaluate", []string{"evaluate", offerPath}}} {
		b.Run(run.name, func(b *testing.B) {
			var cpu time.Duration
			for b.Loop() {
				c := exec.Command(program, run.args...)
				if out, err := c.Output(); err != nil || len(bytes.TrimSpace(out)) == 0 {
					b.Fatalf("%v: %q", err, out)
				}
				cpu += c.ProcessState.UserTime() + c.ProcessState.SystemTime()
			}
			b.ReportMetric(float64(cpu.Nanoseconds())/float64(b.N), "cpu-ns/run")
		})
	}
}
