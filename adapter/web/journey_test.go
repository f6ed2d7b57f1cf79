package web

import (
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/assaymining/assay"
)

// css is a selector of one element.
type css = chromedp.CSS

// fill types into a field of the form as a visitor does.
func (b *tab) fill(id, text string) {
	b.Helper()
	b.must(chromedp.WaitVisible(css("#"+id)), chromedp.SendKeys(css("#"+id), text))
}

// pickDay chooses a day in a calendar. How a day is typed depends on the browser's language.
func (b *tab) pickDay(id, day string) {
	b.Helper()
	b.must(chromedp.WaitVisible(css("#" + id)))
	set := "document.getElementById(" + strconv.Quote(id) + ").value = " + strconv.Quote(day)
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](set)); err != nil {
		b.Fatal(err)
	}
}

// TestJourneys walks every visitor through the pages, from an empty one.
func TestJourneys(t *testing.T) {
	b := openBrowser(t, nil)
	for _, v := range viewings() {
		t.Run(v.name, func(t *testing.T) {
			p := b.visit(t, v)
			p.judgeOwnOffer(v)
			p.changeTerms(v)
			p.mendMistakes(v)
			p.compareAndReplay(v)
			p.lookAround(v)
		})
	}
}

// judgeOwnOffer fills the five fields and gets a verdict on three axes.
func (b *tab) judgeOwnOffer(v viewing) {
	b.Helper()
	b.open("/")
	b.check(v, "start")
	b.fill("f-hashrate", "30")
	b.fill("f-price-upfront", "2026.08")
	b.fill("f-term", "360")
	b.fill("f-fees-0-per_hashrate_day", "0.0499")
	b.must(chromedp.Click(css(".terms button[type=submit]")), chromedp.WaitVisible(css(".axes")))
	if got := b.text(".sentence"); !strings.Contains(got, "$2,026.08") {
		b.Errorf("the sentence is %q", got)
	}
	if got := b.text(".axes"); !strings.Contains(got, "Economics") || !strings.Contains(got, "Contract risk") || !strings.Contains(got, "Trust") {
		b.Errorf("the axes are %q", got)
	}
	if got := b.address(); !strings.Contains(got, "/evaluate?o=") {
		b.Errorf("the verdict is at %s", got)
	}
	b.check(v, "verdict of an own offer")
}

// changeTerms makes the offer nearly free: the verdict moves, and the address reproduces it.
func (b *tab) changeTerms(v viewing) {
	b.Helper()
	b.open("/evaluate?example=bitfufu-classic-2021")
	b.check(v, "verdict")
	before := b.text(".sentence")
	b.must(chromedp.Clear(css("#f-price-upfront")))
	b.fill("f-price-upfront", "20 USD")
	if !v.script {
		b.follow(chromedp.Click(css("#change button[type=submit]")))
	}
	b.eventually("another sentence", func() bool { return b.text(".sentence") != before })
	b.eventually("an offer of 20 dollars", func() bool { return strings.Contains(b.text(".offer-title"), "$20.00") })
	now, at := b.text(".sentence"), b.address()
	b.must(chromedp.Navigate(at))
	if again := b.text(".sentence"); again != now {
		b.Errorf("the address gives %q, the page said %q", again, now)
	}
	if v.script {
		b.slide()
	}
}

// slide drags a slider; the field beside it follows, and in the end the verdict is that of its last place.
func (b *tab) slide() {
	b.Helper()
	last, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`(async () => { const r = document.querySelector("#change input[type=range]");
		for (let at = 2; at <= 80; at += 6) {
			r.value = at;
			r.dispatchEvent(new Event("input", {bubbles: true}));
			await new Promise(done => setTimeout(done, 30));
		}
		return document.querySelector("#f-price-upfront").value })()`, chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatal(err)
	}
	b.eventually("the verdict of "+last, func() bool {
		doc, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](`document.querySelector("#document").value`))
		return err == nil && strings.Contains(doc, "upfront: "+last)
	})
	if got := b.text("#verdict"); strings.Contains(got, "busy") || !strings.Contains(got, "Economics") {
		b.Errorf("after dragging the page shows %.100q", got)
	}
}

// mendMistakes enters what cannot be read and is led to the field.
func (b *tab) mendMistakes(v viewing) {
	b.Helper()
	b.open("/evaluate?example=teaching")
	b.must(chromedp.Clear(css("#f-hashrate")))
	b.fill("f-hashrate", "fast")
	if !v.script {
		b.must(chromedp.Click(css("#change button[type=submit]")))
	}
	b.must(chromedp.WaitVisible(css(".problem")))
	if got := b.text(".problem"); !strings.Contains(got, "Hashrate") || !strings.Contains(got, "TH/s") {
		b.Errorf("the complaint is %q", got)
	}
	b.eventually("the field is marked", func() bool {
		marked, err := chromedp.Run(b.ctx, chromedp.AttributeValue(css("#f-hashrate"), "aria-invalid"))
		return err == nil && marked.Value == "true"
	})
	b.check(v, "mistake")
	b.open("/")
	b.must(chromedp.SendKeys(css("#document"), "schema: assay/offer/v1\nhashrate: 30\n"), chromedp.Click(css("#paste button")), chromedp.WaitVisible(css(".problem")))
	if got := b.text(".problem"); !strings.Contains(got, "line 2, column 11") {
		b.Errorf("the complaint about a document is %q", got)
	}
}

// compareAndReplay puts two offers side by side, and plays one on the past.
func (b *tab) compareAndReplay(v viewing) {
	b.Helper()
	b.open("/compare")
	for _, name := range []string{"bitfufu-classic-2021", "bitfufu-accelerated-2021"} {
		if v.script {
			b.must(chromedp.SetValue(css("#add"), name))
			b.follow(chromedp.Click(css(".columns .card:first-child button")))
		} else { // choosing in a list needs no script of ours, but the test's way of choosing does
			b.must(chromedp.Navigate(b.address() + map[bool]string{true: "&", false: "?"}[strings.Contains(b.address(), "?")] + "add=" + name))
		}
		b.eventually(name+" is added", func() bool { return strings.Contains(b.address(), "o=") && !strings.Contains(b.address(), "add=") })
	}
	b.must(chromedp.WaitVisible(css(".compared li:nth-child(2)")), chromedp.WaitVisible(css(".verdicts")))
	b.check(v, "compare")
	b.open("/replay?example=bitfufu-classic-2021")
	b.pickDay("from", "2021-09-12")
	b.must(chromedp.Click(css("form.inline button")), chromedp.WaitVisible(css("#one-title")))
	if got := b.text("#one-title"); !strings.Contains(got, "2021-09-12") {
		b.Errorf("the replay says %q", got)
	}
	b.check(v, "replay")
}

// lookAround opens what is left, by the links of the page.
func (b *tab) lookAround(v viewing) {
	b.Helper()
	for _, link := range []string{"Market", "Track record", "Checklist"} {
		b.follow(chromedp.Click(`//nav//a[text()="` + link + `"]`))
		b.eventually("the page "+link, func() bool {
			return strings.Contains(b.address(), "/"+strings.ReplaceAll(strings.ToLower(link), " ", "-"))
		})
		b.check(v, link)
	}
	b.open("/api")
	b.check(v, "API")
	if !v.script {
		return
	}
	b.must(chromedp.Click(css("form.try button")), chromedp.WaitVisible(css("form.try .answer")))
	b.eventually("an answer of the API", func() bool { return strings.Contains(b.text("form.try .answer"), "assay/verdict/v1") })
	b.open("/market")
	b.must(chromedp.Click(css("[data-plot] button")), chromedp.WaitVisible(css(".uplot")))
}

// check looks for barriers, and keeps a picture where ASSAY_SHOTS names a folder.
func (b *tab) check(v viewing, page string) {
	b.Helper()
	b.settle()
	if !v.script { // axe is script: the page's own has been passed over by now, and stays so
		b.must(scripts(true))
	}
	b.clean(v.name + ", " + page)
	if !v.script {
		b.must(scripts(false))
	}
	folder := os.Getenv("ASSAY_SHOTS")
	if folder == "" {
		return
	}
	picture, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.Fatal(err)
	}
	name := strings.ReplaceAll(v.name+" "+page, " ", "-") + ".png"
	if err := os.WriteFile(filepath.Join(folder, name), picture, 0o644); err != nil {
		b.Fatal(err)
	}
}

// TestTurnedAway is a visitor of a busy server: the page says when to come again, and leads back to where he
// was.
func TestTurnedAway(t *testing.T) {
	var busy atomic.Bool
	b := openBrowser(t, func(c *Config) {
		c.Facts = factsFunc(func(*assay.Evidence) error {
			if busy.Load() {
				return &failure{http.StatusServiceUnavailable, "The server is busy; try again in a moment.", 1}
			}
			return nil
		})
	})
	for _, v := range viewings()[:3] {
		t.Run(v.name, func(t *testing.T) {
			busy.Store(true)
			p := b.visit(t, v)
			page := "/evaluate?" + linkTo(t, plainOffer)
			p.open(page)
			if got := p.text("h1"); !strings.Contains(got, "busy") {
				t.Errorf("the page says %q", got)
			}
			p.check(v, "turned away")
			busy.Store(false)
			p.must(chromedp.Click(css("main a")), chromedp.WaitVisible(css(".axes")))
			if got := p.address(); !strings.HasSuffix(got, page) {
				t.Errorf("the link leads to %s", got)
			}
		})
	}
}
