package offer

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/assaymining/assay/offer/tree"
)

// An offer of any shape reads back from its normal form and from JSON as it was, and the normal form
// is its own. The documents are drawn from the table of keys, so that every key takes part.
func TestFormatRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		root := drawObject(t, "offer", offerObject.entries())
		root.Put("schema", tree.Text(Schema))
		doc := tree.JSON(root)
		o, _, err := Parse("drawn.json", doc)
		if err != nil && strings.Contains(err.Error(), "the offer says nothing") {
			t.Skip("says nothing to judge")
		}
		if err != nil {
			t.Fatalf("%v\n%s", err, doc)
		}
		sameAgain(t, o)
	})
}

// fataler is the part of testing.T and rapid.T that sameAgain needs.
type fataler interface {
	Fatalf(string, ...any)
}

func sameAgain(t fataler, o Offer) {
	normal := Format(o)
	for _, text := range [][]byte{normal, JSON(o)} {
		back, _, err := Parse("again", text)
		if err != nil {
			t.Fatalf("%v\n%s", err, text)
		}
		if diff := cmp.Diff(o, back); diff != "" {
			t.Fatalf("%s\n%s", diff, text)
		}
		if again := Format(back); !bytes.Equal(normal, again) {
			t.Fatalf("the normal form changes:\n%s\n%s", normal, again)
		}
	}
	var back Offer
	if err := json.Unmarshal(JSON(o), &back); err != nil || !cmp.Equal(o, back) {
		t.Fatalf("through encoding/json: %v", err)
	}
}

// formsOf are the keys of which an object has exactly one; "" is none of them.
var formsOf = map[string][]string{
	"price": {"upfront", "per_hashrate", "bid"},
	"fee":   {"per_hashrate_day", "efficiency", "revenue_share", "profit_share", "spend_share", "per_payout", "once", "per_month", ""},
	"claim": {"daily_revenue", "hashprice", "return", "total_return", "payback", "power_cost", "guaranteed", "says"},
	"stop":  {"when"}, "discount": {"share"}, "referral": {"levels"},
}

// notDrawn are keys that only go with others.
var notDrawn = map[string][]string{"fee": {"energy_price"},
	"claim": {"efficiency", "energy_price"}, "stop": {"at"}}

func drawObject(t *rapid.T, name string, fields []entry) *tree.Node {
	n := &tree.Node{Kind: tree.Mapping}
	forms := formsOf[name]
	form := ""
	if forms != nil {
		form = rapid.SampledFrom(forms).Draw(t, name+" form")
	}
	for _, f := range fields {
		if slices.Contains(notDrawn[name], f.key) || slices.Contains(forms, f.key) && f.key != form {
			continue
		}
		if f.key != form && rapid.IntRange(0, 2).Draw(t, "leave out") > 0 {
			continue
		}
		n.Put(f.key, drawValue(t, f))
		if name == "fee" && f.key == "efficiency" && rapid.Bool().Draw(t, "energy price known") {
			n.Put("energy_price", drawNumber(t, "USD/kWh"))
		}
		if f.key == "when" && n.Items[len(n.Items)-1].Text == "return_reaches" {
			n.Put("at", drawNumber(t, "%"))
		}
	}
	return n
}

func drawValue(t *rapid.T, f entry) *tree.Node {
	s := f.shape
	one := func() *tree.Node {
		if s.object != "" {
			return drawObject(t, s.object, s.children)
		}
		return drawScalar(t, f.key, s)
	}
	if !s.list {
		return one()
	}
	n := &tree.Node{Kind: tree.List}
	for range rapid.IntRange(0, 3).Draw(t, "entries") {
		n.Items = append(n.Items, one())
	}
	return n
}

// units of the quantities, by what the table says is wanted.
var unitsOf = map[string][]string{
	"a hashrate":                   {"TH/s", "PH/s", "EH/s", "GH/s"},
	"an amount of money":           {"USD", "BTC", "EUR", "sat"},
	"a price per hashrate":         {"USD/TH", "BTC/PH", "EUR/TH"},
	"a price per hashrate and day": {"USD/TH/day", "sat/TH/day", "BTC/PH/day"},
	"an efficiency":                {"J/TH", "W/TH"},
	"an energy price":              {"USD/kWh", "EUR/MWh"},
	"a percentage":                 {"%"},
	"a percentage or a multiple":   {"%", "x"},
	"a percentage per time":        {"%/day", "%/week", "%/month", "%/year"},
}

func drawScalar(t *rapid.T, key string, s shape) *tree.Node {
	if us := unitsOf[s.want]; us != nil {
		return drawNumber(t, rapid.SampledFrom(us).Draw(t, "unit"))
	}
	switch {
	case s.schemaType == "boolean":
		return tree.Bool(rapid.Bool().Draw(t, key))
	case s.schemaType == "integer":
		return tree.Int(rapid.IntRange(1, 100).Draw(t, key))
	case s.enum != nil:
		return tree.Text(rapid.SampledFrom(s.enum).Draw(t, key))
	case s.want == "a number of days", s.want == "a term":
		if s.want == "a term" && rapid.Bool().Draw(t, "open") {
			return tree.Text("open")
		}
		return tree.Text(fmt.Sprintf("%dd", rapid.IntRange(1, 36525).Draw(t, key)))
	case s.want == "a date":
		return tree.Text(fmt.Sprintf("20%02d-%02d-%02d", rapid.IntRange(10, 99).Draw(t, "year"),
			rapid.IntRange(1, 12).Draw(t, "month"), rapid.IntRange(1, 28).Draw(t, "day")))
	case s.want == "text":
		return tree.Text("x" + rapid.StringOfN(rapid.RuneFrom([]rune("aZ0 \n"+
			"\t:#-'\"{}[],&*!|>%@`\\é好😀\u2028 ")), -1, 40, -1).Draw(t, key))
	case s.want == "a name":
		return tree.Text(rapid.StringOfN(rapid.RuneFrom([]rune("aZ09 .:#-'\"{}[],&*!|>%@`\\é好😀~=/")), -1, 20,
			-1).Draw(t, key))
	case strings.HasPrefix(s.want, "a web address"):
		return tree.Text("https://" + rapid.StringMatching(`[a-z0-9./?#&=%,:{}\[\]'-]{1,20}`).Draw(t, key))
	}
	return tree.Text(s.example)
}

// drawNumber is a positive number below a hundred with up to twelve digits, and its unit.
func drawNumber(t *rapid.T, unit string) *tree.Node {
	whole := rapid.IntRange(1, 99).Draw(t, "whole")
	decimals := rapid.StringMatching(`|\.[0-9]{1,10}`).Draw(t, "decimals")
	return tree.Text(fmt.Sprintf("%d%s %s", whole, decimals, unit))
}
