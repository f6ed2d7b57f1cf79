package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/cmd/assay/signing"
	"github.com/assaymining/assay/evidence"
	"github.com/assaymining/assay/report"
)

// readEvidence reads a file of bounded length.
func readEvidence(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, evidence.MaxBytes+1))
	if err == nil && len(data) > evidence.MaxBytes {
		err = &misuse{what: path + " is longer than an evidence file may be"}
	}
	return data, err
}

// frozenDiffers says where the frozen verdict differs. Evidence carries the version that judged, and the
// verdict judged again is given under its name.
func frozenDiffers(j *evidence.Rejudged) []string {
	return report.FrozenDiffers(j.Differ, j.Evidence.Version, version())
}

// evaluateEvidence prints the verdict on frozen evidence as it is judged now. Where the frozen one is another
// one, where the facts are not those of the program, and what has no hash, is told beside it.
func (p *program) evaluateEvidence(cmd *cobra.Command, path string, asJSON bool) error {
	var given string
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if f.Name != "json" {
			given = f.Name
		}
	})
	if given != "" {
		return &misuse{
			fmt.Sprintf("--%s has no place beside %s: evidence fixes what is judged on", given, path),
			"judge the offer itself to change something",
		}
	}
	data, err := readEvidence(path)
	if err != nil {
		return err
	}
	j, err := evidence.Rejudge(cmd.Context(), []byte(signing.Unsigned(data).Text))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	told := frozenDiffers(j)
	if !j.Held.Same {
		says, _ := report.FactsHeld(j.Held)
		told = append(told, says...)
	}
	if !j.Whole {
		told = append(told, report.HashLacking)
	}
	for _, line := range told {
		fmt.Fprintf(p.err, "assay: warning: %s: %s\n", path, line)
	}
	if asJSON {
		return p.printJSON(j.Now)
	}
	return p.printVerdict(j.Evidence.Offer, j.Now.Said(commandline.InFlags))
}

// freezes refuses what cannot be frozen, before anything is judged. A file that is there may be signed.
func freezes(path string, offers int, force bool) error {
	if path == "" {
		return nil
	}
	if offers > 1 {
		return &misuse{"--evidence freezes one offer", "judge them one after the other"}
	}
	if _, err := os.Lstat(path); err == nil && !force {
		return &misuse{fmt.Sprintf("%s is there already", path),
			"choose another name, or overwrite it with --force"}
	}
	return nil
}

// judge judges an offer, and freezes the evidence where a file is named.
func (p *program) judge(ctx context.Context, e assay.Evidence, file string) (*assay.Verdict, error) {
	if file == "" {
		return assay.EvaluateUntil(ctx, e)
	}
	return p.freezeEvidence(ctx, e, file)
}

// freezeEvidence judges an offer on evidence as it comes back from a file, and writes that file.
func (p *program) freezeEvidence(ctx context.Context, e assay.Evidence,
	path string) (*assay.Verdict, error) {
	data, v, err := evidence.Write(e, func(e assay.Evidence) (*assay.Verdict, error) {
		return assay.EvaluateUntil(ctx, e)
	})
	if err != nil {
		return nil, err
	}
	if err := replaceFile(path, data, modeOf(e.Choices)); err != nil {
		return nil, fmt.Errorf("write the evidence: %w", err)
	}
	fmt.Fprintf(p.err, "evidence: %s\n", path)
	return v, nil
}

// isEvidence reports whether a file begins like frozen evidence.
func isEvidence(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	head := make([]byte, 64)
	n, _ := f.Read(head)
	return bytes.Contains(head[:n], []byte(`"schema": "`+evidence.Schema+`"`))
}
