package web

import (
	"bytes"
	"fmt"
	"html"
	"html/template"
	"net/http"
	"regexp"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"

	"github.com/assaymining/assay/docs"
)

var (
	image = regexp.MustCompile(`(?:<p>)?<img src="([a-z0-9-]+\.svg)" alt="([^"]*)"[^>]*>(?:</p>)?`)
	links = regexp.MustCompile(`<a href="[^"#h][^"]*">([^<]*)</a>`) // into the repository: not served here
)

// trackPage is the pictures of the record, then its text.
type trackPage struct {
	Pictures []trackImage
	Text     template.HTML
}

type trackImage struct{ Address, Says string }

// trackRecord shows how right past forecasts were, as docs/backtest.md says it.
func (s *Server) trackRecord(w http.ResponseWriter, r *http.Request) error {
	var b bytes.Buffer
	if err := goldmark.New(goldmark.WithExtensions(extension.Table)).Convert(docs.Backtest(), &b); err != nil {
		return fmt.Errorf("show the track record: %w", err)
	}
	p := trackPage{}
	page := b.String()
	for _, m := range image.FindAllStringSubmatch(page, -1) { // shown first: most readers look before they read
		p.Pictures = append(p.Pictures, trackImage{s.Base + "/track-record/" + m[1], "Forecasts and what came: " + strings.ToLower(html.UnescapeString(m[2]))})
	}
	page = image.ReplaceAllString(page, "")
	page = links.ReplaceAllString(page, "$1")
	for n := 1; strings.Contains(page, "<table>\n<thead>\n"); n++ { // each a region of its own, to be scrolled by keyboard
		page = strings.Replace(page, "<table>\n<thead>\n", fmt.Sprintf(`<div class="scroll" role="region" aria-label="Table %d" tabindex="0"><table><thead>`+"\n", n), 1)
	}
	page = strings.ReplaceAll(page, "</table>", "</table></div>")
	page = strings.Replace(page, "<h1>", "<h2>", 1)
	p.Text = template.HTML(strings.Replace(page, "</h1>", "</h2>", 1))
	// goldmark leaves out raw HTML, and the document is our own
	return s.show(w, r, http.StatusOK, "track", "How right the forecasts have been", content("track", p))
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
