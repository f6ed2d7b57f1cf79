package main

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"github.com/assaymining/assay/reading"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/weigh"
)

// said is the grave statements of a text, also those that were weighed and found light; of a fraud those that
// lie in what its author quoted as grave.
func said(l labelled, e example) []example {
	r := reading.Read(l.Text)
	d := phrase.Parse(context.Background(), l.Text)
	type stretch struct {
		from, to int
		kind     weigh.Kind
	}
	var all []stretch
	add := func(what string, from, to int) {
		from, to = clauses(d, from, to)
		if !e.grave || l.quoted(d.Quoted(from, to)) {
			all = append(all, stretch{from, to, weigh.KindOf(what)})
		}
	}
	for _, s := range r.Grave() {
		add(s.What, s.From, s.To)
	}
	for _, a := range r.NotUnderstood {
		if a.MayBe != "" {
			add(a.MayBe, a.From, a.To)
		}
	}
	// In the order of the text, whatever the table of today makes of each: so that it is learned again alike.
	slices.SortFunc(all, func(a, b stretch) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to), cmp.Compare(a.kind, b.kind))
	})
	var out []example
	e.said = true
	for _, s := range slices.Compact(all) {
		e.kind, e.features = s.kind, weigh.Features(d, s.from, s.to)
		out = append(out, e)
	}
	return out
}

// quoted reports that a stretch lies in a quoted grave sentence, or that none is quoted.
func (l labelled) quoted(from, to int) bool {
	none := true
	for _, e := range l.Expect {
		if weigh.KindOf(e.What) == 0 { // what else it is labelled with makes no statement grave
			continue
		}
		none = false
		if i := strings.Index(l.Text, e.Quote); i >= 0 && i < to && i+len(e.Quote) > from {
			return true
		}
	}
	return none
}

// clauses is the stretch of the folded text of the clauses that a stretch of the text touches.
func clauses(d *phrase.Doc, from, to int) (start, end int) {
	start = -1
	for _, c := range d.Clauses {
		if a, b := d.Quoted(c.From, c.To); a < to && b > from {
			if start < 0 {
				start = c.From
			}
			end = c.To
		}
	}
	return max(start, 0), end
}

// honest is the clauses of an honest text, each for the kinds of statement that its words could be of.
func honest(l labelled, e example) []example {
	d := phrase.Parse(context.Background(), l.Text)
	var out []example
	for i := range d.Clauses {
		c := &d.Clauses[i]
		e.features = weigh.Features(d, c.From, c.To)
		for _, k := range weigh.Kinds(c) {
			e.kind = k
			out = append(out, e)
		}
	}
	return out
}
