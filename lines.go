package assay

import (
	"bytes"
	"encoding/json"
	"fmt"

	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
)

// ScreenPaths is the number of simulated markets of a screening: a quarter of DefaultPaths, which doubles
// the standard error of a chance to at most 0.8 points.
const ScreenPaths = 4096

// Screened is the brief verdict on one of many offers, a line of what `assay screen` and the API give. A
// line that cannot be judged has an Error and no verdict.
type Screened struct {
	ID        string             `json:"id"`
	Line      int                `json:"line"` // from 1
	Label     string             `json:"label,omitempty"`
	AsOf      string             `json:"as_of,omitempty"`
	Verdict   *ScreenedVerdict   `json:"verdict,omitempty"`
	Economics *ScreenedEconomics `json:"economics,omitempty"`
	Findings  []redflag.Finding  `json:"findings,omitempty"`
	Error     string             `json:"error,omitempty"`
}

// ScreenedVerdict is the three axes, with what each rests on.
type ScreenedVerdict struct {
	Economics    string   `json:"economics"`
	ContractRisk string   `json:"contract_risk"`
	Trust        string   `json:"trust"`
	Sentence     string   `json:"sentence"`
	Because      Because  `json:"because"`
	Questions    []string `json:"questions"`
}

// ScreenedEconomics are the figures that offers are ranked by.
type ScreenedEconomics struct {
	BTCEfficiency   *play.Dist             `json:"btc_efficiency"`
	ProbBeatsBuying *float64               `json:"prob_beats_buying"`
	FairUpfront     *economics.FairUpfront `json:"fair_upfront_usd_per_th"`
	AskedUSDPerTH   *float64               `json:"asked_usd_per_th"`
	// by the reader's rates, under constant conditions
	AfterTax *float64 `json:"btc_efficiency_after_tax,omitempty"`
}

// ReadLine is the offer of line n of a screening: its document as JSON, beside whose keys an "id", text or a
// number, may stand. Where it cannot be read, the line that is returned says why, in Error.
func ReadLine(n int, line []byte) (Screened, offer.Offer) {
	id, o, err := offer.ParseLine(n, line)
	one := Screened{ID: id, Line: n}
	if err != nil {
		one.Error = err.Error()
	}
	return one, o
}

// Judge fills the line with the brief verdict on evidence. judge is Evaluate, or a Shelf's.
func (s *Screened) Judge(e Evidence, judge func(Evidence) (*Verdict, error)) error {
	e.Choices.Brief = true
	v, err := judge(e)
	if err != nil {
		s.Error = fmt.Sprintf("line %d: %v", s.Line, err)
		return err
	}
	w := v.Verdict
	s.AsOf, s.Findings = v.AsOf, v.Findings
	s.Verdict = &ScreenedVerdict{w.Economics, w.ContractRisk, w.Trust, w.Sentence, w.Because, w.Questions}
	s.Economics = &ScreenedEconomics{v.Economics.BTCEfficiency, v.Economics.ProbBeatsBuying,
		v.Economics.FairUpfront, v.Economics.AskedUSDPerTH, nil}
	if v.Tax != nil {
		s.Economics.AfterTax = v.Tax.Efficiency
	}
	return nil
}

// Present leaves only the findings that are present.
func (s *Screened) Present() {
	var kept []redflag.Finding
	for _, f := range s.Findings {
		if f.State == redflag.Present {
			kept = append(kept, f)
		}
	}
	s.Findings = kept
}

// JSON is the line with its line end. What cannot be printed becomes a line with its error.
func (s *Screened) JSON() []byte {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(s); err != nil {
		*s = Screened{ID: s.ID, Line: s.Line, Label: s.Label, Error: err.Error()}
		b.Reset()
		if err := enc.Encode(s); err != nil {
			panic("assay: a line of text and numbers does not encode: " + err.Error())
		}
	}
	return b.Bytes()
}
