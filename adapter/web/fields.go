package web

import (
	"cmp"
	"fmt"
	"strings"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/offer"
)

// field is one input of the form: a path into the offer document.
type field struct {
	Path, Label, Hint string
	Unit              string   // appended to a bare number
	Choices           []choice // a list to choose from, instead of text
	Slide             bool     // a slider beside it, where there is JavaScript
	Value             string
	Error             string
}

// ID is the field's id on the page.
func (f field) ID() string {
	return "f-" + strings.NewReplacer(".", "-", "[", "-", "]", "").Replace(f.Path)
}

type choice struct{ Value, Label string }

// group is a folded part of the form.
type group struct {
	Name   string
	Fields []field
	Open   bool
}

// form is the terms of an offer and the choices of the reader, to be changed.
type form struct {
	Packed  string // the offer that the fields change
	Main    []field
	Groups  []group
	NoFees  bool // "fees: []" is written
	HasFees bool
	Choices []field
}

// fieldAt is the box of the form for a key of the document (offer.FieldAt).
func fieldAt(path string) field {
	known := offer.FieldAt(path)
	f := field{Path: path, Label: known.Label, Unit: known.Unit}
	switch known.Kind {
	case offer.TextField:
		f.Hint = cmp.Or(known.Brief, known.Hint)
	case offer.YesNoField:
		f.Choices = []choice{{"", "unknown"}, {"true", "yes"}, {"false", "no"}}
	case offer.ChoiceField:
		f.Choices = []choice{{"", "unknown"}}
		for _, c := range known.Choices {
			f.Choices = append(f.Choices, choice{c.Answer, c.Label})
		}
	}
	return f
}

// mainFields are the five that most offers have.
func mainFields(tree any) []field {
	price := fieldAt("price.upfront")
	if at(tree, "price.per_hashrate") != "" {
		price = fieldAt("price.per_hashrate")
	} else if bid := at(tree, "price.bid"); bid != "" {
		price = fieldAt("price.bid")
		if strings.Contains(bid, "USD") {
			price.Hint, price.Unit = "0.04 USD/TH/day", "USD/TH/day"
		}
	}
	fee := fieldAt("fees[0].per_hashrate_day")
	fee.Label = "Running fee"
	for _, form := range feeForms {
		if path := "fees[0]." + form; at(tree, path) != "" {
			fee = fieldAt(path)
			fee.Label = "Running fee: " + strings.ToLower(fee.Label)
			break
		}
	}
	price.Slide, fee.Slide = true, fee.Path == "fees[0].per_hashrate_day"
	return []field{fieldAt("hashrate"), price, fieldAt("term"), fee, fieldAt("kind")}
}

// feeForms are the forms of a fee that one field can hold.
var feeForms = []string{"per_hashrate_day", "revenue_share", "profit_share", "spend_share", "per_payout",
	"energy_price"}

// folded are the folded groups of the form after that of the fees, in order.
var folded = []struct {
	name  string
	paths []string
}{
	{"Delivery", []string{"start_delay", "uptime.promised", "uptime.compensated"}},
	{"Payout", []string{"payout.basis", "payout.currency", "payout.minimum", "payout.to",
		"payout.fixed_return", "payout.guaranteed"}},
	{"Who may stop it", []string{"stops[0].when", "stops[0].for", "stops[0].then", "stops[0].by"}},
	{"The seller and its proof", []string{"provider.name", "product", "seen", "provider.leaders_named",
		"provider.registered",
		"proof.buyer_chooses_pool", "proof.pool_pays", "proof.pool_account", "resale.transferable", "referral.levels", "referral.share"}},
}

// groups are the folded rest of the form.
func groups(tree any) []group {
	all := []group{{Name: "More about the fees", Fields: feeFields(tree)}}
	for _, one := range folded {
		g := group{Name: one.name}
		for _, path := range one.paths {
			g.Fields = append(g.Fields, fieldAt(path))
		}
		all = append(all, g)
	}
	return all
}

// feeFields are the details of each fee, and one fee more.
func feeFields(tree any) []field {
	n := count(tree, "fees")
	var out []field
	for i := 0; i <= min(n, contract.MaxFees-1); i++ {
		name := at(tree, fmt.Sprintf("fees[%d].name", i))
		if name == "" {
			name = fmt.Sprintf("Fee %d", i+1)
		}
		add := func(before, key string) {
			f := fieldAt(fmt.Sprintf("fees[%d].%s", i, key))
			f.Label = before + strings.ToLower(f.Label)
			out = append(out, f)
		}
		if i == n && n > 0 { // room for one more
			add("Another fee: ", "per_hashrate_day")
			add("Another fee: or ", "revenue_share")
			break
		}
		for _, form := range feeForms {
			if i > 0 && at(tree, fmt.Sprintf("fees[%d].%s", i, form)) != "" {
				add(name+": ", form)
			}
		}
		if at(tree, fmt.Sprintf("fees[%d].efficiency", i)) != "" {
			add(name+": ", "efficiency")
		}
		add(name+": ", "paid")
		add(name+": ", "changeable")
	}
	return out
}
