package offer

import (
	"errors"
	"fmt"
	"strings"

	"github.com/assaymining/assay/internal/pattern"
	"github.com/assaymining/assay/offer/slips"
	"github.com/assaymining/assay/offer/tree"
	"github.com/assaymining/assay/units"
)

// maxText is the most bytes of one text, other than the terms quoted in full.
const maxText = 16 << 10

// A reader turns a tree into an offer and keeps every error it meets on the way.
type reader struct {
	file   string
	errs   Errors
	doubts []Warning // what can be read but was perhaps meant otherwise
	alone  bool      // one value is read: rules between keys wait
	table  []entry   // of the whole document, to send a misplaced key home
}

func (r *reader) add(line, col int, msg, fix string) {
	if len(r.errs) < 10*maxErrors { // the first twenty in the document's order are kept
		r.errs = append(r.errs, Error{File: r.file, Line: line, Col: col, Msg: msg, Fix: fix})
	}
}

// fail records an error at a node.
func (r *reader) fail(n *tree.Node, msg, fix string) { r.add(n.Line, n.Col, msg, fix) }

// unset reports whether a value says nothing: blank, or the word unknown.
func unset(n *tree.Node) bool {
	return n.Kind == tree.Blank || n.Kind == tree.Scalar &&
		(strings.TrimSpace(n.Text) == "" || strings.EqualFold(strings.TrimSpace(n.Text), "unknown"))
}

var (
	numberOnly = pattern.Of(`^[+-]?(0[xob])?[0-9][0-9_,]*(\.[0-9]*)?([eE][+-]?[0-9]+)?$`)
	comma      = pattern.Of(`^[0-9]+,[0-9]{1,2}([^0-9,]|$)`)
	notFinite  = pattern.Of(`(?i)^[+-]?\.?(nan|inf|infinity)\b`)
)

// readScalar reads one value by its kind; ok is false where it is unknown or wrong.
func readScalar[V any](r *reader, key string, n *tree.Node, s *scalarKind[V]) (v V, ok bool) {
	if n.Kind == tree.Blank {
		return v, false
	}
	if n.Kind != tree.Scalar {
		r.fail(n, key+" is "+n.Word()+", not "+s.want, s.fix())
		return v, false
	}
	text := strings.TrimSpace(n.Text)
	if s.schemaType == "string" && !n.Quoted && (text == "true" || text == "false") {
		r.fail(n, fmt.Sprintf("%s: %s is true or false, not %s", key, text, s.want), s.fix())
		return v, false
	}
	if c, hidden := slips.Hidden(text); hidden {
		r.fail(n, fmt.Sprintf("%s: %q has the control character %U", key, tree.Clip(text), c),
			"remove it: an offer is plain text")
		return v, false
	}
	if s.number && len(text) > 200 {
		r.fail(n, fmt.Sprintf("%s: %q has %d characters, too many for %s", key, tree.Clip(text), len(text),
			s.want), s.fix())
		return v, false
	}
	if v, err := s.parse(text); err == nil {
		if s.number {
			r.ambiguous(n, s.text(v), s.thousands)
			r.calendar(n, s.text(v))
		}
		return v, true
	} else if !unset(n) {
		what, fix := complaint(text, s.want, s.number, err), s.repair(err)
		if plain, wrong := slips.Number(text); s.number && plain != "" {
			if _, err := s.parse(plain); err == nil {
				what, fix = fmt.Sprintf("%q %s", text, wrong), fmt.Sprintf("write %q", plain)
			}
		}
		if low, high, ok := units.Ends(text); s.number && ok && s.reads(low) && s.reads(high) {
			what = fmt.Sprintf("%q is a range", text)
			fix = fmt.Sprintf("write %q or %q, whichever is sure", low, high)
		}
		r.fail(n, key+": "+what, fix)
	}
	return v, false
}

// reads reports whether a text is a value of the kind.
func (s *scalarKind[V]) reads(text string) bool {
	_, err := s.parse(text)
	return err == nil
}

// complaint says what is wrong with a written quantity, the commonest slips first.
func complaint(text, want string, number bool, err error) string {
	switch {
	case number && notFinite.MatchString(text):
		return fmt.Sprintf("%q is not a finite number", tree.Clip(text))
	case number && strings.HasPrefix(text, "-"):
		return fmt.Sprintf("%q is negative, not %s", tree.Clip(text), want)
	case number && comma.MatchString(text):
		return fmt.Sprintf("%q has a decimal comma", tree.Clip(text))
	case number && numberOnly.MatchString(text):
		return fmt.Sprintf("%q has no unit, so it is not %s", tree.Clip(text), want)
	}
	var own *boundError
	if errors.As(err, &own) {
		return fmt.Sprintf("%q %s", tree.Clip(text), own.what)
	}
	var u *units.Error
	if errors.As(err, &u) {
		want = u.Want
	}
	return fmt.Sprintf("%q is not %s", tree.Clip(text), want)
}

// boundError is a readable value outside what can be.
type boundError struct{ what, fix string }

func (e *boundError) Error() string { return e.what }

// repair is the advice of the error if it has one, else of the kind.
func (s *scalarKind[V]) repair(err error) string {
	var own *boundError
	if errors.As(err, &own) && own.fix != "" {
		return own.fix
	}
	var u *units.Error
	if errors.As(err, &u) && u.Hint != "" {
		return strings.TrimPrefix(u.Hint, "a bare number has no unit; ") // complaint says so
	}
	return s.fix()
}

func (s *scalarKind[V]) fix() string {
	if s.advice != "" {
		return s.advice
	}
	return fmt.Sprintf("write %q", s.example)
}

// readObject reads a mapping by the table of its keys.
func readObject[T any](r *reader, name string, n *tree.Node, o *object[T], t *T) {
	if n.Kind == tree.Blank || n.Kind == tree.Scalar && unset(n) {
		return
	}
	if n.Kind != tree.Mapping {
		r.fail(n, name+" is "+n.Word()+", not a mapping", "write "+o.example())
		return
	}
	seen, before, torn := map[string]*tree.Node{}, len(r.errs), 0
	for i, k := range n.Keys {
		if i <= torn && torn > 0 {
			continue // the rest of a number, not a key
		}
		if first := seen[k.Text]; first != nil {
			r.fail(k, fmt.Sprintf("%q is written twice, first on line %d", tree.Clip(k.Text), first.Line),
				"keep one of them")
			continue
		}
		seen[k.Text] = k
		f := o.field(k.Text)
		if f == nil {
			r.unknown(k, o.name, o.keys())
			continue
		}
		if whole, keys := commaAt(n, i); keys > 0 {
			r.tornNumber(k.Text, n.Items[i], whole)
			torn = i + keys
			continue
		}
		f.read(r, n.Items[i], t)
	}
	if o.rule == nil || r.alone || len(r.errs) > before {
		return // what could not be read is no reason for a second error
	}
	said := o.write(t)
	if said == nil {
		said = &tree.Node{Kind: tree.Mapping}
	}
	o.rule(r, n, said, t)
}

// readList reads a list of mappings.
func readList[T any](r *reader, name string, n *tree.Node, o *object[T]) (all []T, stated bool) {
	if unset(n) {
		return nil, false
	}
	if n.Kind != tree.List {
		r.fail(n, name+" is "+n.Word()+", not a list", "begin each entry with a dash: - "+o.example())
		return nil, false
	}
	for _, item := range n.Items {
		if item.Kind != tree.Mapping {
			r.fail(item, "an entry of "+name+" is "+item.Word()+", not a mapping", "write - "+o.example())
			continue
		}
		var t T
		readObject(r, name, item, o, &t)
		if o.write(&t) != nil { // an entry whose every key is blank says nothing
			all = append(all, t)
		}
	}
	return all, len(all) > 0 || len(n.Items) == 0 // a list of blanks is no statement that there are none
}

// unknown records a key that no table has, with the nearest one as repair.
func (r *reader) unknown(k *tree.Node, object string, known []string) {
	if len(r.errs) >= 10*maxErrors {
		return // nobody reads that far, and looking for neighbours takes time
	}
	fix := "known here: " + strings.Join(known, ", ")
	if means := meant(r.table, object, k.Text); means != "" {
		fix = means
	} else if near := slips.Nearest(k.Text, known); near != "" {
		fix = fmt.Sprintf("did you mean %q?", near)
	} else if homes := homesOf(r.table, k.Text); len(homes) > 0 {
		fix = fmt.Sprintf("it belongs under %s", strings.Join(homes, " or "))
	}
	r.fail(k, fmt.Sprintf("unknown key %q", tree.Clip(k.Text)), fix)
}
