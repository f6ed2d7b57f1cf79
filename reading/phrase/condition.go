package phrase

import (
	"bytes"
	"slices"
	"strings"
)

// Condition is how far the condition reaches with which a clause begins; 0: it begins with none.
func (d *Doc) Condition(c *Clause) int {
	text := strings.TrimLeft(string(d.Text[c.From:min(c.To, c.From+longestStart)]), " -*|\"(0123456789.")
	if !slices.ContainsFunc(conditions, func(w string) bool { return strings.HasPrefix(text, w) }) {
		return 0
	}
	for _, p := range c.Breaks[:min(len(c.Breaks), firstBreaks)] {
		if p.Comma && p.At > c.From {
			return p.At
		}
	}
	return c.To
}

// Together reports that two places of the folded text are of one paragraph: no blank line stands between.
func (d *Doc) Together(a, b int) bool {
	return !bytes.Contains(d.Text[min(a, b):max(a, b)], []byte("\n\n"))
}

// longestStart is the bytes in which a clause says that it supposes something, firstBreaks the signs
// among which the condition ends.
const longestStart, firstBreaks = 32, 16

// conditions begin a clause that supposes something.
var conditions = append(strings.Fields("如果 若 如 もし 万一 만약 إذا"),
	"if ", "should ", "si ", "se ", "caso ", "wenn ", "falls ", "если ",
	"jika ", "kalau ", "bila ", "nếu ", "eger ",
	"यदि ", "अगर ")
