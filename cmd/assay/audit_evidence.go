package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"slices"

	"github.com/spf13/pflag"

	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/cmd/assay/papers"
	"github.com/assaymining/assay/cmd/assay/signing"
	"github.com/assaymining/assay/evidence"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
)

// outside are the flags of an audit that say where results go or facts come from, and are not frozen.
func outside(name string) bool {
	return slices.Contains([]string{"json", "html", "pdf", "export", "evidence", "force", "history", "help",
		"node", "node-cookie", "node-cert", "esplora", "depth", "transactions", "labels", "deposit", "store",
		"pool-key"},
		name)
}

// open reads a file of the audit.
func (a *auditing) open(path string) (io.ReadCloser, error) {
	f, err := a.papers.Open(path)
	if err != nil {
		return nil, missingFile(path, err)
	}
	return f, nil
}

// freeze writes what the audit was judged on.
func (a *auditing) freeze(path string, given *pflag.FlagSet, args []string, h *market.History,
	r *audit.Result) error {
	e := evidence.Audit{Version: version(), Args: append([]string{}, args...), Flags: []string{},
		Files: append([]evidence.Kept{}, a.papers.Kept...)}
	given.Visit(func(f *pflag.Flag) {
		if outside(f.Name) {
			return
		}
		texts := []string{f.Value.String()}
		if many, ok := f.Value.(interface{ All() []string }); ok {
			texts = many.All()
		}
		for _, text := range texts {
			e.Flags = append(e.Flags, "--"+f.Name+"="+text)
		}
	})
	data, err := evidence.FreezeAudit(e, h, r)
	if err != nil {
		return err
	}
	return replaceFile(path, data, private)
}

// repeated is a frozen audit that was judged again.
type repeated struct {
	*audit.Result
	held  market.Against // its facts, to those that come with the program
	same  bool           // the result is the frozen one
	whole bool           // all of the file has a hash
}

// repeatAudit judges a frozen audit again, from nothing but what is in it.
func (p *program) repeatAudit(ctx context.Context, data []byte) (*repeated, error) {
	e, err := evidence.ReadAudit(data)
	if err != nil {
		return nil, err
	}
	h, err := market.Parse([]byte(e.History.Text))
	if err != nil {
		return nil, fmt.Errorf("history in the evidence: %w", err)
	}
	quiet := &program{in: bytes.NewReader(nil), out: io.Discard, err: io.Discard, env: p.env}
	a, cmd := newAuditing(quiet)
	a.papers = papers.Files{Kept: e.Files, KeptOnly: true}
	if err := cmd.ParseFlags(e.Flags); err != nil {
		return nil, fmt.Errorf("flags in the evidence: %w", err)
	}
	bad := ""
	cmd.Flags().Visit(func(f *pflag.Flag) {
		if outside(f.Name) {
			bad = f.Name
		}
	})
	if bad != "" {
		return nil, fmt.Errorf("flags in the evidence: --%s has no place there", bad)
	}
	r, err := a.judge(ctx, quiet, h, e.Args)
	if err != nil {
		return nil, err
	}
	now, err := evidence.Compact(r)
	return &repeated{r, h.Against(market.Embedded()), bytes.Equal(now, e.Result.JSON), e.Whole != ""}, err
}

// promise is what a contract file promises: an offer, or the offer that an evaluation froze, with the choices
// by which it was read.
func (a *auditing) promise(p *program, path string) (offer.Offer, compile.Options, error) {
	chosen := a.Choices.Compile()
	if path == "-" {
		f, err := p.readOffer(path)
		return f.offer, chosen, err
	}
	f, err := a.open(path)
	if err != nil {
		return offer.Offer{}, chosen, err
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, evidence.MaxBytes+1))
	if err != nil {
		return offer.Offer{}, chosen, err
	}
	if bytes.Contains(data[:min(len(data), 64)], []byte(`"schema": "`+evidence.Schema+`"`)) {
		kept, err := evidence.Read([]byte(signing.Unsigned(data).Text))
		if err != nil {
			return offer.Offer{}, chosen, fmt.Errorf("%s: %w", path, err)
		}
		return kept.Evidence.Offer, kept.Evidence.Choices.Compile(), nil
	}
	o, _, err := offer.Parse(path, data[:min(len(data), offer.MaxBytes+1)])
	return o, chosen, err
}
