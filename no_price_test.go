package assay

import (
	"encoding/json"
	"strings"
	"testing"
)

// Where even a gift loses there is no fair price: null, and never zero, which a chance would belong to.
func TestNoSuchPrice(t *testing.T) {
	const dear = "hashrate: 30 TH/s\nterm: 360d\nprice: {upfront: 1299 USD}\n" +
		"fees: [{per_hashrate_day: 0.2 USD/TH/day, paid: separately}]\n"
	const free = "hashrate: 30 TH/s\nterm: 360d\nprice: {upfront: 1299 USD}\nfees: []\n"
	const solo = "hashrate: 30 TH/s\nterm: 1d\nprice: {upfront: 1 USD}\nfees: []\npayout: {basis: solo}\n"
	const order = "kind: market\nhashrate: 30 TH/s\nterm: 30d\nprice: {bid: 0.03 USD/TH/day}\n" +
		"fees: [{per_hashrate_day: 0.2 USD/TH/day, paid: deducted}]\n"
	for _, yaml := range []string{dear, solo, order, free} {
		v := evaluateYAML(t, yaml, func(e *Evidence) { e.Choices.Paths = 512 })
		out, err := json.Marshal(v.Economics)
		if err != nil {
			t.Fatal(err)
		}
		text := string(out)
		f, none := v.Economics.FairUpfront, yaml != free
		switch {
		case yaml == order:
			if b := v.Economics.FairBid; b == nil || b.P50 != nil || b.P95 != nil || !strings.Contains(text, `"p50":null,"p80":null,"p95":null}`) {
				t.Errorf("a bid: %+v", b)
			}
		case none && (f == nil || f.P50 != nil || f.P80 != nil || f.P95 != nil || f.StdErr[0] != nil):
			t.Errorf("%s: %+v", yaml, f)
		case !none && (f.P50 == nil || !(*f.P50 > *f.P95) || *f.P95 <= 0 || f.StdErr[2] == nil):
			t.Errorf("%s: %+v", yaml, f)
		}
	}
}
