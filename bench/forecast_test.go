package bench

import (
	"testing"

	"github.com/assaymining/assay/forecast"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

func model(b *testing.B) forecast.Model {
	b.Helper()
	asOf, err := units.ParseDate("2024-01-15")
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

// BenchmarkPaths reports nanoseconds per path-day on one core.
func BenchmarkPaths(b *testing.B) {
	m := model(b)
	const paths, days = 4096, 365
	for b.Loop() {
		if _, err := m.Simulate(forecast.Config{Days: days, Paths: paths, Seed: 1, Workers: 1}); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*paths*days), "ns/path-day")
}
