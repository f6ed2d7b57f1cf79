package law

import (
	"strings"
)

// imports is law 1: import only from lower floors, never sideways.
func (c *checker) imports(p *pkg) {
	if c.exempt(p.path) {
		return
	}
	mine, _ := c.floor(p.path)
	for _, f := range p.sources() {
		for _, s := range f.ast.Imports {
			path, ok := c.local(strings.Trim(s.Path.Value, `"`))
			if !ok || room(path) == room(p.path) {
				continue
			}
			theirs, known := c.floor(path)
			switch {
			case !known || theirs < mine:
			case theirs == mine:
				c.breachAt(
					s.Pos(),
					"law 1: %s imports %s sideways, both on floor %d; take what is needed as a plain value "+
						"or a small interface, and let the floor above hand it over",
					display(p.path),
					display(path),
					mine,
				)
			default:
				c.breachAt(
					s.Pos(),
					"law 1: %s on floor %d imports %s on floor %d; imports go downward only: "+
						"move the code, or let the caller pass the value in",
					display(p.path),
					mine,
					display(path),
					theirs,
				)
			}
		}
	}
}

func display(path string) string {
	if path == "" {
		return "assay"
	}
	return path
}

// auditing packages must not reach the audited ones, by any path, tests included.
var (
	auditing = []string{"", "economics", "redflag", "reading", "trace", "audit"}
	audited  = map[string]bool{"meter": true, "settle": true, "ledger": true}
)

// auditors is law 3: the auditor never imports the audited.
func (c *checker) auditors() {
	for _, p := range c.packages {
		for _, a := range auditing {
			if room(p.path) == a {
				c.reach(p, []string{display(p.path)}, map[string]bool{p.path: true})
			}
		}
	}
}

// reach follows the imports of p depth first and reports the way to an audited package. Tests count
// only in the first package: what a dependency's tests import is not linked.
func (c *checker) reach(p *pkg, way []string, seen map[string]bool) {
	files := p.files
	if len(way) > 1 {
		files = p.sources()
	}
	for _, f := range files {
		for _, s := range f.ast.Imports {
			path, ok := c.local(strings.Trim(s.Path.Value, `"`))
			if !ok || seen[path] {
				continue
			}
			seen[path] = true
			onward := append(way[:len(way):len(way)], display(path))
			if audited[room(path)] {
				c.breachAt(
					s.Pos(),
					"law 3: the auditor imports the audited (%s); share floors 0 and 1, contract, chain, "+
						"payout, tlog or published test vectors instead",
					strings.Join(onward, " -> "),
				)
			} else if next := c.at(path); next != nil {
				c.reach(next, onward, seen)
			}
		}
	}
}
