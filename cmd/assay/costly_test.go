package main

import (
	"bytes"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/internal/costly"
	"github.com/assaymining/assay/offer"
)

// costlyRuns are verbs on a document, by what they are asked.
func costlyRuns(t *testing.T, dir, doc string) [][]string {
	t.Helper()
	o, _, err := offer.Parse("costly", []byte(doc))
	if err != nil {
		t.Fatal(err)
	}
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
		return path
	}
	file := write("offer.yaml", doc)
	lines := write("offers.jsonl", strings.Repeat(strings.ReplaceAll(string(offer.JSON(o)), "\n", " ")+"\n", 64))
	text := write("terms.txt", strings.Repeat(doc+"\n", 1+(200<<10)/len(doc)))
	var paid strings.Builder
	paid.WriteString("date,amount,unit,kind,hashrate,hashrate_unit,note\n")
	day := time.Date(2012, 1, 1, 0, 0, 0, 0, time.UTC)
	for n := range 5000 {
		fmt.Fprintf(&paid, "%s,%d,sat,credit,30,TH/s,\n", day.AddDate(0, 0, n).Format(time.DateOnly), 1000+n)
	}
	payouts := write("payouts.csv", paid.String())
	return [][]string{{"evaluate", file}, {"evaluate", "--json", file}, {"evaluate", "--paths", "262144", file},
		{"evaluate", "--evidence", filepath.Join(dir, "e"), file}, {"compare", file, file, file}, {"replay", "--json", file},
		{"replay", "--json", "--from", "2013-01-01", file}, {"flags", file}, {"screen", lines}, {"offer", "check", file}, {"offer", "fmt", file},
		{"read", text}, {"forecast", "--json"}, {"backtest"}, {"audit", "--hashrate", "30TH/s", payouts}, {"hardware"}, {"data", "status"}}
}

// Every verb that is told to end does so soon, for the costliest documents that a search finds: from documents drawn at
// random it goes on with the costliest. The bound is a watchdog, for a machine that does much else; what was longest is
// logged.
func TestNoDocumentOutlastsItsVerb(t *testing.T) {
	if testing.Short() {
		t.Skip("a search of many judgements")
	}
	r := rand.New(rand.NewPCG(15, uint64(time.Now().YearDay())))
	best, longest := costly.Draw(r), map[string]time.Duration{}
	var most time.Duration
	dir := t.TempDir()
	for n := range 6 {
		d := best.Change(r)
		if n%3 == 0 {
			d = costly.Draw(r)
		}
		var all time.Duration
		for _, args := range costlyRuns(t, dir, d.YAML()) {
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			began := time.Now()
			var out, says bytes.Buffer
			run(ctx, args, program{in: strings.NewReader(""), out: &out, err: &says, env: func(string) string { return "" }})
			took := time.Since(began)
			cancel()
			name := strings.ReplaceAll(strings.Join(args, " "), dir, "")
			longest[name] = max(longest[name], took.Round(time.Millisecond))
			if all += took; took > 10*time.Second {
				t.Errorf("%s took %s for\n%.3000s", name, took, d.YAML())
			}
		}
		if all > most {
			best, most = d, all
		}
	}
	t.Logf("longest: %v", longest)
}
