package audit

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/payout"
	"github.com/assaymining/assay/payout/statement"
	"github.com/assaymining/assay/units"
)

// TestOneHolderOneVerdict: whatever file the holder has, the satoshi and the answer are the same.
func TestOneHolderOneVerdict(t *testing.T) {
	names, _ := filepath.Glob("../payout/statement/testdata/holder/*")
	if len(names) != 30 {
		t.Fatalf("%d files, want 30", len(names))
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			st, err := statement.Read(name, bytes.NewReader(data), statement.Options{Zone: time.UTC})
			if err != nil {
				t.Fatal(err)
			}
			r, err := Run(Input{
				Terms: AccountTerms(
					250e12*units.HPerS,
					0.02,
					payout.FPPS,
					0,
				), Scheme: payout.Scheme(st.Scheme),
				History: market.Embedded(), Rows: st.Rows,
			})
			if err != nil {
				t.Fatal(err)
			}
			t.Log(r.Tier, r.Boundary, r.Sentence)
			if r.State != InOrder || r.ReceivedSat != 668_739 || len(r.Gaps) != 0 {
				t.Errorf("%s, %d sat, gaps %v: %s", r.State, r.ReceivedSat, r.Gaps, r.Sentence)
			}
			if r.From != "2026-03-01" || r.To != "2026-04-29" {
				t.Errorf("%s to %s", r.From, r.To)
			}
			if r.Parts.Sum() != r.ReceivedSat-r.OwedSat {
				t.Errorf("parts %+v do not sum to %d", r.Parts, r.ReceivedSat-r.OwedSat)
			}
		})
	}
}
