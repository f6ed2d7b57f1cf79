package law

import (
	"go/ast"
	"go/token"
	"strings"
)

// worldly standard packages read or change something outside the program.
var worldly = map[string]bool{
	"net": true, "net/http": true, "net/http/httputil": true, "net/http/cookiejar": true, "net/rpc": true, "net/smtp": true,
	"os": true, "os/exec": true, "os/signal": true, "os/user": true, "io/ioutil": true, "path/filepath": true,
	"database/sql": true, "database/sql/driver": true, "syscall": true, "plugin": true, "log": true, "log/slog": true,
	"log/syslog": true, "crypto/rand": true, "flag": true, "expvar": true, "testing": true,
}

// worldlyMember are members of otherwise harmless packages that touch the world.
var worldlyMember = map[string]string{
	"time": " Now Since Until Sleep After AfterFunc Tick NewTimer NewTicker Local LoadLocation ",
	"fmt":  " Print Printf Println Scan Scanf Scanln ",
}

// randomMembers of math/rand and math/rand/v2 take their randomness from the caller; all others draw
// from a hidden global source.
const randomMembers = " New NewPCG NewChaCha8 NewZipf NewSource Rand Source Source64 PCG ChaCha8 Zipf "

// pure is law 2 for imports and calls: only adapters and programs touch the world.
func (c *checker) pure(p *pkg) {
	if n, _ := c.floor(p.path); n >= c.floors[adapters] {
		return
	}
	for _, f := range p.sources() {
		for _, s := range f.ast.Imports {
			if path := strings.Trim(s.Path.Value, `"`); worldly[path] {
				c.breachAt(
					s.Pos(),
					"law 2: %s touches the world through %s; move the call to an adapter and take its result "+
						"as a value",
					display(p.path),
					path,
				)
			}
		}
		selectors(f, func(path, name string, at token.Pos) {
			hidden := strings.HasPrefix(path, "math/rand") && !strings.Contains(randomMembers, " "+name+" ")
			if hidden || strings.Contains(worldlyMember[path], " "+name+" ") {
				c.breachAt(
					at,
					"law 2: %s uses %s.%s; take the clock, the random source or the writer as a parameter",
					display(p.path),
					path,
					name,
				)
			}
		})
		for _, d := range f.ast.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
				c.breachAt(
					fn.Pos(),
					"law 2: no func init; make the value with a function that its user calls",
				)
			}
		}
	}
}

// constant is law 2 for package variables: none changes after its declaration.
func (c *checker) constant(p *pkg) {
	if n, _ := c.floor(p.path); n >= c.floors[adapters] {
		return
	}
	vars := map[string]*ast.Ident{}
	for _, f := range p.sources() {
		for _, d := range f.ast.Decls {
			g, ok := d.(*ast.GenDecl)
			if !ok || g.Tok != token.VAR {
				continue
			}
			for _, s := range g.Specs {
				v := s.(*ast.ValueSpec)
				c.stateful(v)
				for _, name := range v.Names {
					vars[name.Name] = name
				}
			}
		}
	}
	for _, f := range p.sources() {
		c.changes(f, vars)
	}
}

// stateful reports variables of types whose only use is to change.
func (c *checker) stateful(v *ast.ValueSpec) {
	t := v.Type
	if t == nil && len(v.Values) == 1 {
		if lit, ok := v.Values[0].(*ast.CompositeLit); ok {
			t = lit.Type
		}
	}
	sel, ok := t.(*ast.SelectorExpr)
	if !ok {
		return
	}
	if x, ok := sel.X.(*ast.Ident); ok && (x.Name == "sync" || x.Name == "atomic") {
		c.breachAt(
			v.Pos(),
			"law 2: package variable %s is a %s.%s, which changes; pass it in, or compute a constant once "+
				"with sync.OnceValue",
			v.Names[0].Name,
			x.Name,
			sel.Sel.Name,
		)
	}
}

// changes reports each place in f that changes, or may let others change, one of the package's vars.
func (c *checker) changes(f *file, vars map[string]*ast.Ident) {
	report := func(x ast.Expr, what string) {
		id := rootIdent(x)
		if id == nil {
			return
		}
		name, declared := vars[id.Name]
		if declared && (id.Obj == nil || id.Obj == name.Obj) {
			c.breachAt(
				x.Pos(),
				"law 2: package variable %s %s; no package variable changes: return a new value, or keep "+
					"the state in a struct of the caller",
				id.Name,
				what,
			)
		}
	}
	ast.Inspect(f.ast, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.AssignStmt:
			if n.Tok != token.DEFINE {
				for _, x := range n.Lhs {
					report(x, "is assigned")
				}
			}
		case *ast.IncDecStmt:
			report(n.X, "is assigned")
		case *ast.RangeStmt:
			if n.Tok == token.ASSIGN {
				report(n.Key, "is assigned")
				report(n.Value, "is assigned")
			}
		case *ast.UnaryExpr:
			if _, literal := n.X.(*ast.CompositeLit); n.Op == token.AND && !literal {
				report(n.X, "has its address taken")
			}
		case *ast.CallExpr:
			if fn, ok := n.Fun.(*ast.Ident); ok && (fn.Name == "delete" || fn.Name == "clear" || fn.Name == "copy") && fn.Obj == nil && len(n.Args) > 0 {
				report(n.Args[0], "is changed by "+fn.Name)
			}
		}
		return true
	})
}

// rootIdent is x in x, x.f, x[i], *x and (x), and nil for all else.
func rootIdent(e ast.Expr) *ast.Ident {
	for {
		switch x := e.(type) {
		case *ast.Ident:
			return x
		case *ast.SelectorExpr:
			e = x.X
		case *ast.IndexExpr:
			e = x.X
		case *ast.SliceExpr:
			e = x.X
		case *ast.StarExpr:
			e = x.X
		case *ast.ParenExpr:
			e = x.X
		default:
			return nil
		}
	}
}
