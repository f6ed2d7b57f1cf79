package offer

import (
	"fmt"
	"regexp"
	"strings"
)

// A number may be written with other marks than Assay's: "1.900,00", "1 900", "0,05". None is guessed; the
// error, or the warning where it can be read otherwise, says how to write it.

const thin = `['’ \x{a0}\x{202f}]` // what groups thousands beside comma and dot

var (
	grouped = regexp.MustCompile(`^([1-9][0-9]{0,2})((?:[.][0-9]{3})+|(?:,[0-9]{3})+|(?:` + thin +
		`[0-9]{3})+)(?:([.,])([0-9]+))?([^0-9.,].*|)$`)
	decimal   = regexp.MustCompile(`^([0-9]+),([0-9]+)([^0-9.,].*|)$`)
	groupMark = regexp.MustCompile(`[.,]|` + thin)
	dotGroup  = regexp.MustCompile(`^[1-9][0-9]{0,2}\.[0-9]{3}([^0-9].*)$`)
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
		return m[1] + "." + m[2] + m[3], "has a decimal comma"
	}
	return "", ""
}

// commaAt is the value as it was meant, and how many keys were torn from it: inside { } a comma ends an
// entry, so that {upfront: 1,900 USD} has the value 1 and the key "900 USD".
func (n *node) commaAt(i int) (whole string, torn int) {
	item := n.items[i]
	if item.kind != scalar || item.quoted || item.text == "" || !digit(item.text[len(item.text)-1]) {
		return "", 0
	}
	whole = item.text
	for _, k := range n.keys[i+1:] {
		after := n.items[i+1+torn]
		if k.quoted || k.text == "" || !digit(k.text[0]) || after.kind != blank {
			break
		}
		whole, torn = whole+","+k.text, torn+1
	}
	return whole, torn
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

// tornNumber records a number that a comma tore apart.
func (r *reader) tornNumber(key string, n *node, whole string) {
	fix := `write the number without commas, with a dot before decimals`
	if plain, _ := respelled(whole); plain != "" {
		fix = fmt.Sprintf(`write "%s: %s"`, key, clip(plain))
	}
	r.fail(n, fmt.Sprintf("%s: the comma in %q ends the entry, inside { }", key, clip(whole)), fix)
}

// thousands doubts an amount of money such as "1.900 USD", which may be meant as nineteen hundred.
func (r *reader) thousands(n *node, amount string) {
	text := strings.TrimSpace(n.text)
	if m := dotGroup.FindStringSubmatch(text); m != nil && !strings.Contains(strings.ToLower(m[1]), "btc") {
		plain, _ := respelled(text)
		r.doubts = append(r.doubts, Warning{Line: n.line, Col: n.col,
			Msg: fmt.Sprintf("%q is read as %s: a dot marks decimals; if thousands are meant, write %q", text,
				amount, plain)})
	}
}
