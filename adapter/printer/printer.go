// Package printer prints HTML as PDF with a browser of the machine.
//
// FindBrowser says which, or with errNoBrowser what to install. PDF hands the browser the page itself,
// not an address, and lets it run no script and reach no network. What the page says is made in
// report/page; this package changes nothing of it.
//
// Nothing in it is promised to other modules.
package printer

import (
	"context"
	"errors"
	"fmt"
	"math"
	"os"
	"os/exec"
	"regexp"
	"strconv"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"github.com/assaymining/assay/need"
)

// errNoBrowser says what a PDF needs.
var errNoBrowser = errors.New("a PDF is printed by a browser and none is installed; " +
	"install one, as in \"apt install chromium\", or write " +
	need.HTML.String() + " and print it")

// browsers are the names under which systems install what can print, the usual one first.
var browsers = []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable",
	"microsoft-edge", "headless_shell"}

// FindBrowser is the path of a browser that can print, or errNoBrowser.
func FindBrowser() (string, error) {
	for _, name := range browsers {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errNoBrowser
}

// pdfTimeout bounds one print, the start of the browser included: one takes about a second.
const pdfTimeout = 40 * time.Second

// PDF prints a page of HTML on A4, so small that it fits the pages that it asks for. It starts a browser
// with a profile of its own, which is deleted with it, hands it the page itself, not an address, and lets
// it run no script and reach no network.
func PDF(ctx context.Context, html []byte) ([]byte, error) {
	browser, err := FindBrowser()
	if err != nil {
		return nil, err
	}
	ctx, stop := context.WithTimeout(ctx, pdfTimeout)
	defer stop()
	ctx, cancel := chromedp.NewExecAllocator(ctx, BrowserOptions(browser)...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate("about:blank")); err != nil {
		return nil, fmt.Errorf("start %s: %w", browser, err)
	}
	tree, err := chromedp.Call(ctx, page.GetFrameTree, cdp.Empty{})
	if err != nil {
		return nil, fmt.Errorf("print with %s: %w", browser, err)
	}
	if _, err := chromedp.Call(ctx, page.SetDocumentContent,
		page.SetDocumentContentParams{FrameID: tree.FrameTree.Frame.ID, HTML: string(html)}); err != nil {
		return nil, fmt.Errorf("print with %s: %w", browser, err)
	}
	most := mostPages(html)
	for scale := 1.0; ; scale -= step {
		pdf, err := chromedp.Run(ctx, chromedp.PrintToPDF(chromedp.PDFPaper(chromedp.PaperA4),
			chromedp.PDFPrintBackground(), chromedp.PDFScale(scale),
			func(p *page.PrintToPDFParams) {
				yes := true
				p.PreferCSSPageSize, p.GenerateTaggedPDF, p.GenerateDocumentOutline = &yes, &yes, &yes
			}))
		if err != nil {
			return nil, fmt.Errorf("print with %s: %w", browser, err)
		}
		if pages(pdf) <= most || scale-step < smallest {
			return pdf, nil
		}
	}
}

// A page that has to fit some sheets of paper is made smaller by steps until it does: to 5.6 points at least
// of the 7.5 of a verdict, which can still be read on paper.
const (
	step     = 0.05
	smallest = 0.75
)

var (
	fits    = regexp.MustCompile(`<meta name="pages" content="(\d+)">`)
	oneLeaf = regexp.MustCompile(`/Type\s*/Page\b[^s]`)
)

// mostPages is how many sheets of paper a page says that it fits; where it says nothing, any number.
func mostPages(html []byte) int {
	if m := fits.FindSubmatch(html[:min(len(html), 4<<10)]); m != nil {
		if n, err := strconv.Atoi(string(m[1])); err == nil {
			return n
		}
	}
	return math.MaxInt
}

// pages is how many pages a PDF has that PDF made.
func pages(pdf []byte) int { return len(oneLeaf.FindAll(pdf, -1)) }

// BrowserOptions start a browser that keeps to itself: no window, no profile of the user, no calls home.
// Root needs --no-sandbox, as in most containers; the page is our own and runs no script.
func BrowserOptions(path string) []chromedp.ExecAllocatorOption {
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.DisableGPU,
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true),
		chromedp.Flag("disable-sync", true))
	if os.Geteuid() == 0 {
		opts = append(opts, chromedp.NoSandbox)
	}
	return opts
}
