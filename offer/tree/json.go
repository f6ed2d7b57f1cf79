package tree

import (
	"bytes"
	"encoding/json"
	"unicode/utf8"
)

// readJSON reads a document that is JSON as a whole. What is not falls to the YAML reader, which
// knows JSON's form too and says where it breaks.
func (r *source) readJSON(data []byte) (*Node, bool) {
	trimmed := bytes.TrimLeft(data, " \t\r\n")
	if len(trimmed) == 0 || trimmed[0] != '{' || deep(trimmed) || !json.Valid(data) {
		return nil, false
	}
	d := json.NewDecoder(bytes.NewReader(data))
	d.UseNumber()
	j := &jsonReader{d: d, data: data, line: 1, col: 1}
	root := j.value()
	r.more = j.more
	return root, true
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
	nodes     int
	more      *Node // the first value that was not kept, since there were too many before
}

// place sets the line and column of the token that starts at or after the offset. Tokens come in
// order, so that each byte is counted once.
func (j *jsonReader) place(n *Node, offset int64) *Node {
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
	n.Line, n.Col = j.line, j.col
	return n
}

// token is the next token. The document is valid JSON, so that none fails.
func (j *jsonReader) token() json.Token {
	token, err := j.d.Token()
	if err != nil {
		panic("offer: valid JSON has an invalid token: " + err.Error())
	}
	return token
}

// skip passes a value over. That there is one is kept, so that a list still tells how long it is.
func (j *jsonReader) skip() *Node {
	if j.more == nil {
		j.more = j.place(&Node{}, j.d.InputOffset())
	}
	for depth := 0; ; {
		switch j.token() {
		case json.Delim('{'), json.Delim('['):
			depth++
		case json.Delim('}'), json.Delim(']'):
			depth--
		}
		if depth == 0 {
			return j.more
		}
	}
}

// value reads the next value, or passes it over where there are too many.
func (j *jsonReader) value() *Node {
	if j.nodes++; j.nodes > MaxTokens {
		return j.skip()
	}
	offset := j.d.InputOffset()
	token := j.token()
	n := j.place(&Node{}, offset)
	switch v := token.(type) {
	case json.Delim:
		n.Kind = List
		if v == '{' {
			n.Kind = Mapping
		}
		for j.d.More() {
			if v == '{' {
				n.Keys = append(n.Keys, j.value())
			}
			n.Items = append(n.Items, j.value())
		}
		_, _ = j.d.Token() // the closing bracket
	case string:
		n.Kind, n.Text, n.Quoted = Scalar, v, true
	case json.Number:
		n.Kind, n.Text = Scalar, v.String()
	case bool:
		n.Kind, n.Text = Scalar, Bool(v).Text
	}
	return n
}
