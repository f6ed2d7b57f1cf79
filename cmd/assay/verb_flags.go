package main

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/flagged"
)

// flagging is what the flags of `assay flags` say.
type flagging struct {
	commandline.Settings
	claims  []string
	history string
	asJSON  bool
}

func flagsCommand(p *program) *cobra.Command {
	f := &flagging{}
	cmd := &cobra.Command{
		Use:   "flags [OFFER...]",
		Short: "Look for red flags: who holds which right, and does anyone mine",
		Long: commandline.Prose(`
Ask every rule of docs/red-flags.md about an offer: each is present, absent or unknown, with its figures,
sources and what to ask the seller. Claims are checked against the protocol on their own date, and a
promised rate is followed until it breaks. What the offer leaves out counts neither for nor against it.

With --claim, a claim can be checked that stands in no document: KEY=VALUE, with a key of an ` +
			`offer's claims.`),
		Example: "  assay flags offer.yaml\n" +
			"  assay flags --json offer.yaml\n" +
			"  assay flags --as-of 2026-03-12 --claim \"daily_revenue=0.065 USD/TH/day\"\n" +
			"  assay flags --claim \"guaranteed=profit of 2% a day\" offer.yaml",
		Args: cobra.ArbitraryArgs,
		RunE: func(cmd *cobra.Command, paths []string) error { return f.run(cmd, p, paths) },
	}
	f.Flags(cmd, need.AsOf)
	cmd.Flags().StringArrayVar(&f.claims, "claim", nil, "check a claim too, as `KEY=VALUE`; repeatable")
	cmd.Flags().BoolVar(&f.asJSON, "json", false, "print JSON")
	historyFlag(cmd, &f.history)
	return cmd
}

func (f *flagging) run(cmd *cobra.Command, p *program, paths []string) error {
	claims, err := typedClaims(f.claims)
	if err != nil {
		return err
	}
	if len(paths) == 0 && len(claims) == 0 {
		return &misuse{"an offer is missing",
			`write: assay flags offer.yaml, or: assay flags --claim "daily_revenue=0.065 USD/TH/day"`}
	}
	h, err := p.history(f.history)
	if err != nil {
		return err
	}
	if len(paths) == 0 {
		o := offer.Offer{Claims: claims}
		day := h.Last()
		if f.AsOf != nil {
			day = *f.AsOf
		}
		o.Seen = &day
		return f.show(cmd.Context(), p, o, h)
	}
	first := true
	return p.eachOffer(cmd.Context(), paths, func(file *offerFile) error {
		if !first && !f.asJSON {
			fmt.Fprintln(p.out)
		}
		first = false
		o := file.offer
		o.Claims = append(o.Claims, claims...)
		return f.show(cmd.Context(), p, o, h)
	})
}

// typedClaims reads KEY=VALUE as the claims of a document.
func typedClaims(typed []string) ([]offer.Claim, error) {
	var all []offer.Claim
	for _, t := range typed {
		key, value, ok := strings.Cut(t, "=")
		if !ok {
			return nil, &misuse{fmt.Sprintf("--claim %q is not KEY=VALUE", t),
				`write: --claim "daily_revenue=0.065 USD/TH/day"`}
		}
		doc, err := json.Marshal(map[string]any{
			"schema": offer.Schema, "hashrate": "1 TH/s",
			"claims": []map[string]string{{strings.TrimSpace(key): strings.TrimSpace(value)}},
		})
		if err != nil {
			return nil, err
		}
		o, _, err := offer.Parse("--claim "+t, doc)
		if err != nil {
			return nil, err
		}
		all = append(all, o.Claims...)
	}
	return all, nil
}

func (f *flagging) show(ctx context.Context, p *program, o offer.Offer, h *market.History) error {
	asOf, dated := flagged.Day(&o, f.AsOf, h)
	judged, err := flagged.Judge(ctx, o, asOf, h)
	if err != nil {
		return err
	}
	if f.asJSON {
		return p.printJSON(flagged.Of(judged, o, asOf, h))
	}
	return p.printFlags(o, asOf, dated, judged)
}
