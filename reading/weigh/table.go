package weigh

import (
	"bytes"
	_ "embed"
	"fmt"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

//go:embed weights.txt
var embedded []byte

var table = sync.OnceValue(func() Table {
	t, err := read(embedded)
	if err != nil {
		panic("reading/weigh/weights.txt: " + err.Error())
	}
	return t
})

// Embedded is the table that statements are weighed by.
func Embedded() Table { return table() }

// Table is what features weigh, in natural logarithms of odds: above 0 frauds have more of it.
type Table struct {
	Least   map[Kind]float64 // what the weights of a grave statement of each kind come to at least
	Weights map[Feature]float64
}

// Score is what the features of a clause come to for a kind of statement.
func (t Table) Score(k Kind, features []Feature) float64 {
	sum := t.Weights[feature(ofKind, 0, 0)] + t.Weights[feature(ofKind, 0, 0).For(k)]
	for _, f := range features {
		sum += t.Weights[f] + t.Weights[f.For(k)]
	}
	return sum
}

// Base is the feature that every statement has.
func Base() Feature { return feature(ofKind, 0, 0) }

// Write writes a table: the least, then a line for each feature that weighs something, in order.
func (t Table) Write(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# What words and figures of a clause weigh: see weigh.go. Made by go run ./cmd/weigh.\n")
	for _, k := range slices.Sorted(maps.Keys(t.Least)) {
		fmt.Fprintf(&b, "%.3f %s: least\n", t.Least[k], kinds[k])
	}
	for _, f := range slices.Sorted(maps.Keys(t.Weights)) {
		fmt.Fprintf(&b, "%.3f %v\n", t.Weights[f], f)
	}
	_, err := w.Write(b.Bytes())
	return err
}

// read reads a table.
func read(text []byte) (Table, error) {
	t := Table{Least: map[Kind]float64{}, Weights: map[Feature]float64{}}
	for line := range strings.Lines(string(text)) {
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' {
			continue
		}
		number, name, _ := strings.Cut(line, " ")
		weight, err := strconv.ParseFloat(number, 64)
		if err != nil {
			return t, fmt.Errorf("%q: a number and a feature are wanted", line)
		}
		if kind, ok := strings.CutSuffix(name, ": least"); ok && slices.Contains(kinds, kind) {
			t.Least[Kind(slices.Index(kinds, kind))] = weight
			continue
		}
		f, err := parse(name)
		if err != nil {
			return t, fmt.Errorf("%q: %w", line, err)
		}
		t.Weights[f] = weight
	}
	return t, nil
}

// figureNames is the names of the kinds of figures, in the order of phrase.Kind.
var figureNames = strings.Fields("number share money hashrate span J/TH kW multiple date clock")

// The names of what a figure may be beside its kind, and of what is no item.
var marks = []struct {
	mark Feature
	name string
}{{timed, "+time"}, {hashed, "+hash"}, {powered, "+kWh"}}

// String is the name of a feature in the table: "return: neg > fail".
func (f Feature) String() string {
	kind := ""
	if k := f >> 24 & 15; k != anyKind {
		kind = kinds[k] + ": "
	}
	a, b := f>>12&0xfff, f&0xfff
	switch f & sorts {
	case ofItem:
		return kind + itemName(a)
	case ofPair:
		return kind + itemName(a) + " > " + itemName(b)
	case ofSpan:
		return kind + itemName(a) + " ... " + itemName(b)
	case ofShare:
		return kind + "share <= " + size(a)
	case ofEvery:
		return kind + figureNames[b] + " / " + unit(a)
	case ofQuestion:
		return kind + "?"
	}
	return kind + "base"
}

func itemName(i Feature) string {
	if i < figures {
		return language.Concept(i).String()
	}
	name := figureNames[i&15]
	for _, m := range marks {
		if i&m.mark != 0 {
			name += m.name
		}
	}
	return "#" + name
}

func figureName(i Feature) string { return figureNames[i] }

func size(i Feature) string {
	if int(i) < len(sizes) {
		return strconv.FormatFloat(sizes[i], 'f', -1, 64)
	}
	return "more"
}

func unit(i Feature) string {
	switch n := int(i) - 1; {
	case n < 0:
		return ""
	case n < len(phrase.TimeUnits):
		return phrase.TimeUnits[n].Name
	}
	return "several"
}

// parse reads the name of a feature.
func parse(name string) (Feature, error) {
	k := Feature(anyKind)
	if kind, rest, ok := strings.Cut(name, ": "); ok {
		i := slices.Index(kinds, kind)
		if i < 0 {
			return 0, fmt.Errorf("no kind %q", kind)
		}
		k, name = Feature(i), rest
	}
	f, err := parseAny(name)
	return f&^(anyKind<<24) | k<<24, err
}

func parseAny(name string) (f Feature, err error) {
	var a, b Feature
	switch left, right, pair := strings.Cut(name, " > "); {
	case name == "base":
		return Base(), nil
	case name == "?":
		return feature(ofQuestion, 0, 0), nil
	case strings.HasPrefix(name, "share <= "):
		a, err = among(name[len("share <= "):], len(sizes)+1, size)
		return feature(ofShare, a, 0), err
	case strings.Contains(name, " / "):
		left, right, _ = strings.Cut(name, " / ")
		if b, err = among(left, len(figureNames), figureName); err == nil {
			a, err = among(right, len(phrase.TimeUnits)+2, unit)
		}
		return feature(ofEvery, a, b), err
	case pair:
		a, b, err = two(left, right)
		return feature(ofPair, a, b), err
	case strings.Contains(name, " ... "):
		left, right, _ = strings.Cut(name, " ... ")
		a, b, err = two(left, right)
		return feature(ofSpan, a, b), err
	}
	a, err = itemOf(name)
	return feature(ofItem, a, 0), err
}

func two(left, right string) (a, b Feature, err error) {
	if a, err = itemOf(left); err == nil {
		b, err = itemOf(right)
	}
	return a, b, err
}

func itemOf(name string) (Feature, error) {
	if !strings.HasPrefix(name, "#") {
		c, err := language.Named(name)
		return Feature(c), err
	}
	name, rest, _ := strings.Cut(name[1:], "+")
	i, err := among(name, len(figureNames), figureName)
	for _, m := range marks {
		if strings.Contains("+"+rest, m.name) {
			i |= m.mark
		}
	}
	return figures | i, err
}

// among is the place of a name among the first so many.
func among(name string, n int, nameOf func(Feature) string) (Feature, error) {
	for i := range Feature(n) {
		if nameOf(i) == name {
			return i, nil
		}
	}
	return 0, fmt.Errorf("no %q", name)
}
