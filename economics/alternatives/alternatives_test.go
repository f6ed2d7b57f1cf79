package alternatives

import (
	"math"
	"math/rand/v2"
	"testing"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/resale"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/units"
)

// walks is an ensemble of random walks around the conditions of 2026: 4e-7 BTC per TH/s and day, $80,000.
func walks(n, days int, sd float64, seed uint64) *play.Ensemble {
	rng := rand.New(rand.NewPCG(seed, 1))
	price, hash := make([]float32, n*days), make([]float32, n*days)
	for p := range n {
		lp, lh := math.Log(80_000), math.Log(4e-7)
		for d := range days {
			price[d*n+p], hash[d*n+p] = float32(math.Exp(lp)), float32(math.Exp(lh))
			lp += sd * rng.NormFloat64()
			lh += sd * (rng.NormFloat64() - 0.05)
		}
	}
	return play.NewEnsemble(20_000, n, days, price, hash)
}

// elsewhere is a thousand dollars of 2024-10-04 (the first day of walks) for a year.
func elsewhere() Elsewhere {
	return Elsewhere{MoneyUSD: 1000, Horizon: 365,
		Conditions: valuation.Conditions{AsOf: 20_000, PriceUSD: 80_000, SubsidyBTC: 3.125, FeesBTC: 0.05,
			Difficulty: 92e12}}
}

func named(t *testing.T, all []played, name string) played {
	t.Helper()
	for _, a := range all {
		if a.Name == name {
			return a
		}
	}
	t.Fatalf("no alternative %q", name)
	return played{}
}

// offered is the machine of an alternative as a contract, with power that is paid beside or taken out.
func offered(in Elsewhere, run Running, beside bool) (t *contract.Terms, j units.Efficiency) {
	trend, _ := hardware.FrontierTrend(in.Conditions.AsOf)
	perTH, j, _ := machineFor(in, trend, hostingUSD)
	return &contract.Terms{TH: 7, Uptime: run.Uptime, Delay: run.Delay,
		Length: in.Horizon - run.Delay, Every: 1,
		UpfrontUSD: units.RoundMicro(7 * perTH), Fees: []contract.FeeTerm{{Name: "pool", Share: run.PoolShare},
			{Name: "power", USDPerDay: 7 * j.KWhPerTHDay() * hostingUSD, Separate: beside}}}, j
}

// The very machine on the very terms ties on every path, losing days and all, whether it is the offer or what
// the offer is set beside, and however its power is paid; without the right to switch it off, or to sell it,
// it is worse or the same.
func TestTheSameMachineTies(t *testing.T) {
	for _, sd := range []float64{0.02, 0.06} {
		e, in := walks(64, 365, sd, 5), elsewhere()
		run := Running{Delay: 9, Uptime: 0.95, PoolShare: 0.01}
		in.Hosted = &run
		own, j := offered(in, run, true)
		in.MoneyUSD = play.Commitment(own, 365, e.Price0())
		hosted := named(t, on(e, &Kept{}, in), "hosted_asic")
		held := func(terms *contract.Terms, sold bool) []float64 {
			o := e.Play(terms, 365, nil)
			if sold {
				if _, ok := (resale.Transferable{Terms: terms, Efficiency: j, Bought: in.Conditions,
					Horizon: 365}).ResellMachine(e, o); !ok {
					t.Fatal("the machine is not sold")
				}
			}
			return e.Held(o, in.MoneyUSD)
		}
		same, out, runs, kept := held(play.OwnersSwitch(own), true), []float64(nil), held(own,
			true), held(play.OwnersSwitch(own), false)
		takenOut, _ := offered(in, run, false)
		out = held(play.OwnersSwitch(takenOut), true)
		losing := 0
		for i, btc := range hosted.btc {
			// what is taken out of a day's pay is never more than that is, after the pool's share
			if math.Abs(same[i]/btc-1) > 1e-6 || out[i] < btc*(1-1e-6) || out[i] > btc*1.001 {
				t.Errorf("path %d: %.9f BTC as an offer, %.9f with power out of the payouts, %.9f as the alternative", i, same[i], out[i], btc)
			}
			if runs[i] > btc*(1+1e-6) || kept[i] > btc*(1+1e-6) {
				t.Errorf("path %d: %.9f without the switch, %.9f unsold, %.9f with both", i,
					runs[i], kept[i], btc)
			}
			if runs[i] < btc*(1-1e-6) {
				losing++
			}
		}
		if losing < 8 {
			t.Errorf("%d paths with losing days: the case shows nothing", losing)
		}
	}
}

// Buying at once is the money at the day's price; in parts it is the mean of 1/price.
func TestAlternativesByDefinition(t *testing.T) {
	e := walks(16, 365, 0.05, 6)
	all := on(e, &Kept{}, elsewhere())
	buy, dca := named(t, all, "buy_bitcoin"), named(t, all, "dca_bitcoin")
	for i := range e.N {
		var parts float64
		for d := range 365 {
			parts += 1000.0 / 365 / float64(e.Price[e.At(i, d)])
		}
		if math.Abs(buy.btc[i]-1000/e.Price0()) > 1e-9 || math.Abs(dca.btc[i]/parts-1) > 1e-5 {
			t.Errorf("path %d: %v and %v, by definition %v and %v", i, buy.btc[i], dca.btc[i],
				1000/e.Price0(), parts)
		}
	}
}

// What is shown of a modelled machine is what is played: whoever writes an offer from it offers the same.
func TestMachinesAreAsShown(t *testing.T) {
	in := elsewhere()
	for day := units.Date(17_600); day < 20_700; day += 97 {
		in.Conditions.AsOf = day
		trend, dated := hardware.FrontierTrend(day)
		if !dated {
			continue
		}
		for _, m := range append(hardware.Catalogue(), hardware.Machine{}) {
			in.Machine = &m
			if m.Model == "" {
				in.Machine = nil
			}
			perTH, _, says := machineFor(in, trend, hostingUSD)
			if cents := math.Round(perTH * 100); perTH*100 != cents && math.Abs(perTH-cents/100) > 1e-12 {
				t.Fatalf("%s on %s: %v dollars per TH/s", says, day, perTH)
			}
		}
	}
}
