// Package rig reads how many machines a clause names (IsCount), and which of its figures are of one of them
// (IsEach, Apiece).
//
// It looks at one clause; what is said of a machine and of several is the business of reading.
//
// Nothing in it is promised to other modules.
package rig

import (
	"bytes"
	"math"
	"strings"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
	"github.com/assaymining/assay/reading/sense"
)

// most is the most machines that one offer is read to be of.
const most = 20_000

// IsCount reports a number of machines: "10 units", "48 × Antminer S21", "S19 x2".
func IsCount(c *sense.Clause, text []byte, v phrase.Value) bool {
	if !countable(v) || !c.Has.Any(anyMachine) {
		return false
	}
	p, far := c.Near(anyPiece, v.From, v.Core)
	if p.From >= v.Core && far <= 2 {
		return true
	}
	m, far := c.Near(anyMachine, v.From, v.Core)
	switch {
	case m.To == 0 || far > 4 || m.From < v.Core && m.To > v.From:
		return false
	case m.From >= v.Core:
		return len(bytes.Trim(text[v.Core:m.From], " x*×")) == 0
	}
	gap := string(bytes.TrimSpace(text[m.To:v.From]))
	return gap == "x" || gap == "*" || gap == "×"
}

// countable reports a figure that can be a number of machines.
func countable(v phrase.Value) bool {
	return (v.Kind == phrase.PlainNumber || v.Kind == phrase.Multiple) && v.Num >= 2 && v.Num <= most &&
		v.Num == math.Trunc(v.Num)
}

// IsEach reports a figure that is of one machine.
func IsEach(c *sense.Clause, text []byte, v phrase.Value) bool {
	switch v.Kind {
	case phrase.Hashrate, phrase.Kilowatt:
		m, far := c.Near(anyMachine, v.From, v.Core)
		return m.To > 0 && m.To <= v.From && far < 40
	case phrase.Money:
		if strings.HasSuffix(strings.TrimSpace(string(text[c.From:v.From])), "@") {
			return true
		}
		e, far := c.Near(anyApiece, v.From, v.Core)
		return e.To > 0 && far < 10 && c.Between(v, e) == 0
	}
	return false
}

// Apiece reports a number that can be the price of one machine: right behind it stands that it is for one.
func Apiece(c *sense.Clause, v phrase.Value) bool {
	e, far := c.Near(anyApiece, v.From, v.To)
	return v.Num >= 50 && c.Has.Any(anyMachine) && e.From >= v.To && far <= 2
}

var (
	anyMachine          = language.SetOf("machine")
	anyPiece, anyApiece = language.SetOf("piece"), language.SetOf("apiece")
)
