// Package redflag answers whether an offer of hashrate can be trusted, and who holds which right.
//
// A Rule is one question about an offer; judged on grounds.Facts it gives a Finding: present, absent or
// unknown, with the figures that led to it, dated sources, what is missing and what to ask the
// seller. What a rule reads is in package grounds; Judge asks every rule, checks the seller's claims
// against the protocol and has package promise work out whether the promise can be kept. How
// findings become a verdict is one table, in verdict.go: no hidden score.
//
// It refuses to let a blank count: what is not known is never evidence for or against. Rules look
// nothing up. Where each rule comes from stands in its own file and in
// docs/red-flags.md, which is made from the rules.
//
// Nothing in it is promised to other modules.
package redflag

import (
	"math"
	"slices"

	"github.com/assaymining/assay/cite"
	"github.com/assaymining/assay/redflag/grounds"
)

// Axis is the question that a rule belongs to. The three are never mixed.
type Axis string

// The three axes.
const (
	Economics    Axis = "economics"     // does it beat buying bitcoin?
	ContractRisk Axis = "contract_risk" // who holds which right?
	Trust        Axis = "trust"         // is there evidence that anyone mines?
)

// State is what is known about the question. Unknown is an answer: a blank is never evidence.
type State string

// The three states of a finding.
const (
	Present State = "present"
	Absent  State = "absent"
	Unknown State = "unknown"
)

// Severity is how much a finding weighs when it is present.
type Severity string

// The severities, heaviest first. Good marks a good sign: its presence speaks for the offer.
const (
	Critical Severity = "critical"
	High     Severity = "high"
	Medium   Severity = "medium"
	Low      Severity = "low"
	Info     Severity = "info"
	Good     Severity = "good"
)

// Rule is one question about an offer.
type Rule struct {
	ID       string // permanent: "F01_promised_payout"; F flags, G good signs, C claims
	Title    string // a statement that is true of the offer, or false
	Axis     Axis
	Severity Severity
	Needs    string // the facts it needs, in words
	Why      string // why it matters: one or two sentences for a buyer
	Caution  string // false positives: who does this honestly
	Look     string // where a buyer looks, and what to ask the seller
	Sources  []cite.Source
	AskIf    bool                       // the question makes sense only where the rule is present
	Judge    func(grounds.Facts) Answer // nil where the rule judges each claim (see claims.go)
}

// Answer is what a rule makes of the facts; Judge completes it to a Finding.
type Answer struct {
	State    State
	Severity Severity // "" takes the rule's
	Says     string
	Figures  []Figure
	Missing  []string // facts that would settle it
	Sources  []cite.Source
	Ask      string // in place of the rule's question, asked in any state
	unread   bool   // words that bear on it were not understood
}

// Figure is one number of a finding with its unit; the unit "1" is a ratio.
type Figure struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// none reports a figure that does not exist, such as the days after which what never pays back has paid back.
func (f Figure) none() bool { return math.IsNaN(f.Value) || math.IsInf(f.Value, 0) }

// Finding is the answer to one rule, as published.
type Finding struct {
	Rule     string        `json:"rule"`
	Axis     Axis          `json:"axis"`
	State    State         `json:"state"`
	Severity Severity      `json:"severity"`
	Says     string        `json:"says"`
	Figures  []Figure      `json:"figures"`
	Sources  []cite.Source `json:"sources"`
	Missing  []string      `json:"missing"`
	Question string        `json:"question,omitempty"`
	Unread   bool          `json:"-"` // words that bear on it were not understood: nothing is guessed
}

// finding completes an answer. Lists are never nil, so that they print as [].
func (r Rule) finding(a Answer) Finding {
	f := Finding{
		Rule: r.ID, Axis: r.Axis, State: a.State, Severity: a.Severity, Says: a.Says, Unread: a.unread,
		Figures: slices.DeleteFunc(append([]Figure{}, a.Figures...), Figure.none),
		Sources: append(append([]cite.Source{}, a.Sources...), r.Sources...),
		Missing: append([]string{}, a.Missing...),
	}
	if f.Severity == "" {
		f.Severity = r.Severity
	}
	bad := r.Severity != Good
	if a.State == Unknown && !r.AskIf || a.State != Unknown && (a.State == Present) == bad {
		f.Question = r.Look
	}
	if a.Ask != "" {
		f.Question = a.Ask
	}
	return f
}

// present, absent and unknown are the three answers in short.
func present(says string, figures ...Figure) Answer {
	return Answer{State: Present, Says: says, Figures: figures}
}

func absent(says string, figures ...Figure) Answer {
	return Answer{State: Absent, Says: says, Figures: figures}
}

func unknown(missing ...string) Answer {
	return Answer{State: Unknown, Says: "not known", Missing: missing}
}

// weighing is the answer with another severity than the rule's.
func (a Answer) weighing(s Severity) Answer {
	a.Severity = s
	return a
}

// read is a source with its date in the name, for the tables of the rules.
func read(what, url string) cite.Source { return cite.Source{What: what, URL: url} }
