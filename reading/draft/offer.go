package draft

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/internal/pattern"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/reading"
)

// Offer is the document as an offer, with the text it was read in. A key that the form refuses is left out.
func (d Draft) Offer(text string) offer.Offer {
	o := parsed(d.Document, d.Keys)
	o.Terms.Text = text[:min(len(text), reading.MaxText)]
	return o
}

func parsed(doc map[string]any, keys []Key) offer.Offer {
	if o, err := parse(doc); err == nil {
		return o
	}
	kept := map[string]any{"schema": offer.Schema}
	for _, key := range slices.Sorted(maps.Keys(doc)) {
		kept[key] = doc[key]
		if _, err := parse(kept); err == nil {
			continue
		}
		if kept[key] = readable(key, doc[key], kept, keys); kept[key] == nil {
			delete(kept, key)
		}
	}
	o, _ := parse(kept)
	return o
}

// readable is what the form takes of a list or an object: its members that can be read, of those that exclude
// one another the one that was read first.
func readable(key string, of any, beside map[string]any, keys []Key) any {
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
		at := func(name string) int {
			return slices.IndexFunc(keys, func(k Key) bool { return k.Path == key+"."+name })
		}
		names := slices.Sorted(maps.Keys(of))
		slices.SortStableFunc(names, func(a, b string) int { return at(a) - at(b) })
		for _, name := range names {
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
	d.Keys = slices.DeleteFunc(slices.Clone(d.Keys), func(k Key) bool { return k.Path == "provider.website" })
	list, _ := d.Document["sources"].([]any)
	for _, one := range list {
		one.(map[string]any)["url"] = address
	}
}

// Change gives a key another value, or takes it out where the value is empty; a bare number gets the unit.
// The error says what the form does not read.
func (d *Draft) Change(path, val, unit string) error {
	if unit != "" && bareNumber.MatchString(val) {
		val += " " + unit
	}
	var v any = val
	switch {
	case val == "true", val == "false":
		v = val == "true"
	case count.MatchString(val):
		v = json.Number(val)
	}
	doc := put(d.Document, strings.Split(path, "."), v)
	if val != "" {
		alone := map[string]any{"schema": offer.Schema}
		head, _, _ := strings.Cut(path, ".")
		alone[head] = doc.(map[string]any)[head]
		if _, err := parse(alone); err != nil {
			return firstOf(err)
		}
	}
	d.Document = doc.(map[string]any)
	return nil
}

var (
	bareNumber = pattern.Of(`^[0-9][0-9,]*(\.[0-9]+)?$|^\.[0-9]+$`)
	count      = pattern.Of(`^(0|[1-9][0-9]{0,3})$`)
)

func firstOf(err error) error {
	var errs offer.Errors
	if errors.As(err, &errs) && len(errs) > 0 {
		return errors.New(strings.TrimSuffix(errs[0].Msg+"; "+errs[0].Fix, "; "))
	}
	return err
}

// put is a copy of a document in which the value at a path is another; an empty text takes it out.
func put(of any, path []string, v any) any {
	if len(path) == 0 {
		return v
	}
	if list, ok := of.([]any); ok {
		i, err := strconv.Atoi(path[0])
		if err != nil || i < 0 || i >= len(list) {
			return of
		}
		list = slices.Clone(list)
		list[i] = put(list[i], path[1:], v)
		return list
	}
	m, _ := of.(map[string]any)
	m = maps.Clone(m)
	if m == nil {
		m = map[string]any{}
	}
	m[path[0]] = put(m[path[0]], path[1:], v)
	if sub, ok := m[path[0]].(map[string]any); m[path[0]] == "" || ok && len(sub) == 0 {
		delete(m, path[0])
	}
	return m
}
