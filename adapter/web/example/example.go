// Package example is the real offers that a visitor can start from, those that show the same side by side.
//
// Nothing in it is promised to other modules.
package example

import (
	"cmp"
	"slices"
	"strings"

	"github.com/assaymining/assay/examples"
	"github.com/assaymining/assay/offer"
)

// Offer is an offer to start from.
type Offer struct {
	Name  string // "bitfufu-classic-2021"
	Says  string // what it shows, in a few words
	Data  []byte
	Terms offer.Offer
}

// Title is the example's offer in one line, with the day it was seen.
func (e Offer) Title() string {
	if e.Terms.Seen != nil {
		return e.Terms.Summary() + " (" + e.Terms.Seen.String() + ")"
	}
	return e.Terms.Summary()
}

// Group is real offers of one seller that show the same. Of more than two, the first stands for all
// and the rest is folded.
type Group struct {
	Says          string
	Shown, Folded []Offer
	From, To      string // days on which the folded were seen; empty where one is not dated
}

// Grouped brings together what shows the same, at the place of the first.
func Grouped(all []Offer) []Group {
	type kind struct{ seller, says string }
	var out []Group
	place := map[kind]int{}
	for _, e := range all {
		k := kind{e.Terms.Provider.Name, e.Says}
		if i, ok := place[k]; ok && e.Says != "" {
			out[i].Shown = append(out[i].Shown, e)
			continue
		}
		place[k] = len(out)
		out = append(out, Group{Says: e.Says, Shown: []Offer{e}})
	}
	for i, g := range out {
		if len(g.Shown) > 2 {
			out[i].Shown, out[i].Folded = g.Shown[:1], g.Shown[1:]
			out[i].From, out[i].To = seenBetween(g.Shown[1:])
		}
	}
	return out
}

func seenBetween(all []Offer) (from, to string) {
	for _, e := range all {
		if e.Terms.Seen == nil {
			return "", ""
		}
		day := e.Terms.Seen.String() // year first: days compare as their text does
		if from == "" || day < from {
			from = day
		}
		to = max(to, day)
	}
	return from, to
}

// Real are the embedded examples, newest first, those that say most before those that say less.
func Real() ([]Offer, error) {
	all, err := examples.All()
	if err != nil {
		return nil, err
	}
	var out []Offer
	for _, e := range all {
		o, _, err := offer.Parse(e.Name, e.Data)
		if err != nil {
			return nil, err
		}
		out = append(out, Offer{Name: strings.TrimSuffix(e.Name, ".yaml"), Says: e.Says, Data: e.Data,
			Terms: o})
	}
	said := func(o offer.Offer) int {
		n := 0
		priced := o.Price.Upfront != nil || o.Price.PerHashrate != nil || o.Price.Bid != nil
		for _, known := range []bool{o.Hashrate > 0, priced, o.Seen != nil} {
			if known {
				n++
			}
		}
		return n
	}
	slices.SortStableFunc(out, func(a, b Offer) int {
		if c := cmp.Compare(said(b.Terms), said(a.Terms)); c != 0 {
			return c
		}
		if a.Terms.Seen == nil || b.Terms.Seen == nil {
			return 0
		}
		return cmp.Compare(*b.Terms.Seen, *a.Terms.Seen)
	})
	return out, nil
}
