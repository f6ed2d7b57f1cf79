package assay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
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
	// Whole is the hash of the document's bytes with this value empty. Files frozen before there was one lack it.
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
	const place = "sha256:-" // appears in no hash, and is replaced by one
	f.Whole = place
	data, err := f.encode()
	if err != nil {
		return nil, fmt.Errorf("freeze the evidence: %w", err)
	}
	i := bytes.LastIndex(data, []byte(place)) // the last of the fields
	data = slices.Delete(data, i, i+len(place))
	return slices.Insert(data, i, []byte(cite.Hash(data))...), nil
}

// encode is the document, a line for each figure so that people can compare two of them.
func (f evidenceFile) encode() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	err := enc.Encode(f)
	return b.Bytes(), err
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
