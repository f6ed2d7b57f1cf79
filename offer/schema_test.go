package offer

import (
	"bytes"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
	"github.com/google/go-cmp/cmp"
	"github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "write golden files anew")

// golden compares with a file, or writes it with -update.
func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is not what the table says; run go test -update:\n%s", file, diff)
	}
}

func compiled(t *testing.T) *jsonschema.Schema {
	t.Helper()
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(JSONSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("offer.json", doc); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("offer.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// plainValue is a YAML document as other programs see it.
func plainValue(t *testing.T, data []byte) any {
	t.Helper()
	j, err := yaml.YAMLToJSON(data)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	v, err := jsonschema.UnmarshalJSON(bytes.NewReader(j))
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestExamplesValidate(t *testing.T) {
	s := compiled(t)
	for _, file := range examples(t) {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		o, _, err := Parse(file, data)
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range [][]byte{data, Format(o), JSON(o)} {
			if err := s.Validate(plainValue(t, form)); err != nil {
				t.Errorf("%s: %v\n%s", file, err, form)
			}
		}
	}
}

// Schema and parser give the same answer; each document is the head and one line.
func TestSchemaAgrees(t *testing.T) {
	s := compiled(t)
	const head = "schema: assay/offer/v1\n"
	for _, c := range []struct {
		body string
		good bool
	}{
		{full[len(head):], true},
		{"hashrate: 30 TH/s", true}, {"hashrate: 30TH", true}, {"hashrate: 2,500 PH/s", true}, {"hashrate: 30", false},
		{"hashrate: 30 J/TH", false}, {"hashrate: -3 TH/s", false}, {"hashrate: [3 TH/s]", false}, {"hashrat: 3 TH/s", false},
		{"hashrate: 1 TH/s\nterm: open", true}, {"hashrate: 1 TH/s\nterm: 360", false}, {"hashrate: 1 TH/s\nterm: 12 months", true}, {"hashrate: 1 TH/s\nterm: 12 moons", false},
		{"hashrate: 1 TH/s\nseen: 2021-09-12", true}, {"hashrate: 1 TH/s\nseen: 12.9.2021", true}, {"hashrate: 1 TH/s\nseen: yesterday", false},
		{"hashrate: 1 TH/s\nkind: cloud", true}, {"hashrate: 1 TH/s\nkind: Cloud", false}, {"hashrate: 1 TH/s\nkind:", true},
		{"hashrate: 1 TH/s\nprice: {upfront: $20}", true}, {"hashrate: 1 TH/s\nprice: {upfront: 20}", false},
		{"hashrate: 1 TH/s\nprice: {upfront: 20 USD, bid: 1 USD/TH/day}", false},
		{"hashrate: 1 TH/s\nprice: {per_hashrate: 20 USD/TH}", true}, {"hashrate: 1 TH/s\nprice: {per_hashrate: 20 USD/TH/day}", false},
		{"hashrate: 1 TH/s\nprice: {bid: 5070 sat/TH/day}", true}, {"hashrate: 1 TH/s\nprice: 20 USD", false},
		{"hashrate: 1 TH/s\nfees: []", true}, {"hashrate: 1 TH/s\nfees: {}", false}, {"hashrate: 1 TH/s\nfees: unknown", true},
		{"hashrate: 1 TH/s\nfees: [{name: x}]", true}, {"hashrate: 1 TH/s\nfees: [{revenue_share: 2%}]", true},
		{"hashrate: 1 TH/s\nfees: [{revenue_share: 0.02}]", false}, {"hashrate: 1 TH/s\nfees: [{efficiency: 15 J/TH}]", true},
		{"hashrate: 1 TH/s\nfees: [{efficiency: 15 W/TH, energy_price: 0.05 USD/kWh}]", true},
		{"hashrate: 1 TH/s\nfees: [{efficiency: 15 J/TH, energy_price: 0.05 USD/TH/day}]", false},
		{"hashrate: 1 TH/s\nfees: [{revenue_share: 2%, per_payout: 1 USD}]", false}, {"hashrate: 1 TH/s\nfees: [{revenue_share: 2%, energy_price: 1 USD/kWh}]", false},
		{"hashrate: 1 TH/s\nfees: [{name: x, paid: unknown}]", true}, {"price: {upfront: 20 USD}", true}, {"provider: {listed: true}", true},
		{"hashrate: 1 TH/s\nfees: [{revenue_share: 2%, paid: later}]", false},
		{"hashrate: 1 TH/s\nfees: [{revenue_share: 2%, cap: 10%/year, escalation: 3 %/month}]", true},
		{"hashrate: 1 TH/s\nfees: [{revenue_share: 2%, discount: {needs: much}}]", false},
		{"hashrate: 1 TH/s\npayout: {basis: unknown, every: 1d}", true}, {"hashrate: 1 TH/s\npayout: {basis: luck}", false},
		{"hashrate: 1 TH/s\nuptime: {compensated: unknown}", true}, {"hashrate: 1 TH/s\nuptime: {compensated: perhaps}", false},
		{"hashrate: 1 TH/s\nstops: [{then: pause}]", false}, {"hashrate: 1 TH/s\nreferral: {levels: 7}", true},
		{"hashrate: 1 TH/s\nreferral: {levels: -1}", false}, {"hashrate: 1 TH/s\nreferral: {levels: many}", false},
		{"hashrate: 1 TH/s\nprovider: {website: www.example.com}", false}, {"hashrate: 1 TH/s\nprovider: {name: 360}", true},
		{"hashrate: 1 TH/s\nprovider: {name: true}", false}, {"hashrate: 1 TH/s\nproof: {pool_account: no}", true},
	} {
		data := []byte(head + c.body + "\n")
		_, _, err := Parse("offer.yaml", data)
		if (err == nil) != c.good {
			t.Errorf("parser: good is %v, got %v\n%s", c.good, err, c.body)
		}
		if err := s.Validate(plainValue(t, data)); (err == nil) != c.good {
			t.Errorf("schema: good is %v, got %v\n%s", c.good, err, c.body)
		}
	}
	for _, bad := range []string{"hashrate: 30 TH/s\n", "schema: assay/offer/v2\nhashrate: 30 TH/s\n"} {
		if s.Validate(plainValue(t, []byte(bad))) == nil {
			t.Errorf("schema takes %q", bad)
		}
		if _, _, err := Parse("offer.yaml", []byte(bad)); err == nil {
			t.Errorf("parser takes %q", bad)
		}
	}
}

// Every key that a synonym stands for is one, and no synonym hides a key where it stands.
func TestSynonyms(t *testing.T) {
	table := offerObject.entries()
	for object, all := range synonyms {
		for word, paths := range all {
			if slices.ContainsFunc(table, func(e entry) bool { return object == "" && e.key == word }) {
				t.Errorf("%s is a key", word)
			}
			for _, path := range paths {
				at, key, below := strings.Cut(path, ".")
				i := slices.IndexFunc(table, func(e entry) bool { return e.key == at })
				if i < 0 || below && !slices.ContainsFunc(table[i].shape.children,
					func(e entry) bool { return e.key == key }) {
					t.Errorf("%s: there is no key %s", word, path)
				}
			}
			if object != "" && meant(table, object, word) == "" {
				t.Errorf("%s in %s has no advice", word, object)
			}
		}
	}
}

// What the reference shows can be read.
func TestReferenceExamples(t *testing.T) {
	for object, text := range shown {
		_, doc, _ := strings.Cut(text, "```yaml\n")
		doc, _, _ = strings.Cut(doc, "```")
		if _, _, err := Parse(object, []byte("schema: "+Schema+"\nhashrate: 30 TH/s\n"+doc)); err != nil ||
			doc == "" {
			t.Errorf("%s: %v", object, err)
		}
	}
}
