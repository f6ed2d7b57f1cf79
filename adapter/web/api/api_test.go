package api

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// What no operation is for is told as a problem: the method that is wrong with those that are right, an address that is
// none, and each parameter that is not known with the one that is meant.
func TestWhatIsNoOperation(t *testing.T) {
	mux := http.NewServeMux()
	echo := func(w http.ResponseWriter, r *http.Request) error {
		if r.URL.Query().Get("to") == "fail" {
			return errors.New("it failed")
		}
		_, err := w.Write([]byte("done"))
		return err
	}
	err := Mount(mux, Config{Types: map[string]any{"problem": Problem{}}, Schemas: map[string][]byte{"thing": []byte(`{"$id":"x","$defs":{"part":{"type":"string"}},
		"properties":{"a":{"$ref":"#/$defs/part"},"b":true,"c":{"$ref":"#"}}}`)},
		Failed: func(w http.ResponseWriter, _ *http.Request, err error) {
			p := NewProblem(500, err.Error())
			errors.As(err, &p)
			p.Write(w)
		}}, []Operation{
		{ID: "one", Method: "GET", Path: "/api/v1/one/{name}", Do: echo, Parameters: []Parameter{{Name: "name"}, {Name: "as-of"}, {Name: "to"}}, Gives: Content{Kind: "text/plain"}},
		{ID: "two", Method: "POST", Path: "/api/v1/two", Do: echo, Takes: []Content{{Kind: "application/json", Schema: "thing"}}, Gives: Content{Kind: "application/json", Schema: "thing"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		method, target string
		status         int
		says           string
	}{
		{"GET", "/api/v1/one/a?as-of=2020-01-01", 200, "done"},
		{"GET", "/api/v1/one/a?to=fail", 500, "it failed"},
		{"HEAD", "/api/v1/one/a", 200, ""},
		{"GET", "/api/v1/one/a?as_of=2020-01-01", 400, `did you mean "as-of"?`},
		{"GET", "/api/v1/one/a?name=b", 400, `there is no parameter "name" here`},
		{"GET", "/api/v1/one/a?zebra=1", 400, "there are: as-of, to"},
		{"GET", "/api/v1/one/a?to=1&to=2", 400, "given 2 times"},
		{"GET", "/api/v1/one/a?to=%zz", 400, "cannot be read"},
		{"GET", "/api/v1/one/a?" + strings.Repeat("x", 10_000) + "=1", 400, "there are: as-of, to"},
		{"POST", "/api/v1/two?to=1", 400, "there are none"},
		{"POST", "/api/v1/one/a", 405, "POST is not for this address; GET is"},
		{"DELETE", "/api/v1/two", 405, "POST is"},
		{"GET", "/api/v1/three", 404, "there is nothing at this address"},
		{"GET", "/api/", 404, "there is nothing at this address"},
	} {
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, httptest.NewRequest(c.method, c.target, nil))
		var p Problem
		says := w.Body.String()
		if c.status != 200 {
			if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Header().Get("Content-Type") != problemKind || p.Status != c.status || p.Title == "" {
				t.Errorf("%s %.40s is no problem: %v, %s", c.method, c.target, err, says)
			}
			says = p.Detail
		}
		if w.Code != c.status || !strings.Contains(says, c.says) {
			t.Errorf("%s %.40s: status %d, want %d with %q: %.300s", c.method, c.target, w.Code, c.status, c.says, says)
		}
		if (w.Code == 405) != (w.Header().Get("Allow") != "") {
			t.Errorf("%s %.40s allows %q", c.method, c.target, w.Header().Get("Allow"))
		}
	}
	w := httptest.NewRecorder()
	mux.ServeHTTP(w, httptest.NewRequest("GET", "/api/v1/openapi.json", nil))
	for _, want := range []string{`"$ref":"#/components/schemas/ThingPart"`, `"c":{"$ref":"#/components/schemas/Thing"}`, `"ThingPart":{"type":"string"}`, `"b":{}`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("the description has no %s: %s", want, w.Body)
		}
	}
}
