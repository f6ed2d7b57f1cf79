package offer

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/assaymining/assay/internal/pattern"
	"github.com/assaymining/assay/offer/tree"
	"github.com/assaymining/assay/units"
)

// A number may be written with other marks than Assay's: "1.900,00", "1 900", "0,05". None is guessed; the
// error, or the warning where it can be read otherwise, says how to write it.

const thin = `['’ \x{a0}\x{202f}]` // what groups thousands beside comma and dot

var (
	grouped = pattern.Of(
		`^([^0-9.,+-]{0,5}[1-9][0-9]{0,2})((?:[.][0-9]{3})+|(?:,[0-9]{3})+|(?:` + thin +
			`[0-9]{3})+)(?:([.,])([0-9]+))?([^0-9.,].*|)$`,
	)
	decimal   = pattern.Of(`^([^0-9.,+-]{0,5})([0-9]*),([0-9]+)([^0-9.,].*|)$`)
	groupMark = pattern.Of(`[.,]|` + thin)
)

// respelled is a quantity with its number as Assay writes it, no mark between thousands and a dot before
// decimals, and what was wrong with it; plain is "" where that is not clear.
func respelled(text string) (plain, wrong string) {
	if m := grouped.FindStringSubmatch(text); m != nil && m[3] != m[2][:1] {
		plain = m[1] + groupMark.ReplaceAllString(m[2], "")
		if m[4] != "" {
			plain += "." + m[4]
		}
		return plain + m[5], fmt.Sprintf("has %q between thousands", groupMark.FindString(m[2]))
	}
	if m := decimal.FindStringSubmatch(text); m != nil {
		return m[1] + cmp.Or(m[2], "0") + "." + m[3] + m[4], "has a decimal comma"
	}
	return "", ""
}

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
	if plain, _ := respelled(whole); plain != "" {
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
