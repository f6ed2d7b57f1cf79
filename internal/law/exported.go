package law

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"
)

// idle is the row that says how many exported names of a hundred no other package may use.
const idle = "exported, used by no other package"

// exportedName is a function, type, constant, variable or method that others could use.
type exportedName struct {
	of     *pkg
	name   string
	method bool
	at     token.Pos
}

// idleNames holds the exported names that no other package uses to their share. What is promised to others,
// programs and generated code do not count, nor does what an interface of the standard library calls.
func (c *checker) idleNames() {
	most, ok := c.walls[idle]
	if !ok {
		return
	}
	all, unused := c.exportedNames()
	if 100*len(unused) < most*len(all) || len(unused) == 0 {
		return
	}
	var names []string
	for _, n := range unused {
		names = append(names, fmt.Sprintf("%s.%s", display(n.of.path), n.name))
	}
	c.breach("docs/ARCHITECTURE.md", "%d of %d exported names are used by no other package, of a hundred %d "+
		"are too many; write with a small letter what is the package's own: %s", len(unused), len(all), most,
		strings.Join(names, ", "))
}

// exportedNames are all that count, and those of them that nobody else uses.
func (c *checker) exportedNames() (all, unused []exportedName) {
	named := map[string]map[string]bool{} // package, then name: written with its package elsewhere
	called := map[string]map[*pkg]bool{}  // name of a field or method: selected in these packages
	for _, p := range c.packages {
		for _, f := range p.files {
			selectors(f, func(path, name string, _ token.Pos) {
				if of, ok := c.local(path); ok && of != p.path {
					if named[of] == nil {
						named[of] = map[string]bool{}
					}
					named[of][name] = true
				}
			})
			ast.Inspect(f.ast, func(n ast.Node) bool {
				if sel, ok := n.(*ast.SelectorExpr); ok {
					if called[sel.Sel.Name] == nil {
						called[sel.Sel.Name] = map[*pkg]bool{}
					}
					called[sel.Sel.Name][p] = true
				}
				return true
			})
		}
	}
	for _, p := range c.packages {
		surface := surfaceOf(p)
		for _, n := range declared(p) {
			all = append(all, n)
			used := named[p.path][n.name] || surface[n.name]
			if n.method {
				elsewhere := called[n.name]
				used = len(elsewhere) > 1 || len(elsewhere) == 1 && !elsewhere[p]
			}
			if !used {
				unused = append(unused, n)
			}
		}
	}
	return all, unused
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
