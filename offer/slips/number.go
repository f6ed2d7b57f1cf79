package slips

import (
	"cmp"
	"fmt"

	"github.com/assaymining/assay/internal/pattern"
)

const thin = `['’ \x{a0}\x{202f}]` // what groups thousands beside comma and dot

var (
	grouped = pattern.Of(
		`^([^0-9.,+-]{0,5}[1-9][0-9]{0,2})((?:[.][0-9]{3})+|(?:,[0-9]{3})+|(?:` + thin +
			`[0-9]{3})+)(?:([.,])([0-9]+))?([^0-9.,].*|)$`,
	)
	decimal   = pattern.Of(`^([^0-9.,+-]{0,5})([0-9]*),([0-9]+)([^0-9.,].*|)$`)
	groupMark = pattern.Of(`[.,]|` + thin)
)

// Number is a quantity with its number as Assay writes it, no mark between thousands and a dot before
// decimals, and what was wrong with it: "1900.00" of "1.900,00", "0.05" of "0,05". Plain is "" where that
// is not clear.
func Number(text string) (plain, wrong string) {
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
