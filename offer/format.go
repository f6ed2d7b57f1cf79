package offer

import (
	"bytes"
	"encoding/json"
	"regexp"
	"strings"
)

// maxColumn is the width up to which a mapping is kept on one line.
const maxColumn = 100

// Format writes an offer in normal form: YAML, keys in the order of the schema, what is unknown left
// out. The same offer gives the same bytes, and Parse reads them back to an equal offer if the offer
// came from Parse. Comments of an original document are not part of an offer.
func Format(o Offer) []byte {
	w := &yamlWriter{}
	root := document(o)
	for i, k := range root.keys {
		w.entry(0, k.text, root.items[i])
	}
	return w.Bytes()
}

// JSON writes an offer as JSON with the keys of the document, on one line.
func JSON(o Offer) []byte {
	var b bytes.Buffer
	writeJSON(&b, document(o))
	return b.Bytes()
}

// MarshalJSON is JSON, so that an offer inside other documents has the same form.
func (o Offer) MarshalJSON() ([]byte, error) { return JSON(o), nil }

// UnmarshalJSON reads what MarshalJSON wrote. Unlike Parse it takes an offer that says too little to
// be valued, since evidence keeps such offers too. The error is of type Errors.
func (o *Offer) UnmarshalJSON(data []byte) error {
	r := &reader{table: offerObject.entries()}
	root := r.tree(data)
	if root == nil {
		return r.sorted()
	}
	var read Offer
	if r.document(root, &read); len(r.errs) == 0 {
		r.amounts(root, &read)
		r.room(len(data), root, read)
	}
	if len(r.errs) > 0 {
		return r.sorted()
	}
	*o = read
	return nil
}

// document is an offer as a tree, schema first.
func document(o Offer) *node {
	root := &node{kind: mapping}
	root.put("schema", written(Schema))
	if body := offerObject.write(&o); body != nil {
		root.keys, root.items = append(root.keys, body.keys...), append(root.items, body.items...)
	}
	return root
}

func writeJSON(b *bytes.Buffer, n *node) {
	switch n.kind {
	case blank:
		b.WriteString("null")
	case scalar:
		if n.quoted {
			b.WriteString(quote(n.text))
		} else {
			b.WriteString(n.text)
		}
	case list:
		b.WriteByte('[')
		for i, item := range n.items {
			if i > 0 {
				b.WriteByte(',')
			}
			writeJSON(b, item)
		}
		b.WriteByte(']')
	case mapping:
		b.WriteByte('{')
		for i, item := range n.items {
			if i > 0 {
				b.WriteByte(',')
			}
			b.WriteString(quote(n.keys[i].text) + ":")
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
func (w *yamlWriter) entry(indent int, key string, n *node) {
	head := strings.Repeat(" ", indent) + key + ":"
	if flow, ok := flowText(n); ok && (n.kind == scalar || len(head)+1+len(flow) <= maxColumn) {
		w.WriteString(head + " " + flow + "\n")
		return
	}
	w.WriteString(head)
	switch n.kind {
	case scalar: // several lines
		w.WriteString(" |-\n")
		for _, line := range strings.Split(n.text, "\n") {
			if line != "" {
				w.WriteString(strings.Repeat(" ", indent+2) + line)
			}
			w.WriteByte('\n')
		}
	case mapping:
		w.WriteByte('\n')
		for i, k := range n.keys {
			w.entry(indent+2, k.text, n.items[i])
		}
	case list:
		w.WriteByte('\n')
		for _, item := range n.items {
			w.item(indent+2, item)
		}
	}
}

// item writes one entry of a list: in flow form, or as a block whose first key follows the dash.
func (w *yamlWriter) item(indent int, n *node) {
	dash := strings.Repeat(" ", indent) + "- "
	if flow, ok := flowText(n); ok && (n.kind == scalar || len(dash)+len(flow) <= maxColumn) {
		w.WriteString(dash + flow + "\n")
		return
	}
	start := w.Len()
	for i, k := range n.keys {
		w.entry(indent+2, k.text, n.items[i])
	}
	copy(w.Bytes()[start:], dash)
}

// flowText is a value on one line; ok is false for text of several lines and for lists of mappings,
// which read better as blocks.
func flowText(n *node) (string, bool) {
	switch n.kind {
	case scalar:
		if n.quoted && literal(n.text) {
			return "", false
		}
		return scalarText(n), true
	case list:
		parts := make([]string, len(n.items))
		for i, item := range n.items {
			if item.kind != scalar || literal(item.text) {
				return "", false
			}
			parts[i] = scalarText(item)
		}
		return "[" + strings.Join(parts, ", ") + "]", true
	case mapping:
		parts := make([]string, len(n.items))
		for i, item := range n.items {
			text, ok := flowText(item)
			if !ok {
				return "", false
			}
			parts[i] = n.keys[i].text + ": " + text
		}
		return "{" + strings.Join(parts, ", ") + "}", true
	}
	return "null", true
}

var (
	plainText = regexp.MustCompile(`^[A-Za-z0-9$]([A-Za-z0-9 ./%+_()$@=;-]|://[A-Za-z0-9])*$`)
	wordTypes = regexp.MustCompile(`(?i)^(true|false|yes|no|on|off|y|n|null|nan|inf|unknown)$`)
)

// scalarText is a scalar as YAML: plain where no reader could take it for anything but this text.
func scalarText(n *node) string {
	if !n.quoted || plainText.MatchString(n.text) && !strings.HasSuffix(n.text, " ") &&
		!wordTypes.MatchString(n.text) && !strings.HasPrefix(n.text, "0x") &&
		!numberOnly.MatchString(n.text) {
		return n.text
	}
	return quote(n.text)
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
