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
func elsewhere(beside bool) Elsewhere {
	return Elsewhere{MoneyUSD: 1000, Horizon: 365, FeesBeside: beside,
		Conditions: valuation.Conditions{AsOf: 20_000, PriceUSD: 80_000, SubsidyBTC: 3.125, FeesBTC: 0.05, Difficulty: 92e12}}
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

// The same machine with more rights is never worse: a host's customer may switch off and sells his machine at
// the end, a contract on the same terms, paid on the same days, does neither. On every path.
func TestMachineOnTheOffersPlan(t *testing.T) {
	e, in := walks(64, 365, 0.05, 5), elsewhere(true)
	hosted := named(t, on(e, &Kept{}, in), "hosted_asic")
	trend, _ := hardware.FrontierTrend(in.Conditions.AsOf)
	perTH, j, _ := machineFor(in, trend, hostingUSD)
	working := resale.ASICUptime * math.Exp(-resale.ASICFailuresPerYear*365/365.25/2)
	offered := &contract.Terms{TH: 1, Uptime: working, Delay: resale.ASICDeliveryDays, Length: 365 - resale.ASICDeliveryDays, Every: 1,
		UpfrontUSD: units.RoundMicro(perTH), Fees: []contract.FeeTerm{{Name: "pool", Share: poolFee},
			{Name: "power", USDPerDay: j.KWhPerTHDay() * hostingUSD * working, Separate: true}}}
	o := e.Play(offered, 365, nil)
	for i, btc := range hosted.btc {
		if same := o.Received[i] / o.PaidUSD[i] * in.MoneyUSD; btc < same*(1-1e-6) {
			t.Errorf("path %d: %.8f BTC with the owner's rights, %.8f without", i, btc, same)
		}
	}
}

// Buying at once is the money at the day's price; in parts it is the mean of 1/price; and whoever pays nothing
// for power does not care how it is paid.
func TestAlternativesByDefinition(t *testing.T) {
	e := walks(16, 365, 0.05, 6)
	all := on(e, &Kept{}, elsewhere(false))
	buy, dca := named(t, all, "buy_bitcoin"), named(t, all, "dca_bitcoin")
	for i := range e.N {
		var parts float64
		for d := range 365 {
			parts += 1000.0 / 365 / float64(e.Price[e.At(i, d)])
		}
		if math.Abs(buy.btc[i]-1000/e.Price0()) > 1e-9 || math.Abs(dca.btc[i]/parts-1) > 1e-5 {
			t.Errorf("path %d: %v and %v, by definition %v and %v", i, buy.btc[i], dca.btc[i], 1000/e.Price0(), parts)
		}
	}
	in := elsewhere(false)
	trend, _ := hardware.FrontierTrend(in.Conditions.AsOf)
	const free = 1e-12
	out, beside := (&playing{e, &Kept{}}).machine(in, trend, "own_asic", free), (&playing{e, &Kept{}}).machine(elsewhere(true), trend, "own_asic", free)
	for i := range out.btc {
		if math.Abs(out.btc[i]/beside.btc[i]-1) > 1e-6 {
			t.Errorf("path %d: %v where free power is taken out, %v beside", i, out.btc[i], beside.btc[i])
		}
	}
}

// The very machine on the very terms ties, whether it is the offer or what the offer is set beside: the same
// power, switched off on losing days, sold at the end. On each path without such days; on others the
// alternative buys bitcoin with the power that it saves.
func TestTheSameMachineTies(t *testing.T) {
	e, in := walks(64, 365, 0.02, 5), elsewhere(true)
	hosted := named(t, on(e, &Kept{}, in), "hosted_asic")
	trend, _ := hardware.FrontierTrend(in.Conditions.AsOf)
	perTH, j, _ := machineFor(in, trend, hostingUSD)
	working := resale.ASICUptime * math.Exp(-resale.ASICFailuresPerYear*365/365.25/2)
	power := j.KWhPerTHDay() * hostingUSD * working
	offered := &contract.Terms{TH: 1, Uptime: working, Delay: resale.ASICDeliveryDays, Length: 365 - resale.ASICDeliveryDays, Every: 1,
		UpfrontUSD: units.RoundMicro(perTH), Fees: []contract.FeeTerm{{Name: "pool", Share: poolFee},
			{Name: "power", USDPerDay: power, Separate: true}},
		Stops: []contract.StopTerm{{Days: 1, Pause: true, By: "buyer"}}}
	o := e.Play(offered, 365, nil)
	plain := append([]float64(nil), o.Received...)
	if _, ok := (resale.Transferable{Terms: offered, Efficiency: j, Bought: in.Conditions, Horizon: 365}).ResellMachine(e, o); !ok {
		t.Fatal("the machine is not sold")
	}
	whole, same := perTH+power*float64(365-resale.ASICDeliveryDays), 0
	for i, btc := range hosted.btc {
		if math.Abs(o.PaidUSD[i]/whole-1) > 1e-6 {
			continue // it was switched off on some day
		}
		same++
		if got := o.Received[i] / o.PaidUSD[i] * in.MoneyUSD; math.Abs(got/btc-1) > 1e-5 || !(o.Received[i] > plain[i]) {
			t.Errorf("path %d: %.8f BTC as an offer, %.8f as the alternative", i, got, btc)
		}
	}
	if same < 8 {
		t.Errorf("%d paths without losing days: the case shows nothing", same)
	}
}
