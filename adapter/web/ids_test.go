package web

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
)

var (
	inSite     = regexp.MustCompile(` href="(/[^"]*)"`)
	identified = regexp.MustCompile(` id="([^"]+)"`)
	inPage     = regexp.MustCompile(` href="#([^"]+)"`)
)

// A name stands once on a page, and each link within it leads to one: a browser goes to the first that has it.
// A link to another page or file finds it.
func TestAPageNamesNothingTwice(t *testing.T) {
	h := testServer(t, nil).Handler()
	pages := map[string]string{}
	for _, at := range []string{"/", "/?kind=owned", "/compare", "/replay", "/audit", "/market", "/track-record", "/checklist",
		"/glossary", "/api", "/evaluate?" + linkTo(t, plainOffer), "/compare?" + linkTo(t, plainOffer),
		"/replay?" + linkTo(t, plainOffer), "/evaluate?" + linkTo(t, plainOffer) + "&form=1&hashrate=fast"} {
		_, _, pages[at] = get(t, h, "GET", at, "")
	}
	body, kind := sentForm(t, url.Values{"words": {sellersWords}}, "", "")
	_, _, pages["/read"] = get(t, h, "POST", "/read", body, "Content-Type", kind)
	for at, page := range pages {
		times := map[string]int{}
		for _, m := range identified.FindAllStringSubmatch(page, -1) {
			times[m[1]]++
			if times[m[1]] == 2 {
				t.Errorf("%.40s: %q stands twice", at, m[1])
			}
		}
		if len(times) == 0 {
			t.Errorf("%.40s: nothing has a name", at)
		}
		for _, m := range inPage.FindAllStringSubmatch(page, -1) {
			if times[m[1]] == 0 {
				t.Errorf("%.40s: a link leads to %q, which is not there", at, m[1])
			}
		}
	}
	asked := map[string]bool{}
	for at, page := range pages {
		for _, m := range inSite.FindAllStringSubmatch(page, -1) {
			to, _, _ := strings.Cut(html.UnescapeString(m[1]), "#")
			if asked[to] {
				continue
			}
			asked[to] = true
			if status, _, body := get(t, h, "GET", to, ""); status >= 400 {
				t.Errorf("%.40s: a link leads to %.60s: %d, %.80s", at, to, status, body)
			}
		}
	}
	if len(asked) < 60 {
		t.Errorf("only %d addresses were asked for", len(asked))
	}
	verdict := pages["/evaluate?"+linkTo(t, plainOffer)]
	_, form, found := strings.Cut(verdict, `id="change"`)
	if !strings.Contains(verdict, `href="#change"`) || !found || !strings.Contains(form, `<form action="/evaluate"`) {
		t.Error("to change the terms leads to no form")
	}
}
