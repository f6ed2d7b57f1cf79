package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"testing"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/redflag"
)

func corpusLines(t *testing.T) [][]byte {
	t.Helper()
	data, err := os.ReadFile("testdata/corpus/dev.jsonl")
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

func trustOf(r corpusRecord, h *market.History) string {
	return redflag.Judge(redflag.Gather(r.document(), h.Last(), h)).Trust.Word
}

// The corpus was written by hand from public sources; what it must show is stated before it is run.
func TestCorpus(t *testing.T) {
	h := market.Embedded()
	var all []labelled
	caught, frauds := 0, 0
	for _, line := range corpusLines(t) {
		r, err := readCorpus(line)
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
	if err := corpusReport(&out, all); err != nil {
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
		r, err := readCorpus(line)
		if err != nil {
			t.Fatal(err)
		}
		before := trustOf(r, h)
		for field, v := range r.Offer {
			if v == nil {
				continue
			}
			var less corpusRecord
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
