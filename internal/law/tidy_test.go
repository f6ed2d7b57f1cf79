package law

import (
	"bufio"
	"bytes"
	"cmp"
	"flag"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

const (
	maxColumns    = 110 // of a line, a tab being tabColumns
	tabColumns    = 4
	maxComplexity = 20 // of a function: one and its branches, conditions and cases
	maxOfReader   = 15 // of one below reading/
)

// maxOf is the most complexity of a function in a file.
func maxOf(name string) int {
	if strings.HasPrefix(name, "reading/") {
		return maxOfReader
	}
	return maxComplexity
}

// untidy lists the packages that are not tidy yet, with the lines too long and the functions too complex in each. Counts
// may shrink and none may grow; what is on no line has none. Tests and generated files are left out, and so are the
// rows of a table (a composite literal of a package's own variable or constant).
var untidy = filepath.Join("testdata", "untidy.txt")

var update = flag.Bool("update", false, "write testdata/untidy.txt anew, if the sums do not grow")

// count is what is untidy in a package.
type count struct{ long, complex int }

// TestTidy holds lines to maxColumns and functions to maxComplexity.
func TestTidy(t *testing.T) {
	root := filepath.Join("..", "..")
	m, err := load(root)
	if err != nil {
		t.Fatal(err)
	}
	got, all, where := map[string]count{}, count{}, map[string][]string{}
	for _, p := range m.packages {
		name := cmp.Or(p.path, ".")
		for _, f := range p.sources() {
			if f.generated {
				continue
			}
			src, err := os.ReadFile(filepath.Join(root, f.name))
			if err != nil {
				t.Fatal(err)
			}
			c, says := judge(f.name, src, m.fset, f.ast)
			got[name] = count{got[name].long + c.long, got[name].complex + c.complex}
			all = count{all.long + c.long, all.complex + c.complex}
			where[name] = append(where[name], says...)
		}
	}
	listed, sum := readUntidy(t)
	if *update && all.long <= sum.long && all.complex <= sum.complex {
		writeUntidy(t, got)
		return
	}
	for name, c := range got {
		if most := listed[name]; c.long > most.long || c.complex > most.complex {
			t.Errorf("%s has %d lines of more than %d columns and %d functions too complex (above %d; %d in "+
				"the reader), listed are %d and %d:\n%s", name, c.long, maxColumns, c.complex, maxComplexity,
				maxOfReader, most.long, most.complex, strings.Join(where[name], "\n"))
		}
	}
}

// judge measures one file and names the places.
func judge(name string, src []byte, fset *token.FileSet, f *ast.File) (c count, says []string) {
	rows := tableRows(fset, f)
	for i, line := range bytes.Split(src, []byte("\n")) {
		if n := utf8.RuneCount(line) + (tabColumns-1)*bytes.Count(line, []byte("\t")); n > maxColumns && !rows[i+1] {
			c.long++
			says = append(says, fmt.Sprintf("%s:%d: %d columns", name, i+1, n))
		}
	}
	for _, d := range f.Decls {
		if d, ok := d.(*ast.FuncDecl); ok {
			if n := complexity(d); n > maxOf(name) {
				c.complex++
				says = append(says, fmt.Sprintf("%s:%d: %s has complexity %d", name, fset.Position(d.Pos()).Line, d.Name.Name, n))
			}
		}
	}
	return c, says
}

// tableRows are the lines inside the composite literals of a package's variables.
func tableRows(fset *token.FileSet, f *ast.File) map[int]bool {
	rows := map[int]bool{}
	for _, d := range f.Decls {
		g, ok := d.(*ast.GenDecl)
		if !ok {
			continue
		}
		ast.Inspect(g, func(n ast.Node) bool {
			if _, ok := n.(*ast.FuncLit); ok {
				return false
			}
			if lit, ok := n.(*ast.CompositeLit); ok {
				for line := fset.Position(lit.Lbrace).Line + 1; line < fset.Position(lit.Rbrace).Line; line++ {
					rows[line] = true
				}
			}
			return true
		})
	}
	return rows
}

// complexity is McCabe's number as gocyclo counts it, with the function literals inside.
func complexity(d *ast.FuncDecl) int {
	n := 1
	ast.Inspect(d, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			n++
		case *ast.CaseClause:
			if node.List != nil {
				n++
			}
		case *ast.CommClause:
			if node.Comm != nil {
				n++
			}
		case *ast.BinaryExpr:
			if node.Op == token.LAND || node.Op == token.LOR {
				n++
			}
		}
		return true
	})
	return n
}

func readUntidy(t *testing.T) (listed map[string]count, sum count) {
	t.Helper()
	data, err := os.ReadFile(untidy)
	if err != nil {
		t.Fatal(err)
	}
	listed = map[string]count{}
	for lines := bufio.NewScanner(bytes.NewReader(data)); lines.Scan(); {
		var name string
		var c count
		if _, err := fmt.Sscan(lines.Text(), &name, &c.long, &c.complex); err != nil {
			t.Fatalf("%s: %q: %v", untidy, lines.Text(), err)
		}
		listed[name] = c
		sum = count{sum.long + c.long, sum.complex + c.complex}
	}
	return listed, sum
}

func writeUntidy(t *testing.T, got map[string]count) {
	t.Helper()
	var out strings.Builder
	for _, name := range slices.Sorted(maps.Keys(got)) {
		if c := got[name]; c != (count{}) {
			fmt.Fprintln(&out, name, c.long, c.complex)
		}
	}
	write(t, untidy, []byte(out.String()))
}

// TestTidyIsNoticed: a long line and a complex function are found, a long row of a table is not.
func TestTidyIsNoticed(t *testing.T) {
	wide := strings.Repeat("x", maxColumns-tabColumns-len(`"",`))
	src := "package p\n\nvar table = []string{\n\t\"" + wide + "y\",\n}\n\nfunc f(a bool) string {\n\tif a" + strings.Repeat(" && a", maxComplexity-1) +
		" {\n\t\treturn \"\"\n\t}\n\t_ = \"\"\n\treturn \"" + strings.Repeat("x", maxColumns) + "\"\n}\n\nfunc g(a bool) bool { return a" + strings.Repeat("||a", maxComplexity-1) + " }\n"
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, "p.go", src, 0)
	if err != nil {
		t.Fatal(err)
	}
	c, says := judge("p.go", []byte(src), fset, f)
	want := []string{"p.go:8: 111 columns", "p.go:12: 123 columns", "p.go:7: f has complexity 21"}
	if slices.Sort(says); c.complex != 1 || !slices.Contains(says, want[1]) || !slices.Contains(says, want[2]) || slices.ContainsFunc(says, func(s string) bool { return strings.HasPrefix(s, "p.go:4:") || strings.Contains(s, "g has") }) {
		t.Errorf("found %d and %d: %q", c.long, c.complex, says)
	}
}
