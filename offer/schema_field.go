package offer

import "github.com/assaymining/assay/offer/tree"

import "strings"

// A scalarKind is a kind of value that is written as one word or text: how it is read, how it is
// written, and how the JSON Schema and the reference describe it.
type scalarKind[V any] struct {
	want       string // "a hashrate"
	example    string // "30 TH/s"
	advice     string // repair; `write "30 TH/s"` where empty
	schemaType string // "string", "boolean" or "integer"
	pattern    string // of the JSON Schema
	enum       []string
	most       int  // of an integer
	number     bool // a number with a unit
	thousands  bool // thousands are common, and some write them with a dot
	parse      func(string) (V, error)
	text       func(V) string
}

// A field is one key of an object T. This one table drives reading, writing, questions, forms, the JSON
// Schema and the reference in the documentation, so that they cannot drift apart.
type field[T any] struct {
	key, doc string
	shape    shape
	read     func(*reader, *tree.Node, *T)
	write    func(*T) *tree.Node // nil where unknown: it is left out
	words    Words
}

// asked is the field with the words by which people are asked for it.
func (f field[T]) asked(w Words) field[T] {
	f.words = w
	return f
}

// A shape describes what may stand behind a key, without its Go type.
type shape struct {
	want, example string
	schemaType    string
	pattern       string
	enum          []string
	most          int
	object        string // name of the object, where it is one or a list of them
	list          bool
	children      []entry
}

// An entry is a key with its description, its shape and its words.
type entry struct {
	key, doc string
	shape    shape
	words    Words
}

// An object is a table of keys, and the rule that no single key can say.
type object[T any] struct {
	name   string
	fields []field[T]
	rule   func(r *reader, n, said *tree.Node, t *T) // said: what was read, in normal form
}

func (o *object[T]) field(key string) *field[T] {
	for i := range o.fields {
		if o.fields[i].key == key {
			return &o.fields[i]
		}
	}
	return nil
}

func (o *object[T]) keys() []string {
	keys := make([]string, len(o.fields))
	for i, f := range o.fields {
		keys[i] = f.key
	}
	return keys
}

func (o *object[T]) entries() []entry {
	all := make([]entry, len(o.fields))
	for i, f := range o.fields {
		all[i] = entry{f.key, f.doc, f.shape, f.words}
	}
	return all
}

// example is the object's first two keys in flow form.
func (o *object[T]) example() string {
	var parts []string
	for _, f := range o.fields[:min(2, len(o.fields))] {
		parts = append(parts, f.key+": "+f.shape.example)
	}
	return "{" + strings.Join(parts, ", ") + "}"
}

// write is the object as a mapping, or nil where nothing is known.
func (o *object[T]) write(t *T) *tree.Node {
	n := &tree.Node{Kind: tree.Mapping}
	for _, f := range o.fields {
		if v := f.write(t); v != nil {
			n.Put(f.key, v)
		}
	}
	if len(n.Keys) == 0 {
		return nil
	}
	return n
}

func (s *scalarKind[V]) shape() shape {
	return shape{want: s.want, example: s.example, schemaType: s.schemaType, pattern: s.pattern, enum: s.enum,
		most: s.most}
}

func (s *scalarKind[V]) node(v V) *tree.Node {
	return &tree.Node{Kind: tree.Scalar, Text: s.text(v), Quoted: s.schemaType == "string"}
}

// value is a field whose zero value is unknown.
func value[T any, V comparable](key string, s *scalarKind[V], doc string, at func(*T) *V) field[T] {
	return field[T]{key: key, doc: doc, shape: s.shape(),
		read: func(r *reader, n *tree.Node, t *T) {
			if v, ok := readScalar(r, key, n, s); ok {
				*at(t) = v
			}
		},
		write: func(t *T) *tree.Node {
			var zero V
			if *at(t) == zero {
				return nil
			}
			return s.node(*at(t))
		}}
}

// optional is a field where zero is a statement and nil is unknown.
func optional[T, V any](key string, s *scalarKind[V], doc string, at func(*T) **V) field[T] {
	return field[T]{key: key, doc: doc, shape: s.shape(),
		read: func(r *reader, n *tree.Node, t *T) {
			if v, ok := readScalar(r, key, n, s); ok {
				*at(t) = &v
			}
		},
		write: func(t *T) *tree.Node {
			if *at(t) == nil {
				return nil
			}
			return s.node(**at(t))
		}}
}

// group is a field that is an object of its own.
func group[T, V any](key string, o *object[V], doc string, at func(*T) *V) field[T] {
	return field[T]{key: key, doc: doc, shape: o.shape(false),
		read:  func(r *reader, n *tree.Node, t *T) { readObject(r, key, n, o, at(t)) },
		write: func(t *T) *tree.Node { return o.write(at(t)) }}
}

// maybe is an object that may be absent.
func maybe[T, V any](key string, o *object[V], doc string, at func(*T) **V) field[T] {
	return field[T]{key: key, doc: doc, shape: o.shape(false),
		read: func(r *reader, n *tree.Node, t *T) {
			if unset(n) || n.Kind == tree.Mapping && len(n.Keys) == 0 {
				return
			}
			var v V
			if readObject(r, key, n, o, &v); o.write(&v) != nil {
				*at(t) = &v
			}
		},
		write: func(t *T) *tree.Node {
			if *at(t) == nil {
				return nil
			}
			return o.write(*at(t))
		}}
}

// several is a list of objects. Where stated is not nil, an empty list differs from a blank.
func several[T, V any](key string, o *object[V], doc string, at func(*T) *[]V,
	stated func(*T) *bool) field[T] {
	return field[T]{key: key, doc: doc, shape: o.shape(true),
		read: func(r *reader, n *tree.Node, t *T) {
			all, said := readList(r, key, n, o)
			*at(t) = all
			if stated != nil {
				*stated(t) = said
			}
		},
		write: func(t *T) *tree.Node {
			if len(*at(t)) == 0 && (stated == nil || !*stated(t)) {
				return nil
			}
			n := &tree.Node{Kind: tree.List}
			for i := range *at(t) {
				if item := o.write(&(*at(t))[i]); item != nil {
					n.Items = append(n.Items, item)
				}
			}
			return n
		}}
}

// texts is a list of plain texts.
func texts[T any](key string, s *scalarKind[string], doc string, at func(*T) *[]string) field[T] {
	sh := s.shape()
	sh.list = true
	return field[T]{key: key, doc: doc, shape: sh,
		read: func(r *reader, n *tree.Node, t *T) {
			if unset(n) {
				return
			}
			if n.Kind != tree.List {
				r.fail(n, key+" is "+n.Word()+", not a list", "write ["+s.example+"]")
				return
			}
			for _, item := range n.Items {
				if v, ok := readScalar(r, key, item, s); ok && v != "" {
					*at(t) = append(*at(t), v)
				}
			}
		},
		write: func(t *T) *tree.Node {
			if len(*at(t)) == 0 {
				return nil
			}
			n := &tree.Node{Kind: tree.List}
			for _, v := range *at(t) {
				n.Items = append(n.Items, s.node(v))
			}
			return n
		}}
}

func (o *object[T]) shape(isList bool) shape {
	s := shape{want: "a mapping", example: o.example(), object: o.name, list: isList, children: o.entries()}
	if isList {
		s.want = "a list"
		s.example = "[" + s.example + "]"
	}
	return s
}

// withUnknown lets the word unknown stand for a blank in a closed list.
func withUnknown[V ~string](s *scalarKind[V]) *scalarKind[V] {
	s.enum = append(s.enum, "unknown")
	return s
}

// homesOf names the objects that know a key, so that a misplaced one is sent home.
func homesOf(table []entry, key string) []string {
	var homes []string
	var walk func(path string, s []entry)
	walk = func(path string, s []entry) {
		for _, e := range s {
			if e.key == key && path != "" {
				homes = append(homes, path)
			}
			p := e.key
			if path != "" {
				p = path + "." + e.key
			}
			walk(p, e.shape.children)
		}
	}
	walk("", table)
	return homes[:min(len(homes), 3)]
}
