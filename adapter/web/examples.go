package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"github.com/assaymining/assay/examples"
	"github.com/assaymining/assay/offer"
)

// Example is an offer to start from.
type Example struct {
	Name  string // "bitfufu-classic-2021"
	Says  string // what it shows, in a few words
	Data  []byte
	Offer offer.Offer
}

// Title is the example's offer in one line, with the day it was seen.
func (e Example) Title() string {
	if e.Offer.Seen != nil {
		return e.Offer.Summary() + " (" + e.Offer.Seen.String() + ")"
	}
	return e.Offer.Summary()
}

// example is the one of a name.
func (s *Server) example(name string) (Example, error) {
	for _, e := range s.Examples {
		if e.Name == name {
			return e, nil
		}
	}
	return Example{}, &failure{status: http.StatusNotFound, says: "There is no example of this name."}
}

// exampleGroup is real offers of one seller that show the same. Of more than two, the first stands for all
// and the rest is folded.
type exampleGroup struct {
	Says          string
	Shown, Folded []Example
	From, To      string // days on which the folded were seen; empty where one is not dated
}

// grouped brings together what shows the same, at the place of the first.
func grouped(all []Example) []exampleGroup {
	type kind struct{ seller, says string }
	var out []exampleGroup
	place := map[kind]int{}
	for _, e := range all {
		k := kind{e.Offer.Provider.Name, e.Says}
		if i, ok := place[k]; ok && e.Says != "" {
			out[i].Shown = append(out[i].Shown, e)
			continue
		}
		place[k] = len(out)
		out = append(out, exampleGroup{Says: e.Says, Shown: []Example{e}})
	}
	for i, g := range out {
		if len(g.Shown) > 2 {
			out[i].Shown, out[i].Folded = g.Shown[:1], g.Shown[1:]
			out[i].From, out[i].To = seenBetween(g.Shown[1:])
		}
	}
	return out
}

func seenBetween(all []Example) (from, to string) {
	for _, e := range all {
		if e.Offer.Seen == nil {
			return "", ""
		}
		day := e.Offer.Seen.String() // year first: days compare as their text does
		if from == "" || day < from {
			from = day
		}
		to = max(to, day)
	}
	return from, to
}

// RealOffers are the embedded examples, newest first, those that say most before those that say less.
func RealOffers() ([]Example, error) {
	all, err := examples.All()
	if err != nil {
		return nil, err
	}
	var out []Example
	for _, e := range all {
		o, _, err := offer.Parse(e.Name, e.Data)
		if err != nil {
			return nil, err
		}
		out = append(out, Example{Name: strings.TrimSuffix(e.Name, ".yaml"), Says: e.Says, Data: e.Data,
			Offer: o})
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
	slices.SortStableFunc(out, func(a, b Example) int {
		if c := cmp.Compare(said(b.Offer), said(a.Offer)); c != 0 {
			return c
		}
		if a.Offer.Seen == nil || b.Offer.Seen == nil {
			return 0
		}
		return cmp.Compare(*b.Offer.Seen, *a.Offer.Seen)
	})
	return out, nil
}
