package web

import (
	"context"
	"fmt"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/assaymining/assay/adapter/extract"
)

const ponziWords = `HashGrow AI Mining
Earn 1.8% every day for 90 days, whatever bitcoin does!
Your deposit is returned in full at the end. No risk, capital 100 % protected.
Bronze plan: $100, daily income $1.80
Withdrawals need a 5 % tax to be paid first.
Invite friends: 10 % / 5 % / 2 % on three levels.
`

// TestReadingJourneys goes from an empty page to an answer in three actions: words in, read, judge.
func TestReadingJourneys(t *testing.T) {
	b := openBrowser(t, func(c *Config) {
		c.Words = func(ctx context.Context, data []byte) (string, string, error) {
			text, err := extract.From(ctx, data)
			if e, ok := err.(*extract.Error); ok {
				err = fmt.Errorf("%s; %s", e.Msg, e.Fix)
			}
			return text.Kind, text.Text, err
		}
	})
	sheet, err := filepath.Abs("../extract/testdata/sheet-en.pdf")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range pairs() {
		t.Run(v.name, func(t *testing.T) {
			p := b.visit(t, v)
			p.readAndJudge(v, "uncle", chromedp.SendKeys(css("#words"), sellersWords), "100 TH/s", "")
			p.readAndJudge(v, "journalist", chromedp.SendKeys(css("#words"), ponziWords), "1.8% every day", "FRAUD SIGNS")
			if _, err := exec.LookPath("pdftotext"); err == nil {
				p.readAndJudge(v, "investor", chromedp.SetUploadFiles(css("#words-file"), []string{sheet}), "150 TH/s", "")
			}
		})
	}
}

// readAndJudge brings words in, has them read, confirms them and gets a verdict.
func (b *tab) readAndJudge(v viewing, who string, put chromedp.Action[chromedp.Void], quote, says string) {
	b.Helper()
	b.open("/")
	began := time.Now()
	b.must(chromedp.WaitVisible(css("#words")), put)
	b.follow(chromedp.Click(css("#words-box button[type=submit]")))
	if got := b.text("main"); !strings.Contains(got, quote) || !strings.Contains(got, "Not found") {
		b.Errorf("%s reads %.300q", who, got)
	}
	b.check(v, who+" read")
	b.follow(chromedp.Click(css("form.confirm button[type=submit]")))
	b.must(chromedp.WaitVisible(css(".axes")))
	b.Logf("%s, %s: from an empty page to an answer in %s", v.name, who, time.Since(began).Round(time.Millisecond))
	if got := b.text("main"); !strings.Contains(strings.ToUpper(got), says) {
		b.Errorf("%s is told %.300q", who, got)
	}
	if got := b.address(); !strings.Contains(got, "/evaluate?o=") {
		b.Errorf("the verdict is at %s", got)
	}
	b.check(v, who+" verdict")
}
