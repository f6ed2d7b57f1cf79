// Package pattern has regular expressions that are compiled when they are first asked.
//
// A program knows some hundred of them and most runs ask few; compiled as package variables they cost every
// start, whatever it is for. An expression that does not compile panics where it is first asked; the house's
// laws try each.
//
// Nothing in it is promised to other modules.
package pattern

import (
	"regexp"
	"sync"
)

// Pattern is a regular expression, its methods those of regexp.Regexp.
type Pattern struct{ compiled func() *regexp.Regexp }

// Of is the pattern of an expression in the syntax of package regexp.
func Of(expr string) Pattern {
	return Pattern{sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(expr) })}
}

// MatchString reports whether the pattern is found in s.
func (p Pattern) MatchString(s string) bool { return p.compiled().MatchString(s) }

// FindString is the leftmost match, "" where there is none.
func (p Pattern) FindString(s string) string { return p.compiled().FindString(s) }

// FindStringIndex is where the leftmost match stands, nil where there is none.
func (p Pattern) FindStringIndex(s string) []int { return p.compiled().FindStringIndex(s) }

// FindStringSubmatch is the leftmost match and its groups, nil where there is none.
func (p Pattern) FindStringSubmatch(s string) []string { return p.compiled().FindStringSubmatch(s) }

// FindAllStringSubmatchIndex is where the first n matches and their groups stand; n below 0 is all.
func (p Pattern) FindAllStringSubmatchIndex(s string, n int) [][]int {
	return p.compiled().FindAllStringSubmatchIndex(s, n)
}

// ReplaceAllString replaces every match; $1 stands for a group.
func (p Pattern) ReplaceAllString(s, by string) string { return p.compiled().ReplaceAllString(s, by) }

// ReplaceAllStringFunc replaces every match by what is made of it.
func (p Pattern) ReplaceAllStringFunc(s string, by func(string) string) string {
	return p.compiled().ReplaceAllStringFunc(s, by)
}
