package assay

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/economics/alternatives"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/sizing"
	"github.com/assaymining/assay/economics/survival"
	"github.com/assaymining/assay/economics/tax"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/redflag/promise"
	"github.com/assaymining/assay/units"
)

// VerdictSchema identifies the document that Verdict marshals to.
const VerdictSchema = "assay/verdict/v1"

// Verdict is the answer, with the keys of schema assay/verdict/v1. Pointers that are nil print as
// null: not known, or not applicable.
type Verdict struct {
	Schema           string                     `json:"schema"`
	Offer            json.RawMessage            `json:"offer"`
	AsOf             string                     `json:"as_of"`
	Seed             uint64                     `json:"seed"`
	Paths            int                        `json:"paths"`
	Version          string                     `json:"version"`
	Data             Data                       `json:"data"`
	Verdict          Summary                    `json:"verdict"`
	Money            units.Shown                `json:"money"` // of sentences; figures are dollars
	Economics        economics.Figures          `json:"economics"`
	Scenarios        []valuation.Result         `json:"scenarios"`
	Clauses          []play.Clause              `json:"clauses"`
	IfSellerVanishes *survival.IfSellerVanishes `json:"default"`
	Alternatives     []alternatives.Alternative `json:"alternatives"`
	Anchors          []grounds.Anchor           `json:"anchors"`
	Findings         []redflag.Finding          `json:"findings"`
	Record           grounds.Recorded           `json:"record"` // what the public record holds of the seller
	RunOff           *promise.RunOff            `json:"run_off"`
	Sizing           *sizing.Sizing             `json:"sizing"`
	Tax              *tax.Taxes                 `json:"tax"` // null: no rates were given
	Assumptions      []string                   `json:"assumptions"`
	Warnings         []string                   `json:"warnings"`
}

// Data says what the market facts are and how far they reach.
type Data struct {
	History      string  `json:"history"` // hash of the bytes of the history
	From         string  `json:"from"`
	To           string  `json:"to"`
	ConditionsOf string  `json:"conditions_of"` // the day whose conditions are used
	Difficulty   float64 `json:"difficulty"`
	PriceUSD     float64 `json:"price_usd"`
	FeesBTC      float64 `json:"fees_btc_per_block"`
	SubsidyBTC   float64 `json:"subsidy_btc_per_block"`
	HashpriceUSD float64 `json:"hashprice_usd_per_th_day"`
	Cutoffs      Cutoffs `json:"cutoffs"`
}

// Cutoffs are the last days on which each fact is known.
type Cutoffs struct {
	Difficulty string `json:"difficulty"`
	Price      string `json:"price"`
	Fees       string `json:"fees"`
	Blocks     string `json:"blocks"`
}

// Summary is the verdict on the three axes, and one plain sentence.
type Summary struct {
	Economics    string   `json:"economics"`     // favourable, fair, overpriced, losing or unknown
	ContractRisk string   `json:"contract_risk"` // low, medium, high or unknown
	Trust        string   `json:"trust"`         // verifiable, unproven, doubtful, fraud_signs or unknown
	Sentence     string   `json:"sentence"`
	Cause        string   `json:"cause"`           // what makes it so, in one clause; may be empty
	ComesIn      string   `json:"comes_in"`        // on the first day, month and year; may be empty
	First        []string `json:"first_questions"` // those whose answers would change most, at most three
	NotKnown     []string `json:"not_known"`       // what the verdict rests on and nobody stated
	Reasons      []string `json:"reasons"`         // of the economic verdict
	Because      Because  `json:"because"`
	Questions    []string `json:"questions"`    // what to ask the seller next
	WouldChange  []string `json:"would_change"` // what evidence would move the verdict on trust
}

// Because is why each axis got its word, in one clause.
type Because struct {
	Economics    string `json:"economics"`
	ContractRisk string `json:"contract_risk"`
	Trust        string `json:"trust"`
}

// compose puts a verdict together from what each judge says. No judge sees it.
func compose(e Evidence, asOf units.Date, c valuation.Conditions, trust redflag.Report,
	worth economics.Section) *Verdict {
	v := &Verdict{
		Schema: VerdictSchema, Version: e.Version, Offer: offer.JSON(e.Offer), AsOf: asOf.String(),
		Seed: worth.Seed, Paths: worth.Paths, Data: dataOf(e.History, c),
		Verdict: Summary{
			Economics: worth.Word, ContractRisk: trust.ContractRisk.Word, Trust: trust.Trust.Word,
			Sentence: first(worth, trust), Cause: worth.Cause, ComesIn: worth.Comes,
			First: firstQuestions(worth, trust), NotKnown: notKnown(worth, trust), Reasons: worth.Reasons,
			Because:     Because{worth.Because, trust.ContractRisk.Reason, trust.Trust.Reason},
			Questions:   append([]string{}, trust.Questions...),
			WouldChange: append([]string{}, trust.WouldChange...),
		},
		Money: worth.Money, Economics: worth.Figures, Scenarios: worth.Scenarios, Clauses: worth.Clauses,
		IfSellerVanishes: worth.IfSellerVanishes, Alternatives: worth.Alternatives, Sizing: worth.Sizing,
		Tax:     worth.Tax,
		Anchors: append([]grounds.Anchor{}, trust.Anchors...), Findings: append([]redflag.Finding{},
			trust.Findings...),
		Record: trust.Record, RunOff: trust.RunOff, Assumptions: []string{}, Warnings: append([]string{}, e.Warnings...),
	}
	v.Warnings = append(v.Warnings, e.History.Stale(asOf)...)
	if age := int(asOf - c.AsOf); age > staleDays {
		v.Verdict.NotKnown = append(v.Verdict.NotKnown, fmt.Sprintf(
			"what difficulty and price did since %s, %d days before", c.AsOf, age))
	}
	if e.Offer.Seen == nil {
		taken := "it is taken as seen on the day it is judged on, " + asOf.String()
		if e.AsOf == nil {
			taken = fmt.Sprintf("the last day of the history is taken, %s; %s gives another", asOf, need.AsOf)
			v.Warnings = append(v.Warnings, "the offer is undated: what it claims and asks is not held "+
				"against the chain; add the day you saw it, as in \"seen: "+asOf.String()+"\"")
		}
		v.Assumptions = append(v.Assumptions, "the day the offer was seen is not stated: "+taken)
	}
	v.Assumptions = append(v.Assumptions, worth.Assumptions...)
	v.Warnings = append(v.Warnings, worth.Warnings...)
	return v
}

func dataOf(h *market.History, c valuation.Conditions) Data {
	cut := h.Cutoffs()
	return Data{
		History: h.Hash(), From: h.First().String(), To: h.Last().String(), ConditionsOf: c.AsOf.String(),
		Difficulty: c.Difficulty, PriceUSD: c.PriceUSD, FeesBTC: c.FeesBTC, SubsidyBTC: c.SubsidyBTC,
		HashpriceUSD: c.HashpriceUSD(),
		Cutoffs: Cutoffs{Difficulty: cut.Difficulty.String(), Price: cut.Price.String(),
			Fees: cut.Fees.String(), Blocks: cut.Blocks.String()},
	}
}

// Compact is the verdict as JSON without space, the form that is hashed and compared.
func (v *Verdict) Compact() ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(v)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
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
