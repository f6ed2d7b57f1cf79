package assay

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// A verdict of an earlier day knows nothing of later ones: it is the same on a history cut at the day, and
// compares with no machine, hosting or token that was not on sale at a known price by then.
func TestNoHindsight(t *testing.T) {
	whole := market.Embedded()
	for _, text := range []string{"2016-03-01", "2018-06-24", "2020-05-11", "2022-11-30", "2024-09-01",
		"2024-12-17", "2026-05-15"} {
		day, err := units.ParseDate(text)
		if err != nil {
			t.Fatal(err)
		}
		evaluate := func(h *market.History, machine *hardware.Machine) *Verdict {
			return evaluateYAML(t, "hashrate: 15 TH/s\nterm: 365d\nprice: {upfront: 250 USD}\nkind: cloud\n"+
				"fees: [{per_hashrate_day: 0.03 USD/TH/day, paid: separately}]\n", func(e *Evidence) {
				e.History, e.AsOf, e.Choices.Paths, e.Choices.PowerUSD, e.Choices.Machine = h, &day, 128, 0.05, machine
			})
		}
		v := evaluate(whole, nil)
		if cut := evaluate(whole.CutAt(day), nil); !sameJSON(t, v.Economics, cut.Economics) ||
			!sameJSON(t, v.Alternatives, cut.Alternatives) ||
			!sameJSON(t, v.Scenarios, cut.Scenarios) || v.Verdict.Sentence != cut.Verdict.Sentence {
			t.Errorf("%s: another verdict on the history cut at the day", text)
		}
		for _, a := range v.Alternatives {
			computed := a.BTCOut != nil
			switch a.Name {
			case "token":
				if computed != (text >= "2024-12-17") {
					t.Errorf("%s: a token is compared: %v, %s", text, computed, a.Needs)
				}
			case "hosted_asic":
				if computed != (text >= "2024-01-01") {
					t.Errorf("%s: hosting is compared: %v, %s", text, computed, a.Needs)
				}
			}
			for _, m := range hardware.Catalogue() {
				if m.Released.Known() && m.Released.End() > day && computed &&
					strings.Contains(a.Says, m.Name()+" (") {
					t.Errorf("%s: %s came later: %s", text, m.Name(), a.Says)
				}
			}
		}
		for _, name := range []string{"Antminer S21 Pro 234 TH/s", "Antminer S19 95 TH/s"} {
			m, err := hardware.Find(name)
			if err != nil {
				t.Fatal(err)
			}
			for _, a := range evaluate(whole, &m).Alternatives {
				if a.Name == "own_asic" &&
					(a.BTCOut != nil) != (m.Released.End() <= day && text >= "2018-01-01") {
					t.Errorf("%s: %s is compared: %v, %s", text, name, a.BTCOut != nil, a.Needs)
				}
			}
		}
	}
}

func sameJSON(t *testing.T, a, b any) bool {
	t.Helper()
	x, err := json.Marshal(a)
	if err != nil {
		t.Fatal(err)
	}
	y, err := json.Marshal(b)
	if err != nil {
		t.Fatal(err)
	}
	return string(x) == string(y)
}
