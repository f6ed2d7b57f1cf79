package main

import (
	"context"
	"fmt"

	"github.com/assaymining/assay/adapter/disclosed"
	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/audit/recompute"
	"github.com/assaymining/assay/cmd/assay/signing"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/report/provided"
)

// runProvider recomputes a provider's published days.
func (a *auditing) runProvider(ctx context.Context, p *program, files []string) error {
	if len(a.receipts) > 0 { // a shell writes --receipt receipts/*.txt as one receipt and files
		a.receipts, files = append(a.receipts, files...), nil
	}
	if len(files) > 0 {
		return &misuse{"payouts and a provider are audited one at a time",
			"receipts that the provider gave you are named with --receipt"}
	}
	// a segment is at most some 13 MB of shares and its jobs
	client := fetch.New(fetch.Options{UserAgent: p.facts().Agent(), Bytes: 256 << 20})
	get := func(ctx context.Context, address string) (int, []byte, error) {
		answer, err := client.Do(ctx, fetch.Request{URL: address})
		return answer.Status, answer.Body, err
	}
	blocks, err := p.facts().Chain(&a.chain)
	if err != nil {
		return err
	}
	by := recompute.Signed{Open: signing.Opens}
	if a.providerKey != "" {
		if by.Key, err = signing.Public(a.providerKey, "--provider-key"); err != nil {
			return err
		}
	}
	result, err := disclosed.Recompute(ctx, a.provider, a.receipts, disclosed.Web{Client: get}, blocks, by)
	if err != nil {
		return fmt.Errorf("audit %s: %w", a.provider, err)
	}
	document := provided.Of(result)
	if a.sheets.wanted() {
		sheet, err := page.Audit(document)
		if err != nil {
			return err
		}
		if err := a.sheets.put(ctx, p, sheet, private); err != nil {
			return err
		}
	}
	if a.asJSON {
		return p.printJSON(result)
	}
	return p.show(document, provided.Order())
}
