package law

import (
	"path"
	"regexp"
	"strconv"
	"strings"
)

// wallRow matches "| cmd/assay | 4000 |".
var wallRow = regexp.MustCompile(`^\|\s*([^|]+?)\s*\|\s*(\d+)\s*\|\s*$`)

// others is the row for every package that has none of its own.
const others = "any other"

func parseWalls(text string) map[string]int {
	walls := map[string]int{}
	for line := range strings.Lines(text) {
		if row := wallRow.FindStringSubmatch(strings.TrimRight(line, "\r\n")); row != nil {
			name := row[1]
			if all := names(name); len(all) == 1 {
				name = all[0]
			}
			walls[name], _ = strconv.Atoi(row[2])
		}
	}
	return walls
}

// wallsOf keeps a package to the lines that its wall leaves room for.
func (c *checker) wallsOf(p *pkg) {
	most, ok := c.walls[p.path]
	if !ok {
		if most, ok = c.walls[others]; !ok {
			return
		}
	}
	lines := 0
	for _, f := range p.sources() {
		if !f.generated {
			lines += f.lines
		}
	}
	if lines > most {
		c.breach(path.Clean("./"+p.path), "%d lines without tests, more than its wall of %d "+
			"(docs/ARCHITECTURE.md); move out what is a thing of its own", lines, most)
	}
}
