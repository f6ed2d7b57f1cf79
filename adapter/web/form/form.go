// Package form is the offer document as boxes to fill in, in an order for each kind of contract.
//
// Of makes a form for an offer; Apply writes what was entered back into the document, and Blame hands the
// errors of that document to the boxes they belong to. Every key of the document has a box (offer.Keys): the
// few that most offers of a kind have come first, the rest are folded by what they are about. A machine of
// the catalogue fills in its hashrate and efficiency.
//
// It knows neither pages nor requests beyond their values, judges nothing, and refuses to guess: a box left
// empty stays unknown.
//
// Nothing in it is promised to other modules.
package form

import (
	"encoding/json"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/assaymining/assay/offer"
)

// maxText bounds one box, in bytes. A longer text of the document is shown and not sent.
const maxText = 2000

// Field is one box: a path into the offer document, or a name of its own.
type Field struct {
	Path, Label, Hint string
	Unit              string   // appended to a bare number
	Choices           []Choice // a list to choose from, instead of text
	Slide             bool     // a slider beside it, where there is JavaScript
	Day               bool     // a day of the calendar
	Long              bool     // several lines
	Kept              bool     // too long for a box: shown only
	Term              string   // the word of the glossary that explains it, where there is one
	Value             string
	Error             string
}

// ID is the field's id on the page.
func (f Field) ID() string {
	return "f-" + strings.NewReplacer(".", "-", "[", "-", "]", "").Replace(f.Path)
}

// Choice is one entry of a list.
type Choice struct{ Value, Label string }

// group is a folded part of the form, and the parts of it.
type group struct {
	Name   string
	Fields []Field
	Groups []group
	Open   bool
}

// box is a statement that something is none, beside which leaving it out would be not known.
type box struct {
	Name, Label string
	On          bool
	path        string
}

// ID is the box's id on the page.
func (b box) ID() string { return "f-" + strings.ReplaceAll(b.Name, "_", "-") }

// Form is the terms of an offer, to be changed.
type Form struct {
	Packed string // the offer that the fields change
	Kind   Kind
	Main   []Field
	Boxes  []box
	Groups []group
}

// Of is the form for an offer, in the order of a kind of contract: the values are the offer's. packed is the
// same offer as it stands in a link.
func Of(o offer.Offer, packed string, kind Kind) *Form {
	tree := TreeOf(o)
	f := &Form{Packed: packed, Kind: kind, Main: mainFields(tree, kind)}
	f.Groups = groups(tree, f.Main, kind.Name != "" && !kind.Owned)
	for _, b := range boxes() {
		if stated, n := tree.list(b.path); n == 0 {
			b.On = stated
			f.Boxes = append(f.Boxes, b)
		}
	}
	for _, one := range f.All() {
		if one.Path == machineBox {
			continue
		}
		one.Value = tree.At(one.Path)
		if len(one.Value) > maxText {
			one.Kept = true
		}
	}
	return f
}

// boxes are the lists of which "none" is a statement.
func boxes() []box {
	return []box{
		{Name: "no_fees", Label: "The seller says that there are no running fees", path: "fees"},
		{Name: "no_stops", Label: "The terms say that nobody may end or pause it", path: "stops"},
		{Name: "no_places", Label: "You looked, and no place of the machines is named",
			path: "proof.data_centres"},
	}
}

// noFees is the box that says that there are no running fees, or nil where fees are stated.
func (f *Form) noFees() *box {
	for i := range f.Boxes {
		if f.Boxes[i].path == "fees" {
			return &f.Boxes[i]
		}
	}
	return nil
}

// All are the fields of the form, in its order.
func (f *Form) All() []*Field {
	var out []*Field
	var walk func([]group)
	walk = func(all []group) {
		for g := range all {
			for i := range all[g].Fields {
				out = append(out, &all[g].Fields[i])
			}
			walk(all[g].Groups)
		}
	}
	for i := range f.Main {
		out = append(out, &f.Main[i])
	}
	walk(f.Groups)
	return out
}

// Apply writes what the reader entered into the offer and gives the document as JSON. touched is whether the
// form was sent at all.
func (f *Form) Apply(o offer.Offer, q url.Values) (doc []byte, touched bool) {
	tree := TreeOf(o)
	for _, one := range f.All() {
		values, sent := q[one.Path]
		touched = touched || sent && !one.Kept
		if !sent || one.Kept || one.Path == machineBox {
			continue
		}
		text := withBreaks(values[0], one.Value)
		if text = WithUnit(Clip(text), one.Unit); text == strings.TrimSpace(one.Value) {
			continue
		}
		one.Value = text
		tree.Put(one.Path, text)
	}
	if q.Has("kind") && !f.has("kind") {
		touched = true
		tree.Put("kind", Clip(q.Get("kind")))
	}
	f.pick(tree, q)
	m := tree.root()
	touched = own(m, q.Get(Own)) || touched
	m["schema"] = offer.Schema
	for _, list := range []string{"stops", "claims", "sources", "proof.data_centres", "proof.addresses"} {
		tree.compact(list) // an entry whose fields were all emptied goes away
	}
	if touched {
		f.keepFees(m, q, o.Fees)
		f.none(tree, q)
	}
	doc, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		panic("form: a document does not encode: " + err.Error())
	}
	return doc, touched
}

// Own is the name of the value that says whether it is the reader's already, Yes or No.
const (
	Own = "own"
	Yes = "yes"
	No  = "no"
)

// own says in a document that it is owned, or takes that away; it reports whether that changed it.
func own(m map[string]any, says string) bool {
	_, already := m[Owned]
	switch {
	case says == Yes && !already:
		m[Owned] = map[string]any{}
	case says == No && already:
		delete(m, Owned)
	default:
		return false
	}
	return true
}

func (f *Form) has(path string) bool {
	return slices.ContainsFunc(f.All(), func(one *Field) bool { return one.Path == path })
}

// withBreaks is a text as it was before a browser sent it with its own ends of lines.
func withBreaks(text, before string) string {
	if strings.Contains(before, "\r") {
		return text
	}
	return strings.ReplaceAll(text, "\r\n", "\n")
}

// keepFees drops fees whose amount was emptied, not those that had none before. No fees at all are "none"
// where the box says so, else unknown; a request that is no whole form says nothing about the box.
func (f *Form) keepFees(m map[string]any, q url.Values, before []offer.Fee) {
	fees, stated := m["fees"].([]any)
	kept := []any{}
	for i, fee := range fees {
		if worth(fee) || fee != nil && i < len(before) && !before[i].HasAmount() {
			kept = append(kept, fee)
		}
	}
	none := q.Has("no_fees") || !q.Has("form") && stated && len(fees) == 0
	delete(m, "fees")
	if len(kept) > 0 || none {
		m["fees"] = kept
	}
	if box := f.noFees(); box != nil {
		box.On = len(kept) == 0 && none
	}
}

// none states that a list is empty where its box says so.
func (f *Form) none(tree *Tree, q url.Values) {
	for i, b := range f.Boxes {
		if b.path == "fees" {
			continue
		}
		stated, n := tree.list(b.path)
		f.Boxes[i].On = n == 0 && (q.Has(b.Name) || !q.Has("form") && stated)
		if n == 0 {
			tree.empty(b.path, f.Boxes[i].On)
		}
	}
}

// worth reports whether a fee says an amount, so that a fee whose amount was emptied goes away.
func worth(fee any) bool {
	m, _ := fee.(map[string]any)
	for key := range m {
		if !slices.Contains(rights, key) {
			return true
		}
	}
	return false
}

// rights are the keys of a fee that say no amount.
var rights = []string{"name", "paid", "changeable", "notice", "cap", "escalation", "after", "prepaid",
	"discount", "each"}

// bareNumber is a number without a unit, to which a field adds its own.
var bareNumber = regexp.MustCompile(`^[0-9][0-9,]*(\.[0-9]+)?$|^\.[0-9]+$`)

// WithUnit adds the unit of a field to a bare number: the label of the field says which.
func WithUnit(text, unit string) string {
	text = strings.TrimSpace(text)
	if unit != "" && bareNumber.MatchString(text) {
		return text + " " + unit
	}
	return text
}

// Clip is as much of a text as a box holds.
func Clip(s string) string {
	if len(s) > maxText {
		return strings.ToValidUTF8(s[:maxText], "")
	}
	return s
}

// Blame hands the errors of a document made by Apply to the fields they belong to; the rest is returned.
func (f *Form) Blame(errs offer.Errors) (rest []offer.Error) {
	for _, e := range errs {
		found := false
		for _, one := range f.All() {
			meant := e.Path != "" && (one.Path == e.Path || strings.HasPrefix(one.Path, e.Path+"."))
			if meant && one.Error == "" && !found {
				one.Error, found = inWords(e, one.Path), true
			}
		}
		if !found {
			rest = append(rest, e)
		}
	}
	f.open()
	return rest
}

// inWords is an error at its box: without the key, which the label of the box stands for.
func inWords(e offer.Error, path string) string {
	key := path[strings.LastIndexByte(path, '.')+1:]
	says := strings.TrimPrefix(e.Msg, key+": ")
	if e.Fix != "" {
		says += "; " + e.Fix
	}
	return keyed.ReplaceAllString(says, `"$1"`)
}

// keyed is a value as the document has it, with its key.
var keyed = regexp.MustCompile(`"[a-z_]+: ([^"]*)"`)

// Unfolded reports whether a folded part of the form is open.
func (f *Form) Unfolded() bool {
	return slices.ContainsFunc(f.Groups, func(g group) bool { return g.Open }) ||
		slices.ContainsFunc(f.Boxes, func(b box) bool { return b.On && b.path != "fees" })
}

// open unfolds what holds a field that cannot be read.
func (f *Form) open() {
	var wrong func(g *group) bool
	wrong = func(g *group) bool {
		bad := slices.ContainsFunc(g.Fields, func(one Field) bool { return one.Error != "" })
		for i := range g.Groups {
			bad = wrong(&g.Groups[i]) || bad
		}
		g.Open = g.Open || bad
		return bad
	}
	for i := range f.Groups {
		wrong(&f.Groups[i])
	}
}
