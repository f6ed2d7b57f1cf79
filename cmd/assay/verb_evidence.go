package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"golang.org/x/mod/sumdb/note"

	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/cmd/assay/signing"
	"github.com/assaymining/assay/evidence"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/report"
)

func evidenceCommand(p *program) *cobra.Command {
	cmd := &cobra.Command{
		Use:   "evidence",
		Short: "Sign frozen evidence and check signatures",
		Long: commandline.Prose(`
Evidence is what a verdict was judged on, frozen by "assay evaluate --evidence FILE": offer, ` +
			`facts, choices and
the verdict with its forecast, each with its hash. Signatures are signed notes ` +
			`(c2sp.org/signed-note, Ed25519):
text that anybody can read and check, also without assay.`),
		Example: "  assay evidence key example.com/alice\n" +
			"  assay evidence sign deal.evidence --key alice.key\n" +
			"  assay evidence verify deal.evidence --key alice.pub",
		Args: cobra.ArbitraryArgs,
		RunE: commandline.VerbMissing,
	}
	cmd.AddCommand(evidenceKeyCommand(p), evidenceSignCommand(p), evidenceVerifyCommand(p))
	return cmd
}

func evidenceKeyCommand(p *program) *cobra.Command {
	var out string
	cmd := &cobra.Command{
		Use:   "key NAME",
		Short: "Make a pair of keys to sign with",
		Long: commandline.Prose(`
Make a pair of keys. NAME says whose it is, as a domain or an address, without spaces and plus ` +
			`signs. The secret
key goes to a file that only you can read, the public key beside it and to standard output.`),
		Example: "  assay evidence key example.com/alice --out alice",
		Args:    commandline.Arguments(1, 1, "the name of the signer"),
		RunE: func(_ *cobra.Command, args []string) error {
			secret, public, err := signing.NewKeys(args[0])
			if err != nil {
				return err
			}
			if out == "" {
				out = filepath.Base(args[0])
			}
			if err := writeNew(out+".key", []byte(secret+"\n"), private); err != nil {
				return err
			}
			if err := writeNew(out+".pub", []byte(public+"\n"), open); err != nil {
				return err
			}
			fmt.Fprintf(p.err, "secret key: %s.key\npublic key: %s.pub\n", out, out)
			_, err = fmt.Fprintln(p.out, public)
			return err
		},
	}
	cmd.Flags().StringVar(&out, "out", "", "`FILE` for the keys, without .key and .pub (default: the last "+
		"part of NAME)")
	return cmd
}

func evidenceSignCommand(p *program) *cobra.Command {
	var key string
	cmd := &cobra.Command{
		Use:     "sign FILE",
		Short:   "Add your signature to frozen evidence",
		Long:    "Check that the evidence is whole and add a signature at its end. Signatures that are there stay.",
		Example: "  assay evidence sign deal.evidence --key alice.key",
		Args:    commandline.Arguments(1, 1, "an evidence file"),
		RunE: func(_ *cobra.Command, args []string) error {
			signer, err := signing.Signer(key)
			if err != nil {
				return err
			}
			data, err := readEvidence(args[0])
			if err != nil {
				return err
			}
			n := signing.Unsigned(data)
			if err := intact([]byte(n.Text)); err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			signed, err := note.Sign(n, signer)
			if err != nil {
				return fmt.Errorf("%s: %w", args[0], err)
			}
			if err := replaceFile(args[0], signed, open); err != nil {
				return err
			}
			fmt.Fprintf(p.err, "signed by %s\n", signer.Name())
			return nil
		},
	}
	cmd.Flags().StringVar(&key, "key", "", "`FILE` with your secret key, readable by you alone")
	cmd.MarkFlagRequired("key")
	return cmd
}

func evidenceVerifyCommand(p *program) *cobra.Command {
	var keys []string
	cmd := &cobra.Command{
		Use:   "verify FILE",
		Short: "Check frozen evidence: its hashes, its signatures, and the verdict judged again",
		Long: commandline.Prose(`
Check that every part of the evidence has its hash, that its facts are those that come with assay or ` +
			`how far they are from them, that the verdict comes out the same when judged again, and,
with --key, that the evidence is signed by that key. The exit code is 1 if something is wrong.`),
		Example: "  assay evidence verify deal.evidence\n" +
			"  assay evidence verify deal.evidence --key alice.pub",
		Args: commandline.Arguments(1, 1, "an evidence file"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.verifyEvidence(cmd.Context(), args[0], keys)
		},
	}
	cmd.Flags().StringArrayVar(&keys, "key", nil,
		"public key of a signer, or `FILE` with it; repeatable, one must have signed")
	return cmd
}

// intact reports what is wrong with the hashes of frozen evidence.
func intact(data []byte) error {
	if evidence.IsAudit(data) {
		_, err := evidence.ReadAudit(data)
		return err
	}
	_, err := evidence.Read(data)
	return err
}

// verifyAudit judges a frozen audit again.
func (p *program) verifyAudit(ctx context.Context, path string, data []byte) error {
	again, err := p.repeatAudit(ctx, data)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if again.whole {
		fmt.Fprintf(p.out, "good  hashes of files, history, result and of the whole\n")
	} else {
		fmt.Fprintf(p.out, "good  hashes of files, history and result\n      %s\n", report.AuditHashLacking)
	}
	wrong := p.showHeld(again.held)
	if !again.same {
		return fmt.Errorf("%s: judged again by %s, the result is not the frozen one; the frozen one has its "+
			"hash and stands", path, version())
	}
	fmt.Fprintf(p.out, "good  the audit, judged again to the same bytes\n")
	if wrong {
		return factsApart(path)
	}
	return nil
}

// showHeld tells how far frozen facts are from those that come with the program, and whether that is too far.
func (p *program) showHeld(held market.Against) (wrong bool) {
	says, wrong := report.FactsHeld(held)
	state := "     "
	switch {
	case wrong:
		state = "WRONG"
	case held.Same:
		state = "good "
	}
	for _, line := range says {
		fmt.Fprintf(p.out, "%s %s\n", state, line)
	}
	return wrong
}

// factsApart is what is wrong with facts that are too far from those that come with the program.
func factsApart(path string) error {
	return fmt.Errorf("%s: its facts are further from those that come with assay than honest sources "+
		"lie apart", path)
}

func (p *program) verifyEvidence(ctx context.Context, path string, keys []string) error {
	data, err := readEvidence(path)
	if err != nil {
		return err
	}
	n, err := signing.Opened(data, keys)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	for _, s := range n.Sigs {
		fmt.Fprintf(p.out, "good  signature of %s\n", s.Name)
	}
	for _, s := range n.UnverifiedSigs {
		fmt.Fprintf(p.out, "      signature of %s: not checked, give its public key with --key\n", s.Name)
	}
	if len(n.Sigs)+len(n.UnverifiedSigs) == 0 {
		fmt.Fprintf(p.out, "      not signed\n")
	}
	if evidence.IsAudit([]byte(n.Text)) {
		return p.verifyAudit(ctx, path, []byte(n.Text))
	}
	j, err := evidence.Rejudge(ctx, []byte(n.Text))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	return p.showRejudged(path, j)
}

// showRejudged tells what of evidence stands, and gives an error where something does not.
func (p *program) showRejudged(path string, j *evidence.Rejudged) error {
	if j.Whole {
		fmt.Fprintf(p.out, "good  hashes of offer, history, verdict and of the whole\n")
	} else {
		fmt.Fprintf(p.out, "good  hashes of offer, history and verdict\n      %s\n", report.HashLacking)
	}
	wrong := p.showHeld(j.Held)
	if told := frozenDiffers(j); len(told) > 0 {
		return fmt.Errorf("%s: %s", path, strings.Join(told, "\n"))
	}
	fmt.Fprintf(p.out, "good  the verdict, judged again to the same bytes\n")
	if wrong {
		return factsApart(path)
	}
	return nil
}
