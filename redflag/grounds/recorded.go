package grounds

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay/record"
)

// Recorded is what the public record holds of an offer's seller, and what it was asked.
type Recorded struct {
	LookedUp LookedUp       `json:"looked_up"`
	Of       RecordSize     `json:"of"`
	Events   []recordedFact `json:"events"`
}

// LookedUp is the names and domains that were looked up.
type LookedUp struct {
	Names   []string `json:"names"`
	Domains []string `json:"domains"`
}

// RecordSize is how much the record holds, and to which day.
type RecordSize struct {
	Sellers int    `json:"sellers"`
	To      string `json:"to"`
}

// String is "in a record of 133 sellers to 2026-11-29".
func (r RecordSize) String() string {
	return fmt.Sprintf("in a record of %d sellers to %s", r.Sellers, r.To)
}

// recordedFact is an event, and whether it is surely of this seller.
type recordedFact struct {
	record.Event
	By   string `json:"by"`   // domain, name or alias
	Sure bool   `json:"sure"` // false: a firm of this name
}

// Recorded looks the seller up: what was said of it up to the day of the judgement. What is said of a firm
// that the text merely mentions is not looked for.
func (f Facts) Recorded() Recorded {
	if f.record != nil {
		return *f.record
	}
	p := f.Offer.Provider
	r := Recorded{
		LookedUp: LookedUp{Names: []string{}, Domains: []string{}},
		Of:       RecordSize{record.Sellers(), record.To}, Events: []recordedFact{},
	}
	if Given(p.Name) {
		r.LookedUp.Names = append(r.LookedUp.Names, p.Name)
	}
	if s := Site(p.Website); s != "" {
		r.LookedUp.Domains = append(r.LookedUp.Domains, s)
	}
	if len(r.LookedUp.Names)+len(r.LookedUp.Domains) == 0 {
		return r
	}
	for _, hit := range record.Look(p.Name, p.Website, "") {
		for _, e := range hit.Events {
			if f.AsOf == 0 || e.Date <= f.AsOf.String()[:min(len(e.Date), 10)] {
				r.Events = append(r.Events, recordedFact{e, hit.By, hit.Sure})
			}
		}
	}
	return r
}

// Nothing is the sentence where the record holds nothing: absence is no evidence.
func (r Recorded) Nothing() string {
	asked := append(append([]string{}, r.LookedUp.Names...), r.LookedUp.Domains...)
	return "nothing is known of " + Shorten(strings.Join(asked, " or ")) + " " + r.Of.String() +
		"; that is evidence of nothing"
}

// Sure reports whether an event is surely of this seller.
func (r Recorded) Sure() bool {
	for _, e := range r.Events {
		if e.Sure {
			return true
		}
	}
	return false
}
