package web

import (
	"bytes"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/assaymining/assay/audit"
	"github.com/assaymining/assay/market"
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
		"/audit?hashrate=30":       `id="f-from-error"`,
		"/audit?" + month + "3USD": `id="f-received-error"`,
		"/audit?" + month + "<b>":  `id="f-received-error"`,
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

// TestAuditAPI: both ways of asking give a document of the published schema, and errors name their parameter.
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
