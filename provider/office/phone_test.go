package office

import (
	"context"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/assaymining/assay/adapter/printer"
)

// see does something in a browser, and gives what came of it.
func see[T any](t *testing.T, ctx context.Context, do chromedp.Action[T]) T {
	t.Helper()
	got, err := chromedp.Run(ctx, do)
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// TestPagesFitAPhone: on a phone no page is wider than the screen: what stands for the eyes of others,
// such as the heads of tables, takes no room.
func TestPagesFitAPhone(t *testing.T) {
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
	server, c, _, _ := office(t)
	send(t, c, server.URL+"/operator/login", url.Values{"key": {"right-key"}})
	send(t, c, server.URL+"/operator/series", url.Values{
		"name": {"one"}, "first": {"2026-12-01"}, "price": {"25000"}, "escrowed": {"80"},
		"document": {document},
	})
	_, page := send(t, c, server.URL+"/operator/account", url.Values{"name": {"Ada"}, "key": {"bc1qada"}})
	_, page, _ = strings.Cut(page, "<code>holder/")
	holder, _, _ := strings.Cut(page, "</code>")
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), printer.BrowserOptions(path)...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	ctx, cancel = context.WithTimeout(ctx, 4*time.Minute)
	defer cancel()
	see(t, ctx, chromedp.EmulateViewport(320, 640, chromedp.EmulateMobile))
	for _, at := range []string{"/", "/operator", "/holder/" + holder} {
		see(t, ctx, chromedp.Navigate(server.URL+at))
		wide := see(t, ctx, chromedp.Evaluate[int](`document.documentElement.scrollWidth`))
		tables := see(t, ctx, chromedp.Evaluate[int](`document.querySelectorAll("table").length`))
		if wide > 320 || at == "/" && tables == 0 {
			t.Errorf("%s is %d wide, with %d tables", at, wide, tables)
		}
	}
}
