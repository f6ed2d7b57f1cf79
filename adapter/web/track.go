package web

import (
	"fmt"
	"html"
	"html/template"
	"net/http"
	"regexp"
	"strings"

	"github.com/assaymining/assay/docs"
)

var (
	image = regexp.MustCompile(`(?:<p>)?<img src="([a-z0-9-]+\.svg)" alt="([^"]*)"[^>]*>(?:</p>)?`)
	links = regexp.MustCompile(`<a href="([^"#h][^"]*)">([^<]*)</a>`) // into the repository
)

// trackPage is the pictures of the record, then its text.
type trackPage struct {
	Pictures []trackImage
	Text     template.HTML
}

type trackImage struct{ Address, Says string }

// trackRecord shows what was said and what came, as docs/track-record.md and docs/backtest.md tell it.
func (s *Server) trackRecord(w http.ResponseWriter, r *http.Request) error {
	p := trackPage{}
	page := string(docs.TrackRecord())
	for _, m := range image.FindAllStringSubmatch(page, -1) { // shown first: most readers look before they read
		p.Pictures = append(
			p.Pictures,
			trackImage{s.Base + "/track-record/" + m[1], "Forecasts and what came: " +
				strings.ToLower(html.UnescapeString(m[2]))},
		)
	}
	page = links.ReplaceAllStringFunc(image.ReplaceAllString(page, ""), s.linked)
	// each a region of its own, to be scrolled by keyboard
	for n := 1; strings.Contains(page, "<table>\n<thead>\n"); n++ {
		page = strings.Replace(
			page,
			"<table>\n<thead>\n",
			fmt.Sprintf(
				`<div class="scroll" role="region" aria-label="Table %d" tabindex="0"><table><thead>`+"\n",
				n,
			),
			1,
		)
	}
	page = strings.NewReplacer("</table>", "</table></div>", "<h1>", "<h2>", "</h1>", "</h2>").Replace(page)
	p.Text = template.HTML(page) // cmd/docs leaves out raw HTML, and the documents are our own
	return s.show(
		w,
		r,
		http.StatusOK,
		framed("track", "How right the forecasts have been", content("track", p)),
	)
}

// linked makes of a link into the repository one to the page of an example, or its text alone.
func (s *Server) linked(link string) string {
	m := links.FindStringSubmatch(link)
	if name, ok := strings.CutPrefix(m[1], "../examples/"); ok {
		return `<a href="` + s.Base + "/evaluate?example=" + strings.TrimSuffix(name, ".yaml") + `">` + m[2] +
			"</a>"
	}
	return m[2]
}

// trackPicture is a picture of the track record.
func (s *Server) trackPicture(w http.ResponseWriter, r *http.Request) error {
	svg, ok := docs.Picture(r.PathValue("file"))
	if !ok {
		return &failure{status: http.StatusNotFound, says: "There is no such picture."}
	}
	w.Header().Set("Content-Type", "image/svg+xml")
	answer(w, r, http.StatusOK, svg)
	return nil
}
