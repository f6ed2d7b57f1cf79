package redflag

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

// A claim far below the chain is no agreement: it says how much is not paid out, and what the fees named
// explain. On 2017-12-05 a TH/s earned 2.408 dollars: 0.75 is 31 % of it, and 0.35 are 15 %.
func TestClaimFarBelowTheChain(t *testing.T) {
	for name, c := range map[string]struct {
		fees, claim string
		state       State
		severity    Severity
		says        string
	}{
		"a third": {"[{per_hashrate_day: 0.35 USD/TH/day, paid: deducted}]", "0.75", Present, High,
			"69 % of what the hashrate earns is not paid out, and the fees named explain 15 %"},
		"no fees": {"[]", "0.75", Present, High, "69 % of what the hashrate earns is not paid " +
			"out, and no fee is named"},
		"fees unknown":  {"", "0.75", Present, High, "the fees that are stated do not say why"},
		"after fees":    {"[{per_hashrate_day: 0.35 USD/TH/day, paid: deducted}]", "2.05", Absent, High, ""},
		"before fees":   {"[{per_hashrate_day: 0.35 USD/TH/day, paid: deducted}]", "2.40", Absent, High, ""},
		"somewhat less": {"[]", "1.9", Absent, High, ""},
	} {
		doc := "schema: assay/offer/v1\nseen: 2017-12-05\nhashrate: 1 TH/s\nterm: 365d\nprice: " +
			"{upfront: 150 USD}\n"
		if c.fees != "" {
			doc += "fees: " + c.fees + "\n"
		}
		o, _, err := offer.Parse(name, []byte(doc+"claims: [{daily_revenue: "+c.claim+" USD/TH/day}]\n"))
		if err != nil {
			t.Fatal(err)
		}
		all := Judge(grounds.Gather(o, *o.Seen, market.Embedded())).Findings
		f := all[len(all)-1]
		if f.Rule != revenueAboveProtocol.ID || f.State != c.state || c.state == Present && f.Severity != c.severity ||
			!strings.Contains(f.Says, c.says) {
			t.Errorf("%s: %s %s %s: %s", name, f.Rule, f.State, f.Severity, f.Says)
		}
	}
}
