package redflag

import (
	"regexp"
	"regexp/syntax"
	"strings"
	"sync"
)

// lexicon is a list of words as a pattern. A megabyte of terms is read for a few of them, so that a plain
// search for a part of each word goes before the pattern: where none is found, nothing matches. Both are made
// when a text is first read: all of them take longer than a verdict.
type lexicon struct {
	parts   func() []string // one of them is in every match; none: not known
	pattern func() *regexp.Regexp
}

// lexiconOf is a list of words; a pattern that is none panics when it is used (a test compiles them all).
func lexiconOf(pattern string) *lexicon {
	return &lexicon{
		pattern: sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(pattern) }),
		parts: sync.OnceValue(func() []string {
			tree, err := syntax.Parse(pattern, syntax.Perl)
			if err != nil {
				panic("redflag: " + err.Error())
			}
			return partsOf(tree)
		}),
	}
}

// partsOf is texts of which every match holds one, nil where there are none.
func partsOf(t *syntax.Regexp) []string {
	switch t.Op {
	case syntax.OpLiteral:
		return []string{string(t.Rune)}
	case syntax.OpCapture, syntax.OpPlus:
		return partsOf(t.Sub[0])
	case syntax.OpRepeat:
		if t.Min > 0 {
			return partsOf(t.Sub[0])
		}
	case syntax.OpCharClass:
		return classOf(t.Rune)
	case syntax.OpConcat:
		var best []string
		for _, s := range t.Sub {
			if p := partsOf(s); p != nil && (best == nil || shortest(p) > shortest(best)) {
				best = p
			}
		}
		return best
	case syntax.OpAlternate:
		var all []string
		for _, s := range t.Sub {
			p := partsOf(s)
			if p == nil {
				return nil
			}
			all = append(all, p...)
		}
		return all
	}
	return nil
}

// classOf is the characters of a small class, nil of a large one.
func classOf(ranges []rune) []string {
	var all []string
	for i := 0; i+1 < len(ranges); i += 2 {
		for r := ranges[i]; r <= ranges[i+1]; r++ {
			if all = append(all, string(r)); len(all) > 8 {
				return nil
			}
		}
	}
	return all
}

func shortest(all []string) int {
	least := len(all[0])
	for _, s := range all {
		least = min(least, len(s))
	}
	return least
}

// may reports whether a match is possible.
func (l *lexicon) may(s string) bool {
	parts := l.parts()
	if parts == nil {
		return true
	}
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

func (l *lexicon) in(s string) bool { return l.may(s) && l.pattern().MatchString(s) }

// at is the place of the first match, nil where there is none.
func (l *lexicon) at(s string) []int {
	if !l.may(s) {
		return nil
	}
	return l.pattern().FindStringIndex(s)
}

// all is the places of the matches, most of all the first 50.
func (l *lexicon) all(s string) [][]int {
	if !l.may(s) {
		return nil
	}
	return l.pattern().FindAllStringIndex(s, 50)
}

// groups is the first match with its groups, as regexp gives them.
func (l *lexicon) groups(s string) []int {
	if !l.may(s) {
		return nil
	}
	return l.pattern().FindStringSubmatchIndex(s)
}

// allGroups is the same of all matches.
func (l *lexicon) allGroups(s string) [][]int {
	if !l.may(s) {
		return nil
	}
	return l.pattern().FindAllStringSubmatchIndex(s, 50)
}

// replaced is a text in which each match is replaced.
func (l *lexicon) replaced(s string, by func(string) string) string {
	if !l.may(s) {
		return s
	}
	return l.pattern().ReplaceAllStringFunc(s, by)
}
