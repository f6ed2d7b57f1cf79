// Package weigh tells how much the words around a grave statement are like those of frauds, and how much like
// those of honest texts.
//
// A rule finds a statement by two or three words, and an honest page has a hundred clauses for them to meet
// in by chance. Here all words and figures of the clause are looked at, by what they stand for and so alike
// in every language, each with a weight that was learned from labelled texts (docs/adr/009). A statement
// below the least of its kind is no statement but a question to the seller.
//
// Only the clause itself counts, nothing around it: no words beside a fraud's promise make it milder.
//
// Main entry: Grave. weights.txt is the table, which go run ./cmd/weigh writes. Nothing in it is promised to
// other modules.
package weigh

import (
	"strings"

	"github.com/assaymining/assay/reading/language"
	"github.com/assaymining/assay/reading/phrase"
)

// Grave reports whether the clauses that a stretch of the folded text touches are like those of frauds, for a
// statement of that name.
func Grave(d *phrase.Doc, what string, from, to int) bool {
	t, k := table(), KindOf(what)
	return t.Score(k, Features(d, from, to)) >= t.Least[k]
}

// Kind is a kind of statement with weights of its own.
type Kind uint8

// kinds is the names of the kinds in the table; the first is of statements that have none.
var kinds = strings.Fields("other return multiple constant safe back first refer virtual secret")

var kindOf = map[string]Kind{
	"promised_return": 1, "multiple": 2, "constant_income": 3, "guarantee": 4, "protected": 4,
	"principal_back": 5, "pay_first": 6, "referral": 7, "virtual_hashrate": 8, "proof_refused": 9,
}

// KindOf is the kind of a statement by its name.
func KindOf(what string) Kind { return kindOf[what] }

// triggers is the words that a statement of each kind has one of; those of returns and multiples have
// figures.
var triggers = [...]language.Set{
	3: language.SetOf("constant whatever vary nochange"),
	4: language.SetOf("guar norisk fail lossmay protect neg"),
	5: language.SetOf("back whole"),
	6: language.SetOf("due first need release"),
	7: language.SetOf("refer level"),
	8: language.SetOf("virtual"),
	9: language.SetOf("secret proof"),
}

var anyTimes = language.SetOf("mult times")

// Kinds is the kinds of statement that a clause could be taken for by its words and figures.
func Kinds(c *phrase.Clause) []Kind {
	var out []Kind
	for k, words := range triggers {
		if k >= 3 && c.Has.Any(words) {
			out = append(out, Kind(k))
		}
	}
	shares, amounts := 0, 0
	for _, v := range c.Values {
		switch v.Kind {
		case phrase.Percent:
			shares++
		case phrase.Money:
			amounts++
		}
	}
	if shares+amounts > 0 {
		out = append(out, 1)
	}
	if c.Has.Any(anyTimes) || amounts > 1 {
		out = append(out, 2)
	}
	return out
}

// Question is what to ask of words that may be a statement of that name.
func Question(what string) string {
	if ask, ok := questions[what]; ok {
		return ask
	}
	return "what exactly is promised or asked here, and by whom?"
}

var questions = map[string]string{
	"promised_return":  "would you be paid this on your money, or is it an example, a charge, something else?",
	"multiple":         "is so much promised back of what you pay, or is this of something else?",
	"constant_income":  "is it your income that stays the same here, or something else?",
	"guarantee":        "what exactly is sure here, and by whose word?",
	"protected":        "is it your money that is safe here, from what, and by whose word?",
	"principal_back":   "does your price come back whatever happens, or only where the purchase is undone?",
	"pay_first":        "must you pay this before you are paid what is yours?",
	"referral":         "is anything paid for the friends of friends?",
	"virtual_hashrate": "do real machines stand behind this hashrate?",
	"proof_refused":    "what of the mining can you see for yourself?",
}
