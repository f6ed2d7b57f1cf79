package corpus

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/redflag/grounds"
)

func corpusLines(t *testing.T) [][]byte {
	t.Helper()
	data, err := os.ReadFile("testdata/dev.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	var lines [][]byte
	s := bufio.NewScanner(bytes.NewReader(data))
	s.Buffer(nil, 1<<20)
	for s.Scan() {
		lines = append(lines, bytes.Clone(s.Bytes()))
	}
	return lines
}

func trustOf(r record, h *market.History) string {
	return redflag.Judge(grounds.Gather(r.Document(), h.Last(), h)).Trust.Word
}

// The corpus was written by hand from public sources; what it must show is stated before it is run.
func TestCorpus(t *testing.T) {
	h := market.Embedded()
	var all []labelled
	caught, frauds := 0, 0
	for _, line := range corpusLines(t) {
		r, err := read(line)
		if err != nil {
			t.Fatal(err)
		}
		l := r.labelled(trustOf(r, h))
		all = append(all, l)
		switch {
		case l.label == "real" && l.trust == redflag.FraudSigns:
			t.Errorf("%s: a real offer is called fraud_signs", l.id)
		case l.label == "fraud" && l.promised && l.trust != redflag.FraudSigns:
			t.Errorf("%s: promises a rate, called %s", l.id, l.trust)
		case l.label == "fraud" && l.variable && (l.trust == redflag.Verifiable || l.trust == redflag.TrustUnknown):
			t.Errorf("%s: pays variably and is a fraud, called %s", l.id, l.trust)
		}
		if l.label == "fraud" {
			frauds++
			if l.trust == redflag.FraudSigns || l.trust == redflag.Doubtful {
				caught++
			}
		}
	}
	if 4*caught < 3*frauds {
		t.Errorf("%d of %d frauds called fraud_signs or doubtful, want three quarters", caught, frauds)
	}
	var out bytes.Buffer
	if err := WriteReport(&out, all); err != nil {
		t.Fatal(err)
	}
	t.Log("\n" + out.String())
	for _, l := range all {
		t.Logf("%-9s %-12s %s", l.label, l.trust, l.id)
	}
}

// Emptying any one field of any record leads neither to fraud_signs nor to verifiable.
func TestCorpusBlanks(t *testing.T) {
	h := market.Embedded()
	for _, line := range corpusLines(t) {
		r, err := read(line)
		if err != nil {
			t.Fatal(err)
		}
		before := trustOf(r, h)
		undated := r
		undated.Period.Start = nil
		if after := trustOf(undated, h); after != before && (after == redflag.FraudSigns || after == redflag.Verifiable) {
			t.Errorf("%s: without its day trust moves from %s to %s", r.ID, before, after)
		}
		for field, v := range r.Offer {
			if v == nil {
				continue
			}
			var less record
			if err := json.Unmarshal(line, &less); err != nil {
				t.Fatal(err)
			}
			less.Offer[field] = nil
			after := trustOf(less, h)
			if after != before && (after == redflag.FraudSigns || after == redflag.Verifiable) {
				t.Errorf("%s: without %s trust moves from %s to %s", r.ID, field, before, after)
			}
		}
	}
}

// Records as others may write them: units and words of the same meaning, figures as text, nulls,
// wrong types. None may panic, and each is read by its meaning.
func TestCorpusVariants(t *testing.T) {
	h := market.Embedded()
	for _, c := range []struct{ name, offer, trust string }{
		{"nothing", `{}`, redflag.TrustUnknown},
		{"all null", `{"payout_basis": null, "guaranteed_claim": null, "other": null}`, redflag.TrustUnknown},
		{"rate per quarter", `{"payout_basis": "fixed_promised", "promised_return_pct": 5, "promised_return_per": "quarter"}`, redflag.FraudSigns},
		{"modest yearly rate", `{"payout_basis": "fixed_promised", "promised_return_pct": 8, "promised_return_per": "year", "term_days": 365}`, redflag.FraudSigns},
		{"in all", `{"payout_basis": "fixed_promised", "promised_return_pct": 150, "promised_return_per": "total", "term_days": 90}`, redflag.FraudSigns},
		{"as text", `{"payout_basis": "fixed", "promised_return_pct": "2.5", "promised_return_per": "per day"}`, redflag.FraudSigns},
		{"rate in the text alone", `{"promised_return_text": "guaranteed 3% daily for 12 months", "payout_basis": null}`, redflag.FraudSigns},
		{"guaranteed, rate in the text", `{"promised_return_text": "earn 1.5% per day", "guaranteed_claim": true, "payout_basis": null}`, redflag.FraudSigns},
		{"text without a guarantee", `{"promised_return_text": "earn 1.5% per day", "payout_basis": null}`, redflag.Doubtful},
		{"rate over a formula", `{"payout_basis": "variable", "promised_return_pct": 200, "promised_return_per": "total"}`, redflag.Doubtful},
		{"own token and a rate", `{"payout_basis": "token_discretionary", "promised_return_pct": 40, "promised_return_per": "month"}`, redflag.FraudSigns},
		{"many levels", `{"payout_basis": "variable", "referral_present": true, "referral_text": "seven-level commission plan"}`, redflag.Doubtful},
		{"one level", `{"payout_basis": "variable", "referral_present": true, "referral_pct_max": 5, "referral_text": "not multi-level"}`, redflag.Unproven},
		{"a guarantee of hashrate", `{"payout_basis": "variable", "promised_return_text": "95% uptime guaranteed", "guaranteed_claim": false}`, redflag.Unproven},
		{"proof at a pool", `{"payout_basis": "variable", "proof_pool": true}`, redflag.Verifiable},
		{"proof at a pool, payout not known", `{"payout_basis": null, "proof_pool": true}`, redflag.Unproven},
		{"nothing shown, asked for", `{"payout_basis": "variable", "proof_pool": false, "proof_datacentre": false}`, redflag.Doubtful},
		{"pay to withdraw", `{"payout_basis": "variable", "other": "a 10% tax must be paid before withdrawal"}`, redflag.FraudSigns},
		{"a withdrawal fee", `{"payout_basis": "variable", "other": "network fee deducted for withdrawals"}`, redflag.Unproven},
		{"dollars in, bitcoin out; may stop", `{"payout_basis": "variable", "contract_currency": "USD", "price": 1000, "price_currency": "USD", "payout_currency": "BTC", "unprofitable_stop": true, "maintenance_fee_changeable": true}`, redflag.Unproven},
		{"wrong types", `{"payout_basis": 7, "guaranteed_claim": "maybe", "hashrate": -1, "hashrate_unit": 3, "term_days": 1e99, "price": [1], "promised_return_pct": {}, "referral_levels": "many"}`, redflag.TrustUnknown},
		{"absurd", `{"hashrate": 1e300, "hashrate_unit": "TH/s", "price": 1e300, "price_currency": "USD", "promised_return_pct": 1e300, "promised_return_per": "day", "payout_basis": "fixed_promised", "maintenance_fee_amount": 1e300, "maintenance_fee_unit": "USD per kWh", "min_withdrawal": "1e300 BTC"}`, redflag.FraudSigns},
	} {
		r, err := read([]byte(`{"id": "x", "offer": ` + c.offer + `}`))
		if err != nil {
			t.Errorf("%s: %v", c.name, err)
			continue
		}
		if got := trustOf(r, h); got != c.trust {
			t.Errorf("%s: %s, want %s", c.name, got, c.trust)
		}
	}
	for _, line := range []string{``, `null`, `[]`, `{"offer": 3}`, `{"id": "x"}`, `{"offer": {}`, "\x00"} {
		if _, err := read([]byte(line)); err == nil {
			t.Errorf("%q is read as a record", line)
		}
	}
}

// No line makes the reader or the rules panic.
func FuzzCorpus(f *testing.F) {
	data, err := os.ReadFile("testdata/dev.jsonl")
	if err != nil {
		f.Fatal(err)
	}
	for line := range bytes.SplitSeq(data, []byte("\n")) {
		f.Add(line)
	}
	h := market.Embedded()
	f.Fuzz(func(t *testing.T, line []byte) {
		if r, err := read(line); err == nil {
			trustOf(r, h)
		}
	})
}

// A day known by its year alone is the last: nobody is called too cheap by the prices of its first.
func TestStartDay(t *testing.T) {
	for text, want := range map[string]string{
		"2014": "2014-12-31", "2014-08": "2014-08-01", "2014-08-17": "2014-08-17", "14": "", "2014-8": "",
	} {
		d, ok := startDay(text)
		if ok != (want != "") || ok && d.String() != want {
			t.Errorf("%q is %s (%v), want %q", text, d, ok, want)
		}
	}
}
