package told

import (
	"cmp"
	"encoding/json"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/offer"
)

// prices are the keys of which an offer has one.
var prices = []string{"price.upfront", "price.per_hashrate", "price.bid"}

// LeftOut is, for each key of a draft that its offer does not take, why: a price in two forms cannot be
// judged as both.
func (t *Text) LeftOut(i int) map[string]string {
	var doc any
	if err := json.Unmarshal(offer.JSON(t.Offer(i)), &doc); err != nil {
		panic("told: the JSON of an offer does not decode: " + err.Error())
	}
	taken := slices.IndexFunc(prices, func(p string) bool { return stands(doc, p) })
	out := map[string]string{}
	for _, k := range t.Offers[i].Keys {
		switch {
		case k.Path == "fees" || strings.HasPrefix(k.Path, "stops.") || stands(doc, k.Path):
		case taken >= 0 && slices.Contains(prices, k.Path):
			out[k.Path] = "not judged, since “" + offer.FieldAt(prices[taken]).Label +
				"” is: leave the wrong one blank"
		default:
			out[k.Path] = "not judged: it does not go together with the other values"
		}
	}
	return out
}

// Doubts are the keys of an offer that may have another value, or that are not judged.
func (t *Text) Doubts(i int) []offer.Warning {
	left := t.LeftOut(i)
	var out []offer.Warning
	for _, k := range t.Offers[i].Keys {
		if says := cmp.Or(left[k.Path], k.Doubt); says != "" {
			out = append(out, offer.Warning{Path: bracketed(k.Path), Msg: "read as " + k.Value + "; " + says})
		}
	}
	return out
}

var (
	position = regexp.MustCompile(`\[(\d+)\]`)
	number   = regexp.MustCompile(`\.(\d+)`)
)

// bracketed is "fees.0.once" as offer.FieldAt names it: "fees[0].once".
func bracketed(path string) string { return number.ReplaceAllString(path, "[$1]") }

// stands reports whether a document has something at a path, as "fees.0.once" or "claims[0].payback".
func stands(doc any, path string) bool {
	for _, step := range strings.Split(position.ReplaceAllString(path, ".$1"), ".") {
		if list, ok := doc.([]any); ok {
			n, err := strconv.Atoi(step)
			if err != nil || n >= len(list) {
				return false
			}
			doc = list[n]
			continue
		}
		m, _ := doc.(map[string]any)
		doc = m[step]
	}
	return doc != nil
}
