package bench

import (
	"testing"

	"github.com/assaymining/assay/market"
)

// BenchmarkHistoryParse reads the whole embedded history as CSV, as --history FILE does.
func BenchmarkHistoryParse(b *testing.B) {
	data := market.Embedded().CSV()
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := market.Parse(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHistoryDecode decodes the compact form, as each start of the program does once.
func BenchmarkHistoryDecode(b *testing.B) {
	data, err := market.Embedded().Encode()
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := market.Decode(data); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkHistoryCut cuts the history at each day.
func BenchmarkHistoryCut(b *testing.B) {
	h := market.Embedded()
	b.ReportAllocs()
	for b.Loop() {
		for d := h.First(); d <= h.Last(); d++ {
			h.CutAt(d)
		}
	}
}
