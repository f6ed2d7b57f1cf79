package extract

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// unseen is elements whose text no reader sees.
var unseen = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true,
	atom.Head: true, atom.Svg: true, atom.Iframe: true}

// lines is elements that begin a line of their own.
var lines = map[atom.Atom]bool{atom.P: true, atom.Div: true, atom.Li: true, atom.Br: true, atom.Tr: true,
	atom.H1: true, atom.H2: true, atom.H3: true, atom.H4: true, atom.Section: true, atom.Article: true,
	atom.Table: true, atom.Ul: true, atom.Ol: true, atom.Header: true, atom.Footer: true, atom.Nav: true,
	atom.Dt: true, atom.Dd: true, atom.Option: true, atom.Blockquote: true, atom.Label: true}

// visible is the words of a page as a reader sees them: a line for each block, a row of a table on one line
// with its cells parted by tabs.
func visible(page string) (string, error) {
	z := html.NewTokenizer(strings.NewReader(page))
	var b strings.Builder
	hidden := 0
	var unshown veil
	for {
		switch z.Next() {
		case html.ErrorToken:
			return b.String(), nil
		case html.TextToken:
			if hidden == 0 && unshown.deep == 0 {
				b.WriteString(strings.Join(strings.Fields(" "+string(z.Text())+" "), " "))
				b.WriteByte(' ')
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			a, veiled := tag(z)
			unshown.start(a, veiled)
			if unseen[a] {
				hidden++
			}
			if a == atom.Body { // a head that is never closed ends here
				hidden = 0
			}
			separate(&b, a)
		case html.EndTagToken:
			a, _ := tag(z)
			unshown.end(a)
			if unseen[a] && hidden > 0 {
				hidden--
			}
			if lines[a] {
				separate(&b, a)
			}
		}
	}
}

// tag is the element of a tag, and whether its attributes hide it.
func tag(z *html.Tokenizer) (a atom.Atom, veiled bool) {
	name, more := z.TagName()
	a = atom.Lookup(name)
	for more {
		var key, val []byte
		key, val, more = z.TagAttr()
		switch string(key) {
		case "hidden":
			veiled = true
		case "style":
			style := strings.ToLower(strings.Join(strings.Fields(string(val)), ""))
			veiled = veiled || strings.Contains(style, "display:none") ||
				strings.Contains(style, "visibility:hidden")
		}
	}
	return a, veiled
}

// veil is an element whose attributes hide it, and how many of its name are open inside.
type veil struct {
	of   atom.Atom
	deep int
}

func (v *veil) start(a atom.Atom, veiled bool) {
	switch {
	case a == atom.Input, a == atom.Img, a == atom.Br, a == atom.Hr, a == atom.Meta, a == atom.Link:
		// never closed
	case v.deep == 0 && veiled:
		*v = veil{a, 1}
	case v.deep > 0 && a == v.of:
		v.deep++
	}
}

func (v *veil) end(a atom.Atom) {
	if v.deep > 0 && a == v.of {
		v.deep--
	}
}

func separate(b *strings.Builder, a atom.Atom) {
	switch {
	case lines[a]:
		b.WriteByte('\n')
	case a == atom.Td, a == atom.Th:
		b.WriteByte('\t')
	}
}
