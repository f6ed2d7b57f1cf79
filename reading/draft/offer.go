package draft

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/reading"
)

// Offer is the document as an offer, with the text it was read in. A key that the form refuses is left out.
func (d Draft) Offer(text string) offer.Offer {
	o := parsed(d.Document)
	o.Terms.Text = text[:min(len(text), reading.MaxText)]
	return o
}

func parsed(doc map[string]any) offer.Offer {
	if o, err := parse(doc); err == nil {
		return o
	}
	kept := map[string]any{"schema": offer.Schema}
	for _, key := range slices.Sorted(maps.Keys(doc)) {
		kept[key] = doc[key]
		if _, err := parse(kept); err == nil {
			continue
		}
		if kept[key] = readable(key, doc[key], kept); kept[key] == nil {
			delete(kept, key)
		}
	}
	o, _ := parse(kept)
	return o
}

// readable is what the form takes of a list or an object: its members that can be read.
func readable(key string, of any, beside map[string]any) any {
	without := maps.Clone(beside)
	fits := func(part any) bool {
		without[key] = part
		_, err := parse(without)
		return err == nil
	}
	switch of := of.(type) {
	case []any:
		var good []any
		for _, one := range of {
			if fits(append(slices.Clone(good), one)) {
				good = append(good, one)
			}
		}
		if good != nil {
			return good
		}
	case map[string]any:
		good := map[string]any{}
		for _, name := range slices.Sorted(maps.Keys(of)) {
			if good[name] = of[name]; !fits(good) {
				delete(good, name)
			}
		}
		if len(good) > 0 {
			return good
		}
	}
	return nil
}

func parse(doc map[string]any) (offer.Offer, error) {
	whole, err := json.Marshal(doc)
	if err != nil {
		return offer.Offer{}, err
	}
	o, _, err := offer.Parse("reading", whole)
	if errs := (offer.Errors)(nil); errors.As(err, &errs) {
		return o, errs
	}
	return o, err
}

// From enters the address at which the text was fetched: of the seller's pages, and of each quote.
func (d *Draft) From(address string) {
	provider, _ := d.Document["provider"].(map[string]any)
	if provider == nil {
		provider = map[string]any{}
		d.Document["provider"] = provider
	}
	provider["website"] = address
	list, _ := d.Document["sources"].([]any)
	for _, one := range list {
		one.(map[string]any)["url"] = address
	}
}
