package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/assaymining/assay/adapter/console"
	"github.com/assaymining/assay/adapter/extract"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/told"
)

// offerFile is an offer as read from a file, or from standard input where its name is "-".
type offerFile struct {
	name     string // as messages name it
	path     string // as given
	data     []byte
	offer    offer.Offer
	warnings []offer.Warning
}

// eachOffer reads the named offers one after the other and calls do for each that can be read. A bad
// one is complained about and the run goes on; the error is then the gravest one, already shown.
func (p *program) eachOffer(ctx context.Context, paths []string, do func(*offerFile) error) error {
	var worst error
	stdin := 0
	for _, path := range paths {
		if path == "-" {
			if stdin++; stdin > 1 {
				return &misuse{`"-" is given twice, but standard input can be read once`, "name files instead"}
			}
		}
	}
	for _, path := range paths {
		if err := ctx.Err(); err != nil {
			return err
		}
		f, err := p.readOffer(path)
		if err != nil && f != nil && len(f.data) > 0 && !told.IsDocument(f.data) {
			if inWords := p.fromWords(ctx, f); !errors.Is(inWords, errNotWords) {
				err = inWords
			}
		}
		if err == nil {
			err = do(f)
		}
		if err != nil {
			if len(paths) == 1 {
				return err
			}
			p.complain(err)
			if worst == nil || exitCode(err) > exitCode(worst) {
				worst = seen{err}
			}
		}
	}
	return worst
}

// readOffer reads and parses one document; the file is never nil.
func (p *program) readOffer(path string) (*offerFile, error) {
	f := &offerFile{name: path, path: path}
	var from io.Reader = p.in
	if path == "-" {
		f.name = "stdin"
		if console.IsTerminal(p.in) {
			p.hint("reading an offer from the terminal; end it with Ctrl-D")
		}
	} else {
		file, err := os.Open(path)
		if err != nil {
			return f, missingFile(path, err)
		}
		defer file.Close()
		from = file
	}
	var err error
	if f.data, err = io.ReadAll(io.LimitReader(from, extract.MaxBytes+1)); err != nil {
		return f, fmt.Errorf("read %s: %w", f.name, errors.Unwrap(err))
	}
	if len(f.data) > offer.MaxBytes {
		return f, offer.Errors{{File: f.name, Msg: "the document is larger than 1 MiB",
			Fix: "an offer is a page of text; quote only the terms that matter"}}
	}
	f.offer, f.warnings, err = offer.Parse(f.name, f.data)
	return f, err
}

// errNotWords says that nothing of an offer was read in a text.
var errNotWords = errors.New("nothing of an offer was read in it")

// fromWords makes an offer of what a seller wrote, and says so.
func (p *program) fromWords(ctx context.Context, f *offerFile) error {
	r, err := readSeller(ctx, f.data, "")
	if err != nil {
		return err
	}
	if r.Nothing() && r.Kind == "text" {
		return errNotWords // what is wrong with it as a document helps more
	}
	f.offer, f.warnings = r.Offer(0), r.Doubts(0)
	p.hint("%s is no offer document; what the seller wrote was read (%d keys, %d in doubt, %d clauses not "+
		"understood, offer 1 of %d): see assay read %s", f.name, len(r.Offers[0].Keys), len(f.warnings),
		len(r.NotUnderstood), len(r.Offers), f.path)
	return nil
}

// missingFile says what to do about a file that cannot be opened.
func missingFile(path string, err error) error {
	if !errors.Is(err, os.ErrNotExist) {
		return err
	}
	hint := "is its name right, and the folder?"
	switch ext := strings.ToLower(filepath.Ext(path)); {
	case strings.Contains(path, "://"):
		hint = "a page is read by: assay read " + path + " > offer.yaml"
	case ext == ".yaml" || ext == ".yml" || ext == ".json":
		hint = "to write an offer there: assay offer new " + path
	}
	return &misuse{fmt.Sprintf("there is no file %s", path), hint}
}
