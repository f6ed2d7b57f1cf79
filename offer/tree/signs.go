package tree

import (
	"bytes"
	"fmt"
)

// maxSigns is how many marks of form a document has at most. Prose has one in 25 characters, so that a MiB
// of it stays below; what is dense with them is a table and no offer.
const maxSigns = 100_000

// beginning is a document up to the mark of form that is one too many; whole says that there is none. A
// reader of YAML cuts all that it is given before its first token can be looked at, and takes time for each;
// none is without a mark, and a mark gives at most three. Marks within quoted text count too: what is
// quoted, only a reader knows.
func beginning(data []byte) (first []byte, whole bool) {
	signs := 0
	for i, c := range data {
		if !sign(c, data[i+1:]) {
			continue
		}
		if signs++; signs > maxSigns {
			return data[:i], false
		}
	}
	return data, true
}

// dense records that a document has more marks than are read.
func (r *source) dense(first []byte) {
	r.add(1+bytes.Count(first, []byte("\n")), 1,
		fmt.Sprintf("more than %d line ends, commas, colons, brackets and quotes", maxSigns),
		"an offer is a page of text; keep what the offer says, and leave out tables and logs")
}

// sign reports whether a token may begin or end at a byte.
func sign(c byte, after []byte) bool {
	switch c {
	case ',', '[', ']', '{', '}', '"', '\'', '\n', '@', '`', '&', '*', '!', '%':
		return true
	case ':':
		return ends(after) || bytes.IndexByte([]byte(`,[]{}"'`), after[0]) >= 0
	case '-', '?', '#', '|', '>':
		return ends(after)
	}
	return false
}

// ends reports whether nothing or white space follows.
func ends(after []byte) bool {
	return len(after) == 0 || after[0] == ' ' || after[0] == '\n' || after[0] == '\t'
}
