package law

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// wing is a ladder of its own beside the house.
type wing struct {
	door  string         // the one package outside that imports from it
	rungs map[string]int // package to rung
	floor map[string]int // package to the floor of the house that it stands on
}

// wingRow matches "| provider | cmd/assay-provider | 0 | 4 | provider/desk | provider/ledger |".
var wingRow = regexp.MustCompile(
	`^\|\s*([\w-]+)\s*\|\s*([\w/-]+)\s*\|\s*(\d+)\s*\|\s*(\d+)\s*\|([^|]*)\|([^|]*)\|\s*$`)

// parseWings reads the table of wings: packages that stand and packages to come, both bind.
func parseWings(text string) (map[string]*wing, error) {
	wings := map[string]*wing{}
	for line := range strings.Lines(text) {
		row := wingRow.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if row == nil {
			continue
		}
		w := wings[row[1]]
		if w == nil {
			w = &wing{door: row[2], rungs: map[string]int{}, floor: map[string]int{}}
			wings[row[1]] = w
		}
		if w.door != row[2] {
			return nil, fmt.Errorf("docs/ARCHITECTURE.md: wing %s has two doors, %s and %s", row[1], w.door,
				row[2])
		}
		rung, _ := strconv.Atoi(row[3])
		floor, _ := strconv.Atoi(row[4])
		for _, name := range names(row[5] + "," + row[6]) {
			if _, twice := w.rungs[name]; twice || !strings.HasPrefix(name, row[1]+"/") && name != row[1] {
				return nil, fmt.Errorf("docs/ARCHITECTURE.md: %q is twice in wing %s, or not of it", name,
					row[1])
			}
			w.rungs[name], w.floor[name] = rung, floor
		}
	}
	return wings, nil
}

// names are the packages of a cell; the root is "".
func names(cell string) (out []string) {
	for _, name := range strings.Split(cell, ",") {
		name = strings.Trim(strings.TrimSpace(name), "`")
		if name == "" {
			continue
		}
		if name == "assay (root)" {
			name = ""
		}
		out = append(out, name)
	}
	return out
}

// wing is the wing that a package belongs to, by its first folder, and its name.
func (m *module) wing(path string) (*wing, string) {
	name, _, _ := strings.Cut(path, "/")
	return m.wings[name], name
}

// wingImports is law 1 where a wing imports or is imported; done says that nothing else is to be asked.
func (c *checker) wingImports(from *pkg, path string, at func(format string, args ...any)) (done bool) {
	theirs, name := c.wing(path)
	mine, _ := c.wing(from.path)
	switch {
	case theirs == nil:
		return false
	case mine != theirs:
		if c.room(from.path) != theirs.door {
			at("law 1: %s imports %s; but for the wing %s itself only %s does: hand it over as a plain value",
				display(from.path), path, name, theirs.door)
		}
	case c.room(from.path) != c.room(path) && theirs.rungs[c.room(path)] >= mine.rungs[c.room(from.path)]:
		at("law 1: %s on rung %d of the wing %s imports %s on rung %d; imports go downward only",
			from.path, mine.rungs[c.room(from.path)], name, path, theirs.rungs[c.room(path)])
	}
	return true
}
