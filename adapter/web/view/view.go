// Package view turns a verdict into what a page or a report shows of it: words, figures as text, and
// pictures. It is the one place where the workbench and the report decide how a figure is worded.
//
// Main types: Verdict (made by New), and its sections. Sections that a verdict does not have are
// empty, and the templates of Templates leave them out or say "not computed". The package judges
// nothing: each figure stands in the verdict already.
package view

import (
	"embed"
	"html/template"
	"strconv"
	"strings"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
)

//go:embed *.html
var files embed.FS

// Templates are the sections of a verdict, each a template of its own ("axes", "scenarios", ...).
func Templates() *template.Template {
	return template.Must(template.New("view").Funcs(Funcs()).ParseFS(files, "*.html"))
}

// Funcs are the functions that the templates use.
func Funcs() template.FuncMap {
	return template.FuncMap{
		"usd": units.ShowUSD, "btc": units.ShowBTC, "ratio": units.ShowRatio, "share": units.ShowShare,
		"spaced": spaced, "lower": strings.ToLower, "capital": capital, "safeURL": safeURL,
		"count": func(n int) string { return units.Group(strconv.Itoa(n)) },
	}
}

// Verdict is a verdict as it is shown.
type Verdict struct {
	Title       string
	AsOf        string // the day, and that of the market where it is another
	Sentence    string
	Axes        []Axis
	Figures     []Figure
	Pictures    []Picture
	Scenarios   []ScenarioRow
	Waterfall   []WaterfallRow
	BreakEven   []string
	NoBreakEven string // why there is none
	Map         *Map
	Payments    []PaymentRow
	Others      []Other
	Clauses     []ClauseRow
	Vanish      *Vanish
	Size        *Size
	Findings    Findings
	Anchors     []Anchor
	RunOff      *redflag.RunOff
	Simulated   bool
	Taxes       *Taxes
	Money       string // the currency that amounts are shown in, as "dollars"
	Resold      bool   // the last day's bitcoin counts a sale
	Priced      bool   // the price is stated
	Compared    bool   // and something is paid, which is compared with buying bitcoin
	Horizon     string
	Questions   []string
	Changes     []string // what evidence would move the verdict on trust
	Assumed     []string
	Warnings    []string
	Sources     []offer.Source
	Data        assay.Data
	Judged      string // what it was judged on, in one line
	Version     string
	Seed        uint64
	Paths       int
}

// Figure is one number of the strip below the axes.
type Figure struct{ Name, Value, Note string }

// New prepares a verdict; m may be nil.
func New(o offer.Offer, v *assay.Verdict, m *valuation.Grid) *Verdict {
	return NewIn(units.Shown{}, o, v, m)
}

// NewIn is New with amounts of dollars shown in a currency.
func NewIn(in units.Shown, o offer.Offer, v *assay.Verdict, m *valuation.Grid) *Verdict {
	out := &Verdict{
		Title: o.Summary(), AsOf: asOf(v), Sentence: strings.ReplaceAll(plainly(v.Verdict.Sentence), " %", "\u00a0%"), Axes: axes(v), Figures: figures(o, v, in),
		Scenarios: scenarios(o, v, in), Waterfall: waterfall(v, in), BreakEven: breakEvens(o, v, in), Map: mapOf(m),
		Questions: v.Verdict.Questions, Assumed: allPlainly(v.Assumptions), Warnings: allPlainly(v.Warnings), Sources: o.Sources,
		Data: v.Data, Version: v.Version, Seed: v.Seed, Paths: v.Paths,
	}
	out.Payments, out.Others, out.Clauses, out.Vanish = paymentRows(v, in), others(v, in), clauses(v, in), vanish(v)
	out.Size, out.Findings, out.Anchors, out.RunOff = size(v.Sizing, in), findings(v.Findings), anchors(v.Anchors), v.RunOff
	out.Resold, out.Priced, out.NoBreakEven = v.Economics.Resale != nil, o.Price.Stated(), assay.NoBreakEven(o, v)
	out.Compared = v.Economics.PaidBTC != nil && *v.Economics.PaidBTC > 0
	out.Money = in.Name()
	out.Taxes = taxes(v.Tax, in)
	out.Changes, out.Simulated, out.Horizon = v.Verdict.WouldChange, len(v.Economics.Fan) > 0, plural(v.Economics.Horizon, "day")
	out.Judged = judged(v.Data, in)
	out.Pictures = pictures(v, out.Scenarios)
	return out
}

// asOf is the day it is judged as of, and the last day known of the market where that is another.
func asOf(v *assay.Verdict) string {
	if v.AsOf != v.Data.ConditionsOf {
		return v.AsOf + " on the market of " + v.Data.ConditionsOf + ", the last day known"
	}
	return v.AsOf
}

// Axis is one of the three verdicts, never mixed into one.
type Axis struct {
	Name  string
	Asks  string // the question it answers
	Word  string
	Mark  string // good, middling, bad or unknown: a shape and a colour, beside the word
	Says  string // why, in one line
	Place string // where on the page the reasons stand
}

func axes(v *assay.Verdict) []Axis {
	out := []Axis{
		{Name: "Economics", Asks: "Does it beat buying bitcoin?", Word: v.Verdict.Economics, Place: "economics",
			Says: v.Verdict.Because.Economics},
		{Name: "Contract risk", Asks: "Who may change or stop it?", Word: v.Verdict.ContractRisk, Place: "findings", Says: v.Verdict.Because.ContractRisk},
		{Name: "Trust", Asks: "Is there evidence that anyone mines?", Word: v.Verdict.Trust, Place: "findings", Says: v.Verdict.Because.Trust},
	}
	for i := range out {
		a := &out[i]
		if a.Word == "" {
			a.Word = economics.NotKnown
		}
		a.Mark = markOf(a.Word)
		if a.Says == "" && a.Word == economics.NotKnown {
			a.Says = "not known: the offer does not say enough"
		}
		a.Says = capital(plainly(a.Says))
	}
	return out
}

// markOf sorts the words of all axes into four marks.
func markOf(word string) string {
	switch word {
	case economics.Favourable, "low", "verifiable":
		return "good"
	case economics.Fair:
		return "fair"
	case economics.Overpriced, "medium", "doubtful", "unproven":
		return "middling"
	case economics.Losing, "high", "fraud_signs":
		return "bad"
	}
	return "unknown"
}
