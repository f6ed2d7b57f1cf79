package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/adapter/extract"
	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/reading"
	"github.com/assaymining/assay/redflag"
)

// readingSchema names the form of what `assay read --json` prints.
const readingSchema = "assay/reading/v1"

func readCommand(p *program) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:   "read FILE|-|URL",
		Short: "Make an offer document of what a seller wrote",
		Long: commandline.Prose(`
Read what a seller wrote, as text, a page (HTML), a PDF with a text layer or a picture, and print an offer
document. Beside each key stand the words it rests on; then what the words leave open, contradict, or say in
a way that was not understood. Correct it, then judge it with "assay evaluate".

PDF needs pdftotext, a picture tesseract; both are programs of the system. A URL is fetched once, without
its scripts, and only from the public internet.`),
		Example: "  assay read page.html > offer.yaml\n" +
			"  assay read terms.pdf --json\n" +
			"  pbpaste | assay read -",
		Args: commandline.Arguments(1, 1, "a file, \"-\" or a URL"),
		RunE: func(cmd *cobra.Command, args []string) error {
			data, err := p.sellersWords(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			r, err := readSeller(cmd.Context(), data)
			if err != nil {
				return err
			}
			if asJSON {
				return p.printJSON(r)
			}
			return r.print(p.out)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON (schema "+readingSchema+")")
	return cmd
}

// sellersWords is the bytes of a file, of standard input or of a page.
func (p *program) sellersWords(ctx context.Context, from string) ([]byte, error) {
	if strings.HasPrefix(from, "https://") || strings.HasPrefix(from, "http://") {
		client := fetch.New(fetch.Options{
			UserAgent: p.facts().Agent(), Retries: -1, Bytes: extract.MaxBytes, PublicOnly: true,
		})
		a, err := client.Do(ctx, fetch.Request{URL: from})
		if err == nil && a.Status != http.StatusOK {
			err = fmt.Errorf("%s answers %d %s", fetch.Scrub(from), a.Status, http.StatusText(a.Status))
		}
		return a.Body, err
	}
	in := p.in
	if from != "-" {
		file, err := os.Open(from)
		if err != nil {
			return nil, missingFile(from, err)
		}
		defer file.Close()
		in = file
	}
	return io.ReadAll(io.LimitReader(in, extract.MaxBytes+1))
}

// sellerReading is what was read in a seller's words, as `assay read --json` prints it.
type sellerReading struct {
	Schema string `json:"schema"`
	Kind   string `json:"kind"`
	reading.Found
	Record redflag.Recorded `json:"record"`
	offers []offer.Offer
}

// readSeller reads the bytes of what a seller published.
func readSeller(ctx context.Context, data []byte) (*sellerReading, error) {
	text, err := extract.From(ctx, data)
	if e := (*extract.Error)(nil); errors.As(err, &e) {
		return nil, &misuse{e.Msg, e.Fix}
	}
	if err != nil {
		return nil, err
	}
	r := &sellerReading{Schema: readingSchema, Kind: text.Kind, Found: reading.Offers(text.Text)}
	for _, d := range r.Offers {
		o := parseDraft(d.Document)
		o.Terms.Text = text.Text[:min(len(text.Text), reading.MaxText)]
		r.offers = append(r.offers, o)
	}
	if len(r.offers) > 0 {
		r.Record = redflag.Facts{Offer: r.offers[0]}.Recorded()
	}
	return r, nil
}

// parseDraft is a drafted document as an offer. A key that the form refuses is left out.
func parseDraft(doc map[string]any) offer.Offer {
	whole, err := json.Marshal(doc)
	if err == nil {
		if o, _, err := offer.Parse("reading", whole); err == nil {
			return o
		}
	}
	kept := map[string]any{"schema": offer.Schema}
	var last offer.Offer
	for _, key := range slices.Sorted(maps.Keys(doc)) {
		kept[key] = doc[key]
		one, _ := json.Marshal(kept)
		o, _, err := offer.Parse("reading", one)
		if err != nil {
			delete(kept, key)
			continue
		}
		last = o
	}
	return last
}

// print writes the documents, each with the words behind its keys as comments.
func (r *sellerReading) print(w io.Writer) error {
	var b bytes.Buffer
	for i, o := range r.offers {
		if i > 0 {
			b.WriteString("---\n")
		}
		fmt.Fprintf(&b, "# Read from a seller's words (%s). Check each key against the words beside it.\n",
			r.Kind)
		for _, k := range r.Offers[i].Keys {
			fmt.Fprintf(&b, "#   %s: %s    %q\n", k.Path, k.Value, k.Quote)
		}
		b.Write(offer.Format(o))
	}
	for _, c := range r.Contradictions {
		fmt.Fprintf(&b, "# contradiction: %s is %s: %q\n", c.Path, strings.Join(c.Values, " or "), c.Quotes)
	}
	if len(r.NotFound) > 0 {
		fmt.Fprintf(&b, "# not found: %s\n", strings.Join(r.NotFound, ", "))
	}
	for _, a := range r.NotUnderstood {
		fmt.Fprintf(&b, "# not understood: %q  ask: %s\n", a.Quote[:min(len(a.Quote), 400)], a.Ask)
	}
	_, err := w.Write(b.Bytes())
	return err
}
