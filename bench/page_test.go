package bench

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"github.com/assaymining/assay/adapter/printer"
)

// linkOf is where the workbench leads for a one-year offer of 2026-05-01.
func linkOf(b testing.TB, server *httptest.Server) string {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.PostForm(server.URL+"/evaluate", url.Values{"document": {"schema: assay/offer/v1\nseen: 2026-05-01\nhashrate: 30 TH/s\nterm: 360d\n" +
		"price: {upfront: 400 USD}\nfees: [{per_hashrate_day: 0.0199 USD/TH/day, paid: separately}]\n"}})
	if err != nil {
		b.Fatal(err)
	}
	answer.Body.Close()
	return answer.Header.Get("Location")
}

// BenchmarkChangedTerm is a changed price at the server: from the request of the page to its answer,
// default paths, the simulated market kept.
func BenchmarkChangedTerm(b *testing.B) {
	server := loadTarget(b)
	defer server.Close()
	link := linkOf(b, server)
	ask(b, server, link) // the market is made
	n, began := 0, cpu()
	for b.Loop() {
		n++
		ask(b, server, fmt.Sprintf("%s&price.upfront=%d", link, 300+n%500))
	}
	b.ReportMetric(float64((cpu()-began).Milliseconds())/float64(n), "cpu-ms/op")
}

// BenchmarkChangedDay is the same with another as-of day each time, for which a market is simulated anew.
func BenchmarkChangedDay(b *testing.B) {
	server := loadTarget(b)
	defer server.Close()
	link := linkOf(b, server)
	n, began := 0, cpu()
	for b.Loop() {
		n++
		ask(b, server, fmt.Sprintf("%s&seen=2025-%02d-%02d", link, 1+n%12, 1+n/12%28))
	}
	b.ReportMetric(float64((cpu()-began).Milliseconds())/float64(n), "cpu-ms/op")
}

// ask asks as the page does when a field changes.
func ask(b *testing.B, server *httptest.Server, target string) {
	r := httptest.NewRequest("GET", target, nil)
	r.Host = server.Listener.Addr().String()
	r.Header.Set("HX-Request", "true")
	w := httptest.NewRecorder()
	server.Config.Handler.ServeHTTP(w, r)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "axes") {
		b.Fatalf("status %d", w.Code)
	}
}

// cpu is the processor time that this process has used: on a shared machine it says more than the clock.
func cpu() time.Duration {
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		return 0
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// BenchmarkChangedTermInPage is the same in Chromium: from the moved slider to the new verdict on the
// page, the page's own delay of 25 ms included.
func BenchmarkChangedTermInPage(b *testing.B) {
	path, err := printer.FindBrowser()
	if err != nil {
		b.Skip(err)
	}
	server := loadTarget(b)
	defer server.Close()
	ctx, cancel := chromedp.NewExecAllocator(context.Background(), printer.BrowserOptions(path)...)
	defer cancel()
	ctx, cancel = chromedp.NewContext(ctx)
	defer cancel()
	if err := chromedp.Do(ctx, chromedp.Navigate(server.URL+linkOf(b, server)), chromedp.WaitVisible(chromedp.CSS("#terms input[type=range]"))); err != nil {
		b.Fatal(err)
	}
	var total float64
	n := 0
	for b.Loop() {
		n++
		took, err := chromedp.Run(ctx, chromedp.Evaluate[float64](fmt.Sprintf(`new Promise(done => {
			const slider = document.querySelector("#terms input[type=range]"), began = performance.now();
			document.addEventListener("htmx:after:swap", () => done(performance.now() - began), {once: true});
			slider.value = %d; slider.dispatchEvent(new Event("input", {bubbles: true}));
		})`, n%90), chromedp.EvalAwaitPromise))
		if err != nil {
			b.Fatal(err)
		}
		total += took
	}
	b.ReportMetric(total/float64(n), "page-ms")
}
