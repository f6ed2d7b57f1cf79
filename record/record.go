// Package record is the public record of sellers: what an authority, a court, a filing, the press or the
// firm itself said on a day, embedded, with sources. It is no list of good and bad sellers.
//
// Look matches whole names and registered domains, never a part of one. A row that is only alleged is shown,
// not scored; no row is no evidence of anything. Main types: Event, Seller, Hit.
// Later rows may end earlier ones: hits bring all rows of a seller, by date.
//
// Nothing in it is promised to other modules.
package record

import (
	_ "embed"
	"encoding/csv"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/net/publicsuffix"
	"golang.org/x/text/unicode/norm"
)

// To is the day up to which the record was gathered.
const To = "2026-11-29"

//go:embed sellers.csv
var sellers string

// Event is one row: what was said of a seller on a day.
type Event struct {
	Seller     string `json:"seller"`
	Event      string `json:"event"` // charged, convicted, judgment, regulator_order, ... listed
	Date       string `json:"date"`  // as exact as the source: 2024, 2024-05 or 2024-05-17
	Place      string `json:"place"` // country, with the state where the act is local
	Authority  string `json:"authority"`
	Says       string `json:"says"`
	Source     string `json:"source"`
	Kind       string `json:"kind"`       // authority, court, filing, press, company
	Confidence string `json:"confidence"` // high or medium
	Bearing    string `json:"bearing"`    // alleged, against, for, neutral: ours, not the source's
}

// Moves reports whether the event may move a judgement of trust: a conviction, a judgment or an order that
// went against the seller. Press and allegations raise questions, no more.
func (e Event) Moves() bool {
	return e.Bearing == "against" &&
		slices.Contains([]string{"convicted", "judgment", "regulator_order"}, e.Event)
}

// Good reports a fact in the seller's favour.
func (e Event) Good() bool { return e.Bearing == "for" }

// Seller is all that the record holds of one.
type Seller struct {
	Name    string
	Aliases []string
	Domains []string
	Guarded bool // of common words, or with namesakes: a name alone is not enough
	Events  []Event
}

// Hit is a seller that was found, and by what.
type Hit struct {
	Seller Seller `json:"-"`
	By     string `json:"by"` // domain, name, alias
	// Sure is false where only a guarded name agrees: "a firm of this name", no more.
	Sure bool `json:"sure"`
	// Events are by date; good ones only where the domain agrees, since impostors use good names.
	Events []Event `json:"events"`
}

var all = sync.OnceValue(func() []Seller {
	rows, err := csv.NewReader(strings.NewReader(sellers)).ReadAll()
	if err != nil {
		panic(err)
	}
	var list []Seller
	for _, r := range rows[1:] {
		if n := len(list); n == 0 || list[n-1].Name != r[0] {
			list = append(list, Seller{Name: r[0], Aliases: split(r[1]), Domains: split(r[2])})
		}
		s := &list[len(list)-1]
		s.Guarded = s.Guarded || r[12] == "guarded"
		s.Aliases, s.Domains = merged(s.Aliases, split(r[1])), merged(s.Domains, split(r[2]))
		s.Events = append(s.Events, Event{r[0], r[3], r[4], r[5], r[6], r[7], r[8], r[9], r[10], r[11]})
	}
	for i := range list {
		slices.SortStableFunc(list[i].Events, func(a, b Event) int { return strings.Compare(a.Date, b.Date) })
	}
	return list
})

func split(s string) []string {
	if s == "" {
		return nil
	}
	return strings.Split(s, ";")
}

func merged(a, b []string) []string {
	for _, x := range b {
		if !slices.Contains(a, x) {
			a = append(a, x)
		}
	}
	return a
}

// Sellers is how many sellers the record holds.
func Sellers() int { return len(all()) }

// Look finds the seller of an offer by its name, the host of its site and its country (an ISO code), each of
// which may be empty. An offer that only mentions a firm is not from that firm: pass the seller alone.
func Look(name, host, country string) []Hit {
	var hits []Hit
	domain := registered(host)
	for _, s := range all() {
		h := Hit{Seller: s}
		switch {
		case domain != "" && slices.Contains(s.Domains, domain):
			h.By, h.Sure = "domain", true
		case name == "":
			continue
		case key(name) == key(s.Name):
			h.By, h.Sure = "name", !s.Guarded || s.in(country)
		case s.alias(name):
			h.By, h.Sure = "alias", true
		default:
			continue
		}
		h.Events = s.shown(h.By == "domain")
		hits = append(hits, h)
	}
	if len(hits) == 0 && name != "" {
		return withoutForm(name, country)
	}
	return hits
}

// shown is the events to show; good ones count only with the domain.
func (s Seller) shown(byDomain bool) []Event {
	return slices.DeleteFunc(slices.Clone(s.Events), func(e Event) bool { return e.Good() && !byDomain })
}

func (s Seller) alias(name string) bool {
	return slices.ContainsFunc(s.Aliases, func(a string) bool { return key(a) == key(name) })
}

// in reports whether an event lies in a country.
func (s Seller) in(country string) bool {
	return country != "" && slices.ContainsFunc(s.Events, func(e Event) bool {
		place, _, _ := strings.Cut(e.Place, "-")
		return strings.EqualFold(place, country)
	})
}

// forms is legal forms that may be left out of a name where the plain comparison finds nothing. Group,
// Holdings, Company and Capital are part of a name.
var forms = strings.Fields(
	"ltd limited llc inc incorporated gmbh ag bv pty ou oü corp corporation plc sa srl kg co",
)

// withoutForm looks a name up without its legal form, unless two sellers then go by it.
func withoutForm(name, country string) []Hit {
	bare := dropForm(name)
	var hits []Hit
	for _, s := range all() {
		if slices.ContainsFunc(
			append([]string{s.Name}, s.Aliases...),
			func(n string) bool { return dropForm(n) == bare },
		) {
			hits = append(hits, Hit{s, "name", !s.Guarded || s.in(country), s.shown(false)})
		}
	}
	if len(hits) > 1 {
		return nil
	}
	return hits
}

func dropForm(name string) string {
	words := strings.Fields(
		strings.NewReplacer(".", "", ",", " ").Replace(strings.ToLower(norm.NFKC.String(name))),
	)
	for len(words) > 1 && slices.Contains(forms, words[len(words)-1]) {
		words = words[:len(words)-1]
	}
	return key(strings.Join(words, " "))
}

// key is a name for comparison: NFKC, small letters, no signs and blanks, nothing in parentheses.
func key(name string) string {
	name = strings.ToLower(norm.NFKC.String(name))
	if i := strings.IndexByte(name, '('); i > 0 {
		name = name[:i]
	}
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return -1
	}, name)
}

// registered is the registered domain of a host or an address, "" where there is none.
func registered(host string) string {
	host = strings.ToLower(strings.TrimSpace(host))
	if _, rest, ok := strings.Cut(host, "://"); ok {
		host = rest
	}
	if i := strings.IndexAny(host, "/:?#"); i >= 0 {
		host = host[:i]
	}
	d, err := publicsuffix.EffectiveTLDPlusOne(strings.TrimSuffix(host, "."))
	if err != nil {
		return ""
	}
	return d
}
