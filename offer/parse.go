package offer

import (
	"fmt"
	"sort"

	"github.com/assaymining/assay/offer/tree"
)

// MaxBytes is the largest document that Parse reads: the terms of a contract quoted in full stay
// well below it, and nothing larger reaches a parser.
const MaxBytes = tree.MaxBytes

// maxErrors is how many errors one document may report; who mends twenty will run it again.
const maxErrors = 20

// Warning is a statement that can be read but is hardly meant, such as 10 EH/s for 5 dollars.
// Line and Col are 0 where the offer did not come from a document.
type Warning struct {
	Line, Col int
	Path      string // "fees[0].energy_price"
	Msg       string
}

// String is "12:3: fees[0].energy_price: what is doubtful".
func (w Warning) String() string {
	if w.Line == 0 {
		return w.Path + ": " + w.Msg
	}
	return fmt.Sprintf("%d:%d: %s: %s", w.Line, w.Col, w.Path, w.Msg)
}

// Parse reads one offer document of schema assay/offer/v1, in YAML or JSON. The name is only for
// messages. Reading is strict: every key is known, every quantity carries its unit, and what is left
// out, null or "unknown" stays unknown.
//
// The error is of type Errors: up to 20, in the order of the document. Warnings say what is
// readable but implausible; they come with the offer and never stop it.
func Parse(name string, data []byte) (Offer, []Warning, error) {
	r := &reader{file: name, table: offerObject.entries()}
	root := r.tree(data)
	if root == nil {
		return Offer{}, nil, r.sorted()
	}
	var o Offer
	r.document(root, &o)
	if len(r.errs) == 0 {
		r.complete(root, o)
		r.stops(root, &o)
		r.amounts(root, &o)
		r.room(len(data), root, o)
	}
	if len(r.errs) > 0 {
		for i := range r.errs {
			r.errs[i].Path = root.PathAt(r.errs[i].Line, r.errs[i].Col)
		}
		return Offer{}, nil, r.sorted()
	}
	for i := range r.doubts {
		r.doubts[i].Path = root.PathAt(r.doubts[i].Line, r.doubts[i].Col)
	}
	warnings := append(r.doubts, Check(o)...)
	for i := range warnings {
		if n := root.Find(warnings[i].Path); n != nil && warnings[i].Line == 0 {
			warnings[i].Line, warnings[i].Col = n.Line, n.Col
		}
	}
	return o, warnings, nil
}

// FromTree makes an offer of keys and values that stand in no document, as answers to questions do. The
// errors name the key, without a line.
func FromTree(root *tree.Node) (Offer, Errors) {
	r := &reader{table: offerObject.entries()}
	var o Offer
	readObject(r, "the offer", root, offerObject, &o)
	if len(r.errs) == 0 {
		r.complete(root, o)
		r.amounts(root, &o)
	}
	if len(r.errs) > 0 {
		return Offer{}, r.errs
	}
	return o, nil
}

// CheckTree is the first value of a tree that cannot be read, with a repair; rules between keys wait. It is
// nil where each can be read.
func CheckTree(root *tree.Node) error {
	r := &reader{table: offerObject.entries(), alone: true}
	var o Offer
	if readObject(r, "the offer", root, offerObject, &o); len(r.errs) > 0 {
		return r.errs[:1]
	}
	return nil
}

// tree reads the bytes as a tree of nodes, or records why not and returns nil.
func (r *reader) tree(data []byte) *tree.Node {
	root, wrong := tree.Read(data, "schema: "+Schema)
	if wrong != nil {
		r.add(wrong.Line, wrong.Col, wrong.Msg, wrong.Fix)
	}
	return root
}

// room refuses a document whose normal form would be refused for its size: indentation and escapes take
// space, and JSON of the same length holds more keys. What is far from both bounds is not measured.
func (r *reader) room(size int, root *tree.Node, o Offer) {
	if size < tree.MaxTokens || len(r.errs) > 0 { // a token takes more than a byte
		return
	}
	normal := Format(o)
	if max(len(normal), len(JSON(o))) > MaxBytes || !tree.Fits(string(normal)) {
		r.fail(root,
			fmt.Sprintf("the offer takes more than 1 MiB, or %d keys, values and signs, in normal form",
				tree.MaxTokens),
			"an offer is a page of text; quote only the terms that matter")
	}
}

// sorted is the errors in the order of the document, at most maxErrors of them.
func (r *reader) sorted() error {
	sort.SliceStable(r.errs, func(i, j int) bool {
		a, b := r.errs[i], r.errs[j]
		return a.Line < b.Line || a.Line == b.Line && a.Col < b.Col
	})
	if more := len(r.errs) - maxErrors; more > 0 {
		r.errs = r.errs[:maxErrors]
	}
	return r.errs
}
