package law

import (
	"go/ast"
	"go/token"
	"regexp"
	"strconv"
	"strings"
)

// flagged matches a flag in a text; a custom property of CSS follows other signs.
var flagged = regexp.MustCompile("(^|[\\s\"'`“])--[a-z]")

// noFlags is law 6: who knows how a setting is given is a program. A line for the shell that runs another
// program, such as curl, may name that program's flags.
func (c *checker) noFlags(p *pkg) {
	if n, _ := c.floor(p.path); n >= c.floors[programs] {
		return
	}
	for _, f := range p.sources() {
		ast.Inspect(f.ast, func(n ast.Node) bool {
			text, ok := n.(*ast.BasicLit)
			if !ok || text.Kind != token.STRING {
				return true
			}
			says, err := strconv.Unquote(text.Value)
			if err == nil && flagged.MatchString(says) && !strings.HasPrefix(says, "curl ") {
				c.breachAt(
					text.Pos(),
					"law 6: %s names a flag; name the setting (package need), and the program says how it is given",
					display(p.path),
				)
			}
			return true
		})
	}
}
