// Command trackrecord writes docs/track-record.md: what Assay would have said of real offers on their
// day and what then happened, and how often its chances came true over canonical contracts.
//
//	go run ./cmd/trackrecord examples > docs/track-record.md
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"

	"github.com/assaymining/assay/market"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:], os.Stdout, os.Stderr); err != nil {
		fmt.Fprintln(os.Stderr, "trackrecord: error:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string, out, progress io.Writer) error {
	if len(args) != 1 {
		return fmt.Errorf(
			"one argument is needed, the folder of the examples: go run ./cmd/trackrecord examples",
		)
	}
	files, err := filepath.Glob(filepath.Join(args[0], "*.yaml"))
	if err != nil || len(files) == 0 {
		return fmt.Errorf("no offers in %s; name the folder of the examples", args[0])
	}
	h := market.Embedded()
	past, err := judged(ctx, files, h)
	if err != nil {
		return err
	}
	cases, err := canonical(ctx, h, progress)
	if err != nil {
		return err
	}
	return write(out, h, past, cases)
}
