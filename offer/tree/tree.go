// Package tree holds a document as it was written: keys, lists and texts, each with its place.
//
// Read makes it of YAML or JSON, of a plain part of them: whatever makes one part of a document stand for
// another is refused before anything is built from it, so that a hostile document costs no more than its
// beginning. YAML and JSON write it in normal form. It knows no key and no quantity; package offer does.
// Nothing in it is promised to other modules.
package tree

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Bounds on a document's shape. The offer document itself is four levels deep.
const (
	MaxBytes   = 1 << 20
	maxDepth   = 12
	MaxEntries = 1000
	MaxTokens  = 20_000 // of YAML; the parser takes time with their square, half a second for so many
	maxGap     = 50     // empty lines in a row
)

// What is said of a document with too many parts.
var tooMany = fmt.Sprintf("more than %d keys, values and signs", MaxTokens)

const keep = "keep what the offer says"

// Kind is the form of a node.
type Kind uint8

// The kinds of nodes.
const (
	Blank   Kind = iota // null, or nothing behind the colon
	Scalar              // text, as written
	Mapping             // keys and items, pairwise, in order
	List                // items, in order
)

// A Node is a piece of a document, the same for YAML and JSON: no type is guessed from a scalar's
// spelling, so that "no", "012" and "2021-09-12" are what they look like.
type Node struct {
	Kind      Kind
	Text      string
	Quoted    bool // a scalar in quotes or a block: always text
	Line, Col int
	Keys      []*Node
	Items     []*Node
}

// Word is the kind in a message.
func (n *Node) Word() string {
	switch n.Kind {
	case Mapping:
		return "a mapping"
	case List:
		return "a list"
	case Blank:
		return "blank"
	}
	return strconv.Quote(Clip(n.Text))
}

// Get is the value under a key, or nil.
func (n *Node) Get(key string) *Node {
	for i, k := range n.Keys {
		if k.Text == key {
			return n.Items[i]
		}
	}
	return nil
}

// Having are those of the keys that are there, in the order asked.
func (n *Node) Having(keys ...string) []string {
	return slices.DeleteFunc(keys, func(k string) bool { return n.Get(k) == nil })
}

// Find is the node at a path such as "fees[0].energy_price", or the nearest above it.
func (n *Node) Find(path string) *Node {
	for path != "" && n != nil {
		var step string
		step, path, _ = strings.Cut(path, ".")
		key, index, indexed := strings.Cut(step, "[")
		next := n.Get(key)
		if next == nil {
			return n
		}
		n = next
		if i, err := strconv.Atoi(strings.TrimSuffix(index, "]")); indexed && err == nil && i < len(n.Items) {
			n = n.Items[i]
		}
	}
	return n
}

// PathAt is the path of the last key or entry that begins at or before a place: what an error there
// is about, or what encloses it.
func (n *Node) PathAt(line, col int) string {
	path := ""
	var walk func(n *Node, at string)
	walk = func(n *Node, at string) {
		for i, item := range n.Items {
			begin, next := item, at+"["+strconv.Itoa(i)+"]"
			if n.Kind == Mapping {
				begin = n.Keys[i]
				next = strings.TrimPrefix(at+"."+begin.Text, ".")
			}
			if begin.Line > line || begin.Line == line && begin.Col > col {
				return
			}
			path = next
			walk(item, next)
		}
	}
	walk(n, "")
	return path
}

// Clip shortens text for a message.
func Clip(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "..."
	}
	return s
}

// Bool is a scalar true or false.
func Bool(v bool) *Node { return &Node{Kind: Scalar, Text: strconv.FormatBool(v)} }

// Int is a scalar whole number.
func Int(v int) *Node { return &Node{Kind: Scalar, Text: strconv.Itoa(v)} }

// Text is a scalar with text in it.
func Text(s string) *Node { return &Node{Kind: Scalar, Text: s, Quoted: true} }

// Put appends a key and its value to a mapping.
func (n *Node) Put(key string, value *Node) {
	n.Keys = append(n.Keys, Text(key))
	n.Items = append(n.Items, value)
}
