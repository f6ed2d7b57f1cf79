package bench

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"testing"

	"github.com/assaymining/assay/examples"
	"github.com/assaymining/assay/offer"
)

// BenchmarkChangedTermOfExample is a changed hashrate of each example at the server, as
// BenchmarkChangedTerm.
func BenchmarkChangedTermOfExample(b *testing.B) {
	server := loadTarget(b)
	defer server.Close()
	all, err := examples.All()
	if err != nil {
		b.Fatal(err)
	}
	for _, e := range all {
		o, _, err := offer.Parse(e.Name, e.Data)
		if err != nil {
			b.Fatal(err)
		}
		if o.Hashrate == 0 {
			continue
		}
		b.Run(e.Name, func(b *testing.B) {
			link := pageOf(b, server, string(e.Data))
			ask(b, server, link) // the market is made
			n, began := 0, cpu()
			for b.Loop() {
				n++
				ask(b, server, fmt.Sprintf("%s&hashrate=%s", link, url.QueryEscape(fmt.Sprintf("%.4f TH/s", o.Hashrate.TH()*(1+float64(n%500)/1000)))))
			}
			b.ReportMetric(float64((cpu()-began).Milliseconds())/float64(n), "cpu-ms/op")
		})
	}
}

// pageOf is where the workbench leads for a document.
func pageOf(b testing.TB, server *httptest.Server, document string) string {
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.PostForm(server.URL+"/evaluate", url.Values{"document": {document}})
	if err != nil {
		b.Fatal(err)
	}
	answer.Body.Close()
	return answer.Header.Get("Location")
}
