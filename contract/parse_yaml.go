package contract

import (
	"bytes"
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// readYAML reads a document in the plain part of YAML: mappings, lists and scalars. Whatever makes
// one part of a document stand for another (anchors, aliases, merge keys, tags, directives,
// several documents) is refused by its token, before anything is built from it.
func (r *reader) readYAML(data []byte) *node {
	if !r.noTabs(data) {
		return nil
	}
	tokens := lexer.Tokenize(string(data))
	if !r.plain(tokens) {
		return nil
	}
	file, err := parser.Parse(tokens, 0, parser.AllowDuplicateMapKey())
	if err != nil {
		r.syntax(err)
		return nil
	}
	var body ast.Node
	for _, d := range file.Docs {
		if d.Body == nil {
			continue
		}
		if body != nil {
			r.at(d.Body.GetToken(), "a second document begins here", "write one offer in each file")
			return nil
		}
		body = d.Body
	}
	if body == nil {
		r.add(1, 1, "the document is empty", `begin with "schema: `+Schema+`"`)
		return nil
	}
	return r.node(body)
}

// noTabs reports whether no line is indented with a tab, which YAML forbids and editors hide.
func (r *reader) noTabs(data []byte) bool {
	if first := bytes.TrimLeft(data, " \t\n"); len(first) > 0 && first[0] == '{' {
		return true // JSON's form: white space is free
	}
	for i, line := range bytes.Split(data, []byte("\n")) {
		blank := line[:len(line)-len(bytes.TrimLeft(line, " \t"))]
		if tab := bytes.IndexByte(blank, '\t'); tab >= 0 && len(blank) < len(line) {
			r.add(i+1, tab+1, "the line is indented with a tab", "use spaces")
			return false
		}
	}
	return true
}

// refused names the parts of YAML that an offer does not need.
var refused = map[token.Type]string{
	token.AnchorType:     "an anchor (&)",
	token.AliasType:      "an alias (*)",
	token.MergeKeyType:   "a merge key (<<)",
	token.TagType:        "a tag (!)",
	token.DirectiveType:  "a directive (%)",
	token.MappingKeyType: "a complex key (?)",
}

// plain reports whether the tokens keep to plain YAML of bounded depth.
func (r *reader) plain(tokens token.Tokens) bool {
	flow, dashes, line := 0, 0, 0
	for i, t := range tokens {
		if what, no := refused[t.Type]; no {
			r.at(t, what+" is refused", "write the value out, in quotes if it is text")
			return false
		}
		if t.Type == token.DocumentHeaderType && i > 0 && tokens[i-1].Type != token.CommentType {
			r.at(t, "a second document begins here", "write one offer in each file")
			return false
		}
		if t.Position.Line != line {
			line, dashes = t.Position.Line, 0
		}
		switch t.Type {
		case token.SequenceStartType, token.MappingStartType:
			flow++
		case token.SequenceEndType, token.MappingEndType:
			flow--
		case token.SequenceEntryType:
			dashes++
		}
		if flow+dashes > maxDepth || t.Position.Column > 2*maxText && t.Type == token.SequenceEntryType {
			r.at(t, fmt.Sprintf("nested more than %d deep", maxDepth), "an offer is at most four levels deep")
			return false
		}
	}
	return true
}

// syntax records what the YAML parser found, at its place.
func (r *reader) syntax(err error) {
	var y yaml.Error
	if !errors.As(err, &y) || y.GetToken() == nil {
		r.add(1, 1, "not YAML: "+firstLine(err.Error()), "")
		return
	}
	r.at(y.GetToken(), "not YAML: "+firstLine(y.GetMessage()), `put text with ": ", "#", brackets or quotes in it into "double quotes"`)
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return clip(s)
}

// at records an error at a token.
func (r *reader) at(t *token.Token, msg, fix string) {
	r.add(t.Position.Line, max(t.Position.Column, 1), msg, fix)
}

// node copies a parsed value into our own tree; comments are left behind.
func (r *reader) node(v ast.Node) *node {
	t := v.GetToken()
	n := &node{line: t.Position.Line, col: max(t.Position.Column, 1)}
	switch v := v.(type) {
	case *ast.NullNode:
	case *ast.MappingNode:
		n.kind = mapping
		for _, e := range v.Values {
			r.entry(n, e)
		}
		if len(n.keys) > 0 && !v.IsFlowStyle {
			n.line, n.col = n.keys[0].line, n.keys[0].col
		}
	case *ast.MappingValueNode:
		n.kind = mapping
		r.entry(n, v)
		n.line, n.col = n.keys[0].line, n.keys[0].col
	case *ast.SequenceNode:
		n.kind = list
		for _, e := range v.Values {
			n.items = append(n.items, r.node(e))
		}
	case *ast.LiteralNode:
		n.kind, n.text, n.quoted = scalar, v.Value.Value, true
	case ast.ScalarNode:
		n.kind, n.text = scalar, t.Value
		n.quoted = t.Type == token.SingleQuoteType || t.Type == token.DoubleQuoteType
	default:
		r.at(t, "cannot be read", "write keys, lists and values only")
	}
	return n
}

// entry copies one key and its value.
func (r *reader) entry(n *node, e *ast.MappingValueNode) {
	n.keys = append(n.keys, r.node(e.Key))
	if e.Value == nil {
		n.items = append(n.items, &node{line: e.Start.Position.Line, col: e.Start.Position.Column})
		return
	}
	n.items = append(n.items, r.node(e.Value))
}
