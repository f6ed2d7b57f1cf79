package web

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/need"
	"github.com/assaymining/assay/offer"
)

// maxField bounds one input of the form, in bytes.
const maxField = 2000

// tree is an offer as nested maps and lists, to look up and set paths such as "fees[0].paid".
func treeOf(o offer.Offer) any {
	var t any
	d := json.NewDecoder(bytes.NewReader(offer.JSON(o)))
	d.UseNumber()
	if err := d.Decode(&t); err != nil {
		panic("web: the JSON of an offer does not decode: " + err.Error())
	}
	return t
}

// steps splits a path; list positions are ints.
func steps(path string) []any {
	var out []any
	for part := range strings.SplitSeq(path, ".") {
		key, index, indexed := strings.Cut(part, "[")
		out = append(out, key)
		if indexed {
			i, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
			if err != nil || i < 0 || i >= contract.MaxFees {
				return nil
			}
			out = append(out, i)
		}
	}
	return out
}

// at is the text at a path, empty where there is none.
func at(tree any, path string) string {
	for _, step := range steps(path) {
		switch s := step.(type) {
		case string:
			m, _ := tree.(map[string]any)
			tree = m[s]
		case int:
			l, _ := tree.([]any)
			if s >= len(l) {
				return ""
			}
			tree = l[s]
		}
	}
	switch v := tree.(type) {
	case nil, map[string]any, []any:
		return ""
	default:
		return fmt.Sprint(v)
	}
}

// count is the length of a list.
func count(tree any, path string) int {
	m, _ := tree.(map[string]any)
	l, _ := m[path].([]any)
	return len(l)
}

// put returns the tree with a text at a path; an empty text removes it, and what is then empty.
func put(tree any, path []any, text string) any {
	if len(path) == 0 {
		if text == "" {
			return nil
		}
		if text == "true" || text == "false" {
			return text == "true"
		}
		// "+0" and "00" are no JSON
		if n, err := strconv.Atoi(text); err == nil && len(text) < 5 && strconv.Itoa(n) == text {
			return json.Number(text)
		}
		return text
	}
	switch step := path[0].(type) {
	case string:
		m, _ := tree.(map[string]any)
		if m == nil {
			m = map[string]any{}
		}
		if v := put(m[step], path[1:], text); v != nil {
			m[step] = v
		} else {
			delete(m, step)
		}
		if len(m) == 0 {
			return nil
		}
		return m
	case int:
		l, _ := tree.([]any)
		if step >= len(l) && text == "" {
			return tree
		}
		for len(l) <= step {
			l = append(l, nil)
		}
		l[step] = put(l[step], path[1:], text)
		return l
	}
	return tree
}

// bareNumber is a number without a unit, to which a field adds its own.
var bareNumber = regexp.MustCompile(`^[0-9][0-9,]*(\.[0-9]+)?$|^\.[0-9]+$`)

// withUnit adds the unit of a field to a bare number: the label of the field says which.
func withUnit(text, unit string) string {
	text = strings.TrimSpace(text)
	if unit != "" && bareNumber.MatchString(text) {
		return text + " " + unit
	}
	return text
}

// formOf is the form for an offer; the values are the offer's.
func formOf(o offer.Offer, packed string, chosen map[need.Setting]string) *form {
	tree := treeOf(o)
	f := &form{Packed: packed, Main: mainFields(tree), Groups: groups(tree),
		NoFees: o.FeesStated && len(o.Fees) == 0, HasFees: len(o.Fees) > 0}
	for i := range f.Main {
		f.Main[i].Value = at(tree, f.Main[i].Path)
	}
	for g := range f.Groups {
		for i := range f.Groups[g].Fields {
			one := &f.Groups[g].Fields[i]
			one.Value = at(tree, one.Path)
		}
	}
	for _, opt := range offered() {
		one := field{Path: string(opt.Name), Label: opt.Label, Hint: opt.Hint, Unit: opt.Unit,
			Value: chosen[opt.Name]}
		if opt.YesOrNo {
			one.Choices = []choice{{"", "no"}, {"true", "yes"}}
		}
		f.Choices = append(f.Choices, one)
	}
	return f
}

// all are the fields of the offer.
func (f *form) all() []*field {
	var out []*field
	for i := range f.Main {
		out = append(out, &f.Main[i])
	}
	for g := range f.Groups {
		for i := range f.Groups[g].Fields {
			out = append(out, &f.Groups[g].Fields[i])
		}
	}
	return out
}

// apply writes what the reader entered into the offer's tree and gives the document as JSON, each
// value on a line of its own, so that an error's line leads back to its field. touched is whether
// the form was sent at all.
func (f *form) apply(o offer.Offer, q url.Values) (doc []byte, touched bool) {
	tree := treeOf(o)
	for _, one := range f.all() {
		values, sent := q[one.Path]
		if !sent {
			continue
		}
		touched = true
		text := withUnit(clip(values[0]), one.Unit)
		if text == one.Value {
			continue
		}
		one.Value = text
		tree = put(tree, steps(one.Path), text)
	}
	m, _ := tree.(map[string]any)
	if m == nil {
		m = map[string]any{}
	}
	m["schema"] = offer.Schema
	if stops, _ := m["stops"].([]any); len(stops) > 0 { // one whose fields were all emptied goes away
		m["stops"] = slices.DeleteFunc(stops, func(stop any) bool { return stop == nil })
	}
	if touched {
		f.keepFees(m, q, o.Fees)
	}
	doc, err := json.MarshalIndent(m, "", " ")
	if err != nil {
		panic("web: a document does not encode: " + err.Error())
	}
	return doc, touched
}

// keepFees drops fees whose amount was emptied, not those that had none before. No fees at all are "none"
// where the box says so, else unknown; a request that is no whole form says nothing about the box.
func (f *form) keepFees(m map[string]any, q url.Values, before []offer.Fee) {
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
	f.NoFees = len(kept) == 0 && none
}

// worth reports whether a fee says an amount, so that a fee whose amount was emptied goes away.
func worth(fee any) bool {
	m, _ := fee.(map[string]any)
	for key := range m {
		if key != "name" && key != "paid" && key != "changeable" {
			return true
		}
	}
	return false
}

func clip(s string) string {
	if len(s) > maxField {
		return strings.ToValidUTF8(s[:maxField], "")
	}
	return s
}

// blame hands the errors of a document made by apply to the fields they belong to; the rest is
// returned.
func (f *form) blame(errs offer.Errors) (rest []offer.Error) {
	for _, e := range errs {
		found := false
		for _, one := range f.all() {
			meant := e.Path != "" && (one.Path == e.Path || strings.HasPrefix(one.Path, e.Path+"."))
			if meant && one.Error == "" && !found {
				one.Error, found = e.Msg, true
				if e.Fix != "" {
					one.Error += "; " + e.Fix
				}
			}
		}
		if !found {
			rest = append(rest, e)
		}
	}
	return rest
}
