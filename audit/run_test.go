package audit

import (
	"bytes"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
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

// amount is what the holder's files write of a day, in bitcoin.
var amount = regexp.MustCompile(`\b0[.,]000(\d{5})\b`)

// TestVariantsAreNoAccusation: whatever a spreadsheet, a slip or a setting makes of a file of the honest holder, he
// has the same satoshi and the same answer, or the file or the row is refused by name; nobody is accused.
func TestVariantsAreNoAccusation(t *testing.T) {
	line := func(n int, change func(string) string) func([]string) []string {
		return func(l []string) []string {
			l = slices.Clone(l)
			l[n] = change(l[n])
			return l
		}
	}
	variants := map[string]func([]string) []string{
		"reversed": func(l []string) []string {
			rest := slices.Clone(l[1:])
			slices.Reverse(rest)
			return append(l[:1:1], rest...)
		},
		"byte order mark": line(0, func(s string) string { return "\ufeff" + strings.TrimPrefix(s, "\ufeff") }),
		"carriage returns": func(l []string) []string {
			return strings.Split(strings.Join(l, "\r\n"), "\n")
		},
		"comment below":  func(l []string) []string { return append(l[:len(l):len(l)], "", "# made by a spreadsheet") },
		"month missing":  func(l []string) []string { return append(l[:10:10], l[40:]...) },
		"rows twice":     func(l []string) []string { return append(l[:20:20], l[17:]...) },
		"file twice":     func(l []string) []string { return append(l[:len(l):len(l)], l...) },
		"one in satoshi": line(25, func(s string) string { return amount.ReplaceAllString(s, "$1") }),
		"one in millibitcoin": line(25, func(s string) string {
			return amount.ReplaceAllString(s, "0.$1")
		}),
		"one negative": line(30, func(s string) string { return amount.ReplaceAllString(s, "-0.000$1") }),
		"day first": func(l []string) []string {
			day := regexp.MustCompile(`2026-(0\d)-(\d\d)`)
			return strings.Split(day.ReplaceAllString(strings.Join(l, "\n"), "$2/$1/2026"), "\n")
		},
	}
	names, _ := filepath.Glob("../payout/statement/testdata/holder/*.csv")
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for what, change := range variants {
			t.Run(filepath.Base(name)+" "+what, func(t *testing.T) {
				text := strings.Join(change(strings.Split(strings.TrimRight(string(data), "\n"), "\n")), "\n")
				st, err := statement.Read(name, strings.NewReader(text), statement.Options{Zone: time.UTC})
				if err != nil {
					if !strings.Contains(err.Error(), ":") {
						t.Errorf("refused without a place: %v", err)
					}
					return
				}
				r, err := Run(Input{Terms: AccountTerms(250e12*units.HPerS, 0.02, payout.FPPS, 0),
					Scheme: payout.Scheme(st.Scheme), History: market.Embedded(), Rows: st.Rows})
				if err != nil {
					t.Fatal(err)
				}
				if r.State != InOrder && r.State != NotKnown {
					t.Errorf("%s: %s; refused %v", r.State, r.Sentence, st.Refused)
				}
				least := r.ReceivedSat < 668_739 && what != "month missing" && what != "one negative"
				if r.ReceivedSat > 668_739 || least && len(st.Refused) == 0 {
					t.Errorf("%d sat, and nothing is refused", r.ReceivedSat)
				}
			})
		}
	}
}
