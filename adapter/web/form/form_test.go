package form

import (
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/assaymining/assay/examples"
	"github.com/assaymining/assay/offer"
)

// whole is a form as a browser sends it.
func whole(f *Form) url.Values {
	q := url.Values{"form": {"1"}}
	for _, one := range f.All() {
		if !one.Kept {
			q.Set(one.Path, strings.ReplaceAll(one.Value, "\n", "\r\n"))
		}
	}
	for _, b := range f.Boxes {
		if b.On {
			q.Set(b.Name, "1")
		}
	}
	switch {
	case f.Kind.Owned:
		q.Set(Own, Yes)
	case f.Kind.Name != "":
		q.Set("kind", f.Kind.Name)
	}
	return q
}

// formFor is the form of the offer's own kind.
func formFor(o offer.Offer) *Form { return Of(o, "", KindFor(o, "")) }

// A form that is sent back as it was shown changes nothing, whatever the offer.
func TestFormKeepsTheOffer(t *testing.T) {
	all, err := examples.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range all {
		o := mustParse(t, e.Name, e.Data)
		f := formFor(o)
		if doc, touched := f.Apply(o, url.Values{}); touched || string(offer.Format(mustParse(t, e.Name, doc))) != string(offer.Format(o)) {
			t.Errorf("%s: the link alone changes the offer:\n%s", e.Name, doc)
		}
		doc, _ := formFor(o).Apply(o, whole(f))
		if diff := cmp.Diff(string(offer.Format(o)), string(offer.Format(mustParse(t, e.Name, doc)))); diff != "" {
			t.Errorf("%s (-offer +form):\n%s", e.Name, diff)
		}
	}
}

// said is a value for each key that its document takes, the rest of the document being said as well.
func said(path string) string {
	f := fieldAt(path)
	if len(f.Choices) > 1 {
		return f.Choices[1].Value
	}
	if v := map[string]string{"algorithm": "sha256", "term": "360d", "start_delay": "3d", "provider.since": "2015-05-01",
		"terms.domain_since": "2015-05-01", "proof.data_centres[0].evidence": "https://www.example.com/dc",
		"referral.levels": "2", "proof.pool_account": "no", "proof.addresses[0]": "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"}[path]; v != "" {
		return v
	}
	if f.Long || f.Hint == "" || strings.Contains(f.Hint, "or no") {
		return "some words"
	}
	return f.Hint
}

// wants are the keys that a key says nothing without, or that must give way to it.
var wants = map[string][]string{
	"fees[0].efficiency": {"fees[0].energy_price"}, "fees[0].energy_price": {"fees[0].efficiency"},
	"fees[0].paid": {"fees[0].revenue_share"}, "fees[0].changeable": {"fees[0].revenue_share"},
	"fees[0].name": {"fees[0].revenue_share"}, "fees[0].after": {"fees[0].revenue_share"},
	"fees[0].notice": {"fees[0].revenue_share", "fees[0].changeable"}, "fees[0].cap": {"fees[0].per_hashrate_day", "fees[0].changeable"},
	"fees[0].escalation": {"fees[0].per_hashrate_day"}, "fees[0].prepaid": {"fees[0].per_hashrate_day", "fees[0].paid=separately"},
	"fees[0].discount.share": {"fees[0].per_hashrate_day", "fees[0].discount.needs"},
	"fees[0].discount.needs": {"fees[0].per_hashrate_day", "fees[0].discount.share"},
	"fees[0].spend_share":    {"price.bid"},
	"stops[0].for":           {"stops[0].when"}, "stops[0].then": {"stops[0].when"}, "stops[0].by": {"stops[0].when"},
	"fees[0].each":          {"fees[0].per_month"},
	"stops[0].fee":          {"stops[0].when=buyer_decides", "stops[0].then=terminate"},
	"stops[0].extends_term": {"stops[0].when", "stops[0].then=pause"},
	"stops[0].notice":       {"stops[0].when"}, "stops[0].at": {"stops[0].when=return_reaches"},
	"claims[0].efficiency": {"claims[0].energy_price"}, "claims[0].energy_price": {"claims[0].efficiency"},
	"claims[0].power_cost": {"claims[0].efficiency", "claims[0].energy_price"},
	"claims[0].date":       {"claims[0].says"}, "claims[0].source.url": {"claims[0].says"},
	"claims[0].source.quote": {"claims[0].says"}, "claims[0].source.read": {"claims[0].says"},
	"referral.share": {"referral.levels"}, "referral.of": {"referral.share", "referral.levels"},
	"payout.pool_hashrate": {"payout.basis=pplns"},
}

// Everything that the document can say, the form of each kind can: the same keys, typed into the boxes or
// written into the document, give the same offer.
func TestEveryKeyHasABox(t *testing.T) {
	for _, kind := range Kinds() {
		for _, key := range offer.Keys() {
			if key == "kind" {
				continue
			}
			doc := &Tree{}
			doc.Put("schema", offer.Schema)
			typed := url.Values{"form": {"1"}, "kind": {kind.Name}}
			if kind.Owned {
				typed = url.Values{"form": {"1"}, Own: {Yes}}
			} else {
				doc.Put("kind", kind.Name)
			}
			for _, path := range append([]string{"hashrate", key}, wants[key]...) {
				path, value, given := strings.Cut(path, "=")
				if !given {
					value = said(path)
				}
				doc.Put(path, value)
				typed.Set(path, value)
			}
			own(doc.Root(), typed.Get(Own))
			written, err := json.Marshal(doc.Root())
			if err != nil {
				t.Fatal(err)
			}
			want, _, err := offer.Parse("written", written)
			if err != nil {
				t.Errorf("%s: the document of the test is wrong: %v\n%s", key, err, written)
				continue
			}
			f := Of(offer.Offer{}, "", kind)
			for path := range typed {
				if !slices.Contains([]string{"form", "kind", Own}, path) && !f.has(path) {
					t.Errorf("%q: %s has no box", kind.Label, path)
				}
			}
			entered, _ := f.Apply(offer.Offer{}, typed)
			got, _, err := offer.Parse("entered", entered)
			if err != nil {
				t.Errorf("%q, %s: %v\n%s", kind.Label, key, err, entered)
				continue
			}
			if diff := cmp.Diff(string(offer.Format(want)), string(offer.Format(got))); diff != "" {
				t.Errorf("%q, %s (-document +form):\n%s", kind.Label, key, diff)
			}
		}
	}
}

// What leaving out would leave unknown is stated by its box.
func TestBoxesStateNone(t *testing.T) {
	none := url.Values{"form": {"1"}, "hashrate": {"30"}, "no_fees": {"1"}, "no_stops": {"1"}, "no_places": {"1"}}
	doc, _ := Of(offer.Offer{}, "", KindOf("")).Apply(offer.Offer{}, none)
	o := mustParse(t, "none", doc)
	if !o.FeesStated || !o.StopsStated || !o.Proof.DataCentresStated {
		t.Errorf("not stated:\n%s", doc)
	}
	for _, name := range []string{"no_fees", "no_stops", "no_places"} {
		none.Del(name)
	}
	doc, _ = formFor(o).Apply(o, none)
	if o = mustParse(t, "unknown", doc); o.FeesStated || o.StopsStated || o.Proof.DataCentresStated {
		t.Errorf("still stated:\n%s", doc)
	}
}

// A machine that is picked brings its hashrate and efficiency, and another one its own; what was typed stays.
func TestMachineIsPicked(t *testing.T) {
	kind := KindOf("hosted")
	q := url.Values{"form": {"1"}, "kind": {"hosted"}, machineBox: {"Antminer S21 200 TH/s"}, "fees[0].energy_price": {"0.08"}}
	doc, _ := Of(offer.Offer{}, "", kind).Apply(offer.Offer{}, q)
	o := mustParse(t, "picked", doc)
	if o.Hashrate.TH() != 200 || o.Hardware.Efficiency == nil || *o.Hardware.Efficiency != 17.5 ||
		len(o.Fees) != 1 || *o.Fees[0].Efficiency != 17.5 {
		t.Fatalf("the machine is not in\n%s", doc)
	}
	f := formFor(o)
	again := whole(f)
	again.Set(machineBox, "Antminer S19 XP 140 TH/s")
	doc, _ = f.Apply(o, again)
	if p := mustParse(t, "another", doc); p.Hashrate.TH() != 140 || *p.Fees[0].Efficiency == 17.5 {
		t.Errorf("another machine has the figures of the first:\n%s", doc)
	}
	again.Set("hashrate", "600 TH/s") // three of them
	doc, _ = formFor(o).Apply(o, again)
	if p := mustParse(t, "typed", doc); p.Hashrate.TH() != 600 {
		t.Errorf("what was typed is lost:\n%s", doc)
	}
}

// "There are no fees" is stated by the box, and unknown without it.
func TestNoFeesIsStated(t *testing.T) {
	for _, c := range []struct {
		doc  string
		q    url.Values
		want bool
	}{
		{"fees: []\n", url.Values{"term": {"90d"}, "form": {"1"}}, false},
		{"fees: []\n", url.Values{"term": {"90d"}, "form": {"1"}, "no_fees": {"1"}}, true},
		{"fees: []\n", url.Values{"term": {"91d"}}, true},
		{"", url.Values{"term": {"90d"}, "form": {"1"}}, false},
		{"", url.Values{"term": {"90d"}, "form": {"1"}, "no_fees": {"1"}}, true},
		{"fees: [{revenue_share: 2%}]\n", url.Values{"fees[0].revenue_share": {""}, "form": {"1"}}, false},
	} {
		o := mustParse(t, "base", []byte("schema: assay/offer/v1\nhashrate: 30 TH/s\n"+c.doc))
		f := formFor(o)
		doc, _ := f.Apply(o, c.q)
		got := mustParse(t, "changed", doc)
		if got.FeesStated != c.want || len(got.Fees) != 0 || f.noFees() != nil && f.noFees().On != c.want {
			t.Errorf("%q with %v: stated %v, %d fees", c.doc, c.q, got.FeesStated, len(got.Fees))
		}
	}
}

// Setting a field and emptying it again leaves no trace.
func TestFieldsSetAndUnset(t *testing.T) {
	base := mustParse(t, "base", []byte("schema: assay/offer/v1\nhashrate: 30 TH/s\nterm: 360d\nfees: [{name: pool, revenue_share: 2%}]\n"))
	for _, one := range formFor(base).All() {
		if one.Value != "" || one.Path == machineBox {
			continue
		}
		set, _ := formFor(base).Apply(base, url.Values{one.Path: {said(strings.ReplaceAll(one.Path, "[1]", "[0]"))}})
		tree := &Tree{}
		if err := json.Unmarshal(set, &tree.node); err != nil {
			t.Fatal(err)
		}
		whole := strings.HasPrefix(one.Path, "fees[1]") && !worth(map[string]any{strings.Split(one.Path, ".")[1]: 1})
		if tree.At(one.Path) == "" && !whole {
			t.Errorf("%s is not in\n%s", one.Path, set)
		}
		o, _, err := offer.Parse("set", set)
		if err != nil || strings.HasPrefix(one.Path, "referral.") {
			continue // a field alone cannot make it whole, or says more than itself: a share, that there are levels
		}
		doc, _ := formFor(o).Apply(o, url.Values{one.Path: {""}})
		if got, _, err := offer.Parse("unset", doc); err == nil && string(offer.Format(got)) != string(offer.Format(base)) {
			t.Errorf("%s leaves a trace:\n%s", one.Path, offer.Format(got))
		}
	}
}

// A stop whose fields are emptied goes away, and the one after it stays.
func TestEmptiedStopGoesAway(t *testing.T) {
	for stops, left := range map[string]int{"": 0, ", {when: provider_decides, then: pause, by: provider}": 1} {
		o := mustParse(t, "base", []byte("schema: assay/offer/v1\nhashrate: 30 TH/s\nstops: [{when: fees_exceed_revenue, for: 21d, then: terminate, by: provider}"+stops+"]\n"))
		empty := url.Values{"form": {"1"}}
		for _, key := range []string{"when", "for", "then", "by"} {
			empty.Set("stops[0]."+key, "")
		}
		doc, _ := formFor(o).Apply(o, empty)
		if got, _, err := offer.Parse("emptied", doc); err != nil || len(got.Stops) != left {
			t.Errorf("%d stops are left, want %d (%v):\n%s", len(got.Stops), left, err, doc)
		}
	}
}

// mustParse reads a document; what a field alone cannot make whole (a stop without its occasion) may fail.
func mustParse(t *testing.T, path string, doc []byte) offer.Offer {
	t.Helper()
	o, _, err := offer.Parse(path, doc)
	if err != nil {
		t.Logf("%s: %v", path, err)
	}
	return o
}

// A fee whose amount is not known stays when the form is sent, and one whose amount was emptied goes.
func TestFormKeepsFeesWithoutAmount(t *testing.T) {
	o := mustParse(t, "base", []byte("schema: assay/offer/v1\nhashrate: 30 TH/s\nfees: [{name: maintenance}, {name: pool, revenue_share: 2%}]\n"))
	f := formFor(o)
	q := url.Values{"form": {"1"}}
	for _, one := range f.All() {
		q.Set(one.Path, one.Value)
	}
	q.Set("fees[1].revenue_share", "")
	doc, _ := f.Apply(o, q)
	if got := mustParse(t, "changed", doc); len(got.Fees) != 1 || got.Fees[0].Name != "maintenance" {
		t.Errorf("fees %+v\n%s", got.Fees, doc)
	}
}

// Whoever says that it is owned already, and nothing else of it, is an owner; whoever takes it back is none.
func TestOwnedAlready(t *testing.T) {
	kind := KindOf(Owned)
	doc, touched := Of(offer.Offer{}, "", kind).Apply(offer.Offer{}, url.Values{Own: {Yes}, "hashrate": {"50"}})
	o := mustParse(t, "owned", doc)
	if !touched || o.Owned == nil || o.Kind != "" {
		t.Fatalf("touched %v, %s", touched, doc)
	}
	if got := KindFor(o, "cloud").Name; got != Owned {
		t.Errorf("its form is that of %q", got)
	}
	if _, touched := formFor(o).Apply(o, url.Values{Own: {Yes}}); touched {
		t.Error("saying it again changes it")
	}
	doc, touched = formFor(o).Apply(o, url.Values{Own: {No}, "kind": {"token"}})
	if o := mustParse(t, "offered", doc); !touched || o.Owned != nil {
		t.Errorf("touched %v, %s", touched, doc)
	}
}
