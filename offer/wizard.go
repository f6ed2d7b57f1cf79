package offer

import (
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/internal/pattern"
	"github.com/assaymining/assay/offer/tree"
)

// A Question asks for one key of an offer. Every answer may be blank or "unknown".
type Question struct {
	Field
	Only   string // asked only where the key at this path has an answer, or has it: "kind=market"
	Unless string // asked only where the key at this path has none
}

// Questions are what a buyer is asked for an offer, in order. The list is the caller's own.
func Questions() []Question {
	all := make([]Question, len(questions))
	for i, q := range questions {
		all[i] = Question{FieldAt(q.path), q.only, q.unless}
	}
	return all
}

// An asking is the place of a question in the order, and when it is worth asking.
type asking struct{ path, only, unless string }

var questions = []asking{
	{path: "provider.name"},
	{path: "product"},
	{path: "kind"},
	{path: "seen"},
	{path: "sources[0].url"},
	{path: "hashrate"},
	{path: "term"},
	{path: "start_delay"},
	{path: "price.bid", only: "kind=market"},
	{path: "price.upfront", unless: "price.bid"},
	{path: "price.per_hashrate", unless: "price.upfront"},
	{path: "fees"},
	{path: "fees[0].per_hashrate_day", only: "fees=true"},
	{path: "fees[0].paid", only: "fees[0].per_hashrate_day"},
	{path: "fees[0].changeable", only: "fees[0].per_hashrate_day"},
	{path: "fees[1].efficiency", only: "fees=true"},
	{path: "fees[1].energy_price", only: "fees[1].efficiency"},
	{path: "fees[2].revenue_share", only: "fees=true"},
	{path: "fees[3].profit_share", only: "fees=true"},
	{path: "payout.basis"},
	{path: "payout.fixed_return"},
	{path: "payout.minimum"},
	{path: "payout.to"},
	{path: "stops[0].for"},
	{path: "proof.buyer_chooses_pool"},
	{path: "proof.pool_account"},
	{path: "referral.levels"},
	{path: "referral.share", only: "referral.levels"},
	{path: "claims[0].daily_revenue"},
	{path: "claims[1].guaranteed"},
	{path: "terms.withdrawal_payment"},
	{path: "provider.leaders_named"},
}

// Due reports whether a question is worth asking after the answers so far.
func (q Question) Due(answers map[string]string) bool {
	given := func(path string) bool {
		path, want, exact := strings.Cut(path, "=")
		have := normal(answers[path])
		return have != "" && (!exact || have == want)
	}
	return (q.Only == "" || given(q.Only)) && (q.Unless == "" || !given(q.Unless))
}

// Check is nil where the answer can be read, or is blank; else it says what is wrong with a repair.
func (q Question) Check(answer string) error {
	r := &reader{table: offerObject.entries(), alone: true}
	if q.Path == "fees" {
		if a := normal(answer); a != "" && a != "true" && a != "false" {
			return Errors{{Msg: "fees: " + strconv.Quote(tree.Clip(answer)) + " is not yes or no",
				Fix: "write yes, no or unknown"}}
		}
		return nil
	}
	var o Offer
	readObject(r, "the offer", answerTree(map[string]string{q.Path: answer}), offerObject, &o)
	if len(r.errs) > 0 {
		return r.errs[:1]
	}
	return nil
}

// Apply makes an offer of answers by path, as Questions ask them. Blank and "unknown" stay unknown; yes
// and no stand for true and false. The errors name the key, without a line.
func Apply(answers map[string]string) (Offer, Errors) {
	for path := range answers {
		if !slices.ContainsFunc(questions, func(q asking) bool { return q.path == path }) {
			return Offer{}, Errors{{Msg: "no question asks for " + strconv.Quote(tree.Clip(path))}}
		}
	}
	r := &reader{table: offerObject.entries()}
	root := answerTree(answers)
	var o Offer
	readObject(r, "the offer", root, offerObject, &o)
	if len(r.errs) == 0 {
		r.complete(root, o)
		r.amounts(root, &o)
	}
	if len(r.errs) > 0 {
		return Offer{}, r.errs
	}
	if o.Algorithm == "" {
		o.Algorithm = "sha256" // what the questions are about
	}
	return o, nil
}

// Draft is the answers as a document that Apply refuses, so that none is lost: the errors say what to
// mend in it.
func Draft(answers map[string]string) []byte {
	root := &tree.Node{Kind: tree.Mapping}
	root.Put("schema", tree.Text(Schema))
	said := answerTree(answers)
	root.Keys, root.Items = append(root.Keys, said.Keys...), append(root.Items, said.Items...)
	for _, item := range root.Items {
		quoted(item)
	}
	return tree.YAML(root)
}

// quoted marks the scalars of a tree as text, but for true and false.
func quoted(n *tree.Node) {
	n.Quoted = n.Kind == tree.Scalar && n.Text != "true" && n.Text != "false"
	for _, item := range n.Items {
		quoted(item)
	}
}

// normal is an answer as the document would have it; "" where it says nothing.
func normal(answer string) string {
	answer = strings.TrimSpace(answer)
	switch strings.ToLower(answer) {
	case "yes", "y", "true":
		return "true"
	case "no", "n", "false":
		return "false"
	case "unknown", "?", "don't know", "-":
		return ""
	}
	return answer
}

// implied are the keys that a question's answer brings with it.
var implied = map[string][][2]string{
	"fees[0].per_hashrate_day": {{"name", "service"}},
	"fees[1].efficiency":       {{"name", "electricity"}},
	"fees[2].revenue_share":    {{"name", "pool or service"}},
	"fees[3].profit_share":     {{"name", "profit share"}, {"after", "break_even"}},
	"stops[0].for":             {{"when", "fees_exceed_revenue"}, {"then", "terminate"}, {"by", "provider"}},
}

// answerTree puts the answers where their paths say, in the order of the questions.
func answerTree(answers map[string]string) *tree.Node {
	root := &tree.Node{Kind: tree.Mapping}
	for _, q := range questions {
		answer := normal(answers[q.path])
		if answer == "" {
			continue
		}
		path := q.path
		if path == "fees" {
			if answer == "false" {
				root.Put("fees", &tree.Node{Kind: tree.List})
			}
			continue
		}
		if path == "proof.pool_account" && answer == "false" {
			answer = "no"
		}
		if path == "fees[1].efficiency" && len(answers) > 1 && normal(answers["fees[1].energy_price"]) == "" {
			path = "hardware.efficiency" // no fee without the price of energy, yet worth keeping
		}
		at, key := home(root, path)
		for _, kv := range implied[path] {
			at.Put(kv[0], tree.Text(kv[1]))
		}
		at.Put(key, &tree.Node{Kind: tree.Scalar, Text: answer})
	}
	return root
}

var step = pattern.Of(`^(\w+)\[(\d)\]$`)

// home is the mapping that a path's last key belongs into; lists on the way are filled in order.
func home(n *tree.Node, path string) (at *tree.Node, key string) {
	parts := strings.Split(path, ".")
	for _, p := range parts[:len(parts)-1] {
		m := step.FindStringSubmatch(p)
		if m == nil {
			n = child(n, p, tree.Mapping)
			continue
		}
		n = child(n, m[1], tree.List)
		if len(n.Items) == 0 || n.Items[len(n.Items)-1].Text != p {
			n.Items = append(n.Items, &tree.Node{Kind: tree.Mapping, Text: p}) // text marks which entry it is
		}
		n = n.Items[len(n.Items)-1]
	}
	return n, parts[len(parts)-1]
}

func child(n *tree.Node, key string, kind tree.Kind) *tree.Node {
	if c := n.Get(key); c != nil {
		return c
	}
	c := &tree.Node{Kind: kind}
	n.Put(key, c)
	return c
}
