package form

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/assaymining/assay/offer"
)

// Kind is a kind of contract as people look for it. Name is the document's word; empty: not known.
type Kind struct {
	Name, Label, Says string
	Owned             bool     // no kind of contract: it is the reader's already, of whatever kind
	main              []string // what most offers of the kind have, in order
}

// Kinds are the kinds of contract that a form knows, the commonest first.
func Kinds() []Kind {
	return []Kind{
		{Label: "Not sure", main: []string{"hashrate", price, "term", "fees[0]", "kind", "seen"}},
		{Name: "cloud", Label: "Cloud contract", Says: "You rent a share of somebody's machines.",
			main: []string{"hashrate", price, "term", "fees[0]", "fees[0].paid", "seen"}},
		{Name: "hosted", Label: "Machine, hosted or at home",
			Says: "You buy a machine; somebody runs it, or you do.",
			main: []string{machineBox, "hardware.count", "hashrate", price, "price.deposit", "price.taxes",
				"fees[0].energy_price", "fees[0].efficiency", "fees[1].once", "fees[2].per_month", "term",
				"seen"}},
		{Name: "market", Label: "Market order", Says: "You bid for hashrate day by day.",
			main: []string{"hashrate", "price.bid", "term", "fees[0].spend_share", "seen"}},
		{Name: "token", Label: "Token", Says: "You buy a token that stands for hashrate.",
			main: []string{"hashrate", price, "fees[0].energy_price", "fees[0].efficiency",
				"fees[1].revenue_share",
				"term", "resale.market_fee", "seen"}},
		{Name: "forward", Label: "Note or forward", Says: "You pay now for what hashrate mines later.",
			main: []string{"hashrate", price, "start_delay", "term", "fees[0].revenue_share", "payout.basis",
				"seen"}},
		{Name: Owned, Label: "I own it already", Owned: true,
			Says: "Hold it, sell it, upgrade it or reinvest?",
			main: []string{"kind", machineBox, "hashrate", "owned.offered", "fees[0].energy_price",
				"fees[0].efficiency", "fees[1].per_hashrate_day", "term", "owned.since", "owned.upgrade.cost",
				"owned.upgrade.hashrate", "owned.reinvest.price", "seen"}},
	}
}

// Owned is the name of the form of an owner, and of the value that says so beside its boxes.
const Owned = "owned"

// KindFor is the form of an offer: the owner's, that of its kind, or the one that was asked for.
func KindFor(o offer.Offer, asked string) Kind {
	if o.Owned != nil || asked == Owned {
		return KindOf(Owned)
	}
	return KindOf(cmp.Or(string(o.Kind), asked))
}

// KindOf is the kind of a name; the first, "not sure", where there is none.
func KindOf(name string) Kind {
	all := Kinds()
	if i := slices.IndexFunc(all, func(k Kind) bool { return k.Name == name }); i >= 0 {
		return all[i]
	}
	return all[0]
}

// price, in the list of a kind, is the price in the form that the offer has it.
const price = "price"

// amounts are the forms of a fee that one field can hold.
var amounts = []string{"per_hashrate_day", "revenue_share", "profit_share", "spend_share", "per_payout",
	"energy_price", "once", "per_month"}

// mainFields are those that most offers of a kind have.
func mainFields(tree *Tree, kind Kind) []Field {
	var out []Field
	add := func(path string) *Field {
		out = append(out, fieldAt(path))
		return &out[len(out)-1]
	}
	for _, place := range kind.main {
		switch {
		case place == machineBox:
			out = append(out, machineField(tree))
		case place == price:
			add(priceOf(tree)).Slide = true
		case place == "price.bid":
			bid := add(place)
			if strings.Contains(tree.At(place), "USD") {
				bid.Hint, bid.Unit = "0.04 USD/TH/day", "USD/TH/day"
			}
		case place == "fees[0]":
			fee := add(amountOf(tree, 0, "per_hashrate_day"))
			name := strings.ToLower(fee.Label)
			fee.Slide, fee.Label = fee.Path == "fees[0].per_hashrate_day", "Running fee"
			if tree.At(fee.Path) != "" {
				fee.Label += ": " + name
			}
		case strings.HasPrefix(place, "fees["): // in this form, unless the fee has another already
			key := place[strings.IndexByte(place, '.')+1:]
			i := int(place[len("fees[")] - '0')
			if key == "efficiency" && tree.At(amountOf(tree, i, "energy_price")) != "" ||
				amountOf(tree, i, key) == place || key == "paid" {
				add(place)
			} else if tree.At(fmt.Sprintf("fees[%d].efficiency", i)) == "" && key != "efficiency" {
				add(amountOf(tree, i, key))
			} else {
				add(place)
			}
		default:
			add(place)
		}
	}
	return out
}

// priceOf is the form of the price that an offer has.
func priceOf(tree *Tree) string {
	for _, path := range []string{"price.upfront", "price.per_hashrate", "price.bid"} {
		if tree.At(path) != "" {
			return path
		}
	}
	return "price.upfront"
}

// amountOf is the path of a fee's amount, in the form that it has, or else in the one that is usual.
func amountOf(tree *Tree, i int, usual string) string {
	for _, key := range amounts {
		if path := fmt.Sprintf("fees[%d].%s", i, key); tree.At(path) != "" {
			return path
		}
	}
	return fmt.Sprintf("fees[%d].%s", i, usual)
}

// fieldAt is the box for a key of the document.
func fieldAt(path string) Field {
	known := offer.FieldAt(path)
	f := Field{Path: path, Label: known.Label, Unit: known.Unit, Day: known.Day, Long: known.Long}
	switch known.Kind {
	case offer.TextField:
		f.Hint = cmp.Or(known.Brief, known.Hint)
	case offer.YesNoField:
		f.Choices = []Choice{{"", "unknown"}, {"true", "yes"}, {"false", "no"}}
	case offer.ChoiceField:
		f.Choices = []Choice{{"", "unknown"}}
		for _, c := range known.Choices {
			f.Choices = append(f.Choices, Choice{c.Answer, c.Label})
		}
	}
	return f
}
