package assay

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/economics/tax"
	"github.com/assaymining/assay/hardware"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
)

// EvidenceSchema names the form of an evidence file.
const EvidenceSchema = "assay/evidence/v1"

// evidenceFile is Evidence as a document, with the verdict that was given on it. Each part that says
// something about the world carries the hash of its bytes.
type evidenceFile struct {
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

func frozenQuoteOf(q *redflag.Quote) *frozenQuote {
	if q == nil {
		return nil
	}
	return &frozenQuote{q.BTCPerTHDay, q.AsOf.String(), q.Source}
}

func (f *frozenQuote) read() (*redflag.Quote, error) {
	if f == nil {
		return nil, nil
	}
	d, err := units.ParseISODate(f.AsOf)
	return &redflag.Quote{BTCPerTHDay: f.BTCPerTHDay, AsOf: d, Source: f.Source}, err
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

// Normalise is the evidence as it comes back from a frozen file: the same figures, its history known by
// the hash of its CSV. A verdict to be frozen must be given on it.
func Normalise(e Evidence) (Evidence, error) {
	h, err := market.Parse(e.History.CSV())
	if err != nil {
		return e, fmt.Errorf("freeze the history: %w", err)
	}
	e.History = h
	return e, nil
}

// Compact is the verdict as JSON without space, the form that is hashed and compared.
func (v *Verdict) Compact() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// WriteEvidence is the evidence and the verdict given on it as one JSON document that ends with a line end,
// from which ReadEvidence gets both back. sources are those of the history, for readers.
func WriteEvidence(e Evidence, sources []cite.Source, v *Verdict) ([]byte, error) {
	verdict, err := v.Compact()
	if err != nil {
		return nil, fmt.Errorf("freeze the verdict: %w", err)
	}
	f := evidenceFile{
		Schema: EvidenceSchema, Version: e.Version, Offer: frozenTextOf(offer.Format(e.Offer)),
		Warnings:  append([]string{}, e.Warnings...),
		Overrides: frozenOverrides(e.Overrides), Choices: frozenChoices(e.Choices), Sources: sources,
		History: frozenTextOf(e.History.CSV()), Verdict: frozenJSON{cite.Hash(verdict), verdict},
	}
	if e.AsOf != nil {
		f.AsOf = e.AsOf.String()
	}
	f.Spot, f.Forward = frozenQuoteOf(e.Spot), frozenQuoteOf(e.Forward)
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(f); err != nil {
		return nil, fmt.Errorf("freeze the evidence: %w", err)
	}
	return b.Bytes(), nil
}

// JSON is a document as it is published: indented, ending with a line end, "<" and "&" as they are.
func JSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(v)
	return b.Bytes(), err
}

// MaxEvidence is the longest evidence file that ReadEvidence reads, in bytes.
const MaxEvidence = 64 << 20

// ReadEvidence reads an evidence file: the evidence, and the verdict given on it as compact JSON. It refuses
// unknown keys and parts that do not have their hash, and it judges nothing.
func ReadEvidence(data []byte) (Evidence, json.RawMessage, error) {
	var f evidenceFile
	if len(data) > MaxEvidence {
		return Evidence{}, nil, fmt.Errorf("the evidence is longer than %d MiB", MaxEvidence>>20)
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&f); err != nil {
		return Evidence{}, nil, fmt.Errorf("the evidence is not of the known form: %w", err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return Evidence{}, nil, errors.New("something follows the evidence")
	}
	if f.Schema != EvidenceSchema {
		return Evidence{}, nil, fmt.Errorf("schema is %.40q, not %q", f.Schema, EvidenceSchema)
	}
	e := Evidence{Version: f.Version, Warnings: f.Warnings, Overrides: Overrides(f.Overrides),
		Choices: Choices(f.Choices)}
	if err := f.facts(&e); err != nil {
		return Evidence{}, nil, err
	}
	var verdict bytes.Buffer
	if err := json.Compact(&verdict, f.Verdict.JSON); err != nil {
		return Evidence{}, nil, fmt.Errorf("the frozen verdict is not JSON: %w", err)
	}
	if cite.Hash(verdict.Bytes()) != f.Verdict.Hash {
		return Evidence{}, nil,
			errors.New("the verdict does not have the hash that the evidence gives for it: it was changed")
	}
	return e, verdict.Bytes(), nil
}

// facts reads offer, history, day and spot price.
func (f evidenceFile) facts(e *Evidence) error {
	offered, err := f.Offer.read("offer")
	if err != nil {
		return err
	}
	if e.Offer, _, err = offer.Parse("offer in the evidence", offered); err != nil {
		return err
	}
	history, err := f.History.read("history")
	if err != nil {
		return err
	}
	if e.History, err = market.Parse(history); err != nil {
		return fmt.Errorf("history in the evidence: %w", err)
	}
	if f.AsOf != "" {
		d, err := units.ParseISODate(f.AsOf)
		if err != nil {
			return fmt.Errorf("as_of: %w", err)
		}
		e.AsOf = &d
	}
	if e.Spot, err = f.Spot.read(); err != nil {
		return fmt.Errorf("spot: %w", err)
	}
	if e.Forward, err = f.Forward.read(); err != nil {
		return fmt.Errorf("forward: %w", err)
	}
	return nil
}
