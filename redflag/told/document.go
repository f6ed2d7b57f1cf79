package told

import (
	"bytes"
	"strings"

	"github.com/assaymining/assay/internal/pattern"
)

// IsDocument reports that what does not parse as an offer document is meant to be one, so that its errors
// are worth telling: it names the schema, is JSON, or consists of keys of an offer. All else is words.
func IsDocument(data []byte) bool {
	head := string(bytes.TrimSpace(data[:min(len(data), 1<<16)]))
	switch {
	case head == "", strings.HasPrefix(head, "<"), strings.HasPrefix(head, "%PDF-"):
		return false
	case head[0] == '{', strings.HasPrefix(head, "---\n"), schemaLine.MatchString(head):
		return true
	}
	known := false
	for line := range strings.Lines(head) {
		line = strings.TrimRight(line, "\r\n")
		switch {
		case strings.TrimSpace(line) == "", strings.HasPrefix(line, "#"):
		case line[0] == ' ', line[0] == '-':
			if !keyLine.MatchString(strings.TrimLeft(line, " -")) {
				return false
			}
		case !keyLine.MatchString(line):
			return false
		default:
			known = known || offerKey.MatchString(line)
		}
	}
	return known
}

var (
	schemaLine = pattern.Of(`(?m)^["']?schema["']?\s*:`)
	keyLine    = pattern.Of(`^["']?[a-z_]{1,40}["']?\s*:|^[-\[{&*!|>@]`)
	offerKey   = pattern.Of(`^["']?(hashrate|term|price|fees|payout|stops|uptime|provider|product|` +
		`kind|claims|hardware|referral|proof|terms|resale)["']?\s*:`)
)
