// Package examples holds real offers, each with its source and what it leaves out.
//
// All lists them with what each shows; README.md is the same list for people who browse the files. The
// offers are documents of schema assay/offer/v1 and are read by package contract like any other: this
// package knows nothing about them.
//
// Nothing in it is promised to other modules.
package examples

import (
	"embed"
	"fmt"
	"regexp"
	"strings"
)

//go:embed *.yaml README.md
var files embed.FS

// Example is one document.
type Example struct {
	Name string // file name
	Says string // what it shows, from README.md
	Data []byte
}

var (
	row    = regexp.MustCompile("^\\| (`[^|]+) \\| ([^|]+) \\|$")
	quoted = regexp.MustCompile("`([^`]+)`")
)

// All is every example in the order of README.md's table, then those it covers by a pattern. The error
// says which file cannot be read.
func All() ([]Example, error) {
	table, err := files.ReadFile("README.md")
	if err != nil {
		return nil, err
	}
	entries, err := files.ReadDir(".")
	if err != nil {
		return nil, err
	}
	var out []Example
	done := map[string]bool{}
	for line := range strings.Lines(string(table)) {
		m := row.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			continue
		}
		for _, name := range quoted.FindAllStringSubmatch(m[1], -1) {
			for _, e := range entries {
				if done[e.Name()] || !strings.HasSuffix(e.Name(), ".yaml") || !matches(name[1], e.Name()) {
					continue
				}
				data, err := files.ReadFile(e.Name())
				if err != nil {
					return nil, fmt.Errorf("example %s: %w", e.Name(), err)
				}
				done[e.Name()] = true
				out = append(out, Example{e.Name(), m[2], data})
			}
		}
	}
	return out, nil
}

// matches is a name, or one with a star in it.
func matches(pattern, name string) bool {
	before, after, star := strings.Cut(pattern, "*")
	return pattern == name || star && strings.HasPrefix(name, before) && strings.HasSuffix(name, after)
}
