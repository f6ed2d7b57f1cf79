package offer

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/assaymining/assay/contract"
	"github.com/assaymining/assay/offer/tree"
)

// document reads the whole offer: first what it is, then its keys.
func (r *reader) document(root *tree.Node, o *Offer) {
	body := &tree.Node{Kind: tree.Mapping, Line: root.Line, Col: root.Col}
	schema := root.Get("schema")
	for i, k := range root.Keys {
		if k.Text != "schema" || root.Items[i] != schema {
			body.Keys, body.Items = append(body.Keys, k), append(body.Items, root.Items[i])
		}
	}
	switch {
	case schema == nil:
		r.fail(root, "schema is missing", `begin with "schema: `+Schema+`"`)
	case schema.Text != Schema:
		r.fail(schema, "schema is "+schema.Word()+", which this version does not know",
			`write "schema: `+Schema+`"`)
	}
	readObject(r, "the document", body, offerObject, o)
}

// complete refuses an offer that says nothing. What says anything is read: a page of terms, a seller with a
// quote, a price without a hashrate. What cannot be computed then stays unknown, and Check says so.
func (r *reader) complete(root *tree.Node, o Offer) {
	// Beside the schema: keys that say nothing, such as an empty mapping, are not there.
	if len(document(o).Keys) > 1 {
		return
	}
	at := root
	if n := root.Get("hashrate"); n != nil {
		at = n
	}
	r.fail(at, "the offer says nothing",
		`write what is known of it, such as "hashrate: 30 TH/s" `+
			`("1 TH/s" where a price per TH/s is all there is)`)
}

// stops bounds how many there are: each is looked at on every day of every run.
func (r *reader) stops(root *tree.Node, o *Offer) {
	if len(o.Stops) > contract.MaxStops {
		r.fail(root.Find("stops"), fmt.Sprintf("%d stops, more than the %d that can be computed",
			len(o.Stops), contract.MaxStops),
			"keep those that come first: a longer one of the same kind never does")
	}
}

// amounts bounds the products of price and hashrate, so that every amount of money of the contract
// stays a whole number of minor units with room to sum over a century.
func (r *reader) amounts(root *tree.Node, o *Offer) {
	th := max(o.Hashrate.TH(), 1e-3)
	check := func(path string, perTH float64, bitcoin bool) {
		most := 1e12
		if bitcoin {
			most = 21e6
		}
		if !(perTH*th <= most) {
			n := root.Find(path)
			r.fail(n, fmt.Sprintf("%s times %v is more than %.0f, which is absurd", path, o.Hashrate, most),
				"check both numbers and their units")
		}
	}
	if p := o.Price.PerHashrate; p != nil {
		check("price.per_hashrate", p.Value, p.Currency == "BTC")
	}
	if p := o.Price.Bid; p != nil {
		check("price.bid", p.Value, p.Currency == "BTC")
	}
	for i, f := range o.Fees {
		if f.PerHashrateDay != nil {
			check(fmt.Sprintf("fees[%d].per_hashrate_day", i), f.PerHashrateDay.Value,
				f.PerHashrateDay.Currency == "BTC")
		}
		if f.Efficiency != nil && f.EnergyPrice != nil {
			check(fmt.Sprintf("fees[%d].energy_price", i), f.Efficiency.KWhPerTHDay()*f.EnergyPrice.Value,
				f.EnergyPrice.Currency == "BTC")
		}
	}
	if up, per := o.Price.Upfront, o.Price.PerHashrate; up != nil && per != nil {
		r.samePrice(root, o)
	}
}

// samePrice keeps the upfront price where the price per hashrate says the same, to half a per cent
// (sellers round the one or the other), and refuses both where they disagree.
func (r *reader) samePrice(root *tree.Node, o *Offer) {
	up, per := o.Price.Upfront, o.Price.PerHashrate
	second, first := root.Find("price.per_hashrate"), root.Find("price.upfront")
	if o.Hashrate == 0 {
		r.fail(second,
			fmt.Sprintf("two prices, upfront on line %d and per_hashrate on line %d, and no hashrate to "+
				"compare them by", first.Line, second.Line),
			`write "hashrate: 30 TH/s", or keep one price`)
		return
	}
	total := per.Value * o.Hashrate.TH()
	if up.Currency != per.Currency || !(math.Abs(total-up.Float()) <= 0.005*up.Float()) {
		r.fail(second,
			fmt.Sprintf("two prices disagree: upfront %v on line %d, per_hashrate %v on line %d, which is "+
				"%.2f %s for %v",
				up, first.Line, per, second.Line, total, per.Currency, o.Hashrate),
			"keep the one the seller asks")
		return
	}
	o.Price.PerHashrate = nil
}

// A rule judges an object by what was said in it, which is its normal form: a key that is written and
// yet says nothing (null, "unknown", a share of 0 %) is not there. So whatever a rule lets pass reads
// back from its normal form. The object as written gives the places.

func priceRule(r *reader, n, said *tree.Node, p *Price) {
	for _, other := range []string{"upfront", "per_hashrate"} {
		if said.Get("bid") != nil && said.Get(other) != nil {
			bid, o := n.Get("bid"), n.Get(other)
			r.fail(bid, fmt.Sprintf("two prices: bid on line %d and %s on line %d", bid.Line, other, o.Line),
				"keep bid for a market order paid day by day, "+other+" for a contract paid at once")
		}
	}
}

func feeRule(r *reader, n, said *tree.Node, f *Fee) {
	forms := said.Having("per_hashrate_day", "efficiency", "revenue_share", "profit_share", "spend_share",
		"per_payout", "once", "per_month")
	if said.Get("energy_price") != nil && !slices.Contains(forms, "efficiency") {
		forms = append(forms, "energy_price")
	}
	if len(forms) > 1 {
		r.fail(n.Get(forms[1]), "a fee with two forms: "+strings.Join(forms, " and "),
			"write two fees, or keep one form")
	}
}

func discountRule(r *reader, n, said *tree.Node, d *Discount) {
	switch {
	case len(said.Keys) == 0 || said.Get("share") != nil:
	case n.Get("share") != nil && !unset(n.Get("share")):
		r.fail(n.Get("share"), "a discount of 0 % reduces nothing", "remove the discount, or write its share")
	default:
		r.fail(n, "a discount without its share", `write {share: 20%, needs: "..."}`)
	}
}

func stopRule(r *reader, n, said *tree.Node, s *Stop) {
	switch {
	case s.When == "":
		r.fail(n, "a stop without its occasion",
			`write "when: fees_exceed_revenue" or another of `+strings.Join(stopWhen.enum, ", "))
	case s.When == "return_reaches" && s.At == nil:
		r.fail(n.Get("when"), "return_reaches without the return", `add "at: 200%"`)
	case s.When != "return_reaches" && s.At != nil:
		r.fail(n.Get("at"), "at belongs to return_reaches", "remove it, or write when: return_reaches")
	}
}

func referralRule(r *reader, n, said *tree.Node, f *Referral) {
	share := said.Get("share") != nil || said.Get("of") != nil && f.Of != "unknown"
	switch {
	case f.Stated && f.Levels == 0 && share:
		r.fail(n.Get("levels"), "levels: 0 says that there is no programme, yet a share is given",
			"write levels: 1 or remove the share")
	case !f.Stated && share:
		f.Stated, f.Levels = true, 1 // who pays a share pays it on one level at least
	}
}

// referralLevels keeps a stated absence of a programme apart from a blank.
func referralLevels() field[Referral] {
	f := value("levels", countKind, "levels of referrers that are paid",
		func(f *Referral) *int { return &f.Levels })
	f.read = func(r *reader, n *tree.Node, f *Referral) {
		f.Levels, f.Stated = readScalar(r, "levels", n, countKind)
	}
	f.write = func(f *Referral) *tree.Node {
		if !f.Stated {
			return nil
		}
		return tree.Int(f.Levels)
	}
	return f
}

func claimRule(r *reader, n, said *tree.Node, c *Claim) {
	forms := said.Having("daily_revenue", "hashprice", "return", "total_return", "payback")
	if power := said.Having("power_cost", "efficiency", "energy_price"); len(power) > 0 {
		forms = append(forms, power[0]) // the three together are one claim
	}
	forms = append(forms, said.Having("guaranteed", "says")...)
	switch {
	case len(forms) == 0:
		r.fail(n, "a claim that says nothing",
			`write one of daily_revenue, hashprice, return, total_return, payback, power_cost, `+
				`guaranteed, says`)
	case len(forms) > 1:
		r.fail(n.Get(forms[1]), "two claims in one: "+strings.Join(forms, " and "), "write two claims")
	}
}
