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
	"math"
	"net"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"runtime/debug"
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
	err := root().ExecuteContext(ctx)
	if errors.Is(err, context.Canceled) && ctx.Err() != nil {
		err = errors.New("interrupted; what there was stays in its folder")
	}
	if err != nil {
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
		Args:    oneFolder(false),
		RunE: func(cmd *cobra.Command, args []string) error {
			o.Cheat = demo.Cheat(cheat)
			if cheat != "" && !known(o.Cheat) {
				return fmt.Errorf("--cheat %s is not known; write %s", cheat, cheats(", "))
			}
			if o.Day <= 0 || o.Rate < 0 || math.IsNaN(o.Rate) {
				return errors.New("--day is a time, as 10s; --rate hashes a second, 0 for all that there are")
			}
			o.Dir = "assay-demo"
			if len(args) == 1 {
				o.Dir = args[0]
			}
			o.Out = cmd.OutOrStdout()
			if http != "" {
				l, err := net.Listen("tcp", http)
				if err != nil {
					return fmt.Errorf("--http: %w; name a free address, as 127.0.0.1:8090", err)
				}
				defer l.Close()
				http = l.Addr().String()
				o.Ready = func(r demo.Running) { pages(o.Out, l, r) }
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
	all := filepath.Join(dir, "receipts", "*.txt")
	told := fmt.Sprintf(" audit --provider %s --receipt %s\n", public, all)
	program, name := auditor()
	if program == nil {
		fmt.Fprint(out, "\nNow let the other program look; \"go install ./cmd/assay\" in a checkout ",
			"installs it:\n  assay", told)
		return nil
	}
	fmt.Fprintln(out, "\n$ "+name+told)
	cmd := exec.CommandContext(ctx, program[0], append(program[1:], args...)...)
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil && ctx.Err() == nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return nil
}

// auditor is the other program, and how it is called: beside this one, on the path, or, where this one was
// begun by "go run", from the same source. It is nothing where there is none.
func auditor() (program []string, name string) {
	self, err := os.Executable()
	if err == nil {
		if beside, err := exec.LookPath(filepath.Join(filepath.Dir(self), "assay")); err == nil {
			return []string{beside}, "assay"
		}
	}
	if path, err := exec.LookPath("assay"); err == nil {
		return []string{path}, "assay"
	}
	info, ok := debug.ReadBuildInfo()
	source, missing := exec.LookPath("go")
	if err != nil || !ok || missing != nil || !strings.Contains(filepath.ToSlash(self), "/go-build") {
		return nil, ""
	}
	name = info.Main.Path + "/cmd/assay"
	return []string{source, "run", name}, "go run " + name
}

// oneFolder asks for one folder and nothing else; where it need not be named there is one by default.
func oneFolder(must bool) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) > 1 || must && len(args) == 0 {
			return fmt.Errorf("%d folders are named: write %s", len(args), cmd.UseLine())
		}
		return nil
	}
}
