package main

import (
	"context"
	"fmt"
	"net/http"
	"os"

	"github.com/assaymining/assay/adapter/disclosed"
	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/audit/recompute"
	"github.com/assaymining/assay/daybook"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/report/provided"
)

// disclosures fetches what a provider publishes at an address.
type disclosures struct{ client *fetch.Client }

// Get is the body of an address.
func (d disclosures) Get(ctx context.Context, address string) ([]byte, error) {
	answer, err := d.client.Do(ctx, fetch.Request{URL: address})
	if err == nil && answer.Status != http.StatusOK {
		err = fmt.Errorf("%s answers %d", fetch.Scrub(address), answer.Status)
	}
	return answer.Body, err
}

// maxReceipts bounds how many receipts are read in one run.
const maxReceipts = 10_000

// provider recomputes a provider's published days.
func (a *auditing) runProvider(ctx context.Context, p *program, files []string) error {
	if len(files) > 0 {
		return &misuse{"payouts and a provider are audited one at a time",
			"receipts that the provider gave you are named with --receipt"}
	}
	if len(a.receipts) > maxReceipts {
		return &misuse{what: fmt.Sprintf("%d receipts, at most %d", len(a.receipts), maxReceipts)}
	}
	var receipts [][]byte
	for _, name := range a.receipts {
		b, err := readBounded(name, daybook.MaxSize)
		if err != nil {
			return err
		}
		receipts = append(receipts, b)
	}
	// a segment is at most some 13 MB of shares and its jobs
	client := fetch.New(fetch.Options{UserAgent: p.facts().Agent(), Bytes: 256 << 20})
	published, err := disclosed.Open(a.provider, disclosures{client})
	if err != nil {
		return err
	}
	defer published.Close()
	result, err := recompute.Provider(ctx, published, receipts)
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

// readBounded is a file of at most limit bytes.
func readBounded(name string, limit int64) ([]byte, error) {
	info, err := os.Stat(name)
	if err != nil {
		return nil, err
	}
	if info.Size() > limit {
		return nil, &misuse{what: fmt.Sprintf("%s has %d bytes, at most %d", name, info.Size(), limit)}
	}
	return os.ReadFile(name)
}
