package ingest

import (
	"context"
	"fmt"
	"math"
	"slices"

	"github.com/assaymining/assay/chain"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/units"
)

// Check is one thing that Verify looked at.
type Check struct {
	Name  string
	Says  string // what was found: how much was checked, or what is wrong
	Wrong bool
}

// Verify checks the whole store anew, believing nothing that can be recomputed: the file itself; each
// block's work, link, time and target; the days summed again from the blocks; what the days issued
// against the halving schedule; every retarget; every agreed price from the venues' own. The error
// is nil unless the store cannot be read.
func Verify(ctx context.Context, s Reader, progress func(stage string, done, total int)) ([]Check, error) {
	if progress == nil {
		progress = func(string, int, int) {}
	}
	v := &verifier{Reader: s, progress: progress}
	if err := s.Integrity(ctx); err != nil {
		return []Check{{"file", err.Error(), true}}, nil
	}
	v.good("file", "whole")
	name, err := s.State(networkKey)
	if err != nil {
		return nil, err
	}
	if name == "" {
		name = chain.Mainnet().Name
	}
	if v.net, err = chain.NetworkNamed(name); err != nil {
		return nil, err
	}
	for _, step := range []func(context.Context) error{v.blocks, v.retargets, v.prices} {
		if err := step(ctx); err != nil {
			return v.checks, err
		}
	}
	return v.checks, nil
}

type verifier struct {
	Reader
	progress func(string, int, int)
	net      chain.Network
	checks   []Check
}

func (v *verifier) good(name, format string, args ...any) {
	v.checks = append(v.checks, Check{name, fmt.Sprintf(format, args...), false})
}

func (v *verifier) bad(name, format string, args ...any) {
	v.checks = append(v.checks, Check{name, fmt.Sprintf(format, args...), true})
}

// blocks walks over all blocks, run by run, and compares the days that they give with those stored.
func (v *verifier) blocks(ctx context.Context) error {
	low, high, ok, err := v.Range()
	if err != nil {
		return err
	}
	if !ok {
		v.good("blocks", "none")
		return nil
	}
	var check *chain.Checker
	var tally *chain.Tally
	var days []chain.Day
	var runs, count int
	var issued, scheduled units.Sat
	var wrong error
	err = v.Blocks(ctx, low, high, func(b chain.Block) error {
		if check == nil || b.Height != check.Height()+1 {
			check, tally = chain.StartChecker(v.net, b.Height), chain.NewTally(v.net)
			runs++
		}
		if wrong = check.Add(b); wrong != nil {
			return wrong
		}
		tally.Add(b)
		if count++; count%2016 == 0 {
			v.progress("blocks", b.Height-low, high-low)
			days = append(days, tally.Done(check.MedianTime())...)
		}
		scheduled += v.net.Subsidy(b.Height)
		return ctx.Err()
	})
	if wrong != nil {
		v.bad("blocks", "%v", wrong)
		return nil
	}
	if err != nil {
		return err
	}
	days = append(days, tally.Done(check.MedianTime())...)
	hole := ""
	if runs > 1 {
		hole = fmt.Sprintf(" in %d runs; \"assay data update\" fills the holes between", runs)
	}
	v.good("blocks", "%d to %d%s: work, links, times and targets are lawful", low, high, hole)
	stored, err := v.Days(ctx, 0)
	if err != nil {
		return err
	}
	for _, d := range stored {
		issued += d.Subsidy
	}
	v.days(stored, days, issued)
	return nil
}

// days compares the stored days with those summed again, and what they issued with the schedule.
func (v *verifier) days(stored, summed []chain.Day, issued units.Sat) {
	again := map[units.Date]chain.Day{}
	var want units.Sat
	for _, d := range summed {
		again[d.Date] = d
	}
	for _, d := range stored {
		s, ok := again[d.Date]
		if !ok {
			v.bad("days", "%s is stored but its blocks are not", d.Date)
			return
		}
		if d != s {
			v.bad("days", "%s is stored as %s, its blocks give %s", d.Date, text(d), text(s))
			return
		}
		want += s.Subsidy
	}
	if len(stored) == 0 {
		v.good("days", "none is complete")
		return
	}
	v.good("days", "%d, %s to %s: difficulty, fees and counts are those of the blocks", len(stored),
		stored[0].Date, stored[len(stored)-1].Date)
	if issued != want {
		v.bad("issuance", "the days issued %s BTC, the schedule gives %s", issued, want)
		return
	}
	v.good("issuance", "%s BTC as the halving schedule gives", issued)
}

func text(d chain.Day) string {
	return fmt.Sprintf("difficulty %.10g, %d blocks from %d, fees %s BTC", d.Difficulty, d.Blocks,
		d.FirstHeight, d.Fees)
}

// retargets checks each retarget whose epoch's first block is known, and holds the epochs to those that
// come with the program.
func (v *verifier) retargets(ctx context.Context) error {
	if !v.net.Retargets() {
		v.good("retargets", "network %s does not follow mainnet's rule; nothing to check", v.net.Name)
		return nil
	}
	retargets, err := v.Retargets(ctx)
	if err != nil {
		return err
	}
	checked := 0
	for i, t := range retargets {
		var start chain.Header
		if i > 0 && retargets[i-1].Height == t.Height-2016 {
			start = retargets[i-1].First
		} else {
			err := v.Blocks(ctx, t.Height-2016, t.Height-2016,
				func(b chain.Block) error { start = b.Header; return nil })
			if err != nil {
				return err
			}
			if start == (chain.Header{}) {
				continue
			}
		}
		if err := t.Check(start); err != nil {
			v.bad("retargets", "%v", err)
			return nil
		}
		checked++
	}
	for _, e := range market.Embedded().Epochs() {
		i, ok := slices.BinarySearchFunc(retargets, e.Height,
			func(t chain.Retarget, h int) int { return t.Height - h })
		if ok && retargets[i].First.Bits() != e.Bits {
			v.bad("retargets", "the epoch at height %d has bits %08x, the history that comes with assay %08x",
				e.Height, retargets[i].First.Bits(), e.Bits)
			return nil
		}
	}
	v.good("retargets", "%d of %d known turns follow the rule", checked, len(retargets))
	return nil
}

// prices agrees on each stored day again from the venues' stored prices.
func (v *verifier) prices(ctx context.Context) error {
	byKey := map[units.Currency]map[units.Date][]market.Close{}
	err := v.Closes(ctx, func(c market.Close) error {
		if byKey[c.Currency] == nil {
			byKey[c.Currency] = map[units.Date][]market.Close{}
		}
		byKey[c.Currency][c.Date] = append(byKey[c.Currency][c.Date], c)
		return ctx.Err()
	})
	if err != nil {
		return err
	}
	currencies, err := v.Currencies()
	if err != nil {
		return err
	}
	count := 0
	for _, c := range currencies {
		prices, err := v.Prices(ctx, c)
		if err != nil {
			return err
		}
		for _, p := range prices {
			closes := slices.DeleteFunc(slices.Clone(byKey[c][p.Date]),
				func(k market.Close) bool { return !slices.Contains(p.Used, k.Venue) })
			a, err := market.Agree(closes)
			if err != nil || math.Abs(a.Price-p.Price) > 1e-9*p.Price {
				v.bad("prices", "%s on %s is stored as %v, its venues give %v (%v)", c, p.Date, p.Price,
					a.Price, err)
				return nil
			}
			count++
		}
	}
	corrected := ""
	if n, err := v.Corrections(); err != nil {
		return err
	} else if n > 0 {
		corrected = fmt.Sprintf("; %d more were corrected later, are kept and not used", n)
	}
	v.good("prices", "%d, each the median of at least %d venues within 2 %%%s", count, market.AgreeVenues,
		corrected)
	return nil
}
