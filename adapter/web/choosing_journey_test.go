package web

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestChoosingJourneys goes from an empty page to an answer in three actions: choose what it is, fill in,
// judge. A home miner wants to know of a hosted machine what else the money could do; an owner of a token
// whether to sell it.
func TestChoosingJourneys(t *testing.T) {
	b := openBrowser(t, nil)
	for _, v := range pairs() {
		t.Run(v.name, func(t *testing.T) {
			p := b.visit(t, v)
			p.chooseAndJudge(v, "home miner", "Machine, hosted or at home",
				[]string{"machine", "Antminer S21+ 216 TH/s"},
				[][2]string{
					{"f-price-upfront", "3400"}, {"f-fees-0-energy_price", "0.075"},
					{"f-term", "1095"}, {"f-my-power", "0.09"},
				},
				"buy bitcoin with all of it", "run by you", "hosted:", "tokenised hashrate")
			p.chooseAndJudge(v, "token owner", "I own it already", []string{"kind", "token"},
				[][2]string{
					{"f-hashrate", "50"}, {"f-owned-offered", "600"}, {"f-fees-0-energy_price", "0.05"},
					{"f-fees-0-efficiency", "15"}, {"f-term", "open"}, {"f-owned-upgrade-cost", "150"},
					{"f-owned-upgrade-hashrate", "60"}, {"f-owned-reinvest-price", "20"},
				},
				"Hold or sell", "sell it and buy bitcoin", "upgrade it to 60 TH/s for 150 USD",
				"buy more at 20 USD/TH")
		})
	}
}

// chooseAndJudge opens the form of a kind, fills it in and gets a verdict that says all of some words.
func (b *tab) chooseAndJudge(v viewing, who, kind string, pick []string, boxes [][2]string, says ...string) {
	b.Helper()
	b.open("/")
	began := time.Now()
	b.follow(chromedp.Click(`//nav[@class="tabs"]//a[text()="` + kind + `"]`))
	b.must(chromedp.WaitVisible(css("#f-" + pick[0])))
	b.pick("#f-"+pick[0], pick[1])
	for _, box := range boxes {
		b.unfold(box[0])
		b.fill(box[0], box[1])
	}
	b.check(v, who+" form")
	b.follow(chromedp.Click(css(".terms button[type=submit]")))
	b.must(chromedp.WaitVisible(css(".axes")))
	b.Logf("%s, %s: from an empty page to an answer in %s", v.name, who,
		time.Since(began).Round(time.Millisecond))
	for _, line := range []string{"kind: hosted", "kind: token"} {
		if strings.Contains(who, "owner") == strings.Contains(line, "token") && !strings.Contains(b.text("#document"), line) {
			b.Errorf("%s chose a kind, and the offer lacks %q: %.200q", who, line, b.text("#document"))
		}
	}
	got := b.text("main")
	for _, words := range says {
		if !strings.Contains(strings.ToLower(got), strings.ToLower(words)) {
			b.Errorf("%s is not told %q: %.600q", who, words, got)
		}
	}
	folds := chromedp.Evaluate[bool](`!!document.querySelector("#alternatives details")`)
	folded, err := chromedp.Run(b.ctx, folds)
	if err != nil || folded != strings.Contains(who, "owner") {
		b.Errorf("what else the money could do is folded for %s: %v (%v)", who, folded, err)
	}
	b.check(v, who+" verdict")
}

// pick chooses from a list, where no script of the page need run.
func (b *tab) pick(list, value string) {
	b.Helper()
	got, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](fmt.Sprintf(
		`(() => { const l = document.querySelector(%q); l.value = %q; return l.value })()`, list, value)))
	if err != nil || got != value {
		b.Fatalf("%s is %q (%v), not %q", list, got, err, value)
	}
}

// unfold opens what holds a box.
func (b *tab) unfold(id string) {
	b.Helper()
	folded, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](fmt.Sprintf(
		`!!document.getElementById(%q).closest("details:not([open])")`, id)))
	if err != nil {
		b.Fatal(err)
	}
	if folded {
		b.must(chromedp.Click(`//details[not(@open)][.//*[@id="` + id + `"]]/summary`))
	}
}
