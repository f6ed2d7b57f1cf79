package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/market"
)

// evaluateOptions is what the flags of assay evaluate say.
type evaluateOptions struct {
	*judging
	evidence, forward string
	files             reporting
	json, live, force bool
}

func evaluateCommand(p *program) *cobra.Command {
	o := &evaluateOptions{}
	cmd := &cobra.Command{
		Use:   "evaluate OFFER...",
		Short: "Judge offers: does it beat buying bitcoin, who can change it, does anyone mine",
		Long: commandline.Prose(`
Judge offers as they looked on the day they were seen, on what was known that day. The answer begins with
one plain sentence; then come the figures and what is not known. An offer is a document, or what a seller
wrote: words, a page, a PDF, a picture. "-" reads standard input. A damning verdict is an answer: exit code 0.

The facts are those that come with assay, with those of "assay data update" laid over them. Nothing is fetched
unless --live asks for it. A file frozen by --evidence is judged again: what is shown is judged now, and
where the verdict frozen in it differs, or its facts from those that come with assay, is told.`),
		Example: "  assay evaluate offer.yaml\n  assay evaluate page.txt\n" +
			"  assay evaluate --as-of 2026-05-01 offer.yaml             judge it on another day\n" +
			"  assay evaluate --price 60000USD --difficulty 150T offer.yaml\n" +
			"  assay evaluate --my-power 0.08USD/kWh --budget 2000USD offer.yaml\n" +
			"  assay evaluate --evidence deal.evidence offer.yaml        freeze what it was judged on\n" +
			"  assay evaluate --pdf report.pdf offer.yaml                two pages to send on\n" +
			"  assay evaluate --json offer.yaml                         for programs",
		Args: commandline.Arguments(1, -1, "an offer"),
		RunE: func(cmd *cobra.Command, paths []string) error { return runEvaluate(cmd, p, o, paths) },
	}
	o.judging = judgingFlags(cmd, assay.DefaultPaths)
	o.files.flags(cmd)
	f := cmd.Flags()
	f.StringVar(&o.evidence, "evidence", "", "`FILE` to freeze in what the offer was judged on")
	f.BoolVar(&o.force, "force", false, "overwrite the file of --evidence, which may be signed")
	f.StringVar(&o.forward, "forward", "", "CSV `FILE` with forward prices of hashrate, to hold the offer "+
		"against")
	f.BoolVar(&o.live, "live", false, "fetch facts first, as \"assay data update\" does")
	f.BoolVar(&o.json, "json", false, "print the verdict as JSON (schema "+assay.VerdictSchema+")")
	return cmd
}

func runEvaluate(cmd *cobra.Command, p *program, o *evaluateOptions, paths []string) error {
	if isEvidence(paths[0]) && len(paths) == 1 {
		return p.evaluateEvidence(cmd, paths[0], o.json)
	}
	if err := freezes(o.evidence, len(paths), o.force); err != nil {
		return err
	}
	if err := o.files.check(len(paths)); err != nil {
		return err
	}
	if o.live {
		p.facts().Live(cmd.Context())
	}
	h, err := p.history(o.history)
	if err != nil {
		return err
	}
	first := true
	return p.eachOffer(cmd.Context(), paths, func(f *offerFile) error {
		err := o.one(cmd.Context(), p, f, h, first)
		first = first && err != nil
		return err
	})
}

// one judges an offer and prints its verdict, a blank line before it unless it is the first.
func (o *evaluateOptions) one(ctx context.Context, p *program, f *offerFile, h *market.History,
	first bool) error {
	e := o.joined(f, h)
	if err := p.facts().Complete(ctx, o.history, &e); err != nil {
		return err
	}
	if err := p.facts().Forward(o.forward, &e); err != nil {
		return err
	}
	v, err := p.judge(ctx, e, o.evidence)
	if err != nil {
		return &misuse{what: fmt.Sprintf("%s: %v", f.name, err)} // evidence that makes no sense
	}
	if err := o.files.write(ctx, p, e, v); err != nil {
		return err
	}
	if o.json {
		return p.printJSON(v)
	}
	if !first {
		fmt.Fprintln(p.out)
	}
	return p.printVerdict(f.offer, v.Said(commandline.InFlags))
}
