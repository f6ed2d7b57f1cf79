package audit

import (
	"encoding/json"
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

// isoTime is a time as files of the holder write it with its zone.
var isoTime = regexp.MustCompile(`(2026-0[345]-\d\d)T(\d\d:\d\d:\d\d)(\.000)?Z`)

// inTokyo writes such times nine hours later, and says so.
func inTokyo(s string) string {
	return isoTime.ReplaceAllStringFunc(s, func(found string) string {
		m := isoTime.FindStringSubmatch(found)
		at, err := time.Parse("2006-01-02T15:04:05", m[1]+"T"+m[2])
		if err != nil {
			return found
		}
		return at.Add(9*time.Hour).Format("2006-01-02T15:04:05") + "+09:00"
	})
}

// TestVariantsHaveTheSameVerdict: of all thirty forms, tables and saved answers, what loses nothing gives the
// satoshi and the verdict of the clean file, or is refused with the row.
func TestVariantsHaveTheSameVerdict(t *testing.T) {
	each := func(change func(string) string) func([]string) []string {
		return func(l []string) []string {
			l = slices.Clone(l)
			for i := 1; i < len(l); i++ {
				l[i] = change(l[i])
			}
			return l
		}
	}
	decimal := regexp.MustCompile(`\b(\d+)\.(\d+)\b`)
	variants := map[string]func([]string) []string{
		"clean": slices.Clone[[]string],
		"byte order mark": func(l []string) []string {
			l = slices.Clone(l)
			l[0] = "\ufeff" + strings.TrimPrefix(l[0], "\ufeff")
			return l
		},
		"in another zone": each(inTokyo),
		"one in a zone": func(l []string) []string {
			l = slices.Clone(l)
			l[30%len(l)] = inTokyo(l[30%len(l)])
			return l
		},
		"semicolons":       each(func(s string) string { return s }), // and the head, below
		"decimal comma":    each(func(s string) string { return decimal.ReplaceAllString(s, "$1,$2") }),
		"total below":      func(l []string) []string { return append(slices.Clone(l), "Total,0.00668739") },
		"two files in one": func(l []string) []string { return append(slices.Clone(l), l...) },
		"carriage returns": func(l []string) []string {
			return strings.Split(strings.Join(l, "\r\n"), "\n")
		},
		"empty lines below": func(l []string) []string { return append(slices.Clone(l), "", "") },
	}
	still := []string{"byte order mark", "two files in one"} // which change what a saved answer is
	names, _ := filepath.Glob("../payout/statement/testdata/holder/*")
	if len(names) != 30 {
		t.Fatalf("%d files of the holder, want 30", len(names))
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		for what, change := range variants {
			text := strings.Join(change(strings.Split(strings.TrimRight(string(data), "\n"), "\n")), "\n")
			switch table := strings.HasSuffix(name, ".csv"); {
			case what == "semicolons" && table && !strings.Contains(text, `"`):
				text = strings.ReplaceAll(text, ",", ";")
			case what == "decimal comma" && table && !strings.Contains(string(data), ","):
				continue
			case !table && !slices.Contains(still, what) && !json.Valid([]byte(text)):
				continue // it is no saved answer any more
			}
			lost := []string{"one in a zone", "decimal comma", "total below", "two files in one"}
			t.Run(filepath.Base(name)+" "+what, func(t *testing.T) {
				sameVerdict(t, name, text, !slices.Contains(lost, what))
			})
		}
	}
}

func sameVerdict(t *testing.T, name, text string, whole bool) {
	st, err := statement.Read(name, strings.NewReader(text), statement.Options{Zone: time.UTC})
	if err != nil {
		if whole || len(err.Error()) < 10 {
			t.Error(err)
		}
		return
	}
	for _, r := range st.Refused {
		if r.Row == 0 || r.Why == "" {
			t.Errorf("a row is refused without its number or a reason: %+v", r)
		}
	}
	if whole && len(st.Refused) > 0 {
		t.Errorf("nothing is lost, and refused is %v", st.Refused[0])
	}
	r, err := Run(Input{Terms: AccountTerms(250e12*units.HPerS, 0.02, payout.FPPS, 0),
		Scheme: payout.Scheme(st.Scheme), History: market.Embedded(), Rows: st.Rows})
	if err != nil {
		if len(st.Refused) == 0 {
			t.Error(err)
		}
		return
	}
	if r.State != InOrder && (r.State != NotKnown || len(st.Refused) == 0) {
		t.Errorf("%s: %s; refused %v", r.State, r.Sentence, st.Refused)
	}
	if r.ReceivedSat != 668_739 && (len(st.Refused)+st.More == 0 || r.ReceivedSat > 668_739) {
		t.Errorf("%d sat, and %d rows are refused", r.ReceivedSat, len(st.Refused))
	}
}
