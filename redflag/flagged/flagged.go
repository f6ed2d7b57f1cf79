// Package flagged is what the rules say of an offer on a day, without its economics: the document that
// `assay flags` and the API give (Document), and the day that it is of (Day).
//
// Nothing in it is promised to other modules.
package flagged

import (
	"context"
	"encoding/json"

	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/redflag/promise"
	"github.com/assaymining/assay/units"
)

// Document is what every rule says of an offer.
type Document struct {
	Offer       json.RawMessage   `json:"offer"`
	AsOf        string            `json:"as_of"`
	History     string            `json:"history"` // hash of its bytes
	Verdict     verdict           `json:"verdict"`
	Findings    []redflag.Finding `json:"findings"`
	Anchors     []grounds.Anchor  `json:"anchors"`
	RunOff      *promise.RunOff   `json:"run_off"`
	WouldChange []string          `json:"would_change"`
}

// verdict is the two axes that need no market ahead.
type verdict struct {
	ContractRisk string   `json:"contract_risk"` // low, medium, high or unknown
	Trust        string   `json:"trust"`         // verifiable, unproven, doubtful, fraud_signs or unknown
	Sentence     string   `json:"sentence"`
	Because      []string `json:"because"` // findings behind trust, gravest first
	Questions    []string `json:"questions"`
}

// Judge asks every rule about an offer on a day, with what the history tells of it. It ends soon after the
// context, with its error.
func Judge(ctx context.Context, o offer.Offer, day units.Date, h *market.History) (redflag.Report, error) {
	return redflag.Judge(grounds.Gather(o, day, h).Once(ctx)), ctx.Err()
}

// Of is what Judge says of an offer, as a document.
func Of(r redflag.Report, o offer.Offer, day units.Date, h *market.History) Document {
	return Document{
		Offer: offer.JSON(o), AsOf: day.String(), History: h.Hash(),
		Verdict: verdict{r.ContractRisk.Word, r.Trust.Word, r.Sentence(), r.Trust.Rules,
			r.Questions},
		Findings: r.Findings, Anchors: r.Anchors, RunOff: r.RunOff, WouldChange: r.WouldChange,
	}
}

// Day is the day on which flags are looked for: asOf, else the day the offer was seen, else the last day that
// is known, which dates nothing. An undated offer is taken as seen on asOf, where that is given.
func Day(o *offer.Offer, asOf *units.Date, h *market.History) (day units.Date, dated bool) {
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
