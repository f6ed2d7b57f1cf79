package law

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// never is one row of the table of what some packages may not do.
type never struct {
	law   string
	who   []string // packages, or "floor 5" for all on it
	whom  []string // packages, or "float"
	reach bool     // by any path, not only directly
}

// neverRow matches "| 3 | floor 5, audit | provider | by any path |".
var neverRow = regexp.MustCompile(`^\|\s*(\d)\s*\|([^|]+)\|([^|]+)\|\s*(by any path|directly|)\s*\|\s*$`)

func parseNever(text string) (out []never) {
	for line := range strings.Lines(text) {
		if row := neverRow.FindStringSubmatch(strings.TrimRight(line, "\r\n")); row != nil {
			out = append(out, never{row[1], names(row[2]), names(row[3]), row[4] == "by any path"})
		}
	}
	return out
}

// among reports whether a package is one of those of a cell, or in one's folder.
func (m *module) among(cell []string, path string) bool {
	for _, name := range cell {
		if n, ok := strings.CutPrefix(name, "floor "); ok {
			floor, known := m.floor(path)
			if want, err := strconv.Atoi(n); err == nil && known && floor == want && !m.exempt(path) {
				if w, _ := m.wing(path); w == nil {
					return true
				}
			}
			continue
		}
		if path == name || name != "" && strings.HasPrefix(path, name+"/") {
			return true
		}
	}
	return false
}

// floatless reports whether law 4 holds for a package.
func (m *module) floatless(path string) bool {
	for _, n := range m.never {
		if n.law == "4" && m.among(n.who, path) {
			return true
		}
	}
	return false
}

// strangers asks that the table names only packages that the floors or wings know, so that none is forgotten
// where it moves.
func (c *checker) strangers() {
	for _, n := range c.never {
		for _, name := range append(n.who[:len(n.who):len(n.who)], n.whom...) {
			if name == "float" || strings.HasPrefix(name, "floor ") {
				continue
			}
			w, _ := c.wing(name)
			_, floored := c.floors[c.room(name)]
			if w == nil && !floored && c.at(name) == nil {
				c.breach("docs/ARCHITECTURE.md",
					"law %s names %s, which stands on no floor and in no wing; name where it "+
						"went", n.law, name)
			}
		}
	}
}

// forbidden is law 3: what some packages never import, directly or by any path, tests included.
func (c *checker) forbidden() {
	for _, n := range c.never {
		if n.law == "4" {
			continue
		}
		for _, p := range c.packages {
			if c.among(n.who, p.path) && p.name != "main" {
				c.reach(n, p, []string{display(p.path)}, map[string]bool{p.path: true})
			}
		}
	}
}

// reach follows the imports of p depth first and reports the way to a forbidden package. Tests count only in
// the first package: what a dependency's tests import is not linked.
func (c *checker) reach(n never, p *pkg, way []string, seen map[string]bool) {
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
			if c.among(n.whom, path) {
				if !c.among(n.whom, p.path) {
					c.breachAt(s.Pos(), "law %s: %s (%s)", n.law, why(n), strings.Join(onward, " -> "))
				}
			} else if next := c.at(path); next != nil && n.reach {
				c.reach(n, next, onward, seen)
			}
		}
	}
}

func why(n never) string {
	if n.reach {
		return fmt.Sprintf("the auditor never imports the audited, %s; share floors 0 and 1, contract, "+
			"chain, "+
			"payout, tlog or published test vectors instead", strings.Join(n.whom, ", "))
	}
	return fmt.Sprintf("%s may not be imported here; money that is owed runs contract.Terms.Day",
		strings.Join(n.whom, ", "))
}
