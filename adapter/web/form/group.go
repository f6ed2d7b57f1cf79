package form

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay/offer"
)

// A part is a folded group of the keys that begin so. Each entry of a list is a group of its own in it.
type part struct {
	name     string
	prefixes []string
}

// parts are the groups in the order in which they decide. The last takes whatever no other does, so that a
// key that the document learns has a box at once.
var parts = []part{
	{"The fees", []string{"fees"}},
	{"The price", []string{"price"}},
	{"Delivery", []string{"start_delay", "uptime", "hardware", "algorithm", "term"}},
	{"Payout", []string{"payout"}},
	{"Who may stop it", []string{"stops"}},
	{"Selling it on", []string{"resale"}},
	{"The seller", []string{"provider", "product", "seen", "sources", "referral"}},
	{"What shows that it mines", []string{"proof"}},
	{"What the seller says", []string{"claims", "terms"}},
	{"If it is yours already", []string{"owned"}},
	{"More", nil},
}

// entry names what a list holds, one and another.
var entries = map[string][2]string{
	"fees": {"Fee", "Another fee"}, "stops": {"Right to stop", "A right to stop it"},
	"claims": {"Statement", "A statement"}, "sources": {"Source", "Where you read it"},
	"proof.data_centres": {"Place", "A place of the machines"}, "proof.addresses": {"Address", "An address"},
}

// groups are the folded rest of a form: every key of the document but those on top of it.
func groups(tree *Tree, main []Field, chosen bool) []group {
	shown := map[string]bool{"kind": chosen} // by the form: a second box would say another
	for _, f := range main {
		shown[f.Path] = true
	}
	out := make([]group, len(parts))
	for i, p := range parts {
		out[i].Name = p.name
	}
	lists := map[string]bool{}
	for _, key := range offer.Keys() {
		g := &out[partOf(key)]
		list, _, listed := strings.Cut(key, "[0]")
		if !listed {
			if !shown[key] {
				g.Fields = append(g.Fields, fieldAt(key))
			}
			continue
		}
		if !lists[list] {
			lists[list] = true
			g.Groups = append(g.Groups, items(tree, list, shown)...)
		}
	}
	var some []group
	for _, g := range out {
		if len(g.Fields)+len(g.Groups) > 0 {
			some = append(some, g)
		}
	}
	return some
}

// partOf is the place of a key's group.
func partOf(key string) int {
	for i, p := range parts {
		for _, prefix := range p.prefixes {
			rest, ok := strings.CutPrefix(key, prefix)
			if ok && (rest == "" || rest[0] == '.' || rest[0] == '[') {
				return i
			}
		}
	}
	return len(parts) - 1
}

// items are the entries of a list, and room for one more.
func items(tree *Tree, list string, shown map[string]bool) []group {
	_, n := tree.list(list)
	if list == "fees" { // those on top of the form are begun there
		for shown[fmt.Sprintf("fees[%d].%s", n, "per_hashrate_day")] || begun(shown, n) {
			n++
		}
	}
	var out []group
	for i := 0; i <= min(n, maxItems-1); i++ {
		words := entries[list]
		if words[0] == "" {
			words = [2]string{"Entry", "Another entry"}
		}
		g := group{Name: fmt.Sprintf("%s %d", words[0], i+1)}
		if name := tree.At(fmt.Sprintf("%s[%d].name", list, i)); name != "" {
			g.Name += ": " + name
		}
		if i == n {
			g.Name = words[1]
		}
		for _, key := range offer.Keys() {
			rest, ok := strings.CutPrefix(key, list+"[0]")
			path := fmt.Sprintf("%s[%d]%s", list, i, rest)
			if ok && !shown[path] {
				g.Fields = append(g.Fields, fieldAt(path))
			}
		}
		out = append(out, g)
	}
	return out
}

// begun reports whether a fee has a box on top of the form.
func begun(shown map[string]bool, i int) bool {
	for path := range shown {
		if strings.HasPrefix(path, fmt.Sprintf("fees[%d].", i)) {
			return true
		}
	}
	return false
}
