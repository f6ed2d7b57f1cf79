package tree

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/scanner"
	"github.com/goccy/go-yaml/token"
)

// readYAML reads a document in the plain part of YAML: mappings, lists and scalars. Whatever makes
// one part of a document stand for another (anchors, aliases, merge keys, tags, directives,
// several documents) is refused by its token, before anything is built from it.
func (r *source) readYAML(data []byte) *Node {
	if !r.noTabs(data) || !r.noGaps(data) {
		return nil
	}
	tokens := r.scan(data)
	if tokens == nil {
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
		r.add(1, 1, "the document is empty", `begin with "`+r.head+`"`)
		return nil
	}
	return r.node(body)
}

// noTabs reports whether no line is indented with a tab, which YAML forbids and editors hide.
func (r *source) noTabs(data []byte) bool {
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

// noGaps reports whether no run of empty lines is longer than anybody leaves: the YAML scanner takes
// time with the square of such a run and more (30 s for 64 KiB of them, measured).
func (r *source) noGaps(data []byte) bool {
	line, empty := 1, 0
	for len(data) > 0 {
		text, rest, _ := bytes.Cut(data, []byte("\n"))
		if empty++; len(bytes.TrimLeft(text, " \t")) > 0 {
			empty = 0
		}
		if empty > maxGap {
			r.add(line, 1, fmt.Sprintf("more than %d empty lines in a row", maxGap), "remove them")
			return false
		}
		data, line = rest, line+1
	}
	return true
}

// refused names the parts of YAML that an offer does not need.
var refused = map[token.Type][2]string{
	token.AnchorType:     {"an anchor (&)", `write each value out, in "double quotes" if it is text`},
	token.AliasType:      {"an alias (*)", `write each value out, in "double quotes" if it is text`},
	token.MergeKeyType:   {"a merge key (<<)", "write the keys out"},
	token.TagType:        {"a tag (!)", `write the value without it, in "double quotes" if it is text`},
	token.DirectiveType:  {"a directive (%)", ""}, // told how to begin
	token.MappingKeyType: {"a complex key (?)", `write "key: value"`},
}

// scan cuts a document into tokens and stops at the first that is not plain YAML of bounded depth, so
// that a hostile document costs no more than its beginning. It returns nil where it stopped.
func (r *source) scan(data []byte) token.Tokens {
	var s scanner.Scanner
	first, whole := beginning(data)
	s.Init(string(first))
	tokens := token.Tokens{}
	depth := nesting{}
	for {
		some, err := s.Scan()
		if errors.Is(err, io.EOF) {
			if !whole {
				r.dense(first)
				return nil
			}
			return tokens
		}
		for _, t := range some {
			if no, is := refused[t.Type]; is {
				fix := cmp.Or(no[1], `begin with "`+r.head+`"`)
				r.at(t, no[0]+" is refused", fix)
				return nil
			}
			if t.Type == token.DocumentHeaderType && depth.begun {
				r.at(t, "a second document begins here", "write one offer in each file")
				return nil
			}
			if depth.add(t) > maxDepth {
				r.at(t, fmt.Sprintf("nested more than %d deep", maxDepth),
					"an offer is at most four levels deep")
				return nil
			}
		}
		if tokens.Add(some...); len(tokens) > MaxTokens {
			r.at(tokens[MaxTokens], tooMany, keep)
			return nil
		}
	}
}

// nesting counts the brackets open at a token and the dashes before it on its line. What is nested by
// indentation alone needs text in proportion to the square of its depth; bound counts it later.
type nesting struct {
	brackets, dashes, line int
	begun                  bool
}

func (n *nesting) add(t *token.Token) int {
	if t.Type != token.CommentType {
		n.begun = true
	}
	if t.Position.Line != n.line {
		n.line, n.dashes = t.Position.Line, 0
	}
	switch t.Type {
	case token.SequenceStartType, token.MappingStartType:
		n.brackets++
	case token.SequenceEndType, token.MappingEndType:
		n.brackets--
	case token.SequenceEntryType:
		n.dashes++
	}
	return n.brackets + n.dashes
}

// syntax records what the YAML parser found, at its place.
func (r *source) syntax(err error) {
	var y yaml.Error
	if !errors.As(err, &y) || y.GetToken() == nil {
		r.add(1, 1, "not YAML: "+firstLine(err.Error()), "")
		return
	}
	r.at(y.GetToken(), "not YAML: "+firstLine(y.GetMessage()),
		`put text with ": ", "#", brackets or quotes in it into "double quotes"`)
}

func firstLine(s string) string {
	s, _, _ = strings.Cut(s, "\n")
	return Clip(s)
}

// at records an error at a token.
func (r *source) at(t *token.Token, msg, fix string) {
	r.add(t.Position.Line, max(t.Position.Column, 1), msg, fix)
}

// node copies a parsed value into our own tree; comments are left behind.
func (r *source) node(v ast.Node) *Node {
	t := v.GetToken()
	n := &Node{Line: t.Position.Line, Col: max(t.Position.Column, 1)}
	switch v := v.(type) {
	case *ast.NullNode:
	case *ast.MappingNode:
		n.Kind = Mapping
		for _, e := range v.Values {
			r.entry(n, e)
		}
		if len(n.Keys) > 0 && !v.IsFlowStyle {
			n.Line, n.Col = n.Keys[0].Line, n.Keys[0].Col
		}
	case *ast.MappingValueNode:
		n.Kind = Mapping
		r.entry(n, v)
		n.Line, n.Col = n.Keys[0].Line, n.Keys[0].Col
	case *ast.SequenceNode:
		n.Kind = List
		for _, e := range v.Values {
			n.Items = append(n.Items, r.node(e))
		}
	case *ast.LiteralNode:
		n.Kind, n.Text, n.Quoted = Scalar, v.Value.Value, true
	case ast.ScalarNode:
		n.Kind, n.Text = Scalar, t.Value
		n.Quoted = t.Type == token.SingleQuoteType || t.Type == token.DoubleQuoteType
	default:
		r.at(t, "cannot be read", "write keys, lists and values only")
	}
	return n
}

// entry copies one key and its value.
func (r *source) entry(n *Node, e *ast.MappingValueNode) {
	n.Keys = append(n.Keys, r.node(e.Key))
	if e.Value == nil {
		n.Items = append(n.Items, &Node{Line: e.Start.Position.Line, Col: e.Start.Position.Column})
		return
	}
	n.Items = append(n.Items, r.node(e.Value))
}
