package economics

import (
	"fmt"
	"strings"
	"testing"
)

// A fair price of what is sold on at the end is the price at which the chance is as it says: who pays less
// sells for less too.
func TestFairPriceOfWhatIsSoldOn(t *testing.T) {
	for name, offer := range map[string]string{
		"token": "kind: token\nhashrate: 20 TH/s\nterm: 365d\nprice: {per_hashrate: %v USD/TH}\n" +
			"fees: [{efficiency: 15 J/TH, energy_price: 0.05 USD/kWh, paid: deducted}]\n" +
			"resale: {transferable: true, market_fee: 5%%}\nhardware: {efficiency: 15 J/TH}\n",
		"beside": "kind: token\nhashrate: 20 TH/s\nterm: 365d\nprice: {per_hashrate: %v USD/TH}\n" +
			"fees: [{per_hashrate_day: 0.01 USD/TH/day, paid: separately}, {profit_share: 10%%}]\n" +
			"resale: {transferable: true}\nhardware: {efficiency: 15 J/TH}\n",
		"hosted": "kind: hosted\nhashrate: 200 TH/s\nterm: 730d\nprice: {per_hashrate: %v USD/TH}\n" +
			"fees: [{efficiency: 17.5 J/TH, energy_price: 0.07 USD/kWh, paid: separately}]\n" +
			"resale: {transferable: true}\nhardware: {efficiency: 17.5 J/TH}\n",
	} {
		at := func(price float64) Section { return judge(t, fmt.Sprintf(offer, price), func(*Input) {}) }
		for _, asked := range []float64{4, 14, 60} { // below the model's price, near it, above
			f := at(asked).Figures.FairUpfront
			for chance, fair := range map[float64]*float64{0.5: f.P50, 0.8: f.P80, 0.95: f.P95} {
				if fair == nil {
					continue
				}
				below, above := at(*fair*0.98).Figures.ProbBeatsBuying, at(*fair*1.02).Figures.ProbBeatsBuying
				if *below < chance-0.005 || *above > chance+0.005 {
					t.Errorf("%s at %v: fair at %v with %.2f, beating buying in %.3f below and %.3f above",
						name, asked, *fair, chance, *below, *above)
				}
			}
			held := strings.Replace(fmt.Sprintf(offer, asked), "transferable: true", "transferable: false", 1)
			with, kept := at(asked).Figures, judge(t, held, func(*Input) {}).Figures
			if got := with.NetUSD.Mean - kept.NetUSD.Mean; !(got > with.Resale.USD/2) {
				t.Errorf("%s at %v: sold for $%v, and the gain in dollars is $%v more", name, asked,
					with.Resale.USD, got)
			}
		}
	}
}
