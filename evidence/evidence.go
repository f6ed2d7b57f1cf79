// Package evidence freezes what a verdict was judged on in a file, and reads it again: whoever has the
// file judges it to the same bytes.
//
// Write judges evidence as it comes back from a file and makes that file; Read gives evidence and verdict
// back, and refuses what was changed, what this program would read in silence and what no reader could
// set. Each part carries the hash of its bytes. It touches no file. Nothing in it is promised to other
// modules.
package evidence

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/economics/tax"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

// Schema names the form of an evidence file.
const Schema = "assay/evidence/v1"

// document is evidence as a document, with the verdict that was given on it. Each part that says
// something about the world carries the hash of its bytes.
type document struct {
	Schema    string          `json:"schema"`
	Version   string          `json:"version"` // of the program that judged
	AsOf      string          `json:"as_of,omitempty"`
	Offer     frozenText      `json:"offer"` // normal form, YAML, by lines
	Warnings  []string        `json:"warnings"`
	Overrides frozenOverrides `json:"overrides"`
	Choices   frozenChoices   `json:"choices"`
	Spot      *frozenQuote    `json:"spot,omitempty"`
	Forward   *frozenQuote    `json:"forward,omitempty"`
	Sources   []cite.Source   `json:"sources"` // of the history
	History   frozenText      `json:"history"` // CSV, by lines
	Verdict   frozenJSON      `json:"verdict"` // with the quantiles that were forecast
	// Whole is the hash of the document's bytes with this value empty. Files frozen before there was one
	// lack it.
	Whole string `json:"whole,omitempty"`
}

type frozenText struct {
	Hash  string   `json:"hash"` // of the lines, each with its line end
	Lines []string `json:"lines"`
}

type frozenJSON struct {
	Hash string          `json:"hash"` // of the compact form
	JSON json.RawMessage `json:"json"`
}

type frozenOverrides struct {
	HashpriceUSD float64 `json:"hashprice_usd_per_th_day,omitempty"`
	Difficulty   float64 `json:"difficulty,omitempty"`
	PriceUSD     float64 `json:"price_usd,omitempty"`
}

type frozenChoices struct {
	OpenDays   int                        `json:"open_days,omitempty"`
	Discounts  bool                       `json:"discounts,omitempty"`
	USDPer     map[units.Currency]float64 `json:"usd_per,omitempty"`
	Currency   units.Currency             `json:"currency,omitempty"`
	Paths      int                        `json:"paths,omitempty"`
	Seed       uint64                     `json:"seed,omitempty"`
	PriceDrift float64                    `json:"price_drift_per_year,omitempty"`
	PowerUSD   float64                    `json:"power_usd_per_kwh,omitempty"`
	Machine    *hardware.Machine          `json:"machine,omitempty"`
	BudgetUSD  float64                    `json:"budget_usd,omitempty"`
	Tax        *tax.Rates                 `json:"tax,omitempty"`
	Brief      bool                       `json:"brief,omitempty"`
}

type frozenQuote struct {
	BTCPerTHDay float64     `json:"btc_per_th_day"`
	AsOf        string      `json:"as_of"`
	Source      cite.Source `json:"source"`
}

func frozenQuoteOf(q *grounds.Quote) *frozenQuote {
	if q == nil {
		return nil
	}
	return &frozenQuote{q.BTCPerTHDay, q.AsOf.String(), q.Source}
}

func (f *frozenQuote) read() (*grounds.Quote, error) {
	if f == nil {
		return nil, nil
	}
	d, err := units.ParseISODate(f.AsOf)
	return &grounds.Quote{BTCPerTHDay: f.BTCPerTHDay, AsOf: d, Source: f.Source}, err
}

func frozenTextOf(b []byte) frozenText {
	return frozenText{cite.Hash(b), strings.Split(strings.TrimSuffix(string(b), "\n"), "\n")}
}

func (f frozenText) read(what string) ([]byte, error) {
	b := []byte(strings.Join(f.Lines, "\n") + "\n")
	if cite.Hash(b) != f.Hash {
		return nil, fmt.Errorf("the %s does not have the hash that the evidence gives for it: it was changed",
			what)
	}
	return b, nil
}

// Write judges evidence as it comes back from a frozen file: the same figures, its history known by the hash
// of its CSV. It returns the file, one JSON document that ends with a line end, and the verdict in it.
func Write(e assay.Evidence, judge func(assay.Evidence) (*assay.Verdict, error)) ([]byte, *assay.Verdict,
	error) {
	sources := e.History.Sources()
	h, err := market.Parse(e.History.CSV())
	if err != nil {
		return nil, nil, fmt.Errorf("freeze the history: %w", err)
	}
	e.History = h
	v, err := judge(e)
	if err != nil {
		return nil, nil, err
	}
	file, err := write(e, sources, v)
	return file, v, err
}

// write is the document of evidence and the verdict given on it. sources are the history's, for readers.
func write(e assay.Evidence, sources []cite.Source, v *assay.Verdict) ([]byte, error) {
	verdict, err := v.Compact()
	if err != nil {
		return nil, fmt.Errorf("freeze the verdict: %w", err)
	}
	f := document{
		Schema: Schema, Version: e.Version, Offer: frozenTextOf(offer.Format(e.Offer)),
		Warnings:  append([]string{}, e.Warnings...),
		Overrides: frozenOverrides(e.Overrides), Choices: frozenChoices(e.Choices), Sources: sources,
		History: frozenTextOf(e.History.CSV()), Verdict: frozenJSON{cite.Hash(verdict), verdict},
	}
	if e.AsOf != nil {
		f.AsOf = e.AsOf.String()
	}
	f.Spot, f.Forward = frozenQuoteOf(e.Spot), frozenQuoteOf(e.Forward)
	f.Whole = place
	data, err := f.encode()
	if err != nil {
		return nil, fmt.Errorf("freeze the evidence: %w", err)
	}
	return sealed(data), nil
}

// encode is the document, a line for each figure so that people can compare two of them.
func (f document) encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(f)
	return b.Bytes(), err
}
