package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"github.com/assaymining/assay"
)

// readEvidence reads a file of bounded length.
func readEvidence(path string) ([]byte, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, assay.MaxEvidence+1))
	if err == nil && len(data) > assay.MaxEvidence {
		err = &misuse{what: path + " is longer than an evidence file may be"}
	}
	return data, err
}

// rejudged is frozen evidence, the verdict given on it, and whether this program gives the same.
type rejudged struct {
	evidence assay.Evidence
	verdict  *assay.Verdict
	frozen   json.RawMessage
	same     bool
}

// rejudge thaws evidence and judges it again.
func rejudge(ctx context.Context, data []byte) (rejudged, error) {
	e, frozen, err := assay.ReadEvidence(data)
	if err != nil {
		return rejudged{}, err
	}
	v, err := assay.EvaluateUntil(ctx, e)
	if err != nil {
		return rejudged{}, err
	}
	now, err := v.Compact()
	return rejudged{e, v, frozen, bytes.Equal(now, frozen)}, err
}

// evaluateEvidence prints the verdict that was given on frozen evidence. A program that judges
// otherwise says so and shows the frozen one.
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
	j, err := rejudge(cmd.Context(), []byte(unsigned(data).Text))
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if !j.same {
		fmt.Fprintf(p.err, "assay: warning: %s was judged by version %s; this version judges otherwise, the "+
			"frozen verdict is shown\n", path, j.evidence.Version)
		j.verdict = new(assay.Verdict)
		if err := json.Unmarshal(j.frozen, j.verdict); err != nil {
			return fmt.Errorf("%s: the frozen verdict cannot be shown by this version: %w", path, err)
		}
		if asJSON {
			return p.printJSON(j.frozen)
		}
	}
	if asJSON {
		return p.printJSON(j.verdict)
	}
	return p.printVerdict(j.evidence.Offer, j.verdict.Said(inFlags))
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
	sources := e.History.Sources()
	e, err := assay.Normalise(e)
	if err != nil {
		return nil, err
	}
	v, err := assay.EvaluateUntil(ctx, e)
	if err != nil {
		return nil, err
	}
	data, err := assay.WriteEvidence(e, sources, v)
	if err != nil {
		return nil, err
	}
	if err := replaceFile(path, data); err != nil {
		return nil, fmt.Errorf("write the evidence: %w", err)
	}
	fmt.Fprintf(p.err, "evidence: %s\n", path)
	return v, nil
}
