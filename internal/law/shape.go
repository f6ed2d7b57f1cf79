package law

import (
	"go/ast"
	"go/doc"
	"go/token"
	"path"
	"strings"
)

const (
	maxLines        = 500 // of a file
	maxPackageLines = 15  // of a package comment
)

// vague package names say nothing about what is inside.
const vague = " util utils common helper helpers types models model manager base misc shared lib "

// standard packages whose names a package of ours would hide; a file that needs both cannot be read.
const standard = " archive bufio builtin bytes cmp compress container context crypto embed encoding errors expvar flag " +
	"fmt hash html http image io iter json log maps math mime net os path plugin rand reflect regexp runtime slices sort " +
	"sql strconv strings structs sync syscall template testing text time unicode unique unsafe url weak xml "

// names forbids names that say nothing, and names of standard packages.
func (c *checker) names(p *pkg) {
	where := p.files[0].name
	if strings.Contains(vague, " "+p.name+" ") {
		c.breach(
			where,
			"package %s says nothing; name it after the thing inside (docs/terms.md has the words)",
			p.name,
		)
	}
	if strings.Contains(standard, " "+p.name+" ") {
		c.breach(where, "package %s has the name of a standard package; choose the field's word", p.name)
	}
}

// lengths keeps files short enough to be read in one go.
func (c *checker) lengths(p *pkg) {
	for _, f := range p.files {
		if f.lines > maxLines && !f.generated {
			c.breach(f.name, "%d lines, more than %d; split it by topic", f.lines, maxLines)
		}
	}
}

// documented asks for one package comment, short and in the file named after the package, and a doc
// comment on each exported name.
func (c *checker) documented(p *pkg) {
	if len(p.sources()) == 0 {
		return
	}
	home := p.name + ".go"
	if p.name == "main" {
		home = "main.go"
	}
	home = path.Join(p.path, home)
	found := false
	for _, f := range p.sources() {
		c.exported(p, f)
		if f.ast.Doc == nil || ast.IsGenerated(f.ast) {
			continue
		}
		if found = true; f.name != home {
			c.breachAt(
				f.ast.Doc.Pos(),
				"the package comment belongs in %s, the file named after the package",
				home,
			)
		}
		if p.name != "main" && !strings.HasPrefix(f.ast.Doc.Text(), "Package "+p.name+" ") {
			c.breachAt(f.ast.Doc.Pos(), "the package comment begins with another name; write: Package %s",
				p.name)
		}
		if n := strings.Count(strings.TrimSpace(f.ast.Doc.Text()), "\n") + 1; n > maxPackageLines {
			c.breachAt(
				f.ast.Doc.Pos(),
				"package comment of %d lines, more than %d; move the rest to the names it speaks of",
				n,
				maxPackageLines,
			)
		}
	}
	if !found {
		c.breach(
			p.path,
			"no package comment; write in %s what the package answers, its main types, what it refuses to do "+
				"and where its formulas come from",
			home,
		)
	}
}

func (c *checker) exported(p *pkg, f *file) {
	for _, d := range f.ast.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			if d.Name.IsExported() && d.Doc == nil && receiverExported(d) && p.name != "main" {
				c.undocumented(d.Pos(), d.Name.Name)
			}
		case *ast.GenDecl:
			for _, s := range d.Specs {
				c.spec(d, s)
			}
		}
	}
}

func (c *checker) spec(g *ast.GenDecl, s ast.Spec) {
	switch s := s.(type) {
	case *ast.TypeSpec:
		if s.Name.IsExported() && s.Doc == nil && (g.Doc == nil || g.Lparen.IsValid()) {
			c.undocumented(s.Pos(), s.Name.Name)
		}
	case *ast.ValueSpec: // a comment on the group, above or behind the name will do
		for _, name := range s.Names {
			if name.IsExported() && g.Doc == nil && s.Doc == nil && s.Comment == nil {
				c.undocumented(s.Pos(), name.Name)
			}
		}
	}
}

func (c *checker) undocumented(at token.Pos, name string) {
	c.breachAt(
		at,
		"%s has no doc comment; say in its first sentence what it is or gives, then units, range, errors and source",
		name,
	)
}

// receiverExported reports whether a function is no method, or a method of an exported type.
func receiverExported(d *ast.FuncDecl) bool {
	if d.Recv == nil {
		return true
	}
	t := d.Recv.List[0].Type
	if star, ok := t.(*ast.StarExpr); ok {
		t = star.X
	}
	if index, ok := t.(*ast.IndexExpr); ok {
		t = index.X
	}
	id, ok := t.(*ast.Ident)
	return ok && token.IsExported(id.Name) && !doc.IsPredeclared(id.Name)
}
