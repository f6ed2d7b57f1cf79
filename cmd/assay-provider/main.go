// Assay-provider sells hashrate honestly by construction: whole units of frozen series, work that is metered
// from shares which anybody can recompute, and books in whole thousandths of a satoshi.
//
// This is the program: its verbs, flags and wiring. The other program, assay, checks what it publishes
// (assay audit --provider) and links nothing of it.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/provider/demo"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	log.SetOutput(console.Shielded(os.Stderr)) // of the HTTP library
	if err := root().ExecuteContext(ctx); err != nil {
		complain(fmt.Errorf("error: %w", err))
		os.Exit(1)
	}
}

func root() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "assay-provider",
		Short: "Sell hashrate whose delivery anybody can recompute",
		Long: "A provider from a miner's socket to the holder's statement of a day, in one program.\n" +
			"Try it: assay-provider demo",
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	cmd.SetOut(console.Shielded(os.Stdout)) // names of folders, and all that is printed
	cmd.SetErr(console.Shielded(os.Stderr))
	cmd.AddCommand(demoCommand(), serveCommand())
	return cmd
}

func demoCommand() *cobra.Command {
	var o demo.Options
	var cheat, http string
	cmd := &cobra.Command{
		Use:   "demo [DIR]",
		Short: "Run a whole provider on this machine for about a minute, then let the auditor look",
		Long: "A chain in memory, four miners on this processor over Stratum V1 and V2, two series, four\n" +
			"holders and four fast days. What is published stands in DIR/public; the other program audits\n" +
			"it at the end.\n" +
			"With --cheat the provider is dishonest in one way, and the auditor says in which.",
		Example: "  assay-provider demo\n  assay-provider demo --cheat oversell ./oversold",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Cheat = demo.Cheat(cheat)
			if cheat != "" && !known(o.Cheat) {
				return fmt.Errorf("--cheat %s is not known; write %s", cheat, cheats(", "))
			}
			o.Dir = "assay-demo"
			if len(args) == 1 {
				o.Dir = args[0]
			}
			o.Out = cmd.OutOrStdout()
			if http != "" {
				o.Ready = func(r demo.Running) { pages(o.Out, http, r) }
			}
			o.After = func(ctx context.Context, public string) error {
				if err := audit(ctx, o.Out, o.Dir, public); err != nil || http == "" {
					return err
				}
				fmt.Fprintf(o.Out, "\nThe pages stay at http://%s until you interrupt (Ctrl-C).\n", http)
				<-ctx.Done()
				return nil
			}
			_, err := demo.Run(cmd.Context(), o)
			return err
		},
	}
	f := cmd.Flags()
	f.DurationVar(&o.Day, "day", 10*time.Second, "how long a day lasts at least")
	f.Float64Var(
		&o.Rate,
		"rate",
		500_000,
		"hashes a second of each miner at most; 0 is all the processor has",
	)
	f.StringVar(&cheat, "cheat", "", "be dishonest in one way: "+cheats(", "))
	f.StringVar(&http, "http", "", "`ADDRESS` to show pages at, such as 127.0.0.1:8090")
	f.StringVar(
		&o.Store,
		"books",
		"",
		"address of a PostgreSQL for the books; without it they are a file in DIR",
	)
	return cmd
}

func known(c demo.Cheat) bool {
	for _, k := range demo.Cheats {
		if k == c {
			return true
		}
	}
	return false
}

func cheats(between string) string {
	var names []string
	for _, c := range demo.Cheats {
		names = append(names, string(c))
	}
	return strings.Join(names, between)
}

// audit runs the other program on what was published, where it is at hand.
func audit(ctx context.Context, out io.Writer, dir, public string) error {
	args := []string{"audit", "--provider", public}
	receipts, err := filepath.Glob(filepath.Join(dir, "receipts", "*.txt"))
	if err != nil {
		return err
	}
	for _, r := range receipts {
		args = append(args, "--receipt", r)
	}
	path, err := auditor()
	if err != nil {
		fmt.Fprintf(out, "\nNow let the other program look:\n  assay audit --provider %s\n", public)
		return nil
	}
	fmt.Fprintf(
		out,
		"\n$ assay audit --provider %s --receipt %s\n\n",
		public,
		filepath.Join(dir, "receipts", "*.txt"),
	)
	cmd := exec.CommandContext(ctx, path, args...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	return cmd.Run()
}

// auditor is the other program: beside this one, or on the path.
func auditor() (string, error) {
	if self, err := os.Executable(); err == nil {
		beside := filepath.Join(filepath.Dir(self), "assay")
		if _, err := os.Stat(beside); err == nil {
			return beside, nil
		}
	}
	path, err := exec.LookPath("assay")
	if err != nil {
		return "", errors.New("the program assay is neither beside this one nor on the path")
	}
	return path, nil
}
