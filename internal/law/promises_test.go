package law

import (
	"go/ast"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// nothingPromised ends the package comment of each package that others can import and should not build on.
const nothingPromised = "Nothing in it is promised to other modules."

// Every package that README promises to others shows how it is used; every other that can be imported says that
// nothing is promised.
func TestPromises(t *testing.T) {
	root := filepath.Join("..", "..")
	readme, err := os.ReadFile(filepath.Join(root, "README.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(readme), "\n## For programs\n")
	section, _, _ = strings.Cut(section, "All other")
	var promised []string
	for _, m := range regexp.MustCompile("`([a-z/]+)`").FindAllStringSubmatch(section, -1) {
		promised = append(promised, strings.TrimPrefix(m[1], "assay/"))
	}
	if len(promised) < 5 {
		t.Fatalf("README promises %q", promised)
	}
	m, err := load(root)
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range m.packages {
		name := p.path
		if name == "" {
			name = "assay"
		}
		says := slices.ContainsFunc(p.sources(), func(f *file) bool {
			return strings.Contains(strings.Join(strings.Fields(f.ast.Doc.Text()), " "), nothingPromised)
		})
		switch {
		case p.name == "main" || len(p.sources()) == 0 || strings.HasPrefix(name, "internal/"):
		case slices.Contains(promised, name):
			if says || !slices.ContainsFunc(p.files, example) {
				t.Errorf("%s is promised by README: it needs an Example, and must not say that nothing is promised", name)
			}
		case !says:
			t.Errorf("%s: end its package comment with %q, or promise it in README", name, nothingPromised)
		}
	}
	for _, name := range promised {
		if name != "assay" && m.at(name) == nil {
			t.Errorf("README promises %s, which is not there", name)
		}
	}
}

func example(f *file) bool {
	return f.test && slices.ContainsFunc(f.ast.Decls, func(d ast.Decl) bool {
		fn, ok := d.(*ast.FuncDecl)
		return ok && strings.HasPrefix(fn.Name.Name, "Example")
	})
}
