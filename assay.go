// Package assay is the front door: Evidence in, Verdict out.
//
// A verdict is a pure function of a file of evidence: Evaluate does no I/O, reads no clock and draws
// no hidden random number, so that anyone can rerun it and get the same bytes. The evidence is the
// offer, the market's history with its hash, and the choices of the reader; whatever touches the
// world only fills it or shows the result.
//
// Three axes are never mixed: economics (does it beat buying bitcoin?), contract risk (who holds
// which right?) and trust (is there evidence that anyone mines?). Not knowing is an answer.
package assay

import (
	"context"

	"github.com/assaymining/assay/economics"
	"github.com/assaymining/assay/economics/alternatives"
	"github.com/assaymining/assay/economics/owned"
	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/economics/survival"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/redflag/grounds"
	"github.com/assaymining/assay/units"
)

// Evidence is everything a verdict is judged on.
type Evidence struct {
	Version  string // of the program that judges
	Offer    offer.Offer
	Warnings []string        // from reading the offer
	AsOf     *units.Date     // nil: the day the offer was seen, else the last day of the history
	History  *market.History // what was seen on the market
	Spot     *grounds.Quote  // what verifiable hashrate costs on a market; nil: not known
	// what hashrate over the contract's days costs on a forward market; nil: not known
	Forward   *grounds.Quote
	Overrides Overrides
	Choices   Choices
	beside    *units.Date // where AsOf is nil: the day of those it is compared with, which dates no offer
}

// Overrides replace facts of the as-of day; zero leaves the fact.
type Overrides = valuation.Overrides

// Choices are what the reader may set about the judging itself; all of it concerns the economics.
type Choices = economics.Choices

// What is chosen where the reader chooses nothing.
const (
	DefaultPaths    = economics.DefaultPaths
	DefaultOpenDays = economics.DefaultOpenDays
)

// Evaluate judges an offer. The error says which piece of evidence makes no sense and how to mend it;
// an offer that cannot be computed for lack of facts is no error but a verdict of "unknown".
// Same evidence, same bytes.
func Evaluate(e Evidence) (*Verdict, error) {
	return EvaluateWith(context.Background(), e, simulated.Keep(context.Background(), e.History))
}

// EvaluateUntil is Evaluate as long as the context lasts: it ends soon after, with the context's error.
func EvaluateUntil(ctx context.Context, e Evidence) (*Verdict, error) {
	return EvaluateWith(ctx, e, simulated.Keep(ctx, e.History))
}

// EvaluateWith is EvaluateUntil with the simulated market from elsewhere, so that a caller may keep and share
// it. markets must return what simulated.NewMarket would for the key, or an error that becomes a warning.
func EvaluateWith(ctx context.Context, e Evidence, markets simulated.Markets) (*Verdict, error) {
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	v, err := judge(ctx, e, markets)
	if ctx.Err() != nil { // what was played may have been given up
		return nil, ctx.Err()
	}
	return v, err
}

func judge(ctx context.Context, e Evidence, markets simulated.Markets) (*Verdict, error) {
	asOf := e.Day()
	c, err := valuation.ConditionsAt(e.History, asOf, e.Overrides)
	if err != nil {
		return nil, err
	}
	trust := redflag.Judge(trustFacts(e, asOf).Once(ctx)) // which takes the rate of each amount's own day
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	choices, rates := e.Choices.Rated(e.Offer, e.Day())
	if err := choices.Shows(); err != nil {
		return nil, err
	}
	worth, err := economics.Judge(ctx, economics.Input{
		Offer: e.Offer, History: e.History.Hash(), Conditions: c,
		Day: asOf, Overrides: e.Overrides,
		Trust: survival.Trust(trust.Trust.Word), Spot: spotOf(e.Spot), Choices: choices,
		Withheld: trust.Warning, Markets: markets})
	if err != nil {
		return nil, err
	}
	worth.Assumptions = append(rates, worth.Assumptions...)
	return compose(e, asOf, c, trust, worth), nil
}

// EvaluateWithin is EvaluateWith with the markets of a shelf.
func EvaluateWithin(ctx context.Context, shelf *simulated.Shelf, e Evidence) (*Verdict, error) {
	using, done := context.WithCancel(ctx) // gives the market back
	defer done()
	return EvaluateWith(ctx, e, shelf.Within(using))
}

// JudgeAll runs judge for 0 to n-1 at the same time and hands it an evaluation on the shelf. Brief
// evaluations wait for each other at their paths, so that many take little longer than one (see
// simulated.Shelf.JudgeAll).
func JudgeAll(ctx context.Context, shelf *simulated.Shelf, n int, judge func(i int,
	evaluate func(Evidence) (*Verdict, error))) {
	shelf.JudgeAll(ctx, n, func(i int, markets simulated.Markets) {
		judge(i, func(e Evidence) (*Verdict, error) { return EvaluateWith(ctx, e, markets) })
	})
}

// BreakEvenMap is BTC efficiency over growth of difficulty and the final price of bitcoin, under the
// evidence's conditions. Nil where the offer cannot be computed, or nothing of what it would pay may be told;
// the error says which piece of evidence makes no sense, or is the context's.
func BreakEvenMap(ctx context.Context, e Evidence) (*valuation.Grid, error) {
	c, err := valuation.ConditionsAt(e.History, e.Day(), e.Overrides)
	if err != nil {
		return nil, err
	}
	trust := redflag.Judge(trustFacts(e, e.Day()).Once(ctx))
	if trust.Warning != "" || ctx.Err() != nil {
		return nil, ctx.Err()
	}
	e.Choices, _ = e.Choices.Rated(e.Offer, e.Day())
	o := e.Offer
	if o.Owned != nil {
		if o, _, err = owned.Remaining(o, e.Day()); err != nil {
			return nil, nil // nothing is left of it
		}
	}
	return economics.BreakEvenMap(ctx, o, c, e.Choices), ctx.Err()
}

// Day is the as-of day, which may lie after the last day that is known.
func (e Evidence) Day() units.Date {
	switch {
	case e.AsOf != nil:
		return *e.AsOf
	case e.beside != nil:
		return *e.beside
	case e.Offer.Seen != nil:
		return *e.Offer.Seen
	}
	return e.History.Last()
}

func spotOf(q *grounds.Quote) alternatives.Spot {
	if q == nil {
		return alternatives.Spot{}
	}
	return alternatives.Spot{BTCPerTHDay: q.BTCPerTHDay, Says: q.Source.What + ", " + q.AsOf.String()}
}

// trustFacts gathers what the rules may know. An undated offer is taken as seen on the day that the reader
// names, and on none where none is named (docs/terms.md).
func trustFacts(e Evidence, asOf units.Date) grounds.Facts {
	o := e.Offer
	if o.Seen == nil && e.AsOf != nil {
		o.Seen = e.AsOf
	}
	if o.Owned != nil { // the price of another day is no evidence against the market of this one
		o.Price.Upfront, o.Price.PerHashrate = nil, nil
	}
	f := grounds.Gather(o, asOf, e.History)
	f.Spot, f.Forward, f.USDPer = e.Spot, e.Forward, e.Choices.USDPer
	f.Money = e.Choices.MoneyOn(e.Offer, e.Day())
	return f
}
