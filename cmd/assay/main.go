// Assay judges offers of Bitcoin hashrate: priced before you buy, proven after you paid.
//
// This is the program: its verbs, flags and wiring, and the only package that knows all others. Each
// verb has a file of its own, which reads flags, calls a package that does the work, and prints. The
// result goes to stdout, all else to stderr; errors.go maps errors to exit codes.
package main

import (
	"context"
	"io"
	"log"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/adapter/collector"
	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/cmd/assay/commandline"
)

func main() {
	collector.FirstLater()
	log.SetOutput(io.Discard) // the HTTP library tells there what servers say that nobody asked for
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	code := run(ctx, os.Args[1:], program{in: os.Stdin, out: os.Stdout, err: os.Stderr, env: os.Getenv})
	stop()
	os.Exit(code)
}

// program is what a verb may touch: its streams and its environment.
type program struct {
	in       io.Reader
	out, err io.Writer
	env      func(string) string
}

// run is the whole program as a function: it executes args and returns the exit code.
func run(ctx context.Context, args []string, p program) int {
	out, errs := console.Shielded(p.out), console.Shielded(p.err)
	p.out, p.err = out, errs
	defer out.Flush()
	defer errs.Flush()
	root := rootCommand(&p)
	root.SetArgs(args)
	return p.report(root.ExecuteContext(ctx))
}

// rootCommand is the tree of verbs, grouped as a user meets them.
func rootCommand(p *program) *cobra.Command {
	root := &cobra.Command{
		Use:   "assay",
		Short: "Judge offers of Bitcoin hashrate: priced before you buy, proven after you paid",
		Long: commandline.Prose(`
Assay judges offers of Bitcoin hashrate on three axes that it never mixes: economics (does it beat
buying bitcoin?), contract risk (who may change or stop what?) and trust (does anyone mine?).
Not knowing is an answer of its own.`),
		Example: "  assay evaluate page.txt          judge what a seller wrote: " +
			"words, a page, a PDF, a picture\n" +
			"  assay evaluate offer.yaml        judge an offer document\n" +
			"  assay offer new offer.yaml       write one by answering questions\n" +
			"  assay replay offer.yaml          what it would have paid, bought on every past day",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          cobra.ArbitraryArgs,
		RunE:          commandline.VerbMissing,
	}
	root.SetIn(p.in)
	root.SetOut(p.out)
	root.SetErr(p.err)
	root.SetUsageTemplate(commandline.UsageTemplate)
	root.Version = versionLine() // gives --version
	root.SetVersionTemplate("{{.Version}}\n")
	root.SetFlagErrorFunc(commandline.FlagMistake)
	root.CompletionOptions.HiddenDefaultCmd = false
	for _, g := range verbs {
		root.AddGroup(&cobra.Group{ID: g.title, Title: g.title + ":"})
		for _, verb := range g.verbs {
			cmd := verb(p)
			cmd.GroupID = g.title
			root.AddCommand(cmd)
		}
	}
	commandline.SingleValued(root)
	root.SetHelpCommandGroupID(aboutGroup)
	root.SetCompletionCommandGroupID(aboutGroup)
	return root
}

const aboutGroup = "About assay"

// verbs are all verbs in the order of the help text.
var verbs = []struct {
	title string
	verbs []func(*program) *cobra.Command
}{
	{"Judge an offer", []func(*program) *cobra.Command{evaluateCommand, compareCommand, replayCommand,
		flagsCommand, screenCommand, serveCommand, mcpCommand, evidenceCommand}},
	{"Write an offer", []func(*program) *cobra.Command{readCommand, offerCommand, schemaCommand}},
	{"Check what was paid", []func(*program) *cobra.Command{auditCommand, watchCommand, traceCommand}},
	{
		"Facts",
		[]func(*program) *cobra.Command{forecastCommand, oddsCommand, backtestCommand, dataCommand,
			hardwareCommand},
	},
	{aboutGroup, []func(*program) *cobra.Command{versionCommand, manCommand}},
}
