package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/internal/costly"
	"github.com/assaymining/assay/offer"
)

// A document that is long, dense or deep as nobody writes one is answered soon by each verb that reads one,
// and by the tools of an assistant. The bound is a watchdog; what took most of the processor is logged.
func TestShapesAreReadSoon(t *testing.T) {
	if testing.Short() {
		t.Skip("a MiB is read often")
	}
	dir := t.TempDir()
	file, payouts := filepath.Join(dir, "x"), filepath.Join(dir, "payouts.csv")
	if err := os.WriteFile(payouts, []byte("date,amount,unit\n2024-01-01,1000,sat\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	most, worst := map[string]time.Duration{}, map[string]string{}
	for shape, doc := range costly.Shapes(offer.MaxBytes) {
		if err := os.WriteFile(file, []byte(doc), 0o600); err != nil {
			t.Fatal(err)
		}
		for _, args := range [][]string{
			{"evaluate", file}, {"compare", file, file}, {"screen", file}, {"flags", file}, {"replay", file},
			{"offer", "check", file}, {"offer", "fmt", file}, {"read", file}, {"evaluate", "-"},
			{"audit", file, payouts}, {"audit", "--hashrate", "30TH/s", file}, {"evidence", "verify", file},
			{"watch", "--state", filepath.Join(dir, "state"), file}, {"mcp"},
		} {
			ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
			in := doc
			if args[0] == "mcp" {
				in = toolText(doc)
			}
			spent := costly.Spent()
			var out, says bytes.Buffer
			run(ctx, args, program{in: strings.NewReader(in), out: &out, err: &says,
				env: func(string) string { return "" }})
			cancel()
			name := strings.ReplaceAll(strings.Join(args, " "), dir, "")
			if took := costly.Spent() - spent; took > costly.TooLong {
				t.Errorf("%s of %s took %s", name, shape, took)
			}
			if took := costly.Spent() - spent; took > most[name] {
				most[name], worst[name] = took.Round(time.Millisecond), shape
			}
		}
	}
	for name, took := range most {
		t.Logf("%s: %s of the processor for %s", name, took, worst[name])
	}
}
