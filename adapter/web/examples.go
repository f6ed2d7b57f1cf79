package web

import (
	"net/http"

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
