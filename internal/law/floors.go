package law

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// The rows of the two highest floors, which touch the world.
const (
	adapters = "adapter/*"
	programs = "cmd/*"
)

// floorRow matches "| 4 judges | valuation, redflag, audit | settle |"; floor rows carry no other digits.
var floorRow = regexp.MustCompile(`^\|\s*(\d)\s+\w+\s*\|([^|]*)\|([^|]*)\|\s*$`)

// parseFloors reads the floor table: packages that stand and packages to come, both bind.
func parseFloors(text string) (map[string]int, error) {
	floors := map[string]int{}
	for line := range strings.Lines(text) {
		row := floorRow.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if row == nil {
			continue
		}
		n, _ := strconv.Atoi(row[1])
		for _, name := range names(row[2] + "," + row[3]) {
			if before, twice := floors[name]; twice {
				return nil, fmt.Errorf("docs/ARCHITECTURE.md: %q is on floors %d and %d", name, before, n)
			}
			floors[name] = n
		}
	}
	_, adapted := floors[adapters]
	_, programmed := floors[programs]
	if len(floors) > 0 && (!adapted || !programmed) {
		return nil, fmt.Errorf(
			"docs/ARCHITECTURE.md: the floor table has no row for %s or none for %s",
			adapters,
			programs,
		)
	}
	if len(floors) == 0 {
		return nil, fmt.Errorf(
			`docs/ARCHITECTURE.md: no floor table; write rows such as "| 0 measures | units, cite | |"`,
		)
	}
	return floors, nil
}

// room is the part of the house that a package belongs to: its first folder, or for adapters,
// programs, internal packages and wings the first two. A room's subfolders are the room's own affair.
func (m *module) room(path string) string {
	parts := strings.Split(path, "/")
	_, winged := m.wings[parts[0]]
	if len(parts) > 1 && (winged || strings.Contains(" adapter cmd internal ", " "+parts[0]+" ")) {
		return parts[0] + "/" + parts[1]
	}
	return parts[0]
}

// exempt packages hold tests of the whole house and no code; one with a floor of its own is not exempt.
func (m *module) exempt(path string) bool {
	_, placed := m.floors[m.room(path)]
	return !placed && (m.room(path) == "bench" || m.room(path) == "examples")
}

// floor is the floor of a package. A program (package main), wherever it lies, is on the program's
// floor, and so is what serves tests and builds: each of internal/* that the table does not name.
func (m *module) floor(path string) (int, bool) {
	r := m.room(path)
	if p := m.at(path); p != nil && p.name == "main" || m.exempt(path) {
		return m.floors[programs], true
	}
	if w, _ := m.wing(path); w != nil {
		n, ok := w.floor[r]
		return n, ok
	}
	if n, ok := m.floors[r]; ok {
		return n, true
	}
	if strings.HasPrefix(r, "internal/") {
		return m.floors[programs], true
	}
	if group, _, nested := strings.Cut(r, "/"); nested {
		n, ok := m.floors[group+"/*"]
		return n, ok
	}
	return 0, false
}
