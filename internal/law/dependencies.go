package law

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
)

// dependency is one line of docs/dependencies.md.
type dependency struct {
	module string
	floor  int // lowest floor that may import it; testsOnly where no floor may
}

// testsOnly marks modules that tests and internal/ use and that are never linked into the program.
const testsOnly = math.MaxInt

var dependencyRow = regexp.MustCompile("^\\| `([^`]+)` \\| (\\d|tests) \\|")

// parseDependencies reads rows such as "| `github.com/spf13/cobra` | 7 | what for | why | instead |".
func parseDependencies(text string) (out []dependency, err error) {
	for line := range strings.Lines(text) {
		row := dependencyRow.FindStringSubmatch(line)
		if row == nil {
			continue
		}
		d := dependency{module: row[1], floor: testsOnly}
		if row[2] != "tests" {
			d.floor, _ = strconv.Atoi(row[2])
		}
		for _, before := range out {
			if before.module == d.module {
				return nil, fmt.Errorf("docs/dependencies.md: %s has two lines", d.module)
			}
		}
		out = append(out, d)
	}
	return out, nil
}

// thirdParty allows a module of others only from the floor that its line names.
func (c *checker) thirdParty(p *pkg) {
	mine, _ := c.floor(p.path)
	_, placed := c.floors[c.room(p.path)]
	serves := strings.HasPrefix(p.path, "internal/") && !placed
	for _, f := range p.files {
		for _, s := range f.ast.Imports {
			path := strings.Trim(s.Path.Value, `"`)
			if _, ok := c.local(path); ok || !strings.Contains(strings.SplitN(path, "/", 2)[0], ".") {
				continue
			}
			d, ok := c.dependency(path)
			switch {
			case !ok:
				c.breachAt(
					s.Pos(),
					"%s has no line in docs/dependencies.md; say there what for, why this one and what would replace it",
					path,
				)
			case f.test:
			case d.floor == testsOnly && !serves:
				c.breachAt(s.Pos(), "%s is for tests only (docs/dependencies.md)", path)
			case d.floor != testsOnly && mine < d.floor:
				c.breachAt(
					s.Pos(),
					"law 2: %s is for floor %d and above (docs/dependencies.md), %s is on floor %d",
					d.module,
					d.floor,
					display(p.path),
					mine,
				)
			}
		}
	}
}

func (c *checker) dependency(importPath string) (dependency, bool) {
	for _, d := range c.known {
		if importPath == d.module || strings.HasPrefix(importPath, d.module+"/") {
			return d, true
		}
	}
	return dependency{}, false
}

// dependencies asks that docs/dependencies.md speaks only of modules that are imported.
func (c *checker) dependencies() {
	used := map[string]bool{}
	for _, p := range c.packages {
		for _, f := range p.files {
			for _, s := range f.ast.Imports {
				if d, ok := c.dependency(strings.Trim(s.Path.Value, `"`)); ok {
					used[d.module] = true
				}
			}
		}
	}
	for _, d := range c.known {
		if !used[d.module] {
			c.breach("docs/dependencies.md", "%s is imported nowhere; remove its line", d.module)
		}
	}
}
