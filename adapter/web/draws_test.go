package web

import (
	"encoding/json"
	"fmt"
	"github.com/assaymining/assay/adapter/web/link"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/assaymining/assay/adapter/web/form"
	"github.com/assaymining/assay/examples"
	"github.com/assaymining/assay/offer"
)

// draws makes choices of bytes, one after the other; where they end, every choice is the first.
type draws struct{ left []byte }

func (d *draws) n(most int) int {
	if len(d.left) == 0 {
		return 0
	}
	b := int(d.left[0])
	if d.left = d.left[1:]; most > 256 && len(d.left) > 0 {
		b, d.left = b<<8|int(d.left[0]), d.left[1:]
	}
	return b % most
}

func (d *draws) of(words ...string) string { return words[d.n(len(words))] }

// route is one kind of request: what its path, query and body hold.
type route struct{ method, path, query, body string }

// routes are all addresses of the server. In a path and for query and body, a word in capitals is drawn.
func routes() []route {
	return []route{
		{"GET", "/evaluate", "FORM", ""}, {"POST", "/evaluate", "CHOICES", "FORM"}, {"GET", "/compare", "OFFERS", ""}, {"POST", "/compare", "", "FORM"},
		{"GET", "/replay", "OFFERS", ""}, {"POST", "/api/v1/evaluate", "CHOICES", "DOCUMENT"}, {"POST", "/api/v1/replay", "CHOICES", "DOCUMENT"},
		{"POST", "/api/v1/screen", "CHOICES", "LINES"}, {"GET", "/api/v1/market", "CHOICES", ""}, {"GET", "/api/v1/schema/NAME", "", ""},
		{"GET", "/api/v1/examples", "", ""}, {"GET", "/api/v1/examples/NAME", "", ""}, {"GET", "/download/offer.yaml", "OFFERS", ""},
		{"GET", "/download/verdict.json", "OFFERS", ""}, {"GET", "/download/evidence", "OFFERS", ""}, {"GET", "/download/verdict.csv", "OFFERS", ""},
		{"GET", "/download/report.html", "OFFERS", ""}, {"GET", "/download/report.pdf", "OFFERS", ""}, {"GET", "/download/picture/NAME", "OFFERS", ""},
		{"GET", "/evaluate", "OFFERS", ""}, {"GET", "/NAME", "FORM", ""}, {"GET", "/track-record/NAME", "", ""}, {"GET", "/static/NAME", "", ""},
	}
}

func drawnRequest(which int, text []byte) *http.Request {
	all := routes()
	at, d := all[which%len(all)], &draws{text}
	path := at.path
	if before, named := strings.CutSuffix(path, "NAME"); named {
		name := d.of("offer", "teaching", "fan.svg", "waterfall.svg", "map.svg", "backtest-365.svg", "app.js", "api", "market", "checklist", "metrics", "", "..", "ANY")
		if name == "ANY" {
			name = d.value()
		}
		path = before + url.PathEscape(name)
	}
	method := at.method
	switch d.n(24) {
	case 22:
		method = "HEAD"
	case 23:
		method = d.of("PUT", "DELETE", "OPTIONS", "POST", "GET")
	}
	body, kind := d.part(at.body).Encode(), "application/x-www-form-urlencoded"
	switch at.body {
	case "DOCUMENT":
		body, kind = d.document(), "application/yaml"
	case "LINES":
		body, kind = "", "application/x-ndjson"
		for range 1 + d.n(4) {
			body += strings.ReplaceAll(d.document(), "\n", d.of(" ", "\n")) + "\n"
		}
	}
	r := httptest.NewRequest(method, "http://assay.test"+path+"?"+d.part(at.query).Encode(), strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	if d.n(3) == 2 {
		r.Header.Set("HX-Request", "true")
	}
	if d.n(16) == 15 {
		r.Header.Set(d.of("If-None-Match", "Content-Type", "Content-Encoding", "Origin"), d.of("*", "multipart/form-data; boundary=x", "gzip", "text/plain"))
	}
	return r
}

// part is a query or a form.
func (d *draws) part(kind string) url.Values {
	q := url.Values{}
	switch kind {
	case "FORM":
		if d.n(4) < 3 {
			for range 1 + d.n(8) {
				path := d.path()
				q.Add(path, d.valueOf(path))
			}
		}
		for range d.n(3) {
			switch key := d.of("form", "no_fees", "example", "document", "o"); key {
			case "document":
				q.Add(key, d.document())
			case "o":
				q.Add(key, d.packed())
			default:
				q.Add(key, d.of("1", "teaching"))
			}
		}
		fallthrough
	case "CHOICES":
		for range d.n(4) {
			q.Add(d.of("as-of", "price", "paths", "from", "to", "add", "every"), d.value())
		}
		if d.n(8) == 7 {
			q.Set("o", d.packed())
		}
	case "OFFERS":
		for range 1 + d.n(10)/7 {
			q.Add("o", d.packed())
		}
		for range d.n(4) {
			q.Add(d.of("as-of", "price", "paths", "from", "add", "example"), d.value())
		}
	}
	return q
}

// packed is an offer in a link, seldom a broken one.
func (d *draws) packed() string {
	s, err := link.Pack([]byte(d.document()))
	if err != nil {
		panic(err)
	}
	if d.n(16) == 15 && len(s) > 0 {
		at := d.n(len(s))
		s = s[:at] + d.of("", "=", "a", "%") + s[at:]
	}
	return s
}

// document is a real offer with some of its values changed, as JSON or in normal form.
func (d *draws) document() string {
	all := known().offers
	o := all[d.n(len(all))]
	tree := form.TreeOf(o)
	for range d.n(5) {
		path := d.path()
		for range 8 { // mostly what is said already, so that most offers can be read
			if tree.At(path) != "" {
				break
			}
			path = d.path()
		}
		tree.Put(path, d.valueOf(path))
	}
	m := tree.Root()
	m["schema"] = offer.Schema
	doc, err := json.Marshal(m)
	if err != nil {
		panic(err)
	}
	if o, _, err := offer.Parse("drawn", doc); err == nil && d.n(2) == 1 {
		doc = offer.Format(o)
	}
	if d.n(12) == 11 && len(doc) > 0 {
		at := d.n(len(doc))
		return string(doc[:at]) + d.value() + string(doc[at:])
	}
	return string(doc)
}

func (d *draws) path() string {
	all := known().paths
	if d.n(32) == 31 {
		return d.value()
	}
	return all[d.n(len(all))]
}

// valueOf is mostly what offers say at a path, with another number; else anything.
func (d *draws) valueOf(path string) string {
	said := known().at[path]
	how := d.n(16)
	if len(said) == 0 || how == 15 {
		return d.value()
	}
	text := said[d.n(len(said))]
	if how < 10 {
		text = figure.ReplaceAllLiteralString(text, d.number(how < 8))
	}
	return text
}

var figure = regexp.MustCompile(`[0-9][0-9.,]*`)

// number is one that can be read, or else one that might be.
func (d *draws) number(plain bool) string {
	if plain {
		return d.of("30", "0", "1", "0.05", "100", "2", "365", "1095", "0.000001", "0.00000001", "99.9", "5000", "1e6", "999999", "1e9", "1e12", "1e15", "1e18", "4e9", "1e-9", "1e-15")
	}
	return d.of("30", "0", "1", "-1", "+0", "-0", "00", "007", "", "1e400", "1e-320", "NaN", "Inf", "-Inf", "0x10", "9223372036854775808", "1,000", "1_000",
		".5", "5.", "0.000000000001", "99999999999999999999", "1e18", "1e15", "4e9", "100", "0.1", "12", "365", "999999", "½", "٣")
}

// value is a figure, a word that some offer has, or free text.
func (d *draws) value() string {
	number := d.number(d.n(2) == 0)
	switch d.n(8) {
	case 0:
		return number + d.of("", " TH/s", " USD", "d", " %", " BTC", " USD/TH/day", " USD/kWh", " %/day", " %/year", " USD/TH", " BTC/TH/day", " EH/s", " J/TH",
			" EUR", " sat", " PH/s", " MW", "T", "h", " months", " BTC/PH/day", " %/month")
	case 1, 2, 3:
		all := known().values
		return all[d.n(len(all))]
	case 4:
		return d.of("open", "true", "false", "null", "[]", "{}", "unknown", "none", "no", "yes", "~", "-", "2021-09-12", "0001-01-01", "9999-12-31", "2024-02-30",
			"2010-07-17", "2009-01-03", "2026-10-03", "2036-01-01", "256")
	case 5:
		return d.of("<script>alert(1)</script>", "\"'><img src=x>", "a\x00b", "\xff\xfe", "&amp;&=#?/", "\r\nX: 1", "{{.}}", "%00%zz", "*a", "&a [*a]", "!!binary x",
			strings.Repeat("9", 400), strings.Repeat("[", 300), "\u202e", "a: b", "- a", "| x", "../../x")
	case 6:
		at := d.n(24)
		at = min(at, len(d.left))
		text := string(d.left[:at])
		d.left = d.left[at:]
		return text
	}
	return number
}

// vocabulary is what real offers say and the form can set.
type vocabulary struct {
	offers        []offer.Offer
	paths, values []string
	at            map[string][]string // what is said at a path
}

var known = sync.OnceValue(func() vocabulary {
	var v vocabulary
	all, err := examples.All()
	if err != nil {
		panic(err)
	}
	v.offers, v.at = append(v.offers, offer.Offer{}), map[string][]string{}
	seen := map[string]bool{}
	add := func(to *[]string, s string) {
		if !seen[s] {
			seen[s] = true
			*to = append(*to, s)
		}
	}
	say := func(path, text string) {
		add(&v.paths, path)
		add(&v.values, text)
		if !slices.Contains(v.at[path], text) {
			v.at[path] = append(v.at[path], text)
		}
	}
	var walk func(path string, tree any)
	walk = func(path string, tree any) {
		switch t := tree.(type) {
		case map[string]any:
			for _, key := range slices.Sorted(maps.Keys(t)) {
				walk(strings.TrimPrefix(path+"."+key, "."), t[key])
			}
		case []any:
			for i, child := range t {
				walk(fmt.Sprintf("%s[%d]", path, i), child)
			}
		default:
			say(path, fmt.Sprint(t))
		}
	}
	for _, e := range all {
		o, _, err := offer.Parse(e.Name, e.Data)
		if err != nil {
			panic(err)
		}
		v.offers = append(v.offers, o)
		walk("", any(form.TreeOf(o).Root()))
		for _, one := range form.Of(o, "", form.KindOf(string(o.Kind))).All() {
			say(one.Path, one.Hint)
			for _, c := range one.Choices {
				say(one.Path, c.Value)
			}
		}
	}
	return v
})
