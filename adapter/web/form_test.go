package web

import (
	"github.com/assaymining/assay/adapter/web/link"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/assaymining/assay/offer"
)

func urlEscape(s string) string { return url.QueryEscape(s) }

// A form that is sent back as it was shown changes nothing, whatever the offer.
func TestFormKeepsTheOffer(t *testing.T) {
	s := testServer(t, nil)
	for _, e := range s.Examples {
		f := formOf(e.Terms, "", nil)
		if doc, touched := f.apply(e.Terms, url.Values{}); touched || string(offer.Format(mustParse(t, e.Name, doc))) != string(offer.Format(e.Terms)) {
			t.Errorf("%s: the link alone changes the offer:\n%s", e.Name, doc)
		}
		q := url.Values{"form": {"1"}}
		for _, one := range f.all() {
			q.Set(one.Path, one.Value)
		}
		if f.NoFees {
			q.Set("no_fees", "1")
		}
		doc, _ := f.apply(e.Terms, q)
		o, _, err := offer.Parse("form", doc)
		if len(offer.Format(e.Terms)) > 0 && err != nil {
			t.Errorf("%s: %v\n%s", e.Name, err, doc)
			continue
		}
		if diff := cmp.Diff(string(offer.Format(e.Terms)), string(offer.Format(o))); diff != "" {
			t.Errorf("%s (-offer +form):\n%s", e.Name, diff)
		}
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
		f := formOf(o, "", nil)
		doc, _ := f.apply(o, c.q)
		if got := mustParse(t, "changed", doc); got.FeesStated != c.want || len(got.Fees) != 0 || f.NoFees != c.want {
			t.Errorf("%q with %v: stated %v, box %v, %d fees", c.doc, c.q, got.FeesStated, f.NoFees, len(got.Fees))
		}
	}
}

// Setting a field and emptying it again leaves no trace; each field finds its way into the document.
func TestFieldsSetAndUnset(t *testing.T) {
	base, _, err := offer.Parse("base", []byte(plainOffer))
	if err != nil {
		t.Fatal(err)
	}
	for _, one := range formOf(base, "", nil).all() {
		value := map[string]string{"term": "360d", "referral.levels": "0", "proof.pool_account": "no", "provider.registered": "no"}[one.Path]
		if value == "" {
			value = one.Hint
		}
		if len(one.Choices) > 1 {
			value = one.Choices[1].Value
		}
		if one.Label == "" || value == "" {
			t.Errorf("%s has no label, or nothing shows how to fill it in", one.Path)
		}
		f := formOf(base, "", nil)
		doc, _ := f.apply(base, url.Values{one.Path: {value}})
		tree := treeOf(mustParse(t, one.Path, doc))
		if at(tree, one.Path) == "" && one.Path != "stops[0].for" && one.Path != "stops[0].then" && one.Path != "stops[0].by" {
			t.Errorf("%s: %q is not in\n%s", one.Path, value, doc)
		}
	}
}

// A whole number that is not written as JSON writes it is text, for the reader to mend.
func TestOddNumbersAreText(t *testing.T) {
	h := testServer(t, nil).Handler()
	for _, text := range []string{"+0", "00", "-0", "+5"} {
		if status, _, body := get(t, h, "GET", "/evaluate?hashrate="+url.QueryEscape(text), "", "HX-Request", "true"); status != 422 || !strings.Contains(body, `data-field="f-hashrate"`) {
			t.Errorf("hashrate %q: status %d: %.200s", text, status, body)
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
		doc, _ := formOf(o, "", nil).apply(o, empty)
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

// What is packed into a link comes out of it.
func TestLinksKeepDocuments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := rapid.SliceOfN(rapid.Byte(), 0, 4000).Draw(t, "doc")
		packed, err := link.Pack(doc)
		if err != nil {
			t.Fatal(err)
		}
		out, err := link.Unpack(packed)
		if err != nil || string(out) != string(doc) {
			t.Fatalf("%d bytes came back as %d: %v", len(doc), len(out), err)
		}
	})
}

// A fee whose amount is not known stays when the form is sent, and one whose amount was emptied goes.
func TestFormKeepsFeesWithoutAmount(t *testing.T) {
	o := mustParse(t, "base", []byte("schema: assay/offer/v1\nhashrate: 30 TH/s\nfees: [{name: maintenance}, {name: pool, revenue_share: 2%}]\n"))
	f := formOf(o, "", nil)
	q := url.Values{"form": {"1"}}
	for _, one := range f.all() {
		q.Set(one.Path, one.Value)
	}
	q.Set("fees[1].revenue_share", "")
	doc, _ := f.apply(o, q)
	if got := mustParse(t, "changed", doc); len(got.Fees) != 1 || got.Fees[0].Name != "maintenance" {
		t.Errorf("fees %+v\n%s", got.Fees, doc)
	}
}
