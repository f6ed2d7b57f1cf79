package offer

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// readJSON reads a document that is JSON as a whole. What is not falls to the YAML reader, which
// knows JSON's form too and says where it breaks.
func readJSON(data []byte) (*node, bool) {
	trimmed := bytes.TrimLeft(data, " \t\r\n")
	if len(trimmed) == 0 || trimmed[0] != '{' || deep(trimmed) || !json.Valid(data) {
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	j := &jsonReader{d: d, data: data, line: 1, col: 1}
	return j.value(), true
}

// deep reports nesting beyond all reason, so that no recursive reader is given it: brackets are
// counted wherever they stand, which a text of brackets may trip; the YAML reader then decides.
func deep(data []byte) bool {
	depth := 0
	for _, c := range data {
		switch c {
		case '{', '[':
			depth++
		case '}', ']':
			depth--
		}
		if depth > 1000 {
			return true
		}
	}
	return false
}

type jsonReader struct {
	d         *json.Decoder
	data      []byte
	at        int // offset up to which line and col are counted
	line, col int
}

// place sets the line and column of the token that starts at or after the offset. Tokens come in
// order, so that each byte is counted once.
func (j *jsonReader) place(n *node, offset int64) *node {
	i := int(offset)
	for i < len(j.data) && bytes.IndexByte([]byte(" \t\r\n,:"), j.data[i]) >= 0 {
		i++
	}
	for ; j.at < i; j.at++ {
		switch c := j.data[j.at]; {
		case c == '\n':
			j.line, j.col = j.line+1, 1
		case utf8.RuneStart(c):
			j.col++
		}
	}
	n.line, n.col = j.line, j.col
	return n
}

// value reads the next value. The document is valid JSON, so that no token fails.
func (j *jsonReader) value() *node {
	offset := j.d.InputOffset()
	token, err := j.d.Token()
	if err != nil {
		panic("offer: valid JSON has an invalid token: " + err.Error())
	}
	n := j.place(&node{}, offset)
	switch v := token.(type) {
	case json.Delim:
		n.kind = list
		if v == '{' {
			n.kind = mapping
		}
		for j.d.More() {
			if v == '{' {
				n.keys = append(n.keys, j.value())
			}
			n.items = append(n.items, j.value())
		}
		_, _ = j.d.Token() // the closing bracket
	case string:
		n.kind, n.text, n.quoted = scalar, v, true
	case json.Number:
		n.kind, n.text = scalar, v.String()
	case bool:
		n.kind, n.text = scalar, plainBool(v).text
	}
	return n
}
