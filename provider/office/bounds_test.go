package office

import (
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// What strangers and a forgotten browser may cost is bounded: a form's length, the sessions, their time.
func TestFormsAndSessionsAreBounded(t *testing.T) {
	server, c, _, _ := office(t)
	o := server.Config.Handler.(*Office)
	login := url.Values{"key": {"right-key"}}
	long := url.Values{"name": {strings.Repeat("x", maxBody)}, "key": {"right-key"}}
	if code, _ := send(t, c, server.URL+"/operator/login", long); code == http.StatusOK {
		t.Error("a form of more than a mebibyte is read")
	}
	for range maxSessions + 5 {
		r := httptest.NewRequest("POST", "/operator/login", strings.NewReader(login.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		if o.ServeHTTP(w, r); w.Code != http.StatusSeeOther {
			t.Fatalf("the right key: %d", w.Code)
		}
	}
	if n := len(o.sessions); n > maxSessions {
		t.Errorf("%d sessions are kept", n)
	}
	if code, page := send(t, c, server.URL+"/operator/login", login); code != http.StatusOK ||
		!strings.Contains(page, "Sell units") {
		t.Fatalf("the right key: %d", code)
	}
	if code, _ := send(t, http.DefaultClient, server.URL+"/operator/login", login, "Sec-Fetch-Site",
		"cross-site"); code != http.StatusForbidden {
		t.Errorf("the right key, sent by a page of another site: %d", code)
	}
	if code, _ := send(t, http.DefaultClient, server.URL+"/operator/login", login, "Origin",
		"http://evil.example"); code != http.StatusForbidden {
		t.Errorf("the right key, sent from another origin: %d", code)
	}
	account := url.Values{"name": {"Ada"}, "key": {"bc1qada"}}
	now := o.o.Now
	o.o.Now = func() time.Time { return now().Add(sessionTime) }
	if code, _ := send(t, c, server.URL+"/operator/account", account); code != http.StatusForbidden {
		t.Errorf("after the session's time: %d", code)
	}
	o.o.Now = now
	if code, _ := send(t, c, server.URL+"/operator/account", account); code != http.StatusOK {
		t.Errorf("within it: %d", code)
	}
}

// No answer lets a browser run anything: neither a page, nor what is published, whatever stands in a file or
// is called so.
func TestNothingRunsInABrowser(t *testing.T) {
	server, _, _, public := office(t)
	const script = "<html><script>alert(1)</script>"
	for _, name := range []string{"page.html", "page.svg", "2026-11-28.txt"} {
		if err := os.WriteFile(filepath.Join(public, "days", name), []byte(script), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	for path, kind := range map[string]string{
		"/": "text/html", "/operator": "text/html", "/holder/nobody": "text/html",
		"/days/page.html": "text/plain",
		"/days/page.svg":  "text/plain", "/days/2026-11-28.txt": "text/plain", "/nowhere": "text/plain",
		"/holder/%3Cscript%3Ealert(1)%3C%2Fscript%3E": "text/html", "/%3Cscript%3E": "text/plain",
		"/api/v1/days": "application/json", "/healthz": "text/plain",
	} {
		answer, err := http.Get(server.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil {
			t.Fatal(err)
		}
		h := answer.Header
		policy := h.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'; ") || strings.Contains(policy, "script-src") ||
			h.Get("X-Content-Type-Options") != "nosniff" || h.Get("Referrer-Policy") != "no-referrer" ||
			!strings.HasPrefix(h.Get("Content-Type"), kind) {
			t.Errorf("%s: %v", path, h)
		}
		if kind == "text/html" && strings.Contains(string(body), "<script") {
			t.Errorf("%s holds a script", path)
		}
	}
}
