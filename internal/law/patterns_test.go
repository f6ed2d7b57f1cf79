package law

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"regexp"
	"strconv"
	"testing"
)

// Every expression that is compiled at its first use compiles.
func TestPatterns(t *testing.T) {
	m, err := load(filepath.Join("..", ".."))
	if err != nil {
		t.Fatal(err)
	}
	asked := 0
	for _, p := range m.packages {
		texts := constantTexts(p)
		for _, f := range p.sources() {
			ast.Inspect(f.ast, func(n ast.Node) bool {
				call, ok := n.(*ast.CallExpr)
				if !ok || !isPatternOf(call) {
					return true
				}
				asked++
				expr, known := textOf(call.Args[0], texts)
				if !known {
					t.Errorf("%s: a pattern is made of constants, so that it can be tried", m.fset.Position(call.Pos()))
				} else if _, err := regexp.Compile(expr); err != nil {
					t.Errorf("%s: %v", m.fset.Position(call.Pos()), err)
				}
				return true
			})
		}
	}
	if asked < 40 {
		t.Errorf("only %d patterns were found", asked)
	}
	if _, known := textOf(&ast.Ident{Name: "x"}, nil); known {
		t.Error("a name of nothing is known")
	}
}

// isPatternOf is a call of pattern.Of, or of what does the same in package units, which no other package of its
// floor may serve.
func isPatternOf(call *ast.CallExpr) bool {
	if fun, ok := call.Fun.(*ast.Ident); ok {
		return fun.Name == "compiled" && len(call.Args) == 1
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Of" {
		return false
	}
	x, ok := sel.X.(*ast.Ident)
	return ok && x.Name == "pattern"
}

// constantTexts are a package's constants that are written as one text, or as a sum of such.
func constantTexts(p *pkg) map[string]string {
	texts := map[string]string{}
	for before := -1; len(texts) > before; {
		before = len(texts)
		for _, f := range p.sources() {
			ast.Inspect(f.ast, func(n ast.Node) bool {
				v, ok := n.(*ast.ValueSpec)
				if ok && len(v.Names) == 1 && len(v.Values) == 1 {
					if s, known := textOf(v.Values[0], texts); known {
						texts[v.Names[0].Name] = s
					}
				}
				return true
			})
		}
	}
	return texts
}

// textOf is the value of an expression of literals, sums and constants.
func textOf(x ast.Expr, texts map[string]string) (string, bool) {
	switch x := x.(type) {
	case *ast.BasicLit:
		s, err := strconv.Unquote(x.Value)
		return s, err == nil && x.Kind == token.STRING
	case *ast.Ident:
		s, known := texts[x.Name]
		return s, known
	case *ast.ParenExpr:
		return textOf(x.X, texts)
	case *ast.BinaryExpr:
		a, first := textOf(x.X, texts)
		b, second := textOf(x.Y, texts)
		return a + b, first && second && x.Op == token.ADD
	}
	return "", false
}
