package offer

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/offer/tree"
)

// asPeopleWrite are answers that some key somewhere refuses.
var asPeopleWrite = []string{
	"0", "5", "30", "1.5", "360", "2k", "1,299", "0,05", "-3", "nan", "inf", "about 30", "~500", "?", "n/a",
	"yes", "no", "free",
	"none", "100 TH/s", "100 TH/day", "0,5 TH/s", "1 234,5 TH/s", "100 terra", "5 furlongs", "15 watts",
	"15 J/TH/day", "15 J",
	"$500", "about $500", "~€500", "$500-$700", "from 500 USD", "500 USD net", "1.900,00 USD",
	"1'900'000,5 sat", "500 XYZ",
	"$5 EUR", "0,05 USD", "500", "500 USD/TH", "500 USD/TH/day", "0.05 USD/kWh", "0.05/kWh", "6 ct/kWh",
	"6 ct", "kWh price 6c", "6c", "6c kWh",
	"0.05 USD/kW", "0.05 USD per hour", "5 USD/day", "5 USD/TH/minute", "$1,150.-", "0,0499 USD/TH/day",
	"0.05 $/TH", "38 sat",
	"24m", "24 m", "1.5 days", "36h", "90 days from activation", "about 2 years", "lifetime", "forever",
	"2 moons", "-5d", "one day only", "daily", "every week", "monthly",
	"2022-13-01", "2021-02-29", "09/12/2021", "12.09.21", "25/12/21", "2021-09-12T10:00:00Z",
	"Sunday, 12 September 2021", "today",
	"2020", "12 Foo 2021", "0.02", "2", "2 permille", "1.5", "1,5 %", "0,5 %/Tag", "1.5 %", "2x", "2x a year",
	"1.5 %/hour", "daily 1.5%",
	"120% in 30 days", "150 percent of it", "200 %/eternity", "https//example", "www.example.com", "Cloud",
	"cloudy", "¥500", "3 Rs/kWh", "kr 0.5/kWh", "元 3/TH/day", "500 pesos", ",5 BTC", "$99/mo", "99 USD per TH", "+80%",
	"0.05-0.06 USD/kWh", "30-60 days", "1.5–2% daily", "$1000 to $1500", "100-200 TH/s", "100 000 руб", "Separately", "FPPS", "True",
}

// advised are the texts that a message says to write.
func advised(fix, key string) []string {
	var out []string
	for _, m := range regexp.MustCompile(`"((?:[^"\\]|\\.)*)"`).FindAllStringSubmatch(fix, -1) {
		text := strings.ReplaceAll(m[1], `\"`, `"`)
		if name, value, cut := strings.Cut(text, ": "); cut {
			if name != key {
				continue // another key
			}
			text = value
		}
		if text != "..." && text != "https://..." {
			out = append(out, text)
		}
	}
	if all, cut := strings.CutPrefix(fix, "write one of "); cut {
		out = append(out, strings.Split(all, ", ")...)
	}
	return out
}

// A message never advises what is refused: at each key of the document, whatever is written there.
func TestAdviceIsTaken(t *testing.T) {
	refused, followed := 0, 0
	for _, path := range Keys() {
		path := strings.TrimSuffix(path, "[0]")
		key := path[strings.LastIndex(path, ".")+1:]
		for _, text := range asPeopleWrite {
			err := check(path, text)
			if err == nil {
				continue
			}
			refused++
			for _, better := range advised(err.Fix, key) {
				followed++
				if again := check(path, better); again != nil {
					t.Errorf("%s: %q is refused (%v), and then %q: %v", path, text, err, better, again)
				}
			}
		}
	}
	if refused < 1000 || followed < refused/2 {
		t.Errorf("%d refused, %d repairs followed", refused, followed)
	}
	t.Logf("%d refused, %d repairs followed", refused, followed)
}

// check is what the key says to a text, alone.
func check(path, text string) *Error {
	r := &reader{table: offerObject.entries(), alone: true}
	var o Offer
	readObject(r, "the offer", at(path, text), offerObject, &o)
	if len(r.errs) == 0 {
		return nil
	}
	return &r.errs[0]
}

// at is a document with one value.
func at(path, text string) *tree.Node {
	value := tree.Text(text)
	parts := strings.Split(path, ".")
	for i := len(parts) - 1; i >= 0; i-- {
		key, list := strings.CutSuffix(parts[i], "[0]")
		if list {
			value = &tree.Node{Kind: tree.List, Items: []*tree.Node{value}}
		}
		n := &tree.Node{Kind: tree.Mapping}
		n.Put(key, value)
		value = n
	}
	return value
}

// The same for the files of messages: what each says to write in place of a value is read there.
func TestAdviceOfFiles(t *testing.T) {
	files, err := filepath.Glob("testdata/errors/*.yaml")
	if err != nil {
		t.Fatal(err)
	}
	followed := 0
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		_, _, err = Parse(file, data)
		errs, _ := err.(Errors)
		for _, e := range errs {
			path := strings.NewReplacer("[1]", "[0]", "[2]", "[0]").Replace(e.Path)
			if !known(path) || !strings.HasPrefix(e.Fix, "write \"") {
				continue
			}
			for _, better := range advised(e.Fix, path[strings.LastIndex(path, ".")+1:]) {
				followed++
				if again := check(path, better); again != nil {
					t.Errorf("%v\n  and then %q: %v", e, better, again)
				}
			}
		}
	}
	if followed < 15 {
		t.Errorf("%d repairs followed", followed)
	}
}

func known(path string) bool {
	for _, k := range Keys() {
		if k == path {
			return true
		}
	}
	return false
}

// Each key that holds a quantity prints what was written with at most its digits, in a document that reads
// back to the same offer.
func TestDocumentsPrintAsWritten(t *testing.T) {
	count := 0
	var walk func(prefix string, all []entry)
	walk = func(prefix string, all []entry) {
		for _, e := range all {
			path := prefix + e.key
			if e.shape.list {
				path += "[0]"
			}
			walk(path+".", e.shape.children)
			us := unitsOf[e.shape.want]
			if us == nil {
				continue
			}
			count++
			rapid.Check(t, func(t *rapid.T) {
				text := drawNumber(t, rapid.SampledFrom(us).Draw(t, "unit")).Text
				r := &reader{table: offerObject.entries(), alone: true}
				var o Offer
				readObject(r, "the offer", at(path, text), offerObject, &o)
				if len(r.errs) > 0 {
					t.Fatalf("%s: %s: %v", path, text, r.errs)
				}
				printed := valueAt(document(o), path)
				var back Offer
				readObject(r, "the offer", at(path, printed), offerObject, &back)
				again := valueAt(document(back), path)
				if money := e.shape.want == "an amount of money"; len(r.errs) > 0 || again != printed ||
					!money && digits(printed) > digits(text) {
					t.Fatalf("%s: %q prints as %q, and that as %q: %v", path, text, printed, again, r.errs)
				}
			})
		}
	}
	walk("", offerObject.entries())
	if count < 30 {
		t.Errorf("%d keys hold a quantity", count)
	}
}

func valueAt(n *tree.Node, path string) string {
	for _, key := range strings.Split(path, ".") {
		key, list := strings.CutSuffix(key, "[0]")
		if n = n.Get(key); n == nil {
			return ""
		}
		if list {
			n = n.Items[0]
		}
	}
	return n.Text
}

// digits is how many digits of a number count.
func digits(text string) int {
	number, _, _ := strings.Cut(text, " ")
	number, _, _ = strings.Cut(number, "e")
	return len(strings.Trim(strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, number), "0"))
}

// What people write is taken by the schema too.
func TestSchemaTakesSpoken(t *testing.T) {
	s := compiled(t)
	for body, want := range map[string]string{
		"hashrate: 1'000 TH/s": "1 PH/s", "hashrate: 2k TH/s": "2 PH/s", "hashrate: 100T": "100 TH/s",
		"hashrate: one TH/s": "1 TH/s",
		"term: half a year":  "183d", "term: 24mo": "730d", "term: 18 mths": "548d", "term: 2 yrs": "730d",
		"term: 90 Tage":           "90d",
		"term: a year and a half": "548d", "term: 6-month": "183d", "term: 1½ years": "548d",
		"seen: 12-Sep-21": "2021-09-12", "seen: 2021-Sep-12": "2021-09-12", "seen: \"20210912\"": "2021-09-12",
		"seen: \"12 Sep '21\"": "2021-09-12", "price: {upfront: \"US$ 1,150.-\"}": "1150 USD",
		"price: {upfront: 1 150 €}":   "1150 EUR",
		"price: {upfront: 1'150 CHF}": "1150 CHF", "price: {upfront: $2k}": "2000 USD",
		"price: {upfront: 2 million USD}":             "2000000 USD",
		"fees: [{energy_price: 6c/kWh}]":              "0.06 USD/kWh",
		"fees: [{energy_price: six cents per kWh}]":   "0.06 USD/kWh",
		"fees: [{per_hashrate_day: 5¢/T/day}]":        "0.05 USD/TH/day",
		"fees: [{per_hashrate_day: 0.05 USD/TH/Tag}]": "0.05 USD/TH/day",
		"fees: [{revenue_share: 1½ %}]":               "1.5%", "fees: [{revenue_share: half a percent}]": "0.5%",
		"claims: [{total_return: 2x}]": "200%", "claims: [{total_return: double}]": "200%",
		"claims: [{total_return: 200 %}]": "200%",
		"claims: [{return: 0.5 %/Tag}]":   "0.5 %/day", "claims: [{return: 1½ % a week}]": "1.5 %/week",
		"stops: [{when: return_reaches, at: 2x}]": "200%",
	} {
		data := []byte("schema: " + Schema + "\n" + body + "\n")
		o, _, err := Parse("offer.yaml", data)
		if err != nil || !strings.Contains(string(Format(o)), want) {
			t.Errorf("%s: %v\n%s", body, err, Format(o))
		}
		if err := s.Validate(plainValue(t, data)); err != nil {
			t.Errorf("schema: %s: %v", body, err)
		}
	}
}
