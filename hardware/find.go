package hardware

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/assaymining/assay/internal/pattern"
)

// NotFound is the error of Find: no machine, or more than one, goes by the name.
type NotFound struct {
	Name    string
	Nearest []string // up to five names that Find accepts, best first
	Several bool     // the name fits all of Nearest
}

// Error names the repair.
func (e *NotFound) Error() string {
	list := strings.Join(e.Nearest, ", ")
	if e.Several {
		return fmt.Sprintf("%q fits several machines; write one of: %s", clipName(e.Name), list)
	}
	return fmt.Sprintf("no ASIC %q in the catalogue; nearest: %s", clipName(e.Name), list)
}

func clipName(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "..."
	}
	return s
}

// maxName bounds the work that a hostile name can cause, in bytes; the longest real one has 30.
const maxName = 100

// Find is the machine that goes by name. Case, spaces and punctuation do not matter, maker and family
// may be left out, and a hashrate picks the variant: "s21xp", "Bitmain Antminer S19k Pro 115T" and
// "Antminer S9 14 TH/s" are understood. A name that fits several variants is refused with their
// names, never guessed, unless they differ in nothing that a buyer would notice (same hashrate).
// The error is a *NotFound.
func Find(name string) (Machine, error) {
	query, th := splitVariant(name)
	if len(name) > maxName || query == "" {
		return Machine{}, &NotFound{Name: name, Nearest: nearest(key(clipName(name)))}
	}
	whole := key(name)
	fits := matching(func(m Machine) bool { return slices.Contains(keys(m), whole) })
	if len(fits) == 0 && th > 0 {
		fits = matching(func(m Machine) bool {
			return slices.Contains(keys(m), query) &&
				strconv.FormatFloat(m.Hashrate.TH(), 'g', 6, 64) == strconv.FormatFloat(th, 'g', 6, 64)
		})
	}
	switch variants := names(fits); {
	case len(fits) == 0:
		return Machine{}, &NotFound{Name: name, Nearest: nearest(query)}
	case len(variants) > 1:
		return Machine{}, &NotFound{Name: name, Nearest: variants, Several: true}
	}
	// Entries of the same name and hashrate: the one with the most sources, then the newest.
	return slices.MaxFunc(fits, func(a, b Machine) int {
		return len(strings.Split(a.Source, "+")) - len(strings.Split(b.Source, "+"))
	}), nil
}

func matching(fits func(Machine) bool) []Machine {
	var out []Machine
	for _, m := range catalogue() {
		if fits(m) {
			out = append(out, m)
		}
	}
	return out
}

// names is the distinct names of machines with a stated hashrate, or of all if none has one.
func names(ms []Machine) []string {
	var out []string
	for _, usable := range []bool{true, false} {
		for _, m := range ms {
			if m.Usable() == usable && !slices.Contains(out, m.Name()) {
				out = append(out, m.Name())
			}
		}
		if len(out) > 0 {
			break
		}
	}
	return out
}

// families are the words in front of a model that people leave out.
var families = []string{
	"antminer",
	"whatsminer",
	"avalonminer",
	"avalon",
	"sealminer",
	"teraflux",
	"ebit",
	"bitaxe",
}

// keys is every way to write the machine without a hashrate, normalised.
func keys(m Machine) []string {
	model, maker := key(m.Model), key(m.Maker)
	out := []string{model, maker + model}
	for _, f := range families {
		if short, cut := strings.CutPrefix(model, f); cut && short != "" {
			out = append(out, short, maker+short)
			if strings.HasPrefix(f, "avalon") {
				out = append(out, "avalon"+short, "avalonminer"+short)
			}
			break
		}
	}
	return out
}

// shorten is the makers' own abbreviations.
var shorten = strings.NewReplacer("hydro", "hyd", "immersion", "imm")

// key is the text in lower case with only letters, digits and "+", which tells models apart; "Hydro" and
// "Hyd" are the same.
func key(s string) string {
	return shorten.Replace(strings.Map(func(r rune) rune {
		if r == '+' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s))
}

var variant = pattern.Of(`(?i)^(.*?[^0-9.])\s*([0-9]{1,4}(?:\.[0-9]{1,3})?)\s*(?:T|TH|THs|TH/s)$`)

// splitVariant cuts "Antminer S9 14 TH/s" into the normalised model and 14.
func splitVariant(name string) (query string, th float64) {
	name = strings.TrimSpace(name)
	if len(name) > maxName {
		return "", 0
	}
	if f := variant.FindStringSubmatch(name); f != nil && key(f[1]) != "" {
		if v, err := strconv.ParseFloat(f[2], 64); err == nil {
			return key(f[1]), v
		}
	}
	return key(name), 0
}

// nearest is the five names with the smallest edit distance to query, by their closest key.
func nearest(query string) []string {
	type scored struct {
		name string
		d    int
	}
	var all []scored
	for _, m := range catalogue() {
		if !m.Usable() {
			continue
		}
		best := 1 << 30
		for _, k := range keys(m) {
			best = min(best, distance(query, k))
		}
		all = append(all, scored{m.Name(), best})
	}
	slices.SortStableFunc(all, func(a, b scored) int { return a.d - b.d })
	var out []string
	for _, s := range all {
		if !slices.Contains(out, s.name) {
			out = append(out, s.name)
		}
		if len(out) == 5 {
			break
		}
	}
	return out
}

// distance is the Levenshtein distance of two short texts in runes (Wagner and Fischer 1974, one row).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i, c := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j, d := range y {
			cost := 1
			if c == d {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(row[j+1]+1, row[j]+1, diagonal+cost)
		}
	}
	return row[len(y)]
}

// like is every machine whose name contains the text in one of the ways it may be written, in the
// order of the catalogue; all of them for a text without letters and digits.
func like(text string) []Machine {
	query, th := splitVariant(text)
	if th > 0 {
		if m, err := Find(text); err == nil {
			return []Machine{m}
		}
		query = key(text)
	}
	return matching(func(m Machine) bool {
		return slices.ContainsFunc(keys(m), func(k string) bool { return strings.Contains(k, query) })
	})
}
