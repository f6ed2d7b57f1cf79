package assay

import (
	"bufio"
	"context"
	"encoding/json"
	"io"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/economics/valuation"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/compile"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/units"
)

// Purchases are the past days on which an offer is bought.
type Purchases struct {
	From  *units.Date // on this day alone; nil: on every one whose term has ended by the end of the history
	Every int         // days between purchases where there are many; 0: every day
	// between which days those of many are made; Last 0, or none can be played there: on all
	First, Last units.Date
	// the price of each of many purchases is that of the offer times the hashprice of the day over that of
	// the offer's day: nobody was asked this price years before
	Scaled bool
}

// Replayed is what an offer would have paid, bought on past days. The price in dollars stays as the offer
// says, unless it is scaled.
type Replayed struct {
	Terms     *contract.Terms
	Assumed   []string        // because the offer does not say
	Trust     redflag.Verdict // a replay plays the terms as if they were kept
	Warning   string          // why nothing is played: it is a promise, or cannot be true; then Purchases is empty
	Horizon   int             // days of the contract, or those that are played of an open one
	Money     units.Shown     // what amounts are said in
	Scaled    bool            // the price of purchases moves with hashprice
	Purchases []valuation.Replay
}

// DayError says why a contract cannot be bought on the day that the reader chose.
type DayError struct{ Err error }

// Error is the reason.
func (e *DayError) Error() string { return e.Err.Error() }

// Unwrap is the reason.
func (e *DayError) Unwrap() error { return e.Err }

// Replay plays the offer of the evidence over what really happened, and stops with the context. The error
// says what is missing to play it at all; it is a DayError where only the chosen day is the matter.
func Replay(ctx context.Context, e Evidence, p Purchases) (*Replayed, error) {
	bought := e
	if p.From != nil {
		bought.AsOf = p.From // an amount in another currency is paid at the rate of its day
	}
	choices, rates := bought.Choices.Rated(bought.Offer, bought.Day())
	if err := choices.Shows(); err != nil {
		return nil, err
	}
	facts := trustFacts(e, e.Day()) // of the day judged, as in a verdict
	e.Choices = choices
	terms, assumed, err := compile.Offer(e.Offer, e.Choices.Compile())
	assumed = append(rates, assumed...)
	if err == nil {
		err = valuation.Replayable(terms)
	}
	if err != nil {
		return nil, err
	}
	open := e.Choices.OpenTerm()
	judged := redflag.Judge(facts.Once(ctx))
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	out := &Replayed{Terms: terms, Assumed: assumed, Money: e.shown(),
		Horizon: valuation.Horizon(terms, open), Trust: judged.Trust, Warning: judged.Warning}
	if out.Warning != "" {
		return out, nil
	}
	if p.From != nil {
		one, err := valuation.ReplayFrom(ctx, terms, e.History, *p.From, open)
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		if err != nil {
			return nil, &DayError{err}
		}
		out.Purchases = []valuation.Replay{one}
		return out, nil
	}
	on := valuation.Buying{Every: max(p.Every, 1), First: p.First, Last: p.Last, Complete: true}
	if p.Scaled {
		c, err := valuation.ConditionsAt(e.History, e.Day(), valuation.Overrides{})
		if err != nil {
			return nil, &DayError{err}
		}
		on.Hashprice, out.Scaled = c.HashpriceUSD(), true
	}
	out.Purchases = valuation.ReplayAll(ctx, terms, e.History, open, on)
	if len(out.Purchases) == 0 && on.Last != 0 {
		on.First, on.Last = 0, 0
		out.Purchases = valuation.ReplayAll(ctx, terms, e.History, open, on)
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	return out, nil
}

// shown is the currency that the reader asked for by name, else dollars: what a replay paid was worth dollars
// of many days, which no rate of one day turns into another currency unasked.
func (e Evidence) shown() units.Shown { return e.Choices.Money(offer.Offer{}) }

// Write writes the purchases as lines of JSON, or one line that says why none is told.
func (r *Replayed) Write(w io.Writer) error {
	if r.Warning != "" {
		return json.NewEncoder(w).Encode(struct {
			Withheld string `json:"withheld"`
		}{r.Warning})
	}
	return WriteReplays(w, r.Purchases)
}

// WriteReplays writes replays as lines of JSON, one for each purchase.
func WriteReplays(w io.Writer, all []valuation.Replay) error {
	out := bufio.NewWriterSize(w, 1<<16)
	enc := json.NewEncoder(out)
	for i := range all {
		if err := enc.Encode(all[i].Line()); err != nil {
			return err
		}
	}
	return out.Flush()
}
