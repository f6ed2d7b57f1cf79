// Package need names what a message may ask its reader for: a setting, or a fact.
//
// Below the programs nobody knows how a setting is given: a program has a flag, a page a field, the API a
// parameter. A message therefore writes a setting as “as-of”, or with an example as “price=76000USD”, and Say
// puts the words of whoever shows the message in that place. As it stands the message can be published:
// the name is the API's. What a setting is, and how its text is read, is told by the door (assay.Settings).
//
// Nothing in it is promised to other modules.
package need

import "strings"

// Setting is the name of what a reader may set. Printed, it is the place in a message that Say fills.
type Setting string

// What a reader may set about a judgement.
const (
	AsOf          Setting = "as-of"
	Hashprice     Setting = "hashprice"
	Difficulty    Setting = "difficulty"
	Price         Setting = "price"
	FX            Setting = "fx"
	Currency      Setting = "currency"
	OpenTerm      Setting = "open-term"
	Discounts     Setting = "discounts"
	Paths         Setting = "paths"
	Seed          Setting = "seed"
	PriceDrift    Setting = "price-drift"
	Power         Setting = "my-power"
	Machine       Setting = "asic"
	Budget        Setting = "budget"
	TaxIncome     Setting = "tax-income"
	TaxDeductible Setting = "tax-deductible"
	TaxGains      Setting = "tax-gains"
)

// Where facts come from and go to, which a reader of pages does not set.
const (
	History    Setting = "history"
	Store      Setting = "store"
	NodeCookie Setting = "node-cookie"
	Esplora    Setting = "esplora"
	HTML       Setting = "html"
)

// Facts that are missing are asked for in the same way.
const (
	Quotes Setting = "quotes" // what hashrate costs today on its markets
)

const begin, end = "“", "”"

// String is the place of the setting in a message.
func (s Setting) String() string { return begin + string(s) + end }

// As is the place of the setting in a message, with a text that it may be set to.
func (s Setting) As(example string) string { return begin + string(s) + "=" + example + end }

// For is what is needed and the place of the setting that gives it, at the message's end.
func (s Setting) For(what, example string) string {
	if example == "" {
		return what + ": " + s.String()
	}
	return what + ": " + s.As(example)
}

// Words are how a reader is told to give a setting. Empty words leave the place as it stands, as for a
// name that is no setting.
type Words func(name Setting, example string) string

// Say fills the places of settings in a message. Only places are replaced that Setting prints; an offer's
// own quotation marks stay.
func Say(message string, words Words) string {
	var b strings.Builder
	for {
		before, rest, opened := strings.Cut(message, begin)
		place, after, closed := strings.Cut(rest, end)
		if !opened || !closed {
			b.WriteString(message)
			return b.String()
		}
		b.WriteString(before)
		name, example, _ := strings.Cut(place, "=")
		if said := words(Setting(name), example); said != "" && !strings.Contains(place, begin) {
			b.WriteString(said)
			message = after
			continue
		}
		b.WriteString(begin)
		message = rest
	}
}
