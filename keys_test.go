package assay

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/assaymining/assay/economics/simulated"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/units"
)

// trialDocuments are those in which keys are tried. One that means something only beside others is tried
// beside them.
var trialDocuments = []string{
	`{"kind":"cloud","seen":"2025-05-01","hashrate":"100 TH/s","term":"60d","price":{"upfront":"300 USD"},"fees":[{"per_hashrate_day":"0.052 USD/TH/day","paid":"separately","changeable":true}],` +
		`"payout":{"basis":"pplns"},"stops":[{"when":"fees_exceed_revenue","then":"terminate","by":"buyer"}],"resale":{"transferable":true},"referral":{"levels":3}}`,
	`{"seen":"2025-05-01","hashrate":"100 TH/s","term":"60d","price":{"upfront":"300 USD"},"hardware":{"count":3},"fees":[{"once":"20 USD"}],` +
		`"stops":[{"when":"fees_exceed_revenue","then":"pause","by":"buyer"}]}`,
	`{"seen":"2025-05-01","hashrate":"100 TH/s","term":"60d","price":{"upfront":"300 USD"},"fees":[{"per_month":"200 USD","each":"machine","paid":"deducted"}],"stops":[{"when":"return_reaches","at":"200%"}]}`,
	`{"kind":"hosted","seen":"2025-05-01","hashrate":"200 TH/s","term":"90d","price":{"upfront":"3000 USD"},"fees":[{"energy_price":"0.07 USD/kWh"}],"resale":{"transferable":true},"stops":[{"when":"buyer_decides"}]}`,
	`{"kind":"hosted","seen":"2025-05-01","hashrate":"200 TH/s","term":"90d","price":{"upfront":"3000 USD"},"fees":[{"efficiency":"17 J/TH"}],"stops":[{"when":"other"}]}`,
	`{"kind":"token","seen":"2025-05-01","hashrate":"1 TH/s","term":"365d","fees":[{}],"resale":{"transferable":true},"hardware":{"efficiency":"15 J/TH"}}`,
	`{"kind":"market","seen":"2025-05-01","hashrate":"1 PH/s","term":"30d","price":{"bid":"0.0000005 BTC/TH/day"},"fees":[{}]}`,
	`{"price":{"upfront":"500 USD"},"term":"30d","payout":{"fixed_return":"1 %/day"},"terms":{"risk_disclosed":false}}`,
	`{"kind":"token","seen":"2025-05-01","hashrate":"1 TH/s","term":"90d","price":{"upfront":"15 USD"},"fees":[{"per_hashrate_day":"0.03 USD/TH/day","discount":{"share":"20%"}}],` +
		`"resale":{"transferable":true},"hardware":{"efficiency":"15 J/TH"},"stops":[{"when":"provider_decides","then":"terminate","by":"provider"}]}`,
	`{"kind":"hosted","seen":"2025-05-01","hashrate":"200 TH/s","term":"90d","price":{"upfront":"3000 USD"},"fees":[{"once":"20 USD","each":"machine"}],"resale":{"transferable":true}}`,
	`{"seen":"2025-05-01","claims":[{"says":"Great."}],"provider":{"since":"2012-01-01"},"proof":{"capacity":{"sold":"9 EH/s"}}}`,
	`{"seen":"2025-05-01","terms":{"domain_since":"2024-01-01"},"proof":{"capacity":{"deployed":"1 EH/s"}}}`,
	`{"provider":{"name":"Example Mining"},"claims":[{}],"proof":{}}`,
	`{"seen":"2025-05-01","claims":[{"daily_revenue":"0.05 USD/TH/day"}]}`,
	`{"seen":"2025-05-01","claims":[{"efficiency":"15 J/TH","energy_price":"0.05 USD/kWh"}]}`,
	`{"seen":"2025-05-01","claims":[{"power_cost":"0.01 USD/TH/day"}]}`,
	`{"seen":"2025-05-01","hashrate":"100 TH/s","term":"60d","fees":[],"uptime":{"promised":"90%"},"sources":[{"url":"https://example.com/plan"}]}`,
	`{"kind":"token","seen":"2025-05-01","hashrate":"1 TH/s","term":"365d","fees":[{"efficiency":"15 J/TH",` +
		`"energy_price":"0.05 USD/kWh"}],"owned":{"since":"2025-03-01","offered":"9 USD",` +
		`"upgrade":{"cost":"2 USD","hashrate":"2 TH/s"},"reinvest":{"price":"12 USD/TH"}}}`,
}

// more are answers where an example means too little: too small a difference, or a form that stands already.
var more = map[string][]string{
	"term": {"30d"}, "hashrate": {"70 TH/s"}, "start_delay": {"20d"}, "price.upfront": {"900 USD"}, "price.bid": {"0.000001 BTC/TH/day"},
	"fees[0].cap": {"1 %/year"}, "fees[0].notice": {"1d"}, "fees[0].discount.share": {"40%"}, "fees[0].prepaid": {"20d"}, "fees[0].escalation": {"5 %/week"},
	"payout.every": {"45d"}, "payout.minimum": {"0.002 BTC"}, "payout.currency": {"USD", "COIN"}, "payout.pool_hashrate": {"1 EH/s"},
	"stops[0].for": {"20d"}, "stops[0].at": {"50%"}, "resale.market_fee": {"20%"}, "uptime.promised": {"60%"}, "algorithm": {"scrypt"},
	"terms.text": {"We guarantee a profit of 3 % a day."}, "claims[0].says": {"Profit is guaranteed."}, "claims[0].guaranteed": {"always 2 % a day"},
	"claims[0].date": {"2019-05-01"}, "provider.registered": {"no"}, "proof.pool_account": {"no"}, "seen": {"2019-05-01"}, "stops[0].notice": {"45d"},
	"provider.website": {"https://www.example.com/"}, "fees[0].discount.needs": {"tokens held"}, "terms.copied_from": {"Another Mining", "no"}, "claims[0].source.quote": {"We guarantee a profit of 3 % a day."}, "sources[0].quote": {"We guarantee a profit of 3 % a day."},
	"proof.capacity.sold": {"9 EH/s"}, "proof.capacity.deployed": {"1 EH/s"}, "proof.addresses[0]": {"not an address"},
}

// labels say of what and from where an offer is: they stand in the verdict, which repeats the offer, and are
// neither judged nor looked up. A token's own are told of so where they could be taken for more.
var labels = map[string]bool{"product": true, "sources[0].url": true, "sources[0].read": true,
	"claims[0].source.url": true, "claims[0].source.read": true}

// Every key that a document may have changes the verdict, or is told to change nothing. One that does neither
// would be a promise of this form that nobody keeps.
func TestEachKeyHasAnEffect(t *testing.T) {
	judge := verdictsAt(t, 64)
	for _, path := range offer.Keys() {
		says := effect(t, path, judge)
		if labels[path] != (says != "") {
			t.Errorf("%s (a label: %v): %.300s", path, labels[path], says)
		}
	}
}

// verdictsAt gives the verdict on a document as JSON, without the document itself, and its warnings.
func verdictsAt(t *testing.T, paths int) func(document []byte) (string, []offer.Warning, error) {
	kept := simulated.Keep(t.Context(), market.Embedded())
	judged := map[string]string{}
	return func(document []byte) (verdict string, warnings []offer.Warning, err error) {
		o, warnings, err := offer.Parse("k", document)
		if err != nil {
			return "", nil, err
		}
		if v := judged[string(document)]; v != "" {
			return v, warnings, nil
		}
		e := Evidence{Offer: o, History: market.Embedded()}
		e.Choices.Paths, e.Choices.OpenDays = paths, 90
		day := units.Date(20_400)
		e.AsOf = &day
		if o.Seen != nil {
			e.AsOf = nil
		}
		v, err := EvaluateWith(t.Context(), e, kept)
		if err != nil {
			t.Fatalf("%s: %v", document, err)
		}
		v.Offer = nil
		data, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		judged[string(document)] = string(data)
		return string(data), warnings, nil
	}
}

// A key of a fee or stop means something, or is told to mean nothing, beside each form that the fee or stop
// may have, and not only beside the one that it is for.
func TestKeysBesideEachForm(t *testing.T) {
	const ground = `{"seen":"2025-05-01","hashrate":"100 TH/s","term":"200d","price":{"upfront":"600 USD"},` +
		`"payout":{"every":"7d"},"hardware":{"count":3},`
	const order = `{"kind":"market","seen":"2025-05-01","hashrate":"100 TH/s","term":"20d",` +
		`"price":{"bid":"0.00000055 BTC/TH/day"},`
	judge := verdictsAt(t, 16)
	try := func(ground, list string, keys map[string]any, forms ...string) {
		for _, form := range forms {
			base := ground + `"` + list + `":[{` + form + `}]}`
			for key, answer := range keys {
				path := list + "[0]." + key
				if strings.Contains(form, `"`+key+`"`) {
					continue
				}
				without, before, err := judge(document(t, base, path, nil))
				if err != nil {
					t.Fatalf("%s: %v", base, err)
				}
				with, warnings, err := judge(document(t, base, path, answer))
				if err != nil || with == without && len(warnings) == len(before) {
					t.Errorf("%s: %s: %v changes nothing, and is not warned of: %v", form, key, answer, err)
				}
			}
		}
	}
	fee := map[string]any{"after": "break_even", "prepaid": "40d", "notice": "30d", "cap": "3 %/year",
		"escalation": "5 %/month", "each": "machine", "changeable": true,
		"discount": map[string]any{"share": "30%", "needs": "tokens"}}
	try(ground, "fees", fee, `"per_hashrate_day":"0.03 USD/TH/day","paid":"separately"`,
		`"per_hashrate_day":"0.03 USD/TH/day","paid":"deducted"`, `"revenue_share":"10%"`,
		`"profit_share":"20%"`, `"per_payout":"2 USD"`, `"once":"40 USD"`, `"per_month":"60 USD"`,
		`"efficiency":"17 J/TH","energy_price":"0.06 USD/kWh"`, `"spend_share":"4%"`)
	try(order, "fees", fee, `"spend_share":"4%"`)
	try(ground, "fees", map[string]any{"notice": "30d", "cap": "3 %/year"},
		`"per_hashrate_day":"0.03 USD/TH/day","changeable":true`)
	try(ground+`"fees":[{"per_hashrate_day":"0.05 USD/TH/day"}],`, "stops", map[string]any{"for": "20d",
		"notice": "30d", "fee": "50 USD", "extends_term": true}, `"when":"fees_exceed_revenue"`,
		`"when":"fees_exceed_revenue","then":"pause"`, `"when":"return_reaches","at":"110%"`,
		`"when":"provider_decides"`, `"when":"buyer_decides"`, `"when":"fees_unpaid"`,
		`"when":"site_closed"`, `"when":"other"`)
}

// effect is empty where some answer to a key changes some verdict, or is warned of; else what was tried.
func effect(t *testing.T, path string, judge func([]byte) (string, []offer.Warning, error)) string {
	f := offer.FieldAt(path)
	var answers []any
	for _, c := range f.Choices {
		answers = append(answers, c.Answer)
	}
	if f.Kind == offer.YesNoField {
		answers = []any{true, false}
	}
	for _, text := range append([]string{f.Hint}, more[path]...) {
		if n, err := strconv.Atoi(text); err == nil {
			answers = append(answers, n, n+3)
		} else if text != "" && f.Kind == offer.TextField {
			answers = append(answers, text)
		}
	}
	tried := []string{}
	for _, ground := range trialDocuments {
		without, before, err := judge(document(t, ground, path, nil))
		if err != nil {
			without = err.Error()
		}
		known := map[string]bool{}
		for _, w := range before {
			known[w.Path+w.Msg] = true
		}
		for _, answer := range answers {
			written := document(t, ground, path, answer)
			with, warnings, err := judge(written)
			if err != nil {
				tried = append(tried, fmt.Sprintf("%v: %v", answer, err))
				continue
			}
			for _, w := range warnings {
				if strings.HasPrefix(path, w.Path) && !known[w.Path+w.Msg] {
					return ""
				}
			}
			if with != without {
				return ""
			}
			tried = append(tried, fmt.Sprint(answer))
		}
	}
	return "changes nothing: " + strings.Join(tried, "; ")
}

var listed = regexp.MustCompile(`^(\w+)\[0\]$`)

// document is a ground with a key set to an answer, or without the key.
func document(t *testing.T, ground, path string, answer any) []byte {
	root := map[string]any{}
	d := json.NewDecoder(bytes.NewReader([]byte(ground)))
	d.UseNumber()
	if err := d.Decode(&root); err != nil {
		t.Fatal(err)
	}
	root["schema"] = offer.Schema
	at, parts := root, strings.Split(path, ".")
	for _, part := range parts[:len(parts)-1] {
		if m := listed.FindStringSubmatch(part); m != nil {
			list, _ := at[m[1]].([]any)
			if len(list) == 0 {
				list = []any{map[string]any{}}
			}
			at[m[1]], at = list, list[0].(map[string]any)
			continue
		}
		below, _ := at[part].(map[string]any)
		if below == nil {
			below = map[string]any{}
		}
		at[part], at = below, below
	}
	last := parts[len(parts)-1]
	if m := listed.FindStringSubmatch(last); m != nil {
		last, answer = m[1], []any{answer}
	}
	if delete(at, last); answer != nil {
		at[last] = answer
	}
	data, err := json.Marshal(root)
	if err != nil {
		t.Fatal(err)
	}
	return data
}
