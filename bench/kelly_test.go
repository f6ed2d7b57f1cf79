package bench

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/assaymining/assay/economics/resale"
	"github.com/assaymining/assay/economics/sizing"
)

// BenchmarkKelly sizes a stake on 10,000 simulated outcomes, one in eight a total loss.
func BenchmarkKelly(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	values := make([]float64, 10_000)
	for i := range values {
		if i%8 != 0 {
			values[i] = 1.3 * math.Exp(0.4*r.NormFloat64())
		}
	}
	for b.Loop() {
		if s, err := sizing.Kelly(values, nil); err != nil || s.Fraction == 0 {
			b.Fatal(s, err)
		}
	}
}

// BenchmarkASICResale values a machine at the end of one path.
func BenchmarkASICResale(b *testing.B) {
	bought := resale.ASICMarket{Hashprice: 0.05, Frontier: 13}
	x := 0.0
	for b.Loop() {
		x += resale.ASICResalePerTH(20, 17.5, bought, resale.ASICMarket{Hashprice: 0.03 + x*1e-20, Frontier: 11})
	}
	if x == 0 {
		b.Fatal("nothing was valued")
	}
}
