package form

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/offer"
)

// maxItems bounds the lists of a document that a form can write.
const maxItems = 64

// Tree is an offer as nested maps and lists, to look up and set paths such as "fees[0].paid".
type Tree struct{ node any }

// TreeOf is the tree of an offer.
func TreeOf(o offer.Offer) *Tree {
	t := &Tree{}
	d := json.NewDecoder(bytes.NewReader(offer.JSON(o)))
	d.UseNumber()
	if err := d.Decode(&t.node); err != nil {
		panic("form: the JSON of an offer does not decode: " + err.Error())
	}
	return t
}

// root is the mapping at the top, which is made where there is none.
func (t *Tree) root() map[string]any {
	m, _ := t.node.(map[string]any)
	if m == nil {
		m = map[string]any{}
		t.node = m
	}
	return m
}

// Root is the mapping at the top. The caller may change it.
func (t *Tree) Root() map[string]any { return t.root() }

// steps splits a path; list positions are ints. It is nil where a position is out of bounds.
func steps(path string) []any {
	var out []any
	for part := range strings.SplitSeq(path, ".") {
		key, index, indexed := strings.Cut(part, "[")
		out = append(out, key)
		if indexed {
			i, err := strconv.Atoi(strings.TrimSuffix(index, "]"))
			if err != nil || i < 0 || i >= maxItems {
				return nil
			}
			out = append(out, i)
		}
	}
	return out
}

// at is the node at a path, nil where there is none.
func (t *Tree) at(path string) any {
	node := t.node
	for _, step := range steps(path) {
		switch s := step.(type) {
		case string:
			m, _ := node.(map[string]any)
			node = m[s]
		case int:
			l, _ := node.([]any)
			if s >= len(l) {
				return nil
			}
			node = l[s]
		}
	}
	return node
}

// At is the text at a path, empty where there is none.
func (t *Tree) At(path string) string {
	switch v := t.at(path).(type) {
	case nil, map[string]any, []any:
		return ""
	default:
		return fmt.Sprint(v)
	}
}

// list is whether a list is stated, and how long it is.
func (t *Tree) list(path string) (stated bool, n int) {
	l, stated := t.at(path).([]any)
	return stated, len(l)
}

// Put sets the text at a path; an empty text removes it, and what is then empty. A path out of bounds changes
// nothing.
func (t *Tree) Put(path, text string) {
	if s := steps(path); s != nil {
		t.node = put(t.node, s, text)
	}
}

// empty states an empty list, or takes one away.
func (t *Tree) empty(path string, stated bool) {
	if stated {
		t.replace(path, []any{})
		return
	}
	t.replace(path, nil)
}

// replace puts a list in the place of another; nil takes it away.
func (t *Tree) replace(path string, list []any) {
	m, key := t.root(), path
	if before, after, nested := strings.Cut(path, "."); nested {
		in, _ := m[before].(map[string]any)
		if in == nil && list == nil {
			return
		}
		if in == nil {
			in = map[string]any{}
			m[before] = in
		}
		m, key = in, after
	}
	if delete(m, key); list != nil {
		m[key] = list
	}
}

// compact takes the entries of a list away that nothing is left of, and the list where that is all of it.
func (t *Tree) compact(path string) {
	l, _ := t.at(path).([]any)
	if len(l) == 0 {
		return
	}
	l = slices.DeleteFunc(l, func(item any) bool { return item == nil })
	if len(l) == 0 {
		l = nil
	}
	t.replace(path, l)
}

// put is the node with a text below it.
func put(node any, path []any, text string) any {
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
		m, _ := node.(map[string]any)
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
		l, _ := node.([]any)
		if step >= len(l) && text == "" {
			return node
		}
		for len(l) <= step {
			l = append(l, nil)
		}
		l[step] = put(l[step], path[1:], text)
		return l
	}
	return node
}
