package law

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// The rows that say how many exported names of a hundred no other package may use, where a type of what is
// used counts as used, and how many none may name.
const (
	idle    = "exported, used by no other package"
	unnamed = "exported, named in no other package"
)

// exportedName is a function, type, constant, variable or method that others could use.
type exportedName struct {
	of     *pkg
	name   string
	method bool
	at     token.Pos
}

// idleNames holds the exported names that no other package uses, or names, to their share. What is promised
// to others, programs, what serves tests alone and generated code do not count, nor do methods that an
// interface asks for or a page's template shows. That a test names it is no use.
func (c *checker) idleNames() {
	all, idlers, strangers := c.exportedNames()
	c.hold(idle, "are used by", all, idlers)
	c.hold(unnamed, "are named in", all, strangers)
}

// hold asks that few of all are found.
func (c *checker) hold(row, says string, all int, found []exportedName) {
	most, ok := c.walls[row]
	if !ok || 100*len(found) < most*all || len(found) == 0 {
		return
	}
	var names []string
	for _, n := range found {
		names = append(names, fmt.Sprintf("%s.%s", display(n.of.path), n.name))
	}
	c.breach("docs/ARCHITECTURE.md", "%d of %d exported names %s no other package, of a hundred %d "+
		"are too many; write with a small letter what is the package's own: %s", len(found), all, says,
		most, strings.Join(names, ", "))
}

// uses is what the packages of a module name of each other, tests aside.
type uses struct {
	named  map[string]map[string]bool // package, then name: written with its package elsewhere
	called map[string]map[*pkg]bool   // name of a field or method: selected in these packages
	served map[string]bool            // packages that something imports
	asked  map[string]bool            // methods that interfaces ask for
}

// exportedNames are how many count, those that nobody else uses, and those that nobody else names.
func (c *checker) exportedNames() (all int, idlers, strangers []exportedName) {
	u := uses{map[string]map[string]bool{}, map[string]map[*pkg]bool{}, map[string]bool{}, map[string]bool{}}
	for _, p := range c.packages {
		for _, f := range p.sources() {
			c.namedIn(p, f, u)
			ast.Inspect(f.ast, func(n ast.Node) bool { u.selected(p, n); return true })
		}
	}
	for _, p := range c.packages {
		if !u.served[p.path] {
			continue
		}
		surface := surfaceOf(p)
		for _, n := range declared(p) {
			if n.method && (u.asked[n.name] || c.shown[n.name]) {
				continue
			}
			if all++; u.of(n) {
				continue
			}
			strangers = append(strangers, n)
			if n.method || !surface[n.name] {
				idlers = append(idlers, n)
			}
		}
	}
	return all, idlers, strangers
}

// of reports whether another package names n.
func (u uses) of(n exportedName) bool {
	if !n.method {
		return u.named[n.of.path][n.name]
	}
	elsewhere := u.called[n.name]
	return len(elsewhere) > 1 || len(elsewhere) == 1 && !elsewhere[n.of]
}

// namedIn notes what a file imports of the module, and which names of it it writes.
func (c *checker) namedIn(p *pkg, f *file, u uses) {
	for _, s := range f.ast.Imports {
		if of, ok := c.local(strings.Trim(s.Path.Value, `"`)); ok {
			u.served[of] = true
		}
	}
	selectors(f, func(path, name string, _ token.Pos) {
		if of, ok := c.local(path); ok && of != p.path {
			if u.named[of] == nil {
				u.named[of] = map[string]bool{}
			}
			u.named[of][name] = true
		}
	})
}

// selected notes which fields and methods are called, and which methods an interface asks for.
func (u uses) selected(p *pkg, n ast.Node) {
	switch n := n.(type) {
	case *ast.SelectorExpr:
		if u.called[n.Sel.Name] == nil {
			u.called[n.Sel.Name] = map[*pkg]bool{}
		}
		u.called[n.Sel.Name][p] = true
	case *ast.InterfaceType:
		for _, m := range n.Methods.List {
			for _, id := range m.Names {
				u.asked[id.Name] = true
			}
		}
	}
}

// implicit are methods that packages call which never name them: fmt, encoding, errors, flags, sort, io and
// http.
const implicit = " String Error Unwrap Is As Format MarshalJSON UnmarshalJSON MarshalText UnmarshalText " +
	"Set Type Read Write Close Len Less Swap ServeHTTP Schema TransformSchema ContentType GetStatus " +
	"RoundTrip Accept Addr "

// declared are the exported names of a package that count.
func declared(p *pkg) (out []exportedName) {
	promised := !slices.ContainsFunc(p.sources(), func(f *file) bool {
		said := strings.Join(strings.Fields(f.ast.Doc.Text()), " ")
		return strings.Contains(said, "Nothing in it is promised")
	})
	if p.name == "main" || promised && !strings.HasPrefix(p.path, "internal/") {
		return nil
	}
	add := func(id *ast.Ident, method bool) {
		if id.IsExported() {
			out = append(out, exportedName{p, id.Name, method, id.Pos()})
		}
	}
	for _, f := range p.sources() {
		if f.generated {
			continue
		}
		for _, d := range f.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Recv == nil || receiverExported(d) && !strings.Contains(implicit, " "+d.Name.Name+" ") {
					add(d.Name, d.Recv != nil)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					switch s := s.(type) {
					case *ast.TypeSpec:
						add(s.Name, false)
					case *ast.ValueSpec:
						for _, id := range s.Names {
							add(id, false)
						}
					}
				}
			}
		}
	}
	return out
}

// surfaceOf is every name within what a package exports: the types of parameters, results and fields. Others
// hold their values without naming them.
func surfaceOf(p *pkg) map[string]bool {
	out := map[string]bool{}
	within := func(n ast.Node) {
		ast.Inspect(n, func(n ast.Node) bool {
			if id, ok := n.(*ast.Ident); ok {
				out[id.Name] = true
			}
			return true
		})
	}
	for _, f := range p.sources() {
		for _, d := range f.ast.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				if d.Name.IsExported() {
					within(d.Type)
				}
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if t, ok := s.(*ast.TypeSpec); ok && t.Name.IsExported() {
						within(t.Type)
					}
				}
			}
		}
	}
	return out
}
