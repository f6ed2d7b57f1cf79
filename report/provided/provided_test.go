package provided

import (
	"strings"
	"testing"

	"github.com/assaymining/assay/audit/recompute"
	"github.com/assaymining/assay/report"
)

// What does not hold comes first and with its rule; what cannot be known is always said.
func TestOf(t *testing.T) {
	r := &recompute.Report{
		Origin: "provider.example/assay", Days: []recompute.Day{{Day: 20_785, Shares: 1621, Delivered: 1}},
		NotChecked: []string{"that the hashrate is the provider's own"},
	}
	if s := sentence(r); !strings.Contains(s, "hold: each of 1,621 shares was hashed again") {
		t.Error(s)
	}
	r.Findings = []recompute.Finding{{Day: 20_785, Rule: recompute.RuleFee,
		Says: "the fee was 2 msat, and its terms say 1"}}
	d := Of(r)
	if !strings.Contains(d.Lead, "does not do what it says: 1 finding in 1 day") {
		t.Error(d.Lead)
	}
	for _, key := range Order() {
		if d.Section(key) == nil {
			t.Errorf("no section %s", key)
		}
	}
	care := d.Section("care").Blocks[0].(report.List)
	if care.Items[0] != "That the hashrate is the provider's own." {
		t.Errorf("%q", care.Items)
	}
}
