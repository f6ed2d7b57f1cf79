package offer

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A Question asks for one key of an offer in words for somebody who has never mined. Every answer
// may be blank or "unknown".
type Question struct {
	Path    string   // the key, such as "fees[0].per_hashrate_day"
	Ask     string   // the question
	Why     string   // what hangs on it, one sentence
	Example string   // an answer; "" where Choices say it all
	Kind    string   // "text", "choice" or "yes_no"
	Choices []Choice // of a choice
	Only    string   // asked only where the key at this path has an answer, or has it: "kind=market"
	Unless  string   // asked only where the key at this path has none
}

// A Choice is an answer and what it means.
type Choice struct{ Answer, Means string }

// Questions are what a buyer is asked for an offer, in order. The list is the caller's own.
func Questions() []Question {
	all := slices.Clone(questions)
	for i := range all {
		if all[i].Kind == "" {
			all[i].Kind = "text"
		}
	}
	return all
}

var questions = []Question{
	{Path: "provider.name", Ask: "Who sells it?", Why: "The name goes into the report.", Example: "BitFuFu"},
	{Path: "product", Ask: "What is the plan called?", Why: "The seller's own word, so that you find it again.", Example: "Classic 360"},
	{Path: "kind", Ask: "What kind of contract is it?", Why: "Each kind has its own questions to the seller.", Kind: "choice", Choices: []Choice{
		{"cloud", "you rent a share of somebody's machines"}, {"hosted", "you buy a machine and somebody runs it"},
		{"market", "you bid for hashrate day by day"}, {"forward", "you pay now for hashrate of a later time"},
		{"token", "you buy a token or NFT that stands for hashrate"}}},
	{Path: "seen", Ask: "On which day did you read these terms?", Why: "They are judged by what was known that day.", Example: "2026-09-12"},
	{Path: "sources[0].url", Ask: "At which web address?", Why: "So that others can check what you read.", Example: "https://www.example.com/plan"},
	{Path: "hashrate", Ask: "How much hashrate is sold?", Why: "It is what earns bitcoin: without it the price cannot be judged. Write 1 TH/s if it is sold by the TH/s.", Example: "30 TH/s"},
	{Path: "term", Ask: "How long does it run? (days, or open)", Why: "A year is 365d, two years 730d. Open: until someone ends it, as in \"lifetime\".", Example: "360d"},
	{Path: "start_delay", Ask: "How many days from payment to the first mined day?", Why: "Difficulty rises while you wait.", Example: "2d"},
	{Path: "price.bid", Ask: "What do you bid for each TH/s and day?", Why: "This is your cost.", Example: "0.0000005 BTC/TH/day", Only: "kind=market"},
	{Path: "price.upfront", Ask: "What do you pay at once, in all?", Why: "It is compared with buying bitcoin for the same money.", Example: "2026.08 USD", Unless: "price.bid"},
	{Path: "price.per_hashrate", Ask: "Or what is the price for each TH/s?", Why: "Either of the two will do.", Example: "67.54 USD/TH", Unless: "price.upfront"},
	{Path: "fees", Ask: "Are there fees after you have paid? (yes or no)", Why: "Running fees decide most contracts. No means that the seller says so.", Kind: "yes_no", Example: "yes"},
	{Path: "fees[0].per_hashrate_day", Ask: "What is the daily fee for each TH/s?", Why: "Electricity, maintenance or service, however it is called.", Example: "0.0499 USD/TH/day", Only: "fees=true"},
	{Path: "fees[0].paid", Ask: "How is that fee paid?", Why: "A deducted fee never costs more than the day earned; a separate one does.", Kind: "choice",
		Choices: []Choice{{"deducted", "taken from the bitcoin you receive"}, {"separately", "you pay it on top"}}, Only: "fees[0].per_hashrate_day"},
	{Path: "fees[0].changeable", Ask: "May the seller change that fee? (yes or no)", Why: "Whoever sets the fee decides what you earn.", Kind: "yes_no", Example: "no", Only: "fees[0].per_hashrate_day"},
	{Path: "fees[1].efficiency", Ask: "If electricity is charged by use: what is the efficiency of the machines?", Why: "Joules per terahash, the same as watts per TH/s.", Example: "15 J/TH", Only: "fees=true"},
	{Path: "fees[1].energy_price", Ask: "And the price of electricity?", Why: "The two give the daily cost of each TH/s.", Example: "0.05 USD/kWh", Only: "fees[1].efficiency"},
	{Path: "fees[2].revenue_share", Ask: "What share of what is mined does the seller or pool keep?", Why: "Pool fee or service fee.", Example: "2%", Only: "fees=true"},
	{Path: "fees[3].profit_share", Ask: "What share of the profit is taken once you have your money back?", Why: "It caps the good outcomes and leaves you the bad ones.", Example: "40%", Only: "fees=true"},
	{Path: "payout.basis", Ask: "What does the payout follow?", Why: "Real mining earns a varying amount; a fixed one comes from somewhere else.", Kind: "choice", Choices: []Choice{
		{"pool_revenue", "what the machines mine, as a pool pays it"}, {"fpps", "expected revenue with transaction fees (FPPS)"},
		{"pps", "expected revenue without them (PPS)"}, {"pplns", "the pool's found blocks (PPLNS)"}, {"solo", "only blocks found by yourself"},
		{"fixed", "a fixed amount or percentage"}, {"seller_token", "the seller's own token"}}},
	{Path: "payout.fixed_return", Ask: "Which return is promised, if any?", Why: "It is compared with what the hashrate can earn at all.", Example: "1.2 %/day"},
	{Path: "payout.minimum", Ask: "What is the least that is paid out?", Why: "Below it your bitcoin stays with the seller.", Example: "0.001 BTC"},
	{Path: "payout.to", Ask: "Where is it paid to?", Why: "Coins in the seller's account are the seller's promise.", Kind: "choice",
		Choices: []Choice{{"wallet", "your own wallet"}, {"custodial", "an account with the seller"}}},
	{Path: "stops[0].for", Ask: "After how many days of fees above revenue may the seller end it?", Why: "That is an option you give away. 0d: at once.", Example: "21d"},
	{Path: "proof.buyer_chooses_pool", Ask: "Can you point the hashrate at a mining pool of your choice? (yes or no)", Why: "The strongest sign that hashrate exists.", Kind: "yes_no", Example: "no"},
	{Path: "proof.pool_account", Ask: "Is there a pool page that shows your hashrate? (its address, or no)", Why: "There you see whether it is delivered.", Example: "https://pool.example.com/watch/abc"},
	{Path: "referral.levels", Ask: "How many levels of referrers are paid? (0 for no programme)", Why: "Commission comes out of the price.", Example: "1"},
	{Path: "referral.share", Ask: "What share does the referrer receive?", Why: "Mining leaves no room for ten per cent and more.", Example: "5%", Only: "referral.levels"},
	{Path: "claims[0].daily_revenue", Ask: "Which daily revenue for each TH/s does the seller state?", Why: "It is checked against the protocol on that day.", Example: "0.05 USD/TH/day"},
	{Path: "claims[1].guaranteed", Ask: "Is a profit guaranteed? In which words?", Why: "Nobody can guarantee what mining earns.", Example: "always profitable"},
	{Path: "terms.withdrawal_payment", Ask: "Must you pay something before you can withdraw? (yes or no)", Why: "The commonest form of the last theft.", Kind: "yes_no", Example: "no"},
	{Path: "provider.leaders_named", Ask: "Are the people who run it named? (yes or no)", Why: "Somebody has to answer for it.", Kind: "yes_no", Example: "yes"},
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
			return Errors{{Msg: "fees: " + strconv.Quote(clip(answer)) + " is not yes or no", Fix: "write yes, no or unknown"}}
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
		if !slices.ContainsFunc(questions, func(q Question) bool { return q.Path == path }) {
			return Offer{}, Errors{{Msg: "no question asks for " + strconv.Quote(clip(path))}}
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
	root := &node{kind: mapping}
	root.put("schema", written(Schema))
	said := answerTree(answers)
	root.keys, root.items = append(root.keys, said.keys...), append(root.items, said.items...)
	w := &yamlWriter{}
	for i, k := range root.keys {
		w.entry(0, k.text, quoted(root.items[i]))
	}
	return w.Bytes()
}

// quoted marks the scalars of a tree as text, but for true and false.
func quoted(n *node) *node {
	n.quoted = n.kind == scalar && n.text != "true" && n.text != "false"
	for _, item := range n.items {
		quoted(item)
	}
	return n
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
func answerTree(answers map[string]string) *node {
	root := &node{kind: mapping}
	for _, q := range questions {
		answer := normal(answers[q.Path])
		if answer == "" {
			continue
		}
		path := q.Path
		if path == "fees" {
			if answer == "false" {
				root.put("fees", &node{kind: list})
			}
			continue
		}
		if path == "proof.pool_account" && answer == "false" {
			answer = "no"
		}
		if path == "fees[1].efficiency" && len(answers) > 1 && normal(answers["fees[1].energy_price"]) == "" {
			path = "hardware.efficiency" // no fee without the price of energy, yet worth keeping
		}
		at, key := root.home(path)
		for _, kv := range implied[path] {
			at.put(kv[0], written(kv[1]))
		}
		at.put(key, &node{kind: scalar, text: answer})
	}
	return root
}

var step = regexp.MustCompile(`^(\w+)\[(\d)\]$`)

// home is the mapping that a path's last key belongs into; lists on the way are filled in order.
func (n *node) home(path string) (at *node, key string) {
	parts := strings.Split(path, ".")
	for _, p := range parts[:len(parts)-1] {
		m := step.FindStringSubmatch(p)
		if m == nil {
			n = n.child(p, mapping)
			continue
		}
		n = n.child(m[1], list)
		if len(n.items) == 0 || n.items[len(n.items)-1].text != p {
			n.items = append(n.items, &node{kind: mapping, text: p}) // text marks which entry it is
		}
		n = n.items[len(n.items)-1]
	}
	return n, parts[len(parts)-1]
}

func (n *node) child(key string, kind nodeKind) *node {
	if c := n.get(key); c != nil {
		return c
	}
	c := &node{kind: kind}
	n.put(key, c)
	return c
}
