package demo

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"

	"github.com/assaymining/assay/audit/recompute"
)

// folder is what is published in a directory.
type folder string

func (f folder) Open(_ context.Context, name string) (io.ReadCloser, error) {
	return os.DirFS(string(f)).Open(name)
}

// run runs a demonstration and audits it with every receipt.
func run(t *testing.T, cheat Cheat) *recompute.Report {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "demo")
	public, err := Run(
		t.Context(),
		Options{Dir: dir, Day: time.Millisecond, Cheat: cheat, Out: testWriter{t}},
	)
	if err != nil {
		t.Fatal(err)
	}
	names, _ := filepath.Glob(filepath.Join(dir, "receipts", "*.txt"))
	var receipts [][]byte
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		receipts = append(receipts, b)
	}
	report, err := recompute.Provider(t.Context(), folder(public), receipts, nil, recompute.Signed{Open: opens})
	if err != nil {
		t.Fatal(err)
	}
	return report
}

// opens reads a signed note.
func opens(key string, signed []byte) error {
	v, err := note.NewVerifier(key)
	if err == nil {
		_, err = note.Open(signed, note.VerifierList(v))
	}
	return err
}

type testWriter struct{ t *testing.T }

func (w testWriter) Write(b []byte) (int, error) {
	w.t.Logf("%s", b)
	return len(b), nil
}

func TestHonest(t *testing.T) {
	report := run(t, Honest)
	if len(report.Findings) > 0 || len(report.Days) < 4 || report.Receipts == 0 ||
		report.Receipts != report.GivenReceipts {
		t.Fatalf("%+v", report)
	}
	if report.Signed != len(report.Days) || report.Key == "" {
		t.Errorf("%d of %d days are signed by %q", report.Signed, len(report.Days), report.Key)
	}
	if last := report.Days[len(report.Days)-1]; last.Units == 0 || last.Paid == 0 {
		t.Errorf("nobody earned anything: %+v", last)
	}
}

func TestCheats(t *testing.T) {
	for cheat, rule := range map[Cheat]recompute.Rule{
		Short: recompute.RuleUnderpaid, Fee: recompute.RuleFee, Replay: recompute.RuleShares,
		Oversell: recompute.RuleOversold,
	} {
		t.Run(string(cheat), func(t *testing.T) {
			report := run(t, cheat)
			if !slices.ContainsFunc(
				report.Findings,
				func(f recompute.Finding) bool { return f.Rule == rule },
			) {
				t.Errorf("not named: %+v", report.Findings)
			}
		})
	}
}
