package web

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"net/http/httptest"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"github.com/assaymining/assay/adapter/printer"
)

// browserTimeout bounds one journey on a busy machine; an idle one needs a few seconds.
const browserTimeout = 15 * time.Minute

// browser is one Chromium for all journeys of a test, and a server to visit.
type browser struct {
	ctx  context.Context
	site string
}

// openBrowser starts Chromium, or skips the test where none is installed (CI=true: fails).
func openBrowser(t *testing.T, change func(*Config)) *browser {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes seconds")
	}
	path, err := printer.FindBrowser()
	if err != nil {
		if os.Getenv("CI") == "true" {
			t.Fatal(err)
		}
		t.Skip(err)
	}
	server := httptest.NewServer(testServer(t, change).Handler())
	t.Cleanup(server.Close)
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), printer.BrowserOptions(path)...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return &browser{ctx, server.URL}
}

// view is how a visitor looks at the pages.
type viewing struct {
	name          string
	width, height int64
	phone, script bool
	dark          bool
}

func viewings() []viewing {
	return []viewing{
		{"desktop", 1280, 900, false, true, false},
		{"desktop dark", 1280, 900, false, true, true},
		{"phone", 390, 844, true, true, false},
		{"phone dark", 390, 844, true, true, true},
		{"desktop without script", 1280, 900, false, false, false},
		{"phone without script", 390, 844, true, false, false},
	}
}

// everywhere walks the journeys of visitors in all eight ways of looking.
var everywhere = flag.Bool("everywhere", false, "walk each visitor's journey in all eight ways of looking")

// pairs are four ways of looking in which each size meets each light, each size script and none, and each
// light script and none: where two of them together break a page, a journey in one of these meets it. What is
// served does not depend on any of the three (TestPagesDoNotKnowTheirReader).
func pairs() []viewing {
	all := viewings()
	darkened := all[4]
	darkened.name, darkened.dark = "desktop dark without script", true
	if !*everywhere {
		return []viewing{all[0], darkened, all[3], all[5]}
	}
	night := all[5]
	night.name, night.dark = "phone dark without script", true
	return append(all, darkened, night)
}

// tab is one visit.
type tab struct {
	*testing.T
	ctx  context.Context
	site string
	mu   sync.Mutex
	bad  []string // outside requests, errors of the console, breaches of the policy
}

func (b *browser) visit(t *testing.T, v viewing) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(b.ctx)
	t.Cleanup(cancel)
	out := &tab{T: t, site: b.site}
	if err := chromedp.Do(ctx); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Listen(ctx, out.hear); err != nil {
		t.Fatal(err)
	}
	out.ctx, cancel = context.WithTimeout(ctx, browserTimeout)
	t.Cleanup(cancel)
	out.must(call(network.Enable, network.EnableParams{}), call(log.Enable, cdp.Empty{}), call(runtime.Enable, cdp.Empty{}))
	if v.phone {
		out.must(chromedp.EmulateViewport(v.width, v.height, chromedp.EmulateMobile, chromedp.EmulateScale(2)))
	} else {
		out.must(chromedp.EmulateViewport(v.width, v.height))
	}
	if v.dark {
		out.must(call(emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: "dark"}}}))
	}
	if !v.script {
		out.must(scripts(false))
	}
	t.Cleanup(func() {
		out.mu.Lock()
		defer out.mu.Unlock()
		for _, what := range out.bad {
			t.Errorf("%s: %s", v.name, what)
		}
	})
	return out
}

// scripts has the browser run script, or none.
func scripts(run bool) chromedp.Action[chromedp.Void] {
	return call(emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !run})
}

// call is one command as a step.
func call[P, R any](cmd cdp.Command[P, R], params P) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, cmd, params)
		return err
	})
}

// hear collects what must not happen on any page.
func (b *tab) hear(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := ev.(type) {
	case *network.EventRequestWillBeSent:
		if u := e.Request.URL; !strings.HasPrefix(u, b.site) && !strings.HasPrefix(u, "data:") && !strings.HasPrefix(u, "about:") && !strings.HasPrefix(u, "blob:") {
			b.bad = append(b.bad, "asks outside: "+u)
		}
	case *runtime.EventExceptionThrown:
		b.bad = append(b.bad, "exception: "+e.ExceptionDetails.Text)
	case *log.EventEntryAdded:
		if strings.Contains(e.Entry.Text, "Content Security Policy") || strings.Contains(e.Entry.Text, "Content-Security-Policy") {
			b.bad = append(b.bad, "policy: "+e.Entry.Text)
		}
	}
}

// must runs steps.
func (b *tab) must(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

func (b *tab) open(path string) { b.Helper(); b.must(chromedp.Navigate(b.site + path)) }

// follow runs steps that lead to another document, and waits until it is there as a whole.
func (b *tab) follow(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool]("window.left = true")); err != nil {
		b.Fatal(err)
	}
	b.must(steps...)
	b.eventually("another document", func() bool {
		there, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`!window.left && document.readyState === "complete"`))
		return err == nil && there // an error: between the two documents
	})
}

// settle waits until the document is loaded as a whole and htmx is done with what it asked for.
func (b *tab) settle() {
	b.Helper()
	b.eventually("a whole document", func() bool {
		whole, err := chromedp.Run(b.ctx, chromedp.Evaluate[bool](`document.readyState === "complete" && !document.querySelector(".htmx-request")`))
		return err == nil && whole
	})
}

// text is the text of the first element that a selector finds.
func (b *tab) text(selector string) string {
	b.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.TextContent(chromedp.CSS(selector)))
	replaced := func() bool { // while it was read: by another element, or with its page by the next one
		return strings.Contains(err.Error(), "node") || strings.Contains(err.Error(), "context with specified id")
	}
	for err != nil && replaced() && b.ctx.Err() == nil {
		s, err = chromedp.Run(b.ctx, chromedp.TextContent(chromedp.CSS(selector)))
	}
	if err != nil {
		b.Fatalf("%s: %v", selector, err)
	}
	return strings.Join(strings.Fields(s), " ")
}

// address is where the browser is.
func (b *tab) address() string {
	b.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Location())
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// eventually waits until ok, within the journey's time.
func (b *tab) eventually(what string, ok func() bool) {
	b.Helper()
	for !ok() {
		select {
		case <-b.ctx.Done():
			b.Fatalf("it never came to this: %s", what)
		case <-time.After(30 * time.Millisecond):
		}
	}
}

// clean runs axe-core on the page and wants nothing serious, and nothing wider than the screen.
func (b *tab) clean(page string) {
	b.Helper()
	source, err := os.ReadFile(filepath.Join("testdata", "axe", "axe.min.js"))
	if err != nil {
		b.Fatal(err)
	}
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[any](string(source)+";1")); err != nil {
		b.Fatalf("%s: axe: %v", page, err)
	}
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](`axe.run(document, {resultTypes: ["violations"]}).then(r => r.violations
		.filter(v => v.impact === "serious" || v.impact === "critical" || v.impact === "moderate")
		.map(v => v.impact + " " + v.id + ": " + v.nodes.slice(0, 3).map(n => n.target.join(" ") + " " + (n.any[0] ? n.any[0].message : "")).join(" | ")))`,
		chromedp.EvalAwaitPromise))
	if err != nil {
		b.Fatalf("%s: axe: %v", page, err)
	}
	for _, f := range found {
		b.Errorf("%s: axe: %s", page, f)
	}
	cut, err := chromedp.Run(b.ctx, chromedp.Evaluate[[]string](`[...document.querySelectorAll("nav a, .to-terms")].filter(a => {
		const r = a.getBoundingClientRect();
		return r.width && (r.left < 0 || r.right > document.documentElement.clientWidth || getComputedStyle(a).position === "fixed");
	}).map(a => a.textContent)`))
	if err != nil || len(cut) > 0 {
		b.Errorf("%s: cut at the edge, or over the text: %q (%v)", page, cut, err)
	}
	over, err := chromedp.Run(b.ctx, chromedp.Evaluate[int]("document.documentElement.scrollWidth - document.documentElement.clientWidth"))
	if err != nil || over > 0 {
		b.Errorf("%s: %d pixels wider than the screen (%v)", page, over, err)
	}
}
