package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/assaymining/assay/adapter/extract"
	"github.com/assaymining/assay/adapter/fetch"
	"github.com/assaymining/assay/cmd/assay/commandline"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/told"
)

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
			r, err := readSeller(cmd.Context(), data, addressOf(args[0]))
			if err != nil {
				return err
			}
			if asJSON {
				return p.printJSON(r)
			}
			return printTold(p.out, r)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "print JSON (schema "+told.Schema+")")
	return cmd
}

// sellersWords is the bytes of a file, of standard input or of a page.
func (p *program) sellersWords(ctx context.Context, from string) ([]byte, error) {
	if addressOf(from) != "" {
		return pageAt(ctx, from, fetch.Options{UserAgent: p.facts().Agent(), PublicOnly: true})
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

// readSeller reads the bytes of what a seller published, fetched from an address or given as a file.
func readSeller(ctx context.Context, data []byte, address string) (*told.Text, error) {
	text, err := extract.From(ctx, data)
	if e := (*extract.Error)(nil); errors.As(err, &e) {
		return nil, &misuse{e.Msg, e.Fix}
	}
	if err != nil {
		return nil, err
	}
	return told.Of(ctx, text.Kind, text.Text, address)
}

// pageAt is the bytes of a page, asked for once.
func pageAt(ctx context.Context, address string, opt fetch.Options) ([]byte, error) {
	opt.Retries, opt.Bytes = -1, extract.MaxBytes
	a, err := fetch.New(opt).Do(ctx, fetch.Request{URL: address})
	if err == nil && a.Status != http.StatusOK {
		err = fmt.Errorf("%s answers %d %s", fetch.Scrub(address), a.Status, http.StatusText(a.Status))
	}
	return a.Body, err
}

// wordsIn is the kind of what a seller published and the words in it, for the workbench.
func wordsIn(ctx context.Context, data []byte) (kind, text string, err error) {
	t, err := extract.From(ctx, data)
	if e := (*extract.Error)(nil); errors.As(err, &e) {
		err = fmt.Errorf("%s; %s", e.Msg, e.Fix)
	}
	return t.Kind, t.Text, err
}

// addressOf is what was given where it is an address on the web.
func addressOf(from string) string {
	if strings.HasPrefix(from, "https://") || strings.HasPrefix(from, "http://") {
		return from
	}
	return ""
}

// printTold writes the documents, each with the words behind its keys as comments.
func printTold(w io.Writer, r *told.Text) error {
	var b bytes.Buffer
	for i := range r.Offers {
		if i > 0 {
			b.WriteString("---\n")
		}
		fmt.Fprintf(&b, "# Read from a seller's words (%s). Check each key against the words beside it.\n",
			r.Kind)
		for _, k := range r.Offers[i].Keys {
			doubt := ""
			if k.Doubt != "" {
				doubt = "    (" + k.Doubt + ")"
			}
			fmt.Fprintf(&b, "#   %s: %s    %q%s\n", k.Path, k.Value, k.Quote, doubt)
		}
		b.Write(offer.Format(r.Offers[i].Offer(r.Words())))
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
