package offer

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/assaymining/assay/internal/pattern"
)

// Words are how people meet a key: as a question or on a checklist, as a box of a form.
type Words struct {
	Ask     string   // the question
	Brief   string   // how to answer, in some words beside the question, where Hint does not show it
	Write   string   // how to answer, in full
	Why     string   // what hangs on it, one sentence
	Label   string   // of a box of a form
	Hint    string   // an answer, as an example
	Unit    string   // of a bare number in a form
	Choices []Choice // the answers, where they are a closed list
}

// A Choice is an answer, what it means, and its name in a form.
type Choice struct{ Answer, Means, Label string }

// A FieldKind is how a key is answered.
type FieldKind string

// The kinds of answers.
const (
	TextField   FieldKind = "text"
	ChoiceField FieldKind = "choice"
	YesNoField  FieldKind = "yes_no"
)

// A Field is one key of the document in words for somebody who has never mined. What a list holds is named
// by position: "fees[0].paid".
type Field struct {
	Path string
	Kind FieldKind
	Long bool // it may be several lines
	Day  bool // it is a day of the calendar
	Words
}

// Keys are the paths of all values that a document can hold, in the order of its normal form. What a list
// holds is at its first position: "fees[0].paid", "proof.addresses[0]".
func Keys() []string {
	var out []string
	var walk func(prefix string, all []entry)
	walk = func(prefix string, all []entry) {
		for _, e := range all {
			path := prefix + e.key
			if e.shape.list {
				path += "[0]"
			}
			if len(e.shape.children) == 0 {
				out = append(out, path)
			}
			walk(path+".", e.shape.children)
		}
	}
	walk("", offerObject.entries())
	return out
}

var position = pattern.Of(`\[\d+\]`)

// FieldAt is the key at a path. It panics where the document has no such key: paths are the program's own.
func FieldAt(path string) Field {
	fields, found := offerObject.entries(), entry{}
	for _, key := range strings.Split(position.ReplaceAllString(path, ""), ".") {
		i := slices.IndexFunc(fields, func(e entry) bool { return e.key == key })
		if i < 0 {
			panic("offer: the document has no key " + path)
		}
		found, fields = fields[i], fields[i].shape.children
	}
	f := Field{Path: path, Kind: TextField, Words: found.words,
		Long: found.shape.want == textKind.want, Day: found.shape.want == dateKind.want}
	if f.Label == "" {
		says, _, _ := strings.Cut(found.doc, ";")
		r, n := utf8.DecodeRuneInString(says)
		f.Label = string(unicode.ToUpper(r)) + says[n:]
	}
	if f.Hint == "" && found.shape.enum == nil && !f.Long {
		f.Hint = strings.Trim(found.shape.example, `"`)
	}
	f.Choices = slices.Clone(found.words.Choices)
	for _, word := range found.shape.enum {
		if found.words.Choices == nil && word != "unknown" {
			f.Choices = append(f.Choices, Choice{Answer: word})
		}
	}
	switch {
	case found.shape.schemaType == "boolean" || found.shape.children != nil: // whether there are any, first
		f.Kind, f.Brief, f.Write = YesNoField, "yes or no", "yes or no"
	case f.Choices != nil:
		f.Kind, f.Write = ChoiceField, oneOfThese(f.Choices)
	case f.Write == "":
		f.Write = f.Hint
	}
	if f.Ask == "" {
		f.Ask = f.Label + "?"
	}
	if f.Why == "" {
		r, n := utf8.DecodeRuneInString(found.doc)
		f.Why = string(unicode.ToUpper(r)) + found.doc[n:] + "."
	}
	for i, c := range f.Choices {
		if c.Label == "" {
			f.Choices[i].Label = strings.ReplaceAll(c.Answer, "_", " ")
		}
	}
	return f
}

// oneOfThese is "a, b or c".
func oneOfThese(choices []Choice) string {
	words := make([]string, len(choices))
	for i, c := range choices {
		words[i] = c.Answer
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// Question is the question with how to answer it.
func (f Field) Question() string {
	if f.Brief == "" {
		return f.Ask
	}
	return f.Ask + " (" + f.Brief + ")"
}
