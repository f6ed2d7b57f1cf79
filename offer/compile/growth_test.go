package compile_test

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
)

// An escalation that runs past what is counted is said to: 1.056 to the 128th is 1069, and what is counted is
// at most a thousandfold; 1.056 to the 123rd is 814.
func TestWhatIsNotCountedOfAnEscalationIsSaid(t *testing.T) {
	for term, said := range map[string]bool{"900d": true, "865d": false, "open": false} {
		o, _, err := offer.Parse("plan.yaml", []byte("schema: assay/offer/v1\nhashrate: 1 TH/s\nterm: "+term+
			"\nprice: {upfront: 20 USD}\nfees: [{name: service, per_hashrate_day: 0.0001 USD/TH/day, "+
			"paid: separately, escalation: 5.6 %/week}]\n"))
		if err != nil {
			t.Fatal(err)
		}
		_, assumed, err := compile.Offer(o, compile.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Contains(strings.Join(assumed, "\n"), "no more than 1000 times"); got != said {
			t.Errorf("term %s: said %v, want %v: %q", term, got, said, assumed)
		}
	}
}
