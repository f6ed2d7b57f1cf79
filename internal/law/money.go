package law

import (
	"go/ast"
	"go/token"
)

// wholeMoney is law 4: no float where money is owed or paid. It sees the types, float literals and the
// two conversions that package units keeps for printing; inferred types it cannot see.
func (c *checker) wholeMoney(p *pkg) {
	if !c.floatless(p.path) {
		return
	}
	const repair = "law 4: no float in %s: %s; count whole satoshi, milli-satoshi, cents or millionths (package units)"
	for _, f := range p.sources() {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				switch n.Name {
				case "float64", "float32", "complex64", "complex128":
					c.breachAt(n.Pos(), repair, p.path, n.Name)
				}
			case *ast.BasicLit:
				if n.Kind == token.FLOAT {
					c.breachAt(n.Pos(), repair, p.path, n.Value)
				}
			case *ast.CallExpr:
				if sel, ok := n.Fun.(*ast.SelectorExpr); ok && len(n.Args) == 0 && (sel.Sel.Name == "BTC" || sel.Sel.Name == "Float") {
					c.breachAt(n.Pos(), repair, p.path, "."+sel.Sel.Name+"() is a float")
				}
			}
			return true
		})
	}
}
