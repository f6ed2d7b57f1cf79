package assay

import (
	"encoding/json"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
)

// Flagged is what the rules say of an offer on a day, without its economics: what `assay flags` and the API
// give.
type Flagged struct {
	Offer       json.RawMessage   `json:"offer"`
	AsOf        string            `json:"as_of"`
	History     string            `json:"history"` // hash of its bytes
	Verdict     FlagVerdict       `json:"verdict"`
	Findings    []redflag.Finding `json:"findings"`
	Anchors     []redflag.Anchor  `json:"anchors"`
	RunOff      *redflag.RunOff   `json:"run_off"`
	WouldChange []string          `json:"would_change"`
}

// FlagVerdict is the two axes that need no market ahead.
type FlagVerdict struct {
	ContractRisk string   `json:"contract_risk"` // low, medium, high or unknown
	Trust        string   `json:"trust"`         // verifiable, unproven, doubtful, fraud_signs or unknown
	Sentence     string   `json:"sentence"`
	Because      []string `json:"because"` // findings behind trust, gravest first
	Questions    []string `json:"questions"`
}

// Flag asks every rule about an offer on a day, with what the history tells of it.
func Flag(o offer.Offer, day units.Date, h *market.History) Flagged {
	r := redflag.Judge(redflag.Gather(o, day, h))
	return Flagged{
		Offer: offer.JSON(o), AsOf: day.String(), History: h.Hash(),
		Verdict: FlagVerdict{r.ContractRisk.Word, r.Trust.Word, r.Sentence(), r.Trust.Rules,
			r.Questions},
		Findings: r.Findings, Anchors: r.Anchors, RunOff: r.RunOff, WouldChange: r.WouldChange,
	}
}

// FlagDay is the day on which an offer's flags are looked for: asOf, else the day the offer was seen, else the
// last day that is known, which dates nothing. An undated offer is taken as seen on asOf, where that is given.
func FlagDay(o *offer.Offer, asOf *units.Date, h *market.History) (day units.Date, dated bool) {
	if asOf != nil {
		if o.Seen == nil {
			o.Seen = asOf
		}
		return *asOf, true
	}
	if o.Seen != nil {
		return *o.Seen, true
	}
	return h.Last(), false
}
