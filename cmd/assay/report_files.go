package main

import (
	"context"
	"fmt"
	"io/fs"

	"github.com/spf13/cobra"
	"golang.org/x/mod/sumdb/note"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/adapter/printer"
	"github.com/assaymining/assay/adapter/web"
	"github.com/assaymining/assay/cmd/assay/signing"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
)

// reporting is where the two-page report of a verdict goes; empty names write none.
type reporting struct{ html, pdf, key string }

func (r *reporting) flags(cmd *cobra.Command) {
	cmd.Flags().StringVar(&r.html, "html", "", "`FILE` for a report of two pages, to send on")
	cmd.Flags().
		StringVar(&r.pdf, "pdf", "", "`FILE` for the same as PDF; needs an installed browser, such as "+
			"chromium")
	cmd.Flags().StringVar(&r.key, "sign", "", "`FILE` with the secret key that signs the report")
}

func (r *reporting) wanted() bool { return r.html != "" || r.pdf != "" }

// check refuses what cannot work before anything is judged.
func (r *reporting) check(offers int) error {
	if !r.wanted() {
		return nil
	}
	if offers > 1 {
		return &misuse{"a report is about one offer",
			"judge them one after the other, or compare them: assay compare"}
	}
	if r.pdf != "" {
		if _, err := printer.FindBrowser(); err != nil {
			return err
		}
	}
	return nil
}

// write makes the report files of a verdict.
func (r *reporting) write(ctx context.Context, p *program, e assay.Evidence, v *assay.Verdict) error {
	if !r.wanted() {
		return nil
	}
	grid, err := assay.BreakEvenMap(ctx, e)
	if err != nil {
		return err
	}
	seal := page.Seal{}
	if r.key != "" {
		signer, err := signing.Signer(r.key)
		if err != nil {
			return err
		}
		signed, err := note.Sign(&note.Note{Text: report.ToSign(e.Offer, v)}, signer)
		if err != nil {
			return err
		}
		seal.Signed = string(signed)
	}
	sheet, err := page.Sheet(report.Verdict(e.Offer, v.Said(web.InFields), grid), seal)
	if err != nil {
		return err
	}
	return r.put(ctx, p, sheet, modeOf(e.Choices))
}

// put writes a report where it is wanted.
func (r *reporting) put(ctx context.Context, p *program, sheet []byte, mode fs.FileMode) error {
	if r.html != "" {
		if err := replaceFile(r.html, sheet, mode); err != nil {
			return fmt.Errorf("write the report: %w", err)
		}
		fmt.Fprintf(p.err, "report: %s\n", r.html)
	}
	if r.pdf == "" {
		return nil
	}
	pdf, err := printer.PDF(ctx, sheet)
	if err != nil {
		return err
	}
	if err := replaceFile(r.pdf, pdf, mode); err != nil {
		return fmt.Errorf("write the report: %w", err)
	}
	fmt.Fprintf(p.err, "report: %s\n", r.pdf)
	return nil
}
