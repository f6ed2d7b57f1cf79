package law

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strings"

	"golang.org/x/mod/modfile"
)

// module is a module's source as read from disk.
type module struct {
	fset     *token.FileSet
	gomod    *modfile.File
	floors   map[string]int // package path in the module ("" is the root, "adapter/*" a pattern) to floor
	wings    map[string]*wing
	walls    map[string]int
	never    []never
	known    []dependency
	packages []*pkg
	shown    map[string]bool // fields and methods that templates of pages name
}

// pkg is one folder of Go source.
type pkg struct {
	path  string // relative to the module, "" for the root
	name  string // of the package clause, without "_test"
	files []*file
}

type file struct {
	name      string // relative to the module
	ast       *ast.File
	test      bool
	generated bool
	lines     int
}

// sources are the files that are not tests.
func (p *pkg) sources() (out []*file) {
	for _, f := range p.files {
		if !f.test {
			out = append(out, f)
		}
	}
	return out
}

// load reads go.mod, the two tables and every Go file outside testdata, vendor and hidden folders.
func load(dir string) (*module, error) {
	mod, err := os.ReadFile(filepath.Join(dir, "go.mod"))
	if err != nil {
		return nil, err
	}
	m := &module{fset: token.NewFileSet(), shown: map[string]bool{}}
	if m.gomod, err = modfile.ParseLax("go.mod", mod, nil); err != nil {
		return nil, err
	}
	text, err := os.ReadFile(filepath.Join(dir, "docs", "ARCHITECTURE.md"))
	if err != nil {
		return nil, err
	}
	if m.floors, err = parseFloors(string(text)); err != nil {
		return nil, err
	}
	if m.wings, err = parseWings(string(text)); err != nil {
		return nil, err
	}
	m.walls, m.never = parseWalls(string(text)), parseNever(string(text))
	deps, err := os.ReadFile(filepath.Join(dir, "docs", "dependencies.md"))
	if err != nil && !os.IsNotExist(err) {
		return nil, err
	}
	if m.known, err = parseDependencies(string(deps)); err != nil {
		return nil, err
	}
	return m, m.walk(dir)
}

func (m *module) walk(dir string) error {
	byPath := map[string]*pkg{}
	return filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, name)
		rel = filepath.ToSlash(rel)
		if d.IsDir() {
			base := d.Name()
			if rel != "." && (base == "testdata" || base == "vendor" || base[0] == '.' || base[0] == '_') {
				return fs.SkipDir
			}
			if _, err := os.Stat(filepath.Join(name, "go.mod")); rel != "." && err == nil {
				return fs.SkipDir // a module of its own
			}
			return nil
		}
		if strings.HasSuffix(rel, ".html") {
			return m.template(name)
		}
		if !strings.HasSuffix(rel, ".go") || strings.HasPrefix(d.Name(), "_") ||
			strings.HasPrefix(d.Name(), ".") {
			return nil
		}
		src, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(m.fset, rel, src, parser.ParseComments)
		if err != nil {
			return fmt.Errorf("parse %s: %w", rel, err)
		}
		key := strings.TrimPrefix(path.Dir(rel), ".")
		p := byPath[key]
		if p == nil {
			p = &pkg{path: key}
			byPath[key] = p
			m.packages = append(m.packages, p)
		}
		p.name = strings.TrimSuffix(parsed.Name.Name, "_test")
		p.files = append(p.files, &file{
			name: rel, ast: parsed, test: strings.HasSuffix(rel, "_test.go"),
			generated: ast.IsGenerated(parsed), lines: bytes.Count(src, []byte("\n")),
		})
		return nil
	})
}

// shownNames are what an action of a template names: {{.Rest}}, {{range .Table.Rows}}.
var (
	action     = regexp.MustCompile(`\{\{[^}]*\}\}`)
	shownNames = regexp.MustCompile(`\.([A-Z]\w*)`)
)

// template notes the names that a page's template calls.
func (m *module) template(name string) error {
	text, err := os.ReadFile(name)
	for _, a := range action.FindAll(text, -1) {
		for _, found := range shownNames.FindAllSubmatch(a, -1) {
			m.shown[string(found[1])] = true
		}
	}
	return err
}

// local is the path inside the module of an import path, and whether it is one.
func (m *module) local(importPath string) (string, bool) {
	self := m.gomod.Module.Mod.Path
	if importPath == self {
		return "", true
	}
	return strings.CutPrefix(importPath, self+"/")
}

func (m *module) at(path string) *pkg {
	for _, p := range m.packages {
		if p.path == path {
			return p
		}
	}
	return nil
}
