package view

import "regexp"

// A message may name the command line's flags; on a page the same choice has a field of the flag's name.
var (
	giving = regexp.MustCompile(`[;,] (?:use )?--[a-z-]+ gives (?:another|one)`)
	flag   = regexp.MustCompile(`--([a-z]+)(?:-([a-z]+))?`)
)

// plainly is a message without the spelling of flags.
func plainly(s string) string {
	s = giving.ReplaceAllString(s, "")
	return flag.ReplaceAllStringFunc(s, func(f string) string {
		m := flag.FindStringSubmatch(f)
		if m[2] != "" {
			return "“" + m[1] + " " + m[2] + "”"
		}
		return "“" + m[1] + "”"
	})
}

func allPlainly(lines []string) []string {
	out := make([]string, len(lines))
	for i, l := range lines {
		out[i] = capital(plainly(l))
	}
	return out
}
