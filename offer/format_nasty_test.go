package offer

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/offer/tree"
)

// Whatever Parse accepts has a normal form that it reads back to the same offer. The documents follow the
// table of keys and are as nasty as a stranger's: values that are there and say nothing, zeros, several
// forms at once, numbers at the edges of float64, odd units and texts that YAML might take for something
// else. About a third is accepted; what is refused is drawn anew, and rapid fails where less than a tenth is.
func TestNastyRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o, _, err := Parse("drawn.json", drawNasty(t))
		if err != nil {
			t.Skip(err)
		}
		sameAgain(t, o)
	})
}

// Evidence keeps offers that say too little to be judged; they are read back too.
func TestNastyEvidence(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var o Offer
		if err := o.UnmarshalJSON(drawNasty(t)); err != nil {
			t.Skip(err)
		}
		if err := new(Offer).UnmarshalJSON(JSON(o)); err != nil {
			t.Fatalf("%v\n%s", err, JSON(o))
		}
	})
}

func drawNasty(t *rapid.T) []byte {
	d := nasty{t, rapid.SampledFrom([]int{8, 20, 50, 100}).Draw(t, "one in so many is nasty")}
	root := d.object("offer", offerObject.entries())
	root.Put("schema", tree.Text(Schema))
	return tree.JSON(root)
}

// nasty draws documents: one value in so many is not what its key wants.
type nasty struct {
	t   *rapid.T
	one int
}

func (d nasty) now() bool { return rapid.IntRange(1, d.one).Draw(d.t, "nasty") == 1 }

// object is like drawObject, with every key of its own accord and now and then a second form.
func (d nasty) object(name string, fields []entry) *tree.Node {
	tame := drawObject(d.t, name, fields)
	n := &tree.Node{Kind: tree.Mapping}
	for _, f := range fields {
		switch v := tame.Get(f.key); {
		// an object without its form is refused
		case d.now() && (v == nil || d.now() || !slices.Contains(formsOf[name], f.key)):
			n.Put(f.key, d.value(f))
		case v != nil && f.shape.object != "" && v.Kind == tree.Mapping:
			n.Put(f.key, d.object(f.shape.object, f.shape.children))
		case v != nil && f.shape.object != "":
			all := &tree.Node{Kind: tree.List}
			for range v.Items {
				all.Items = append(all.Items, d.object(f.shape.object, f.shape.children))
			}
			n.Put(f.key, all)
		case v != nil:
			n.Put(f.key, v)
		}
	}
	return n
}

// value is one that says nothing, one of another kind, or one at the edge of its kind.
func (d nasty) value(f entry) *tree.Node {
	nothing := []*tree.Node{{}, tree.Text(""), tree.Text("  "), tree.Text("unknown"), tree.Text(" UNKNOWN\n"),
		{Kind: tree.Mapping}, {Kind: tree.List}}
	s := f.shape
	switch rapid.IntRange(0, 9).Draw(d.t, "how") {
	case 0:
		return rapid.SampledFrom(nothing).Draw(d.t, "nothing of any kind")
	case 1, 2, 3:
		if s.list {
			return &tree.Node{Kind: tree.List, Items: []*tree.Node{d.item(s)}}
		}
		if s.object != "" {
			return rapid.SampledFrom([]*tree.Node{{}, {Kind: tree.Mapping}, tree.Text("unknown")}).Draw(d.t,
				"no object")
		}
		return rapid.SampledFrom(nothing[:5]).Draw(d.t, "nothing")
	}
	switch {
	case s.list:
		return &tree.Node{Kind: tree.List, Items: []*tree.Node{d.item(s), d.item(s)}}
	case s.object != "":
		return d.object(s.object, s.children)
	}
	return d.scalar(s)
}

// item is an entry of a list, or one that says nothing.
func (d nasty) item(s shape) *tree.Node {
	if s.object == "" {
		return rapid.SampledFrom([]*tree.Node{{}, tree.Text(""), tree.Text("unknown"), tree.Text("0"),
			d.scalar(s)}).Draw(d.t, "entry")
	}
	if rapid.Bool().Draw(d.t, "all blank") {
		n := &tree.Node{Kind: tree.Mapping}
		for _, f := range s.children[:rapid.IntRange(0, len(s.children)).Draw(d.t, "keys")] {
			n.Put(f.key, rapid.SampledFrom([]*tree.Node{{}, tree.Text("unknown"), tree.Text("")}).Draw(d.t,
				"blank"))
		}
		return n
	}
	return d.object(s.object, s.children)
}

// Spellings of units, and numbers at the edges.
var (
	oddUnits = map[string][]string{
		"a hashrate":                   {"th", "Zh / sec", "Hps", "KHs", "eh/second", "H/s", "mH"},
		"an amount of money":           {"usdt", "SATS", "mbtc", "$", "us$", "jpy", "satoshi", "BTC"},
		"a price per hashrate":         {"US$/ZH", "sat/H", "mBTC / k h / s", "usdc/ph/s", "$/GHs"},
		"a price per hashrate and day": {"US$/ZH/Y", "sat/H/hours", "mBTC/Kh/s/week", "$ / GH / d", "BTC/EHps/year"},
		"an efficiency":                {"j/gh", "kW/PH", "W/(TH/s)", "W / TH/s", "kj/ph"},
		"an energy price":              {"$/wh", "sat/MWh", "eur / kWH", "US$/WH"},
		"a percentage":                 {"percent", " %"},
		"a percentage per time":        {"%/D", "% / w", "%/MONTH", " %/y"},
	}
	oddNumbers = []string{"0", "-0", "0.0", "00", "0e9", "+0", "+7", "007", "1_000", "1,000", "12,345.678",
		".5", "5.", "1e0", "1E-9", "1e+3",
		"1e-300", "5e-324", "4.9e-324", "2e-308", "1e-400", "1e300", "1e22", "1e9", "99999999999", "0.1", "0.30000000000000004",
		"123456789.123456789", "9007199254740993", "0.000000000000001", "0.00000000000000099", "33.333333333333336"}
	oddTexts = []string{"0", "no", "No", "off", "~", "null", "true", "0x1F", "0o17", "1e3", ".nan", ".inf",
		"=", "<<", "---", "...", "- a", "? a",
		"a: b", "a #b", "#", "[", "{}", "|", ">-", "&a", "*a", "!a", "%a", "@a", "`a", "'", "''", `"`, `\`, `\n`, "a\n\nb", "a\n b", "a \nb", "\ta\tb",
		"a\n" + strings.Repeat("\n", 60) + "b", strings.Repeat("a\n", 60) + "b", "a\u2028b", "\u00a0a\u00a0", "a\u00a0\nb", "\u3000", "\ufffe", "\u200b", "é", "👩‍👩‍👧", "e\u0301",
		"a\r\nb", "a\u0085b", "\x00", "\u202e", "UNKNOWN.", "unknown unknown", "2021-09-12", "12:30:45", "1_000", "a,b", "a, b]", "k: [", "-", "--",
		"no ", "inf", "nan", "y", "levels: 0",
		strings.Repeat("a", 300), strings.Repeat("é", 150), strings.Repeat("word ", 500)}
	oddLinks = []string{"https://a", "http://a?b=c#d", "https://[::1]:80/{x},'y'", "https://:#-",
		" https://a/: ", "https://\u00a0", "https://é,]}&*", "unknown", "no", " no "}
	oddSymbols = []string{"btc", "X1", "inf", "nan", "no", "on", "OFF", "null", "true", "False", "e10",
		"Unknown", "yes"}
	oddAlgorithms = []string{"un-known", "un known", "--", "_/-", "-", "sha-256", "SHA 256d", "Double-SHA256",
		"null", "no", "1e3", "0", "2021-09-12", "true", "0x1f"}
	oddDays = []string{"0", "-0", "00", "1e0", "1e2", "007", "+1", "1_000", "1,000", "36525",
		"5217", "0.0", "1."}
)

func (d nasty) scalar(s shape) *tree.Node {
	if rapid.IntRange(0, 19).Draw(d.t, "of any kind") == 0 {
		return rapid.SampledFrom([]*tree.Node{tree.Bool(true), tree.Int(0), tree.Int(5),
			{Kind: tree.Scalar, Text: "0.5"}, tree.Text("0")}).Draw(d.t, "any")
	}
	units := append(append([]string{}, unitsOf[s.want]...), oddUnits[s.want]...)
	switch {
	case len(units) > 0:
		gap := rapid.SampledFrom([]string{"", " ", "  ", "\t"}).Draw(d.t, "gap")
		return tree.Text(gap + rapid.SampledFrom(oddNumbers).Draw(d.t, "number") + gap +
			rapid.SampledFrom(units).Draw(d.t, "unit"))
	case s.want == "a number of days":
		return tree.Text(rapid.SampledFrom(oddDays).Draw(d.t, "number") +
			rapid.SampledFrom([]string{"d", " DAYS", " w", "day"}).Draw(d.t, "days"))
	case s.want == "a term":
		return tree.Text(rapid.SampledFrom([]string{"OPEN", "Open ", "0d", "1 w", "1e2d", "36525 days",
			"unknown"}).Draw(d.t, "term"))
	case s.want == "a date":
		return tree.Text(rapid.SampledFrom([]string{"2009-01-03", "2026-12-31", "\t2010-01-01", " 2100-12-31",
			"1970-01-01 ", "2024-02-29"}).Draw(d.t, "date"))
	case s.schemaType == "boolean":
		return tree.Text(rapid.SampledFrom([]string{"true", " false", "Unknown"}).Draw(d.t, "truth"))
	case s.schemaType == "integer":
		return rapid.SampledFrom([]*tree.Node{tree.Int(0), tree.Int(100), tree.Text("0"),
			tree.Text(" 7 ")}).Draw(d.t, "count")
	case s.enum != nil:
		return tree.Text(fmt.Sprintf(" %s\n", rapid.SampledFrom(s.enum).Draw(d.t, "word")))
	}
	texts := oddTexts
	switch {
	case strings.HasPrefix(s.want, "a web address"):
		texts = oddLinks
	case s.want == "a currency":
		texts = oddSymbols
	case s.want == "an algorithm":
		texts = oddAlgorithms
	}
	return tree.Text(rapid.SampledFrom(texts).Draw(d.t, "text"))
}

// At the bounds of size, what Parse accepts it accepts again in normal form, which takes more room.
func TestNormalFormHasRoom(t *testing.T) {
	fee := `{"name":"a: b","revenue_share":"1%","paid":"deducted","prepaid":"1d","changeable":true,"notice":"1d"}`
	for _, n := range []int{600, 640, 680, 720, 760, 800, 999} {
		roomy(t, `"fees":[`+strings.Repeat(fee+",", n)+fee+`]`)
	}
	for _, text := range []string{`a\n`, `\"`, "\u2028", `\t`, "é"} {
		for _, n := range []int{100_000, 170_000, 180_000, 260_000, 340_000, 500_000} {
			roomy(t, `"terms":{"text":"x`+strings.Repeat(text, n)+`x"}`)
		}
	}
}

func roomy(t *testing.T, body string) {
	o, _, err := Parse("", []byte(`{"schema":"assay/offer/v1",`+body+`}`))
	if err != nil {
		return
	}
	for _, again := range [][]byte{Format(o), JSON(o)} {
		if _, _, err := Parse("", again); err != nil {
			t.Errorf("%.60s... of %d bytes: %v", body, len(body), err)
		}
	}
}
