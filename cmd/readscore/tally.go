package main

import (
	"fmt"
	"io"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/reading"
)

// counts is the figures of one group of items.
type counts struct {
	grave, found    int
	honest, slander int
	silent          int // grave or unclear ones about which nothing at all is said
	wanted, right   int
	wrong           int
}

// tally is the figures over all, by class, by language and by what is expected.
type tally struct {
	all              *counts
	kind, lang, what map[string]*counts
}

func newTally() *tally {
	return &tally{&counts{}, map[string]*counts{}, map[string]*counts{}, map[string]*counts{}}
}

func of(m map[string]*counts, key string) *counts {
	if m[key] == nil {
		m[key] = &counts{}
	}
	return m[key]
}

// add counts one item and says what went wrong with it.
func (t *tally) add(it item, r reading.Reading) (marks []string) {
	groups := []*counts{t.all, of(t.kind, it.Kind), of(t.lang, it.Lang)}
	grave := len(r.Grave()) > 0
	for _, g := range groups {
		g.label(it.Label, grave, len(r.Statements)+len(r.NotUnderstood) == 0)
	}
	if grave && it.Label == "honest" {
		for _, s := range r.Grave() {
			marks = append(marks, fmt.Sprintf("SLANDER %s %s %q", s.What, s.Value, s.Quote))
		}
	}
	if !grave && it.Label == "grave" {
		marks = append(marks, "MISSED")
	}
	for _, w := range it.Expect {
		verdict, got := judge(w, it.Text, r.Statements)
		for _, g := range append(groups, of(t.what, w.What)) {
			g.wanted++
			g.right += verdict["right"]
			g.wrong += verdict["wrong"]
		}
		if verdict["right"] == 0 {
			marks = append(marks, fmt.Sprintf("want %s %s %q got %s", w.What, w.Value, w.Quote, got))
		}
	}
	return marks
}

func (c *counts) label(label string, grave, silent bool) {
	switch label {
	case "grave":
		c.grave++
		c.found += one(grave)
	case "honest":
		c.honest++
		c.slander += one(grave)
	}
	c.silent += one(label != "honest" && silent)
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// judge says whether a statement of the right name and words has the right value; where none is asked for,
// any is. A wrong one counts only where it stands at the words themselves: another figure elsewhere that
// shares letters with them is none.
func judge(w want, text string, all []reading.Statement) (map[string]int, string) {
	wrong := ""
	for _, s := range all {
		if s.What != w.What || !overlap(w.Quote, s.Quote) {
			continue
		}
		equal := same(plain(w.What, w.Value), plain(w.What, s.Value))
		if w.Value == "" || equal || more(w, s) {
			return map[string]int{"right": 1}, ""
		}
		if meets(text, w.Quote, s.From, s.To) {
			wrong = s.Value
		}
	}
	if wrong != "" {
		return map[string]int{"wrong": 1}, "WRONG " + wrong
	}
	return nil, "nothing"
}

// meets reports that a quote stands in a text so that it shares letters with a stretch.
func meets(text, quote string, from, to int) bool {
	for at := 0; quote != ""; {
		n := strings.Index(text[at:], quote)
		if n < 0 {
			return false
		}
		if at+n < to && at+n+len(quote) > from {
			return true
		}
		at += n + len(quote)
	}
	return true // no words are asked for
}

// more reports a value that says what is wanted and more: the maker of a machine, that a reward is of one
// level.
func more(w want, s reading.Statement) bool {
	switch w.What {
	case "machine":
		a, b := strings.ToLower(w.Value), strings.ToLower(s.Value)
		return a == b || strings.HasSuffix(b, " "+a)
	case "deposit": // months, and of what
		return strings.HasPrefix(s.Value, w.Value+" of ")
	case "referral":
		return w.Value == strings.TrimSuffix(s.Value, ", 1 level")
	}
	return false
}

// plain is a value without what its name says already, and with one word for what authors write in two ways.
func plain(what, value string) string {
	value = strings.ReplaceAll(value, "USDT", "USD")
	switch what {
	case "monthly_fee":
		return strings.TrimSuffix(value, "/mo")
	case "notice":
		return strings.TrimSuffix(value, " d")
	case "cap":
		return strings.NewReplacer("/year", "/y", "/1 y", "/y", "/quarter", "/q").Replace(value)
	case "fee":
		if value == "0" {
			return "none"
		}
		return strings.NewReplacer(" of output", " of revenue", " of payout", " of revenue").Replace(value)
	}
	return value
}

// overlap reports words in common: one quote inside the other, or a third of the letters of the shorter.
func overlap(a, b string) bool {
	if strings.Contains(a, b) || strings.Contains(b, a) {
		return true
	}
	short, long := a, b
	if len(b) < len(a) {
		short, long = b, a
	}
	n := max(len(short)/3, 3)
	for i := 0; i+n <= len(short); i++ {
		if strings.Contains(long, short[i:i+n]) {
			return true
		}
	}
	return false
}

// same compares values: figures within two parts in a hundred, the rest as written.
func same(a, b string) bool {
	if a == b {
		return true
	}
	x, unitX := cut(a)
	y, unitY := cut(b)
	if dx, dy := days[unitX], days[unitY]; dx > 0 && dy > 0 { // 24 mo is 2 y
		return math.Abs(x*dx-y*dy) <= 0.02*x*dx
	}
	return unitX == unitY && x != 0 && math.Abs(x-y) <= 0.02*math.Abs(x)
}

// days is the length of the units of a term.
var days = map[string]float64{" h": 1.0 / 24, " d": 1, " weeks": 7, " mo": 30.4, " quarters": 91.3, " y": 365}

func cut(s string) (float64, string) {
	i := 0
	for i < len(s) && (s[i] >= '0' && s[i] <= '9' || s[i] == '.' && !strings.HasPrefix(s[i:], "..")) {
		i++
	}
	v, _ := strconv.ParseFloat(s[:i], 64)
	return v, strings.TrimPrefix(s[i:], "x ")
}

func (t *tally) print(w io.Writer) {
	row := func(name string, c *counts) {
		fmt.Fprintf(w, "%-18s grave %3d/%3d  slander %2d/%3d  silent %2d  right %3d/%3d wrong %d\n",
			name, c.found, c.grave, c.slander, c.honest, c.silent, c.right, c.wanted, c.wrong)
	}
	for _, group := range []map[string]*counts{t.kind, t.lang, t.what} {
		for _, k := range slices.Sorted(maps.Keys(group)) {
			row(k, group[k])
		}
		fmt.Fprintln(w)
	}
	row("all", t.all)
}
