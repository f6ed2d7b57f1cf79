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
			if !ok || c.room(path) == c.room(p.path) {
				continue
			}
			at := func(format string, args ...any) { c.breachAt(s.Pos(), format, args...) }
			if c.wingImports(p, path, at) {
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
