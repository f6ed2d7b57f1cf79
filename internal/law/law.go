// Package law keeps the house in order: it reads the source of a module and names each place where
// a law of docs/ARCHITECTURE.md is broken, with the repair.
//
// Check is the whole interface; `go test ./internal/law` runs it on this module, and on a small fake
// module per law to prove that the law is noticed when broken. Floors are read from the table in
// docs/ARCHITECTURE.md, third-party modules from the table in docs/dependencies.md: the documents
// are the data, so that they cannot drift from what is checked.
//
// It works on syntax alone (go/parser), which is fast and needs no build; what only a type checker
// could see (a method that changes a package variable) is left to review.
package law

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// Breach is one place where a law is broken.
type Breach struct {
	File string // file or folder, relative to the module's root, with forward slashes
	Line int    // 0 where the whole file or folder is meant
	Says string // what is broken, and the repair
}

// String is "file:line: says", or "file: says".
func (b Breach) String() string {
	if b.Line == 0 {
		return b.File + ": " + b.Says
	}
	return fmt.Sprintf("%s:%d: %s", b.File, b.Line, b.Says)
}

// Check reads the module in dir and gives its breaches in order of place. It fails only where the
// module cannot be read: go.mod, docs/ARCHITECTURE.md or a source file is missing or malformed.
func Check(dir string) ([]Breach, error) {
	m, err := load(dir)
	if err != nil {
		return nil, err
	}
	c := &checker{module: m}
	for _, p := range m.packages {
		c.names(p)
		c.lengths(p)
		c.wallsOf(p)
		if _, known := m.floor(p.path); !known {
			c.breach(
				p.path,
				"this package is on no floor; add it to the floor table in docs/ARCHITECTURE.md, "+
					"as low as its imports allow, or move it into the package that it serves",
			)
			continue
		}
		c.imports(p)
		c.thirdParty(p)
		c.documented(p)
		c.pure(p)
		c.constant(p)
		c.wholeMoney(p)
		c.noFlags(p)
	}
	c.forbidden()
	c.idleNames()
	c.strangers()
	c.dependencies()
	slices.SortStableFunc(c.found, func(a, b Breach) int {
		return cmp.Or(cmp.Compare(a.File, b.File), a.Line-b.Line)
	})
	return slices.Compact(c.found), nil
}

// checker collects breaches.
type checker struct {
	*module
	found []Breach
}

func (c *checker) breach(file, format string, args ...any) {
	c.found = append(c.found, Breach{cmp.Or(file, "."), 0, fmt.Sprintf(format, args...)})
}

func (c *checker) breachAt(pos token.Pos, format string, args ...any) {
	p := c.fset.Position(pos)
	c.found = append(c.found, Breach{p.Filename, p.Line, fmt.Sprintf(format, args...)})
}

// selectors calls f for each use of a member of a package imported by file: f("time", "Now", position).
func selectors(f *file, do func(path, name string, at token.Pos)) {
	imported := map[string]string{}
	for _, s := range f.ast.Imports {
		path := strings.Trim(s.Path.Value, `"`)
		name := path[strings.LastIndexByte(path, '/')+1:]
		if name == "v2" {
			name = strings.TrimSuffix(path, "/v2")
			name = name[strings.LastIndexByte(name, '/')+1:]
		}
		if s.Name != nil {
			name = s.Name.Name
		}
		imported[name] = path
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		sel, ok := n.(*ast.SelectorExpr)
		if !ok {
			return true
		}
		if x, ok := sel.X.(*ast.Ident); ok && x.Obj == nil && imported[x.Name] != "" {
			do(imported[x.Name], sel.Sel.Name, sel.Pos())
		}
		return true
	})
}
