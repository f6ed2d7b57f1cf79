package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/adapter/interview"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

func offerCommand(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "offer",
		Short: "Write, check and normalise offer documents",
		Example: "  assay offer new offer.yaml\n" +
			"  assay offer check offer.yaml\n" +
			"  assay offer fmt -w offer.yaml",
		Args: cobra.ArbitraryArgs,
		RunE: commandline.VerbMissing,
	}
	cmd.AddCommand(offerNewCommand(p), offerCheckCommand(p), offerFmtCommand(p))
	return cmd
}

// offerNewOptions is what the flags of assay offer new say.
type offerNewOptions struct{ force, lines, checklist bool }

func offerNewCommand(p *program) *cobra.Command {
	o := &offerNewOptions{}
	cmd := &cobra.Command{
		Use:   "new [FILE]",
		Short: "Write an offer by answering questions",
		Long: commandline.Prose(`
Ask for an offer in plain words and write it to a file, or to standard output. Every answer may be left
blank: what you do not know stays unknown. Where there is no terminal, each answer is one line, and a line
that cannot be read stops with its number and question.`),
		Example: "  assay offer new offer.yaml\n" +
			"  assay offer new --lines offer.yaml       questions line by line, for screen readers\n" +
			"  assay offer new --checklist offer.yaml   what to ask and where to look, saved with the evidence\n" +
			"  assay offer new < answers.txt > offer.yaml",
		Args: commandline.Arguments(0, 1, ""),
		RunE: func(_ *cobra.Command, args []string) error { return runOfferNew(p, o, args) },
	}
	cmd.Flags().BoolVar(&o.force, "force", false, "overwrite the file")
	cmd.Flags().BoolVar(&o.checklist, "checklist", false,
		"ask what is not yet known and bears on trust, line by line; adds to FILE where it is there")
	cmd.Flags().BoolVar(&o.lines, "lines", false, "ask line by line, also in a terminal")
	return cmd
}

func runOfferNew(p *program, o *offerNewOptions, args []string) error {
	if len(args) == 1 && args[0] == "-" {
		args = nil // standard output, as without a file
	}
	if o.checklist {
		return p.checklist(args, o.force)
	}
	if len(args) == 1 && !o.force {
		if _, err := os.Lstat(args[0]); err == nil {
			return &misuse{fmt.Sprintf("%s is there already", args[0]),
				"choose another name, or overwrite it with --force"}
		}
	}
	line := o.lines || p.env("ACCESSIBLE") != "" || p.env("TERM") == "dumb" || !console.IsTerminal(p.in) ||
		!console.IsTerminal(p.err)
	document, lacks, err := p.interview(line).Offer()
	if err != nil {
		return err
	}
	if len(args) == 0 {
		_, err = p.out.Write(document)
	} else {
		err = os.WriteFile(args[0], document, open)
	}
	if err != nil {
		return err
	}
	p.whatNext(args, document, lacks)
	return nil
}

// interview asks in the terminal, or for lines of answers.
func (p *program) interview(lines bool) interview.Interview {
	out := io.Writer(p.err)
	if !lines {
		out = console.Raw(p.err) // a form draws with controls of its own
	}
	return interview.Interview{In: p.in, Out: out, Lines: lines, Person: console.IsTerminal(p.in), Width: p.width()}
}

// checklist asks for what is not known of the offer in a file, or of a new one, and saves it.
func (p *program) checklist(args []string, force bool) error {
	var known *offer.Offer
	if len(args) == 1 {
		f, err := p.readOffer(args[0])
		switch {
		case err == nil && comment.Match(f.data) && !force:
			return &misuse{
				fmt.Sprintf("%s has comments, which the normal form does not keep", f.name),
				"--force drops them",
			}
		case err == nil:
			known = &f.offer
		case !errors.Is(err, os.ErrNotExist) && !missing(args[0]):
			return err
		}
	}
	o, err := p.interview(true).Checklist(known)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		_, err = p.out.Write(offer.Format(o))
		return err
	}
	if err := os.WriteFile(args[0], offer.Format(o), open); err != nil {
		return err
	}
	p.hint("to judge it: assay flags %s", args[0])
	return nil
}

func missing(path string) bool {
	_, err := os.Lstat(path)
	return errors.Is(err, os.ErrNotExist)
}

// whatNext says what can be done with a document that was written.
func (p *program) whatNext(args []string, document []byte, lacks error) {
	computable := bytes.Contains(document, []byte("\nhashrate: ")) ||
		bytes.Contains(document, []byte("fixed_return: "))
	switch {
	case lacks != nil:
		p.hint("your answers are kept, but cannot be judged yet: %v", lacks)
	case len(args) == 1 && !computable:
		p.hint("its terms can be judged, its economics not without a hashrate: assay evaluate %s", args[0])
	case len(args) == 1:
		p.hint("to judge it: assay evaluate %s", args[0])
	}
}

func offerCheckCommand(p *program) *cobra.Command {
	return &cobra.Command{
		Use:   "check OFFER...",
		Short: "Say whether offers can be read, and what in them is doubtful",
		Long: commandline.Prose(`
Read offer documents strictly and say what is wrong, with line, column and repair (exit code 2), or
what is readable but hardly meant (a warning, exit code 0). "-" reads standard input.`),
		Example: "  assay offer check offer.yaml\n" +
			"  assay offer check examples/*.yaml",
		Args: commandline.Arguments(1, -1, "an offer"),
		RunE: func(cmd *cobra.Command, paths []string) error {
			return p.eachOffer(cmd.Context(), paths, func(f *offerFile) error {
				for _, w := range f.warnings {
					fmt.Fprintln(p.out, warned(f.name, w))
				}
				verdict := "ok"
				if n := len(f.warnings); n > 0 {
					verdict = fmt.Sprintf("can be read, with %s", units.ShowCount(n, "warning"))
				}
				_, err := fmt.Fprintf(p.out, "%s: %s\n", f.name, verdict)
				return err
			})
		},
	}
}

// warned is a warning with the place that editors understand.
func warned(name string, w offer.Warning) string {
	if w.Line == 0 {
		return fmt.Sprintf("%s: warning: %s", name, w)
	}
	return fmt.Sprintf("%s:%d:%d: warning: %s: %s", name, w.Line, w.Col, w.Path, w.Msg)
}

// comment finds a YAML comment, or what may be one.
var comment = regexp.MustCompile(`(?m)(^|\s)#`)

// offerFmtOptions is what the flags of assay offer fmt say.
type offerFmtOptions struct{ write, list, json, force bool }

func offerFmtCommand(p *program) *cobra.Command {
	o := &offerFmtOptions{}
	cmd := &cobra.Command{
		Use:   "fmt OFFER...",
		Short: "Print offers in normal form",
		Long: commandline.Prose(`
Print offers in normal form: keys in the order of the schema, units as assay writes them, what is
unknown left out. The same offer always has the same bytes. Comments are not part of an offer.`),
		Example: "  assay offer fmt offer.yaml\n" +
			"  assay offer fmt -w examples/*.yaml       rewrite files in place\n" +
			"  assay offer fmt --json offer.yaml        the same document as JSON",
		Args: commandline.Arguments(1, -1, "an offer"),
		RunE: func(cmd *cobra.Command, paths []string) error {
			if o.write && o.json {
				return &misuse{
					"-w and --json cannot be combined",
					"write: assay offer fmt --json OFFER > offer.json",
				}
			}
			return p.eachOffer(cmd.Context(), paths, func(f *offerFile) error { return runOfferFmt(p, o, f) })
		},
	}
	cmd.Flags().BoolVarP(&o.write, "write", "w", false, "write the normal form back to the file")
	cmd.Flags().BoolVarP(&o.list, "list", "l", false, "only list the files whose form differs")
	cmd.Flags().BoolVar(&o.json, "json", false, "print JSON instead of YAML")
	cmd.Flags().BoolVar(&o.force, "force", false, "with -w, also where that drops comments")
	return cmd
}

func runOfferFmt(p *program, o *offerFmtOptions, f *offerFile) error {
	normal := offer.Format(f.offer)
	switch {
	case o.list:
		if !bytes.Equal(normal, f.data) {
			fmt.Fprintln(p.out, f.name)
		}
		return nil
	case o.write:
		return rewrite(f, normal, o.force)
	case o.json:
		return p.printJSON(json.RawMessage(offer.JSON(f.offer)))
	}
	_, err := p.out.Write(normal)
	return err
}

// rewrite replaces a file by its normal form, unless that would silently drop comments.
func rewrite(f *offerFile, normal []byte, force bool) error {
	switch {
	case f.path == "-":
		return &misuse{"standard input cannot be written back to", "leave out -w to print the normal form"}
	case bytes.Equal(normal, f.data):
		return nil
	case comment.Match(f.data) && !force:
		return &misuse{fmt.Sprintf("%s has comments, which the normal form does not keep", f.name),
			"-w --force drops them"}
	}
	info, err := os.Stat(f.path)
	if err != nil {
		return err
	}
	return os.WriteFile(f.path, normal, info.Mode().Perm())
}

// printJSON prints a value as indented JSON.
func (p *program) printJSON(v any) error {
	data, err := assay.JSON(v)
	if err != nil {
		return err
	}
	_, err = p.out.Write(console.Escaped(data))
	return err
}
