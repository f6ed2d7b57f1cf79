package ingest

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"

	"github.com/assaymining/assay/consensus"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// Prices agrees on daily prices.
type Prices struct {
	Store  Store
	Venues map[string]Venue // by name
	Today  units.Date       // the day that is not over
	Since  units.Date       // first day wanted
	Again  bool             // ask from Since on, also for days that are known, to correct them
	// Base is the history that comes with the program, to which prices in dollars are held; nil: none.
	Base *market.History
}

// PriceResult is what an update of one currency's prices did.
type PriceResult struct {
	Currency units.Currency
	Days     int           // days agreed on, known ones among them
	New      int           // of those, new in the store
	Refused  []string      // days on which too few venues agreed, and why
	Failed   []string      // venues that did not answer, and why
	Spot     market.Agreed // the price now; zero if too few agree
	SpotErr  error
}

// recheck is how many past days are asked for again, so that a venue that changes its past is seen.
const recheck = 30

// Update asks all venues for the currency's days since the last agreed one and the thirty before,
// and stores what at least three venues stand for. It fails only if the store does; sources that
// fail are named in the result.
func (p *Prices) Update(ctx context.Context, c units.Currency) (PriceResult, error) {
	r := PriceResult{Currency: c}
	known, err := p.Store.Prices(ctx, c)
	if err != nil {
		return r, err
	}
	from := p.from(known)
	byDay, spots, failed := p.ask(ctx, c, from)
	r.Failed = failed
	if err := ctx.Err(); err != nil {
		return r, err
	}
	have := map[units.Date]bool{}
	held := p.holder(c)
	for _, k := range known {
		have[k.Date] = true
		held.know(k)
	}
	var agreed []market.Agreed
	var stand []market.Close
	for d := from; d < p.Today; d++ {
		a, err := market.Agree(byDay[d])
		if err == nil {
			err = held.hold(a)
		}
		if err != nil {
			if len(byDay[d]) > 0 && !have[d] {
				r.Refused = append(r.Refused, fmt.Sprintf("%s %s: %v", c, d, err))
				if err := p.Store.PutNote(ctx, "refused", fmt.Sprintf("price in %s on %s", c, d),
					err.Error()); err != nil {
					return r, err
				}
			}
			continue
		}
		if r.Days++; !have[d] {
			r.New++
		}
		for _, out := range a.LeftOut {
			if err := p.Store.PutNote(ctx, "left out", fmt.Sprintf("price in %s on %s", c, d),
				out); err != nil {
				return r, err
			}
		}
		agreed = append(agreed, a)
		for _, v := range byDay[d] {
			if slices.Contains(a.Used, v.Venue) {
				stand = append(stand, v)
			}
		}
	}
	if err := p.Store.PutPrices(ctx, stand, agreed); err != nil {
		return r, err
	}
	if r.Spot, r.SpotErr = market.Agree(spots); r.SpotErr == nil {
		if r.SpotErr = held.hold(r.Spot); r.SpotErr != nil {
			r.Refused = append(r.Refused, fmt.Sprintf("%s now: %v", c, r.SpotErr))
		}
	}
	return r, nil
}

// holder holds prices of one currency to what is known: to the embedded history, and to the last day that
// stood.
type holder struct {
	base *market.History // nil: none
	last market.Agreed   // zero: none
}

func (p *Prices) holder(c units.Currency) *holder {
	if c != units.USD { // the history is in dollars
		return &holder{}
	}
	return &holder{base: p.Base}
}

// know takes a price of the store as the last one, unless it could not stand beside the history: what was
// stored wrongly must not keep the truth out.
func (h *holder) know(a market.Agreed) {
	if h.history(a) == nil {
		h.last = a
	}
}

// hold is nil if a price can stand; it is then the last one.
func (h *holder) hold(a market.Agreed) error {
	if err := h.history(a); err != nil {
		return err
	}
	if h.last.Price > 0 && h.last.Date != a.Date {
		if err := a.Held(h.last.Date, h.last.Price); err != nil {
			return err
		}
	}
	h.last = a
	return nil
}

// history holds a price to the one that the history has of its day, else to its last one before.
func (h *holder) history(a market.Agreed) error {
	if h.base == nil || a.Date < h.base.First() {
		return nil
	}
	d, err := h.base.At(min(a.Date, h.base.Last()))
	if err != nil {
		return err
	}
	if d.Carried.Price != 0 {
		return a.Held(d.Carried.Price, d.PriceUSD)
	}
	return a.Held(d.Date, d.PriceUSD)
}

// from is the first day to ask for: since on the first run and where since lies before what is known.
func (p *Prices) from(known []market.Agreed) units.Date {
	if len(known) == 0 || p.Again || p.Since < known[0].Date {
		return p.Since
	}
	first := known[0].Date
	for i, k := range known { // the first hole, else the day after the last
		if k.Date != first+units.Date(i) {
			return max(p.Since, k.Date-recheck)
		}
	}
	return max(first, min(p.Today, known[len(known)-1].Date+1)-recheck)
}

// ask asks all venues at once. Venues that fail are named.
func (p *Prices) ask(ctx context.Context, c units.Currency,
	from units.Date) (byDay map[units.Date][]market.Close, spots []market.Close, failed []string) {
	byDay = map[units.Date][]market.Close{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	for _, v := range p.Venues {
		wg.Go(func() {
			closes, err := v.Closes(ctx, c, from, p.Today)
			var spot market.Close
			if err == nil {
				spot, err = v.Spot(ctx, c)
			}
			mu.Lock()
			defer mu.Unlock()
			if err != nil {
				failed = append(failed, err.Error())
			}
			for _, close := range closes {
				byDay[close.Date] = append(byDay[close.Date], close)
			}
			if err == nil {
				spots = append(spots, spot)
			}
		})
	}
	wg.Wait()
	for _, closes := range byDay {
		slices.SortFunc(closes, func(a, b market.Close) int { return strings.Compare(a.Venue, b.Venue) })
	}
	slices.Sort(failed)
	return byDay, spots, failed
}

// Quotes asks hashrate markets and stores the quotes that are plausible beside the hashvalue (zero:
// not known). It gives what was stored and what was refused or failed, as text.
func Quotes(ctx context.Context, store Store, markets []Market, h consensus.Hashvalue) (
	kept []market.Quote, refused []string, err error) {
	for _, m := range markets {
		quotes, err := m.Quotes(ctx)
		if err != nil {
			refused = append(refused, err.Error())
			continue
		}
		for _, q := range quotes {
			if err := q.Plausible(h); err != nil {
				refused = append(refused, err.Error())
				if err := store.PutNote(ctx, "refused", "hashrate price of "+q.Venue,
					err.Error()); err != nil {
					return kept, refused, err
				}
				continue
			}
			kept = append(kept, q)
		}
	}
	if len(kept) == 0 {
		return nil, refused, ctx.Err()
	}
	return kept, refused, store.PutQuotes(ctx, kept)
}
