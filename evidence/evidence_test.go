package evidence

import (
	"bytes"
	"strings"
	"testing"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/economics/tax"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

const frozenOffer = `schema: assay/offer/v1
provider: {name: Example}
product: "A \"quoted\" name, with unicode: ± € & <b>"
kind: cloud
seen: 2025-03-01
hashrate: 10 TH/s
term: 360d
price: {upfront: 200 EUR}
fees:
  - {name: electricity, per_hashrate_day: 0.03 USD/TH/day, paid: deducted}
`

func frozenEvidence(t testing.TB) assay.Evidence {
	t.Helper()
	offered, warnings, err := offer.Parse("offer.yaml", []byte(frozenOffer))
	if err != nil {
		t.Fatal(err)
	}
	day, _ := units.ParseDate("2025-06-01")
	e := assay.Evidence{Version: "v1.2.3", Offer: offered, AsOf: &day, History: market.Embedded(),
		Spot:      &grounds.Quote{BTCPerTHDay: 50e-8, AsOf: day, Source: cite.Source{What: "spot", URL: "https://example.com"}},
		Forward:   &grounds.Quote{BTCPerTHDay: 47.5e-8, AsOf: day, Source: cite.Source{What: "curve"}},
		Overrides: assay.Overrides{PriceUSD: 100000.5},
		Choices: assay.Choices{OpenDays: 500, Discounts: true, USDPer: map[units.Currency]float64{"EUR": 1.0837}, Paths: 200, Seed: 1<<63 + 1,
			PriceDrift: 0.05, PowerUSD: 0.0812, BudgetUSD: 500, Tax: &tax.Rates{Income: 0.3,
				Deductible: 1, Gains: 0.25}}}
	for _, w := range warnings {
		e.Warnings = append(e.Warnings, w.String())
	}
	return e
}

func freeze(t testing.TB, e assay.Evidence) (file, verdict []byte) {
	t.Helper()
	file, v, err := Write(e, assay.Evaluate)
	if err != nil {
		t.Fatal(err)
	}
	verdict, err = v.Compact()
	if err != nil {
		t.Fatal(err)
	}
	return file, verdict
}

// TestThawedEvidenceGivesTheSameBytes: judged again from the file, the verdict is the same; frozen
// again, so is the file.
func TestThawedEvidenceGivesTheSameBytes(t *testing.T) {
	file, verdict := freeze(t, frozenEvidence(t))
	read, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	e := read.Evidence
	if !bytes.Equal(read.Verdict, verdict) {
		t.Error("the frozen verdict is another")
	}
	v, err := assay.Evaluate(e)
	if err != nil {
		t.Fatal(err)
	}
	if again, _ := v.Compact(); !bytes.Equal(again, verdict) {
		t.Error("judged again, the verdict is another")
	}
	if v.Version != "v1.2.3" || v.Data.History != e.History.Hash() {
		t.Errorf("version %s, history %s", v.Version, v.Data.History)
	}
	refrozen, err := write(e, market.Embedded().Sources(), v)
	if err != nil || !bytes.Equal(refrozen, file) {
		t.Errorf("frozen again, the file is another: %v", err)
	}
}

func TestReadRefuses(t *testing.T) {
	e := frozenEvidence(t)
	e.Choices.Paths = -1
	file, _ := freeze(t, e)
	for _, c := range []struct{ name, old, new, want string }{
		{"a changed offer", "200 EUR", "100 EUR", "offer does not have the hash"},
		{"a changed price of a day", "\"2025-05-31,", "\"2025-05-31,1", "history does not have the hash"},
		{"a changed verdict", `"economics": "`, `"economics": "un`, "verdict does not have the hash"},
		{"an unknown key", `"version"`, `"verssion"`, "unknown field"},
		{"another schema", "assay/evidence/v1", "assay/evidence/v9", `"assay/evidence/v9"`},
		{"a cut file", "}\n", "", "unexpected EOF"},
	} {
		bad := bytes.Replace(file, []byte(c.old), []byte(c.new), 1)
		if c.name == "a cut file" {
			bad = file[:len(file)/2]
		}
		if bytes.Equal(bad, file) {
			t.Fatalf("%s: nothing was changed", c.name)
		}
		if _, err := Read(bad); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: error is %v, want %q", c.name, err, c.want)
		}
	}
	if _, err := Read(append(file, "{}"...)); err == nil {
		t.Error("something behind the evidence was passed over")
	}
}

// auditDoc is a frozen audit with the hashes of its parts, and without one of the whole unless it is sealed.
func auditDoc(t testing.TB, seal bool) string {
	t.Helper()
	file, err := FreezeAudit(Audit{Version: "v1.2.3", Flags: []string{"--hashrate=30TH/s"},
		Args:  []string{"paid.csv"},
		Files: []Kept{Keep("paid.csv", []byte("date,amount\n2026-03-01,5\n"))}}, market.Embedded(),
		&audit.Result{Days: 3})
	if err != nil {
		t.Fatal(err)
	}
	doc := string(file)
	if !seal {
		doc = doc[:strings.LastIndex(doc, ",\n  \"whole\"")] + "\n}\n"
	}
	return doc
}

// TestReadAuditRefuses: a frozen audit is read as strictly as frozen evidence of an offer, with the hash of
// its whole and, as files from before there was one, without.
func TestReadAuditRefuses(t *testing.T) {
	for _, seal := range []bool{true, false} {
		doc := auditDoc(t, seal)
		e, err := ReadAudit([]byte(doc))
		if err != nil || (e.Whole != "") != seal || len(e.Files) != 1 || e.Flags[0] != "--hashrate=30TH/s" {
			t.Fatalf("sealed %v: %+v, %v", seal, e, err)
		}
		for _, c := range []struct{ name, old, new, want string }{
			{"a changed file", "2026-03-01,5", "2026-03-01,6", "paid.csv does not have the hash"},
			{"a changed fact", "2025-05-31,", "2025-05-31,1", "history does not have the hash"},
			{"an unknown key", `"version"`, `"verssion"`, "unknown field"},
			{"a key in another case", `"flags"`, `"Flags"`, `the key "Flags", which has no place`},
			{"a key of a file in another case", `"text"`, `"TEXT"`,
				`the key "files.TEXT", which has no place`},
			{"a key again in another case", `"args"`, `"ARGS": ["other.csv"], "args"`,
				`the key "ARGS", which has no place`},
			{"a key twice", `"args"`, `"args": ["other.csv"], "args"`, `the key "args" twice`},
			{"a key of a file twice", `"text"`, `"text": "", "text"`, `the key "text" twice`},
			{"another schema", "assay/audit-evidence/v1", "assay/audit-evidence/v9",
				`"assay/audit-evidence/v9"`},
			{"another schema behind the known one", `"version"`,
				`"Schema": "assay/audit-evidence/v9", "version"`,
				`"assay/audit-evidence/v9"`},
			{"something behind", "\n}\n", "\n}\n{}", "something follows"},
		} {
			bad := strings.Replace(doc, c.old, c.new, 1)
			if c.name == "something behind" {
				bad = doc + "{}"
			}
			if bad == doc {
				t.Fatalf("%s: nothing was changed", c.name)
			}
			if _, err := ReadAudit([]byte(bad)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("sealed %v, %s: error is %v, want %q", seal, c.name, err, c.want)
			}
		}
		bad := strings.Replace(doc, `"version": "v1.2.3"`, `"version": "v9.9.9"`, 1)
		if _, err := ReadAudit([]byte(bad)); (err != nil) != seal {
			t.Errorf("sealed %v, another version: %v", seal, err)
		}
	}
	if _, err := ReadAudit(make([]byte, MaxBytes+1)); err == nil || !strings.Contains(err.Error(),
		"longer than") {
		t.Errorf("too long: %v", err)
	}
}

func FuzzReadAudit(f *testing.F) {
	f.Add([]byte(auditDoc(f, true)))
	f.Add([]byte(`{"schema":"assay/audit-evidence/v1","result":{"hash":"x","json":{}}}`))
	f.Fuzz(func(t *testing.T, data []byte) { ReadAudit(data) })
}

func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"schema":"assay/evidence/v1"}`))
	f.Add([]byte(`{"schema":"assay/evidence/v1","offer":{"hash":"x","lines":["a"]}}`))
	f.Fuzz(func(t *testing.T, data []byte) { Read(data) })
}
