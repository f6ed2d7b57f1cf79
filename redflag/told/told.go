// Package told is what a seller's text tells: the offers in it with the words they rest on, and what the
// public record holds of the seller. It is the document assay/reading/v1 that `assay read --json` prints and
// the API answers with.
//
// Nothing in it is promised to other modules.
package told

import (
	"context"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/reading"
	"github.com/assaymining/assay/reading/draft"
	"github.com/assaymining/assay/redflag/grounds"
)

// Schema names the form of a Text.
const Schema = "assay/reading/v1"

// Text is what was read in a seller's words.
type Text struct {
	Schema string `json:"schema"`
	Kind   string `json:"kind"` // what it was read in: text, html, pdf or image
	draft.Found
	Record grounds.Recorded `json:"record"`

	words string
}

// Of reads a text that was taken from a file of a kind; address is where it was fetched, empty elsewhere. It
// ends soon after the context, with its error.
func Of(ctx context.Context, kind, words, address string) (*Text, error) {
	t := &Text{Schema: Schema, Kind: kind, Found: draft.OffersUntil(ctx, words), words: words}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	if address != "" {
		for i := range t.Offers {
			t.Offers[i].From(address)
		}
	}
	if t.Statements == nil {
		t.Statements = []reading.Statement{}
	}
	if t.NotUnderstood == nil {
		t.NotUnderstood = []reading.Asked{}
	}
	t.Record = grounds.Facts{Offer: t.Offer(0)}.Recorded()
	return t, nil
}

// Words is the text itself.
func (t *Text) Words() string { return t.words }

// Offer is one of the offers, with the whole text as its terms.
func (t *Text) Offer(i int) offer.Offer { return t.Offers[i].Offer(t.words) }

// Nothing reports words in which nothing of an offer was read, and nothing that would have to be asked.
func (t *Text) Nothing() bool {
	return len(t.Offers[0].Keys)+len(t.Statements)+len(t.NotUnderstood) == 0
}
