package offer

import (
	"github.com/assaymining/assay/offer/tree"
)

// Format writes an offer in normal form: YAML, keys in the order of the schema, what is unknown left
// out. The same offer gives the same bytes, and Parse reads them back to an equal offer if the offer
// came from Parse. Comments of an original document are not part of an offer.
func Format(o Offer) []byte {
	return tree.YAML(document(o))
}

// JSON writes an offer as JSON with the keys of the document, on one line.
func JSON(o Offer) []byte {
	return tree.JSON(document(o))
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
func document(o Offer) *tree.Node {
	root := &tree.Node{Kind: tree.Mapping}
	root.Put("schema", tree.Text(Schema))
	if body := offerObject.write(&o); body != nil {
		root.Keys, root.Items = append(root.Keys, body.Keys...), append(root.Items, body.Items...)
	}
	return root
}
