// Package draft makes offers of what a reading says: for each a document in the form of assay/offer/v1, each
// key with the words it rests on, what the text contradicts, and what it does not give.
//
// Offers reads a text; Draft.Offer is the document as package offer reads it. A text that names several
// prices with as many hashrates, terms or returns (a table, a price list, a row of cards) gives as many
// offers; what stands around them is said of all. Nothing is guessed: what the text does not say is not in a
// document.
//
// Nothing in it is promised to other modules.
package draft

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/reading"
	"github.com/assaymining/assay/reading/seller"
)

// Key is one key of an offer document, with the words it rests on.
type Key struct {
	Path  string `json:"path"` // "fees.0.energy_price"
	Value string `json:"value"`
	Quote string `json:"quote"`
	From  int    `json:"from"`
	To    int    `json:"to"`
	Doubt string `json:"doubt,omitempty"` // why the value may be another
}

// Draft is an offer as the text gives it: a neutral document in the form of assay/offer/v1, which the caller
// compiles. What the text does not say is not in it.
type Draft struct {
	Document map[string]any `json:"document"`
	Keys     []Key          `json:"keys"`
}

// Contradiction is a key for which the text gives several values.
type Contradiction struct {
	Path   string   `json:"path"`
	Values []string `json:"values"`
	Quotes []string `json:"quotes"`
}

// Found is all offers of a text.
type Found struct {
	reading.Reading
	Offers         []Draft         `json:"offers"`
	Contradictions []Contradiction `json:"contradictions"`
	NotFound       []string        `json:"not_found"` // keys that a buyer needs and the text does not give
}

// needed is the keys that a buyer needs: the first five to price an offer, the others to trust it.
var needed = []string{"hashrate", "term", "price", "fees", "payout.basis", "payout.minimum", "stops",
	"uptime.promised", "proof", "provider.name"}

// Bounds on what is made of a text, so that its time grows with its length.
const (
	mostOffers = 60  // of one text
	mostShared = 400 // statements that are said of each
	mostValues = 12  // of one contradiction
)

// Offers reads the offers of a text: one, or one for each row or card of a price list.
func Offers(text string) Found { return OffersUntil(context.Background(), text) }

// OffersUntil is Offers as long as the context lasts: it ends soon after, with part of them or none.
func OffersUntil(ctx context.Context, text string) Found {
	r := reading.ReadUntil(ctx, text)
	f := Found{Reading: r, Offers: []Draft{}, Contradictions: []Contradiction{}, NotFound: []string{}}
	if ctx.Err() != nil {
		return f
	}
	shared, parts := partsOf(text, staked(r.Statements))
	if len(parts) > mostOffers {
		f.NotUnderstood = append(f.NotUnderstood, reading.Asked{Quote: "", From: 0, To: 0,
			Ask: "the text lists " + strconv.Itoa(len(parts)) + " offers, of which the first " +
				strconv.Itoa(mostOffers) + " are read: paste the part that matters"})
		parts = parts[:mostOffers]
	}
	shared = shared[:min(len(shared), mostShared)]
	name, host := seller.Of(text)
	hosted := hosting(text)
	for _, part := range parts {
		if ctx.Err() != nil {
			return f
		}
		b := &builder{doc: map[string]any{"schema": "assay/offer/v1"}, keys: []Key{}}
		for _, s := range slices.Concat(part, shared) {
			b.put(s)
		}
		b.seller("name", name)
		if host.Value != "" {
			host.Value = "https://" + strings.TrimPrefix(host.Value, "https://")
		}
		b.seller("website", host)
		b.finish(text, hosted)
		d := Draft{b.doc, b.keys}
		if slices.ContainsFunc(f.Offers, func(o Draft) bool { return sameValues(o, d) }) {
			continue // a page says its offer twice
		}
		f.Offers = append(f.Offers, d)
		for _, c := range b.other {
			if len(parts) == 1 || !slices.ContainsFunc(f.Contradictions, func(o Contradiction) bool {
				return o.Path == c.Path && slices.Equal(o.Values, c.Values)
			}) {
				f.Contradictions = append(f.Contradictions, c)
			}
		}
	}
	for _, key := range needed {
		if len(f.Offers) == 0 || !holds(f.Offers[0].Document, key) {
			f.NotFound = append(f.NotFound, key)
		}
	}
	return f
}

// staked takes what is to be deposited for the price, where the text promises returns and names no price.
func staked(all []reading.Statement) []reading.Statement {
	if !says(all, "promised_return") || says(all, "price") {
		return all
	}
	all = slices.Clone(all)
	for i := range all {
		if s := &all[i]; s.What == "deposit" && s.Value != "" && s.Value[len(s.Value)-1] >= 'A' {
			s.What = "price"
		}
	}
	return all
}

// sameValues reports that two drafts give the same keys the same values.
func sameValues(a, b Draft) bool {
	same := func(x, y Key) bool { return x.Path == y.Path && x.Value == y.Value }
	return slices.EqualFunc(a.Keys, b.Keys, same)
}

// holds reports a key of a document.
func holds(doc map[string]any, path string) bool {
	head, rest, deep := strings.Cut(path, ".")
	v, ok := doc[head]
	if sub, isMap := v.(map[string]any); deep && isMap {
		return holds(sub, rest)
	}
	return ok && !deep
}
