package tree

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/assaymining/assay/internal/pattern"
)

// maxColumn is the width up to which a mapping is kept on one line.
const maxColumn = 100

// YAML is a mapping as YAML in normal form.
func YAML(n *Node) []byte {
	w := &yamlWriter{}
	for i, k := range n.Keys {
		w.entry(0, k.Text, n.Items[i])
	}
	return w.Bytes()
}

// JSON is a tree as JSON on one line.
func JSON(n *Node) []byte {
	var b bytes.Buffer
	writeJSON(&b, n)
	return b.Bytes()
}

func writeJSON(b *bytes.Buffer, n *Node) {
	switch n.Kind {
	case Blank:
		b.WriteString("null")
	case Scalar:
		if n.Quoted {
			b.WriteString(quote(n.Text))
		} else {
			b.WriteString(n.Text)
		}
	case List:
		b.WriteByte('[')
		for i, item := range n.Items {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, item)
		}
		b.WriteByte(']')
	case Mapping:
		b.WriteByte('{')
		for i, item := range n.Items {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(quote(n.Keys[i].Text) + ":")
			writeJSON(b, item)
		}
		b.WriteByte('}')
	}
}

// quote is text as a JSON string, which is a double-quoted YAML scalar too.
func quote(s string) string {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(s); err != nil {
		panic("offer: a string does not encode: " + err.Error())
	}
	return strings.TrimSuffix(b.String(), "\n")
}

type yamlWriter struct{ bytes.Buffer }

// entry writes "key: value" at an indent, on one line where it fits.
func (w *yamlWriter) entry(indent int, key string, n *Node) {
	head := strings.Repeat(" ", indent) + key + ":"
	if flow, ok := flowText(n); ok && (n.Kind == Scalar || len(head)+1+len(flow) <= maxColumn) {
		w.WriteString(head + " " + flow + "\n")
		return
	}
	w.WriteString(head)
	switch n.Kind {
	case Scalar: // several lines
		w.WriteString(" |-\n")
		for _, line := range strings.Split(n.Text, "\n") {
			if line != "" {
				w.WriteString(strings.Repeat(" ", indent+2) + line)
			}
			w.WriteByte('\n')
		}
	case Mapping:
		w.WriteByte('\n')
		for i, k := range n.Keys {
			w.entry(indent+2, k.Text, n.Items[i])
		}
	case List:
		w.WriteByte('\n')
		for _, item := range n.Items {
			w.item(indent+2, item)
		}
	}
}

// item writes one entry of a list: in flow form, or as a block whose first key follows the dash.
func (w *yamlWriter) item(indent int, n *Node) {
	dash := strings.Repeat(" ", indent) + "- "
	if flow, ok := flowText(n); ok && (n.Kind == Scalar || len(dash)+len(flow) <= maxColumn) {
		w.WriteString(dash + flow + "\n")
		return
	}
	start := w.Len()
	for i, k := range n.Keys {
		w.entry(indent+2, k.Text, n.Items[i])
	}
	copy(w.Bytes()[start:], dash)
}

// flowText is a value on one line; ok is false for text of several lines and for lists of mappings,
// which read better as blocks.
func flowText(n *Node) (string, bool) {
	switch n.Kind {
	case Scalar:
		if n.Quoted && literal(n.Text) {
			return "", false
		}
		return scalarText(n), true
	case List:
		parts := make([]string, len(n.Items))
		for i, item := range n.Items {
			if item.Kind != Scalar || literal(item.Text) {
				return "", false
			}
			parts[i] = scalarText(item)
		}
		return "[" + strings.Join(parts, ", ") + "]", true
	case Mapping:
		parts := make([]string, len(n.Items))
		for i, item := range n.Items {
			text, ok := flowText(item)
			if !ok {
				return "", false
			}
			parts[i] = n.Keys[i].Text + ": " + text
		}
		return "{" + strings.Join(parts, ", ") + "}", true
	}
	return "null", true
}

var (
	plainText = pattern.Of(`^[A-Za-z0-9$]([A-Za-z0-9 ./%+_()$@=;-]|://[A-Za-z0-9])*$`)
	isNumber  = pattern.Of(`^[+-]?(0[xob])?[0-9][0-9_,]*(\.[0-9]*)?([eE][+-]?[0-9]+)?$`)
	wordTypes = pattern.Of(`(?i)^(true|false|yes|no|on|off|y|n|null|nan|inf|unknown)$`)
)

// scalarText is a scalar as YAML: plain where no reader could take it for anything but this text.
func scalarText(n *Node) string {
	if !n.Quoted || plainText.MatchString(n.Text) && !strings.HasSuffix(n.Text, " ") &&
		!wordTypes.MatchString(n.Text) && !strings.HasPrefix(n.Text, "0x") &&
		!isNumber.MatchString(n.Text) {
		return n.Text
	}
	return quote(n.Text)
}

// literal reports whether text can stand as a YAML block with its lines as they are.
func literal(s string) bool {
	if !strings.Contains(s, "\n") || strings.ContainsAny(s, "\t\r\u0085\u2028\u2029\ufeff") ||
		strings.Contains(s, strings.Repeat("\n", maxGap)) {
		return false
	}
	lines := strings.Split(s, "\n")
	for _, line := range lines {
		if strings.HasSuffix(line, " ") || strings.HasPrefix(line, " ") {
			return false
		}
	}
	return lines[0] != "" && lines[len(lines)-1] != ""
}
