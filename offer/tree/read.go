package tree

import (
	"bytes"
	"fmt"
	"unicode/utf8"
)

// A Fault is what keeps bytes from being a document: where, what, and how to mend it.
type Fault struct {
	Line, Col int
	Msg, Fix  string
}

// Read reads a document, a mapping, in YAML or JSON. head is its first line, by which somebody is told how to
// begin.
func Read(data []byte, head string) (*Node, *Fault) {
	r := &source{head: head}
	root := r.tree(data)
	if r.wrong != nil {
		return nil, r.wrong
	}
	return root, nil
}

// Fits reports whether a text in YAML has no more parts than are read.
func Fits(text string) bool { return (&source{}).scan([]byte(text)) != nil }

// source is a document on its way to a tree; it stops at the first thing wrong.
type source struct {
	head  string
	wrong *Fault
	more  *Node // the first of JSON that was not kept
}

func (r *source) add(line, col int, msg, fix string) {
	if r.wrong == nil {
		r.wrong = &Fault{line, col, msg, fix}
	}
}

func (r *source) fail(n *Node, msg, fix string) { r.add(n.Line, n.Col, msg, fix) }

// tree reads the bytes as a tree of nodes, or records why not and returns nil.
func (r *source) tree(data []byte) *Node {
	if len(data) > MaxBytes {
		r.add(1, 1, fmt.Sprintf("the document has %d bytes, more than 1 MiB", len(data)),
			"an offer is a page of text; quote only the terms that matter")
		return nil
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	data = bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n"))
	if !r.text(data) {
		return nil
	}
	if root, ok := r.readJSON(data); ok {
		return r.bounded(root)
	}
	return r.bounded(r.readYAML(data))
}

// text reports whether the bytes are text: UTF-8 without control characters.
func (r *source) text(data []byte) bool {
	line, start := 1, 0
	for i := 0; i < len(data); {
		c, size := utf8.DecodeRune(data[i:])
		switch {
		case c == utf8.RuneError && size == 1:
			r.add(line, column(data[start:i]), fmt.Sprintf("byte 0x%02x is not UTF-8", data[i]),
				"save the file as UTF-8 text")
			return false
		case c == '\n':
			line, start = line+1, i+1
		case c < ' ' && c != '\t', c >= 0x7f && c <= 0x9f, c == 0xfeff:
			r.add(line, column(data[start:i]), fmt.Sprintf("control character U+%04X", c),
				"remove it: an offer is plain text")
			return false
		}
		i += size
	}
	return true
}

// column counts characters, from 1, as editors do.
func column(before []byte) int { return utf8.RuneCount(before) + 1 }

// bounded checks a tree's size; a tree of unreasonable size is dropped with its first error.
func (r *source) bounded(root *Node) *Node {
	if root == nil || r.wrong != nil || !r.bound(root, 1) {
		return nil
	}
	if r.more != nil {
		r.add(r.more.Line, r.more.Col, tooMany, keep)
		return nil
	}
	if root.Kind != Mapping {
		r.fail(root, "the document is "+root.Word()+", not an offer", `begin with "`+r.head+`"`)
		return nil
	}
	return root
}

func (r *source) bound(n *Node, depth int) bool {
	if depth > maxDepth {
		r.fail(n, fmt.Sprintf("nested more than %d deep", maxDepth), "an offer is at most four levels deep")
		return false
	}
	if len(n.Items) > MaxEntries {
		r.fail(n, fmt.Sprintf("%s with %d entries, more than %d", n.Word(), len(n.Items), MaxEntries),
			keep)
		return false
	}
	for _, c := range n.Items {
		if !r.bound(c, depth+1) {
			return false
		}
	}
	return true
}
