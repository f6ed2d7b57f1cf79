package redflag

import (
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// ruleSource is a rule as the source has it.
type ruleSource struct{ file, variable, judge string }

var ruleID = regexp.MustCompile(`^[A-Z][0-9]+[a-z]?_([a-z0-9_]+)$`)

// Who knows a rule's identifier knows its file, its variable, what judges it and its cases: F21_below_cost is
// belowCost and judgeBelowCost in f21_below_cost.go, with testdata/F21_below_cost.txtar.
func TestRuleNames(t *testing.T) {
	source := writtenRules(t)
	for _, rule := range append(Rules(), ClaimRules()...) {
		got, ok := source[rule.ID]
		if !ok {
			t.Errorf("no variable of type Rule has the identifier %s", rule.ID)
			continue
		}
		delete(source, rule.ID)
		m := ruleID.FindStringSubmatch(rule.ID)
		if m == nil {
			t.Errorf("%s is no identifier such as F21_below_cost", rule.ID)
			continue
		}
		name := camel(m[1])
		want := ruleSource{strings.ToLower(rule.ID) + ".go", name, "judge" + strings.ToUpper(name[:1]) + name[1:]}
		if got.judge == "" {
			want.judge = ""
		}
		if got != want {
			t.Errorf("%s is %+v, want %+v", rule.ID, got, want)
		}
		if _, err := os.Stat(filepath.Join("testdata", rule.ID+".txtar")); err != nil {
			t.Error(err)
		}
	}
	for id, r := range source {
		t.Errorf("%s: rule %s is not among those that are judged", r.file, id)
	}
	if cases, _ := filepath.Glob("testdata/*.txtar"); len(cases) != len(Rules())+len(ClaimRules()) {
		t.Errorf("%d files of cases for %d rules", len(cases), len(Rules())+len(ClaimRules()))
	}
}

// camel is the words of an identifier as a variable.
func camel(words string) string {
	parts := strings.Split(words, "_")
	for i := 1; i < len(parts); i++ {
		parts[i] = strings.ToUpper(parts[i][:1]) + parts[i][1:]
	}
	return strings.Join(parts, "")
}

// writtenRules is each variable of the package that is a Rule, by identifier.
func writtenRules(t *testing.T) map[string]ruleSource {
	t.Helper()
	files, err := filepath.Glob("*.go")
	if err != nil || len(files) < 45 {
		t.Fatalf("%d files, %v", len(files), err)
	}
	all := map[string]ruleSource{}
	for _, file := range files {
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(f, func(n ast.Node) bool {
			v, ok := n.(*ast.ValueSpec)
			if !ok || len(v.Values) != 1 {
				return true
			}
			lit, ok := v.Values[0].(*ast.CompositeLit)
			if !ok {
				return true
			}
			if of, ok := lit.Type.(*ast.Ident); !ok || of.Name != "Rule" {
				return true
			}
			r := ruleSource{file: file, variable: v.Names[0].Name}
			id := ""
			for _, e := range lit.Elts {
				kv := e.(*ast.KeyValueExpr)
				switch of := kv.Value.(type) {
				case *ast.BasicLit:
					if kv.Key.(*ast.Ident).Name == "ID" {
						id = strings.Trim(of.Value, `"`)
					}
				case *ast.Ident:
					if kv.Key.(*ast.Ident).Name == "Judge" {
						r.judge = of.Name
					}
				}
			}
			all[id] = r
			return true
		})
	}
	return all
}
