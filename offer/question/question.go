// Package question asks a buyer for an offer: which keys of the document, in which order, and when each is
// worth asking.
//
// All is the questions, whose words stand in package offer's table of keys; Apply makes the offer of the
// answers, Draft a document that keeps them where they make none yet.
//
// Nothing in it is promised to other modules.
package question

import (
	"slices"
	"strconv"
	"strings"

	"github.com/assaymining/assay/internal/pattern"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/offer/tree"
)

// A Question asks for one key of an offer. Every answer may be blank or "unknown".
type Question struct {
	offer.Field
	// asked only where the keys at these paths, between commas, all have an answer, or one of these:
	// "kind=hosted|token"
	Only   string
	Unless string // the same: not asked where one of them has
}

// All is what a buyer is asked for an offer, in order. The list is the caller's own.
func All() []Question {
	all := make([]Question, len(questions))
	for i, q := range questions {
		all[i] = Question{offer.FieldAt(q.path), q.only, q.unless}
	}
	return all
}

// An asking is the place of a question in the order, and when it is worth asking.
type asking struct{ path, only, unless string }

var questions = []asking{
	{path: "provider.name"}, {path: "product"}, {path: "kind"}, {path: "seen"}, {path: "sources[0].url"},
	{path: "hashrate"}, {path: "term"}, {path: "start_delay"},
	{path: "owned", only: "kind=hosted|token"},
	{path: "price.bid", only: "kind=market", unless: "owned=true"},
	{path: "price.upfront", unless: "price.bid,owned=true"},
	{path: "price.per_hashrate", unless: "price.bid,price.upfront,owned=true"},
	{path: "fees"},
	{path: "fees[0].per_hashrate_day", only: "fees=true"},
	{path: "fees[0].paid", only: "fees[0].per_hashrate_day"},
	{path: "fees[0].changeable", only: "fees[0].per_hashrate_day"},
	{path: "fees[0].notice", only: "fees[0].per_hashrate_day,fees[0].changeable=true"},
	{path: "fees[0].cap", only: "fees[0].per_hashrate_day,fees[0].changeable=true"},
	{path: "fees[0].escalation", only: "fees[0].per_hashrate_day"},
	{path: "fees[0].prepaid", only: "fees[0].per_hashrate_day,fees[0].paid=separately"},
	{path: "fees[0].discount.share", only: "fees[0].per_hashrate_day"},
	{path: "fees[0].discount.needs", only: "fees[0].discount.share"},
	{path: "fees[1].efficiency", only: "fees=true"},
	{path: "fees[1].energy_price", only: "fees[1].efficiency"},
	{path: "fees[1].paid", only: "fees[1].energy_price"},
	{path: "fees[1].changeable", only: "fees[1].energy_price"},
	{path: "fees[2].revenue_share", only: "fees=true"}, {path: "fees[3].profit_share", only: "fees=true"},
	{path: "fees[4].once", only: "fees=true"}, {path: "fees[4].each", only: "fees[4].once,kind=hosted"},
	{path: "fees[5].per_month", only: "fees=true"},
	{path: "fees[5].each", only: "fees[5].per_month,kind=hosted"},
	{path: "fees[6].spend_share", only: "fees=true,kind=market"},
	{path: "fees[7].per_payout", only: "fees=true"},
	{path: "price.deposit", unless: "owned=true"}, {path: "price.taxes", unless: "owned=true"},
	{path: "payout.basis"}, {path: "payout.pool_hashrate", only: "payout.basis=pplns"},
	{path: "payout.currency"},
	{path: "payout.own_token", only: "payout.currency", unless: "payout.currency=BTC|USD"},
	{path: "payout.fixed_return"},
	{path: "payout.guaranteed"},
	{path: "payout.every"},
	{path: "payout.minimum"},
	{path: "payout.to"}, {path: "stops"}, {path: "stops[0].for", only: "stops=true"},
	{path: "stops[1].when", only: "stops=true"}, {path: "stops[1].for", only: "stops[1].when"},
	{path: "stops[1].at", only: "stops[1].when=return_reaches"},
	{path: "stops[1].then", only: "stops[1].when"},
	{path: "stops[1].by", only: "stops[1].when"}, {path: "stops[1].notice", only: "stops[1].when"},
	{path: "stops[1].fee", only: "stops[1].when=buyer_decides,stops[1].then=terminate"},
	{path: "stops[1].extends_term", only: "stops[1].then=pause"},
	{path: "uptime.promised"}, {path: "uptime.compensated", only: "uptime.promised"},
	{path: "hardware.model", only: "kind=hosted"}, {path: "hardware.count", only: "kind=hosted"},
	{path: "hardware.efficiency", only: "kind=hosted|token", unless: "fees[1].efficiency"},
	{path: "resale.transferable"}, {path: "resale.market_fee", only: "resale.transferable=true"},
	{path: "resale.token.standard", only: "kind=token"}, {path: "resale.token.chain", only: "kind=token"},
	{path: "resale.token.contract", only: "kind=token"},
	{path: "proof.buyer_chooses_pool"}, {path: "proof.pool_account"}, {path: "proof.data_centres[0].place"},
	{path: "proof.pool_pays", only: "proof.pool_account"}, {path: "proof.addresses[0]"},
	{path: "proof.data_centres[0].evidence", only: "proof.data_centres[0].place"},
	{path: "proof.capacity.sold"}, {path: "proof.capacity.deployed", only: "proof.capacity.sold"},
	{path: "proof.maker_confirms", only: "kind=hosted|forward"},
	{path: "referral.levels"}, {path: "referral.share", only: "referral.levels"},
	{path: "referral.of", only: "referral.share"},
	{path: "claims[0].daily_revenue"}, {path: "claims[1].guaranteed"}, {path: "claims[2].return"},
	{path: "claims[3].total_return"}, {path: "claims[4].payback"}, {path: "claims[5].hashprice"},
	{path: "claims[6].power_cost"}, {path: "claims[6].efficiency", only: "claims[6].power_cost"},
	{path: "claims[6].energy_price", only: "claims[6].power_cost"}, {path: "claims[7].says"},
	{path: "terms.withdrawal_payment"}, {path: "terms.principal_returned"}, {path: "terms.risk_disclosed"},
	{path: "terms.bonus"}, {path: "terms.hashrate_named", unless: "hashrate"},
	{path: "terms.fees_named", unless: "fees"}, {path: "terms.false_endorsement"},
	{path: "terms.copied_from"},
	{path: "terms.domain_since"},
	{path: "terms.text"},
	{path: "provider.listed"},
	{path: "provider.since"}, {path: "provider.leaders_named"}, {path: "provider.website"},
	{path: "provider.registered"},
	{path: "sources[0].quote", only: "sources[0].url"}, {path: "sources[0].read", only: "sources[0].url"},
	{path: "owned", unless: "kind=hosted|token"}, {path: "owned.since", only: "owned=true"},
	{path: "owned.paid", only: "owned=true"}, {path: "owned.offered", only: "owned=true"},
	{path: "owned.upgrade.cost", only: "owned=true"},
	{path: "owned.upgrade.hashrate", only: "owned.upgrade.cost"},
	{path: "owned.upgrade.efficiency", only: "owned.upgrade.cost"},
	{path: "owned.reinvest.price", only: "owned=true"},
	{path: "owned.reinvest.for", only: "owned.reinvest.price"},
}

// Due reports whether a question is worth asking after the answers so far.
func (q Question) Due(answers map[string]string) bool {
	given := func(condition string) bool {
		path, want, exact := strings.Cut(condition, "=")
		have := normal(answers[path])
		return have != "" && (!exact || slices.Contains(strings.Split(want, "|"), have))
	}
	for _, condition := range strings.Split(q.Only, ",") {
		if condition != "" && !given(condition) {
			return false
		}
	}
	return q.Unless == "" || !slices.ContainsFunc(strings.Split(q.Unless, ","), given)
}

// gate reports whether a path is of several keys that are asked for one by one after a yes: of what may be
// none, or need not be the reader's.
func gate(path string) bool { return path == "fees" || path == "stops" || path == "owned" }

// Check is nil where the answer can be read, or is blank; else it says what is wrong with a repair.
func (q Question) Check(answer string) error {
	if gate(q.Path) {
		if a := normal(answer); a != "" && a != "true" && a != "false" {
			return offer.Errors{{Msg: q.Path + ": " + strconv.Quote(tree.Clip(answer)) + " is not yes or no",
				Fix: "write yes, no or unknown"}}
		}
		return nil
	}
	return offer.CheckTree(answerTree(map[string]string{q.Path: answer}))
}

// Apply makes an offer of answers by path, as the questions ask them. Blank and "unknown" stay unknown; yes
// and no stand for true and false. The errors name the key, without a line.
func Apply(answers map[string]string) (offer.Offer, offer.Errors) {
	for path := range answers {
		if !slices.ContainsFunc(questions, func(q asking) bool { return q.path == path }) {
			wrong := offer.Error{Msg: "no question asks for " + strconv.Quote(tree.Clip(path))}
			return offer.Offer{}, offer.Errors{wrong}
		}
	}
	o, wrong := offer.FromTree(answerTree(answers))
	if wrong != nil {
		return offer.Offer{}, wrong
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
	root.Put("schema", tree.Text(offer.Schema))
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
	"fees[4].once":             {{"name", "setting up"}},
	"fees[5].per_month":        {{"name", "monthly"}},
	"fees[6].spend_share":      {{"name", "market"}},
	"fees[7].per_payout":       {{"name", "withdrawal"}},
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
		if gate(path) {
			switch {
			case path == "owned" && answer == "true":
				child(root, path, tree.Mapping)
			case path != "owned" && answer == "false":
				root.Put(path, &tree.Node{Kind: tree.List})
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
		value := &tree.Node{Kind: tree.Scalar, Text: answer}
		if list, _, listed := strings.Cut(key, "["); listed {
			key, value = list, &tree.Node{Kind: tree.List, Items: []*tree.Node{value}}
		}
		at.Put(key, value)
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
