// Package economics judges whether a contract beats buying bitcoin, and says so in figures and words.
//
// Judge is the whole of it: offer, conditions of the day, trust in the seller and the reader's choices in,
// a Section of the verdict out. It composes what its rooms say: valuation (exact runs over stated days),
// simulated (the markets), play (contracts over their paths), resale and survival (what is sold on, and
// sellers that stop), alternatives, sizing and tax.
//
// It asks nothing of contract risk, and of trust only the word, for the chance that the seller stops. What an
// offer does not say stays unknown: "unknown" is a verdict, with the missing fact by name.
package economics

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/alternatives"
	"github.com/assaymining/assay/economics/play"
	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/economics/sizing"
	"github.com/assaymining/assay/economics/survival"
	"github.com/assaymining/assay/economics/tax"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/units"
)

// Input is all that the economics are judged on.
type Input struct {
	Offer      offer.Offer
	History    string               // hash of the history that markets are simulated from
	Conditions valuation.Conditions // of the as-of day, overrides included
	Day        units.Date           // the as-of day itself, which may lie after that of the conditions
	Overrides  valuation.Overrides  // these, by which markets are named
	Trust      survival.Trust       // required: how likely the seller is to stop depends on it
	Spot       alternatives.Spot    // what verifiable hashrate costs on a market
	Choices    Choices
	// Withheld, where not empty, is the sentence of a promise or of a price too low to be true: then
	// nothing of
	// what the offer would pay is told.
	Withheld string
	Markets  simulated.Markets
}

// Section is the economic part of a verdict.
type Section struct {
	Word     string      // favourable, fair, overpriced, losing or unknown
	Reasons  []string    // of the word
	Because  string      // the same in one clause
	Sentence string      // the result in one plain sentence
	Cause    string      // what makes it so, in one clause
	Comes    string      // what comes in on the first day, month and year, in one clause
	Unstated []string    // facts that the offer does not state and the result rests on
	Money    units.Shown // what all of this is said in

	Seed  uint64
	Paths int // simulated markets

	Figures          Figures
	Scenarios        []valuation.Result
	Clauses          []play.Clause
	IfSellerVanishes *survival.IfSellerVanishes
	Alternatives     []alternatives.Alternative
	Sizing           *sizing.Sizing
	Tax              *tax.Taxes // nil: no rates were given

	Assumptions []string
	Warnings    []string

	// what is said of the offer where no markets are simulated: the first is the basis of Figures
	supposed []valuation.Result
}

// Judge judges the economics of an offer. The error says which piece of the input makes no sense; an offer
// that cannot be computed for lack of facts is no error but a section of "unknown". It ends soon after the
// context does, with its error; markets watch the same context themselves.
func Judge(ctx context.Context, in Input) (Section, error) {
	s := Section{Money: in.Choices.Money(in.Offer),
		Scenarios: []valuation.Result{}, Clauses: []play.Clause{},
		Alternatives: []alternatives.Alternative{},
		Figures: Figures{Waterfall: []valuation.WaterfallItem{}, Payments: []valuation.Payment{},
			Fan: []play.FanPoint{}, ComesIn: []ComesIn{}, OnSchedule: []valuation.Result{}}}
	hazard, err := hazardOf(in)
	if err != nil {
		return s, err
	}
	if !s.remaining(&in) {
		return s, nil
	}
	o, c := in.Offer, in.Conditions
	terms, assumed, err := compile.Offer(o, in.Choices.Compile())
	s.Assumptions = append(s.Assumptions, assumed...)
	if err == nil {
		err = terms.Fits(contract.Facts{Date: c.AsOf, Price: c.PriceUSD, Subsidy: c.Hashvalue()})
	}
	if in.Withheld == "" && o.Payout.FixedReturn != nil {
		in.Withheld = "Do not pay: a payout is promised whatever mining gives, and what it is worth is " +
			"the seller's word."
	}
	if in.Withheld != "" {
		in.Withheld = toReader(in.Offer, in.Withheld)
		s.withhold(ctx, in, terms, hazard, err)
		return s, nil
	}
	if err != nil {
		s.say(NotKnown, []string{err.Error()})
		s.Sentence = "What this offer is worth cannot be computed: " + err.Error() + "."
		if in.Offer.Hashrate == 0 && in.Offer.Payout.FixedReturn == nil {
			s.Sentence = "Nobody can say what this offer is worth: how much hashrate you get " +
				"is not stated. Ask for it in TH/s."
			s.Unstated = []string{"hashrate is not stated"}
		}
		return s, nil
	}
	horizon := s.horizonOf(in, terms)
	results := valuation.Scenarios(ctx, terms, c, horizon, s.playable(claimOf(in, terms), c))
	for _, one := range results {
		s.Scenarios = append(s.Scenarios, one.Result(o))
	}
	supposed := results
	if _, ok := c.Halving(horizon); ok {
		supposed = valuation.OnSchedule(ctx, terms, c, horizon)
	}
	for _, one := range supposed {
		s.supposed = append(s.supposed, one.Result(o))
	}
	s.Figures = figuresOf(ctx, in, terms, horizon, supposed[0])
	if s.Figures.Halving != nil {
		s.Figures.OnSchedule = s.supposed
	}
	if err := s.taxes(ctx, in, terms, horizon); err != nil {
		return s, err
	}
	if ctx.Err() != nil { // what was played may have been given up
		return s, ctx.Err()
	}
	if in.Choices.Paths >= 0 {
		if err := s.onPaths(in, hazard, terms, horizon); err != nil {
			return s, err
		}
	}
	if ctx.Err() != nil {
		return s, ctx.Err()
	}
	if !in.Choices.Brief {
		s.comesIn(ctx, in, terms, horizon)
	}
	s.noFair(o, terms)
	s.say(wordOf(&s, missingFacts(o, s.Figures), o))
	told := Tell(o, s.Word, s.Figures, s.Scenarios, Facts{c.PriceUSD, c.HashpriceUSD()}, s.Money)
	s.Sentence, s.Cause, s.Unstated = told.Sentence, told.Cause, told.Unstated
	s.Comes = told.Comes
	return s, nil
}

// hazardOf is how likely the seller is to stop, by what was known on the day: by what is offered where a
// rate is promised, else by trust.
func hazardOf(in Input) (survival.Model, error) {
	if promisesRate(in.Offer) {
		return survival.Promised(in.Conditions.AsOf), nil
	}
	return survival.Hazard(in.Trust, in.Conditions.AsOf)
}

// promisesRate reports whether the seller promises a return by the day or week, or one as high as those
// that do: no miner knows that ahead, and plans that promise it live as high-yield programmes do.
func promisesRate(o offer.Offer) bool {
	return o.Payout.FixedReturn != nil || slices.ContainsFunc(o.Claims, func(c offer.Claim) bool {
		switch {
		case c.Return != nil:
			return c.Return.Step() <= shortStep || c.Return.PerDay() >= highYield
		case c.TotalReturn != nil && o.Term.Days > 0 && !o.Term.Open:
			return float64(*c.TotalReturn)-1 >= highYield*float64(o.Term.Days)
		}
		return false
	})
}

// What such plans promise: by so many days at most, or so much of the price a day (F04's "one per cent a
// day").
const (
	shortStep = 14
	highYield = 0.009
)

// say gives the word of the verdict and its reasons.
func (s *Section) say(word string, reasons []string) {
	s.Word, s.Reasons, s.Because = word, reasons, strings.Join(reasons, "; ")
}

func (s *Section) assume(text string) { s.Assumptions = append(s.Assumptions, text) }

func (s *Section) warn(text string) { s.Warnings = append(s.Warnings, text) }

// horizonOf is the number of days computed, with the assumption that it rests on.
func (s *Section) horizonOf(in Input, t *contract.Terms) int {
	open := in.Choices.OpenTerm()
	if t.Length == 0 {
		term := "not stated"
		if in.Offer.Term.Open {
			term = "open"
		}
		s.assume(fmt.Sprintf("the term is %s: %d days are computed", term, open))
	}
	horizon := valuation.Horizon(t, open)
	for _, f := range t.Fees {
		if ahead := horizon - t.Delay; t.Length == 0 && f.PrepaidFor > 1 && ahead%f.PrepaidFor != 0 {
			s.assume(fmt.Sprintf("%s is paid for %d days at a time: the last payment reaches %d days "+
				"beyond the %d computed, and is counted whole",
				f.Name, f.PrepaidFor, f.PrepaidFor-ahead%f.PrepaidFor, horizon))
		}
	}
	return horizon
}

// taxes compares with buying after taxes where the reader gave rates. Off by default.
func (s *Section) taxes(ctx context.Context, in Input, t *contract.Terms, horizon int) error {
	rates := in.Choices.Tax
	if rates == nil {
		return nil
	}
	if paid := s.Figures.PaidBTC; paid == nil || *paid == 0 {
		s.warn("nothing is compared after taxes: what is paid is not known, or nothing")
		return nil
	}
	var err error
	s.Tax, err = tax.Judge(ctx, t, in.Conditions, horizon, *rates)
	return err
}

// BreakEvenMap is BTC efficiency over growth of difficulty and the final price of bitcoin, as
// valuation.GridOf plays it; nil where the offer cannot be computed. Deterministic. It ends soon after the
// context does; what it gives must then not be used.
func BreakEvenMap(ctx context.Context, o offer.Offer, c valuation.Conditions,
	choices Choices) *valuation.Grid {
	terms, _, err := compile.Offer(o, choices.Compile())
	if err != nil || terms.Unpriced || terms.Fits(contract.Facts{Date: c.AsOf, Price: c.PriceUSD,
		Subsidy: c.Hashvalue()}) != nil {
		return nil
	}
	g := valuation.GridOf(ctx, terms, c, valuation.Horizon(terms, choices.OpenTerm()),
		[]float64{-0.02, 0, 0.01, 0.02, 0.03, 0.04, 0.06, 0.08}, []float64{0.25, 0.5, 0.75, 1, 1.5, 2, 4})
	return &g
}
