package web

import (
	"fmt"
	"strings"

	"github.com/assaymining/assay/contract"
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

// yesNo are the answers to a question that may be unknown.
func yesNo() []choice { return []choice{{"", "unknown"}, {"true", "yes"}, {"false", "no"}} }

// some makes choices of words, the unknown first.
func some(words ...string) []choice {
	out := []choice{{"", "unknown"}}
	for _, w := range words {
		out = append(out, choice{w, strings.ReplaceAll(w, "_", " ")})
	}
	return out
}

// mainFields are the five that most offers have.
func mainFields(tree any) []field {
	price := field{Path: "price.upfront", Label: "Price, paid at once", Hint: "2026.08 USD", Unit: "USD", Slide: true}
	if at(tree, "price.per_hashrate") != "" {
		price = field{Path: "price.per_hashrate", Label: "Price per hashrate, paid at once", Hint: "67.54 USD/TH", Unit: "USD/TH", Slide: true}
	} else if bid := at(tree, "price.bid"); strings.Contains(bid, "USD") {
		price = field{Path: "price.bid", Label: "Bid, paid day by day", Hint: "0.04 USD/TH/day", Unit: "USD/TH/day", Slide: true}
	} else if bid != "" {
		price = field{Path: "price.bid", Label: "Bid, paid day by day", Hint: "0.0000005 BTC/TH/day", Unit: "BTC/TH/day", Slide: true}
	}
	fee := field{Path: "fees[0].per_hashrate_day", Label: "Running fee", Hint: "0.05 USD/TH/day", Unit: "USD/TH/day"}
	for _, other := range feeForms() {
		if path := "fees[0]." + other.Path; at(tree, path) != "" {
			fee = other
			fee.Path, fee.Label = path, "Running fee: "+strings.ToLower(other.Label)
			break
		}
	}
	fee.Slide = fee.Path == "fees[0].per_hashrate_day"
	return []field{
		{Path: "hashrate", Label: "Hashrate", Hint: "30 TH/s", Unit: "TH/s"},
		price,
		{Path: "term", Label: "Term", Hint: "360d, or open", Unit: "d"},
		fee,
		{Path: "kind", Label: "Kind of contract", Choices: []choice{{"", "unknown"}, {"cloud", "cloud contract"}, {"hosted", "hosted machine"},
			{"market", "market order"}, {"forward", "forward"}, {"token", "tokenised hashrate"}}},
	}
}

// feeForms are the forms of a fee that one field can hold.
func feeForms() []field {
	return []field{
		{Path: "per_hashrate_day", Label: "Per hashrate and day", Hint: "0.05 USD/TH/day", Unit: "USD/TH/day"},
		{Path: "revenue_share", Label: "Share of revenue", Hint: "2%", Unit: "%"},
		{Path: "profit_share", Label: "Share of profit", Hint: "20%", Unit: "%"},
		{Path: "spend_share", Label: "Share of what is spent", Hint: "3%", Unit: "%"},
		{Path: "per_payout", Label: "Per payout", Hint: "0.0002 BTC", Unit: "BTC"},
		{Path: "energy_price", Label: "Price of energy", Hint: "0.05 USD/kWh", Unit: "USD/kWh"},
	}
}

// groups are the folded rest of the form.
func groups(tree any) []group {
	return []group{
		{Name: "More about the fees", Fields: feeFields(tree)},
		{Name: "Delivery", Fields: []field{
			{Path: "start_delay", Label: "Days from payment to mining", Hint: "2d", Unit: "d"},
			{Path: "uptime.promised", Label: "Promised uptime", Hint: "98%", Unit: "%"},
			{Path: "uptime.compensated", Label: "Lost time is made up for", Choices: yesNo()},
		}},
		{Name: "Payout", Fields: []field{
			{Path: "payout.basis", Label: "A payout follows", Choices: some("pool_revenue", "fpps", "pps", "pplns", "solo", "fixed", "seller_token")},
			{Path: "payout.currency", Label: "Paid in", Hint: "BTC"},
			{Path: "payout.minimum", Label: "Minimum payout", Hint: "0.001 BTC", Unit: "BTC"},
			{Path: "payout.to", Label: "Paid to", Choices: []choice{{"", "unknown"}, {"wallet", "my own wallet"}, {"custodial", "an account with the seller"}}},
			{Path: "payout.fixed_return", Label: "Promised return, with its period", Hint: "12 %/month"},
			{Path: "payout.guaranteed", Label: "Income is guaranteed", Choices: yesNo()},
		}},
		{Name: "Who may stop it", Fields: []field{
			{Path: "stops[0].when", Label: "When", Choices: some("fees_exceed_revenue", "return_reaches", "provider_decides", "fees_unpaid", "site_closed", "buyer_decides", "other")},
			{Path: "stops[0].for", Label: "For days in a row", Hint: "21d", Unit: "d"},
			{Path: "stops[0].then", Label: "Then", Choices: some("terminate", "pause")},
			{Path: "stops[0].by", Label: "Decided by", Choices: some("provider", "buyer", "automatic")},
		}},
		{Name: "The seller and its proof", Fields: []field{
			{Path: "provider.name", Label: "Seller", Hint: "BitFuFu"},
			{Path: "product", Label: "Product", Hint: "Classic 360"},
			{Path: "seen", Label: "Day you saw the offer", Hint: "2026-05-01"},
			{Path: "provider.leaders_named", Label: "Its leaders are named", Choices: yesNo()},
			{Path: "provider.registered", Label: "Registered where", Hint: "register and number, or no"},
			{Path: "proof.buyer_chooses_pool", Label: "You choose the pool", Choices: yesNo()},
			{Path: "proof.pool_pays", Label: "The pool itself pays you", Choices: yesNo()},
			{Path: "proof.pool_account", Label: "Dashboard at the pool", Hint: "https://… or no"},
			{Path: "resale.transferable", Label: "May be sold on", Choices: yesNo()},
			{Path: "referral.levels", Label: "Levels of referral", Hint: "0 where there are none"},
			{Path: "referral.share", Label: "Paid for a referral", Hint: "10%", Unit: "%"},
		}},
	}
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
		add := func(key string, f field) {
			f.Path, f.Label = fmt.Sprintf("fees[%d].%s", i, key), name+": "+strings.ToLower(f.Label)
			out = append(out, f)
		}
		if i == n && n > 0 { // room for one more
			name = "Another fee"
			add("per_hashrate_day", field{Label: "per hashrate and day", Hint: "0.01 USD/TH/day", Unit: "USD/TH/day"})
			add("revenue_share", field{Label: "or share of revenue", Hint: "2%", Unit: "%"})
			break
		}
		for _, f := range feeForms() {
			if i > 0 && at(tree, fmt.Sprintf("fees[%d].%s", i, f.Path)) != "" {
				add(f.Path, f)
			}
		}
		if at(tree, fmt.Sprintf("fees[%d].efficiency", i)) != "" {
			add("efficiency", field{Label: "efficiency", Hint: "15 J/TH", Unit: "J/TH"})
		}
		add("paid", field{Label: "paid", Choices: []choice{{"", "unknown"}, {"deducted", "out of the payout"}, {"separately", "on top, separately"}}})
		add("changeable", field{Label: "the seller may change it", Choices: yesNo()})
	}
	return out
}
