package report_test

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/assaymining/assay"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/offer"
	"github.com/assaymining/assay/report"
	"github.com/assaymining/assay/report/page"
	"github.com/assaymining/assay/report/terminal"
)

// promises are offers whose payout is a promise, or whose price cannot be true, in the forms that sellers
// give
// them.
func promises() map[string]string {
	const sized = "hashrate: 100 TH/s\nterm: 60d\nprice: {upfront: 500 USD}\n"
	const dated = "seen: 2026-06-01\nhashrate: 100 TH/s\nterm: 365d\nprice: {upfront: 1500 USD}\nfees: []\n"
	out := map[string]string{
		"too cheap, dated": "seen: 2026-06-01\nhashrate: 5 PH/s\nterm: 365d\nprice: {upfront: " +
			"500 USD}\nfees: []\n",
		"too cheap, undated": "hashrate: 5 PH/s\nterm: 365d\nprice: {upfront: 500 USD}\nfees: []\n",
		"too cheap, fees unknown": "seen: 2026-06-01\nhashrate: 5 PH/s\nterm: 365d\nprice: {upfront: " +
			"500 USD}\n",
		"too cheap, a fee without amount": "hashrate: 5 PH/s\nterm: 365d\nprice: {upfront: 500 USD}\n" +
			"fees: [{name: maintenance, paid: unknown}]\n",
		"too cheap, open": "hashrate: 5 PH/s\nterm: open\nprice: {upfront: 500 USD}\nfees: []\n",
		"too cheap, by the TH": "hashrate: 1 TH/s\nterm: 730d\nprice: {per_hashrate: 0.2 " +
			"USD/TH}\nfees: []\n",
		"words": sized + "seen: 2026-06-01\nfees: []\nterms: {text: \"We pay a fixed " +
			"profit of 2% per day on your deposit, guaranteed.\"}\n",
		"words, Russian": sized + "terms: {text: \"Доход 2% в день от суммы вклада, " +
			"гарантировано.\"}\n",
		"a claim that guarantees": sized + "fees: []\nclaims: [{guaranteed: \"Profit is guaranteed\"}]\n",
		"twice the price":         sized + "fees: []\nclaims: [{total_return: 200%}]\n",
		"in its own token":        sized + "payout: {basis: seller_token}\nclaims: [{return: 1 %/day}]\n",
		"no term, no price":       "payout: {fixed_return: 2 %/day}\n",
		"no price":                "term: 365d\npayout: {fixed_return: 2 %/day}\n",
		"pays before it is paid":  sized + "fees: []\nterms: {withdrawal_payment: true}\n",
		"no rate, fixed":          dated + "payout: {basis: fixed}\n",
		"no rate, guaranteed":     dated + "payout: {guaranteed: true}\n",
	}
	for name, claim := range map[string]string{
		"paid back in 60 days": "payback: 60d", "paid back in half a year": "payback: half a year",
		"twice the price": "total_return: 2x", "more than it can earn in all": "total_return: 1.3x",
		"dollars a day": "daily_revenue: 0.5 USD/TH/day", "bitcoin a day": "daily_revenue: 5000 sat/TH/day",
		"a hashprice": "hashprice: 38 cents/TH/day",
	} {
		out[name] = dated + "claims: [{" + claim + "}]\n"
		out[name+", fixed"] = dated + "payout: {basis: fixed}\nclaims: [{" + claim + "}]\n"
		out[name+", guaranteed"] = dated + "payout: {guaranteed: true}\nclaims: [{" + claim + "}]\n"
	}
	for name, what := range map[string]string{
		"the price comes back":           "terms: {principal_returned: true}\n",
		"the price comes back, in words": "terms: {text: \"When it ends your principal is returned in full.\"}\n",
		"the price is paid back soon":    "terms: {text: \"Your investment is paid back in 60 days.\"}\n",
		"dollars a day, in words":        "terms: {text: \"You will receive 6 dollars every day.\"}\n",
		"dollars a TH, in words":         "terms: {text: \"We pay 0.5 USD per TH per day.\"}\n",
		"paid back, undated":             "",
	} {
		if what == "" {
			out[name] = strings.TrimPrefix(dated, "seen: 2026-06-01\n") + "claims: [{payback: 60d}]\n"
			continue
		}
		out[name] = dated + what
		out[name+", twice the price"] = dated + what + "claims: [{total_return: 2x}]\n"
	}
	rates := []string{"1.5 %/day", "12 %/week", "45 %/month", "500 %/year"}
	for _, rate := range rates {
		for _, seen := range []string{"", "seen: 2026-06-01\n", "seen: 2026-11-29\n"} {
			for _, levels := range []string{"", "referral: {levels: 5, share: 5%}\n"} {
				name := strings.TrimSpace(fmt.Sprint(rate, " ", seen, levels))
				out["promised "+name] = seen + "term: 365d\nprice: {upfront: 500 USD}\n" +
					"payout: {fixed_return: " + rate + "}\n" + levels
				out["guaranteed "+name] = seen + sized + "payout: {fixed_return: " +
					"" + rate + ", guaranteed: true}\n" + levels
				if rate == "1.5 %/day" || seen != "" {
					out["claimed "+name] = seen + sized + "fees: []\nclaims: [{return: " +
						"" + rate + "}]\n" + levels
				}
			}
		}
	}
	return out
}

// What is said of a gain, wherever it is said.
var gains = regexp.MustCompile(`(?i)paid back (?:on|day|in)|payback days|\bgains?\b|favourable|beats buying|you get back|fair price|` +
	`worth, per TH|where the revenue goes|break-even map|in all the markets|simulated markets|half Kelly|` +
	`bitcoin back|times what`)

// No form of a promise is shown as a result, in no medium: the warning comes first, and there is neither a
// picture nor a figure of what would be paid.
func TestPromisesAreNoResults(t *testing.T) {
	for name, doc := range promises() {
		t.Run(name, func(t *testing.T) {
			o, _, err := offer.Parse("test", []byte("schema: assay/offer/v1\n"+doc))
			if err != nil {
				t.Fatal(err)
			}
			evidence := assay.Evidence{Offer: o, History: market.Embedded(),
				Choices: assay.Choices{Paths: 64}}
			v, err := assay.Evaluate(evidence)
			if err != nil {
				t.Fatal(err)
			}
			euro := evidence
			euro.Choices.Currency = "EUR"
			inEuro, err := assay.Evaluate(euro)
			if err != nil {
				t.Fatal(err)
			}
			grid, err := assay.BreakEvenMap(context.Background(), evidence)
			if err != nil || grid != nil {
				t.Errorf("a map of gains, or %v", err)
			}
			d := report.Verdict(o, v, grid)
			warns(t, "the document", d.Lead)
			sheet, err := page.Sheet(d, page.Seal{})
			if err != nil {
				t.Fatal(err)
			}
			for medium, text := range map[string]string{
				"the terminal": string(terminal.Screen{Width: 80}.Document(d, report.VerdictOnTerminal())),
				"the page":     visible(shown(t, d)), "the sheet": visible(string(sheet)),
				"another currency": string(terminal.Screen{Width: 80}.Document(
					report.Verdict(o, inEuro, grid), report.VerdictOnTerminal())),
			} {
				if found := gains.FindString(text); found != "" {
					t.Errorf("%s says %q", medium, found)
				}
				if !strings.Contains(strings.Join(strings.Fields(text), " "), d.Lead[:20]) {
					t.Errorf("%s does not say %q", medium, d.Lead)
				}
			}
			pictured(t, d)
			replay(t, evidence)
			silent(t, v)
		})
	}
}

// What a calculator gives on the day's figures is no promise: it is shown, and held against the chain.
func TestArithmeticIsNoPromise(t *testing.T) {
	const offered = "schema: assay/offer/v1\nseen: 2026-06-01\nhashrate: 100 TH/s\nterm: 365d\n" +
		"price: {upfront: 1500 USD}\nfees: []\npayout: {basis: fpps}\n"
	for name, claim := range map[string]string{
		"a static payback": "payback: 400d", "the revenue of the day": "daily_revenue: 0.036 USD/TH/day",
		"a slip of the unit":     "daily_revenue: 1.1 USD/TH/day", // of a month
		"a page some months old": "daily_revenue: 0.05 USD/TH/day", "what comes back in all": "total_return: 80%",
	} {
		t.Run(name, func(t *testing.T) {
			o, _, err := offer.Parse("test", []byte(offered+"claims: [{"+claim+"}]\n"))
			if err != nil {
				t.Fatal(err)
			}
			v, err := assay.Evaluate(assay.Evidence{Offer: o, History: market.Embedded(),
				Choices: assay.Choices{Paths: 64}})
			if err != nil || v.Economics.Withheld != nil || len(v.Scenarios) == 0 || v.RunOff != nil {
				t.Errorf("%v: withheld, or a run-off: %s", err, v.Verdict.Sentence)
			}
		})
	}
}

func warns(t *testing.T, where, says string) {
	t.Helper()
	if !strings.HasPrefix(says, "Do not pay: ") && !strings.HasPrefix(says, "Too good to be true: ") {
		t.Errorf("%s begins with %q", where, says)
	}
}

// pictured wants no picture but that of the cash that runs out.
func pictured(t *testing.T, d *report.Document) {
	t.Helper()
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			switch b := b.(type) {
			case report.Bars, report.Steps, report.Fan, report.Grid:
				t.Errorf("%s has a picture of %s", s.Key, b.Kind())
			case report.Curves:
				if b.Key != "runoff" {
					t.Errorf("%s has the picture %s", s.Key, b.Key)
				}
			}
		}
	}
}

// silent wants each figure of a gain to be null or empty in JSON, and the reason beside it.
func silent(t *testing.T, v *assay.Verdict) {
	t.Helper()
	data, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	var doc map[string]any
	if err := json.Unmarshal(data, &doc); err != nil {
		t.Fatal(err)
	}
	economics := doc["economics"].(map[string]any)
	for _, key := range []string{"btc_efficiency", "prob_beats_buying", "fair_upfront_usd_per_th",
		"net_usd", "net_btc",
		"payback_days", "received_btc", "fee_share_of_gross", "fair_bid_per_th_day", "resale"} {
		if economics[key] != nil {
			t.Errorf("economics.%s is %v", key, economics[key])
		}
	}
	for _, key := range []string{"scenarios", "alternatives", "clauses"} {
		if all := doc[key].([]any); len(all) > 0 {
			t.Errorf("%s has %d entries", key, len(all))
		}
	}
	if doc["sizing"] != nil || doc["default"] != nil || doc["tax"] != nil {
		t.Error("it says how much to put in, or what is left of it")
	}
	reason, _ := economics["withheld"].(string)
	warns(t, "economics.withheld", reason)
	verdict := doc["verdict"].(map[string]any)
	warns(t, "verdict.sentence", verdict["sentence"].(string))
	if w := verdict["economics"]; w != "unknown" && w != "losing" {
		t.Errorf("economics are %v", w)
	}
	if w := verdict["trust"]; w != "fraud_signs" && w != "doubtful" {
		t.Errorf("trust is %v", w)
	}
}

// replay plays nothing of a promise.
func replay(t *testing.T, e assay.Evidence) {
	t.Helper()
	r, err := assay.Replay(context.Background(), e, assay.Purchases{Every: 30})
	if err != nil {
		return // it has no price or hashrate
	}
	if len(r.Purchases) > 0 {
		t.Errorf("%d purchases are played", len(r.Purchases))
	}
	var b strings.Builder
	if err := r.Write(&b); err != nil || !strings.HasPrefix(b.String(), `{"withheld":"`) || strings.Count(b.String(), "\n") != 1 {
		t.Errorf("%v, %s", err, b.String())
	}
	d := report.EveryDay(report.Replayed{Offer: e.Offer, Terms: r.Terms, Trust: r.Trust, Warning: r.Warning},
		nil, 1)
	warns(t, "the replay", d.Lead)
}
