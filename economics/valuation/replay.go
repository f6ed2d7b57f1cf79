package valuation

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// Replay is one purchase in the past, played over what happened. Complete is false where the
// contract would still be running at the end of the history, with Left days to go of its term, or of those
// that are played where it is open.
type Replay struct {
	Start    units.Date
	Totals   contract.Totals
	Complete bool
	Left     int
	Scale    float64 // of the upfront price: the day's hashprice over the offer's day's; 0: as it says
	Unpriced bool    // the price is not stated: Totals.Paid is what is known to be paid beside it
}

// BTCEfficiency is that of the totals; ok is false where nothing is paid, or the price is not stated.
func (r *Replay) BTCEfficiency() (epsilon float64, ok bool) {
	if r.Unpriced {
		return 0, false
	}
	return r.Totals.BTCEfficiency()
}

// Replayable refuses a payout that is a share of a price that is not stated.
func Replayable(t *contract.Terms) error {
	if t.Unpriced && t.Fixed > 0 {
		return errors.New("the price is not stated, and the payout is a share of it")
	}
	return nil
}

// ReplayFrom plays a contract bought on start; an open contract runs for openDays at most.
// The error says why the day cannot be used.
func ReplayFrom(ctx context.Context, t *contract.Terms, h *market.History, start units.Date,
	openDays int) (Replay, error) {
	if start < h.First() || start > h.Last() {
		return Replay{}, fmt.Errorf("%s is outside the history (%s to %s)", start, h.First(), h.Last())
	}
	n := Horizon(t, openDays)
	days := FactsOf(h.Days(start, min(h.Last()+1, start+units.Date(n))))
	if !(days[0].Price > 0) {
		return Replay{}, fmt.Errorf("no bitcoin price is known for %s; the first is of 2010-07-18", start)
	}
	if err := t.Fits(days[0]); err != nil {
		return Replay{}, err
	}
	return replay(ctx, t, days, n), ctx.Err()
}

// Buying says on which past days a contract is bought.
type Buying struct {
	Every       int        // days from one purchase to the next, counted from the first day that has a price
	First, Last units.Date // between these days; Last 0: on any
	Complete    bool       // only where its term has ended by the end of the history
	Hashprice   float64    // if not 0, of the offer's day: each upfront price moves with that of its day
}

// Replays plays a contract bought on past days on which it can be, oldest first, one at a time, so that a
// caller can stop in between. It ends with the context; the last replay must then not be used.
func Replays(ctx context.Context, t *contract.Terms, h *market.History, openDays int,
	b Buying) iter.Seq[Replay] {
	return func(yield func(Replay) bool) {
		n := Horizon(t, openDays)
		days, last := b.days(h, n)
		facts := FactsOf(days)
		work := t.Work(facts)
		for i := 0; i <= last && ctx.Err() == nil; i += b.Every {
			if t.Fits(facts[i]) != nil {
				continue
			}
			to := min(len(facts), i+n)
			if b.Complete && i+n > len(facts) {
				return
			}
			on, scale := work, 0.0
			if b.Hashprice > 0 {
				scale = float64(facts[i].Subsidy+facts[i].Fees) * facts[i].Price / b.Hashprice
				on = work.At(scale)
			}
			r := replayed(t, facts[i].Date, on.Run(ctx, i, to), n-(to-i))
			if r.Scale = scale; !yield(r) {
				return
			}
		}
	}
}

// ReplayAll is all of Replays. A purchase is some 800 bytes, so that room is made once.
func ReplayAll(ctx context.Context, t *contract.Terms, h *market.History, openDays int, b Buying) []Replay {
	_, last := b.days(h, Horizon(t, openDays))
	all := make([]Replay, 0, last/b.Every+1)
	return slices.AppendSeq(all, Replays(ctx, t, h, openDays, b))
}

// days are those of the history that contracts of n days need, from the first purchase on, and the place
// among them of the last day on which one may be bought, -1 where there is none.
func (b Buying) days(h *market.History, n int) (days []market.Day, last int) {
	days = h.Days(h.First(), h.Last()+1)
	for len(days) > 0 && !(days[0].PriceUSD > 0) {
		days = days[1:]
	}
	if len(days) == 0 || b.Last == 0 {
		return days, len(days) - 1
	}
	if before := int(b.First - days[0].Date); before > 0 {
		days = days[min(len(days), (before+b.Every-1)/b.Every*b.Every):]
	}
	if len(days) == 0 {
		return nil, -1
	}
	last = max(-1, min(int(b.Last-days[0].Date), len(days)-1))
	return days[:max(0, min(len(days), last+n))], last
}

func replay(ctx context.Context, t *contract.Terms, days []contract.Facts, n int) Replay {
	return replayed(t, days[0].Date, t.RunWithin(ctx, days, nil), n-len(days))
}

func replayed(t *contract.Terms, start units.Date, r contract.Totals, left int) Replay {
	if r.Ended {
		left = 0
	}
	return Replay{Start: start, Totals: r, Complete: left == 0, Left: left, Unpriced: t.Unpriced}
}
