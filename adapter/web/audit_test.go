package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/market"
	"github.com/assaymining/assay/trace"
)

func auditServer(t *testing.T) http.Handler {
	t.Helper()
	s, err := New(Config{History: market.Embedded(), Paths: -1})
	if err != nil {
		t.Fatal(err)
	}
	return s.Handler()
}

func ask(h http.Handler, method, address, kind string, body io.Reader) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, body)
	r.Host = "localhost"
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const month = "hashrate=30&from=2026-03-01&to=2026-03-31&fee=2%25&received="

// TestAuditPage: a holder goes from the home page to an answer with five fields and no script.
func TestAuditPage(t *testing.T) {
	h := auditServer(t)
	if w := ask(h, "GET", "/", "", nil); !strings.Contains(w.Body.String(), `href="/audit"`) {
		t.Error("the home page does not lead to the audit")
	}
	for received, want := range map[string]string{
		"40954sat":   "as far as this evidence shows, paid as owed",
		"0.00032BTC": "less than was owed",
		"0.5BTC":     "nothing is concluded",
	} {
		w := ask(h, "GET", "/audit?"+month+received, "", nil)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d, %q is not said", received, w.Code, want)
		}
	}
	for address, want := range map[string]string{
		"/audit?hashrate=30":                                             `id="f-from-error"`,
		"/audit?" + month + "3USD":                                       `id="f-received-error"`,
		"/audit?" + month + "<b>":                                        `id="f-received-error"`,
		"/audit?" + month + "40954":                                      `say of what, as in &#34;40954 sat&#34;`,
		"/audit?hashrate=30&fee=2,5":                                     `write a decimal point, as in &#34;2.5%&#34;`,
		"/audit?" + month + "0,0004BTC":                                  `write a decimal point, as in &#34;0.0004BTC&#34;`,
		"/audit?hashrate=30&from=2031-01-01&to=2031-02-01&received=1sat": "is not within the history",
	} {
		w := ask(h, "GET", address, "", nil)
		if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d, %q is not said", address, w.Code, want)
		}
		if strings.Contains(w.Body.String(), "<b>") {
			t.Errorf("%s: markup of a stranger", address)
		}
	}
}

// statementOfMarch is two days at 250 TH/s and a row in satoshi that says BTC.
const statementOfMarch = "date,amount,unit,kind,hashrate,hashrate_unit,note\n" +
	"2026-03-01,10707,sat,credit,249.573665,TH/s,\n2026-03-02,10794,sat,credit,251.428741,TH/s,\n"

// TestAuditStatement: a file that is sent is judged payment by payment, and what it cannot be read is said.
func TestAuditStatement(t *testing.T) {
	h := auditServer(t)
	send := func(document string) *httptest.ResponseRecorder {
		var b bytes.Buffer
		form := multipart.NewWriter(&b)
		_ = form.WriteField("hashrate", "250")
		_ = form.WriteField("fee", "2%")
		file, _ := form.CreateFormFile("file", "paid.csv")
		_, _ = io.WriteString(file, document)
		_ = form.Close()
		return ask(h, "POST", "/audit", form.FormDataContentType(), &b)
	}
	if w := send(statementOfMarch); w.Code != http.StatusOK ||
		!strings.Contains(w.Body.String(), "21,501 sat received") {
		t.Errorf("%d", w.Code)
	}
	if w := send("when,what\n1,2\n"); w.Code != http.StatusUnprocessableEntity ||
		!strings.Contains(w.Body.String(), "no known header") {
		t.Errorf("%d", w.Code)
	}
}

// TestAuditFiles: an answer is kept as a report, a table of days or a document, of one sum by its address and of
// a statement by the form that was sent; errors are said beside the field of the form that was used.
func TestAuditFiles(t *testing.T) {
	h := auditServer(t)
	send := func(address string, more ...string) *httptest.ResponseRecorder {
		var b bytes.Buffer
		form := multipart.NewWriter(&b)
		_ = form.WriteField("document", statementOfMarch)
		for i := 0; i+1 < len(more); i += 2 {
			_ = form.WriteField(more[i], more[i+1])
		}
		_ = form.Close()
		return ask(h, "POST", address, form.FormDataContentType(), &b)
	}
	for name, says := range map[string]string{
		"owed.csv":    "2026-03-02,10795,10794,251.428741,\n",
		"audit.json":  `"received_sat": 21501`,
		"report.html": "21,501 sat received",
	} {
		w := send("/audit/"+name, "hashrate", "250", "fee", "2")
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), says) ||
			w.Header().Get("Content-Disposition") != `attachment; filename="`+name+`"` {
			t.Errorf("%s: %d %q, want %q", name, w.Code, w.Body, says)
		}
	}
	w := ask(h, "GET", "/audit/report.html?"+month+"0.00040954", "", nil)
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "40,954 sat received") {
		t.Errorf("one sum: %d", w.Code)
	}
	if w = ask(h, "GET", "/audit/else.csv?"+month+"0.00040954", "", nil); w.Code != http.StatusNotFound {
		t.Errorf("a file that there is not: %d", w.Code)
	}
	if w = ask(h, "GET", "/audit/owed.csv?"+month+"much", "", nil); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("of what cannot be read: %d", w.Code)
	}
	for name, value := range map[string]string{"zone": "Local", "fee": "two", "minimum": "3 USD"} {
		w = send("/audit", "hashrate", "250", name, value)
		if w.Code != http.StatusUnprocessableEntity ||
			!strings.Contains(w.Body.String(), `id="s-`+name+`-error"`) {
			t.Errorf("%s of %q: %d, and nothing beside it", name, value, w.Code)
		}
	}
	for scheme, want := range map[string]string{"pps": "paid as owed", "tides": "luck"} {
		if w = send("/audit", "hashrate", "250", "scheme", scheme, "zone", "Europe/Berlin"); w.Code != http.StatusOK ||
			!strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: %d, nothing of %q", scheme, w.Code, want)
		}
	}
}

// TestAuditOfAContractAndATrace: a contract says what is owed in place of the hashrate, a trace is set
// beside the payouts, or is all there is; the API takes the same papers, and one that was changed is
// refused.
func TestAuditOfAContractAndATrace(t *testing.T) {
	height := 940_000
	traced := &trace.Result{Schema: trace.Schema, Network: "main", Sat: 20_000, Horizon: 3, Steps: 3,
		Of: []trace.Payout{{ID: "ab", Sat: 20_000, Height: &height, Time: 1_772_500_000}},
		Buckets: trace.Buckets{
			SameSeller: trace.Bucket{FIFO: 15_000, Haircut: 14_000, Low: 9_000, High: 20_000, Poison: 20_000},
			Mined:      trace.Bucket{FIFO: 5_000, Haircut: 6_000, High: 11_000, Poison: 20_000},
		},
		Graph: trace.Graph{Nodes: []trace.GraphNode{{Kind: trace.NodePayout, Tx: "ab"},
			{
				Kind:  trace.NodeSameSeller,
				Name:  "1Seller",
				Depth: 1,
			}}, Edges: []trace.GraphEdge{{From: 1, FIFO: 15_000}}}}
	data, err := json.Marshal(traced)
	if err != nil {
		t.Fatal(err)
	}
	const contract = "schema: assay/offer/v1\nkind: cloud\nhashrate: 250 TH/s\nterm: open\nprice: {upfront: 1000 USD}\n" +
		"fees: [{name: pool, revenue_share: 2%}]\npayout: {basis: fpps, currency: BTC, every: 1d}\n"
	h := auditServer(t)
	send := func(address string, fields map[string]string) *httptest.ResponseRecorder {
		var b bytes.Buffer
		form := multipart.NewWriter(&b)
		for name, value := range fields {
			_ = form.WriteField(name, value)
		}
		_ = form.Close()
		return ask(h, "POST", address, form.FormDataContentType(), &b)
	}
	w := send("/audit", map[string]string{"contract": contract, "document": statementOfMarch})
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "21,501 sat received") {
		t.Errorf("a contract: %d", w.Code)
	}
	w = send(
		"/audit",
		map[string]string{"contract": contract, "provenance": string(data), "from": "2026-03-01"},
	)
	for _, says := range []string{"20,000 sat received", "Where the coins came from", "Coins arriving is not mining",
		"addresses where customers paid the seller", ">customer at 1Seller", "The way of the coins"} {
		if !strings.Contains(w.Body.String(), says) {
			t.Errorf("a trace: %d, nothing of %q", w.Code, says)
		}
	}
	var r audit.Result
	w = send("/api/v1/audit?hashrate=250TH/s&from=2026-03-01", map[string]string{"provenance": string(data)})
	if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil || r.Provenance == nil ||
		r.Provenance.Matched != 1 {
		t.Errorf("the API: %v, %d %.300s", err, w.Code, w.Body)
	}
	for says, fields := range map[string]map[string]string{
		"do not sum":        {"provenance": strings.Replace(string(data), `"fifo_sat":15000`, `"fifo_sat":15001`, 1), "hashrate": "250"},
		"give a statement":  {"contract": contract},
		"Is needed, unless": {"document": statementOfMarch},
		"is no trace as":    {"provenance": `{"x": 1}`, "hashrate": "250"},
		"no known header":   {"document": "a,b\n1,2\n", "contract": contract},
		"hashrate: 250 TH/": {"contract": "hashrate: many", "document": statementOfMarch},
	} {
		if w := send("/audit", fields); w.Code != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d", says, w.Code)
		} else if !strings.Contains(w.Body.String(), says) && says != "hashrate: 250 TH/" {
			t.Errorf("nothing of %q", says)
		}
	}
}

// TestAuditCounts: counts of shares are a field of the page and the API, beside one sum and beside
// payments; what cannot be read of them is said beside the field.
func TestAuditCounts(t *testing.T) {
	h := auditServer(t)
	counts := "date,test,counted,expected\n"
	for day := 1; day <= 9; day++ {
		counts += fmt.Sprintf("2026-03-%02d,machine,8100,8640\n", day)
	}
	const short = "the pool counts less than the machine did"
	sum := strings.Replace(month, "=30&", "=30TH/s&", 1) + "40954sat&counts=" + url.QueryEscape(counts)
	for _, address := range []string{"/audit?" + sum, "/api/v1/audit?" + sum} {
		if w := ask(h, "GET", address, "", nil); w.Code != http.StatusOK ||
			!strings.Contains(w.Body.String(), short) {
			t.Errorf("%.20s: %d, %q is not said", address, w.Code, short)
		}
	}
	send := func(address, counts string) *httptest.ResponseRecorder {
		var b bytes.Buffer
		form := multipart.NewWriter(&b)
		_ = form.WriteField("document", statementOfMarch)
		_ = form.WriteField("counts", counts)
		_ = form.WriteField("hashrate", "250 TH/s")
		_ = form.Close()
		return ask(h, "POST", address, form.FormDataContentType(), &b)
	}
	windows := "\ufeff" + strings.ReplaceAll(counts, "\n", "\r\n")
	for _, address := range []string{"/audit", "/api/v1/audit?hashrate=250TH/s"} {
		if w := send(address, windows); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), short) {
			t.Errorf("%s: %d, %q is not said", address, w.Code, short)
		}
	}
	for wrong, says := range map[string]string{
		"2026-03-01,machine,1,2":                      "The first line must be date,test,counted,expected",
		strings.Replace(counts, "8100", "many", 1):    "Counts:2: &#34;many&#34; is no count",
		strings.Replace(counts, "machine", "mine", 1): "is no test; there are delivered, luck and machine",
	} {
		if w := send("/audit", wrong); w.Code != http.StatusUnprocessableEntity ||
			!strings.Contains(
				w.Body.String(),
				says,
			) || !strings.Contains(w.Body.String(), `id="s-counts-error"`) {
			t.Errorf("%d, %q is not said", w.Code, says)
		}
	}
	if w := ask(h, "GET", "/audit?counts=x", "", nil); w.Code != http.StatusUnprocessableEntity {
		t.Errorf("counts alone: %d", w.Code)
	}
}

// TestAuditAPI: both ways of asking give a document of the published schema, and errors name their
// parameter.
func TestAuditAPI(t *testing.T) {
	h := auditServer(t)
	w := ask(h, "GET", "/api/v1/audit?"+strings.Replace(month, "=30&", "=30TH/s&", 1)+"40954sat", "", nil)
	var r audit.Result
	if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil || r.State != audit.InOrder ||
		r.OwedSat != 40954 {
		t.Errorf("%v %d %s", err, w.Code, w.Body)
	}
	w = ask(h, "POST", "/api/v1/audit?hashrate=250TH/s&fee=2%25", "text/csv",
		strings.NewReader(statementOfMarch))
	if err := json.Unmarshal(w.Body.Bytes(), &r); err != nil || r.ReceivedSat != 21501 || r.Rows.Read != 2 {
		t.Errorf("%v %d %s", err, w.Code, w.Body)
	}
	w = ask(h, "GET", "/api/v1/audit?"+month+"40954sat", "", nil) // a bare number where a unit is needed
	if w.Code != http.StatusUnprocessableEntity || !strings.Contains(w.Body.String(), "query.hashrate") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// An answer that its client does not wait for is no fault of the server's, whenever it left.
func TestAuditOfAClientThatLeft(t *testing.T) {
	h := testServer(t, nil).Handler()
	late := time.Now().Add(-time.Second)
	ctx, cancel := context.WithDeadline(t.Context(), late)
	defer cancel()
	const sum = "/audit?hashrate=30TH/s&fee=2%25&from=2025-03-01&to=2025-03-31&received=40954sat"
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequestWithContext(ctx, "GET", sum, nil))
	if w.Code != http.StatusServiceUnavailable {
		t.Errorf("the status is %d: %.200s", w.Code, w.Body)
	}
}
