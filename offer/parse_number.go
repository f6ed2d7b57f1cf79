package offer

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay/offer/slips"
	"github.com/assaymining/assay/offer/tree"
	"github.com/assaymining/assay/units"
)

// A number may be written with other marks than Assay's. None is guessed; the error, or the warning where it
// can be read otherwise, says how to write it.

// commaAt is the value as it was meant, and how many keys were torn from it: inside { } a comma ends an
// entry, so that {upfront: 1,900 USD} has the value 1 and the key "900 USD".
func commaAt(n *tree.Node, i int) (whole string, torn int) {
	item := n.Items[i]
	if item.Kind != tree.Scalar || item.Quoted || item.Text == "" || !digit(item.Text[len(item.Text)-1]) {
		return "", 0
	}
	whole = item.Text
	for _, k := range n.Keys[i+1:] {
		after := n.Items[i+1+torn]
		if k.Quoted || k.Text == "" || !digit(k.Text[0]) || after.Kind != tree.Blank {
			break
		}
		whole, torn = whole+","+k.Text, torn+1
	}
	return whole, torn
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// tornNumber records a number that a comma tore apart.
func (r *reader) tornNumber(key string, n *tree.Node, whole string) {
	fix := `write the number without commas, with a dot before decimals`
	if plain, _ := slips.Number(whole); plain != "" {
		fix = fmt.Sprintf(`write "%s: %s"`, key, tree.Clip(plain))
	}
	r.fail(n, fmt.Sprintf("%s: the comma in %q ends the entry, inside { }", key, tree.Clip(whole)), fix)
}

// ambiguous doubts a number with a lone mark before three digits, such as "1,299 USD" or "1.900 USD", which
// may be
// meant the other way. A dot is doubted only in kinds of which thousands are common: nobody pays thousands
// per
// TH/s and day, but "2.408 USD/TH/day" is a figure of 2017. read is the value as it was taken.
func (r *reader) ambiguous(n *tree.Node, read string, thousands bool) {
	text := strings.TrimSpace(n.Text)
	_, other, ok := units.Ambiguous(text)
	comma := strings.Contains(text, ",")
	if !ok || !comma && (!thousands || strings.Contains(strings.ToLower(text), "btc")) {
		return
	}
	says := "a dot marks decimals; if thousands are meant"
	if comma {
		says = "a comma marks thousands; if decimals are meant"
	}
	r.doubt(n, fmt.Sprintf("%q is read as %s: %s, write %q", text, read, says, other))
}

// calendar tells how many days are taken for a term that is written in months or years.
func (r *reader) calendar(n *tree.Node, read string) {
	if text := strings.TrimSpace(n.Text); units.Rounded(text) {
		r.doubt(n, fmt.Sprintf("%q is read as %s: a year is taken as 365 days, a month as a twelfth of it; "+
			"write the days where the contract names them", text, read))
	}
}

func (r *reader) doubt(n *tree.Node, says string) {
	r.doubts = append(r.doubts, Warning{Line: n.Line, Col: n.Col, Msg: says})
}
