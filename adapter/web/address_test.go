package web

import (
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/assaymining/assay/adapter/web/link"
	"github.com/assaymining/assay/offer"
)

func urlEscape(s string) string { return url.QueryEscape(s) }

// mustParse reads a document; what a field alone cannot make whole (a stop without its occasion) may fail.
func mustParse(t *testing.T, path string, doc []byte) offer.Offer {
	t.Helper()
	o, _, err := offer.Parse(path, doc)
	if err != nil {
		t.Logf("%s: %v", path, err)
	}
	return o
}

// A whole number that is not written as JSON writes it is text, for the reader to mend.
func TestOddNumbersAreText(t *testing.T) {
	h := testServer(t, nil).Handler()
	for _, text := range []string{"+0", "00", "-0", "+5"} {
		if status, _, body := get(t, h, "GET", "/evaluate?hashrate="+url.QueryEscape(text), "", "HX-Request", "true"); status != 422 || !strings.Contains(body, `data-field="f-hashrate"`) {
			t.Errorf("hashrate %q: status %d: %.200s", text, status, body)
		}
	}
}

// What is packed into a link comes out of it.
func TestLinksKeepDocuments(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		doc := rapid.SliceOfN(rapid.Byte(), 0, 4000).Draw(t, "doc")
		packed, err := link.Pack(doc)
		if err != nil {
			t.Fatal(err)
		}
		out, err := link.Unpack(packed)
		if err != nil || string(out) != string(doc) {
			t.Fatalf("%d bytes came back as %d: %v", len(doc), len(out), err)
		}
	})
}
