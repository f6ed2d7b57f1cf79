package web

import (
	"html"
	"regexp"
	"strings"
	"testing"
)

// fileWords are those of file formats and the keys of documents: no page for people says them, but for the
// text of an offer itself.
var fileWords = regexp.MustCompile(`\b(YAML|JSON|CSV)\b|\b[a-z]+_[a-z_]+\b|\b(payout|fees|proof|stops|provider|claims|resale|hardware|referral|uptime)\.[a-z]\w+|--[a-z]`)

var (
	hiddenParts = regexp.MustCompile(`(?s)<textarea.*?</textarea>|<svg.*?</svg>|<code.*?</code>|<!--.*?-->|<title.*?</title>|<form class="try".*?</form>`)
	anyTag      = regexp.MustCompile(`(?s)<[^>]*>`)
	address     = regexp.MustCompile(`https?://\S+`)
)

func TestNoFileWordsOnPages(t *testing.T) {
	s := testServer(t, nil)
	h := s.Handler()
	pages := []string{"/", "/?kind=hosted", "/?kind=token", "/compare", "/replay", "/audit", "/market", "/checklist", "/track-record"}
	for _, e := range s.Examples {
		pages = append(pages, "/evaluate?"+linkTo(t, string(e.Data)))
	}
	for _, doc := range []string{plainOffer, "schema: assay/offer/v1\nprovider: {name: HashPro}\nprice: {upfront: 500 USD}\npayout: {fixed_return: 1.5 %/day, guaranteed: true}\n"} {
		pages = append(pages, "/evaluate?"+linkTo(t, doc), "/evaluate?term=soon&"+linkTo(t, doc))
	}
	for _, page := range pages {
		_, _, body := get(t, h, "GET", page, "")
		text := address.ReplaceAllString(html.UnescapeString(anyTag.ReplaceAllString(hiddenParts.ReplaceAllString(body, " "), " ")), "")
		for _, at := range fileWords.FindAllStringIndex(text, 3) {
			t.Errorf("%.60s: %q", page, strings.Join(strings.Fields(text[max(0, at[0]-60):min(len(text), at[1]+40)]), " "))
		}
	}
}
