package main

import (
	"context"
	"errors"
	"time"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/adapter/assistant"
	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/adapter/extract"
	"github.com/assaymining/assay/cmd/assay/commandline"
)

func mcpCommand(p *program) *cobra.Command {
	v := &serving{}
	cmd := &cobra.Command{
		Use:   "mcp",
		Short: "Answer assistants over standard input (Model Context Protocol)",
		Long: commandline.Prose(`
Serve the Model Context Protocol on standard input and output, so that an assistant quotes figures in place
of guessing them. Its tools are read, evaluate, compare, flags, market and audit; each gives the document
that the verb prints with --json. It takes text alone: no call opens a file or an address. An assistant
starts it by itself; docs/mcp.md says how it is told to. Calls are logged to standard error, without what
they say.`),
		Example: "  assay mcp\n" +
			"  assay mcp --quiet        log errors only",
		Args: commandline.Arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error { return p.assist(cmd.Context(), v) },
	}
	cmd.Flags().BoolVar(&v.quiet, "quiet", false, "log errors only")
	historyFlag(cmd, &v.history)
	return cmd
}

// assistantPatience is how long a call may take. One person's program serves nobody else meanwhile, and who asks
// ends a call that takes too long for them; a limit of a few seconds would only refuse those with a slow machine.
const assistantPatience = 2 * time.Minute

// assist answers calls until the input ends.
func (p *program) assist(ctx context.Context, v *serving) error {
	h, err := p.history(v.history)
	if err != nil {
		return err
	}
	workbench, err := p.workbench(ctx, h, &serving{history: v.history, quiet: true, patience: assistantPatience,
		waiting: 2 * assistant.MostCalls}) // one client has half of the places
	if err != nil {
		return err
	}
	workbench.Words = wordsOfText
	if console.IsTerminal(p.in) {
		p.hint("an assistant writes to this program, one message a line; end it with Ctrl-D")
	}
	return assistant.Serve(ctx, assistant.Config{API: workbench.Handler(), Version: version(),
		Schemas: workbench.Schemas, Log: p.log(v.quiet)}, p.in, console.JSON(p.out))
}

// wordsOfText is wordsIn of what is text: no program of the system is started for an assistant.
func wordsOfText(ctx context.Context, data []byte) (kind, text string, err error) {
	if !extract.IsText(data) {
		return "", "", errors.New("this is no text; paste the words, or read the file with assay read")
	}
	return wordsIn(ctx, data)
}
