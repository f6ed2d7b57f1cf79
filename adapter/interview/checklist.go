package interview

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/redflag"
	"github.com/assaymining/assay/report/terminal"
	"github.com/assaymining/assay/units"
)

// A checkItem is one thing to find out about an offer: a key of the document, and the rule of package
// redflag that says why and where to look; "" for what any offer needs.
type checkItem struct{ path, rule string }

// checkItems is the checklist in the order in which a buyer finds things out: the page, its words, the
// people, then what only the seller can show.
var checkItems = []checkItem{
	{"provider.name", ""},
	{"provider.website", ""},
	{"product", ""},
	{"seen", ""},
	{"hashrate", "F08_nothing_to_price"},
	{"terms.hashrate_named", "F08_nothing_to_price"},
	{"terms.fees_named", "F09_no_clear_fees"},
	{"payout.basis", "G3_payout_follows_revenue"},
	{"payout.fixed_return", "F01_promised_payout"},
	{"payout.guaranteed", "F02_guaranteed_income"},
	{"payout.own_token", "F13_own_token"},
	{"payout.to", "K1_earnings_held"},
	{"terms.risk_disclosed", "F17_no_risk_disclosed"},
	{"terms.principal_returned", "F26_principal_returned"},
	{"terms.bonus", "F23_bonus"},
	{"referral.levels", "F07_multilevel_referral"},
	{"resale.transferable", "F18_no_resale"},
	{"provider.leaders_named", "F12_leaders_unknown"},
	{"provider.registered", "F20_not_registered"},
	{"provider.listed", "F20_not_registered"},
	{"provider.since", "G1_history_and_leaders"},
	{"terms.domain_since", "F29_history_older_than_domain"},
	{"terms.copied_from", "F27_copied_terms"},
	{"terms.false_endorsement", "F28_false_endorsement"},
	{"proof.data_centres", "F10_no_data_centre"},
	{"proof.maker_confirms", "F30_no_maker_confirms"},
	{"proof.capacity.sold", "F25_oversold"},
	{"proof.capacity.deployed", "F25_oversold"},
	{"proof.buyer_chooses_pool", "G5_auditable_at_pool"},
	{"proof.pool_pays", "G5_auditable_at_pool"},
	{"proof.pool_account", "G5_auditable_at_pool"},
	{"terms.withdrawal_payment", "F22_pay_to_withdraw"},
}

// Checklist walks through what is not known of an offer, nil for a new one, and gives it with the answers and
// their evidence. The end of input ends it with what was answered so far.
func (w Interview) Checklist(known *offer.Offer) (offer.Offer, error) {
	doc := map[string]any{"schema": offer.Schema}
	if known != nil {
		var err error
		if doc, err = asMap(*known); err != nil {
			return offer.Offer{}, err
		}
	}
	if err := w.askChecklist(doc); err != nil {
		return offer.Offer{}, err
	}
	return parseMap(doc, false)
}

// asMap is an offer as the tree of its JSON document.
func asMap(o offer.Offer) (map[string]any, error) {
	var doc map[string]any
	err := json.Unmarshal(offer.JSON(o), &doc)
	return doc, err
}

// parseMap reads the tree back strictly. While questions are still open the document may lack what
// makes it an offer.
func parseMap(doc map[string]any, open bool) (offer.Offer, error) {
	whole := doc
	if open && doc["hashrate"] == nil {
		whole = map[string]any{"hashrate": "1 TH/s"}
		for k, v := range doc {
			whole[k] = v
		}
	}
	data, err := json.Marshal(whole)
	if err != nil {
		return offer.Offer{}, err
	}
	o, _, err := offer.Parse("", data)
	return o, err
}

func (w Interview) askChecklist(doc map[string]any) error {
	rules := map[string]redflag.Rule{}
	for _, r := range redflag.Rules() {
		rules[r.ID] = r
	}
	fmt.Fprintln(
		w.Out,
		terminal.Wrap(
			"Answer what you know; an empty line leaves it unknown, which counts neither for nor "+
				"against the offer. "+
				"After each answer say where you found it. The end of input saves what you have.",
			w.Width,
			"",
		),
	)
	lines := &answerLines{Scanner: bufio.NewScanner(w.In), out: w.Out, person: w.Person}
	for i, item := range checkItems {
		if lookup(doc, item.path) != nil || item.path == "terms.hashrate_named" && doc["hashrate"] != nil {
			continue
		}
		field := offer.FieldAt(item.path)
		fmt.Fprintf(w.Out, "\n[%d/%d] %s\n", i+1, len(checkItems), field.Ask)
		if r, ok := rules[item.rule]; ok {
			fmt.Fprintln(w.Out, terminal.Wrap("  Why: "+r.Why, w.Width, "  "))
			fmt.Fprintln(w.Out, terminal.Wrap("  Ask or look: "+r.Look, w.Width, "  "))
		}
		fmt.Fprintf(w.Out, "  Write: %s\n", field.Write)
		more, err := askItem(lines, doc, item, field)
		if err != nil {
			return err
		}
		if !more {
			fmt.Fprintln(w.Out)
			break
		}
	}
	return lines.Err()
}

// askItem asks until the answer can be read, then for its evidence; false at the end of input.
func askItem(
	lines *answerLines,
	doc map[string]any,
	item checkItem,
	field offer.Field,
) (more bool, err error) {
	before := lookup(doc, item.path)
	answer, more, err := lines.ask(field.Ask, func(answer string) error {
		if put(doc, item.path, before); answer == "" {
			return nil
		}
		put(doc, item.path, answerValue(field, answer))
		_, err := parseMap(doc, true)
		return err
	})
	if err != nil || !more || answer == "" {
		return more, err
	}
	return askEvidence(lines, doc, item, field.Ask), nil
}

// repair is an error without a place in a document that the person never sees.
func repair(err error) string {
	var all offer.Errors
	if errors.As(err, &all) && len(all) > 0 {
		return all[0].Msg + "; " + all[0].Fix
	}
	return err.Error()
}

// askEvidence keeps where an answer was found among the sources.
func askEvidence(lines *answerLines, doc map[string]any, item checkItem, question string) bool {
	if item.rule == "" {
		return true
	}
	fmt.Fprintln(lines.out, "  Where did you find it? (an address, or the words)")
	found, more, _ := lines.ask(question, func(string) error { return nil })
	if found == "" {
		return more
	}
	source := map[string]any{
		"quote": item.path + ": " + found,
		"read":  units.DateOf(time.Now().Unix()).String(),
	}
	if strings.HasPrefix(found, "http://") || strings.HasPrefix(found, "https://") {
		source["url"], source["quote"] = found, item.path
	}
	all, _ := doc["sources"].([]any)
	doc["sources"] = append(all, source)
	if _, err := parseMap(doc, true); err != nil { // an address that is none is kept as words
		source["quote"] = item.path + ": " + found
		delete(source, "url")
	}
	return true
}

// answerValue is an answer as the document has it.
func answerValue(field offer.Field, answer string) any {
	low := strings.ToLower(answer)
	switch {
	case field.Path == "proof.data_centres" && low == "no":
		return []any{}
	case field.Path == "proof.data_centres":
		return []any{map[string]any{"place": answer}}
	case field.Kind == offer.YesNoField && (low == "yes" || low == "y"):
		return true
	case field.Kind == offer.YesNoField && (low == "no" || low == "n"):
		return false
	}
	if n, err := strconv.Atoi(answer); err == nil && field.Path == "referral.levels" {
		return n
	}
	return answer
}

// lookup is the value at a path, nil where there is none.
func lookup(doc map[string]any, path string) any {
	keys := strings.Split(path, ".")
	for _, k := range keys[:len(keys)-1] {
		doc, _ = doc[k].(map[string]any)
	}
	return doc[keys[len(keys)-1]]
}

// put sets the value at a path, nil to remove it.
func put(doc map[string]any, path string, v any) {
	keys := strings.Split(path, ".")
	for _, k := range keys[:len(keys)-1] {
		next, ok := doc[k].(map[string]any)
		if !ok {
			next = map[string]any{}
			doc[k] = next
		}
		doc = next
	}
	if v == nil {
		delete(doc, keys[len(keys)-1])
		return
	}
	doc[keys[len(keys)-1]] = v
}
