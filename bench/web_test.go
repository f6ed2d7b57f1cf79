package bench

import (
	"testing"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/examples"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
)

// example reads one of the real offers.
func example(b testing.TB, name string) offer.Offer {
	all, err := examples.All()
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range all {
		if e.Name == name {
			o, _, err := offer.Parse(name, e.Data)
			if err != nil {
				b.Fatal(err)
			}
			return o
		}
	}
	b.Fatalf("no example %s", name)
	return offer.Offer{}
}

// BenchmarkRejudge is one offer judged again on a market that is kept, as after a changed term.
func BenchmarkRejudge(b *testing.B) {
	for _, name := range []string{"bitfufu-classic-2021.yaml", "gomining-15w-2026-07-30.yaml"} {
		b.Run(name, func(b *testing.B) {
			e := assay.Evidence{Offer: example(b, name), History: market.Embedded()}
			kept := map[simulated.Key]*simulated.Market{}
			markets := func(k simulated.Key) (*simulated.Market, error) {
				if m := kept[k]; m != nil {
					return m, nil
				}
				m, err := simulated.NewMarket(b.Context(), k, e.History)
				kept[k] = m
				return m, err
			}
			if _, err := assay.EvaluateWith(b.Context(), e, markets); err != nil {
				b.Fatal(err)
			}
			for b.Loop() {
				if _, err := assay.EvaluateWith(b.Context(), e, markets); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
