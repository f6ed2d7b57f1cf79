package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"

	"github.com/assaymining/assay/report/page"
)

// asset is one embedded file as it is served.
type asset struct {
	data []byte
	kind string // media type
}

// loadAssets reads the static files, and the style of charts from where they are drawn.
func loadAssets(from fs.FS) (map[string]asset, string, error) {
	out := map[string]asset{"chart.css": {[]byte(page.Style), "text/css; charset=utf-8"}}
	sum := sha256.New()
	err := fs.WalkDir(from, "static", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(from, name)
		if err != nil {
			return err
		}
		sum.Write(data)
		out[strings.TrimPrefix(name, "static/")] = asset{data, mediaType(name)}
		return nil
	})
	sum.Write([]byte(page.Style))
	return out, hex.EncodeToString(sum.Sum(nil)[:6]), err
}

// mediaType is fixed for the kinds that are served, whatever the machine's own tables say.
func mediaType(name string) string {
	switch path.Ext(name) {
	case ".css":
		return "text/css; charset=utf-8"
	case ".js":
		return "text/javascript; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".LICENSE":
		return "text/plain; charset=utf-8"
	}
	return mime.TypeByExtension(path.Ext(name))
}

// serveStatic answers from the embedded files only: no path leads out of them.
func (s *Server) serveStatic(w http.ResponseWriter, r *http.Request) {
	a, ok := s.static[r.PathValue("file")]
	if !ok {
		http.NotFound(w, r)
		return
	}
	w.Header().Set("Content-Type", a.kind)
	if r.URL.Query().Get("v") == s.stamp {
		w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	}
	answer(w, r, http.StatusOK, a.data)
}

// answer writes a whole body with its ETag, or 304 where the client has the same bytes.
func answer(w http.ResponseWriter, r *http.Request, status int, body []byte) {
	h := w.Header()
	if status == http.StatusOK {
		sum := sha256.Sum256(body)
		body = compressed(h, r, body)
		tag := `"` + hex.EncodeToString(sum[:12]) + h.Get("Content-Encoding") + `"`
		h.Set("ETag", tag)
		if h.Get("Cache-Control") == "" {
			h.Set("Cache-Control", "no-cache")
		}
		if matches(r.Header.Get("If-None-Match"), tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	h.Set("Content-Length", fmt.Sprint(len(body)))
	w.WriteHeader(status)
	if r.Method != http.MethodHead {
		w.Write(body) // the client is gone if this fails
	}
}

// worthCompressing is the size in bytes from which a body fits fewer packets when it is compressed.
const worthCompressing = 1400

// compressed is a body as gzip (RFC 1952) where the client takes it and it is text. Pages hold no secret
// beside what a stranger can put in them, so that their length tells nothing.
func compressed(h http.Header, r *http.Request, body []byte) []byte {
	kind := h.Get("Content-Type")
	text := strings.HasPrefix(kind, "text/") || strings.Contains(kind, "json") || strings.Contains(kind, "svg")
	if len(body) < worthCompressing || !text {
		return body
	}
	h.Add("Vary", "Accept-Encoding")
	if !accepts(r.Header.Get("Accept-Encoding"), "gzip") {
		return body
	}
	var b bytes.Buffer
	z, err := gzip.NewWriterLevel(&b, gzip.BestSpeed)
	if err == nil {
		_, err = z.Write(body)
	}
	if err != nil || z.Close() != nil {
		return body
	}
	h.Set("Content-Encoding", "gzip")
	return b.Bytes()
}

// accepts reports whether an Accept-Encoding header (RFC 9110, 12.5.3) takes a coding.
func accepts(header, coding string) bool {
	for one := range strings.SplitSeq(header, ",") {
		name, quality, _ := strings.Cut(strings.TrimSpace(one), ";")
		quality = strings.ReplaceAll(quality, " ", "")
		if strings.EqualFold(strings.TrimSpace(name), coding) {
			return quality != "q=0" && quality != "q=0.0" && quality != "q=0.00" && quality != "q=0.000"
		}
	}
	return false
}

// matches reports whether an If-None-Match header (RFC 9110, 13.1.2) names the tag.
func matches(header, tag string) bool {
	for one := range strings.SplitSeq(header, ",") {
		one = strings.TrimPrefix(strings.TrimSpace(one), "W/")
		if one == tag || one == "*" {
			return true
		}
	}
	return false
}
