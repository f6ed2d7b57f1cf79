package redflag

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
)

// testMachine is the machine whose price the offers of the txtar files are judged on, beside the embedded
// history.
var testMachine = &grounds.Machine{Model: "test machine", USDPerTH: 16, Efficiency: 20, Source: cite.Source{What: "made for the tests"}}

func testFacts(t *testing.T, name string, doc []byte) grounds.Facts {
	t.Helper()
	o, _, err := offer.Parse(name, append([]byte("schema: "+offer.Schema+"\n"), doc...))
	if err != nil {
		t.Fatal(err)
	}
	h := market.Embedded()
	f := grounds.Gather(o, h.Last(), h)
	f.Machine = testMachine
	return f
}

// Each rule has a txtar of offers. The state wanted is the case's name, or what follows its last
// underscore; lines "# state:", "# severity:" and "# says:" in the offer want more.
func TestRules(t *testing.T) {
	for _, rule := range append(Rules(), ClaimRules()...) {
		t.Run(rule.ID, func(t *testing.T) {
			ar, err := txtar.ParseFile(filepath.Join("testdata", rule.ID+".txtar"))
			if err != nil {
				t.Fatal(err)
			}
			need := map[string]bool{"present": true, "absent": true, "edge_present": true, "edge_absent": true, "unknown": true}
			for _, c := range ar.Files {
				delete(need, c.Name)
				t.Run(c.Name, func(t *testing.T) { testCase(t, rule, c) })
			}
			for name := range need {
				t.Errorf("%s has no case %q", rule.ID, name)
			}
		})
	}
}

func testCase(t *testing.T, rule Rule, c txtar.File) {
	report := Judge(testFacts(t, rule.ID+"/"+c.Name, c.Data))
	if _, err := json.Marshal(report.Findings); err != nil {
		t.Errorf("a figure that no JSON can hold: %v", err)
	}
	want := c.Name[strings.LastIndex(c.Name, "_")+1:]
	if w, ok := wanted(c, "state"); ok {
		want = w
	}
	var got *Finding
	for i := range report.Findings {
		if report.Findings[i].Rule == rule.ID {
			got = &report.Findings[i]
		}
	}
	if got == nil {
		t.Fatalf("no finding")
	}
	if string(got.State) != want {
		t.Errorf("state %s, want %s: %s %v %v", got.State, want, got.Says, got.Figures, got.Missing)
	}
	if w, ok := wanted(c, "severity"); ok && string(got.Severity) != w {
		t.Errorf("severity %s, want %s: %s", got.Severity, w, got.Says)
	}
	if w, ok := wanted(c, "says"); ok && !strings.Contains(got.Says, w) {
		t.Errorf("says %q, want %q in it", got.Says, w)
	}
	if got.State == Unknown && len(got.Missing) == 0 {
		t.Error("unknown without saying what is missing")
	}
	if got.Says == "" || got.Axis == "" {
		t.Errorf("incomplete: %+v", got)
	}
}

// wanted is what follows "# key:" in a case.
func wanted(c txtar.File, key string) (string, bool) {
	_, after, ok := strings.Cut(string(c.Data), "# "+key+": ")
	value, _, _ := strings.Cut(after, "\n")
	return strings.TrimSpace(value), ok
}

// The tables of rules are complete, and their identifiers are unique.
func TestRuleTable(t *testing.T) {
	seen := map[string]bool{}
	for _, r := range append(Rules(), ClaimRules()...) {
		if seen[r.ID] {
			t.Errorf("%s stands twice", r.ID)
		}
		seen[r.ID] = true
		if r.Title == "" || r.Axis == "" || r.Severity == "" || r.Needs == "" || r.Why == "" || r.Caution == "" || r.Look == "" || len(r.Sources) == 0 {
			t.Errorf("%s is incomplete", r.ID)
		}
	}
}
