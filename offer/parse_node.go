package offer

import (
	"slices"
	"strconv"
	"strings"
)

// Bounds on a document's shape. The offer document itself is four levels deep.
const (
	maxDepth   = 12
	maxEntries = 1000
	maxTokens  = 20_000   // of YAML; the parser takes time with their square, half a second for so many
	maxGap     = 50       // empty lines in a row
	maxText    = 16 << 10 // bytes of one text, other than the terms quoted in full
)

// nodeKind is the form of a node.
type nodeKind uint8

const (
	blank   nodeKind = iota // null, or nothing behind the colon
	scalar                  // text, as written
	mapping                 // keys and items, pairwise, in order
	list                    // items, in order
)

// A node is a piece of a document, the same for YAML and JSON: no type is guessed from a scalar's
// spelling, so that "no", "012" and "2021-09-12" are what they look like.
type node struct {
	kind      nodeKind
	text      string
	quoted    bool // a scalar in quotes or a block: always text
	line, col int
	keys      []*node
	items     []*node
}

// word is the kind in a message.
func (n *node) word() string {
	switch n.kind {
	case mapping:
		return "a mapping"
	case list:
		return "a list"
	case blank:
		return "blank"
	}
	return strconv.Quote(clip(n.text))
}

// get is the value under a key, or nil.
func (n *node) get(key string) *node {
	for i, k := range n.keys {
		if k.text == key {
			return n.items[i]
		}
	}
	return nil
}

// having are those of the keys that are there, in the order asked.
func (n *node) having(keys ...string) []string {
	return slices.DeleteFunc(keys, func(k string) bool { return n.get(k) == nil })
}

// find is the node at a path such as "fees[0].energy_price", or the nearest above it.
func (n *node) find(path string) *node {
	for path != "" && n != nil {
		var step string
		step, path, _ = strings.Cut(path, ".")
		key, index, indexed := strings.Cut(step, "[")
		next := n.get(key)
		if next == nil {
			return n
		}
		n = next
		if i, err := strconv.Atoi(strings.TrimSuffix(index, "]")); indexed && err == nil && i < len(n.items) {
			n = n.items[i]
		}
	}
	return n
}

// pathAt is the path of the last key or entry that begins at or before a place: what an error there
// is about, or what encloses it.
func (n *node) pathAt(line, col int) string {
	path := ""
	var walk func(n *node, at string)
	walk = func(n *node, at string) {
		for i, item := range n.items {
			begin, next := item, at+"["+strconv.Itoa(i)+"]"
			if n.kind == mapping {
				begin = n.keys[i]
				next = strings.TrimPrefix(at+"."+begin.text, ".")
			}
			if begin.line > line || begin.line == line && begin.col > col {
				return
			}
			path = next
			walk(item, next)
		}
	}
	walk(n, "")
	return path
}

// clip shortens text for a message.
func clip(s string) string {
	if len(s) > 60 {
		return strings.ToValidUTF8(s[:60], "") + "..."
	}
	return s
}

// plainBool is a scalar true or false.
func plainBool(v bool) *node { return &node{kind: scalar, text: strconv.FormatBool(v)} }

// plainInt is a scalar whole number.
func plainInt(v int) *node { return &node{kind: scalar, text: strconv.Itoa(v)} }

// written is a scalar with text in it.
func written(s string) *node { return &node{kind: scalar, text: s, quoted: true} }

// put appends a key and its value to a mapping.
func (n *node) put(key string, value *node) {
	n.keys = append(n.keys, written(key))
	n.items = append(n.items, value)
}
